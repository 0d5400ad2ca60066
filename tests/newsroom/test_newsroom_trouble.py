"""What may be printed of an item, and the proof of what is printed.  All sentences are ours."""
# ruff: noqa: RUF001 - typographic quotation marks and dashes

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.models import Item, Origin, Sentence, digest
from briefing.newsroom.datelines import dateline
from briefing.newsroom.furniture import front, is_furniture
from briefing.newsroom.openers import (
    connective,
    in_own_voice,
    is_a_saying,
    is_subject_alone,
    lacks_verb,
    leans_back,
    names_nobody,
    opens_with_pronoun,
)
from briefing.newsroom.provenance import fold, sentence, with_capital, without_connective
from briefing.newsroom.quotations import surplus
from briefing.newsroom.seams import has_seam
from briefing.newsroom.trouble import candidates, repeats, verify
from briefing.newsroom.truncation import proper_end

THEN = datetime(2026, 11, 20, 9, tzinfo=UTC)


def item(text: str, title: str = "Ferry", outlet: str = "Harbour Post", **more: str) -> Item:
    url = "https://post.example/1"
    return Item("1", "s", outlet, url, title, THEN, THEN, text=text, **more)  # type: ignore[arg-type]


def printed(text: str, title: str = "Ferry", **more: str) -> list[str]:
    return [one.text for one in candidates(item(text, title, **more))]


# "|" stands where the dateline ends.
@pytest.mark.parametrize(
    "marked",
    [
        "(CNN)|The mayor left the hall early.",
        "(CNN) -- |the mayor left the hall early.",
        "DOVER, Del. (AP) — |The mayor left the hall early.",
        "Port Louis, Mauritius (Reuters) - |The mayor left early.",
        "New Delhi, Aug 1 (PTI) |The mayor left early.",
        "LONDON, Nov 3 (Reuters) - |The mayor left early.",
        "AP - |The mayor left early.",
        "BERLIN — |The mayor left early.",
        "BEIRUT, Lebanon — |The mayor left early.",
        "Millbrook, NY - |The mayor left early.",
        "OSLO (Harbour Post) - |The mayor left early.",
        "Geneva (AFP/dpa) -- |A panel met on Monday.",
        "Nov 3 (Reuters) - |A panel met on Monday.",
        "LUND (LUNDRADIO) — |A panel met on Monday.",
        "LUND, SK (RADIO 7) – |A panel met on Monday.",
        "LUND—|The panel met on Monday.",
        "LUND/MALMÖ TOWN, Sweden |A panel met on Monday.",
        "OSLO/LUND |Sweden's panel met on Monday.",
        "|NATO Secretary Ann Hale met a panel.",
        "|IT/HR staff met on Monday.",
        "|COVID-19 is back (Oslo) - again.",
        "|The River Board (RB) wants higher dikes.",
        "|The British Broadcasting Corporation (BBC) – Europe's oldest – moves.",
        "|Press Trust of India (PTI) Chairman Anil Rao resigned.",
        "|A reporter of Reuters - the agency - was there.",
        "|Mayor Ann Hale (CNN calls her a star) left early.",
        "|Rao (left) and Hale met on Monday.",
        "|COVID — a disease — came back.",
        "|On Monday (Nov 3) the mayor left.",
    ],
)
def test_dateline(marked: str) -> None:
    before, _, _ = marked.partition("|")
    assert dateline(marked.replace("|", ""), "Harbour Post") == len(before)


@pytest.mark.parametrize(
    "marked",
    [
        "(Image credit: Ann Hale / Agency) |The lake froze on Monday.",
        "By Ann Hale Published: 12:01 GMT, 5 March 2026 | Updated: 13:10 GMT, 5 March 2026 |"
        "The lake froze.",
        "Published on Mar 5, 2026 at 10:15 am |The lake froze.",
        "Share Tweet Email |The lake froze on Monday.",
        "SHARE THIS ARTICLE Share Tweet Post |The lake froze.",
        "ADVERTISEMENT |The lake froze on Monday.",
        "EMBED More News Videos |The lake froze on Monday.",
        "LISTEN TO ARTICLE 4:34 SHARE THIS ARTICLE Share Tweet |The lake froze.",
        "UPDATE 2-|Lake freezes as cold spell goes on",
        "BREAKING: |The lake froze on Monday.",
        "WATCH: (CNN) -- |The lake froze on Monday.",
        "|Share prices fell on Monday.",
        "|Published poets met on Monday.",
        "|By Monday the lake had frozen.",
        "|UPDATE is a magazine for farmers.",
    ],
)
def test_front(marked: str) -> None:
    before = marked.rpartition("|")[0]
    assert front(before + marked[len(before) + 1 :]) == len(before)


