"""What a summary opens with, and people of whom nobody knows who they are.  All texts are ours."""
# ruff: noqa: RUF001 - typographic quotation marks

from datetime import UTC, datetime

import pytest

from briefing.models import Item
from briefing.newsroom.choices import choices_of, speaks_of_strangers
from briefing.newsroom.introductions import People, is_riddle
from briefing.newsroom.scenes import chats, sets_scene
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


def test_chat() -> None:
    assert chats("Apparently, life on board is much more complicated.")
    assert not chats("Surely the ferry sailed, the port authority said.")


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
    assert speaks_of_strangers(CHOICES, chosen, [headline]).tolist() == unmet


@pytest.mark.parametrize(
    "sentence",
    [
        "Few people know of the seals that he has seen.",
        "One wave broke her upper arm, the port authority said.",
        "On the desk is a bell that she rings.",
    ],
)
def test_a_riddle(sentence: str) -> None:
    assert is_riddle(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann Hale said that she saw deer.",
        "The skipper sold his boat.",
        "A 30-year-old lost her ring.",
        "“I saw him,” the port authority quoted.",
        "Once he had reached the quay, Jon Bell sang.",
        "The deer left the wood.",
    ],
)
def test_no_riddle(sentence: str) -> None:
    assert not is_riddle(sentence)


def test_a_riddle_is_solved_by_the_sentence_before() -> None:
    choices = choices_of(
        item("Ann Hale left Lund. Few know of the seals she saw. Rain fell on Monday."), 9
    )
    assert speaks_of_strangers(choices, [], [""]).tolist() == [False, True, False]
    assert speaks_of_strangers(choices, [0], [""]).tolist() == [False, False, False]
    assert choices[1].hangs_on(choices[0])
    assert not choices[2].hangs_on(choices[1])


def test_nobody_is_spoken_of_before_the_sentence_that_names_him() -> None:
    reports = [
        "Police stopped a boat with ninety eels at Lund on Monday. Its owner was not on board.",
        "The eels at Lund were going to Averell, the coast guard said. Skipper Jon Bell bought the "
        "boat in May. Bell paid for the boat of the eels in cash, the coast guard said.",
        "A boat with eels was stopped at Lund. Bell had sailed to Averell with eels before.",
    ]
    items = [item(one, number) for number, one in enumerate(reports)]
    said = [s.text for s in summarise(items, sentences=6, words=200, headline="Eels at Lund")]
    whole = next((n for n, one in enumerate(said) if "Jon Bell" in one), len(said))
    assert not any("Bell" in one for one in said[:whole])


def test_a_summary_opens_with_the_sentence_that_says_it_fuller_wherever_it_stands() -> None:
    fuller = (
        "The captain of the night ferry was arrested in Lund on Monday for smuggling ninety eels"
        " in the boat of her brother."
    )
    reports = [
        f"The captain was arrested in Lund on Monday. It rained for an hour. {fuller}",
        "A boat was held in Lund on Monday, police said.",
    ]
    items = [item(one, number) for number, one in enumerate(reports)]
    assert summarise(items, headline="Captain arrested in Lund")[0].text == fuller


def test_the_article_that_the_headline_is_of_opens() -> None:
    reports = [
        "A bag of ninety eels lay on the boat to Lund on Monday, and nobody asked.",
        "The captain of the boat to Lund was led away on Monday with a bag of ninety eels.",
    ]
    headline = "Police stop boat to Lund with eels"
    for heads in (0, 1):
        items = [item(one, n, headline if n == heads else "") for n, one in enumerate(reports)]
        assert summarise(items, headline=headline)[0].text == reports[heads]
