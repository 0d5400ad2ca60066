"""The desk: the only place that sees two stages at once.

Each function is one verb of the flow; the settings carry the clock.  A verb that writes is called
under :func:`locked`, so that two runs at once never meet.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from briefing import shelf
from briefing.desk.coming_in import SourceReport, ingest, is_shared, sources
from briefing.desk.composing import Composed, compose, keep
from briefing.desk.correcting import Opened, correct, seal_published
from briefing.desk.deciding import decide
from briefing.desk.feedcheck import check_feeds, check_jobs
from briefing.desk.going_out import (
    build,
    build_preview,
    editions,
    has_begun,
    leave,
    make_newsletter,
    newest,
    recipients,
    resolve,
    send,
    subscribers,
)
from briefing.desk.learning import learn_topics
from briefing.desk.overview import Overview, overview
from briefing.desk.page import gather, write_page
from briefing.desk.proofing import gate, proof
from briefing.settings import Settings
from briefing.store import run_lock

__all__ = [
    "Composed",
    "Opened",
    "Overview",
    "SourceReport",
    "build",
    "build_preview",
    "check_feeds",
    "check_jobs",
    "compose",
    "correct",
    "decide",
    "editions",
    "gate",
    "gather",
    "has_begun",
    "ingest",
    "is_shared",
    "keep",
    "learn_topics",
    "leave",
    "locked",
    "locked_to_ingest",
    "make_newsletter",
    "newest",
    "overview",
    "proof",
    "recipients",
    "resolve",
    "seal_published",
    "send",
    "sources",
    "subscribers",
    "write_page",
]
LOCK = "var/briefing.lock"


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Hold the lock of this briefing, and first finish what a killed run left half written.

    Raises:
        LockedError: another run holds it.
    """
    with run_lock(settings.path(LOCK)):
        shelf.finish(settings.path(shelf.FOLDER))
        yield


@contextmanager
def locked_to_ingest(settings: Settings) -> Iterator[None]:
    """Hold the lock while feeds are read, unless the database keeps several runs apart itself.

    Raises:
        LockedError: another run holds it.
    """
    with nullcontext() if is_shared(settings) else locked(settings):
        yield
