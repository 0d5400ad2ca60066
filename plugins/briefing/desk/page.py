"""The desk as a page: one file in ``var/desk/``, for the editor alone and never published.

``gather`` reads everything and changes nothing; ``page.html`` beside this module says it in words.
The page loads nothing, runs nothing and escapes all it prints: what it shows came from feeds.
"""

import json
import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from briefing.delivery import Ledger, State
from briefing.desk.coming_in import sources
from briefing.desk.composing import _Run
from briefing.desk.going_out import LEDGER
from briefing.desk.health import Condition, Health, span
from briefing.desk.overview import _healths
from briefing.desk.pool import LATE, Pool, reach
from briefing.desk.proofing import Proof, proof, proof_unpublished
from briefing.editions import markdown, seal
from briefing.editions.assemble import Stored, assemble, closing_of
from briefing.editions.brief import CARRIED, HELD, MEMORY, SKIPPED, accounted_by
from briefing.editions.calendar import due_windows, read_name
from briefing.editions.decisions import Decision
from briefing.editions.heeding import OUT
from briefing.editions.merge import by_key
from briefing.editions.view import EditionView
from briefing.errors import BriefingError
from briefing.files import replace as replace_file
from briefing.models import (
    Correction,
    Item,
    LeftOut,
    Record,
    RecordItem,
    RecordStory,
    Window,
    is_web_address,
)
from briefing.newsroom.admission import REASON as RULED_OUT
from briefing.newsroom.titles import clean
from briefing.settings import Settings
from briefing.store import Store

PAGE, STATE = "var/desk/index.html", "var/desk/state.json"
AILING = (Condition.FAILING, Condition.SILENT, Condition.GONE, Condition.MOVED)

IN, MERGED, TAKEN_OUT = "In the edition", "Merged into a story", "Taken out by the editor"
WAITING, EARLIER = "Came in since: not weighed yet", "Done with by an earlier edition"
PILES = (
    (CARRIED, "carried", "Carried to the next edition"),
    (HELD, "held", "Held by the editor for a later edition"),
    ("the editor decided", "out", "Decided by the editor"),
    (RULED_OUT, "out", "Kept out by the list of sources"),
    ("close to ", "out", "Close to a story that is in"),
    ("the same as ", "out", "The same as another story"),
    ("enough from ", "out", "Enough from its outlet already"),
    ("too weak", "out", "Too weak"),
    ("waited for room", "out", "Waited for room too long"),
    (SKIPPED, "out", "Its edition was skipped"),
)
"""How a reason begins, what that means for the item, and the pile on which it lies."""

ORDER = ("in", "merged", "carried", "held", "waiting", "out", "earlier")


@dataclass(frozen=True, slots=True)
class Clash:
    """A part of an edition that the editor and a new proposal both changed; "" was taken out."""

    day: str
    kind: str
    name: str
    mine: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Matters:
    """What needs the editor; days go with what is told of an edition."""

    clashes: tuple[Clash, ...]
    broken: tuple[tuple[str, str], ...]
    proofs: tuple[Proof, ...]
    corrections: tuple[tuple[str, Correction], ...]
    uncertain: tuple[tuple[str, int], ...]
    sources: tuple[Health, ...]

    @property
    def count(self) -> int:
        """How many there are, without the notes of the gate."""
        told = (self.clashes, self.broken, self.corrections, self.uncertain, self.sources)
        errors = sum(one.is_error for _, findings in self.proofs for one in findings)
        return sum(map(len, told)) + errors


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


