"""When editions close, and which windows are due.

An edition closes on fixed weekdays at one local time of day; its window runs from the closing
before to its own.  All instants are UTC; only the day of an edition is local.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from briefing.models import Window
from briefing.settings import Settings


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekdays (Monday 0) and the local time ``at`` which editions close in ``zone``."""

    weekdays: tuple[int, ...]
    at: time
    zone: ZoneInfo

    @classmethod
    def from_settings(cls, settings: Settings) -> "Calendar":
        """Take days, hour and zone from the settings."""
        return cls(settings.weekdays, settings.closing_time, settings.timezone)

    def day(self, moment: datetime) -> date:
        """Return the local day of an instant."""
        return moment.astimezone(self.zone).date()

    def closing(self, day: date) -> datetime:
        """Return the instant at which an edition of ``day`` closes, whatever its weekday.

        A local time that daylight saving skips is taken with the offset before the change, one
        that it repeats is the first of the two (PEP 495, ``fold=0``).
        """
        return datetime.combine(day, self.at, self.zone).astimezone(UTC)

    def closings(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """Yield the closings with ``after`` < closing <= ``until``, in order."""
        day = self.day(after) - timedelta(days=1)
        last = self.day(until)
        while day <= last:
            moment = self.closing(day)
            if day.weekday() in self.weekdays and after < moment <= until:
                yield moment
            day += timedelta(days=1)

    def next(self, after: datetime) -> datetime:
        """Return the first closing later than ``after``."""
        return next(self.closings(after, after + timedelta(days=9)))


def due_windows(
    calendar: Calendar, *, last: datetime | None, earliest: datetime | None, now: datetime
) -> tuple[Window, ...]:
    """Return the windows of all editions that are due, oldest first.

    Args:
        last: closing of the newest edition there is; None on a first run.
        earliest: the oldest material that a first run may use.

    A first run begins with the first window that the material covers whole, and gives it what came
    in before.  Where no window is covered whole, the latest closing takes all.
    """
    if last is not None:
        return _chain(last, calendar.closings(last, now))
    if earliest is None or earliest > now:
        return ()
    closings = tuple(calendar.closings(earliest, now))
    opens = earliest - timedelta(seconds=1)
    return _chain(opens, iter(closings[1:] or closings))


def _chain(opens: datetime, closings: Iterator[datetime]) -> tuple[Window, ...]:
    windows = []
    for closes in closings:
        windows.append(Window(opens, closes))
        opens = closes
    return tuple(windows)
