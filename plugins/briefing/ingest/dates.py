"""Dates of feeds: an ordered list of dialects, and the rule for what can be believed.

A dialect is a function from the text to an instant, or None when it is not its own.  A new
dialect is one function and one line in ``DIALECTS``; a language is a row of ``months.MONTHS``.

References: RFC 3339 and ISO 8601; RFC 5322 section 3.3 with the obsolete years and zones of
section 4.3.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from briefing.ingest.months import NUMBERS

OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(hours=24)

_ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MET": 60,
    "CEST": 120, "MEST": 120, "EET": 120, "SAST": 120, "EEST": 180, "MSK": 180, "IST": 330,
    "SGT": 480, "HKT": 480, "AWST": 480, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660,
    "NZST": 720, "NZDT": 780, "AST": -240, "ADT": -180, "EST": -300, "EDT": -240, "CST": -360,
    "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "AT": -240, "ET": -300, "CT": -360, "MT": -420, "PT": -480, "AKST": -540, "HST": -600,
}  # fmt: skip
_CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
_ISO = re.compile(
    rf"(\d{{4}})(?:-(\d{{1,2}})(?:-(\d{{1,2}})(?:[T\s]+{_CLOCK}\s*(Z|[+-]\d{{2}}(?::?\d{{2}})?)?)?)?)?$",
    re.I,
)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_RFC5322 = re.compile(
    r"[A-Z][a-z]{2}, (\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) (?:GMT|UTC|([+-]\d{4}))",
    re.ASCII,
)
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?$")
_ZONE = r"\(?([A-Za-z]{1,5}(?:/[A-Za-z]{1,5})?)?\)?\s*([+-]\d{1,2}(?::?\d{2})?)?"
_AFTER = re.compile(r"\s*\([^()]{1,40}\)$")
_MAIL = re.compile(
    rf"(?:[^\W\d_]{{1,12}}\.?,?\s*)?(\d{{1,2}})(?:\.|st|nd|rd|th)?[\s-]+([^\W\d_]{{3,12}})\.?,?"
    rf"[\s-]*(\d{{4}}|\d{{2}})\b(?:,?\s+(?:at\s+)?{_CLOCK}\s*([ap]m\b)?)?\s*{_ZONE}$",
    re.I,
)
_NAMED = re.compile(
    rf"(?:[^\W\d_]{{3,12}}\.?,?\s+)?([^\W\d_]{{3,12}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})"
    rf"(?:,?\s+(?:at\s+)?{_CLOCK}\s*([ap]m\b)?)?\s*{_ZONE}$",
    re.I,
)
_C = re.compile(
    rf"(?:[^\W\d_]{{3,9}}\s+)([^\W\d_]{{3,12}})\s+(\d{{1,2}})\s+{_CLOCK}\s+{_ZONE}\s*(\d{{4}})$"
)
_HUNGARIAN = re.compile(
    rf"(\d{{4}})[-.]\s*([^\W\d_]{{3,10}})[-.]?\s*(\d{{1,2}})\.?(?:T|\s+)?(?:{_CLOCK})?\s*{_ZONE}$"
)
_SLASHED = re.compile(
    rf"(?:[a-z]{{3,9}},?\s+)?(\d{{4}})[/.](\d{{1,2}})[/.](\d{{1,2}})(?:\s+{_CLOCK})?\s*{_ZONE}$",
    re.I,
)
_DOTTED = re.compile(
    rf"(?:[^\W\d_]{{2,12}}\.?,?\s+)?(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?(\d{{4}})(?:,?\s+{_CLOCK})?\s*{_ZONE}$"
)
_EASTERN = re.compile(
    rf"(\d{{4}})[년年-]\s*(\d{{1,2}})[월月-]\s*(\d{{1,2}})[일日]?"
    rf"(?:\s*([오午上下][전후前後午])?\s*{_CLOCK})?$"
)
_HALVES = {"오전": "am", "오후": "pm", "午前": "am", "午後": "pm", "上午": "am", "下午": "pm"}
_SEOUL = 540


def machine(text: str) -> datetime | None:
    """The two that nearly all programs write, to the letter: told quickly, so tried first."""
    if not _RFC3339.fullmatch(text):
        match = _RFC5322.fullmatch(text)
        if not match:
            return None
        day, month, year, clock, offset = match.groups()
        number = NUMBERS.get(month.lower(), 0)
        text = f"{year}-{number:02}-{day:0>2}T{clock}{offset or 'Z'}"
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def mail(text: str) -> datetime | None:
    """``Tue, 17 Feb 2026 20:19:37 -0500``, ``17. Februar 26``: day, month, year, time, zone."""
    match = _MAIL.match(text)
    if not match:
        return None
    day, month, year, hour, minute, second, half, name, offset = match.groups()
    return _named(year, month, day, (hour, minute, second), half, _zone(name, offset))


def iso(text: str) -> datetime | None:
    """``2026-02-17T20:19:37-05:00``, ``2026-02-17 20:19 CET``, ``2026-02``: UTC without a zone."""
    match, name = _ISO.match(text), ""
    if not match:
        bare, _, name = text.rpartition(" ")
        match = _ISO.match(bare) if name.upper() in _ZONES else None
    if not match:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    return _instant((year, month or 1, day or 1, hour, minute, second), _zone(name, offset))


def basic(text: str) -> datetime | None:
    """``20260217T201937Z``, ``20260217``."""
    match = _BASIC.match(text)
    return _instant(match.groups()[:6], _zone(None, match[7])) if match else None


def american(text: str) -> datetime | None:
    """``February 17, 2026 8:19 pm``, ``Tue Feb 17 2026 20:19:37 +0200``."""
    match = _NAMED.match(text)
    if not match:
        return None
    month, day, year, hour, minute, second, half, name, offset = match.groups()
    return _named(year, month, day, (hour, minute, second), half, _zone(name, offset))


def ctime(text: str) -> datetime | None:
    """``Tue Feb 17 20:19:37 2026``, with or without a zone before the year."""
    match = _C.match(text)
    if not match:
        return None
    month, day, hour, minute, second, name, offset, year = match.groups()
    return _named(year, month, day, (hour, minute, second), None, _zone(name, offset))


def year_first(text: str) -> datetime | None:
    """``2026. február 17. 20:19``, ``2026-július-13T9:15-05:00``: Hungarian."""
    match = _HUNGARIAN.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second, name, offset = match.groups()
    return _named(year, month, day, (hour, minute, second), None, _zone(name, offset))


def slashed(text: str) -> datetime | None:
    """``Tue, 2026/02/17 20:19:37 EST``: only with the year first, as any other order is a guess.

    With points, too: ``2026.02.17 20:19``.
    """
    match = _SLASHED.match(text)
    return _instant(match.groups()[:6], _zone(match[7], match[8])) if match else None


def dotted(text: str) -> datetime | None:
    """``17.02.2026 20:19``, ``Di, 17. 2. 2026``: with points between them the day is first."""
    match = _DOTTED.match(text)
    if not match:
        return None
    day, month, year, hour, minute, second, name, offset = match.groups()
    return _instant((year, month, day, hour, minute, second), _zone(name, offset))


def eastern(text: str) -> datetime | None:
    """``2026년 02월 17일 20:19:37``, ``2026-02-17 오후 8:19:37``, ``2026年2月17日``.

    The time is that of Seoul and Tokyo; Peking is an hour behind.
    """
    match = _EASTERN.match(text)
    if not match:
        return None
    year, month, day, half, hour, minute, second = match.groups()
    half = _HALVES.get(half or "")
    return _instant((year, month, day, _hour(hour, half), minute, second), _SEOUL)


def epoch(text: str) -> datetime | None:
    """``1771377577``: seconds since 1970, or milliseconds where there are thirteen digits."""
    if not re.fullmatch(r"\d{9,10}|\d{12,13}", text, re.ASCII):
        return None
    return datetime.fromtimestamp(int(text) // (1000 if len(text) > 10 else 1), UTC)


def loose(text: str) -> datetime | None:
    """What else passes in a mail header."""
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


DIALECTS: tuple[Callable[[str], datetime | None], ...] = (
    mail,
    iso,
    american,
    ctime,
    year_first,
    slashed,
    dotted,
    eastern,
    epoch,
    basic,
    loose,
)


def read(text: str) -> datetime | None:
    """Read a date in any known dialect.

    Args:
        text: The date as the feed wrote it.

    Returns:
        An aware UTC datetime in whole seconds; without a zone the text counts as UTC.
    """
    moment = machine(text)
    if moment is None:
        folded = _AFTER.sub("", " ".join(text[:200].split()))
        found = (dialect(folded) for dialect in DIALECTS)
        moment = next((moment for moment in found if moment), None)
    return moment.replace(microsecond=0) if moment and moment.microsecond else moment


def believable(moment: datetime | None, now: datetime) -> bool:
    """Tell whether a feed's date may be used: not before 1990, at most a day ahead of ``now``."""
    return moment is not None and OLDEST <= moment <= now + AHEAD


