"""What would be stored of feed files: through the child, the sanitiser and a real database.

No network is used, and the project's own database is not touched.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from briefing.editions.record import moment_out
from briefing.ingest import Limits
from briefing.ingest.child import Child, Fence, feed_job
from briefing.ingest.dates import AHEAD, OLDEST
from briefing.models import (
    Fetched,
    FetchStatus,
    Item,
    ParsedFeed,
    ParseStatus,
    Source,
    SourceState,
    Window,
)
from briefing.store import Answer, Store

ADDRESS = "https://feed.invalid/"
"""Stands for the address of a file that has none: RFC 2606 keeps it from ever leading anywhere."""

_GOOD = (ParseStatus.OK, ParseStatus.PARTIAL)


def check_feeds(paths: Iterable[str], url: str | None, now: datetime) -> Iterator[dict[str, Any]]:
    """Answer for each file, in order, what would be stored of it.

    Args:
        paths: The files, each answered under the name given here, be it spelt oddly; one that
            cannot be read is an answer as well.
        url: The base for relative links; None: those lead nowhere.
        now: The time of reading.
    """
    with Child[ParsedFeed](Fence()) as child:
        for path in paths:
            yield _answer(child, path, Path(path), url or "", "", now)


def check_jobs(lines: Iterable[str], now: datetime) -> Iterator[dict[str, Any]]:
    """Answer for each line ``{"id", "path", "url", "headers"}`` before the next is read.

    ``url`` and ``headers`` may be missing; of the headers only Content-Type counts.
    """
    with Child[ParsedFeed](Fence()) as child:
        for line in filter(str.strip, lines):
            try:
                job = json.loads(line)
                name, path = job["id"], Path(job["path"])
                url, headers = str(job.get("url") or ""), job.get("headers") or {}
                told = {str(key).lower(): str(value) for key, value in headers.items()}
            except (ValueError, TypeError, LookupError, AttributeError):
                yield _line(None, ParsedFeed(ParseStatus.ERROR, "not-a-job"), ())
                continue
            yield _answer(child, name, path, url, told.get("content-type", ""), now)


def _answer(
    child: Child[ParsedFeed], name: Any, path: Path, url: str, content_type: str, now: datetime
) -> dict[str, Any]:
    most = Limits().decoded_bytes
    try:
        with path.open("rb") as file:
            body = file.read(most + 1)
    except (OSError, ValueError):
        return _line(name, ParsedFeed(ParseStatus.ERROR, "unreadable"), ())
    if len(body) > most:
        return _line(name, ParsedFeed(ParseStatus.ERROR, "size-limit"), ())
    source = Source(ADDRESS, "", site_url=url or None)
    fetched = Fetched(source, FetchStatus.FETCHED, body, url, content_type)
    now = now.replace(microsecond=1)  # dates of feeds are whole seconds: none is taken for missing
    feed = child.do(feed_job(fetched, now))
    return _line(name, feed, _stored(fetched, feed, now) if feed.status in _GOOD else ())


def _stored(fetched: Fetched, feed: ParsedFeed, now: datetime) -> Iterable[Item]:
    """Return the items as a database gives them back, in the order of the document.

    The date of one without any is the time of reading, to the microsecond.
    """
    with (
        TemporaryDirectory() as folder,
        Store.open("sqlite:///check.db", Path(folder)) as store,
    ):
        store.save_all([Answer(fetched, feed, SourceState(ADDRESS))], now)
        ever = Window(OLDEST - timedelta(days=1), now + AHEAD)
        kept = {item.id: item for item in store.items([ADDRESS], ever)}
    return [
        replace(kept[item.id], published=now) if item.published == now else kept[item.id]
        for item in feed.items
        if item.id in kept
    ]


def _line(name: Any, feed: ParsedFeed, items: Iterable[Item]) -> dict[str, Any]:
    return {
        "id": name,
        "status": str(feed.status),
        "reason": feed.reason,
        "feed": _head(feed) if feed.status in _GOOD else None,
        "items": [_entry(item) for item in items],
    }


def _head(feed: ParsedFeed) -> dict[str, str | None]:
    return {
        "title": feed.title or None,
        "link": feed.link or None,
        "description": feed.description or None,
        "language": feed.language or None,
    }


def _entry(item: Item) -> dict[str, Any]:
    """Show an item; what stands in for a missing date or address is shown as missing."""
    return {
        "guid": item.guid or None,
        "title": item.title or None,
        "link": None if item.url.startswith(ADDRESS) else item.url,
        "published": None if item.published.microsecond else moment_out(item.published),
        "updated": moment_out(item.updated) if item.updated else None,
        "author": item.author or None,
        "categories": list(item.categories),
        "enclosures": list(item.enclosures),
        "summary_html": item.summary or item.html or None,
        "content_html": item.html or None,
    }
