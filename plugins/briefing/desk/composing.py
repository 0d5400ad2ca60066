"""From what is stored to edition files: what is due is composed, what is open proposed again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import attrgetter
from pathlib import Path

from briefing import shelf
from briefing.desk.correcting import amends
from briefing.desk.pool import Pool, reach
from briefing.editions import markdown
from briefing.editions.assemble import Stored, closing_of
from briefing.editions.brief import Brief
from briefing.editions.calendar import Calendar, due_windows
from briefing.editions.compose import compose as propose
from briefing.editions.compose import headings
from briefing.editions.heeding import by_hand
from briefing.editions.merge import by_key, merge
from briefing.editions.rendering import render
from briefing.models import Conflict, Record, Window
from briefing.newsroom import semantic
from briefing.settings import Settings
from briefing.store import Store

ROUNDS = 3
"""How often a draft is proposed again in one run at the most."""


@dataclass(frozen=True, slots=True)
class Composed:
    """What became of a run: files that are new, files that were proposed again and changed.

    ``thin`` are editions with too few stories, ``conflicts`` what the editor and a new proposal
    both changed, by edition, and ``next`` the next closing.
    """

    written: tuple[Path, ...]
    thin: tuple[str, ...]
    next: datetime
    again: tuple[Path, ...] = ()
    conflicts: tuple[tuple[str, Conflict], ...] = ()


def compose(settings: Settings, *, ahead: bool = False) -> Composed:
    """Compose the editions that are due, and propose the newest again if it is still a draft.

    Where the editor reviews editions, or with ``ahead``, the coming one is proposed as well.

    Raises:
        BriefingError: content or database cannot be read, or a file cannot be written.
    """
    with Store.open(settings.database, settings.root) as store:
        run = Run(settings, Pool(settings, store))
        run.again()
        run.due()
        if ahead or settings.review:
            run.ahead()
    return run.done()


def keep(settings: Settings, name: str) -> tuple[Conflict, ...]:
    """Settle the conflicts of an edition: the editor's version is the one. Return what they were.

    Raises:
        ContentError: there is no such edition.
    """
    folder = settings.path(shelf.FOLDER)
    stored = shelf.read_one(folder / f"{name}.md")
    if stored.record is None:
        return ()
    shelf.write(folder, replace(stored.record, conflicts=()), stored.text)
    return stored.record.conflicts


class Run:
    """One run: the editions that there are, and what became of them."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self.settings, self.pool = settings, pool
        self.folder = settings.path(shelf.FOLDER)
        self.calendar, self.now = Calendar.from_settings(settings), settings.clock()
        self.decisions = shelf.read_decisions(settings.path(shelf.DECISIONS))
        self.learned = pool.learned
        self.encoder = semantic.load() if settings.semantic else None
        self.shelved = list(shelf.read(self.folder))
        self.written: list[Path] = []
        self.changed: list[Path] = []
        self.thin: list[str] = []

    def again(self) -> None:
        """Propose the newest edition again, if it is a draft that the program began.

        What the editor did to the last proposal shapes the next one, so this goes on until nothing
        changes any more: a second run would find nothing to do.
        """
        for _ in range(ROUNDS):
            before = self.shelved[-1:]
            if not before or not _is_open(before[0]):
                return
            self._again(before[0])
            if self.shelved[-1:] == before:
                return

    def due(self) -> None:
        """Compose what has closed since the newest edition that has."""
        closed = [c for one in self.shelved if (c := closing_of(one, self.calendar)) <= self.now]
        windows = due_windows(
            self.calendar,
            last=max(closed, default=None),
            earliest=self.pool.earliest(self.now),
            now=self.now,
            folded=self.settings.missed == "fold",
        )
        opens, newest = None, self.shelved[-1:]
        for window in windows:
            opens = opens or window.opens
            if self.calendar.name(window.closes) in {edition.name for edition in self.shelved}:
                continue  # written ahead, or the closing hour was changed: the next one takes it
            if self._write(replace(window, opens=opens)):
                opens = None
                continue
            self.thin.append(self.calendar.name(window.closes))
            if self.settings.thin == "skip":
                opens = None
        if self.written and self.shelved[-1:] == newest:  # the calendar has become a closer one
            self.again()

    def ahead(self) -> None:
        """Propose the coming edition from what there is by now."""
        coming, names = self.calendar.next(self.now), {edition.name for edition in self.shelved}
        last = max((closing_of(one, self.calendar) for one in self.shelved), default=coming)
        if last < coming and self.calendar.name(coming) not in names:
            begun = self.calendar.closings(last, self.now) if self.settings.thin == "skip" else ()
            self._write(Window(max((last, *begun)), coming))

    def done(self) -> Composed:
        """Return what became of the run."""
        conflicts = (
            (edition.name, conflict)
            for edition in self.shelved
            if edition.record
            for conflict in edition.record.conflicts
        )
        return Composed(
            tuple(self.written),
            tuple(self.thin),
            self.calendar.next(self.now),
            tuple(self.changed),
            tuple(conflicts),
        )

    def _write(self, window: Window) -> bool:
        """Write a new edition; tell whether there was enough for one."""
        record = self.proposal(window, self.shelved)
        if record is None:
            return False
        path = shelf.write(self.folder, record, self.rendered(record))
        self.written.append(path)
        self.shelved = sorted([*self.shelved, shelf.read_one(path)], key=attrgetter("order"))
        return True

    def _again(self, stored: Stored) -> None:
        """Merge a new proposal into the file of an edition."""
        old = stored.record
        proposed = old and self.proposal(old.window, self.shelved[:-1], stored)
        if old is None or proposed is None:
            return
        usual = headings(self.pool.vocabulary)
        merged = merge(self.rendered(old), stored.text, self.rendered(proposed), usual)
        kept = (*_unsettled(old.conflicts, merged.text), *merged.conflicts)
        conflicts = tuple({(one.kind, one.name): one for one in kept}.values())
        record = replace(  # under its name, even where it is another one in the calendar by now
            proposed, day=stored.name, id=old.id, conflicts=conflicts, corrections=old.corrections
        )
        path = shelf.write(self.folder, record, merged.text)
        if merged.text != stored.text and path not in self.changed:
            self.changed.append(path)
        self.shelved[-1] = shelf.read_one(path)

    def proposal(
        self, window: Window, others: Sequence[Stored], earlier: Stored | None = None
    ) -> Record | None:
        settings = self.settings
        if settings.thin == "short":
            settings = replace(settings, min_stories=1)
        skipped = self._skipped(window, others)
        since = min(one.opens for one in (*skipped, window))
        admitted = self.pool.admission(reach(replace(window, opens=since), others))
        decisions = self.decisions
        if earlier and earlier.record:
            if self.pool.has_lost(earlier.record, admitted):
                return None  # a new database: better the draft that there is
            decisions += by_hand(earlier.record, earlier.text)
        numbers = [edition.file.number or 0 for edition in others]
        number = earlier.file.number if earlier else None
        brief = Brief(
            window=window,
            number=number or max(numbers, default=0) + 1,
            archive=self.pool.archive(window),
            memory=tuple(edition.record for edition in others if edition.record),
            cited=frozenset(_cited(others, earlier)),
            vocabulary=self.pool.vocabulary,
            settings=settings,
            decisions=decisions,
            proposal=earlier.record if earlier else None,
            amends=amends(self.settings, others, window),
            ruled_out=admitted.left_out,
            skipped=skipped,
            learned=self.learned,
            encoder=self.encoder,
        )
        record = propose(admitted.items, brief)
        is_draft = self.settings.review or window.closes > self.now
        return record and replace(record, status=markdown.DRAFT if is_draft else markdown.PUBLISHED)

    def _skipped(self, window: Window, others: Sequence[Stored]) -> tuple[Window, ...]:
        """Return the time before a window that belongs to no edition, if one is skipped at all."""
        if self.settings.thin != "skip":
            return ()
        earlier = (closing_of(one, self.calendar) for one in others)
        last = max((closes for closes in earlier if closes <= window.opens), default=None)
        first = self.pool.earliest(self.now) or window.opens
        since = last or first - timedelta(seconds=1)
        return (Window(since, window.opens),) if since < window.opens else ()

    def rendered(self, record: Record) -> str:
        return render(record, self.calendar.zone, record.status)


def _is_open(stored: Stored) -> bool:
    """Tell whether an edition is a draft of the program's."""
    record = stored.record
    return record is not None and not record.seal and stored.file.status == markdown.DRAFT


def _cited(others: Sequence[Stored], earlier: Stored | None) -> Iterator[str]:
    """Yield what editions rest on; of an earlier proposal only what the editor added."""
    yield from (url for edition in others for url in edition.file.cited)
    if earlier and earlier.record:
        told = {item.url for story in earlier.record.stories for item in story.items}
        yield from earlier.file.cited - told


def _unsettled(conflicts: Sequence[Conflict], text: str) -> Iterator[Conflict]:
    """Yield the conflicts in which the editor has not taken the proposal, or the part out."""
    found = by_key(text)
    for one in conflicts:
        part = found.get((one.kind, one.name))
        if part and part.said != " ".join(one.proposal.split()):
            yield one
