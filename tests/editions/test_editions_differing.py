"""Where outlets differ on a number: in the record, the file and on the page.  Texts of our own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefing.editions import decisions
from briefing.editions.assemble import Stored, assemble
from briefing.editions.brief import Brief
from briefing.editions.compose import compose
from briefing.editions.markdown import parse
from briefing.editions.record import dumps, loads
from briefing.editions.rendering import render
from briefing.editions.view import Passage
from briefing.models import Item, Origin, Record, Window
from briefing.newsroom.topics import Vocabulary
from briefing.settings import Settings

CLOSES = datetime(2026, 1, 7, 6, tzinfo=UTC)
SETTINGS = Settings(root=Path(), min_stories=1)
TEXTS = {
    "Fire at Dover ferry terminal kills 28": (
        "Harbour Post",
        "At least 28 people were killed when a fire swept through a ferry terminal in Dover.",
    ),
    "Dover ferry terminal fire kills 31": (
        "Meridian Wire",
        "A fire at the ferry terminal in Dover killed 31 people on Sunday, officials said.",
    ),
}
LINE = (
    "Outlets differ on how many people were killed:"
    " 31 [Meridian Wire](https://1.example/fire); 28 [Harbour Post](https://0.example/fire)."
)


def items() -> list[Item]:
    found = []
    for number, (title, (outlet, text)) in enumerate(TEXTS.items()):
        when, url = CLOSES - timedelta(hours=12 - 2 * number), f"https://{number}.example/fire"
        found.append(Item(f"i{number}", outlet, outlet, url, title, when, when, text=text))
    return found


def proposed(language: str = "en") -> Record:
    record = compose(
        items(),
        Brief(
            window=Window(CLOSES - timedelta(days=2), CLOSES),
            number=1,
            archive=(),
            memory=(),
            cited=frozenset(),
            vocabulary=Vocabulary.load(),
            settings=replace(SETTINGS, language=language),
            decisions=decisions.parse(f"[[decisions]]\njoin = {[item.url for item in items()]}\n"),
        ),
    )
    assert record
    return record


def last_passage(record: Record, text: str) -> Passage:
    stored = Stored(CLOSES.date(), parse(text), record, text)
    (view,) = assemble([stored], SETTINGS, [])
    return next(iter(view.stories)).passages[-1]


def test_the_record_has_the_figures_with_their_places() -> None:
    record = proposed()
    ((one,),) = (story.disagreements for story in record.stories)
    assert [(claim.figure, claim.outlet) for claim in one.claims] == [
        ("31", "Meridian Wire"),
        ("28", "Harbour Post"),
    ]
    texts = {item.url: item.text for item in items()}
    for claim in one.claims:
        said = claim.sentence
        assert texts[said.url][said.start : said.end] == said.text
    assert loads(dumps(record)) == record


def test_a_record_from_before_has_none() -> None:
    data = dumps(proposed()).replace('"disagreements"', '"formerly"')
    assert [story.disagreements for story in loads(data).stories] == [()]


def test_the_line_is_a_paragraph_of_the_file_and_the_programs_own() -> None:
    record = proposed()
    text = render(record, SETTINGS.timezone)
    assert f"\n\n{LINE}\n" in text
    passage = last_passage(record, text)
    assert passage.origin is Origin.PROGRAM
    assert passage.url is None
    assert passage.text == (
        "Outlets differ on how many people were killed: 31 Meridian Wire; 28 Harbour Post."
    )
    assert '<a href="https://0.example/fire">Harbour Post</a>.' in passage.html


@pytest.mark.parametrize("edited", [LINE.replace("killed", "dead"), "Nobody knows how many died."])
def test_rewritten_it_is_the_editors(edited: str) -> None:
    record = proposed()
    text = render(record, SETTINGS.timezone).replace(LINE, edited)
    assert last_passage(record, text).origin is Origin.EDITOR


def test_deleted_it_is_gone() -> None:
    record = proposed()
    text = render(record, SETTINGS.timezone).replace(LINE, "")
    assert last_passage(record, text).origin is Origin.QUOTED


def test_only_a_briefing_in_english_says_so() -> None:
    assert [story.disagreements for story in proposed("de").stories] == [()]


def test_the_newest_number_is_the_one_that_is_quoted() -> None:
    assert [story.headline for story in proposed().stories] == [
        "Dover ferry terminal fire kills 31"
    ]
    said = [sentence.text for story in proposed().stories for sentence in story.sentences]
    assert said == [
        "A fire at the ferry terminal in Dover killed 31 people on Sunday, officials said."
    ]
