"""What the editor decided, in the proposal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefing.editions import decisions
from briefing.editions.brief import Brief, waits
from briefing.editions.compose import compose
from briefing.models import Item, Record, RecordStory, Window
from briefing.newsroom.topics import Vocabulary
from briefing.settings import Settings

CLOSES = datetime(2026, 1, 7, 6, tzinfo=UTC)
SETTINGS = Settings(root=Path(), min_stories=2, stories=3, briefs=2)
TEXTS = {
    "ferry": (
        "Night ferry to Hallin keeps sailing",
        "The night ferry to Hallin will keep sailing this winter. Its owner found a second crew.",
    ),
    "mine": (
        "Copper mine reopens after the flood",
        "The copper mine at Brack reopened on Tuesday. Pumps had run there for eleven weeks.",
    ),
    "school": (
        "Two schools merge in Port Averell",
        "Two primary schools in Port Averell will share one roof. Parents had asked for a delay.",
    ),
    "orchard": (
        "Orchards lose half of their apples to hail",
        "Hail took half of the apples in the southern orchards. Growers want help from the state.",
    ),
}


def address(name: str) -> str:
    return f"https://{name}.example/1"


def items(*names: str, hours: float = 10) -> tuple[Item, ...]:
    when = CLOSES - timedelta(hours=hours)
    return tuple(
        Item(n, n, n.title(), address(n), TEXTS[n][0], when, when, text=TEXTS[n][1]) for n in names
    )


def brief(decided: str = "", proposal: Record | None = None, *memory: Record) -> Brief:
    return Brief(
        window=Window(CLOSES - timedelta(days=2), CLOSES),
        number=1,
        archive=(),
        memory=memory,
        cited=frozenset(),
        vocabulary=Vocabulary.load(),
        settings=SETTINGS,
        decisions=decisions.parse(decided),
        proposal=proposal,
    )


def proposed(decided: str = "", proposal: Record | None = None, *memory: Record) -> Record:
    record = compose(items(*TEXTS), brief(decided, proposal, *memory))
    assert record
    return record


@pytest.mark.parametrize("mark", ["", ".", "…", "!"])
def test_the_list_of_stories_has_one_end_mark(mark: str) -> None:
    ends = tuple(replace(item, title=item.title + mark) for item in items(*TEXTS))
    record = compose(ends, brief())
    assert record
    last = record.stories[2].headline.rstrip(".")
    assert record.summary.endswith(last if mark in ("…", "!") else f"{last}.")
    assert "." not in record.summary[:-1]


def table(line: str) -> str:
    return f"[[decisions]]\n{line}\n"


def of(record: Record, name: str) -> RecordStory | None:
    """Return the story of an item."""
    found = [s for s in record.stories if any(item.url == address(name) for item in s.items)]
    return found[0] if found else None


def earlier() -> tuple[Record, RecordStory]:
    """Return an edition of two days before, and how the story of the mine began in it."""
    before = replace(proposed(), day="2026-01-05")
    mine = of(before, "mine")
    assert mine
    published = mine.items[0].published - timedelta(days=2)
    old = replace(mine.items[0], url="https://mine.example/0", published=published)
    begun = replace(mine, items=(old,), sentences=())
    return replace(before, stories=(begun,)), begun


def test_without_decisions_all_are_in() -> None:
    assert all(of(proposed(), name) for name in TEXTS)


@pytest.mark.parametrize(
    ("line", "reason", "again"),
    [
        ('drop = "https://mine.example/1"', "drop https://mine.example/1", False),
        ('block = "mine"', "block mine", False),
        ('hold = "https://mine.example/1"\nuntil = 2026-01-09', "held for a later edition", True),
    ],
)
def test_kept_out(line: str, reason: str, again: bool) -> None:
    record = proposed(table(line))
    assert of(record, "mine") is None
    [left] = [one for one in record.left_out if one.url == address("mine")]
    assert reason in left.reason
    assert waits(left) == again


@pytest.mark.parametrize("verb", ["drop", "mute"])
def test_a_thread_that_the_editor_wants_no_more(verb: str) -> None:
    before, mine = earlier()
    said = proposed(table(f'{verb} = "{mine.thread}"'), None, before)
    assert of(said, "mine") is None
    assert of(proposed("", None, before), "mine")


@pytest.mark.parametrize(
    ("line", "check"),
    [
        (
            'pin = "https://orchard.example/1"\nplace = "lead"',
            lambda r: r.stories[0] == of(r, "orchard"),
        ),
        (
            'pin = "https://orchard.example/1"\nplace = "briefs"',
            lambda r: of(r, "orchard").section == "Briefs",
        ),
        (
            'move = "https://school.example/1"\nsection = "Our children"',
            lambda r: of(r, "school").section == "Our children",
        ),
        (
            'retitle = "https://school.example/1"\ntitle = "One roof for two"',
            lambda r: of(r, "school").headline == "One roof for two",
        ),
        (
            'join = ["https://school.example/1", "https://ferry.example/1"]',
            lambda r: of(r, "school") == of(r, "ferry"),
        ),
    ],
)
def test_place(line: str, check: Callable[[Record], bool]) -> None:
    assert not check(proposed())
    assert check(proposed(table(line)))


def test_pinned_although_it_would_not_fit() -> None:
    weak = replace(SETTINGS, stories=1, briefs=1)
    asked = replace(brief(), settings=weak)
    without = compose(items(*TEXTS), asked)
    assert without
    missing = next(name for name in TEXTS if of(without, name) is None)
    pinned = replace(asked, decisions=decisions.parse(table(f'pin = "{address(missing)}"')))
    record = compose(items(*TEXTS), pinned)
    assert record
    assert of(record, missing)


def test_split() -> None:
    twins = (*items("mine"), replace(items("mine")[0], id="x", url="https://x.example/1"))
    asked = replace(brief(), settings=replace(SETTINGS, min_stories=1))
    both = compose(twins, asked)
    assert both
    assert len(both.stories[0].items) == 2
    line = 'split = ["https://mine.example/1", "https://x.example/1"]'
    apart = compose(twins, replace(asked, decisions=decisions.parse(table(line))))
    assert apart
    assert all(len(story.items) == 1 for story in apart.stories)


def test_a_new_proposal_keeps_the_threads_of_the_one_before() -> None:
    first = proposed()
    renamed = tuple(replace(story, thread=f"first-{story.thread}") for story in first.stories)
    again = proposed("", replace(first, stories=renamed))
    assert {s.thread for s in again.stories} == {s.thread for s in renamed}


def test_merged_threads() -> None:
    before, mine = earlier()
    record = proposed(table(f'merge = ["the-flood", "{mine.thread}"]'), None, before)
    found = of(record, "mine")
    assert found
    assert found.thread == "the-flood"
