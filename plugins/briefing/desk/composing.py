"""From what is stored to edition files."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from briefing import shelf
from briefing.articles import read_articles
from briefing.desk.coming_in import sources
from briefing.editions import markdown
from briefing.editions.assemble import Stored, closing_of
from briefing.editions.calendar import Calendar, due_windows
from briefing.editions.compose import Brief
from briefing.editions.compose import compose as propose
from briefing.models import Item, Window
from briefing.settings import Settings
from briefing.store import Store

ARCHIVE = timedelta(days=21)
ARTICLES = "content/articles"
LATE = timedelta(days=7)
"""How long after its date an item that came in late may still go into an edition."""


@dataclass(frozen=True, slots=True)
class Composed:
    """New edition files, days with too few stories, the next closing."""

    written: tuple[Path, ...]
    thin: tuple[str, ...]
    next: datetime


def compose(settings: Settings) -> Composed:
    """Compose the editions that are due and write their files.

    Raises:
        BriefingError: content or database cannot be read, or a file cannot be written.
    """
    calendar, now = Calendar.from_settings(settings), settings.clock()
    shelved = list(shelf.read(settings.path(shelf.FOLDER)))
    written, thin = [], []
    with Store.open(settings.database, settings.root) as store:
        pool = Pool(settings, store)
        closed = [c for edition in shelved if (c := closing_of(edition, calendar)) <= now]
        last, opens = max(closed, default=None), None
        for window in due_windows(calendar, last=last, earliest=pool.earliest(now), now=now):
            opens = opens or window.opens
            if calendar.day(window.closes) in {edition.day for edition in shelved}:
                continue  # written ahead, or the closing hour was changed: the next one takes it
            whole = replace(window, opens=opens)
            brief = _brief(settings, whole, pool.archive(whole), shelved)
            record = propose(pool.items(whole), brief)
            if record is None:
                thin.append(calendar.day(window.closes).isoformat())
                continue
            status = markdown.DRAFT if settings.review else markdown.PUBLISHED
            text = markdown.render(record, calendar.zone, status)
            written.append(shelf.write(settings.path(shelf.FOLDER), record, text))
            shelved.append(shelf.read_one(written[-1]))
            opens = None
    return Composed(tuple(written), tuple(thin), calendar.next(now))


class Pool:
    """Where items come from: the listed sources in the store, and our own articles."""

    def __init__(self, settings: Settings, store: Store) -> None:
        """Read the list of sources once; what it says of one counts also for what is stored."""
        self._settings = settings
        self._store = store
        self._sources = {source.feed_url: source for source in sources(settings)}

    def items(self, window: Window) -> tuple[Item, ...]:
        """Return the window's items, and late ones from before it."""
        wide = replace(window, opens=window.opens - LATE)
        own = read_articles(self._settings.path(ARTICLES), self._settings, window.closes)
        return (*self._stored(wide), *(item for item in own if item.published in wide))

    def archive(self, window: Window) -> tuple[Item, ...]:
        """Return the feeds' items of the weeks before a window."""
        return self._stored(Window(window.opens - ARCHIVE, window.opens))

    def earliest(self, now: datetime) -> datetime | None:
        """Return the date of the oldest item that a first run may use."""
        reach = Window(now - timedelta(days=self._settings.backfill_days), now)
        own = read_articles(self._settings.path(ARTICLES), self._settings, now)
        found = (*self._stored(reach), *(item for item in own if item.published in reach))
        return min((item.published for item in found), default=None)

    def _stored(self, window: Window) -> tuple[Item, ...]:
        listed = self._sources
        items = self._store.items(listed, window)
        return tuple(
            replace(i, outlet=listed[i.source].title, weight=listed[i.source].weight) for i in items
        )


def _brief(
    settings: Settings, window: Window, archive: tuple[Item, ...], shelved: list[Stored]
) -> Brief:
    numbers = [edition.file.number or 0 for edition in shelved]
    return Brief(
        window=window,
        number=max(numbers, default=0) + 1,
        archive=archive,
        memory=tuple(edition.record for edition in shelved if edition.record),
        cited=frozenset(url for edition in shelved for url in edition.file.cited),
        vocabulary=shelf.read_vocabulary(settings.path(shelf.TOPICS)),
        settings=settings,
    )