@pytest.mark.parametrize(
    "text",
    [
        "Read more about the ferry here.",
        "The old harbour is seen in this undated handout photo from the port authority.",
        "An artist's view of the ferry is shown in this 2025 image released on Monday by the port, "
        "which has asked for more of them because the old ones are of a different and smaller boat "
        "that nobody in the whole town can remember now.",
        "Harbour Star Wants Better Boat You Left Us Dry!",
        "Sign up for our newsletter.",
        "Get the morning news delivered to your inbox.",
        "Sign up for our free daily newsletter to stay informed.",
        "Ann Hale and Bo Lind contributed to this report.",
        "Ann Hale in Oslo contributed reporting.",
        "Reporting by Ann Hale; editing by Bo Lind.",
        "(Image credit: Ann Hale)",
        "The boat at the quay on Sunday (Photo: Ann Hale)",
        "Image caption The boat at the quay.",
        "Photo: the boat at the quay.",
        "Scroll down for video.",
        "Story highlights The boat leaves at nine.",
        "© 2026 Harbour Post.",
        "Copyright 2026 Harbour Post.",
        "All rights reserved.",
        "We use cookies to make this site better.",
        "Click here to see the map.",
        "Share this story with your friends.",
        "Follow Ann Hale on Twitter.",
        "Write to ann@post.example for tickets.",
        "Call the desk at 555-010-4477 for tickets.",
        "See https://post.example/ferry for the map.",
        "By Ann Hale, Harbour Editor",
        "Updated: the boat leaves at nine.",
        "Update, 3 May: the boat leaves at nine.",
        "Editor’s note: the boat left at nine.",
        "This story has been updated.",
        "10:42 a.m. The boat has left.",
        "10:42 The boat has left.",
        "• The boat leaves at nine.",
        "- The boat leaves at nine.",
        "1. The boat leaves at nine.",
        "THE BOAT LEAVES AT NINE TODAY.",
        "MAYOR: I have never seen the boat.",
        "Home | News | Ferry",
        "The boat in pictures .",
        "(See the map of the harbour.)",
        "[The harbour is closed to visitors].",
        "Step 1: Find a boat.",
        "How to sail round the world in three steps …",
        "This is a photo gallery of the harbour.",
        "Enlarge image The harbour " + "and the quay " * 20 + "on a day in May.",
        "“This is a fucking boat,” said Ann Hale.",
        "Ann Hale waves from the quay in Oslo on Monday, Jan. 5, 2026.",
        "The post Ferry saved appeared first on Harbour Post.",
        "FILE - In this photo the boat leaves.",
        "#harbour The boat has left the quay.",
        "The boat has left the quay #ferry #harbour.",
        "Since the year 2000 a firm of archivists has been donating their crawl data, and what they"
        " gather in a day is added to the Wayback Machine some months after the day on which it was"
        " gathered, for whoever wants to read it there.",
    ],
)
def test_furniture(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize(
    "text",
    [
        "The harbour was seen in a new light after the photo was shown in court.",
        "Ann Hale is Executive Vice President and Harbour Counsel to Owen Hale.",
        "Three Harbour Towns Vote.",
        "Captain Hale met Harbour Master Bo Lind in Dover on Sunday.",
        "تصوت ثلاث بلدات يوم الأحد على خط العبارة.",
        "Getty told the court that he had sold the house.",
        "The union will sign up to the climate pact.",
        "Copyright law will change in May, the ministry said.",
        "Photo editors of the agency went on strike.",
        "Exports contributed to this year's growth.",
        "By Monday, most roads were open again.",
        "By New Year, most roads were open again.",
        "Share prices fell by four percent.",
        "Read was the first word that she learned.",
        "The bakery uses cookies as plates.",
        "Related Brothers, a builder, went bankrupt.",
        "Source code was stolen, the firm said.",
        "NATO and UNESCO met in Oslo on Monday.",
        "At 10:42 the boat left the quay.",
        "Contact with the boat was lost on Monday.",
        "Follow-up talks begin on Monday.",
        "The court released the photo on Monday.",
        "Correction officers walked out on Monday.",
        "Some 300 000 people watched the boat leave.",
        "The treaty was signed in Oslo on Jan. 5, 2026.",
        "(Oslo) is what she wrote (and meant).",
        "Step by step the boat left the quay.",
        "Enlarged images of the boat were shown on Monday.",
        "Readers call it #ferrygate and write of nothing else.",
        "The Wayback Machine holds old pages of the ferry line.",
        "The suspect had to crawl into the cellar of an archive.",
    ],
)
def test_what_only_looks_like_furniture(text: str) -> None:
    assert not is_furniture(text)
    assert printed(f"{text} The harbour stayed open.") == [text, "The harbour stayed open."]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("But the boat stayed.", "the boat stayed."),
        ("And, she said, it sank.", "she said, it sank."),
        ("So the boat stayed.", "the boat stayed."),
        ("However, the boat stayed.", "the boat stayed."),
        ("Meanwhile, the boat stayed.", "the boat stayed."),
        ("So far the boat stayed.", "So far the boat stayed."),
        ("So many boats stayed.", "So many boats stayed."),
        ("However hard they rowed, it stayed.", "However hard they rowed, it stayed."),
        ("Button makers stayed.", "Button makers stayed."),
        ("Andrew stayed.", "Andrew stayed."),
        ("“But the boat stayed.”", "“But the boat stayed.”"),
    ],
)
def test_connective(text: str, rest: str) -> None:
    assert text[connective(text) :] == rest


