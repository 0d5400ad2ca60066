"""What of an item is compared with others: its title and its opening, as words."""

import re
from functools import cache, lru_cache
from importlib.resources import files

from briefing.models import Item
from briefing.newsroom.furniture import is_furniture
from briefing.newsroom.language import of_opening
from briefing.newsroom.phrases import Wording, archives
from briefing.newsroom.terms import ngrams, tokens
from briefing.newsroom.titles import clean

BARE, SHORT, LONG = 0, 1, 2
"""Kinds of items: a title alone, some sentences, an article."""

TITLE_COUNTS = 2
"""What a word of the title weighs beside one of the opening."""

_FIGURE = re.compile(r"[\d.,]+")
_MEASURES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " dozen hundred thousand million billion trillion percent per cent pct"
    " half third quarter double twice"
    " metre meter kilometre kilometer mile foot feet inch yard km hectare acre litre liter gallon"
    " barrel gram kilogram kilo kg pound ounce ton tonne degree celsius fahrenheit mph kph knot"
    " dollar euro pound cent penny pence crown mark yen yuan rupee rouble ruble franc peso krone"
    " second minute hour mr mrs ms dr page photo photograph pm am o'clock age aged"
)
"""Number words, units and other words that are shared without saying anything."""

_BARE_WORDS, _LONG_WORDS = 4, 80
_LEAD_WORDS, _LEAD_CHARACTERS = 150, 1200
_BORROWED = 12  # characters of a title that its text has, too: it may be the page's first words
_LANGUAGE_CHARACTERS = 400  # some 65 words are enough to tell English
_ARCHIVE = 1_000  # characters: the note is a paragraph of its own
_NOTE = 200  # characters; what the page adds is shorter than a paragraph
_SHORTEST_FOREIGN = 4  # letters: shorter words are mostly function words in any alphabet
_REMEMBERED = 16_384  # items whose opening, language and words are kept for whoever asks next


@cache
def generic() -> frozenset[str]:
    """Return the stems of the words that make the news of any day sound alike."""
    text = files(__package__).joinpath("generic.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(term for line in lines for term in tokens(line))


@cache
def _measures() -> frozenset[str]:
    return frozenset(tokens(_MEASURES))


def is_telling(term: str) -> bool:
    """Tell whether a term can be a reason: no figure, no measure, and not generic throughout."""
    return any(
        word not in generic() and word not in _measures() and not _FIGURE.fullmatch(word)
        for word in term.split()
    )


def lead(item: Item) -> str:
    """Return the opening of an item's text without page furniture: what is compared."""
    return _lead(item.text[: 4 * _LEAD_CHARACTERS])


@lru_cache(maxsize=_REMEMBERED)
def _lead(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    alone = len(lines) == 1  # a line that is all there is may be anything
    words: list[str] = []
    for line in lines:
        if len(words) < _LEAD_WORDS and (alone or not _is_aside(line)):
            words += line.split()
    return " ".join(words[:_LEAD_WORDS])[:_LEAD_CHARACTERS]


def _is_aside(line: str) -> bool:
    """What the page adds is short, but for what an archive of web pages says of itself."""
    if len(line) > _NOTE:
        return archives(Wording.of(line[:_ARCHIVE]))
    return is_furniture(line)


@lru_cache(maxsize=_REMEMBERED)
def language_of(item: Item) -> str:
    """Return the language that an item is compared in, as its opening shows."""
    return of_opening(item, lead(item)[:_LANGUAGE_CHARACTERS])


@lru_cache(maxsize=2 * _REMEMBERED)
def words_of(text: str, language: str = "en") -> tuple[str, ...]:
    """Return `tokens` of a title or an opening: stories, threads and topics all ask for them."""
    return tokens.__wrapped__(text, language)  # remembered once, here


def parts_of(item: Item, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of the title and those of the opening that are compared."""
    title = clean(item.title, item.outlet)
    page = title[:_BORROWED] in item.text[:_LEAD_CHARACTERS] and _is_page(title)
    own = "" if page else title
    return _telling_apart(own, language), _telling_apart(lead(item), language)


@lru_cache(maxsize=_REMEMBERED)
def _is_page(title: str) -> bool:
    return is_furniture(title.rstrip("\u2026"))


def _telling_apart(text: str, language: str) -> tuple[str, ...]:
    found = words_of(text, language)
    if language == "en" or any(char > "\u2e80" for char in text):
        return found
    return tuple(term for term in found if len(term) >= _SHORTEST_FOREIGN)


def terms_of(item: Item, language: str) -> tuple[str, ...]:
    """Return the one- and two-word terms of an item, those of the title twice."""
    title, opening = parts_of(item, language)
    return ngrams(title) * TITLE_COUNTS + ngrams(opening)


def kind(item: Item) -> int:
    """Return how much there is to compare: `BARE`, `SHORT` or `LONG`."""
    opening = lead(item)
    words = max(len(opening.split()), len(opening) // 12)  # unspaced scripts have no words to count
    return BARE if words < _BARE_WORDS else SHORT if words < _LONG_WORDS else LONG
