"""What became of every item of a window, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from briefing.desk.coming import Coming
from briefing.desk.pool import done_by
from briefing.editions.assemble import Stored
from briefing.editions.brief import CARRIED, HELD, SKIPPED
from briefing.editions.heeding import OUT
from briefing.models import (
    Item,
    LeftOut,
    RecordItem,
    RecordStory,
)
from briefing.newsroom.admission import REASON as RULED_OUT
from briefing.newsroom.titles import clean

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


Placed = tuple[str, str, Fate]
"""Kind, label of the pile, and the item."""


def fates(
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
    done = {url: one.name for one in others for url in done_by(one)}
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


def piled(fates: Iterable[Placed]) -> tuple[Pile, ...]:
    piles: defaultdict[tuple[str, str], list[Fate]] = defaultdict(list)
    for kind, label, fate in fates:
        piles[kind, label].append(fate)
    made = [Pile(kind, label, tuple(found)) for (kind, label), found in piles.items()]
    return tuple(sorted(made, key=lambda p: (ORDER.index(p.kind), -len(p.fates), p.label)))


def near_misses(coming: Coming, piles: Iterable[Pile]) -> Iterator[NearMiss]:
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