@pytest.mark.parametrize(
    "text",
    [
        "He left at nine.",
        "“It was cold,” Hale said.",
        "Their boat left at nine.",
        "That's all there was.",
        "These boats are old.",
        "Instead, the boat left.",
        "For example, boats leak.",
        "The latter left at nine.",
        "Police say he left at nine.",
        "“We left at nine,” she said.",
        "“We left at nine.”",
        "Hale: We left at nine.",
        "And yet the boat left.",
        "One is in hospital with a cold.",
        "Most have left the quay.",
        "Ann Hale also left at nine.",
        "Between Friday evening and Sunday noon they left the quay.",
        "Rowing with one oar, they left the quay.",
        "All the while, the crew looked on.",
        "Further, the boat leaks.",
    ],
)
def test_leans_back(text: str) -> None:
    assert leans_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "This week the boat left at nine.",
        "The mayor said he would leave.",
        "Ann Hale said she would leave.",
        "“We left at nine,” Ann Hale said.",
        "Italy left at nine.",
        "So far, no boat has left.",
        "A sailor says she will stay.",
        "One sailor is in hospital with a cold.",
        "On Friday the crews said they would leave.",
        "On Friday Ann Hale said they would leave.",
        "The boat that left at nine on Monday also sank.",
        "During the storm, Ann Hale said they would leave.",
        "Beijing, she is sure, will send a boat.",
        "Further boats left at nine.",
    ],
)
def test_stands_alone(text: str) -> None:
    assert not leans_back(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There is no gold at the end of it.", True),
        ("It was a cold night at sea.", True),
        ("There were 12 boats at sea.", False),
        ("It is the wish of Ann Hale.", False),
        ("Gold was found at sea.", False),
    ],
)
def test_a_saying_names_nobody_and_no_figure(text: str, expected: bool) -> None:
    assert is_a_saying(text) == expected


def test_who_opens_an_article() -> None:
    assert names_nobody("She left at nine.")
    assert not names_nobody("It was to be a quiet day.")
    assert opens_with_pronoun("“It was cold.”")
    assert not opens_with_pronoun("This week it was cold.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We've left at nine.", True),
        ("The boat is late, he told me.", True),
        ("At nine we left the quay.", True),
        ("Iris left at nine.", False),
        ("“We left at nine,” Ann Hale said.", False),
        ("US troops left at nine with my.example.", False),
    ],
)
def test_own_voice(text: str, expected: bool) -> None:
    assert in_own_voice(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("And the fact that at ninety, she is older than the ferry, which Jon built.", True),
        ("The captain who sailed the first boat to Lund.", True),
        ("The fact that at ninety she sails alone surprised the board of the line.", False),
        ("The captain who sailed the first boat to Lund is ninety.", False),
        ("A boat that leaks cannot sail to Lund.", False),
        ("The captain of the first boat to Lund.", False),
    ],
)
def test_a_noun_and_what_tells_it_apart_are_no_sentence(text: str, expected: bool) -> None:
    assert is_subject_alone(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "They sailed to the end of the war“While others stayed, these men went,” Hale said.",
            True,
        ),
        ("Sails Friday all week Some boats are not made for the open sea.", True),
        ("Harbour Post The sale of the line brings two million.", True),
        ("The ferry of the line was sold on Monday“We had to,” Hale said.", True),
        ("Hale said on Monday “We had to sell,” and left.", False),
        ("The band played The Boat and In the Dark on Monday.", False),
        ("The hotel is in The Hague, and on Monday it closed.", False),
        ("Hale said: The boats are not made for the open sea.", False),
        ("Lund's harbour is on The Sound of Averell.", False),
    ],
)
def test_seams(text: str, expected: bool) -> None:
    assert has_seam(text) is expected
    assert (text in printed(f"A storm came up at night. {text} It was cold there.")) is not expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In our drinking water.", True),
        ("Not any more.", True),
        ("By noon the boat sank.", False),
        ("In May nobody sailed.", False),
        ("Ferries sail to Lund.", False),
    ],
)
def test_lacks_verb(text: str, expected: bool) -> None:
    assert lacks_verb(text) is expected
    assert (text not in printed(f"A storm came up at night. {text} It was cold there.")) is expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("“One” and (two) [three].", "en", 0),
        ("“One", "en", 1),
        ("One”", "en", -1),
        ('"One', "en", 1),
        ('“Opened so and closed so"', "en", 0),
        ("„Eins“ und „zwei“", "de", 0),
        ("„Eins", "de", 1),
        ("»Eins« und zwei", "de", 0),
        ("« Un » et deux", "fr", 0),
        ("「一", "ja", 1),
        (")(", "en", -1),
    ],
)
def test_surplus(text: str, language: str, expected: int) -> None:
    assert surplus(text, language) == expected


