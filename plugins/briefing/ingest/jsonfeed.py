"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from briefing.ingest import encoding
from briefing.ingest.raw import MOST_ITEMS, RawBody, RawEntry, RawFeed

_VERSION = "jsonfeed.org/version/1"
_HALF = re.compile("[\ud800-\udfff]")
"""Half a character, which an escape can write and nothing can store: a text cut too short."""


def read(document: str, base: str) -> RawFeed | None:
    """Read a JSON feed; None if it is no JSON at all.

    Args:
        document: The decoded document.
        base: The address that relative links are resolved against.
    """
    if not document.startswith(("{", "[")):
        return None
    try:
        feed = json.loads(encoding.without_junk(document))
    except (ValueError, RecursionError):
        return RawFeed(known=False)
    if not isinstance(feed, dict) or _VERSION not in _text(feed, "version"):
        return RawFeed(known=False)
    items = [item for item in _list(feed, "items") if isinstance(item, dict)]
    return RawFeed(
        title=_text(feed, "title"),
        link=_text(feed, "home_page_url"),
        description=_text(feed, "description"),
        language=_text(feed, "language"),
        entries=tuple(_entry(item, _authors(feed), base) for item in items[:MOST_ITEMS]),
        problem="item-limit" if len(items) > MOST_ITEMS else None,
    )


def _entry(item: Mapping[str, Any], authors: str, base: str) -> RawEntry:
    summary = RawBody(_text(item, "summary"), is_html=False)
    bodies = (
        RawBody(_text(item, "content_html"), base=base),
        RawBody(_text(item, "content_text"), is_html=False),
        summary,
    )
    return RawEntry(
        guid=_text(item, "id"),
        title=_text(item, "title"),
        links=(_text(item, "url"), _text(item, "external_url")),
        author=_authors(item) or authors,
        language=_text(item, "language"),
        published=_date(item, "date_published"),
        updated=_date(item, "date_modified"),
        categories=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        enclosures=tuple(_attachments(item)),
        bodies=tuple(body for body in bodies if body.value),
        summary=summary,
        base=base,
    )


def _authors(item: Mapping[str, Any]) -> str:
    people = [*_list(item, "authors"), item.get("author")]
    names = [_text(person, "name") for person in people if isinstance(person, dict)]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _attachments(item: Mapping[str, Any]) -> Iterator[str]:
    for attachment in _list(item, "attachments"):
        if isinstance(attachment, dict):
            yield _text(attachment, "url")


def _date(item: Mapping[str, Any], name: str) -> tuple[str, ...]:
    text = _text(item, name)
    return (text,) if text else ()


def _list(mapping: Mapping[str, Any], name: str) -> list[Any]:
    found = mapping.get(name)
    return found if isinstance(found, list) else []


def _text(mapping: Mapping[str, Any], name: str) -> str:
    """A text, or a number as text: ids are numbers in some feeds."""
    value = mapping.get(name)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return _HALF.sub("", value) if isinstance(value, str) else str(value) if is_number else ""
