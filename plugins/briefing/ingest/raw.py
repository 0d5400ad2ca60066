"""What a feed format says, before any of it is believed: untrusted text, nothing resolved."""

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawBody:
    """A summary or a content, as HTML or as plain text, and the base that its links stand on."""

    value: str
    is_html: bool = True
    base: str = ""


@dataclass(frozen=True, slots=True)
class RawDate:
    """A date as written, and what the format's parser made of it."""

    text: str
    hint: time.struct_time | None = None


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One entry.  ``links`` are tried in their order; ``bodies`` likewise hold the best first."""

    guid: str = ""
    title: str = ""
    links: tuple[str, ...] = ()
    author: str = ""
    language: str = ""
    published: tuple[RawDate, ...] = ()
    updated: tuple[RawDate, ...] = ()
    categories: tuple[str, ...] = ()
    bodies: tuple[RawBody, ...] = ()
    base: str = ""


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed document; ``known`` is False when it is of no format that the reader knows."""

    known: bool = True
    title: str = ""
    link: str = ""
    description: str = ""
    language: str = ""
    entries: tuple[RawEntry, ...] = ()
    problem: str | None = None
