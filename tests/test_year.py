"""An editor's weeks in a small invented world, and the calendar's promise: nothing gets lost.

The player is that of ``bench/year.py``, which plays a whole year over other material.
"""

import random
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from playing.audit import account
from playing.editor import Editor
from playing.world import START, Delivery, World, delivered

from briefing.models import Item, Source, digest
from briefing.settings import WEEKDAYS

SOURCES = (
    Source("https://quay.example/feed", "The Quay"),
    Source("https://moor.example/feed", "Moor Gazette"),
    Source("https://lamp.example/feed", "Lamp and Lantern", cap=3),
    Source("https://ford.example/feed", "Ford Times"),
)
WHAT = (
    ("lock gate", "boats", "wait below the weir"),
    ("chapel roof", "slates", "lie in the churchyard"),
    ("bakery", "ovens", "stay cold until the mason comes"),
    ("toll bridge", "carters", "take the long way round"),
    ("sheep market", "drovers", "sleep in the hay barns"),
    ("paper mill", "rags", "pile up at the gate"),
    ("lighthouse lamp", "pilots", "steer by the moon"),
    ("village choir", "tenors", "practise in the stables"),
    ("peat railway", "wagons", "stand empty on the siding"),
    ("salt works", "pans", "were scrubbed by lantern light"),
    ("orchard wall", "goats", "have eaten the young grafts"),
    ("clock tower", "bells", "strike thirteen at noon"),
)
WHERE = ("Amberlow", "Birkmoss", "Candlewick", "Dunmarsh", "Elverton", "Fennimore", "Gullhaven")
HAPPENS = ("closes for repairs", "reopens early", "changes hands", "wins a prize", "is flooded")


def stories(number: int, rng: random.Random, when: datetime) -> Iterator[Item]:
    """Yield what one to three sources say about one event."""
    thing, folk, ending = WHAT[number % len(WHAT)]
    place, verb, count = rng.choice(WHERE), rng.choice(HAPPENS), rng.randrange(20, 900)
    for source in rng.sample(SOURCES, rng.choice((1, 1, 2, 3))):
        words = rng.choice(("on short notice", "after all", "as the council feared"))
        yield Item(
            id=digest(f"{number} {source.title}"),
            source=source.feed_url,
            outlet=source.title,
            url=f"https://{source.feed_url.split('/')[2]}/{number}",
            title=f"{place} {thing} {verb} {words}",
            published=when + timedelta(minutes=rng.randrange(300)),
            first_seen=when,
            text=f"The {thing} in {place} {verb}, and {count} {folk} {ending}. "
            f"It happened {words}, a clerk of {place} told {source.title} number {number}.\n\n"
            f"Nobody in {place} had counted on {count} {folk} this year.",
        )


def village(days: int, seed: int, events: int = 3) -> World:
    """Return a world where every day about so many things happen."""
    rng = random.Random(seed)  # noqa: S311 - a game
    start = datetime(START.year, START.month, START.day, tzinfo=UTC)
    found: list[Delivery] = []
    number = 0
    for day in range(days):
        for _ in range(rng.randrange(2 * events + 1)):
            number += 1
            when = start + timedelta(days=day, minutes=rng.randrange(1000))
            found += [delivered(item, rng) for item in stories(number, rng, when)]
    return World(SOURCES, tuple(sorted(found, key=lambda one: (one.at, one.item.id))))


@pytest.mark.parametrize("seed", range(3))
def test_an_editor_is_never_overruled(tmp_path: Path, seed: int) -> None:
    editor = Editor(tmp_path, village(28, seed), seed)
    editor.play(START, 28)
    assert not editor.tally.wrong, editor.tally.examples
    assert editor.tally.did["edits"]


calendars = st.fixed_dictionaries(
    {
        "days": st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True).map(tuple),
        "hour": st.sampled_from(("06:00", "00:00", "02:30", "23:59", "07:00, 17:30")),
        "zone": st.sampled_from(("UTC", "Asia/Shanghai", "America/New_York", "Australia/Perth")),
        "breaks": st.sampled_from(((), ("01-24..01-26",), ("2026-01-20..2026-02-05", "02-11"))),
        "missed": st.sampled_from(("catch-up", "fold")),
        "thin": st.sampled_from(("merge", "skip", "short")),
        "carry": st.integers(0, 3),
        "stories": st.integers(1, 6),
        "briefs": st.integers(2, 6),
    }
)


def play(root: Path, days: int, seed: int, every: int, calendar: Mapping[str, Any]) -> Editor:
    """Let runs compose every so many days, and ask of each item where it went."""
    editor = Editor(root, village(days, seed, 1), seed, **calendar)
    for day in range(0, days, every):
        now = datetime(START.year, START.month, START.day, 9, tzinfo=UTC) + timedelta(days=day)
        editor.feed(now)
        editor.compose(editor.settings(now))
    account(editor)
    return editor


@settings(max_examples=3)
@given(calendar=calendars, seed=st.integers(0, 99), every=st.integers(1, 4))
def test_every_item_ends_somewhere(calendar: Mapping[str, Any], seed: int, every: int) -> None:
    with tempfile.TemporaryDirectory() as root:
        editor = play(Path(root), 42, seed, every, calendar)
    assert not editor.tally.wrong, editor.tally.examples


def test_every_item_of_a_year_ends_somewhere(tmp_path: Path) -> None:
    weekly = {"days": ("fri",), "zone": "Europe/Berlin", "breaks": ("2026-08-01..2026-08-20",)}
    editor = play(tmp_path, 365, 5, 3, weekly)
    assert not editor.tally.wrong, editor.tally.examples
    assert editor.tally.did["editions proposed"] > 40