# "|" stands where the text proper ends.
@pytest.mark.parametrize(
    ("marked", "cut"),
    [
        ("The boat left at nine.|", False),
        ("The boat left at|...", True),
        ("The boat left at| […]", True),
        ("The boat left at| [...]", True),
        ("The boat left|… Continue reading Boat leaves →", True),
        ("The boat left at nine.| Read more »", False),
        ("The boat left at nine.| The post Boat leaves appeared first on Harbour Post.", False),
        ("The boat left with the|", True),
        ("The boat left, and then,|", True),
        ("The boat left| [+512 chars]", True),
        ("The boat left at nine|", False),
        ("|", False),
        ("|…", True),
    ],
)
def test_proper_end(marked: str, cut: bool) -> None:
    before, _, after = marked.partition("|")
    assert proper_end(before + after) == (len(before), cut)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(
            "The boat left the quay at nine", ["The boat left the quay at nine"], id="no stop"
        ),
        pytest.param(
            "A storm came. The boat stayed in the harbour. Nobody could leave the islan",
            ["The boat stayed in the harbour."],
            id="torn without a mark, one too short",
        ),
        pytest.param(
            "The boat stayed in the harbour. Nobody could leave the...",
            ["The boat stayed in the harbour."],
            id="the fragment goes",
        ),
        pytest.param(
            "OSLO (AP) - the boat stayed in the […]", ["The boat stayed in the…"], id="fragment"
        ),
        pytest.param("The boat…", [], id="fragment of two words"),
        pytest.param(
            "It is “cold here. Nobody will sail today,” Ann Hale said. The boat stayed in.",
            ["It is “cold here. Nobody will sail today,” Ann Hale said.", "The boat stayed in."],
            id="a quotation of two sentences",
        ),
        pytest.param(
            "“It is cold here today.\n\nThe boat stayed in.\n\nNobody could sail today.",
            ["The boat stayed in.", "Nobody could sail today."],
            id="a quotation that never closes",
        ),
        pytest.param(
            "The boat leaves the quay on Sunday. (Photo: Ann Hale)\n\nA storm came up at night. "
            "Nobody sailed until Tuesday.",
            ["A storm came up at night.", "Nobody sailed until Tuesday."],
            id="caption with credit",
        ),
        pytest.param(
            "Correction, 3 May: Ann Hale spoke. The boat was wrong.\n\nA storm came up at night.",
            ["A storm came up at night."],
            id="note",
        ),
        pytest.param(
            "A storm came up at night. A storm came up at night. Nobody sailed at all.",
            ["A storm came up at night.", "Nobody sailed at all."],
            id="twice",
        ),
        pytest.param(
            "A storm came up\ufffd at night. Nobody sailed at all. The boat stayed in.",
            ["Nobody sailed at all.", "The boat stayed in."],
            id="garbled",
        ),
        pytest.param(
            "eBoats makes small boats. and nobody buys many of them. The firm is new.",
            ["eBoats makes small boats. and nobody buys many of them.", "The firm is new."],
            id="small letter at the top",
        ),
    ],
)
def test_candidates(text: str, expected: list[str]) -> None:
    assert printed(text, "Ferry line saved") == expected


def test_long_sentences_only_if_nothing_else() -> None:
    long = "The boat " + "and the boat " * 25 + "left."
    assert printed(long) == [long]
    assert printed(f"{long} A storm came up at night.") == ["A storm came up at night."]


