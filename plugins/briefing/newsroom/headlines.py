"""Headlines: which words stand above a story.  Always a member's own, never composed.

Some feeds have no titles, so that the first words of a text stand in for one, torn in the middle of
a sentence.  The text has the whole sentence: it is taken from there, and cut where a clause ends.
"""
# ruff: noqa: RUF001 - dashes of all lengths

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefing.models import Group, Item
from briefing.newsroom.clauses import LONGEST, shortened
from briefing.newsroom.disagreements import old_figures
from briefing.newsroom.entities import found, title_case
from briefing.newsroom.furniture import ends_as_caption, front, is_furniture, opens_with_credit
from briefing.newsroom.language import function_words
from briefing.newsroom.likeness import language_of, lead, words_of
from briefing.newsroom.numerals import numbers
from briefing.newsroom.openers import leans_back
from briefing.newsroom.overtaken import is_overtaken
from briefing.newsroom.provenance import with_capital
from briefing.newsroom.quotations import surplus
from briefing.newsroom.reasons import is_telling
from briefing.newsroom.scenes import explains
from briefing.newsroom.sentences import END_MARKS, split
from briefing.newsroom.titles import Form, clean, form_of
from briefing.newsroom.trouble import candidates

_CUT = "…"
_LOOK = 2000  # characters of a text in which a borrowed title stands
_TORN_WORDS = 14
_FEWEST_SAID = 5
_SUBJECT_WORDS, _ENOUGH_SUBJECT = 2, 5

_SIDE = re.compile(
    r"(?:photos?|pictures|images|videos?|a look|see|watch|how|why|what|who|inside)\b", re.IGNORECASE
)
"""How titles begin that tell a side of a story rather than its news."""

_PAGE = re.compile(
    r"(?:enlarge (?:this )?image|view images?|media playback|story highlights|embed more"
    r"|(?:image|media|video|photo) (?:caption|copyright|source)|listen to (?:this )?article"
    r"|(?:white house|ap|file) photo|photo(?:graph)?s? (?:by|courtesy)|skip (?:in|to)"
    r"|an? (?:\w+ )?(?:photo(?:graph)?|image|product shot|screenshot) (?:of|from)"
    r"|an? artist['’]s (?:depiction|impression|rendering)|share (?:on|this article)"
    r"|this (?:\w+ )?(?:photo|image|picture) (?:from|made|provided|released|shows|taken))\b"
    r"|(?:[\w.'’-]+ ){2,3}(?:reports (?:during|live|on)|has (?:more|the (?:details|story)))\b"
    r"|\.\.\.|…",
    re.IGNORECASE,
)
"""How a page or a caption begins, and no headline."""

_DATELINE = re.compile(
    r"[A-Z][A-Z.'’ -]{2,}(?:/[A-Z][A-Z.'’ -]{2,})*(?:, [A-Z][a-z.]+)?\s?(?:—|–|--)\s?(?=[\"“'‘A-Z])"
    r"|[A-Z][A-Z'’ -]{2,}(?:/[A-Z][A-Z'’ -]+)+(?:, [A-Z][a-z]+)? (?=[A-Z][a-z'’])"
)
"""Datelines that are sure only in front of a whole text: ``OSLO/BERGEN, Norway Search teams``."""

_PERSONAL = re.compile(r"\b(?:I|me|[Mm]y|[Ww]e|[Yy]ou|[Yy]our)\b")

_MUSING = re.compile(
    r"(?:Even if|Maybe|Now|OK|Okay|Perhaps|Sure|Well|You know)\b,?(?! (?:The|A)\b)"
)
"""How someone chats who gets to the point later."""

_POSE = re.compile(
    r"\b(?:(?:displays?|shows?|wears?) (?:her|his|their)"
    r"|(?:gestures?|holds? up|points? (?:at|to)|poses?|waves?) (?:an?|at|for|from|the|to))\b"
)
"""What people do in pictures, as captions tell it."""


@dataclass(frozen=True, slots=True)
class _Wording:
    """What could be printed for an item: its title, or (``said``) words of its text.

    ``page``: it belongs to the page or its pictures.
    """

    item: Item
    text: str
    said: bool = False
    page: bool = False


@lru_cache(maxsize=4096)
def headline(group: Group) -> str:
    """Choose the headline of ``group`` among its members': the best kept rules, most central first.

    Preferred are whole titles whose names and figures others confirm, that hold words which the
    members share, ask no question and name someone or a number.  Where titles are torn, the
    sentence that they are torn from takes their place, or else an opening sentence.
    """
    subject = _subject(group)
    wordings = [wording for item in group.items for wording in _wordings(item)]
    old = old_figures(group.items) if len(group.items) > 1 else frozenset[str]()
    best = min(wordings, key=lambda wording: tuple(_faults(wording, group, subject, old)))
    return _unstopped(best.text)


def _subject(group: Group) -> frozenset[str]:
    """Return the telling words that a third of the members share; a single item has none."""
    held = Counter(
        term
        for item in group.items
        for term in set(words_of(f"{item.title}\n{lead(item)}", language_of(item)))
        if is_telling(term)
    )
    enough = max(2, len(group.items) / 3)
    return frozenset(term for term, count in held.items() if count >= enough)


