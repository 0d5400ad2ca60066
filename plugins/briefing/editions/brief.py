"""What an edition is composed from: besides the items, all that was said and decided before."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from briefing.editions.calendar import Calendar
from briefing.editions.decisions import Decisions
from briefing.models import Amends, Item, LeftOut, Record, Window
from briefing.newsroom import threads
from briefing.newsroom.semantic import Encoder
from briefing.newsroom.topics import Learned, Vocabulary
from briefing.settings import Settings

MEMORY = 25
"""Editions back in which a thread is looked for, and within which nothing is said twice."""
CARRIED = "no room; carried to the next edition"
HELD = "held for a later edition"
SKIPPED = "its edition had too few stories and was skipped"
"""How the reasons begin with which an item waits; with any other it is done with."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What an edition is composed from, besides the items.

    ``archive`` are items from before the window: they tell everyday words from telling ones.
    ``memory`` are the records of earlier editions, oldest first; ``cited`` the addresses that
    editions rest on, whoever wrote them.  ``proposal`` is what was proposed for this very edition
    before, ``amends`` are corrections that it has to carry.  ``ruled_out`` is what the rules of the
    sources keep out, ``skipped`` are windows whose editions were too thin and come no more.
    ``learned`` is what was learnt from the archive, ``encoder`` the sentence model of the extra.
    """

    window: Window
    number: int
    archive: tuple[Item, ...]
    memory: tuple[Record, ...]
    cited: frozenset[str]
    vocabulary: Vocabulary
    settings: Settings
    decisions: Decisions = field(default_factory=Decisions)
    proposal: Record | None = None
    amends: tuple[Amends, ...] = ()
    ruled_out: tuple[LeftOut, ...] = ()
    skipped: tuple[Window, ...] = ()
    learned: Learned | None = None
    encoder: Encoder | None = None

    @property
    def day(self) -> date:
        """The edition's day in the calendar's zone."""
        return Calendar.from_settings(self.settings).day(self.window.closes)

    @property
    def name(self) -> str:
        """The edition's name: its day, and its number on a day with several."""
        return Calendar.from_settings(self.settings).name(self.window.closes)

    @property
    def decided(self) -> Decisions:
        """The decisions that count for this edition."""
        return self.decisions.on(self.day)


def remembered(brief: Brief) -> Iterator[Record]:
    """Yield the records in which threads are looked for; older ones for what is followed."""
    followed = {name for one in brief.decided.of("follow") for name in one.about}
    for record in brief.memory[:-MEMORY]:
        found = tuple(story for story in record.stories if story.thread in followed)
        if found:
            yield replace(record, stories=found)
    yield from brief.memory[-MEMORY:]


def unaccounted(items: Sequence[Item], brief: Brief, done: Collection[str]) -> tuple[Item, ...]:
    """Return the items that no edition has accounted for, by time, each address once."""
    fresh: dict[str, Item] = {}
    for item in sorted(items, key=lambda item: (item.published, item.id)):
        if item.published <= brief.window.closes and item.url not in done:
            fresh.setdefault(item.url, item)
    return tuple(fresh.values())


def accounted(brief: Brief) -> frozenset[str]:
    """Return the addresses that editions have carried or left out for good."""
    return brief.cited.union(*(accounted_by(record) for record in brief.memory))


def kept_out(items: Sequence[Item], brief: Brief, done: Collection[str]) -> tuple[LeftOut, ...]:
    """Return what the edition has nothing to choose from: by the sources' rules, or too late."""
    late = [item for item in items if any(item.published in window for window in brief.skipped)]
    found = (*brief.ruled_out, *(LeftOut(item.url, SKIPPED) for item in late))
    return tuple(out for out in found if out.url not in done)


def accounted_by(record: Record) -> Iterator[str]:
    """Yield the addresses that an edition has carried or left out for good."""
    yield from (item.url for story in record.stories for item in story.items)
    yield from (left.url for left in record.left_out if not waits(left))


def waits(left: LeftOut) -> bool:
    """Tell whether an item that was left out is looked at again."""
    return left.reason.startswith((CARRIED, HELD))


def memories(records: Iterable[Record]) -> Iterator[threads.Memory]:
    """Yield what is remembered of each thread: its newest story, and all that was said of it."""
    newest: dict[str, threads.Memory] = {}
    told: defaultdict[str, list[str]] = defaultdict(list)
    chapters: defaultdict[str, list[str]] = defaultdict(list)
    for record in records:
        for story in record.stories:
            titles = [story.headline, *(item.title for item in story.items)]
            said = [sentence.text for sentence in story.sentences]
            told[story.thread] += said
            chapters[story.thread].append("\n".join(titles + said))
            newest[story.thread] = threads.Memory(
                thread=story.thread,
                day=record.day,
                chapters=tuple(chapters[story.thread]),
                urls=tuple(item.url for item in story.items),
                published=max(item.published for item in story.items),
                told=tuple(dict.fromkeys(told[story.thread])),
            )
    yield from newest.values()


def carried(memory: Sequence[Record]) -> Counter[str]:
    """Return for each address how often it was carried over."""
    return Counter(
        left.url for record in memory for left in record.left_out if left.reason == CARRIED
    )


def held(memory: Sequence[Record]) -> frozenset[str]:
    """Return the addresses that earlier editions held back for a later one."""
    left_out = (left for record in memory for left in record.left_out)
    return frozenset(left.url for left in left_out if left.reason.startswith(HELD))
