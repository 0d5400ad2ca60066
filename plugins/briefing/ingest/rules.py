"""What the outline of a feed may say besides its address: the editor's rules, as one table."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from briefing.ingest.parse import language_tag

MOST_WEIGHT = 10.0
LEAST_MINUTES, MOST_MINUTES = 60, 31 * 24 * 60
TOPIC_RULE = "topic:"
"""What a word of ``include`` or ``exclude`` begins with when it names a topic."""

_INTERVAL = re.compile(r"(\d{1,5})\s*([mhd])", re.I)
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60}
_NEAR = 0.8
_STANDARD = re.compile(
    "text|title|type|xmlurl|htmlurl|url|description|version|created|category|iscomment|isbreakpoint"
)


class Attribute(NamedTuple):
    """One of our attributes; ``read`` raises ValueError for what is not ``wanted``.

    One that ``rules`` says what the program does with a feed, and does nothing on a folder.
    """

    name: str
    field: str
    read: Callable[[str], Any]
    wanted: str
    rules: bool = True


def values_of(attributes: Mapping[str, str]) -> dict[str, Any]:
    """Read our attributes (names in lower case) as fields of a source; empty counts as absent.

    Raises:
        ValueError: one has a value that cannot be used; says what to write.
    """
    values = {}
    for one in ATTRIBUTES:
        if text := attributes.get(one.name.lower()):
            try:
                values[one.field] = one.read(text)
            except ValueError:
                raise ValueError(f"{one.name} must be {one.wanted}, not {text!r}.") from None
    return values


def check_names(attributes: Mapping[str, str]) -> None:
    """Point out what is nearly a name of ours, and a rule where it has no effect.

    Raises:
        ValueError: there is such an attribute; says what to do.
    """
    for name in attributes:
        if name in _OURS and _OURS[name].rules and "xmlurl" not in attributes:
            raise ValueError(
                f"{_OURS[name].name} has no effect on a folder; write it on each feed of it."
            )
        if name in _OURS or _STANDARD.fullmatch(name) or ":" in name:
            continue
        if near := get_close_matches(re.sub("[-_.]", "", name), _WRITTEN, n=1, cutoff=_NEAR):
            raise ValueError(f"{name} is not known; did you mean {_WRITTEN[near[0]]}?")


def _number(text: str) -> float:
    weight = float(text)
    if not 0 < weight <= MOST_WEIGHT:
        raise ValueError(text)
    return weight


def _count(text: str) -> int:
    if not text.isdecimal() or int(text[:9]) < 1:
        raise ValueError(text)
    return int(text[:9])


def _words(text: str) -> tuple[str, ...]:
    words = [" ".join(word.split()) for word in text.split(",")]
    if any(word.lower() == TOPIC_RULE for word in words):
        raise ValueError(text)
    return tuple(dict.fromkeys(word for word in words if word))


def _flag(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


def _minutes(text: str) -> int:
    match = _INTERVAL.fullmatch(text)
    minutes = int(match[1]) * _MINUTES[match[2].lower()] if match else 0
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise ValueError(text)
    return minutes


def _language(text: str) -> str | None:
    if text.lower() == "unknown":  # as in the examples of OPML 2.0
        return None
    if not (tag := language_tag(text)):
        raise ValueError(text)
    return tag


_TRUTH = "true or false"
_PHRASES = "words or phrases with commas between them, or topic:NAME"
ATTRIBUTES = (
    Attribute("weight", "weight", _number, f"a number over 0 and at most {MOST_WEIGHT:.0f}"),
    Attribute("cap", "cap", _count, "a whole number from 1, the most items of a day"),
    Attribute("include", "include", _words, _PHRASES),
    Attribute("exclude", "exclude", _words, _PHRASES),
    Attribute("fullText", "full_text", _flag, _TRUTH),
    Attribute("paused", "paused", _flag, _TRUTH),
    Attribute("private", "private", _flag, _TRUTH),
    Attribute("interval", "interval", _minutes, "like 2h or 1d, from 1h to 31d"),
    Attribute("topic", "topic", str, "the name of a topic"),
    Attribute("language", "language", _language, "a tag like en or pt-BR", rules=False),
    Attribute("owner", "owner", str, "text", rules=False),
    Attribute("country", "country", str, "text", rules=False),
    Attribute("kind", "kind", str, "text", rules=False),
)
"""The attributes of an outline that are ours, or that we read; docs/sources.md tells of each."""

_OURS = {one.name.lower(): one for one in ATTRIBUTES}
_WRITTEN = {"xmlurl": "xmlUrl", **{lowered: one.name for lowered, one in _OURS.items()}}