def _wordings(item: Item) -> Iterator[_Wording]:
    title = clean(item.title, item.outlet)
    place = _place(item, title)
    page = bool(_PAGE.match(title)) or (place is not None and is_furniture(title.rstrip(_CUT)))
    span = _torn_from(item, title, place) if place else None
    if span is None:
        opens = place is not None and title[-1:] in END_MARKS
        yield _Wording(item, title, opens, page)
    else:
        sentence = _printable(item, *span)
        yield _Wording(item, _torn(title, item), page=page or not sentence)
        if short := shortened(sentence):
            yield _Wording(item, short, said=True, page=bool(_PAGE.match(short)))
    if span is not None or page:
        yield from _opening(item)


def _place(item: Item, title: str) -> re.Match[str] | None:
    """Find a title at the front of the text that it was borrowed from."""
    words, front = title.rstrip("….").split(), item.text[:_LOOK]
    if not words or any(word not in front for word in words):
        return None
    return re.search(r"(?<!\w)" + r"\s+".join(map(re.escape, words)), front)


def _torn_from(item: Item, title: str, place: re.Match[str]) -> tuple[int, int] | None:
    """Return the sentence of the text that goes on where the title ends, or None."""
    spans = split(item.text[: 2 * _LOOK], language_of(item))
    start, end = next(span for span in spans if span[1] >= place.end())
    rest = item.text[place.end() : end].strip(" .")
    return (start, end) if rest and title.endswith((_CUT, ".")) else None


def _printable(item: Item, start: int, end: int) -> str:
    """Return a sentence without what is glued to its front; "" if it belongs to the page."""
    raw = item.text[start:end]
    plain = " ".join(raw[front(raw, item.outlet) :].split())
    sentence = with_capital(_without_dateline(plain))
    line = item.text[item.text.rfind("\n", 0, start) + 1 :].split("\n", 1)[0]
    page = is_furniture(sentence) or opens_with_credit(item.text[end : end + 200].lstrip(" "))
    return "" if page or ends_as_caption(line) or surplus(sentence) else sentence


def _opening(item: Item) -> Iterator[_Wording]:
    """Yield the opening sentence if it can stand alone, cut if it is long."""
    for candidate in candidates(item, 1):
        sentence = _without_dateline(candidate.text)
        short = shortened(sentence) or _torn(sentence, item)
        if not leans_back(sentence):
            yield _Wording(item, short, said=True, page=bool(_PAGE.match(short)))


def _torn(title: str, item: Item) -> str:
    """Return a torn title without furniture in front and dangling words at its end."""
    plain = _without_dateline(title[front(title, item.outlet) :])
    words = plain.rstrip("….").split()[:_TORN_WORDS]
    while len(words) > 1 and words[-1].lower().strip(",;:–—-") in (*function_words(), ""):
        words.pop()
    return " ".join(words).rstrip(",;:–—-. ") + _CUT


def _without_dateline(text: str) -> str:
    match = _DATELINE.match(text)
    return text[match.end() :] if match else text


def _unstopped(text: str) -> str:
    """Take the full stop off, unless it belongs to initials."""
    return text if re.search(r"\.\w\.$|\.\.$", text) else text.removesuffix(".")


def supported(title: str, evidence: str) -> bool:
    """Tell whether every figure and every name of ``title`` occurs in ``evidence``."""
    names = () if title_case(title) else tuple(found(title))
    lower = evidence.lower()
    return numbers(title) <= numbers(evidence) and all(name.lower() in lower for name in names)


def _evidence(item: Item, group: Group) -> str:
    others = (f"{other.title}\n{other.text}" for other in group.items if other.id != item.id)
    return "\n".join((item.text, *others))


def _says_little(sentence: str, on_subject: int) -> bool:
    """Tell whether a sentence is too short, nameless, chatty or posed to stand for a story."""
    nameless = not (numbers(sentence) or found(sentence) or on_subject)
    short = len(sentence.split()) < _FEWEST_SAID
    chats = sentence.endswith("!") or _MUSING.match(sentence) or _PERSONAL.search(sentence)
    return nameless or short or bool(chats or _POSE.search(sentence))


def _faults(
    wording: _Wording, group: Group, subject: frozenset[str], old: frozenset[str]
) -> Iterator[float]:
    """Yield what speaks against printing a wording, the worst first."""
    item, title = wording.item, wording.text
    on_subject = len(subject.intersection(words_of(title, language_of(item))))
    yield wording.page
    yield wording.said and _says_little(title, on_subject)
    yield wording.said and leans_back(title)
    yield title.endswith(_CUT) and bool(_PERSONAL.search(title))
    yield wording.said and (explains(title) or title.endswith("?"))
    yield title.endswith(_CUT)
    yield form_of(item) is not Form.NEWS
    yield len(group.items) > 1 and not supported(title, _evidence(item, group))
    yield not old.isdisjoint(numbers(title))
    yield on_subject < min(_SUBJECT_WORDS, len(subject))
    yield is_overtaken(title, item, group.items)
    yield title.endswith("?")
    yield title.isupper()
    yield bool(_SIDE.match(title))
    yield not 4 <= len(title.split()) <= LONGEST
    yield wording.said
    yield -min(on_subject, _ENOUGH_SUBJECT) if wording.said else 0
    yield not (numbers(title) or found(title))
