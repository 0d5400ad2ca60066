"""The lines between a title and its text that say who wrote it and when.

``By JANE ROE, CNN``, ``Posted on January 5 2026 by Jane Roe``, ``5 min read · 12 Jan 2026``: a line
is taken apart at its separators, and it is a stamp only if every part of it is understood.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from briefing.articles import dates
from briefing.articles.tidy import fold

MAX_LENGTH = 200
"""A longer line, in characters, is a paragraph."""

_SEPARATORS = re.compile(
    r" *[|·•●∙] *| +[/-] +|(?<=\w)(?<!\blast)[;,]? (?=(?:last )?updated\b)", re.IGNORECASE
)
_LABEL = re.compile(
    r"^(?:(?:first |originally )?(?:published|posted|written|filed|created|veröffentlicht)|date|"
    r"(?P<late>(?:last )?(?:updated|modified|edited|aktualisiert)))\b:?(?: on\b| at\b| am\b|:)?",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^(?P<label>(?:(?:story|words?|text|report(?:ed|ing)?|analysis|opinion|comment(?:ary)?|review|"
    r"interview|column|posted|published|written|edited|produced|an? \w+(?: \w+)?) )?by\b:?|"
    r"authors?:|(?:posted|published|written) on by\b|von)\s*(?P<names>\S.*)$",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"^(?:about |estimated )?(?:reading time:? ?)?\d+[ -]?(?:min(?:ute)?s?)\.?"
    r"(?: read(?:ing)?(?: time)?)?$|"
    r"^[\d,.]+k? (?:words|views|shares|likes|reads)$|"
    r"^(?:\d+|no|one|leave an?|add an?|post an?) (?:comments?|repl(?:y|ies)|responses?)$|"
    r"^comments? (?:off|closed|\(\d+\))|"
    r"^\d{1,2}/\d{1,2}/(?:\d\d){1,2}(?: \d{1,2}:\d\d(?: ?[ap]m)?)?$|"  # either order: no date
    r"^\d+ (?:second|minute|hour|day|week|month|year)s? ago$",
    re.IGNORECASE,
)
_SECTION = re.compile(r"^in (?:[“\"]?[A-Z][\w&'-]*[”\"]?(?: |$)){1,4}$")
_PARTICLES = frozenset(
    {"de", "da", "das", "del", "della", "der", "den", "di", "do", "dos", "du", "la", "le", "van"}
    | {"von", "zu", "bin", "ibn", "al", "el", "y", "e", "ten", "ter", "af", "of"}
)
_NO_NAMES = frozenset(
    {"noon", "night", "day", "dawn", "dusk", "midnight", "now", "then", "law", "default", "all"}
    | {
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
    }
    | {"your", "some", "many", "most", "and", "far", "hand", "contrast", "comparison"}
    | {"land", "sea", "air", "rail", "train", "boat", "numbers"}
    | {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    | {"january", "february", "march", "april", "june", "july", "august", "september"}
    | {"october", "november", "december"}
)
"""Words that follow "By" in sub-headings and sentences, and are no names."""

_STAFF = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|staff|press|news|times|post|bureau|columnist|agency|"
    r"producer|contributor|chief|wire|radio|digital|tv|business|travel|sports?|cnn|bbc|reuters|afp|ap)\b",
    re.IGNORECASE,
)
_LIST = re.compile(r",? (?:and|AND|&) |[,;] ")
_ON = re.compile(r"^[ ,;:]+|[ ,;:]+(?:(?:on|at)\b)?[ ,;:]*$", re.IGNORECASE)
_AFTER_NAMES = re.compile(r" +(?:for|in|at|from|of the|with|reporting)\b.*$|[ ,]*[(@].*$")
_HANDLE = re.compile(r"[a-z][\w.-]{1,29}")
_NOBODY = frozenset(("admin", "administrator", "webmaster", "author"))


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a line says about the article: its authors, an instant, whether that is an update's.

    ``labelled`` tells that the line says so itself ("By ...", "Posted on ..."), so that it can be
    believed anywhere; a bare name or date is only believed at the head of an article.
    """

    authors: tuple[str, ...] = ()
    moment: datetime | None = None
    late: bool = False
    labelled: bool = False


