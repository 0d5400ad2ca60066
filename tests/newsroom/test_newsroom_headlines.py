"""Headlines: clean titles, the forms of pages, and which words stand above a story."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from briefing.models import Group, Item
from briefing.newsroom.clauses import shortened
from briefing.newsroom.headlines import headline
from briefing.newsroom.numerals import numbers
from briefing.newsroom.titles import Form, clean, form_of, form_of_title

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def item(number: int = 0, title: str = "A title", text: str = "", url: str = "") -> Item:
    address = url or f"https://news.example/{number}"
    return Item(f"{number:03}", "s", "Harbour Post", address, title, NOW, NOW, text)


@pytest.mark.parametrize(
    ("title", "outlet", "expected"),
    [
        ("Ferry vote is set - Harbour Post", "The Harbour Post", "Ferry vote is set"),
        ("Ferry vote is set | Harbour Post", "Meridian Wire", "Ferry vote is set | Harbour Post"),
        ("Ferry sinks off Merrow (AP)", "", "Ferry sinks off Merrow"),
        ("UPDATE 2-Ferry sinks off Merrow", "", "Ferry sinks off Merrow"),
        ("VIDEO: Ferry sinks off Merrow", "", "Ferry sinks off Merrow"),
        ("Averell, Merrow (CNN) -- the ferry sank", "", "The ferry sank"),
        ("Bank of Merrow (BMC) opens a branch", "", "Bank of Merrow (BMC) opens a branch"),
        ("Ferry vote:  what  we know ...", "", "Ferry vote: what we know…"),
        ("Live: Ferry", "", "Live: Ferry"),
    ],
)
def test_a_title_loses_only_what_is_not_part_of_it(title: str, outlet: str, expected: str) -> None:
    assert clean(title, outlet) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("In pictures: the ferry's last trip", Form.PICTURES),
        ("The ferry's last trip in pictures", Form.PICTURES),
        ("Spring fair in Photos and Video: a town dances", Form.PICTURES),
        ("Watch: the ferry leaves for the last time", Form.PICTURES),
        ("Photos of the spring fair", Form.PICTURES),
        ("Pictures of the day", Form.ROUNDUP),
        ("LIVE: ferry vote", Form.ROUNDUP),
        ("Ferry vote - live updates", Form.ROUNDUP),
        ("Island news round-up", Form.ROUNDUP),
        ("Tuesday\u2019s top stories", Form.ROUNDUP),
        ("Five things to know this morning", Form.ROUNDUP),
        ("Ferry sold. And, the mine reopens", Form.ROUNDUP),
        ("Opinion: the ferry must stay", Form.ROUNDUP),
        ("Sorry, the page you requested was not found.", Form.PAGE),
        ("Please enable cookies to continue", Form.PAGE),
        ("These crawls are part of an effort to keep pages", Form.PAGE),
        ("Sign in to add this video to a playlist", Form.PAGE),
        ("Harbour Post | Page not found", Form.PAGE),
        ("404 - Not found", Form.PAGE),
        ("Your browser is out of date", Form.PAGE),
        ("Weather: mild and wet", Form.ROUTINE),
        ("Traffic: bridge closed until noon", Form.ROUTINE),
        ("Today's diary", Form.ROUTINE),
        ("Your weekly horoscope", Form.ROUTINE),
        ("Lottery: the winning numbers", Form.ROUTINE),
        ("Crossword 1,204", Form.ROUTINE),
        ("Ferry crew live on board in strike", Form.NEWS),
        ("Captain takes the ferry round the island", Form.NEWS),
        ("Picture of the lost ferry found", Form.NEWS),
        ("Live-action ferry film begins", Form.NEWS),
        ("Seven things we learned about the ferry sale", Form.NEWS),
        ("Lost page of the harbour chronicle found", Form.NEWS),
        ("Harbour board asked to accept cookies from the bakery", Form.NEWS),
        ("Islanders sign in to vote", Form.NEWS),
        ("Register to vote by Sunday, says the harbour board", Form.NEWS),
        ("Publishers go to court about web crawls", Form.NEWS),
        ("Five children rescued from the ferry", Form.NEWS),
        ("Weather station on Gannet Head closes", Form.NEWS),
        ("Watchmaker sells the last clock", Form.NEWS),
    ],
)
def test_the_form_of_a_page_is_told_by_its_title(title: str, expected: Form) -> None:
    assert form_of_title(title) is expected


def test_a_video_is_told_by_its_address() -> None:
    video = item(title="Ferry leaves Averell", url="https://news.example/video/2026/ferry")
    assert form_of(video) is Form.PICTURES
    assert form_of(item(title="Ferry leaves Averell")) is Form.NEWS


def test_figures_have_one_notation() -> None:
    assert numbers("1.2 million") == numbers("1,200,000") == {"1200000"}
    assert numbers("twelve boats, 4.2 percent") == {"12", "4.2"}


def pick(*titles: str, text: str = "") -> str:
    return headline(Group(tuple(item(n, title=t, text=text) for n, t in enumerate(titles))))


def test_a_headline_is_chosen_never_composed() -> None:
    assert pick("Ferry sold to Averell", "Averell buys the ferry") == "Ferry sold to Averell"
    assert (
        pick("Ferry sold to the towns of...", "Averell buys the ferry") == "Averell buys the ferry"
    )
    assert pick("Will Averell buy the ferry?", "Averell buys the ferry") == "Averell buys the ferry"
    assert pick("Why the ferry was sold", "Averell buys the ferry") == "Averell buys the ferry"


def test_an_unsupported_figure_loses_to_a_supported_headline() -> None:
    titles = ("Ferry sold to Averell for 90 crowns", "Ferry sold to Averell for 70 crowns")
    assert pick(*titles, text="Averell pays 70 crowns for the ferry.") == titles[1]


def borrowed(*pairs: tuple[str, str]) -> str:
    """Choose among items whose titles are the first words of their texts."""
    return headline(Group(tuple(item(n, title, text) for n, (title, text) in enumerate(pairs))))


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        # whole but for its end: the sentence is short enough
        (
            "Ferry crews in Averell will strike on...",
            "Ferry crews in Averell will strike on Friday. The owner was told on Monday.",
            "Ferry crews in Averell will strike on Friday",
        ),
        # torn at an abbreviation
        (
            "The mayor thanked Sen.",
            "The mayor thanked Sen. Ada Tarn for the ferry. She had pushed the vote.",
            "The mayor thanked Sen. Ada Tarn for the ferry",
        ),
        ("PELHAM, Vt.", "PELHAM, Vt. (AP) — Thieves took the bell of Pelham. It weighs a ton.",
         "Thieves took the bell of Pelham"),
        ("STONEQUAY—The ferry sank on...", "STONEQUAY—The ferry sank on Monday off Merrow.",
         "The ferry sank on Monday off Merrow"),
        # a caption or a button in front
        (
            "Image caption The pier in...",
            "Image caption The pier in May\n\nThe pier of Averell reopens on Friday. It is long.",
            "The pier of Averell reopens on Friday",
        ),
        (
            "LISTEN TO ARTICLE 4:34 SHARE THIS ARTICLE Share Tweet",
            "LISTEN TO ARTICLE 4:34 SHARE THIS ARTICLE Share Tweet\n\nThe Averell mill closes on"
            " Friday after ninety years. It made flour.",
            "The Averell mill closes on Friday after ninety years",
        ),
        # too long: cut where a clause ends
        (
            "Rangers on Merrow are hunting for a wolf near the...",
            "Rangers on Merrow are hunting for a wolf near the northern lighthouse after it took"
            " eleven sheep and a dog from two farms in a single night this week.",
            "Rangers on Merrow are hunting for a wolf near the northern lighthouse",
        ),
        # too long and nowhere to cut
        (
            "The harbour board of Averell wants the...",
            "The harbour board of Averell wants the northern basin dredged and the old crane moved"
            " to the far end of the quay by the end of the coming winter.",
            "The harbour board of Averell wants…",
        ),
        # initials keep their stop
        ("Ferry sold to Ada B.C.", "", "Ferry sold to Ada B.C."),
    ],
)  # fmt: skip
def test_a_torn_title_gives_way_to_its_sentence(title: str, text: str, expected: str) -> None:
    assert borrowed((title, text)) == expected


def test_an_exclamation_at_the_top_of_a_text_is_no_headline() -> None:
    told = (
        ("Folk of the isles!", "Folk of the isles! The ferry tax starts on Monday in Averell."),
        ("The ferry tax starts in...", "The ferry tax starts in Averell on Monday. Few like it."),
    )
    assert borrowed(*told) == "The ferry tax starts in Averell on Monday"


def test_a_whole_title_of_another_member_wins() -> None:
    told = (
        ("In this Aug.", "In this Aug. 5, 2025, file photo, the Averell ferry is seen.\n\nMore."),
        ("Averell ferry sold", "The Averell ferry was sold on Monday for 90 crowns to Pelham."),
    )
    assert borrowed(*told) == "Averell ferry sold"


def test_a_gallery_is_no_headline_while_there_is_another() -> None:
    assert pick("Spring fair in pictures", "Spring fair opens") == "Spring fair opens"
    assert pick("Spring fair in pictures") == "Spring fair in pictures"


def test_a_headline_has_the_words_that_the_members_share() -> None:
    titles = (
        "What nine clerks had for lunch",
        "Averell mill shuts its gates",
        "Averell mill closes",
    )
    assert pick(*titles) == "Averell mill shuts its gates"


@pytest.mark.parametrize(
    "sentence",
    [
        # without its speaker an allegation would be a fact
        "The owner of the bakery burnt it down for the money of the insurer, the prosecutors of"
        " Averell said at the opening of the trial.",
        # the condition is part of it
        "The government of Merrow will buy the whole ferry line from its owner, but only if the"
        " price falls by half before the end of March.",
        # an apposition is left open
        "Ada Tarn, one of three pilots of the small plane that came down in the hills, walked for"
        " two days to the nearest farm on the coast.",
        # no verb
        "Former ferry captain and harbour master Jon Bell, a collector of bells who lived in Pelham"
        " for sixty years, has died at the age of ninety.",
        # the second adjective waits for its noun
        "The fight over the old guitar of the harbour band is heading for a bitter, costly battle"
        " in the courts of Merrow and of Vessaly.",
        # only who tells which woman
        "The police of three towns on the coast are looking for a woman who took the bell of Pelham"
        " from its tower on Monday night.",
        # what looks like a verb belongs to a name
        "A grey cat of nine years named Captain Bell, lost on the way home from the harbour, tells"
        " the story of the ferry line in a new book for children.",
        # only a subordinate clause
        "When the harbour board of Averell met on Monday, nobody could have known that the old"
        " crane would fall into the basin that same night.",
    ],
)
def test_a_sentence_that_cannot_be_cut_is_not_cut(sentence: str) -> None:
    assert shortened(sentence) == ""


def test_a_short_sentence_stays_and_a_long_one_ends_with_a_clause() -> None:
    assert shortened("The ferry was sold.") == "The ferry was sold."
    long = (
        "Police said the bell of Pelham was found in a scrapyard in Stonequay, where a buyer had"
        " weighed it and was about to cut it into pieces for the furnace."
    )
    assert shortened(long) == "Police said the bell of Pelham was found in a scrapyard in Stonequay"


def test_a_title_that_looks_ahead_gives_way_to_one_that_knows() -> None:
    before = item(1, "Merrow and Vessaly to meet for talks on cod quota in Brannick")
    after = replace(
        item(2, "Merrow and Vessaly agree on cod quota in Brannick talks"),
        published=NOW + timedelta(hours=9),
    )
    assert headline(Group((before, after))) == after.title
    assert headline(Group((before,))) == before.title


@pytest.mark.parametrize(
    "text",
    [
        "We asked the harbour board of Averell about the bell. It did not answer.",
        "Averell, give us our old bell back! The board did not answer.",
        "“This is our bell from Averell,” said a clerk. The board did not answer.",
        "Maybe it was the old bell of Averell. The board did not answer.",
        "A clerk of Averell shows her bell in a yard. The board did not answer.",
    ],
)
def test_what_is_said_to_readers_is_no_headline(text: str) -> None:
    first = text.partition(". ")[0]
    words = text.split()
    feed = item(1, " ".join(words[:9]) + "...", text)
    other = item(2, "Averell wants its bell", "Averell wants its bell back from the harbour board.")
    assert headline(Group((feed, other))) == other.title, first


@pytest.mark.parametrize(
    "text",
    [
        "Ann Tarn (Cy Moss) is a family man and a hobbyist with a bell. He lives in Averell.",
        "The title of the book of Averell is “From Bell to Tower”. It sells well.",
        "Does the old bell of Averell hang in a scrapyard? Nobody knows.",
    ],
)
def test_what_something_is_stands_behind_torn_news(text: str) -> None:
    feed = item(1, re.split(r"(?<=[?.]) ", text)[0], text)
    news = (
        "Thieves with ropes took the old bell of Averell from its tower in the night to Monday and"
        " nobody in the town heard them come or go or even stop for a rest at the inn."
    )
    torn = item(2, " ".join(news.split()[:13]) + "...", news)
    assert headline(Group((feed, torn))).startswith("Thieves with ropes took the old bell")
