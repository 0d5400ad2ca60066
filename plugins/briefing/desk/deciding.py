"""What the editor decides by command; with an editor's own hands it is the same file."""

from dataclasses import replace as changed
from datetime import date, timedelta
from pathlib import Path

from briefing import shelf
from briefing.editions.calendar import Calendar
from briefing.editions.decisions import Decision, parse, render
from briefing.errors import BriefingError
from briefing.files import replace
from briefing.settings import Settings

_HEAD = "# What the editor has decided; docs/week.md tells how.\n"


def decide(settings: Settings, decision: Decision) -> Path:
    """Add a decision to ``content/decisions.toml``; every other byte of it stays.

    One that holds an item back without saying how long does so for the next edition.

    Raises:
        ContentError: the decision makes no sense, or the file had a mistake before.
        BriefingError: the file cannot be written.
    """
    path = settings.path(shelf.DECISIONS)
    if decision.verb == "hold" and decision.until is None:
        decision = changed(decision, until=_after_next(settings))
    shelf.read_decisions(path)
    before = path.read_bytes().decode("utf-8-sig") if path.is_file() else _HEAD
    text = f"{before.rstrip()}\n\n{render(decision)}"
    parse(text, shelf.DECISIONS)
    try:
        replace(path, text.encode())
    except OSError as error:
        raise BriefingError(f"{path} could not be written: {error.strerror}.") from error
    return path


def _after_next(settings: Settings) -> date:
    """Return the day after the next closing: an edition of that day takes the item again."""
    calendar = Calendar.from_settings(settings)
    return calendar.day(calendar.next(settings.clock())) + timedelta(days=1)
