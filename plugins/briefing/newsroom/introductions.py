"""People of whom a sentence speaks by surname, and who was introduced with a whole name before.

Articles say "Sheriff Ann Hale" once and "Hale" from then on.  "Hale said" is a riddle where no
printed sentence and no headline names her.
"""
# ruff: noqa: RUF001 - apostrophes

import re
from collections.abc import Iterator, Mapping

from briefing.newsroom.entities import is_plain

_WORD = r"(?:[A-Z][a-z]{0,4}\.|[A-Z][\w’'-]*)"
_RUN = re.compile(rf"(?<![\w’'-]){_WORD}(?: {_WORD})*")
_ENDING = re.compile(r"(?:['’]s?|\.)\Z")
_ARTICLE = re.compile(r"\b(?:the|an?|this|that)\s\Z")
_ARTICLES = frozenset(("The", "A", "An", "This", "That"))
_COURTESY = frozenset(("Mr", "Mrs", "Ms", "Miss", "Jr", "Sr"))
_SHORTEST = 3


def introduced(text: str) -> dict[str, int]:
    """Map the last words of the whole names in ``text`` to where each stands first."""
    found: dict[str, int] = {}
    for match, words in _runs(text):
        if len(words) > 1:
            found.setdefault(words[-1], match.start())
    return found


def strangers(text: str, start: int, known: Mapping[str, int]) -> frozenset[str]:
    """Return the surnames in a sentence at ``start`` whose whole names stand before it.

    A sentence that has the whole name itself introduces whom it speaks of.
    """
    runs = list(_runs(text))
    whole = {words[-1] for _, words in runs if len(words) > 1}
    lone = {words[0] for match, words in runs if len(words) == 1 and not _has_article(text, match)}
    return frozenset(name for name in lone - whole if known.get(name, start) < start)


def named(text: str) -> frozenset[str]:
    """Return the words of ``text`` that may be names."""
    return frozenset(word for _, words in _runs(text) for word in words)


def _runs(text: str) -> Iterator[tuple[re.Match[str], list[str]]]:
    """Yield the runs of capitalised words without what only opens sentences or is a courtesy."""
    for match in _RUN.finditer(text):
        words = [_ENDING.sub("", word) for word in match.group().split(" ")]
        words = [word for word in words if word and word not in _COURTESY and not is_plain(word)]
        if words and (len(words) > 1 or (len(words[0]) >= _SHORTEST and not words[0].isupper())):
            yield match, words


def _has_article(text: str, match: re.Match[str]) -> bool:
    first = match.group().partition(" ")[0]
    return first in _ARTICLES or bool(_ARTICLE.search(text, 0, match.start()))