def read(line: str, zone: tzinfo = UTC) -> Stamp | None:
    """Read a line as a stamp; None if any part of it is something else."""
    if not line or len(line) > MAX_LENGTH:
        return None
    parts = [part.strip(" ,;") for part in _SEPARATORS.split(fold(line))]
    stamps = [_part(part, zone) for part in parts if part]
    known = [stamp for stamp in stamps if stamp]
    bare = [part for part, stamp in zip(filter(None, parts), stamps, strict=True) if not stamp]
    if not known or not all(_is_aside(part) for part in bare):
        return None
    named = tuple(name for part in bare if not _is_outlet(part) for name in people(part))
    return _merge(known, named)


def people(text: str) -> tuple[str, ...]:
    """Return the persons that ``text`` lists and nothing else; () if it is no list of names.

    An outlet or a role after the last comma ("Jane Roe, Staff Writer") is left out.
    """
    text = _AFTER_NAMES.sub("", fold(text)).strip(" .,:")
    parts = [part for part in _LIST.split(text) if part]
    while len(parts) > 1 and _is_outlet(parts[-1]):
        parts.pop()
    if not parts or not all(is_name(part) for part in parts):
        return ()
    names = (_in_case(part) for part in parts)
    return tuple(dict.fromkeys(name for name in names if name.casefold() not in _NOBODY))


def is_name(text: str) -> bool:
    """Tell whether ``text`` looks like one person's name: one to five words, capitals."""
    words = text.split()
    if not 1 <= len(words) <= 5 or any(char.isdigit() for char in text) or len(text) > 60:
        return False
    if text.casefold() in _NOBODY:
        return True
    if any(word.casefold() in _NO_NAMES or not _is_word(word) for word in words):
        return False
    capital = [word[0].isupper() or not word[0].islower() for word in words]
    others = (word for word, is_capital in zip(words, capital, strict=True) if not is_capital)
    return capital[-1] and all(word in _PARTICLES or "-" in word for word in others)


def _part(part: str, zone: tzinfo) -> Stamp | None:
    if _MEASURE.match(part):
        return Stamp()
    found = dates.find(part, zone)
    rest = _ON.sub("", found.rest) if found else part
    label = _LABEL.match(rest)
    by = _BY.match(rest)
    if found and label and not by:
        rest = _ON.sub("", rest[label.end() :])
        by = _BY.match(rest)
    authors = _authors(by["names"], signed=bool(found)) if by else None
    if authors is None and found and not _is_outlet(rest):
        authors = people(rest) or None  # "14 April 2017 Jane"
    if authors is None and (not found or (rest and not _is_aside(rest))):
        return None
    moment = found.moment if found else None
    return Stamp(authors or (), moment, bool(label and label["late"]), bool(by or label))


def _authors(text: str, *, signed: bool) -> tuple[str, ...] | None:
    """Return the authors after a "By"; None if it is something else.

    An outlet may be one, and beside a date (``signed``) the handle of a user.
    """
    if text.casefold() in _NOBODY:
        return ()
    if signed and _HANDLE.fullmatch(text) and text.casefold() not in _NO_NAMES:
        return (text,)
    named = people(text)
    if named or not _is_outlet(text):
        return named or None
    words = [word for word in text.split() if word.casefold() not in {"the", "of", "and", "staff"}]
    return (text,) if words and all(word[0].isupper() for word in words) else None


def _merge(stamps: Iterable[Stamp], named: tuple[str, ...]) -> Stamp:
    stamps = tuple(stamps)
    dated = sorted((stamp for stamp in stamps if stamp.moment), key=lambda stamp: stamp.late)
    authors = next((stamp.authors for stamp in stamps if stamp.authors), named)
    return Stamp(
        authors,
        dated[0].moment if dated else None,
        bool(dated) and dated[0].late,
        any(stamp.labelled for stamp in stamps),
    )


def _is_aside(part: str) -> bool:
    """A name, an outlet or a section beside something that is a stamp for sure."""
    return bool(people(part) or _SECTION.match(part) or _is_outlet(part))


def _is_outlet(part: str) -> bool:
    words = part.split()
    return len(words) <= 5 and bool(_STAFF.search(part) or (len(words) == 1 and part.isupper()))


def _is_word(word: str) -> bool:
    return all(char.isalpha() or char in ".'-" for char in word) and word[0].isalpha()


def _in_case(name: str) -> str:
    """Undo capitals: ``JANE O'NEIL`` is ``Jane O'Neil``; initials stay."""
    if " " not in name or not name.isupper():
        return name
    return re.sub(r"[^\W\d_]{2,}", lambda word: word[0].capitalize(), name)