def first_believable(moments: Iterable[datetime | None], now: datetime) -> datetime | None:
    """Return the first date that may be used, or None."""
    return next((moment for moment in moments if believable(moment, now)), None)


def _named(
    year: str, month: str, day: str, clock: tuple[str | None, ...], half: str | None, zone: int
) -> datetime | None:
    hour, minute, second = clock
    number = NUMBERS.get(month.lower())
    return _instant((_year(year), number, day, _hour(hour, half), minute, second), zone)


def _year(text: str) -> int:
    """Two digits are of 1950 to 2049: RFC 5322 section 4.3."""
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 50 else 1900)


def _hour(hour: str | None, half: str | None) -> int:
    number = int(hour or 0)
    return number % 12 + (12 if half.lower() == "pm" else 0) if half else number


def _zone(name: str | None, offset: str | None) -> int:
    """Return the minutes east of a zone by name or by offset, UTC if neither is known."""
    if not offset or offset in "Zz":
        return _ZONES.get((name or "").rpartition("/")[2].upper(), 0)
    digits = offset[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    total = min(int(hours) * 60 + int(minutes), 1439)
    return -total if offset[0] == "-" else total


def _instant(parts: Iterable[str | int | None], minutes_east: int) -> datetime | None:
    """Return the instant in UTC, or None where a part is out of its range (24:00 and :60 pass)."""
    year, month, day, hour, minute, second = [int(part or 0) for part in parts]
    if hour > 24 or minute > 59 or second > 60:
        return None
    try:
        moment = datetime(year, month, day, tzinfo=UTC)
        return moment + timedelta(hours=hour, minutes=minute - minutes_east, seconds=second)
    except (ValueError, OverflowError):
        return None
