"""What a feed says about when to ask again, read from its text.

No parser is needed, and none would do: feedparser keeps one hour of ``skipHours``.

References: RSS 2.0 (ttl, skipHours, skipDays); the syndication module of RSS 1.0.
"""

import re

from briefing.models import Hints

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIODS = {
    "hourly": 3600,
    "daily": 86_400,
    "weekly": 7 * 86_400,
    "monthly": 30 * 86_400,
    "yearly": 365 * 86_400,
}
_FIRST_ITEM = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.I)
_LAST_ITEM = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.I)
_TTL = re.compile(r"<ttl>\s*(\d{1,9})\s*</ttl>", re.I)
_PERIOD = re.compile(r"<\w+:updatePeriod>\s*(\w+)\s*</", re.I)
_FREQUENCY = re.compile(r"<\w+:updateFrequency>\s*(\d{1,6})\s*</", re.I)
_SKIPPED = re.compile(r"<skip(?:Hours|Days)>(.{0,4000}?)</skip(?:Hours|Days)>", re.I | re.S)
_HOUR = re.compile(r"<hour>\s*(\d{1,2})\s*</hour>", re.I)
_DAY = re.compile(r"<day>\s*(\w{6,9})\s*</day>", re.I)
_HEAD, _TAIL = 100_000, 4000
"""Characters at the ends of the document in which a channel's own elements are looked for."""


def read(document: str) -> Hints:
    """Read the hints of an RSS or RDF document; values that mean nothing are left out."""
    head = _around_items(document)
    skipped = "".join(_SKIPPED.findall(head))
    days = (name.lower() for name in _DAY.findall(skipped))
    hours = {int(hour) % 24 for hour in _HOUR.findall(skipped) if int(hour) <= 24}
    return Hints(
        ttl=_ttl(head),
        period=_period(head),
        skip_hours=tuple(sorted(hours)),
        skip_days=tuple(sorted({_DAYS.index(day) for day in days if day in _DAYS})),
    )


def _around_items(document: str) -> str:
    first = _FIRST_ITEM.search(document, 0, _HEAD)
    if first is None:
        return document[:_HEAD]
    tail = document[max(first.start(), len(document) - _TAIL) :]
    ends = [match.end() for match in _LAST_ITEM.finditer(tail)]
    return document[: first.start()] + (tail[ends[-1] :] if ends else "")


def _ttl(head: str) -> int | None:
    match = _TTL.search(head)
    return int(match[1]) * 60 or None if match else None


def _period(head: str) -> int | None:
    """The period over the frequency: twice ``daily`` is twelve hours."""
    name, frequency = _PERIOD.search(head), _FREQUENCY.search(head)
    if not name and not frequency:
        return None
    seconds = _PERIODS.get(name[1].lower() if name else "daily")
    times = int(frequency[1]) if frequency else 1
    return seconds // times or None if seconds and times else seconds
