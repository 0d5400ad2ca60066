"""The next edition, as its file has it or as it would be proposed by now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from briefing.desk.coming_in import sources
from briefing.desk.composing import Run
from briefing.desk.pool import LATE
from briefing.editions import markdown
from briefing.editions.assemble import Stored, assemble, closing_of
from briefing.editions.calendar import due_windows, read_name
from briefing.editions.view import EditionView
from briefing.models import (
    Record,
    RecordStory,
    Window,
)


@dataclass(frozen=True, slots=True)
class Coming:
    """The next edition: as the file has it, or (not ``is_written``) as it would be proposed.

    ``stored`` and ``view`` are None where there is too little for one.
    """

    name: str
    window: Window
    stored: Stored | None
    view: EditionView | None
    is_written: bool

    @property
    def record(self) -> Record | None:
        """What the program knows of it."""
        return self.stored.record if self.stored else None

    @property
    def stories(self) -> Mapping[str, RecordStory]:
        """The proposed stories by thread."""
        return {story.thread: story for story in self.record.stories} if self.record else {}

    @property
    def threads(self) -> frozenset[str]:
        """The threads that are in it."""
        return frozenset(story.thread for story in self.view.stories) if self.view else frozenset()


def foresee(run: Run) -> Coming:
    newest = run.shelved[-1] if run.shelved else None
    if newest and (
        newest.file.status == markdown.DRAFT or closing_of(newest, run.calendar) > run.now
    ):
        closed = (closing_of(one, run.calendar) for one in run.shelved[:-1])
        closes = closing_of(newest, run.calendar)
        opens = max((one for one in closed if one < closes), default=closes - LATE)
        window = newest.record.window if newest.record else Window(opens, closes)
        return Coming(newest.name, window, newest, _view(run, run.shelved), is_written=True)
    window, record = _proposed(run)
    name = run.calendar.name(window.closes)
    if record is None:
        return Coming(name, window, None, None, is_written=False)
    text = run.rendered(record)
    day, nth = read_name(name)
    stored = Stored(day, markdown.parse(text, name), record, text, nth)
    return Coming(name, window, stored, _view(run, [*run.shelved, stored]), is_written=False)


def _proposed(run: Run) -> tuple[Window, Record | None]:
    """Return the first edition for which there is enough by now, due or coming, written nowhere."""
    last = max((closing_of(one, run.calendar) for one in run.shelved), default=None)
    earliest = run.pool.earliest(run.now)
    folded = run.settings.missed == "fold"
    due = due_windows(run.calendar, last=last, earliest=earliest, now=run.now, folded=folded)
    opens = last or (earliest - timedelta(seconds=1) if earliest else run.now - LATE)
    for closes in (*(window.closes for window in due), run.calendar.next(run.now)):
        window = Window(opens, closes)
        if record := run.proposal(window, run.shelved):
            return window, record
        opens = closes if run.settings.thin == "skip" else opens
    return window, None


def _view(run: Run, editions: Sequence[Stored]) -> EditionView:
    """Return how readers would see the last of some editions."""
    return assemble(editions, run.settings, sources(run.settings), 1)[0]
