"""Outlets that give different numbers, and look-alikes that are none.  All texts are ours."""

from datetime import UTC, datetime, timedelta

import pytest

from briefing.models import Item
from briefing.newsroom.disagreements import Disagreement, disagreements
from briefing.newsroom.summaries import summarise
from briefing.newsroom.trouble import verify

THEN = datetime(2026, 11, 20, 9, tzinfo=UTC)
FIRE = "At least 28 people were killed when a fire swept through a ferry terminal in Dover."
RIVAL = "A fire at the ferry terminal in Dover killed 31 people on Sunday, officials said."


def item(text: str, number: int, hours: float = 0, **more: str) -> Item:
    outlet, url = f"Outlet {number}", f"https://outlet{number}.example/fire"
    when = THEN + timedelta(hours=hours)
    return Item(
        f"id-{number}",
        f"feed-{number}",
        more.get("outlet", outlet),
        url,
        "",
        when,
        when,
        text=text,
        language=more.get("language", "en"),
    )


def found(*items: Item) -> tuple[Disagreement, ...]:
    said = summarise(items, sentences=5, words=300)
    forwards = disagreements(items, said)
    assert forwards == disagreements(items[::-1], said)
    return forwards


def figures(*texts: str) -> list[tuple[str, str, list[str]]]:
    items = [item(text, number) for number, text in enumerate(texts)]
    return [(one.what, one.who, [claim.figure for claim in one.claims]) for one in found(*items)]


def test_both_outlets_both_figures_both_sentences_the_newest_first() -> None:
    items = item(FIRE, 1), item(RIVAL, 2, hours=2)
    (one,) = found(*items)
    assert (one.what, one.who) == ("killed", "")
    assert [(claim.figure, claim.outlet) for claim in one.claims] == [
        ("31", "Outlet 2"),
        ("28", "Outlet 1"),
    ]
    texts = {item.url: item.text for item in items}
    assert all(verify(claim.sentence, texts[claim.sentence.url]) for claim in one.claims)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (FIRE, RIVAL, ("killed", "", ["28", "31"])),
        (
            "The death toll from the ferry fire in Dover rose to 31 on Sunday, Hale said.",
            "A fire on a ferry off Dover left 28 people dead, Hale told reporters on Sunday.",
            ("killed", "", ["31", "28"]),
        ),
        (
            "Twelve children were injured when a bus hit the harbour wall in Dover, Hale said.",
            "Hale said nine children were hurt after a bus struck the harbour wall in Dover.",
            ("injured", "children", ["Twelve", "nine"]),
        ),
        (
            "Police in Dover arrested 40 protesters at the harbour gates, Captain Hale said.",
            "Captain Hale said 52 protesters were arrested at the gates of Dover harbour.",
            ("arrested", "protesters", ["40", "52"]),
        ),
        (
            "Two fishing boats sank off Dover in a storm and 7 sailors are missing, Hale said.",
            "In Dover 9 sailors are still missing after the storm sank fishing boats, Hale said.",
            ("missing", "sailors", ["7", "9"]),
        ),
    ],
)
def test_numbers_that_differ(left: str, right: str, expected: tuple[str, str, list[str]]) -> None:
    assert figures(left, right) == [expected]


@pytest.mark.parametrize(
    "other",
    [
        "A fire at the ferry terminal in Dover killed 28 people on Sunday, officials said.",
        "A fire at the ferry terminal in Dover killed more than 20 people on Sunday.",
        "A fire at the ferry terminal in Dover killed about 30 people on Sunday.",
        "A fire at the ferry terminal in Dover killed up to 40 people on Sunday.",
        "A fire at the ferry terminal in Dover killed 6 children on Sunday, officials said.",
        "A fire at the ferry terminal in Dover killed two firefighters on Sunday.",
        "A fire at the ferry terminal in Dover in 2011 killed 40 people, officials said.",
        "A fire at the ferry terminal in Dover last year killed 40 people, officials said.",
        "A fire at the ferry terminal in Dover killed 40 people two decades ago.",
        "It was the deadliest fire at a ferry terminal in Dover since 40 people were killed.",
        "Officials in Dover said 40 people were injured in the fire at the ferry terminal.",
        "A fire at a ferry terminal in Calais killed 40 people on Sunday, officials said.",
        "A flood at a campsite in Utrecht killed 40 people on Sunday, Ada Lind said.",
        "A fire at the ferry terminal in Dover killed 31 people. Rebels say 44 people were killed.",
        "A fire at the ferry terminal in Dover killed between 31 and 40 people on Sunday.",
        "A fire at the ferry terminal in Dover killed 31 to 40 people on Sunday.",
        "A fire at the ferry terminal in Dover killed 6 of the 31 people inside on Sunday.",
        "A fire at the ferry terminal in Dover could have killed 400 people if it had spread, "
        "and would have at noon.",
        "Ferries carry 400 people an hour through the terminal in Dover that burned on Sunday.",
        "A fire at the ferry terminal in Dover killed 1,5 people or so, a garbled line said.",
    ],
)
def test_look_alikes(other: str) -> None:
    assert figures(FIRE, other) == []


def test_a_number_that_is_not_printed_is_nobodys_question() -> None:
    items = item(FIRE, 1), item(RIVAL, 2)
    assert disagreements(items, ()) == ()


def test_an_outlet_that_corrects_itself_agrees() -> None:
    assert found(item(FIRE, 1), item(RIVAL, 2, hours=1), item(RIVAL, 3, hours=2)) != ()
    later = item(RIVAL, 4, hours=3, outlet="Outlet 1")
    assert found(item(FIRE, 1), later, item(RIVAL, 2, hours=1)) == ()


def test_what_is_overtaken_is_no_disagreement() -> None:
    assert found(item(FIRE, 1), item(RIVAL, 2, hours=30)) == ()


def test_another_language_is_not_read() -> None:
    german = item("In Dover starben 40 Menschen. 40 people were killed in Dover.", 2, language="de")
    assert found(item(FIRE, 1), german) == ()


def test_nothing_to_read() -> None:
    assert disagreements((), ()) == ()
    assert found(item("", 1), item("Dover.", 2)) == ()
