"""Dates of feeds: an ordered list of dialects, and the rule for what can be believed.

A dialect is a function from the text to an instant, or None when it is not its own.  A new
dialect is one function and one line in ``DIALECTS``.

References: RFC 3339 and ISO 8601; RFC 5322 section 3.3 with the obsolete zones of section 4.3.
"""

import re
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(hours=24)

_ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MET": 60,
    "CEST": 120, "MEST": 120, "EET": 120, "SAST": 120, "EEST": 180, "MSK": 180, "IST": 330,
    "SGT": 480, "HKT": 480, "AWST": 480, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660,
    "NZST": 720, "NZDT": 780, "AST": -240, "ADT": -180, "EST": -300, "EDT": -240, "CST": -360,
    "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
}  # fmt: skip
_ZONE = re.compile(r"\s*\(?\b([A-Z]{1,4})\)?\s*$")
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*([+-]\d{2}:?\d{2}|Z)?$",
    re.I,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(?:(\d{1,2})\s+([a-z]{3,9})|([a-z]{3,9})\s+(\d{1,2})),?\s+(\d{4})"
    r"(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?)?\s*([+-]\d{2}:?\d{2})?$",
    re.I,
)


def iso(text: str) -> datetime | None:
    """``2026-02-17T20:19:37-05:00``, ``2026-02-17 20:19``, ``2026-02``: UTC without a zone."""
    bare, zone = _split_zone(text)
    match = _ISO.match(bare)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    offset = _offset(match[7]) or zone
    return _instant((year, month, day or 1, hour, minute, second), offset)


def mail(text: str) -> datetime | None:
    """``Tue, 17 Feb 2026 20:19:37 -0500`` and what else passes in a mail header."""
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:  # a zone that the library does not know, or -0000
            moment = moment.replace(tzinfo=_split_zone(text)[1])
        return moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def named_month(text: str) -> datetime | None:
    """``17 February 2026``, ``February 17, 2026 8:19 pm``."""
    bare, zone = _split_zone(text)
    match = _NAMED.match(bare)
    name = (match[2] or match[3]).lower()[:3] if match else ""
    if not match or name not in _MONTHS:
        return None
    hour = int(match[6] or 0)
    if match[9]:
        hour = hour % 12 + (12 if match[9].lower() == "pm" else 0)
    clock = (hour, int(match[7] or 0), int(match[8] or 0))
    day = (int(match[5]), _MONTHS.index(name) + 1, int(match[1] or match[4]))
    return _instant((*day, *clock), _offset(match[10]) or zone)


def epoch(text: str) -> datetime | None:
    """``1771377577``: seconds since 1970, or milliseconds where there are thirteen digits."""
    if not re.fullmatch(r"\d{9,10}|\d{12,13}", text, re.ASCII):
        return None
    return datetime.fromtimestamp(int(text) // (1000 if len(text) > 10 else 1), UTC)


DIALECTS: tuple[Callable[[str], datetime | None], ...] = (iso, named_month, mail, epoch)


def read(text: str, hint: time.struct_time | None = None) -> datetime | None:
    """Read a date in any known dialect.

    Args:
        text: The date as the feed wrote it.
        hint: What the feed parser made of it (UTC), for the dialects that only it knows; taken
            only if its year stands in the text, as it reads the year -1 as 2000.

    Returns:
        An aware UTC datetime in whole seconds; without a zone the text counts as UTC.
    """
    folded = " ".join(text[:200].split())
    for dialect in DIALECTS:
        moment = dialect(folded)
        if moment:
            return moment.replace(microsecond=0)
    if hint is not None and f"{hint.tm_year:04}" in folded:
        return _instant(hint[:6], UTC)
    return None


def believable(moment: datetime | None, now: datetime) -> bool:
    """Tell whether a feed's date may be used: not before 1990, at most a day ahead of ``now``."""
    return moment is not None and OLDEST <= moment <= now + AHEAD


def first_believable(moments: Iterable[datetime | None], now: datetime) -> datetime | None:
    """Return the first date that may be used, or None."""
    return next((moment for moment in moments if believable(moment, now)), None)


def _split_zone(text: str) -> tuple[str, timezone]:
    match = _ZONE.search(text)
    if match and match[1] in _ZONES and match[1] != "Z":
        return text[: match.start()], timezone(timedelta(minutes=_ZONES[match[1]]))
    return text, UTC


def _offset(text: str | None) -> timezone | None:
    if not text or text in "Zz":
        return None
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=min(minutes, 1439) * (-1 if text[0] == "-" else 1)))


def _instant(parts: tuple[int, ...], zone: timezone) -> datetime | None:
    year, month, day, hour, minute, second = parts
    try:
        moment = datetime(year, month, day, tzinfo=zone)
        return (moment + timedelta(hours=hour, minutes=minute, seconds=second)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
