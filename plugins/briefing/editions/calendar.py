"""When editions close, and which windows are due.

Editions close on fixed weekdays at fixed local times of day, but not in a break; a window runs from
the closing before to its own.  All instants are UTC; only the day of an edition is local.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from briefing.models import Window
from briefing.settings import Settings

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([2-9]|[1-9]\d))?")
_LONGEST_BREAK = timedelta(days=400)


def name_of(day: date, nth: int = 1) -> str:
    """Return the name of an edition: its day, and from the second of a day on its number."""
    return day.isoformat() if nth == 1 else f"{day.isoformat()}-{nth}"


def read_name(name: str) -> tuple[date, int]:
    """Return day and number within that day of the edition called ``name``.

    Raises:
        ValueError: no edition is called so.
    """
    match = _NAME.fullmatch(name)
    if not match:
        raise ValueError(f"not the name of an edition: {name!r}")
    return date.fromisoformat(match[1]), int(match[2] or 1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekdays (Monday 0) and the local times ``at`` which editions close in ``zone``.

    ``breaks`` are first and last days without an edition: ``2026-12-24`` once, ``12-24`` yearly.
    """

    weekdays: tuple[int, ...]
    at: tuple[time, ...]
    zone: ZoneInfo
    breaks: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_settings(cls, settings: Settings) -> "Calendar":
        """Take days, hours, zone and breaks from the settings."""
        return cls(
            settings.weekdays, settings.closing_times, settings.timezone, settings.breaks_as_pairs
        )

    def day(self, moment: datetime) -> date:
        """Return the local day of an instant."""
        return moment.astimezone(self.zone).date()

    def name(self, moment: datetime) -> str:
        """Return the name of the edition that closes at an instant."""
        day = self.day(moment)
        earlier = sum(self._closing(day, at) < moment for at in self.at)
        return name_of(day, earlier + 1 if moment in self._of(day) else 1)

    def closing(self, day: date, nth: int = 1) -> datetime:
        """Return the instant at which the ``nth`` edition of ``day`` closes, whatever its weekday.

        A local time that daylight saving skips is taken with the offset before the change, one
        that it repeats is the first of the two (PEP 495, ``fold=0``).
        """
        return self._of(day)[min(nth, len(self.at)) - 1]

    def is_free(self, day: date) -> bool:
        """Tell whether a day lies in a break."""
        return any(_lies_in(day, *pair) for pair in self.breaks)

    def closings(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """Yield the closings with ``after`` < closing <= ``until``, in order."""
        day = self.day(after) - timedelta(days=1)
        last = self.day(until)
        while day <= last:
            if day.weekday() in self.weekdays and not self.is_free(day):
                yield from (moment for moment in self._of(day) if after < moment <= until)
            day += timedelta(days=1)

    def next(self, after: datetime) -> datetime:
        """Return the first closing later than ``after``; one far off where a break has no end."""
        until = after + _LONGEST_BREAK
        return next(self.closings(after, until), until)

    def _of(self, day: date) -> list[datetime]:
        return sorted({self._closing(day, at) for at in self.at})

    def _closing(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def _lies_in(day: date, first: str, last: str) -> bool:
    name = day.isoformat()[-len(first) :]
    if first <= last:
        return first <= name <= last
    return name >= first or name <= last  # over the end of the year


def due_windows(
    calendar: Calendar,
    *,
    last: datetime | None,
    earliest: datetime | None,
    now: datetime,
    folded: bool = False,
) -> tuple[Window, ...]:
    """Return the windows of all editions that are due, oldest first.

    Args:
        last: closing of the newest edition there is; None on a first run.
        earliest: the oldest material that a first run may use.
        folded: Where several closings were missed, the latest takes all.

    A first run begins with the first window that the material covers whole, and gives it what came
    in before.  Where no window is covered whole, the latest closing takes all.
    """
    opens = last
    if opens is None:
        if earliest is None or earliest > now:
            return ()
        opens = earliest - timedelta(seconds=1)
    closings = tuple(calendar.closings(opens, now))
    if last is None:
        closings = closings[1:] or closings
    return _chain(opens, closings[-1:] if folded else closings)


def _chain(opens: datetime, closings: Iterable[datetime]) -> tuple[Window, ...]:
    windows = []
    for closes in closings:
        windows.append(Window(opens, closes))
        opens = closes
    return tuple(windows)
