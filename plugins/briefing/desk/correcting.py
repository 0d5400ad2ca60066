"""Published editions: sealed when they go out, opened again only to correct a story."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefing import shelf
from briefing.editions import markdown, seal
from briefing.editions.assemble import Stored, closing_of
from briefing.editions.calendar import Calendar
from briefing.errors import ContentError
from briefing.models import Amends, Correction, Window
from briefing.settings import Settings


@dataclass(frozen=True, slots=True)
class Opened:
    """A story that may be corrected: where it stands."""

    path: Path
    line: int


def correct(settings: Settings, day: str, thread: str, note: str) -> Opened:
    """Open a story of a published edition for a correction, and keep what readers are told of it.

    Once more for the same story before it is published: the new note counts.

    Raises:
        ContentError: there is no such edition or story, or it is not published yet.
    """
    folder = settings.path(shelf.FOLDER)
    path = folder / f"{day}.md"
    if not path.is_file():
        raise ContentError(f"There is no edition of {day} in {shelf.FOLDER}.")
    stored = shelf.read_one(path)
    line = _line_of(stored, thread)
    record = stored.record
    if record is None or record.seal is None:
        raise ContentError(f"The edition of {day} is not published yet: just change {path}.")
    others = tuple(one for one in record.corrections if one.sha256 or one.thread != thread)
    made = Correction(settings.clock(), thread, " ".join(note.split()))
    shelf.write(folder, replace(record, corrections=(*others, made)), stored.text)
    return Opened(path, line)


def seal_published(settings: Settings) -> tuple[str, ...]:
    """Seal the published editions that have closed; return the days of those that are new.

    Raises:
        ContentError: a sealed one was changed.
    """
    folder, now = settings.path(shelf.FOLDER), settings.clock()
    calendar, sealed = Calendar.from_settings(settings), []
    for stored in shelf.read(folder):
        is_out = stored.file.status == markdown.PUBLISHED and closing_of(stored, calendar) <= now
        if stored.record is None or not (is_out or stored.record.seal):
            continue
        shelf.check_seals([stored])
        record = seal.sealed(stored.text, stored.record, now)
        if record != stored.record:
            shelf.write(folder, record, stored.text)
            sealed.append(stored.name)
    return tuple(sealed)


def amends(settings: Settings, earlier: Sequence[Stored], window: Window) -> tuple[Amends, ...]:
    """Return the corrections of earlier editions that none of them has carried yet."""
    made = [
        (stored, one)
        for stored in earlier
        for one in (stored.record.corrections if stored.record else ())
        if one.at <= window.closes
    ]
    told = {_told(one) for stored in earlier if stored.record for one in stored.record.amends}
    found = (_amends(settings, stored, one) for stored, one in made)
    return tuple(one for one in found if _told(one) not in told)


def _amends(settings: Settings, stored: Stored, one: Correction) -> Amends:
    return Amends(
        day=stored.name,
        headline=_headline(stored, one.thread),
        url=f"{settings.site_url}/editions/{stored.name}/#{one.thread}",
        note=one.note,
    )


def _told(one: Amends) -> tuple[str, str, str]:
    """Return what tells a correction from all others, wherever the site has moved meanwhile."""
    return one.day, one.url.partition("#")[2], one.note


def _line_of(stored: Stored, thread: str) -> int:
    lines = stored.text.splitlines()
    found = {heading.thread: at + 1 for at, heading in markdown.headings(lines)}
    if thread not in found:
        known = ", ".join(name for name in found if name)
        raise ContentError(f"{stored.name} has no story “{thread}”; it has {known}.")
    return found[thread]


def _headline(stored: Stored, thread: str) -> str:
    """Return the headline of a story, also of one that was taken out."""
    stories = [story for section in stored.file.sections for story in section.stories]
    told = {one.thread: one.headline for one in (stored.record.stories if stored.record else ())}
    told |= {story.thread: story.headline for story in stories if story.thread}
    return told.get(thread, thread)
