"""A story that goes on in a later edition: told by what is new.  All texts are ours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefing.editions import decisions
from briefing.editions.brief import Brief, memories
from briefing.editions.compose import compose
from briefing.models import Item, Record, RecordStory, Window
from briefing.newsroom.topics import Vocabulary
from briefing.settings import Settings

MONDAY = datetime(2026, 1, 5, 6, tzinfo=UTC)
WEDNESDAY = MONDAY + timedelta(days=2)
MINE = "The copper mine at Brack reopened on Tuesday after a flood in the eastern shaft."
PUMPS = "Pumps had run in the eastern shaft of the Brack mine for eleven weeks."
STOPPED = "Inspectors closed the copper mine at Brack again after water came into a second shaft."
TITLES = ("Copper mine at Brack reopens after flood", "Inspectors close Brack copper mine again")


def item(number: int, closes: datetime, *texts: str, hours: float = 8) -> Item:
    when, outlet = closes - timedelta(hours=hours), f"Outlet {number}"
    url, title = f"https://{number}.example/mine", TITLES[number > 1]
    return Item(f"i{number}", outlet, outlet, url, title, when, when, text=" ".join(texts))


def other(closes: datetime) -> Item:
    when = closes - timedelta(hours=4)
    url, title = f"https://choir.example/{closes:%d}", f"Choir of Pelham sings on day {closes:%d}"
    text = f"The choir of Pelham sang in the town hall on day {closes:%d}, before a full house."
    return Item(url, "Choir", "Choir", url, title, when, when, text=text)


def edition(items: Sequence[Item], closes: datetime, *memory: Record, decided: str = "") -> Record:
    choir = other(closes)
    record = compose(
        [*items, *([] if choir.url in {item.url for item in items} else [choir])],
        Brief(
            window=Window(closes - timedelta(days=2), closes),
            number=1 + len(memory),
            archive=(),
            memory=memory,
            cited=frozenset(),
            vocabulary=Vocabulary.load(),
            settings=Settings(root=Path(), min_stories=1),
            decisions=decisions.parse(decided),
        ),
    )
    assert record
    return record


def mine(record: Record) -> list[str] | None:
    """Return what an edition quotes of the mine, None if it is not in it."""
    found = of_mine(record)
    return [sentence.text for sentence in found.sentences] if found else None


def of_mine(record: Record) -> RecordStory | None:
    return next((s for s in record.stories if s.items[0].url.endswith("/mine")), None)


FIRST = edition([item(1, MONDAY, MINE, PUMPS)], MONDAY)
THREAD = "copper-mine-at-brack-reopens-after-flood"


def test_what_was_told_is_not_told_again() -> None:
    second = edition([item(2, WEDNESDAY, MINE, STOPPED, PUMPS)], WEDNESDAY, FIRST)
    assert mine(FIRST) == [MINE, PUMPS]
    assert mine(second) == [STOPPED]
    story = of_mine(second)
    assert story
    assert (story.thread, story.previous) == (THREAD, FIRST.day)
    assert story.headline == "Inspectors close Brack copper mine again"


def test_a_thread_is_known_by_all_its_chapters() -> None:
    second = edition([item(2, WEDNESDAY, MINE, STOPPED, PUMPS)], WEDNESDAY, FIRST)
    (memory,) = (one for one in memories([FIRST, second]) if one.thread == THREAD)
    assert memory.day == second.day
    first, last = memory.chapters
    assert all(line in first for line in (MINE, PUMPS))
    assert STOPPED in last
    assert MINE not in last


def test_all_that_earlier_editions_told_counts() -> None:
    second = edition([item(2, WEDNESDAY, STOPPED)], WEDNESDAY, FIRST)
    (told,) = (m.told for m in memories([FIRST, second]) if m.thread == THREAD)
    assert told == (MINE, PUMPS, STOPPED)


@pytest.mark.parametrize(
    ("texts", "hours"),
    [
        pytest.param((MINE, PUMPS), 8, id="the same again"),
        pytest.param((PUMPS.replace("had run", "ran"),), 8, id="nearly the same"),
        pytest.param((STOPPED, MINE), 58, id="late: older than what was printed"),
    ],
)
def test_with_nothing_new_it_is_left_out(texts: tuple[str, ...], hours: float) -> None:
    again = item(2, WEDNESDAY, *texts, hours=hours)
    second = edition([again], WEDNESDAY, FIRST)
    assert mine(second) is None
    reasons = {left.url: left.reason for left in second.left_out}
    assert reasons[again.url].startswith("nothing new since")


def test_the_editor_may_print_it_all_the_same() -> None:
    again = item(2, WEDNESDAY, MINE, PUMPS)
    second = edition([again], WEDNESDAY, FIRST, decided=f'[[decisions]]\npin = "{again.url}"\n')
    assert mine(second) == []


def test_two_stories_of_an_edition_never_say_the_same() -> None:
    both = "A clerk of the district read the notice aloud to those who had come."
    choir = other(MONDAY)
    items = [replace(choir, text=f"{both} {choir.text}"), item(1, MONDAY, both, MINE, PUMPS)]
    record = edition(items, MONDAY)
    said = [sentence.text for story in record.stories for sentence in story.sentences]
    assert len(record.stories) > 1
    assert said.count(both) == 1
