"""What comes in: the sources, their items, and what would be kept of a feed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from briefing.editions.record import moment_out
from briefing.errors import ContentError
from briefing.ingest import FetchOptions, fetch, parse_all, read_sources
from briefing.models import Fetched, FetchStatus, Item, ParsedFeed, Source
from briefing.settings import Settings
from briefing.store import Store


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one source brought: numbers of items, or why it failed in words."""

    source: Source
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: str = ""


def sources(settings: Settings) -> tuple[Source, ...]:
    """Return the sources of the OPML file that the settings name."""
    return read_sources(settings.path(settings.sources))


def ingest(
    settings: Settings, told: Callable[[SourceReport, int], None] = lambda _report, _of: None
) -> tuple[SourceReport, ...]:
    """Fetch all sources and store what is new; a source that fails is a line of the report.

    Args:
        told: called for each source as it is done, with the number of all.

    Raises:
        BriefingError: the list of sources or the database cannot be used.
    """
    listed = sources(settings)
    options = FetchOptions(
        root=settings.root, contact=settings.contact, allow_private=settings.allow_private
    )
    reports = {}
    now = settings.clock()
    with Store.open(settings.database, settings.root) as store:
        answers = fetch(listed, store.validators(), options)
        for answer, feed in parse_all(answers, now):
            report = _keep(store, answer, feed, now)
            reports[report.source.feed_url] = report
            told(report, len(listed))
    return tuple(reports[source.feed_url] for source in listed)


def check_feed(paths: Iterable[Path], url: str | None, now: datetime) -> Iterator[dict[str, Any]]:
    """Say what would be stored of local feed files: one answer a file, in order.

    No network and no database is touched; the parsing is that of a run.

    Args:
        url: the base for relative links; by default the file's own address.
    """
    for path in paths:
        source = Source(url or path.resolve().as_uri(), path.name)
        try:
            body = path.read_bytes()
        except OSError as error:
            raise ContentError(f"{path} cannot be read: {error.strerror}.") from error
        answer = Fetched(source, FetchStatus.FETCHED, body, source.feed_url)
        for _, feed in parse_all([answer], now):
            yield _checked(str(path), feed)


def _keep(store: Store, answer: Fetched, feed: ParsedFeed | None, now: datetime) -> SourceReport:
    saved = store.save(answer, feed, now)
    return SourceReport(answer.source, saved.new, saved.updated, saved.unchanged, saved.failed)


def _checked(name: str, feed: ParsedFeed | None) -> dict[str, Any]:
    if feed is None:
        raise ContentError(f"{name} was not parsed.")
    usable = feed.status in ("ok", "partial")
    return {
        "id": name,
        "status": str(feed.status),
        "reason": feed.reason,
        "feed": _head(feed) if usable else None,
        "items": [_entry(item) for item in feed.items] if usable else [],
    }


def _head(feed: ParsedFeed) -> dict[str, str | None]:
    return {
        "title": feed.title or None,
        "link": feed.link or None,
        "description": feed.description or None,
        "language": feed.language or None,
    }


def _entry(item: Item) -> dict[str, Any]:
    dated = item.published != item.first_seen
    return {
        "guid": item.guid or None,
        "title": item.title or None,
        "link": item.url,
        "published": moment_out(item.published) if dated else None,
        "updated": moment_out(item.updated) if item.updated else None,
        "author": item.author or None,
        "categories": list(item.categories),
        "enclosures": [],
        "summary_html": item.summary or None,
        "content_html": item.html or None,
    }
