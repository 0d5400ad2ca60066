"""The list of sources at work: finding the feed of a page, adding it, handing the list on.

Everything goes through the fetcher of a run, with its guard, its limits and its manners.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing import files
from briefing.desk.coming_in import fetch_options, sources
from briefing.errors import BriefingError, ContentError
from briefing.ingest import FetchOptions, fetch, listing, opml, parse_all, problems
from briefing.ingest.discovery import FeedLink, common_places, feeds_of
from briefing.ingest.listing import Added
from briefing.ingest.manners import Hosts
from briefing.ingest.text import plain
from briefing.models import (
    Ask,
    Fetched,
    ParsedFeed,
    ParseStatus,
    Source,
    SourceState,
)
from briefing.settings import Settings
from briefing.store import Store

__all__ = ["Added", "Offer", "add", "export", "look", "source_of"]

_GOOD = (ParseStatus.OK, ParseStatus.PARTIAL)


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands behind an address: a feed, or the feeds among which one is to be picked."""

    url: str
    feed: ParsedFeed | None = None
    choices: tuple[FeedLink, ...] = ()


def look(
    settings: Settings,
    text: str,
    *,
    pick: int | None = None,
    private: bool = False,
    options: FetchOptions | None = None,
) -> Offer:
    """Find the feed at an address, or the feeds that the page there names.

    Args:
        text: The address of a feed or a page, with or without its scheme; or a file's path.
        pick: Which of several feeds is wanted, from 1.
        private: Whether it may lie on a private network address.
        options: How to ask; by default as the settings say.

    Raises:
        BriefingError: there is no feed, or no such one to pick.
    """
    asking = _Asking(settings, options or fetch_options(settings), private=private)
    url = _address(settings, text)
    ((answer, feed),) = asking.ask([url])
    if feed is None or feed.status is not ParseStatus.NOTFEED:
        return _offer(url, answer, feed)
    choices = feeds_of(answer.body, answer.url, answer.content_type) or asking.guess(answer.url)
    if not choices:
        raise BriefingError(
            f"{url} is no feed, names none, and there is none at the usual places: look on the "
            "site for a link called RSS, Atom or Feed, and add its address."
        )
    if len(choices) > 1 and pick is None:
        return Offer(url, choices=choices)
    picked = _picked(choices, pick).url
    return _offer(picked, *asking.ask([picked])[0])


def add(settings: Settings, source: Source, folder: str = "", *, dry: bool = False) -> Added:
    """Write a source into the list, which stays byte for byte as it was but for the new outline.

    Args:
        folder: The title of the folder it goes into, made if need be; "": none.
        dry: Change nothing, only say what would come out.

    Raises:
        ContentError: it is in the list already, or the list cannot be read.
        BriefingError: the disk does not take it.
    """
    path = settings.path(settings.sources)
    document = opml.read_document(path) if path.exists() else listing.EMPTY
    listed = opml.parse_sources(document, str(path))
    _refuse_twice(source, listed, _states(settings))
    added = listing.with_source(document, str(path), source, folder)
    opml.parse_sources(added.document, str(path))
    if not dry:
        _write(path, added.document)
    return added


def source_of(offer: Offer, title: str = "", *, private: bool = False) -> Source:
    """Return the source that an offer makes: what the feed says of itself, and the given title."""
    feed = offer.feed or ParsedFeed(ParseStatus.OK)
    return Source(
        feed_url=offer.url,
        title=plain(title) or feed.title or offer.url,
        site_url=feed.link or None,
        language=feed.language or None,
        private=private,
    )


def export(settings: Settings) -> bytes:
    """Return the list as it stands, with the addresses that are proven in place of the old ones.

    Raises:
        BriefingError: the list or the database cannot be read.
    """
    path = settings.path(settings.sources)
    sources(settings)
    moved = {url: state.address for url, state in _states(settings).items() if state.address}
    return listing.with_addresses(opml.read_document(path), str(path), moved)


class _Asking:
    """One look-up: all its requests know of each other, so that no host is asked in a rush."""

    def __init__(self, settings: Settings, options: FetchOptions, *, private: bool) -> None:
        self._options, self._private = options, private
        self._now = settings.clock()
        with Store.open(settings.database, settings.root) as store:
            self._hosts = Hosts(store.holds(self._now))

    def ask(self, urls: Iterable[str]) -> list[tuple[Fetched, ParsedFeed | None]]:
        found = (Source(url, url, private=self._private) for url in urls)
        asks = [Ask(source, source.feed_url) for source in found]
        return list(parse_all(fetch(asks, self._options, self._hosts), self._now))

    def guess(self, page: str) -> tuple[FeedLink, ...]:
        """Try the usual places; the feeds found there, in the order of the places."""
        answers = {answer.source.feed_url: feed for answer, feed in self.ask(common_places(page))}
        feeds = ((url, answers[url]) for url in common_places(page))
        return tuple(FeedLink(url, feed.title) for url, feed in feeds if feed and is_good(feed))


def _offer(url: str, answer: Fetched, feed: ParsedFeed | None) -> Offer:
    """Return the feed that came, under the address that it has moved to if it has.

    Raises:
        BriefingError: what came is none.
    """
    if feed is None or not is_good(feed):
        reason = answer.reason or problems.sentence(feed.reason if feed else None)
        raise BriefingError(f"{url}: {reason}")
    return Offer(answer.heard.moved_to or url, feed)


def is_good(feed: ParsedFeed) -> bool:
    """Tell whether a feed could be read, if only in part."""
    return feed.status in _GOOD


def _address(settings: Settings, text: str) -> str:
    """Return the address to ask: https where no scheme is named, unless it is a project's file."""
    is_whole = "://" in text or settings.path(text).is_file()
    return opml.address(text if is_whole else f"https://{text}", text)


def _picked(choices: Sequence[FeedLink], pick: int | None) -> FeedLink:
    if not 1 <= (pick or 1) <= len(choices):
        raise BriefingError(f"--pick must be from 1 to {len(choices)}, not {pick}.")
    return choices[(pick or 1) - 1]


def _states(settings: Settings) -> dict[str, SourceState]:
    with Store.open(settings.database, settings.root) as store:
        return {state.feed_url: state for state in store.states()}


def _refuse_twice(
    source: Source, listed: Iterable[Source], known: Mapping[str, SourceState]
) -> None:
    """Raise ContentError where the list has the feed, be it under the address that it had."""
    key = opml.key_of(source.feed_url)
    for other in listed:
        state = known.get(other.feed_url)
        urls = (other.feed_url, state.address if state else "")
        if key in map(opml.key_of, filter(None, urls)):
            raise ContentError(
                f"{source.feed_url} is in the list already: {other.title}, {other.feed_url}."
            )


def _write(path: Path, document: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.replace(path, document)
    except OSError as error:
        raise BriefingError(f"{path} could not be written: {error.strerror}.") from error
