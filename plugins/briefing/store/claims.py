"""Which sources are asked now, and by whom, within the transaction of whoever calls.

What a run claims is a host, so that however many machines work on one database, a host has one
connection at a time.  A claim ends when the last answer of its host is stored, when its owner
releases it, or, for a run that died, by itself.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, or_, select, update

from briefing.models import Ask, Source, SourceState
from briefing.store import schema
from briefing.store.engine import AT_ONCE, change_rows, in_parts, write_rows
from briefing.store.schema import instant_in

EXPIRY = timedelta(minutes=15)
"""How long a claim lasts whose owner says nothing more."""

_AHEAD = timedelta(days=1)  # the clock was turned back: what was stored then says nothing
_EPOCH = datetime.fromtimestamp(0, UTC)
_PORTS = {"http": 80, "https": 443}
_AUTHORITY = re.compile(r"(https?)://(?:[^/?#@]*@)?(\[[^]]*\]|[^/?#:]+)(?::0*(\d+))?", re.I)
_HOSTS = schema.hosts
_ADDRESSES = select(schema.source_state.c.address).where(schema.source_state.c.address != "")
_RELEASE = "UPDATE hosts SET claimed_until = NULL WHERE host = ? AND claimed_by = ?"
_HELD, _CLAIMED = _HOSTS.c.hold_until, _HOSTS.c.claimed_until

Begin = Callable[[SourceState, Source, datetime], datetime | None]
"""Says when a source that is about to be asked may be asked again if no answer ever comes."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A request to make, and what was known of the source before it."""

    ask: Ask
    state: SourceState

    @property
    def host(self) -> str:
        """The host that is asked; "" for a file."""
        return host_of(self.ask.url)


class Running:
    """The claims of this run whose answers are still to come."""

    def __init__(self) -> None:
        """Start with none."""
        self.owner = ""
        self._hosts: dict[str, str] = {}
        self._sources: dict[str, set[str]] = {}

    def add(self, owner: str, claims: Iterable[Claim]) -> None:
        """Note claims of ``owner``."""
        self.owner = owner
        for claim in claims:
            self._hosts[claim.state.feed_url] = claim.host
            self._sources.setdefault(claim.host, set()).add(claim.state.feed_url)

    def answered(self, feed_urls: Iterable[str]) -> set[str]:
        """Note answers and return the hosts of which none is to come any more."""
        done = set()
        for url in feed_urls:
            host = self._hosts.pop(url, "")
            waiting = self._sources.get(host, set())
            waiting.discard(url)
            if host and not waiting:
                done.add(host)
        return done


@lru_cache(maxsize=10_000)
def host_of(url: str) -> str:
    """Return ``host:port`` of an http(s) address in lower case; "" for a file."""
    match = _AUTHORITY.match(url)
    if not match:
        return ""
    scheme, host, port = match.groups()
    name = host.rstrip(".").replace("%25", "%")
    return f"{name}:{port or _PORTS[scheme.lower()]}".lower()


def due(
    sources: Iterable[Source], known: Mapping[str, SourceState], now: datetime
) -> dict[str, list[Claim]]:
    """Return by host what is due, first the hosts that have waited longest; files under ""."""
    found = defaultdict(list)
    for source in sources:
        state = known.get(source.feed_url, SourceState(source.feed_url))
        if not source.paused and (source.is_local or _is_due(state, now)):
            ask = Ask(source, state.address or source.feed_url, state.validators)
            found[host_of(ask.url)].append(Claim(ask, state))
    return dict(sorted(found.items(), key=lambda pair: (_waiting_since(pair[1]), pair[0])))


def note(connection: Connection, sources: Iterable[Source]) -> None:
    """Make rows for the hosts that have none yet.

    In a transaction of its own: an insert waits for whoever inserts the same at this moment.
    """
    hosts = {host_of(source.feed_url) for source in sources}
    hosts |= {host_of(url) for url in connection.scalars(_ADDRESSES)}
    known = set(connection.scalars(select(_HOSTS.c.host)))
    new = sorted(hosts - known - {""})
    write_rows(connection, _HOSTS, ("host",), ((host,) for host in new), ("host",))


def take(
    connection: Connection, wanted: Sequence[str], now: datetime, owner: str, most: int | None
) -> list[str]:
    """Claim at most ``most`` of the hosts for ``owner``, the first ones first; return what it got.

    Those that another run holds, or is claiming at this moment, are passed over without waiting.
    """
    got: list[str] = []
    room = len(wanted) if most is None else most
    for some in in_parts(wanted, min(room, AT_ONCE)):
        if len(got) < room:
            free = set(connection.scalars(_free(some, now, owner)).all())
            got += [host for host in some if host in free][: room - len(got)]
    for some in in_parts(got):
        claim = update(_HOSTS).where(_HOSTS.c.host.in_(some))
        connection.execute(claim.values(claimed_by=owner, claimed_until=now + EXPIRY))
    return got


def settle(
    connection: Connection, owner: str, done: Collection[str], holds: Mapping[str, datetime]
) -> None:
    """Release hosts of which no answer is to come any more, and leave some alone until a time."""
    # Locked in one order, so that two runs cannot wait for each other.
    for some in in_parts(sorted({*done, *holds}) if holds else ()):
        rows = select(_HOSTS.c.host).where(_HOSTS.c.host.in_(some)).order_by(_HOSTS.c.host)
        connection.execute(rows.with_for_update())
    change_rows(connection, _RELEASE, [(host, owner) for host in sorted(done)])
    columns = ("host", "hold_until")
    held = [(host, instant_in(until)) for host, until in sorted(holds.items())]
    write_rows(connection, _HOSTS, columns, held, columns[1:])


def release(connection: Connection, owner: str) -> None:
    """End all claims of an owner."""
    mine = update(_HOSTS).where(_HOSTS.c.claimed_by == owner)
    connection.execute(mine.values(claimed_until=None))


def holds(connection: Connection, now: datetime) -> dict[str, datetime]:
    """Return until when hosts are to be left alone, by host."""
    found = connection.execute(select(_HOSTS.c.host, _HELD).where(now < _HELD))
    return dict(found.all())


def _free(hosts: Sequence[str], now: datetime, owner: str) -> Select[Any]:
    return (
        select(_HOSTS.c.host)
        .where(
            _HOSTS.c.host.in_(hosts),
            or_(_HELD.is_(None), now >= _HELD),
            or_(_CLAIMED.is_(None), now >= _CLAIMED, _HOSTS.c.claimed_by == owner),
        )
        .with_for_update(skip_locked=True)
    )


def _is_due(state: SourceState, now: datetime) -> bool:
    if state.is_gone:
        return False
    from_the_future = state.last_asked is not None and state.last_asked > now + _AHEAD
    return state.next_at is None or state.next_at <= now or from_the_future


def _waiting_since(claims: Sequence[Claim]) -> datetime:
    return min(claim.state.next_at or _EPOCH for claim in claims)
