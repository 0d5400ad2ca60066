"""The desk: the only place that sees two stages at once.

Each function is one verb of the flow.  The settings carry the clock; a run that writes holds the
lock, so two runs at once never meet.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from briefing import build as building
from briefing import newsletter as mail
from briefing import shelf
from briefing.articles import read_articles
from briefing.editions import markdown
from briefing.editions.assemble import Stored, assemble, closing_of
from briefing.editions.calendar import Calendar, due_windows
from briefing.editions.compose import Brief
from briefing.editions.compose import compose as compose_record
from briefing.editions.view import EditionView
from briefing.errors import BriefingError, DeliveryError
from briefing.models import Item, Record, Source, Window
from briefing.newsroom.topics import Vocabulary
from briefing.settings import Settings
from briefing.store import Store, run_lock

EDITIONS, ARTICLES, TOPICS = "content/editions", "content/articles", "content/topics.toml"
MAIL, LOCK = "var/mail", "var/briefing.lock"
LATE = timedelta(days=7)
"""How long after its date an item that was fetched late may still come into an edition."""


def editions(settings: Settings) -> tuple[Stored, ...]:
    """Return all editions there are, oldest first."""
    return shelf.read(settings.path(EDITIONS))


@dataclass(frozen=True, slots=True)
class Composed:
    """What a run of ``compose`` did: new editions, days that were too thin, the next closing."""

    written: tuple[Path, ...]
    thin: tuple[str, ...]
    next: datetime


def compose(settings: Settings, told: Callable[[str], None] = lambda _: None) -> Composed:
    """Compose the editions that are due and write their files.

    Raises:
        BriefingError: content or database cannot be read, or a file cannot be written.
    """
    with run_lock(settings.path(LOCK)):
        return _compose(settings, told)
