"""When to ask a source again: what is known of it before a request and with the answer.  Pure.

``begin`` is stored before a request and ``after`` with its answer, so that a run which dies in
between does not ask again at once.  Validators are opaque; a server that says when to come back
is obeyed; errors back off; only what is gone for good is given up.

References: RFC 9110 and 9111 by ``freshness``; RSS 2.0 (ttl, skipHours, skipDays) and the RSS
syndication module (updatePeriod, updateFrequency) as read into ``Hints``.
"""

import math
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from briefing.ingest import moves, problems
from briefing.ingest.freshness import lifetime, retry_after
from briefing.models import (
    Fetched,
    FetchStatus,
    Heard,
    Hints,
    ParsedFeed,
    ParseStatus,
    Source,
    SourceState,
    Validators,
)

FLOOR, DAY = timedelta(hours=1), timedelta(hours=24)

HOLDS = {429: FLOOR, 503: timedelta(minutes=15)}
"""The answers that speak for a whole host; how long it is left alone where it does not say."""

_DOUBLINGS = 5
_DAY_SECONDS = 24 * 3600
_WEEK = 7 * 24
_NOTHING = timedelta()
_GONE = 410
_GONE_REASON = (
    "Its publisher says, and still said a day later, that this feed is gone for good: it is not "
    "asked any more. Take the source off the list, or look for its new address."
)
_GOOD = (ParseStatus.OK, ParseStatus.PARTIAL)

Jitter = Callable[[str, datetime], float]


def jitter(url: str, now: datetime) -> float:
    """Return the share, 0 to 0.1, by which a wait is stretched: the same for the same arguments."""
    return zlib.crc32(f"{url} {now.timestamp()}".encode()) / 2**32 / 10


def begin(
    state: SourceState, source: Source, now: datetime, jitter: Jitter = jitter
) -> datetime | None:
    """Return what is stored as ``next_at`` before the request: it stands if no answer ever comes.

    None: at any time, as for a file.
    """
    wait = max(_back_off(state.failures + 1), _between(state, source))
    return _next(state, source, wait, now, jitter)


def after(
    state: SourceState,
    source: Source,
    fetched: Fetched,
    parsed: ParsedFeed | None,
    now: datetime,
    jitter: Jitter = jitter,
) -> SourceState:
    """Return what is stored with the answer.

    Args:
        state: What was known before ``begin``; it stands where the source was not asked after all.
        source: The source as listed.
        fetched: The answer.
        parsed: The feed in it; None unless it was fetched anew.
        now: The time of the request.
        jitter: How much a wait is stretched.
    """
    if fetched.status is FetchStatus.HELD:
        return state
    if fetched.status is FetchStatus.FAILED or (parsed and parsed.status not in _GOOD):
        state = _failed(state, fetched, parsed, now)
    else:
        state = _succeeded(state, fetched, parsed, now)
    wait = max(_wait(state, source), retry_after(fetched.heard, now) or _NOTHING)
    return replace(state, last_asked=now, next_at=_next(state, source, wait, now, jitter))


def hold(fetched: Fetched, now: datetime) -> datetime | None:
    """Return until when the host that gave this answer is to be left alone; None: it is not."""
    return None if fetched.status is FetchStatus.HELD else hold_of(fetched.heard, now)


def hold_of(heard: Heard, now: datetime) -> datetime | None:
    """Return until when a host that says this is to be left alone; None: it is not."""
    usual = HOLDS.get(heard.status)
    if usual is None:
        return None
    said = retry_after(heard, now)
    return now + (usual if said is None else said)


def _failed(
    state: SourceState, fetched: Fetched, parsed: ParsedFeed | None, now: datetime
) -> SourceState:
    state = replace(
        state,
        # Nothing stored stands behind those of a document that is no feed.
        validators=Validators() if parsed else fetched.validators,
        failures=state.failures + 1,
        last_code=(parsed.reason or "") if parsed else fetched.code,
        last_reason=problems.sentence(parsed.reason) if parsed else fetched.reason,
    )
    if parsed:
        state = moves.forget(state)  # there is no feed where it moved to
    return moves.give_up(_counted_out(state, fetched, now), now)


def _counted_out(state: SourceState, fetched: Fetched, now: datetime) -> SourceState:
    """Note a 410; with another one a day after the first the source is not asked any more."""
    if fetched.heard.status != _GONE:
        was_answered = fetched.heard.status != 0
        return replace(state, gone_since=None) if was_answered else state
    if state.gone_since is None or now - state.gone_since < DAY:
        return replace(state, gone_since=state.gone_since or now)
    if state.address:
        return moves.go_home(state)
    return replace(state, is_gone=True, last_reason=_GONE_REASON)


def _succeeded(
    state: SourceState, fetched: Fetched, parsed: ParsedFeed | None, now: datetime
) -> SourceState:
    is_cut = parsed is not None and parsed.reason == problems.CUT
    fresh = lifetime(fetched.heard, now)
    learned = replace(
        state,
        validators=Validators() if is_cut else fetched.validators,
        last_success=now,
        last_code=problems.CUT if is_cut else "",
        last_reason=problems.sentence(problems.CUT) if is_cut else "",
        failures=state.failures + 1 if is_cut else 0,
        gone_since=None,
        is_gone=False,
        hints=state.hints if parsed is None else parsed.hints,
        # a "not modified" need not say again what the answer that it stands for said
        fresh=state.fresh if fresh is None and parsed is None else _whole(fresh or _NOTHING),
    )
    return moves.see(learned, fetched.heard.moved_to, now, is_feed=parsed is not None)


def _wait(state: SourceState, source: Source) -> timedelta:
    """Return how long to wait after an answer, whatever it says of its own."""
    if state.failures:
        # before a day is over a second 410 would say nothing new
        return max(_floor(source), _back_off(state.failures), DAY if state.gone_since else FLOOR)
    hints = state.hints
    said = min(max(hints.ttl or 0, hints.period or 0), _DAY_SECONDS)
    return max(_between(state, source), timedelta(seconds=max(said, state.fresh)))


def _between(state: SourceState, source: Source) -> timedelta:
    """Return the least time between two good answers: a day where each costs a whole feed."""
    is_costly = state.last_success is not None and state.validators == Validators()
    return DAY if is_costly and source.interval is None else _floor(source)


def _floor(source: Source) -> timedelta:
    return max(FLOOR, timedelta(minutes=source.interval or 0))


def _back_off(failures: int) -> timedelta:
    """Return 1 h, 2 h, 4 h ... 24 h; nothing where there was no failure."""
    return min(FLOOR * 2 ** (min(failures, _DOUBLINGS + 1) - 1), DAY) if failures else _NOTHING


def _next(
    state: SourceState, source: Source, wait: timedelta, now: datetime, jitter: Jitter
) -> datetime | None:
    """Return when the source may be asked again; a file needs no waiting."""
    if source.is_local:
        return None
    stretched = wait * (1 + jitter(state.feed_url, now))
    return _not_skipped(now + timedelta(seconds=_whole(stretched)), state.hints)


def _not_skipped(moment: datetime, hints: Hints) -> datetime:
    """Return the first time, by whole hours on, at which the feed does not ask to be skipped."""
    if not hints.skip_hours and not hints.skip_days:
        return moment
    hours = (moment + timedelta(hours=n) for n in range(_WEEK))
    kept = (
        hour
        for hour in hours
        if hour.hour not in hints.skip_hours and hour.weekday() not in hints.skip_days
    )
    return next(kept, moment)


def _whole(span: timedelta) -> int:
    """Return a span in seconds, rounded up: never before the time."""
    return math.ceil(span.total_seconds())
