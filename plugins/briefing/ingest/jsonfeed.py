"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Mapping
from typing import Any

from briefing.ingest.feeds_xml import MOST_ITEMS
from briefing.ingest.raw import RawBody, RawDate, RawEntry, RawFeed

_VERSION = "jsonfeed.org/version/1"


def read(document: str, base: str) -> RawFeed:
    """Read a JSON feed; ``base`` is what relative links are resolved against."""
    try:
        feed = json.loads(document)
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
        entries=tuple(_entry(item, base) for item in items[:MOST_ITEMS]),
        problem="item-limit" if len(items) > MOST_ITEMS else None,
    )


def _entry(item: Mapping[str, Any], base: str) -> RawEntry:
    bodies = (
        RawBody(_text(item, "content_html"), base=base),
        RawBody(_text(item, "content_text"), is_html=False),
        RawBody(_text(item, "summary"), is_html=False),
    )
    return RawEntry(
        guid=_text(item, "id"),
        title=_text(item, "title"),
        links=(_text(item, "url"), _text(item, "external_url")),
        author=_authors(item),
        language=_text(item, "language"),
        published=_date(item, "date_published"),
        updated=_date(item, "date_modified"),
        categories=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        bodies=tuple(body for body in bodies if body.value),
        base=base,
    )


def _authors(item: Mapping[str, Any]) -> str:
    people = [*_list(item, "authors"), item.get("author")]
    names = [_text(person, "name") for person in people if isinstance(person, dict)]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _date(item: Mapping[str, Any], name: str) -> tuple[RawDate, ...]:
    text = _text(item, name)
    return (RawDate(text),) if text else ()


def _list(mapping: Mapping[str, Any], name: str) -> list[Any]:
    found = mapping.get(name)
    return found if isinstance(found, list) else []


def _text(mapping: Mapping[str, Any], name: str) -> str:
    """A text, or a number as text: ids are numbers in some feeds."""
    value = mapping.get(name)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return value if isinstance(value, str) else str(value) if is_number else ""
