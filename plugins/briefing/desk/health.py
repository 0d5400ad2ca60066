"""How the sources are: one condition for each, in words for the editor.  Pure.

*Silent* is a source of which nothing came out for four times its usual gap, the median of the gaps
between the days on which something did in the last 90 days.  A day is the shortest gap, so that a
weekend without news is no silence; 90 days are one in any case.  It counts up to the last good
answer: a briefing that was not run for a month has heard nothing, which says nothing of its
sources.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from briefing.models import Source, SourceState

REACH = timedelta(days=90)
"""How far back arrivals are looked at."""

TIMES = 4
FEWEST_GAPS = 3
RECENT = timedelta(weeks=4)
"""How far back the items of a week are counted."""

_WEEK, _DAY = timedelta(weeks=1), timedelta(days=1)
_LATELY = timedelta(weeks=1)
"""With a last good answer before that, we know nothing of what came out since."""

_HOLDS = frozenset({"http-429", "http-503", "held"})


class Condition(StrEnum):
    """How a source is, in one word."""

    OK = "ok"
    WAITING = "waiting"
    FAILING = "failing"
    SILENT = "silent"
    MOVED = "moved"
    GONE = "gone"
    PAUSED = "paused"
    NEVER = "never asked"


@dataclass(frozen=True, slots=True)
class Health:
    """A source with its condition; ``words`` say what is the matter, "" where nothing is.

    ``items`` are all that are stored, ``a_week`` is how many come out in a week and ``gap`` how
    long it mostly takes until something does, both None while too little is known.
    """

    source: Source
    state: SourceState
    condition: Condition
    words: str
    items: int = 0
    a_week: float | None = None
    gap: timedelta | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    source: Source
    state: SourceState
    newest: datetime | None
    gap: timedelta | None
    now: datetime


def assess(
    source: Source,
    state: SourceState | None,
    arrivals: Sequence[datetime],
    items: int,
    now: datetime,
) -> Health:
    """Say how a source is.

    Args:
        state: What the store knows of it; None if it was never asked.
        arrivals: When its items of the last 90 days came out.
        items: How many of its items are stored.
    """
    known = state or SourceState(source.feed_url)
    case = _Case(source, known, max(arrivals, default=None), usual_gap(arrivals), now)
    judged = ((condition, words(case)) for condition, words in CONDITIONS)
    condition, said = next((pair for pair in judged if pair[1]), (Condition.OK, ""))
    return Health(source, known, condition, said, items, a_week(arrivals, known), case.gap)


def usual_gap(arrivals: Sequence[datetime]) -> timedelta | None:
    """Return the median gap between the days with arrivals; None with fewer than three gaps."""
    days = sorted({arrival.date() for arrival in arrivals})
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return timedelta(days=median(gaps)) if len(gaps) >= FEWEST_GAPS else None


def a_week(arrivals: Sequence[datetime], state: SourceState) -> float | None:
    """Return how many items came out a week, of late; None where less than a day is known."""
    heard = state.last_success
    if heard is None or not arrivals:
        return None
    first = max(min(arrivals), heard - RECENT)
    if heard - first < _DAY:
        return None
    return round(sum(first < one <= heard for one in arrivals) * (_WEEK / (heard - first)), 1)


def _paused(case: _Case) -> str:
    return "paused in the list of sources: not asked" if case.source.paused else ""


def _never(case: _Case) -> str:
    return "" if case.state.last_asked else "not asked yet: the next run does"


def _gone(case: _Case) -> str:
    return (case.state.last_reason or "gone for good") if case.state.is_gone else ""


def _waiting(case: _Case) -> str:
    next_at = case.state.next_at
    held = next_at and next_at > case.now and case.state.last_code in _HOLDS
    return f"its host wants to be left alone: {case.state.last_reason}" if held else ""


def _failing(case: _Case) -> str:
    count = case.state.failures
    often = f" ({count} times in a row)" if count > 1 else ""
    return f"{case.state.last_reason or 'failed'}{often}" if count else ""


def _silent(case: _Case) -> str:
    heard, newest = case.state.last_success, case.newest
    if heard is None or case.now - heard > _LATELY:
        return ""
    if newest is None:
        return f"has nothing of the last {REACH.days} days: look at its web site"
    if case.gap is None or heard - newest < TIMES * case.gap:
        return ""
    return (
        f"has had nothing new for {span(heard - newest)}, which mostly takes {span(case.gap)}: "
        "look at its web site"
    )


def _moved(case: _Case) -> str:
    state = case.state
    if state.address not in ("", case.source.feed_url):
        return f"has moved for good and is asked at {state.address}: write that into the list"
    if state.moved_to:
        return f"says that it has moved for good, to {state.moved_to}: not yet proven"
    return ""


CONDITIONS: tuple[tuple[Condition, Callable[[_Case], str]], ...] = (
    (Condition.PAUSED, _paused),
    (Condition.GONE, _gone),
    (Condition.NEVER, _never),
    (Condition.WAITING, _waiting),
    (Condition.FAILING, _failing),
    (Condition.SILENT, _silent),
    (Condition.MOVED, _moved),
)
"""Each says what is the matter, or ""; the first that says something is the condition."""


def span(time: timedelta) -> str:
    """Return a length of time in one unit: "5 min", "3 h", "12 days".

    One below zero, where a clock was set back, is none.
    """
    minutes = max(0, int(time.total_seconds()) // 60)
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"
