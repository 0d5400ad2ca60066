"""What a feed format says, before any of it is believed: untrusted text, nothing resolved."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

MOST_ITEMS = 1000
"""Of a longer feed only the first are taken."""


class RawBody(NamedTuple):
    """A summary or a content, as HTML or as plain text, and the base that its links stand on."""

    value: str
    is_html: bool = True
    base: str = ""


class RawEntry(NamedTuple):
    """One entry.

    ``links`` are tried in their order; ``bodies`` likewise hold the best first.  ``summary`` is the
    one of the bodies that the feed calls so.  ``published`` and ``updated`` are dates as written.
    """

    guid: str = ""
    title: str = ""
    links: tuple[str, ...] = ()
    author: str = ""
    language: str = ""
    published: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    bodies: tuple[RawBody, ...] = ()
    summary: RawBody | None = None
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


def without_surplus(document: str) -> str:
    """Take entries far past ``MOST_ITEMS`` out of an XML document, so that no parser sees them.

    One more than that is left, by which a reader can tell.
    """
    for name in ("item", "entry"):
        if document.count(f"<{name}") > MOST_ITEMS + 1:
            found = re.finditer(rf"<{name}[\s>]", document)
            first = next(islice(found, MOST_ITEMS + 1, None), None)
            end = document.rfind(f"</{name}>")
            if first and first.start() < end:
                return document[: first.start()] + document[end + len(f"</{name}>") :]
    return document
