"""When editions close, also across daylight saving and a first run."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.editions.calendar import Calendar, due_windows, read_name
from briefing.errors import SettingsError
from briefing.models import Window
from briefing.settings import Settings

UTC_CALENDAR = Calendar((0, 2, 4), (time(6),), ZoneInfo("UTC"))
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_closings_are_the_named_weekdays_in_order() -> None:
    closings = UTC_CALENDAR.closings(at("2026-01-12T06:00"), at("2026-01-19T06:00"))
    assert [moment.isoformat() for moment in closings] == [
        "2026-01-14T06:00:00+00:00",
        "2026-01-16T06:00:00+00:00",
        "2026-01-19T06:00:00+00:00",
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-27", "2026-03-27T01:30:00+00:00"),  # winter time in Berlin
        ("2026-03-29", "2026-03-29T01:30:00+00:00"),  # 02:30 does not exist that night
        ("2026-10-25", "2026-10-25T00:30:00+00:00"),  # 02:30 comes twice: the first
        ("2026-10-26", "2026-10-26T01:30:00+00:00"),
    ],
)
def test_daylight_saving(day: str, expected: str) -> None:
    berlin = Calendar((0, 4, 6), (time(2, 30),), ZoneInfo("Europe/Berlin"))
    assert berlin.closing(date.fromisoformat(day)).isoformat() == expected


@given(INSTANTS, st.sampled_from(["UTC", "Pacific/Auckland", "America/St_Johns"]))
def test_next_is_the_first_closing_after(moment: datetime, zone: str) -> None:
    calendar = Calendar((0, 2, 4), (time(6),), ZoneInfo(zone))
    closing = calendar.next(moment)
    assert closing > moment
    assert not list(calendar.closings(moment, closing))[:-1]
    assert calendar.day(closing).weekday() in calendar.weekdays


def test_windows_chain_from_the_last_edition() -> None:
    windows = due_windows(
        UTC_CALENDAR, last=at("2026-01-14T06:00"), earliest=None, now=at("2026-01-19T08:00")
    )
    assert windows == (
        Window(at("2026-01-14T06:00"), at("2026-01-16T06:00")),
        Window(at("2026-01-16T06:00"), at("2026-01-19T06:00")),
    )


def test_first_run_begins_with_the_first_whole_window_and_gives_it_the_rest() -> None:
    earliest = at("2026-01-12T09:00")
    first, *_ = due_windows(UTC_CALENDAR, last=None, earliest=earliest, now=at("2026-01-20T00:00"))
    assert earliest in first
    assert first.closes == at("2026-01-16T06:00")


def test_first_run_with_one_closing_takes_it() -> None:
    (only,) = due_windows(
        UTC_CALENDAR, last=None, earliest=at("2026-01-13T09:00"), now=at("2026-01-14T07:00")
    )
    assert only.closes == at("2026-01-14T06:00")


@pytest.mark.parametrize("earliest", [None, at("2027-01-01T00:00"), at("2026-01-20T07:00")])
def test_nothing_is_due_without_material(earliest: datetime | None) -> None:
    now = at("2026-01-20T08:00")
    assert due_windows(UTC_CALENDAR, last=None, earliest=earliest, now=now) == ()


@given(INSTANTS, INSTANTS)
def test_windows_neither_overlap_nor_leave_gaps(one: datetime, other: datetime) -> None:
    last, now = sorted((one, other))
    windows = due_windows(
        UTC_CALENDAR,
        last=last,
        earliest=None,
        now=min(now, last.replace(year=last.year + 1, day=1)),
    )
    for before, after in itertools.pairwise(windows):
        assert before.closes == after.opens


TWICE = Calendar((0, 2, 4), (time(6), time(17)), ZoneInfo("Europe/Berlin"))


def test_two_editions_of_a_day_have_names_of_their_own() -> None:
    morning, evening = TWICE.closings(at("2026-01-12T00:00"), at("2026-01-12T23:00"))
    assert (TWICE.name(morning), TWICE.name(evening)) == ("2026-01-12", "2026-01-12-2")
    assert read_name("2026-01-12-2") == (date(2026, 1, 12), 2)
    assert TWICE.closing(date(2026, 1, 12), 2) == evening


@pytest.mark.parametrize("name", ["20260112", "2026-W03-1", "2026-01-12-1", "2026-13-01", "x"])
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_name(name)


@given(INSTANTS)
def test_a_name_finds_its_closing_again(moment: datetime) -> None:
    closing = TWICE.next(moment)
    assert TWICE.closing(*read_name(TWICE.name(closing))) == closing


@pytest.mark.parametrize(
    ("breaks", "off"),
    [
        ((("2026-01-14", "2026-01-14"),), {14}),
        ((("2026-01-13", "2026-01-18"),), {14, 16}),
        ((("01-14", "01-16"),), {14, 16}),
        ((("12-20", "01-12"),), {12}),
        ((("2025-01-12", "2025-01-16"),), set()),
    ],
)
def test_breaks(breaks: tuple[tuple[str, str], ...], off: set[int]) -> None:
    calendar = replace(UTC_CALENDAR, breaks=breaks)
    closings = calendar.closings(at("2026-01-12T00:00"), at("2026-01-17T00:00"))
    assert {12, 14, 16} - {moment.day for moment in closings} == off


def test_a_break_without_end_does_not_hang() -> None:
    calendar = replace(UTC_CALENDAR, breaks=(("01-01", "12-31"),))
    assert calendar.next(at("2026-01-12T06:00")) > at("2027-01-12T06:00")


def test_missed_closings_fold_into_the_last() -> None:
    windows = due_windows(
        UTC_CALENDAR,
        last=at("2026-01-12T06:00"),
        earliest=None,
        now=at("2026-01-19T08:00"),
        folded=True,
    )
    assert windows == (Window(at("2026-01-12T06:00"), at("2026-01-19T06:00")),)


def test_a_break_that_ends_before_it_begins_is_a_slip() -> None:
    with pytest.raises(SettingsError, match=r"2026-12-26\.\.2026-12-24 ends before it begins"):
        Settings.from_mapping(Path(), {"BRIEFING_BREAKS": ("2026-12-26..2026-12-24",)}, {})
