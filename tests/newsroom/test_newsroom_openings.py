"""What a summary opens with, and people of whom nobody knows who they are.  All texts are ours."""
# ruff: noqa: RUF001 - typographic quotation marks

from datetime import UTC, datetime

import pytest

from briefing.models import Item
from briefing.newsroom.choices import choices_of, unknown
from briefing.newsroom.introductions import People
from briefing.newsroom.scenes import sets_scene
from briefing.newsroom.summaries import summarise

THEN = datetime(2026, 11, 20, 9, tzinfo=UTC)


def item(text: str, number: int = 1, title: str = "") -> Item:
    url, outlet = f"https://outlet{number}.example/ferry", f"Outlet {number}"
    return Item(f"id-{number}", f"feed-{number}", outlet, url, title, THEN, THEN, text=text)


@pytest.mark.parametrize(
    "text",
    [
        "Ann Hale is a captain who has sailed the line for twenty winters.",
        "Jon Bell (Cy Moss) is a family man and a collector of bells.",
        "The title of the captain's book is “From Lund to Averell”.",
        "TideTable is available for more than forty kinds of clocks.",
        "Red rust develops when iron meets salt water.",
        "Slack water refers to the hour in which the tide turns.",
        "A sloop is a kind of boat with one mast.",
        "There's no fish without a net.",
        "It was a long night.",
        "In 1987 the towns built a second quay.",
        "On March 3, 2009, the old ferry sank.",
        "Captain Hale came to Lund almost a year ago with a plan: more boats.",
        "Ever since the flood, the quay has been closed.",
        "Most people have never seen a lighthouse from within.",
        "Imagine a harbour without boats.",
        "When Jon Bell saw the sea first, he was nine.",
        "On her page, Hale showed the new boat.",
        "Step aboard and you may notice the smell.",
    ],
)
def test_a_scene(text: str) -> None:
    assert sets_scene(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ann Hale is the new captain of the line.",
        "The ferry is the last of its kind.",
        "The bell is believed to be in a scrapyard.",
        "In 2031 a new quay will open.",
        "The line is a week late, the port authority said.",
        "Hulls found in sand that sank 4,000 years ago have been raised.",
        "There are 40 boats in the harbour of Lund.",
        "In May nobody sailed.",
        "Three towns will vote on the ferry on Sunday.",
        "Hale said “you are all welcome” and left.",
        "Most of the boats are lost.",
    ],
)
def test_what_is_news(text: str) -> None:
    assert not sets_scene(text)


HEADLINE = "Captain arrested for smuggling eels on the night ferry"
PORTRAIT = "Ann Hale is a captain who has sailed the night ferry for twenty winters."
ARREST = "The captain of the night ferry was arrested on Monday for smuggling eels, police said."


def test_a_group_opens_with_what_its_headline_says() -> None:
    items = [
        item(f"{PORTRAIT} She was born in Lund.", 1),
        item(f"A gull sat on the quay of Lund on Monday. {ARREST}", 2),
    ]
    assert summarise(items, headline=HEADLINE)[0].text == ARREST


def test_after_its_headline_an_item_goes_on_with_its_next_sentence() -> None:
    items = [
        item("There's no fish without a net. Nobody in Lund would laugh about it.", 1),
        item(f"{HEADLINE}. Police in Lund found ninety eels in a bag on Monday.", 2),
    ]
    first = summarise(items, headline=HEADLINE)[0].text
    assert first == "Police in Lund found ninety eels in a bag on Monday."


def test_whole_names_introduce_people() -> None:
    text = (
        "Sheriff Ann Hale spoke on Monday. Hale's deputy, Jon Lee Bell, was there. The Senate met. "
        "Mr. Lind left early. Dr. Cy Moss Jr. is ninety. "
    )
    assert People.of(text).whole == {"Hale", "Bell", "Moss"}


@pytest.mark.parametrize(
    ("sentence", "lone"),
    [
        ("Hale said no.", {"Hale"}),
        ("But Hale’s boat was sold to Mr Moss.", {"Hale", "Moss"}),
        ("“No,” said Bell.", {"Bell"}),
        ("Ann Hale said that Hale is her name.", set()),
        ("Sheriff Hale said no.", set()),
        ("The Bell was sold on Monday.", set()),
        ("Nobody saw the Bell.", set()),
    ],
)
def test_surnames_alone(sentence: str, lone: set[str]) -> None:
    assert People.of(sentence).lone == lone


def test_words_of_names() -> None:
    assert People.of("On Monday Ann Hale's boat left for Lund.").words == {"Ann", "Hale", "Lund"}


SHERIFF = (
    "Sheriff Ann Hale stopped the boat. Hale said no to everybody. The boat left for Lund later."
    " Everybody heard Hale’s dog Rex bark."
)
CHOICES = choices_of(item(SHERIFF), 9)


@pytest.mark.parametrize(
    ("chosen", "headline", "unmet"),
    [
        ([], "", [False, True, False, True]),
        ([2], "A boat leaves Lund", [False, True, False, True]),
        ([0], "", [False, False, False, False]),
        ([], "What Hale saw", [False, False, False, False]),
    ],
)
def test_who_is_printed_or_in_the_headline_is_no_stranger(
    chosen: list[int], headline: str, unmet: list[bool]
) -> None:
    assert unknown(CHOICES, chosen, [headline]).tolist() == unmet


def test_the_article_that_the_headline_is_of_opens() -> None:
    reports = [
        "A bag of ninety eels lay on the boat to Lund on Monday, and nobody asked.",
        "The captain of the boat to Lund was led away on Monday with a bag of ninety eels.",
    ]
    headline = "Police stop boat to Lund with eels"
    for heads in (0, 1):
        items = [item(one, n, headline if n == heads else "") for n, one in enumerate(reports)]
        assert summarise(items, headline=headline)[0].text == reports[heads]