@dataclass(frozen=True, slots=True)
class Fate:
    """An item of the window and what became of it; ``words`` say more than its pile does."""

    url: str
    title: str
    outlet: str = ""
    published: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Pile:
    """Items with one fate; ``kind`` is one of ``ORDER``."""

    kind: str
    label: str
    fates: tuple[Fate, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An item that was left out for being close to a story, yet not of it."""

    fate: Fate
    story: RecordStory


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision, whether it counts for the next edition, and the names that nothing goes by."""

    decision: Decision
    holds: bool
    unknown: tuple[str, ...]


Places = dict[str, tuple[str, str]]
"""Title and place by thread or address, in order."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a page showed, as the next one compares it: places of stories, items and sources."""

    at: str
    edition: str
    stories: Places
    items: Places
    sources: Places


@dataclass(frozen=True, slots=True)
class Change:
    """What is new, gone or moved: from one place to another."""

    kind: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a page was last different; ``edition`` is what that one showed."""

    at: datetime
    edition: str
    stories: tuple[Change, ...] = ()
    items: tuple[Change, ...] = ()
    sources: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskPage:
    """All that the page shows.  ``state`` is what the next page compares itself with."""

    now: datetime
    matters: Matters
    coming: Coming
    piles: tuple[Pile, ...]
    near: tuple[NearMiss, ...]
    rulings: tuple[Ruling, ...]
    sources: tuple[Health, ...]
    changes: Changes | None
    state: str


def gather(settings: Settings) -> DeskPage:
    """Read the state of the desk; nothing is written, nor a database made where there is none.

    Raises:
        BriefingError: content or database cannot be read.
    """
    with Store.open(_database(settings), settings.root) as store:
        run = _Run(settings, Pool(settings, store))
        healths = _healths(settings, store, run.now)
        coming = _coming(run)
        others = [one for one in run.shelved if one is not coming.stored]
        wide = reach(coming.window, others)
        admitted = run.pool.admission(wide)
        stored = store.items([health.source.feed_url for health in healths], wide)
    out = (item for item in stored if item.published <= run.now)
    items = {item.url: item for item in (*out, *admitted.items)}
    piles = _piled(_fates(coming, others, items, admitted.left_out))
    snapshot = _snapshot(run.now, coming, piles, healths)
    seen, before = _seen(settings, snapshot)
    return DeskPage(
        now=run.now,
        matters=_matters(settings, run.shelved, coming, healths),
        coming=coming,
        piles=piles,
        near=tuple(_near_misses(coming, piles)),
        rulings=tuple(_rulings(run, coming, items)),
        sources=healths,
        changes=_changes(before, snapshot) if before else None,
        state=_dumped(seen, before),
    )


def write_page(settings: Settings, page: DeskPage) -> Path:
    """Write the page, and what the next one compares itself with; return where the page is.

    Raises:
        BriefingError: the disk does not take it.
    """
    path = settings.path(PAGE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, _rendered(settings, page).encode())
        replace_file(settings.path(STATE), page.state.encode())
    except OSError as error:
        raise BriefingError(f"{path} could not be written: {error.strerror}.") from error
    return path


def _rendered(settings: Settings, page: DeskPage) -> str:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["quoted"] = lambda text: shlex.quote(" ".join(str(text).split()))
    environment.filters["local"] = lambda moment: moment.astimezone(settings.timezone)
    environment.filters["span"] = span
    environment.tests["web"] = is_web_address
    text = files(__package__).joinpath("page.html").read_text(encoding="utf-8")
    return environment.from_string(text).render(page=page, settings=settings, order=ORDER)


def _database(settings: Settings) -> str:
    """Return the address of the database, or of an empty one in memory where there is none."""
    scheme, _, name = settings.database.partition(":///")
    is_missing = scheme == "sqlite" and not settings.path(name).is_file()
    return "sqlite://" if is_missing else settings.database


def _coming(run: _Run) -> Coming:
    newest = run.shelved[-1] if run.shelved else None
    if newest and (
        newest.file.status == markdown.DRAFT or closing_of(newest, run.calendar) > run.now
    ):
        closed = (closing_of(one, run.calendar) for one in run.shelved[:-1])
        closes = closing_of(newest, run.calendar)
        opens = max((one for one in closed if one < closes), default=closes - LATE)
        window = newest.record.window if newest.record else Window(opens, closes)
        return Coming(newest.name, window, newest, _view(run, run.shelved), is_written=True)
    window, record = _foreseen(run)
    name = run.calendar.name(window.closes)
    if record is None:
        return Coming(name, window, None, None, is_written=False)
    text = run._rendered(record)
    day, nth = read_name(name)
    stored = Stored(day, markdown.parse(text, name), record, text, nth)
    return Coming(name, window, stored, _view(run, [*run.shelved, stored]), is_written=False)


def _foreseen(run: _Run) -> tuple[Window, Record | None]:
    """Return the first edition for which there is enough by now, due or coming, written nowhere."""
    last = max((closing_of(one, run.calendar) for one in run.shelved), default=None)
    earliest = run.pool.earliest(run.now)
    folded = run.settings.missed == "fold"
    due = due_windows(run.calendar, last=last, earliest=earliest, now=run.now, folded=folded)
    opens = last or (earliest - timedelta(seconds=1) if earliest else run.now - LATE)
    for closes in (*(window.closes for window in due), run.calendar.next(run.now)):
        window = Window(opens, closes)
        if record := run._proposal(window, run.shelved):
            return window, record
        opens = closes if run.settings.thin == "skip" else opens
    return window, None


def _view(run: _Run, editions: Sequence[Stored]) -> EditionView:
    """Return how readers would see the last of some editions, next to those remembered."""
    return assemble(editions[-MEMORY - 1 :], run.settings, sources(run.settings))[-1]


def _matters(
    settings: Settings, shelved: Sequence[Stored], coming: Coming, healths: Iterable[Health]
) -> Matters:
    clashes = tuple(_clashes(shelved))
    return Matters(
        clashes=clashes,
        broken=tuple(
            (one.name, what) for one in shelved for what in seal.broken(one.text, one.record)
        ),
        proofs=tuple(_proofs(settings, coming, clashes)),
        corrections=tuple(
            (one.name, correction)
            for one in shelved
            if one.record
            for correction in seal.open_corrections(one.record)
        ),
        uncertain=tuple(_uncertain(settings, [one.name for one in shelved])),
        sources=tuple(health for health in healths if health.condition in AILING),
    )


def _proofs(settings: Settings, coming: Coming, clashes: Iterable[Clash]) -> Iterator[Proof]:
    """Yield what the gate says, without the clashes, of which the page tells itself."""
    known = tuple(f"The {one.kind} \u201c{one.name}\u201d has a new proposal" for one in clashes)
    proofs = dict(proof_unpublished(settings))
    if coming.is_written:
        proofs |= (proof(settings, coming.name),)
    for day, findings in sorted(proofs.items()):
        if found := tuple(one for one in findings if not one.words.startswith(known)):
            yield day, found


def _clashes(shelved: Iterable[Stored]) -> Iterator[Clash]:
    for stored in shelved:
        for one in stored.record.conflicts if stored.record else ():
            part = by_key(stored.text).get((one.kind, one.name))
            mine = part.text.strip() if part else ""
            yield Clash(stored.name, one.kind, one.name, mine, one.proposal)


def _uncertain(settings: Settings, days: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield the editions of which nobody knows whether some readers got them."""
    if not settings.path(LEDGER).is_file():
        return
    with Ledger.open(settings.path(LEDGER)) as ledger:
        for day in days:
            if count := ledger.count(day, State.UNCERTAIN):
                yield day, count


Placed = tuple[str, str, Fate]
"""Kind, label of the pile, and the item."""


def _fates(
    coming: Coming,
    others: Sequence[Stored],
    items: Mapping[str, Item],
    ruled_out: Sequence[LeftOut],
) -> Iterator[Placed]:
    """Yield for every item of the window, and all else that was weighed, what became of it."""
    told: set[str] = set()
    for placed in (*_of_record(coming, items), *_of_editor(coming, items)):
        if placed[2].url not in told:
            told.add(placed[2].url)
            yield placed
    done = {url: one.name for one in others for url in _done_by(one)}
    reasons = {left.url: left.reason for left in ruled_out}
    for url, item in sorted(items.items(), key=lambda pair: (pair[1].published, pair[0])):
        fate = _fate(url, items)
        if url in told or (url in done and item.published not in coming.window):
            continue
        if url in done:
            yield "earlier", EARLIER, replace(fate, words=f"see the edition of {done[url]}")
        elif url in reasons:
            yield _left(fate, reasons[url])
        elif coming.record is None:
            yield "waiting", "Waiting for an edition", fate
        else:
            yield "waiting", WAITING, fate


def _of_record(coming: Coming, items: Mapping[str, Item]) -> Iterator[Placed]:
    for story in coming.stories.values():
        for place, item in enumerate(story.items):
            fate = _fate(item.url, items, item)
            if story.thread not in coming.threads:
                yield "out", TAKEN_OUT, replace(fate, words=story.headline)
            elif place:
                yield "merged", MERGED, replace(fate, words=story.headline)
            else:
                words = f"{story.section}, score {story.score:.1f}"
                yield "in", IN, replace(fate, words=words)
    for left in coming.record.left_out if coming.record else ():
        yield _left(_fate(left.url, items), left.reason)


def _of_editor(coming: Coming, items: Mapping[str, Item]) -> Iterator[Placed]:
    for url in sorted(coming.stored.file.cited) if coming.stored else ():
        yield "in", IN, replace(_fate(url, items), words="brought in by the editor")


def _left(fate: Fate, reason: str) -> Placed:
    if reason.endswith(OUT):
        return "out", TAKEN_OUT, fate
    for start, kind, label in PILES:
        if reason.startswith(start):
            words = "" if reason == start else reason.removeprefix(RULED_OUT)
            return kind, label, replace(fate, words=words)
    return "out", reason[:1].upper() + reason[1:], fate


def _fate(url: str, items: Mapping[str, Item], kept: RecordItem | None = None) -> Fate:
    if item := items.get(url):
        return Fate(url, item.title, item.outlet, item.published)
    return Fate(url, kept.title, kept.source, kept.published) if kept else Fate(url, url)


def _done_by(stored: Stored) -> Iterator[str]:
    yield from stored.file.cited
    yield from accounted_by(stored.record) if stored.record else ()


def _piled(fates: Iterable[Placed]) -> tuple[Pile, ...]:
    piles: defaultdict[tuple[str, str], list[Fate]] = defaultdict(list)
    for kind, label, fate in fates:
        piles[kind, label].append(fate)
    made = [Pile(kind, label, tuple(found)) for (kind, label), found in piles.items()]
    return tuple(sorted(made, key=lambda p: (ORDER.index(p.kind), -len(p.fates), p.label)))


def _near_misses(coming: Coming, piles: Iterable[Pile]) -> Iterator[NearMiss]:
    """Yield what was left out for being close to a story, which its reason names by a title."""
    by_title = {
        f"\u201c{clean(story.items[0].title, story.items[0].source)}\u201d": story
        for story in coming.stories.values()
        if story.items
    }
    for fate in (fate for pile in piles for fate in pile.fates if pile.kind == "out"):
        for start in ("close to ", "the same as "):
            story = by_title.get(fate.words.removeprefix(start))
            if story and fate.words.startswith(start):
                yield NearMiss(fate, story)


def _rulings(run: _Run, coming: Coming, items: Mapping[str, Item]) -> Iterator[Ruling]:
    known, day = {*items, *coming.threads}, run.calendar.day(coming.window.closes)
    reasons: set[str] = set()
    for stored in (*run.shelved, *filter(None, (coming.stored,))):
        known |= stored.file.cited
        for section in stored.file.sections:
            known |= {story.thread for story in section.stories if story.thread}
        if stored.record:
            known |= {left.url for left in stored.record.left_out}
            reasons |= {left.reason for left in stored.record.left_out}
            known |= {item.url for story in stored.record.stories for item in story.items}
            known |= {story.thread for story in stored.record.stories}
    for one in reversed(run.decisions.all):
        is_heeded = one.verb == "block" or any(one.words in reason for reason in reasons)
        unknown = () if is_heeded else tuple(name for name in one.about if name not in known)
        yield Ruling(one, one.holds_on(day), unknown)


def _snapshot(
    now: datetime, coming: Coming, piles: Iterable[Pile], healths: Iterable[Health]
) -> Snapshot:
    sections = coming.view.sections if coming.view else ()
    return Snapshot(
        at=now.isoformat(),
        edition=coming.name,
        stories={
            story.thread: (story.headline, section.title)
            for section in sections
            for story in section.stories
        },
        items=dict(
            sorted((fate.url, (fate.title, pile.label)) for pile in piles for fate in pile.fates)
        ),
        sources=dict(
            sorted((h.source.feed_url, (h.source.title, str(h.condition))) for h in healths)
        ),
    )


def _seen(settings: Settings, snapshot: Snapshot) -> tuple[Snapshot, Snapshot | None]:
    """Return what is shown, and what was shown when it was last different.

    A page that is made twice from the same says the same twice.
    """
    try:
        kept = json.loads(settings.path(STATE).read_bytes())
        shown, before = _loaded(kept["shown"]), kept["before"] and _loaded(kept["before"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return snapshot, None
    if _dumped(replace(shown, at=snapshot.at), None) == _dumped(snapshot, None):
        return shown, before
    return snapshot, shown


def _loaded(kept: Mapping[str, Any]) -> Snapshot:
    """Read a snapshot.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it is none.
    """
    at, edition = datetime.fromisoformat(kept["at"]).isoformat(), str(kept["edition"])
    stories, items, sources = (
        {key: (str(title), str(place)) for key, (title, place) in dict(kept[name]).items()}
        for name in ("stories", "items", "sources")
    )
    return Snapshot(at, edition, stories, items, sources)


def _dumped(shown: Snapshot, before: Snapshot | None) -> str:
    state = {"shown": asdict(shown), "before": before and asdict(before)}
    return json.dumps(state, ensure_ascii=False, indent=1) + "\n"


def _changes(before: Snapshot, after: Snapshot) -> Changes:
    at = datetime.fromisoformat(before.at)
    sources = tuple(_moves(before.sources, after.sources))
    if before.edition != after.edition:
        return Changes(at, before.edition, sources=sources)
    return Changes(
        at,
        before.edition,
        (*_moves(before.stories, after.stories), *_reordered(before.stories, after.stories)),
        tuple(_moves(before.items, after.items)),
        sources,
    )


def _moves(before: Places, after: Places) -> Iterator[Change]:
    for key, (title, place) in after.items():
        was = before.get(key)
        if was is None:
            yield Change("new", title, "", place)
        elif was[1] != place:
            yield Change("moved", title, was[1], place)
        elif was[0] != title:
            yield Change("retitled", title, was[0], title)
    yield from (Change("gone", *before[key], "") for key in before if key not in after)


def _reordered(before: Places, after: Places) -> Iterator[Change]:
    """Yield the stories that stand elsewhere in the same section: the fewest that explain it."""
    old = [key for key in before if key in after]
    new = [key for key in after if key in before]
    blocks = SequenceMatcher(a=old, b=new, autojunk=False).get_matching_blocks()
    stayed = {key for block in blocks for key in new[block.b : block.b + block.size]}
    for key in new:
        title, place = after[key]
        if key not in stayed and before[key][1] == place:
            yield Change("moved", title, f"place {old.index(key) + 1}", f"{new.index(key) + 1}")
