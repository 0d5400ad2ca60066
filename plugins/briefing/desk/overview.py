"""The state of the desk: what an editor wants to see at a glance."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from briefing import shelf
from briefing.desk.coming_in import sources
from briefing.desk.composing import LATE, Pool
from briefing.editions.assemble import Stored, closing_of
from briefing.editions.calendar import Calendar
from briefing.models import Item, Source, Window
from briefing.settings import Settings
from briefing.store import SourceState, Store


@dataclass(frozen=True, slots=True)
class Overview:
    """What an editor wants to see: the newest edition, the waiting items, the sources' states."""

    edition: Stored | None
    waiting: tuple[Item, ...]
    sources: tuple[tuple[Source, SourceState | None, int], ...]
    next: datetime


def overview(settings: Settings) -> Overview:
    """Return the state of the desk; changes nothing that an editor sees."""
    calendar, now = Calendar.from_settings(settings), settings.clock()
    shelved = shelf.read(settings.path(shelf.FOLDER))
    closed = [edition for edition in shelved if closing_of(edition, calendar) <= now]
    newest = closed[-1] if closed else None
    since = closing_of(newest, calendar) if newest else now - LATE
    with Store.open(settings.database, settings.root) as store:
        states = {state.feed_url: state for state in store.states()}
        counts = Counter(item.source for item in store.all_items())
        waiting = Pool(settings, store).items(Window(since, now)) if since < now else ()
    listed = tuple((s, states.get(s.feed_url), counts[s.feed_url]) for s in sources(settings))
    fresh = tuple(item for item in waiting if item.published > since)
    return Overview(newest, fresh, listed, calendar.next(now))
