"""Dates as people write them above an article: ISO 8601, words in English, clock times, zones."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GERMAN = {"mär": "mar", "mai": "may", "okt": "oct", "dez": "dec"}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    r"januar|februar|märz|mai|juni|juli|oktober|dezember)\b\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?", re.IGNORECASE
)
_TIME = re.compile(
    r"(?<![\d:.])(?:at )?(?P<hour>\d{1,2})"
    r"(?:[:.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
    r"(?P<half> ?[ap]\.?m\b\.?)?(?![\d:])",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?<=\d) ?(?P<sign>[+-])(?P<hours>[01]\d):?(?P<minutes>[0-5]\d)\b")
_HOURS = {"UTC": 0, "GMT": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2, "IST": 5.5, "HKT": 8, "SGT": 8}
_HOURS |= {"JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "EST": -5, "EDT": -4, "CDT": -5}
_HOURS |= {"MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_NAMED = {"ET": "America/New_York", "CT": "America/Chicago", "PT": "America/Los_Angeles"}
_ZONE = re.compile(rf"(?<![A-Za-z])\(?(?P<zone>{'|'.join([*_HOURS, *_NAMED])})\)?(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a line: the instant (aware), and what stands around it."""

    moment: datetime
    rest: str


def find(text: str, zone: tzinfo = UTC) -> Found | None:
    """Find the date in ``text``; a time without a zone of its own is in ``zone``.

    Weekday, clock time and zone belong to the date wherever in the text they stand.  A numeric
    date counts only where day and month cannot be confused (``13/01/2026``, not ``01/02/2026``).
    """
    for pattern, read in _DIALECTS:
        found = pattern.search(text)
        day = read(found) if found else None
        if found and day:
            return _with_time(day, f"{text[: found.start()]} {text[found.end() :]}", zone)
    return None


def read(text: str, zone: tzinfo = UTC) -> datetime | None:
    """Return the date that ``text`` is (aware), or None if it is not one and nothing else."""
    found = find(text, zone)
    return found.moment if found and not found.rest.strip(" ,T") else None


_Day = tuple[int, int, int]


def _in_numbers(found: re.Match[str]) -> _Day | None:
    return _valid(int(found["year"]), int(found["month"]), int(found["day"]))


def _in_words(found: re.Match[str]) -> _Day | None:
    name = found["month"][:3].lower()
    month = _MONTHS.index(_GERMAN.get(name, name)) + 1
    return _valid(int(found["year"]), month, int(found["day"]))


def _in_either_order(found: re.Match[str]) -> _Day | None:
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    readings = {_valid(year, first, second), _valid(year, second, first)} - {None}
    return readings.pop() if len(readings) == 1 else None


_DIALECTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Day | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), function)
    for pattern, function in (
        (
            r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)T?",
            _in_numbers,
        ),
        (r"(?<!\d)(?P<year>(?:19|20)\d\d)/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?!\d)", _in_numbers),
        (rf"\b{_MONTH} ?{_DAY},? {_YEAR},?", _in_words),
        (rf"{_DAY}\.?(?: of)? ?{_MONTH},? {_YEAR},?", _in_words),
        (rf"(?<!\d)(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR}", _in_numbers),
        (rf"(?<!\d)(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/{_YEAR}", _in_either_order),
    )
)


def _valid(year: int, month: int, day: int) -> _Day | None:
    try:
        datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
    return year, month, day


def _with_time(day: _Day, rest: str, zone: tzinfo) -> Found:
    rest, own = _take_zone(rest)
    hour, minute, second = 0, 0, 0
    found = next((m for m in _TIME.finditer(rest) if m["minute"] or m["half"]), None)
    if found and (clock := _clock(found)):
        hour, minute, second = clock
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    moment = datetime(*day, hour, minute, second, tzinfo=own or zone)
    return Found(moment, " ".join(_WEEKDAY.sub(" ", rest).split()))


def _take_zone(rest: str) -> tuple[str, tzinfo | None]:
    if found := _OFFSET.search(rest):
        offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
        own: tzinfo = timezone(-offset if found["sign"] == "-" else offset)
    elif found := _ZONE.search(rest):
        name = found["zone"]
        own = ZoneInfo(_NAMED[name]) if name in _NAMED else timezone(timedelta(hours=_HOURS[name]))
    else:
        return rest, None
    return f"{rest[: found.start()]} {rest[found.end() :]}", own


def _clock(found: re.Match[str]) -> tuple[int, int, int] | None:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    half = (found["half"] or "").strip().lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return (hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None
