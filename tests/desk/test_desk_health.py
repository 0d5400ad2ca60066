"""How a source is, from what is known of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from briefing.desk.health import Condition, Health, a_week, assess, span, usual_gap
from briefing.models import Source, SourceState

URL = "https://a.example/f"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def state(**more: Any) -> SourceState:
    return SourceState(URL, **{"last_asked": NOW - HOUR, "last_success": NOW - HOUR, **more})


def every(days: float, last: float, count: int = 10) -> list[datetime]:
    """Return arrivals with so many days between them, the newest so many days ago."""
    return [NOW - timedelta(days=last + days * number) for number in range(count)][::-1]


def of(known: SourceState | None, arrivals: list[datetime] | None = None, **more: Any) -> Health:
    news = every(1, 0.5) if arrivals is None else arrivals
    return assess(Source(URL, "A", **more), known, news, 10, NOW)


LATER = NOW + HOUR
CASES: list[tuple[SourceState | None, Condition, str]] = [
    (None, Condition.NEVER, "not asked yet"),
    (state(), Condition.OK, ""),
    (state(next_at=LATER), Condition.OK, ""),
    (state(failures=1, last_reason="It broke."), Condition.FAILING, "It broke."),
    (state(failures=3, last_reason="It broke."), Condition.FAILING, "It broke. (3 times in a row)"),
    (
        state(failures=1, last_code="http-429", last_reason="Too often.", next_at=LATER),
        Condition.WAITING,
        "left alone: Too often.",
    ),
    (state(failures=1, last_code="http-429", next_at=NOW - HOUR), Condition.FAILING, "failed"),
    (state(failures=2, is_gone=True, last_reason="Gone."), Condition.GONE, "Gone."),
    (
        state(address="https://b.example/f"),
        Condition.MOVED,
        "is asked at https://b.example/f: write that into the list",
    ),
    (state(address=URL), Condition.OK, ""),
    (state(moved_to="https://b.example/f", moved_seen=1), Condition.MOVED, "not yet proven"),
]


@pytest.mark.parametrize(("known", "condition", "words"), CASES)
def test_conditions(known: SourceState | None, condition: Condition, words: str) -> None:
    health = of(known)
    assert health.condition is condition
    assert words in health.words
    assert bool(health.words) == (condition is not Condition.OK)


def test_paused_says_it_before_all_else() -> None:
    assert of(None, paused=True).condition is Condition.PAUSED


SILENCES: list[tuple[str, list[datetime], bool]] = [
    ("a daily feed after a weekend", every(1, 3.9), False),
    ("a daily feed after four days", every(1, 4.1), True),
    ("many items a day count as one day", sorted(every(0.1, 3.5, 60)), False),
    ("a weekly feed after three weeks", every(7, 21), False),
    ("a weekly feed after five weeks", every(7, 35, 6), True),
    ("too few gaps to know what is usual", every(1, 30, 3), False),
    ("nothing at all", [], True),
]


@pytest.mark.parametrize(("arrivals", "silent"), [case[1:] for case in SILENCES])
def test_silence(arrivals: list[datetime], silent: bool) -> None:
    assert (of(state(), arrivals).condition is Condition.SILENT) is silent


def test_silence_is_told_in_words() -> None:
    said = of(state(), every(1, 6)).words
    assert said.startswith("has had nothing new for 5 days, which mostly takes 24 h")


def test_who_did_not_listen_has_heard_nothing() -> None:
    month_ago = state(last_success=NOW - 30 * DAY)
    assert of(month_ago, every(1, 31)).condition is Condition.OK
    assert of(month_ago, []).condition is Condition.OK


def test_silence_counts_up_to_the_last_answer() -> None:
    assert of(state(last_success=NOW - 3 * DAY), every(1, 6)).condition is Condition.OK


def test_the_usual_gap_is_the_median() -> None:
    weekdays = [NOW - number * DAY for number in range(21) if (NOW - number * DAY).weekday() < 5]
    assert usual_gap(weekdays) == DAY
    assert usual_gap(weekdays[:3]) is None


def test_items_a_week() -> None:
    assert a_week(every(0.5, 0.1, 60), state()) == pytest.approx(14, abs=0.5)
    assert a_week(every(7, 0, 10), state()) == pytest.approx(1, abs=0.3)
    assert a_week(every(0.01, 0.1, 5), state()) is None
    assert a_week([], state()) is None
    assert a_week(every(1, 0), state(last_success=None)) is None


@pytest.mark.parametrize(
    ("time", "told"),
    [
        (-3 * HOUR, "0 min"),
        (59 * HOUR / 60, "59 min"),
        (47 * HOUR, "47 h"),
        (48 * HOUR, "2 days"),
    ],
)
def test_spans(time: timedelta, told: str) -> None:
    assert span(time) == told