def test_follows_tells_whether_the_one_before_is_there() -> None:
    text = (
        "A storm came up at night. Read more about it here. He stayed. The boat sank at noon. "
        "All men were saved."
    )
    assert [one.follows for one in candidates(item(text))] == [True, False, True]


def test_no_more_than_asked_for() -> None:
    assert len(candidates(item("The boat left the quay. All men stayed behind. " * 3), most=1)) == 1


def test_of_a_very_long_text_only_the_beginning_is_read() -> None:
    text = " ".join(f"The boat left the quay on day {day}." for day in range(2000))
    found = candidates(item(text), most=10_000)
    assert 100 < len(found) < 500
    assert all(one.text.endswith(".") for one in found)


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("The ferry line is saved.", "Ferry line saved", True),
        ("The ferry line is saved by a vote.", "Ferry line saved", False),
        ("The ferry line is saved.", "", False),
        ("Saved!", "Ferry line saved - Harbour Post", True),
    ],
)
def test_repeats(text: str, title: str, expected: bool) -> None:
    assert repeats(text, title) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("the boat", "The boat"), ("“the boat”", "“The boat”"), ("iBoat is", "iBoat is"), ("5", "5")],
)
def test_with_capital(text: str, expected: str) -> None:
    assert with_capital(text) == expected


def test_trimmed_sentences_keep_their_proof() -> None:
    own = item("DOVER (AP) -  But the  boat stayed in the harbour. And it sank. All came home.")
    first = candidates(own)[0]
    assert (first.text, first.origin) == ("But the boat stayed in the harbour.", Origin.TRIMMED)
    alone = without_connective(first, own.text)
    assert alone.text == "The boat stayed in the harbour."
    assert own.text[alone.start : alone.end] == "the  boat stayed in the harbour."
    assert verify(sentence(alone, own), own.text)


def test_too_little_would_remain() -> None:
    own = item("But the boat sank. All men were saved that night.")
    assert without_connective(candidates(own)[0], own.text).text == "But the boat sank."


TEXT = "Some words. the  boat stayed\nin. The rest is torn of"


@pytest.mark.parametrize(
    ("shown", "start", "end", "origin", "expected"),
    [
        ("the boat stayed in.", 12, 32, Origin.QUOTED, True),
        ("The boat stayed in.", 12, 32, Origin.QUOTED, False),
        ("The boat stayed in.", 12, 32, Origin.TRIMMED, True),
        ("the boat stayed in.", 12, 32, Origin.TRIMMED, True),
        ("The Boat stayed in.", 12, 32, Origin.TRIMMED, False),
        ("The boat stayed out.", 12, 32, Origin.TRIMMED, False),
        ("The boat stayed in.…", 12, 32, Origin.TRIMMED, False),
        ("The rest is torn of…", 33, 52, Origin.TRIMMED, True),
        ("The rest is torn of…", 33, 52, Origin.QUOTED, False),
        ("The rest is torn…", 33, 49, Origin.TRIMMED, False),
        ("the boat stayed in.", 12, 32, Origin.EDITOR, False),
        ("", 12, 12, Origin.QUOTED, False),
        ("f", -1, 53, Origin.QUOTED, False),
        ("", 60, 70, Origin.QUOTED, False),
    ],
)
def test_verify(shown: str, start: int, end: int, origin: Origin, expected: bool) -> None:
    one = Sentence(shown, "https://post.example/1", start, end, digest(TEXT), origin)
    assert verify(one, TEXT) is expected
    assert not verify(one, TEXT + " ")


parts = st.sampled_from(
    [
        "OSLO (AP) - ",
        "But ",
        "the boat left the quay",
        "Ann Hale said she would stay",
        ". ",
        "? ",
        "...",
        "\n\n",
        "“",
        "”",
        '"',
        " (Photo: Hale) ",
        "He stayed there all night. ",
        "The storm came up at noon. ",
        "  ",
        "今日は雨です。",
    ]
)


@given(st.one_of(st.lists(parts, max_size=25).map("".join), st.text(max_size=120)))
def test_every_candidate_can_be_proved(text: str) -> None:
    own = item(text)
    for one in candidates(own):
        assert verify(sentence(one, own), text)
        assert verify(sentence(without_connective(one, text), own), text)
        assert one.text == fold(one.text)


@pytest.mark.parametrize(
    "text", ["A b " * 20_000, "(" * 30_000, "“A b c d. " * 5_000, "Aa, " * 20_000 + "(AP) -"]
)
def test_hostile_text_is_quick(text: str) -> None:
    candidates(item(text, title=text[:200]))
