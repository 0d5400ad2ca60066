"""How the sources answer right now: asked as in a run, nothing stored."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from briefing.desk.coming_in import fetch_options, sources
from briefing.desk.health import REACH, Condition, assess
from briefing.desk.sourcing import is_good
from briefing.errors import BriefingError
from briefing.ingest import FetchOptions, fetch, opml, parse_all, problems
from briefing.ingest.manners import Hosts
from briefing.models import Ask, Fetched, FetchStatus, ParsedFeed, Source, SourceState
from briefing.settings import Settings
from briefing.store import Store


@dataclass(frozen=True, slots=True)
class Checked:
    """How a source answered just now.

    ``newest`` is the date of its newest item, as far as it is known, ``moved_to`` where it says
    that it has moved for good.
    """

    source: Source
    condition: Condition
    words: str = ""
    items: int | None = None
    newest: datetime | None = None
    moved_to: str = ""


def check(
    settings: Settings,
    names: Sequence[str] = (),
    told: Callable[[Checked, int], None] = lambda _checked, _of: None,
    *,
    options: FetchOptions | None = None,
) -> tuple[Checked, ...]:
    """Ask sources now and say how they answer, in the order of the list; nothing is stored.

    They are asked "has it changed?" as in a run.  A host that wants to be left alone is not asked;
    a source that is paused or gone only when it is named.

    Args:
        names: Addresses or titles; none: all.
        told: Called for each source as it is done, with the number of all.
        options: How to ask; by default as the settings say.

    Raises:
        BriefingError: the list or the database cannot be read, or a name is not in the list.
    """
    chosen, now = _named(sources(settings), names), settings.clock()
    with Store.open(settings.database, settings.root) as store:
        known = {state.feed_url: state for state in store.states()}
        dates = store.arrivals([source.feed_url for source in chosen], now - REACH)
        hosts = Hosts(store.holds(now))
    done: dict[str, Checked] = {}

    def note(checked: Checked) -> None:
        newest = checked.newest or max(dates[checked.source.feed_url], default=None)
        done[checked.source.feed_url] = replace(checked, newest=newest)
        told(checked, len(chosen))

    asks = []
    for source in chosen:
        state = known.get(source.feed_url, SourceState(source.feed_url))
        if not names and (unasked := _unasked(source, state, now)):
            note(unasked)
        else:
            asks.append(Ask(source, state.address or source.feed_url, state.validators))
    for answer, feed in parse_all(fetch(asks, options or fetch_options(settings), hosts), now):
        note(_judged(answer, feed))
    return tuple(done[source.feed_url] for source in chosen)


def _named(listed: Sequence[Source], names: Sequence[str]) -> tuple[Source, ...]:
    if not names:
        return tuple(listed)
    chosen = []
    for name in names:
        key, title = opml.key_of(name), name.casefold()
        found = [s for s in listed if opml.key_of(s.feed_url) == key or s.title.casefold() == title]
        if not found:
            raise BriefingError(f"{name} is not in the list: name an address or a title of it.")
        chosen += found
    return tuple(dict.fromkeys(chosen))


def _unasked(source: Source, state: SourceState, now: datetime) -> Checked | None:
    """Return what is said of a source that is asked only when it is named."""
    health = assess(source, state, (), 0, now)
    if health.condition not in (Condition.PAUSED, Condition.GONE):
        return None
    return Checked(source, health.condition, health.words)


def _judged(answer: Fetched, feed: ParsedFeed | None) -> Checked:
    source, moved = answer.source, answer.heard.moved_to
    if answer.status is FetchStatus.HELD:
        return Checked(source, Condition.WAITING, answer.reason)
    if answer.status is FetchStatus.FAILED:
        return Checked(source, Condition.FAILING, answer.reason)
    if feed is not None and not is_good(feed):
        return Checked(source, Condition.FAILING, problems.sentence(feed.reason))
    newest = max((item.published for item in feed.items), default=None) if feed else None
    condition = Condition.MOVED if moved else Condition.OK
    words = f"has moved for good to {moved}: change the list" if moved else ""
    return Checked(source, condition, words, len(feed.items) if feed else None, newest, moved)
