"""People of whom a sentence speaks without saying who they are.

Articles say "Sheriff Ann Hale" once and "Hale" or "she" from then on.  "Hale said" is a riddle
where no printed sentence and no headline names her, and so is "the seals that she had seen".
"""
# ruff: noqa: RUF001 - apostrophes

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefing.newsroom.entities import is_plain
from briefing.newsroom.quotations import unquoted

_REST = r"(?:[a-z]{0,4}\.|[\w’'-]*)"
_RUN = re.compile(rf"[A-Z](?<![\w’'-].){_REST}(?: [A-Z]{_REST})*")  # the capital first: quicker
_ARTICLES = frozenset(("The", "A", "An", "This", "That"))
_AFTER_ARTICLE = ("the ", " a ", " an ", "this ", "that ")
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him|himself|herself)\b")
_PERSON = re.compile(
    r"\b(?:actress|agent|anyone|assistant|boy|boyfriend|bride|chief|child|coach|cop|dad|daughter"
    r"|defendant|detective|employee|everyone|executive|girl|girlfriend|groom|hero|host|husband"
    r"|judge|kid|king|lieutenant|mom|monk|nanny|nobody|nominee|nun|nurse|parent|patient|person"
    r"|pilot|pope|president|priest|prince|princess|queen|relative|representative|resident"
    r"|sergeant|someone|star|student|suspect|teen|toddler|victim|who|whose|widow|wife|witness"
    r"|\d+-year-old"
    r"|(?!(?:after|another|either|ever|however|later|major|minor|neither|never|number|order|other"
    r"|over|paper|power|rather|together|under|water|whether)\b)\w{2,}(?:er|ian|ist|man|or))\b(?!-)",
    re.IGNORECASE,
)
"""Words for one person, and the endings of most of the others."""

_COURTESY = frozenset(("Mr", "Mrs", "Ms", "Miss", "Jr", "Sr"))
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class People:
    """Names in a text: all words of them, the last words of whole ones, and names of one word.

    A text that has a whole name, too, introduces whom it speaks of: ``lone`` is without it.
    """

    words: frozenset[str]
    whole: frozenset[str]
    lone: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "People":
        """Read ``text``."""
        runs = list(_runs(text))
        whole = frozenset(words[-1] for words, _ in runs if len(words) > 1)
        lone = frozenset(words[0] for words, single in runs if single)
        return cls(frozenset(word for words, _ in runs for word in words), whole, lone - whole)


def is_riddle(text: str) -> bool:
    """Tell whether a *he* or *she* in ``text`` has nobody before it, nor behind its clause."""
    pronoun = _PRONOUN.search(unquoted(text))
    if not pronoun:
        return False
    before, (_, _, behind) = text[: pronoun.start()], text[pronoun.end() :].partition(", ")
    return not (_PERSON.search(before) or _names_somebody(before) or _names_somebody(behind))


def _names_somebody(text: str) -> bool:
    return bool(People.of(text).words)


def _runs(text: str) -> Iterator[tuple[list[str], bool]]:
    """Yield the runs of capitalised words, and whether one may be somebody's surname alone.

    They are without what only opens sentences or is a courtesy.
    """
    for match in _RUN.finditer(text):
        raw = match.group().split(" ")
        words = list(filter(None, map(_name, raw)))
        if words:
            yield words, len(words) == 1 and _may_be_surname(words[0], raw[0], text, match.start())


def _may_be_surname(word: str, first: str, text: str, start: int) -> bool:
    article = first in _ARTICLES or text[max(0, start - 5) : start].endswith(_AFTER_ARTICLE)
    return len(word) >= _SHORTEST and not word.isupper() and not article


@lru_cache(maxsize=16_384)
def _name(word: str) -> str:
    """Return ``word`` without the mark of a possessive or an abbreviation; "" if it is no name."""
    bare = word.removesuffix("'s").removesuffix("’s").rstrip(".'’")
    return "" if bare in _COURTESY or is_plain(bare) else bare
