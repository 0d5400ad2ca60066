"""Where the items of an edition come from: the listed sources, and our own articles."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import chain

from briefing import shelf
from briefing.articles import read_articles
from briefing.desk.coming_in import sources
from briefing.editions.assemble import Stored
from briefing.editions.brief import MEMORY, accounted_by, waits
from briefing.models import Item, Record, Source, Window
from briefing.newsroom.admission import Admission, admit
from briefing.settings import Settings
from briefing.store import Store

ARCHIVE = timedelta(days=21)
ARTICLES = "content/articles"
DAY = timedelta(hours=25)
"""The longest that a day can be."""

LATE = timedelta(days=7)
"""How long after its date an item that came in late may still go into an edition."""


def reach(window: Window, shelved: Sequence[Stored]) -> Window:
    """Return how far back an edition looks for items.

    A week before the edition that was the newest until now, which may have been published before
    it closed; or as far as something waits.  What waits is named by edition after edition; what the
    newest do not name is there no more.
    """
    records = [edition.record for edition in shelved if edition.record]
    recent = (left for record in records[-MEMORY:] for left in record.left_out if waits(left))
    waiting = {left.url for left in recent}.difference(*map(done_by, shelved))
    older = [r for r in records[:-1] if any(left.url in waiting for left in r.left_out)]
    since = (record.window.opens for record in (*older, *records[-1:]))
    return replace(window, opens=min((window.opens, *since)) - LATE)


def done_by(stored: Stored) -> Iterator[str]:
    """Yield the addresses with which an edition is done: its own, and what its editor cites."""
    yield from stored.file.cited
    yield from accounted_by(stored.record) if stored.record else ()


class Pool:
    """Where items come from: the listed sources in the store, and our own articles."""

    def __init__(self, settings: Settings, store: Store) -> None:
        """Read all once; what the list of sources says of one counts also for what is stored."""
        self._settings = settings
        self._store = store
        self._now = settings.clock()
        self._sources = {source.feed_url: source for source in sources(settings)}
        self._stored, self._own = cache(self._from_store), cache(self._from_articles)
        self.vocabulary = shelf.read_vocabulary(settings.path(shelf.TOPICS))
        self.learned = shelf.read_learned(settings.path(shelf.LEARNED))

    def admission(self, wide: Window) -> Admission:
        """Return what the rules of the sources let in of a window, and why not the others.

        What a feed dates later than now is not out yet; our own articles may be written ahead.
        """
        closes = min(wide.closes, self._now)
        whole_days = Window(wide.opens - DAY, closes)  # as a cap counts them
        stored = self._stored(whole_days)
        admitted = admit(
            stored, self._sources, self.vocabulary, self._settings.timezone, self.learned
        )
        inside = {item.url for item in stored if item.published in wide}
        own = self._own(wide.closes)
        return Admission(
            items=tuple(item for item in (*admitted.items, *own) if item.published in wide),
            left_out=tuple(left for left in admitted.left_out if left.url in inside),
        )

    def has_lost(self, record: Record, admitted: Admission) -> bool:
        """Tell whether a story was proposed from items of which the store knows none any more."""
        known = {item.url for item in admitted.items} | {left.url for left in admitted.left_out}
        listed = {source.title for source in self._sources.values()}
        stories = [{i.url for i in story.items if i.source in listed} for story in record.stories]
        return any(urls and known.isdisjoint(urls) for urls in stories)

    def archive(self, window: Window) -> tuple[Item, ...]:
        """Return the feeds' items of the weeks before a window."""
        return self._stored(Window(window.opens - ARCHIVE, window.opens))

    def earliest(self, now: datetime) -> datetime | None:
        """Return the date of the oldest item that a first run may use."""
        reach = Window(now - timedelta(days=self._settings.backfill_days), now)
        arrived = self._store.arrivals(self._sources, reach.opens).values()
        dates = (*chain.from_iterable(arrived), *(item.published for item in self._own(now)))
        return min((date for date in dates if date in reach), default=None)

    def _from_articles(self, now: datetime) -> tuple[Item, ...]:
        return read_articles(self._settings.path(ARTICLES), self._settings, now)

    def _from_store(self, window: Window) -> tuple[Item, ...]:
        listed = self._sources
        items = self._store.items(listed, window)
        return tuple(_as_listed(item, listed[item.source]) for item in items)


def _as_listed(item: Item, source: Source) -> Item:
    topics = (source.topic,) if source.topic else ()
    return replace(item, outlet=source.title, weight=source.weight, topics=topics)
