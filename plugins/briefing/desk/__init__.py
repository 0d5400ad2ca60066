"""The desk: the only place that sees two stages at once.

Each function is one verb of the flow; the settings carry the clock.  A verb that writes is called
under :func:`locked`, so that two runs at once never meet.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from briefing.desk.coming_in import SourceReport, check_feed, ingest, sources
from briefing.desk.composing import Composed, compose
from briefing.desk.going_out import (
    build,
    editions,
    has_begun,
    leave,
    make_newsletter,
    newest,
    recipients,
    send,
    subscribers,
)
from briefing.desk.overview import Overview, overview
from briefing.settings import Settings
from briefing.store import run_lock

__all__ = [
    "Composed",
    "Overview",
    "SourceReport",
    "build",
    "check_feed",
    "compose",
    "editions",
    "has_begun",
    "ingest",
    "leave",
    "locked",
    "make_newsletter",
    "newest",
    "overview",
    "recipients",
    "send",
    "sources",
    "subscribers",
]
LOCK = "var/briefing.lock"


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Hold the lock of this briefing.

    Raises:
        LockedError: another run holds it.
    """
    with run_lock(settings.path(LOCK)):
        yield
