"""Where to ask for a source: a move is taken over when it is proven, and undone when it fails.

A "moved permanently" is followed at once, but it may come from the log-in page of a hotel, from
a broken deploy or from a domain that has changed hands, so it is believed only after it was seen
for a week.  Pure.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit

from briefing.models import SourceState, Validators

SIGHTINGS, PROOF = 3, timedelta(days=7)
"""A move counts when it was seen this often over at least this time."""

RETURN = timedelta(days=7)
"""Where an address that was taken over has failed for this long, the listed one is asked again."""

_PORTS = {"http": (None, 80), "https": (None, 443)}


@dataclass(frozen=True, slots=True)
class Move:
    """An answer of this run that came from where its feed has moved for good.

    ``asked`` is the address of the request, ``target`` the answer's ``heard.moved_to`` and
    ``state`` what was stored with the answer.
    """

    asked: str
    target: str
    state: SourceState


def see(state: SourceState, target: str, now: datetime, *, is_feed: bool) -> SourceState:
    """Return the state after a good answer that permanent redirects led to.

    Args:
        state: What is known; its address, or the listed one, was asked.
        target: Where they led; "" where there were none, which forgets an earlier move.
        now: The time of the request.
        is_feed: A feed was read at the target, rather than "not modified" answered.
    """
    asked = state.address or state.feed_url
    if not target or target == asked:
        return forget(state)
    if _is_same_but_secure(urlsplit(asked), urlsplit(target)):
        return _at(state, target)
    known = target == state.moved_to
    seen = state.moved_seen + 1 if known else 1
    since = state.moved_since or now if known else now
    if seen < SIGHTINGS or now - since < PROOF:
        return replace(state, moved_to=target, moved_seen=seen, moved_since=since)
    if is_feed:
        return _at(state, target)
    # Any server may say "not modified" to a date: the next request has the target show a feed.
    return replace(state, moved_seen=seen, validators=Validators())


def forget(state: SourceState) -> SourceState:
    """Return the state without a move that was seen."""
    if not state.moved_to:
        return state
    return replace(state, moved_to="", moved_seen=0, moved_since=None)


def give_up(state: SourceState, now: datetime) -> SourceState:
    """Return a failing source to its listed address if the one that was taken over stays dead."""
    since = state.last_success or now
    return go_home(state) if state.address and now - since >= RETURN else state


def go_home(state: SourceState) -> SourceState:
    """Have a source asked at its listed address again, as if for the first time."""
    return replace(forget(state), address="", validators=Validators(), gone_since=None)


def forget_portals(moves: Iterable[Move]) -> tuple[SourceState, ...]:
    """Return, mended, the states whose move in this run is not to be believed.

    A portal leads the feeds of all hosts to itself; so a host is taken for one if feeds of several
    other hosts moved to it in one run.
    """
    moves = tuple(moves)
    origins = defaultdict(set)
    for move in moves:
        origins[_host(move.target)].add(_host(move.asked))
    return tuple(
        _at(move.state, move.asked) if move.state.address == move.target else forget(move.state)
        for move in moves
        if len(origins[_host(move.target)] - {_host(move.target)}) > 1
    )


def _at(state: SourceState, url: str) -> SourceState:
    return replace(forget(state), address="" if url == state.feed_url else url)


def _is_same_but_secure(asked: SplitResult, target: SplitResult) -> bool:
    """Whether only http became https, at the ports that go with them."""
    return (
        (asked.scheme, target.scheme) == ("http", "https")
        and asked.hostname == target.hostname
        and (asked.path or "/", asked.query) == (target.path or "/", target.query)
        and asked.port in _PORTS["http"]
        and target.port in _PORTS["https"]
    )


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
