"""Datelines of agencies: ``Hong Kong (CNN) — text``, or ``Hong Kong``, ``CNN``, ``—`` on lines."""

import re
from collections.abc import Sequence

from briefing.articles.tidy import ends, fold

_NAMES = (
    r"(?:CNN(?: (?:Business|Travel|Style|Sport|Health|Politics|Opinion|Newsource))?|"
    r"Reuters|AP|AFP|BBC|Associated Press)"
)
_PLACE = r"[A-Z][\w.,'/ -]{0,50}?"
_LINE = re.compile(
    rf"(?:(?P<place>{_PLACE})(?: ?[,/] ?| ))?(?P<open>\()?{_NAMES}\)?(?P<dash> ?-+)?"
)
# Text begins with anything but a small letter: "The agency (AP) said" opens no article.
_INLINE = re.compile(
    rf"(?:(?P<place>{_PLACE})(?: ?[,/] ?| ))?"
    rf"(?:\({_NAMES}(?: [\w ]{{1,20}})?\) ?-* ?|{_NAMES} ?-+ ?)(?=[^a-z\s])"
)
_DASHES = re.compile(r"-+ ?")
_SMALL = frozenset(("and", "de", "del", "di", "in", "la", "near", "of", "off", "on", "the"))
_PLACE_WORDS = 7
_ABOVE_DASHED, _ABOVE_PLACED = 3, 1
"""Paragraphs (captions, notes) that may stand above a dateline with a dash, and without one."""


def find(lines: Sequence[str], texts: Sequence[int]) -> range:
    """Return the lines that are the dateline and nothing else; ``texts`` are the paragraphs'."""
    for index, line in enumerate(lines):
        above = sum(text < index for text in texts)
        found = _LINE.fullmatch(fold(line))
        if above > _ABOVE_DASHED:
            break
        if found is None or (found["place"] and not _is_place(found["place"])):
            continue
        following = lines[index + 1] if index + 1 < len(lines) else ""
        alone = bool(_DASHES.fullmatch(fold(following)))
        dashed = alone or bool(found["dash"])
        placed = not found["place"] and index > 0 and _is_place(lines[index - 1])
        placed = placed and (dashed or index + 1 in texts)
        if found["place"] and not (dashed or found["open"]):
            continue
        if dashed or above == 0 or (placed and above <= _ABOVE_PLACED):
            return range(index - placed, index + 1 + alone)
    return range(0)


def is_agency(line: str) -> bool:
    """Tell whether a line is an agency's name."""
    found = _LINE.fullmatch(fold(line))
    return found is not None and not found["place"]


def strip(line: str) -> str:
    """Return a paragraph without the dateline that it begins with."""
    found = _INLINE.match(fold(line))
    if found is None or (found["place"] and not _is_place(found["place"])):
        return line
    return line[found.end() :]


def strip_dash(line: str) -> str:
    """Return a paragraph without the dash that belongs to the dateline above it."""
    found = _DASHES.match(fold(line))
    return line[found.end() :] if found else line


def _is_place(text: str) -> bool:
    words = re.split(r"[ /]+", text)
    names = [word for word in words if word not in _SMALL]
    return (
        len(words) <= _PLACE_WORDS
        and not ends(text)
        and all(w[:1].isupper() or w[:1].isdigit() for w in names)
    )
