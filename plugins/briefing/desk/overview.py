"""The state of the desk: what an editor wants to see at a glance."""

from dataclasses import dataclass
from datetime import datetime

from briefing import shelf
from briefing.desk.coming_in import sources
from briefing.desk.health import REACH, Health, assess
from briefing.desk.pool import LATE, Pool
from briefing.editions.assemble import Stored, closing_of
from briefing.editions.calendar import Calendar
from briefing.models import Item, LeftOut, Window
from briefing.newsroom.admission import Admission
from briefing.settings import Settings
from briefing.store import Store


@dataclass(frozen=True, slots=True)
class Overview:
    """What an editor wants to see: the newest edition, the waiting items, the sources' health.

    ``ruled_out`` came in since the newest edition, too, but the rules of the sources leave it out.
    """

    edition: Stored | None
    waiting: tuple[Item, ...]
    ruled_out: tuple[LeftOut, ...]
    sources: tuple[Health, ...]
    next: datetime
    now: datetime


def overview(settings: Settings) -> Overview:
    """Return the state of the desk; changes nothing that an editor sees."""
    calendar, now = Calendar.from_settings(settings), settings.clock()
    shelved = shelf.read(settings.path(shelf.FOLDER))
    closed = [edition for edition in shelved if closing_of(edition, calendar) <= now]
    newest = closed[-1] if closed else None
    since = closing_of(newest, calendar) if newest else now - LATE
    with Store.open(settings.database, settings.root) as store:
        health = assessed(settings, store, now)
        fresh = Admission((), ())
        if since < now:
            fresh = Pool(settings, store).admission(Window(since, now))
    return Overview(newest, fresh.items, fresh.left_out, health, calendar.next(now), now)


def healths(settings: Settings) -> tuple[Health, ...]:
    """Return how each source is, in the order of the list.

    Raises:
        BriefingError: the list or the database cannot be read.
    """
    with Store.open(settings.database, settings.root) as store:
        return assessed(settings, store, settings.clock())


def assessed(settings: Settings, store: Store, now: datetime) -> tuple[Health, ...]:
    listed = sources(settings)
    states = {state.feed_url: state for state in store.states()}
    arrivals = store.arrivals([source.feed_url for source in listed], now - REACH)
    counts = store.counts()
    return tuple(
        assess(
            s, states.get(s.feed_url), arrivals.get(s.feed_url, ()), counts.get(s.feed_url, 0), now
        )
        for s in listed
    )
