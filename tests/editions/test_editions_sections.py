"""Under which heading a story stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefing.editions.brief import Brief
from briefing.editions.compose import compose
from briefing.models import Item, Window
from briefing.newsroom.topics import Vocabulary
from briefing.settings import Settings

CLOSES = datetime(2026, 1, 7, 6, tzinfo=UTC)
WHEN = CLOSES - timedelta(hours=9)
OWN = '[[topic]]\nid = "own:f"\nlabel = "Ferries"\nslug = "ferries"\nphrases = ["ferry"]\n'
ORCHARD = Item(
    id="orchard",
    source="orchard",
    outlet="Orchard",
    url="https://orchard.example/1",
    title="Orchards lose half of their apples to hail",
    published=WHEN,
    first_seen=WHEN,
    text="Hail took half of the apples in the southern orchards. Growers want help.",
    topics=("weather",),
    weight=2.0,
)
BELL = replace(
    ORCHARD,
    id="bell",
    source="bell",
    outlet="Bell",
    url="https://bell.example/1",
    title="Kelby rings its bell again",
    weight=1.0,
    text="The bell of Kelby rang on Monday. It had been silent for a year.",
)


@pytest.mark.parametrize(
    ("topic", "heading"),
    [
        ("science", "Science"),
        ("technology", "Technology"),  # below science in IPTC's tree, a topic of level one here
        ("tennis", "Sport"),  # an inner topic stands under its ancestor
        ("ferries", "Ferries"),
    ],
)
def test_a_story_stands_under_its_topic_of_level_one(topic: str, heading: str) -> None:
    record = compose(
        [ORCHARD, replace(BELL, topics=(topic,))],
        Brief(
            window=Window(CLOSES - timedelta(days=2), CLOSES),
            number=1,
            archive=(),
            memory=(),
            cited=frozenset(),
            vocabulary=Vocabulary.load(OWN),
            settings=Settings(root=Path(), min_stories=1),
        ),
    )
    assert record
    assert [s.section for s in record.stories if s.items[0].url == BELL.url] == [heading]
