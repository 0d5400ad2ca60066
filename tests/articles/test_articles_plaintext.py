"""Pasted pages: what is text stays, what is furniture goes, what is said about the text is kept."""

import json
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.articles import furniture
from briefing.articles.furniture import Action
from briefing.articles.plaintext import Kind, parse

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
FIRST = "The harbour office counted 4,102 ships last year, which is fewer than ever."
LAST = "Nobody on the quay could say on Tuesday where the other ships had gone to."
EXAMPLES = [(rule, line) for rule in furniture.rules() for line in rule.examples]

LOOK_ALIKES = """\
The ministry said that cookies would be banned from 1 March on all public web sites.
We use cookies to bribe the ducks, said the warden, and they have never let us down.
About half the town came to see the crane.
About Jane Roe nobody knew anything at all until she came to the harbour.
By noon the harbour was full of boats that nobody had ordered.
By Monday evening all three had signed.
By Jane Roe's account the boat was already burning when she came.
Share prices fell by a tenth after the vote.
“Share this with your mother,” the doctor said.
Tags were fixed to 40 gulls, and 12 of them have been seen in Vessaly.
Tagged collars showed that the wolves had crossed the border twice.
Posted in Averell for three years, he had learnt to sleep through storms.
Related costs will come to four million crowns, the company said.
Related articles of the treaty were struck out on Friday.
Sign up numbers rose after the leaflet was printed.
Subscribe or go without, the editor told them; most went without.
Leave a reply with the clerk, the notice says, and nobody ever has.
Three comments on the draft came from the same house.
Comments by the minister were taken out of the minutes.
Advertisement rules will change in March.
Photo agencies have asked for their pictures back.
Image: that is the word he used for everything he could not explain.
The file was sent by Reuters (the agency) to all its customers.
Copyright law does not cover weather forecasts, the court held.
A version of the story that the mayor tells has two boats in it.
Read more books, the minister told the pupils of Skerrow.
More on this will be heard at the inquest in May.
Previous attempts to sell the pier failed in 1994 and 2003.
Next: nobody knew.
Search parties went out at first light.
Name the boat after a woman and she will sink, they say here.
Email was down for six hours on Tuesday.
Website owners have until June to comply.
Follow the river for two miles and you will see it.
Loading the boat took two hours.
Updated forecasts put the height of the tide at six metres.
Published figures do not show how many came back.
Written by hand, the letter is nine pages long.
Skip to the end of the report and you will find the bill.
On January 5, 2026 the harbour was closed.
CNN reported on Monday that the ferry had been sold twice.
CNN - which nobody here can receive - had sent two reporters.
The agency (AP) said that nobody had been on board.
Now playing in the pavilion is a film about eels, and nobody goes.
Show all you have, the customs man says, and nobody does.
Related: that is what the two families are, by marriage.
Read more: that was the advice of the teacher.
Written by candlelight, the minutes are hard to read.
Listen to the pier at night and you will hear it.
What to know about eels would fill three shelves, she said.
Follow me, the pilot said, and eleven boats did.
Ready for more rain, the village had put out every bucket.
Thanks for reading the meter, she wrote on the door.
Courtesy costs nothing, and at the customs house it is worth it.
Up next is the vote on the fog horn.
Reject all offers, the lawyers told them on Friday.
Accept all of it or nothing, said the mayor.
Subscribe now, the crier called, and nobody knew to what.
Share this post of honour with your brother, the king said.
Discussion about this post office has gone on for years.
Customise buttons, the tailor says, and the coat looks new.
Story highlights were read aloud in the pub on Sunday.
View all posts by the river as a warning, said the pilot.
Loading and unloading take a day each.
Tagged by mistake, the swan kept its number for life.
This entry was posted by hand, the museum says, in 1911.
Filed under rain for ninety years, the letters were still dry.
Anzeige wird gegen niemanden erstattet, sagte die Wache.
Teilen wollte den Kuchen am Ende niemand mehr.
""".splitlines()


def page(*lines: str) -> str:
    return "\n\n".join(("The title", "By Ann Other", *lines)) + "\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_pasted_page_is_read_as_expected(path):
    article = parse(path.read_text("utf-8"))
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert {
        "title": article.title,
        "author": article.author,
        "date": article.date.isoformat() if article.date else None,
        "bio": article.bio,
        "tags": list(article.tags),
        "summary": article.summary,
        "blocks": [[block.kind.value, block.text] for block in article.blocks],
    } == expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_line_ends_and_exotic_spaces_do_not_matter(path):
    text = path.read_text("utf-8")
    windows = "\ufeff" + text.replace(" ", "\u00a0").replace("\n", "\r\n")
    assert parse(windows) == parse(text) == parse(text.replace("\n", "\u200b\r"))


@pytest.mark.parametrize("line", LOOK_ALIKES)
def test_sentence_that_looks_like_furniture_stays(line):
    for around in ((FIRST, line, LAST), (line, LAST), (FIRST, line)):
        article = parse(page(*around))
        assert [block.text for block in article.blocks] == list(around)
        assert article.authors == ("Ann Other",)


@pytest.mark.parametrize("heading", ["Facebook", "Comment", "Video", "Trending", "By Ship", "More"])
def test_lonely_word_above_a_paragraph_is_a_heading(heading):
    article = parse(page(FIRST, heading, LAST))
    assert [block.kind for block in article.blocks] == [
        Kind.PARAGRAPH,
        Kind.HEADING,
        Kind.PARAGRAPH,
    ]


@pytest.mark.parametrize(("rule", "line"), EXAMPLES, ids=lambda value: str(value)[:40])
def test_rule_fits_its_examples(rule, line):
    assert [match.action for match in furniture.match(line)] == [rule.action]


@pytest.mark.parametrize(("rule", "line"), EXAMPLES, ids=lambda value: str(value)[:40])
def test_furniture_goes_from_its_place(rule, line):
    company = "Share this:"
    places = [page(FIRST, LAST, company, line), page(FIRST, company, line, LAST)]
    if rule.action not in (Action.END, Action.LINKS):
        places.append(page(company, line, FIRST, LAST))
    for text in places[:1] if rule.action is Action.END else places:
        assert parse(text).paragraphs == (FIRST, LAST)


@pytest.mark.parametrize(
    ("lines", "authors", "date"),
    [
        (("By Jane Roe",), ("Jane Roe",), None),
        (("by Jane Roe on January 5, 2026",), ("Jane Roe",), "2026-01-05T00:00"),
        (("By JANE O\u2019NEIL, Staff Writer",), ("Jane O'Neil",), None),
        (("By Jane Roe, John Doe and Li Wei, CNN",), ("Jane Roe", "John Doe", "Li Wei"), None),
        (("Jane Roe, CNN",), ("Jane Roe",), None),
        (("Story by Jane Roe in Averell",), ("Jane Roe",), None),
        (("By The Associated Press",), ("The Associated Press",), None),
        (("Posted on January 5, 2026 by admin",), (), "2026-01-05T00:00"),
        (("Posted by jroe on January 5, 2026",), ("jroe",), "2026-01-05T00:00"),
        (("Jane Roe", "5 January 2026"), ("Jane Roe",), "2026-01-05T00:00"),
        (("14th April 2017 Karl",), ("Karl",), "2017-04-14T00:00"),
        (("Published 8:00 AM EST, Fri January 9, 2026",), (), "2026-01-09T13:00"),
        (("Updated Jan. 9, 2026 | Published Jan. 8, 2026",), (), "2026-01-08T00:00"),
        (("Updated Jan. 9, 2026", "Published Jan. 8, 2026"), (), "2026-01-08T00:00"),
        (("By Jane Roe | 2026-01-27T09:30:00+01:00",), ("Jane Roe",), "2026-01-27T08:30"),
        (("Jan. 5, 2026 / Jane Roe / Leave a comment",), ("Jane Roe",), "2026-01-05T00:00"),
        (("Author: Jane Roe", "Date: 2026-01-05 07:30"), ("Jane Roe",), "2026-01-05T07:30"),
        (("5 min read · 12.01.2026",), (), "2026-01-12T00:00"),
        (("01/02/2026", "2 hours ago"), (), None),
    ],
)
def test_bylines(lines, authors, date):
    article = parse("\n".join(("The title", *lines, "", FIRST, "", LAST)))
    assert article.authors == authors
    assert article.paragraphs == (FIRST, LAST)
    assert article.date == (datetime.fromisoformat(date).replace(tzinfo=UTC) if date else None)


DATELINES = [
    "Hong Kong\nCNN\n \u2014 \n",
    "Hong Kong\n\nCNN\n\n\u2014\n\n",
    "Hong Kong\nCNN\n \u2014 ",
    "Hong Kong and Averell, Merrow\nCNN Business\n\u2014\n",
    "Hong Kong CNN \u2014 ",
    "Hong Kong CNN \u2014\n",
    "Hong Kong (CNN) ",
    "Hong Kong (CNN)",
    "Hong Kong/CNN \u2014 ",
    "(CNN)",
    "(CNN)\n",
    "CNN \u2014 ",
    "CNN \u2014\n",
    "CNN\n\u2014\n",
    "CNN\n",
    "PORT AVERELL, Jan 5 (Reuters) - ",
]
CAPTION = "Boats lie in the harbour of Averell, and one of them is on its side."


@pytest.mark.parametrize("dateline", DATELINES)
def test_dateline_goes(dateline):
    for above in ("", f"{CAPTION}\nJane Roe/AFP/Getty Images\n\n", "Ad Feedback\n"):
        text = f"The title\nBy Ann Other, CNN\n\n{above}{dateline}{FIRST}\n\nCNN\n\n{LAST}\n"
        assert [block.text for block in parse(text).blocks] == [FIRST, "CNN", LAST]


@pytest.mark.parametrize(
    "credit",
    [
        "Stringer/Getty Images",
        "Jane Roe/AFP via Getty Images/File",
        "Reuters",
        "CNN",
        "Courtesy Jane Roe",
        "Photo: Jane Roe",
        "Photo by Jane Roe",
        "Image credit",
        "Image credit: Jane Roe",
        "Image credit:\nJane Roe",
    ],
)
def test_caption_goes_with_its_credit(credit):
    for text in (
        f"The title\nBy Ann Other\n\n{CAPTION}\n{credit}\n\n{FIRST}\n\n{LAST}",
        f"The title\nBy Ann Other\n\n{FIRST}\n\n{CAPTION}\n{credit}\n\n{LAST}",
    ):
        assert parse(text).paragraphs == (FIRST, LAST)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_paragraph_above_a_credit_is_no_caption(gap):
    text = gap.join(("The title", "By Ann Other", FIRST, "Photo: Jane Roe", LAST, "Reuters", FIRST))
    assert parse(text).paragraphs == (FIRST, LAST, FIRST)


@pytest.mark.parametrize(
    ("lines", "tags"),
    [
        (("Posted in A, B", "Tagged c, d"), ("A", "B", "c", "d")),
        (("Tags: a, b", "Filed Under: X"), ("a", "b", "X")),
        (("Categories", "Sea", "Tags", "ferries, night boats"), ("Sea", "ferries", "night boats")),
        (("Entry tags:", "ferries", "boats", "Leave a comment"), ("ferries", "boats")),
        (("Published by Ann Other", "Ann mends nets.", "Posted in A", "Tagged c"), ("A", "c")),
    ],
)
def test_tags_add_up(lines, tags):
    article = parse(page(FIRST, LAST, *lines))
    assert article.tags == tags
    assert article.paragraphs == (FIRST, LAST)


@pytest.mark.parametrize("heading", ["Tags", "What to know about eels", "Up next"])
def test_label_above_a_paragraph_is_a_heading(heading):
    article = parse(page(FIRST, heading, LAST))
    assert (article.headings, article.paragraphs) == ((heading,), (FIRST, LAST))


def test_date_without_zone_is_in_the_given_one():
    text = page("Posted on January 5, 2026 9:00 am", FIRST)
    assert parse(text, ZoneInfo("Asia/Tokyo")).date == datetime(2026, 1, 5, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("byline", "tail"),
    [
        ("By Jane Roe", "About Jane Roe\nJane mends nets.\nView all posts by Jane Roe →"),
        ("By Jane Roe", "About the author\nJane mends nets."),
        ("By Jane Roe", "About the author: Jane mends nets."),
        ("By Jane Roe", "About Jane Roe\nJane mends nets. View all posts by Jane Roe \u2192"),
        ("January 5, 2026", "Author: Jane Roe\nJane mends nets. View all posts by Jane Roe"),
        ("January 5, 2026", "Written by\n\nJane Roe\n\nJane mends nets.\n\nView more posts"),
        ("By Jane Roe", "Written by Jane Roe\n12 Followers\nJane mends nets.\nFollow"),
        ("By Jane Roe", "Leave a Reply\nName *\nAbout the author\nJane mends nets."),
        ("January 5, 2026", "About Jane Roe\nJane mends nets."),
        ("January 5, 2026", "Published by Jane Roe\nJane mends nets.\nView all posts by Jane Roe"),
    ],
)
def test_author_box(byline, tail):
    article = parse("\n".join(("The title", byline, FIRST, LAST, tail, "Leave a Reply", FIRST)))
    assert (article.author, article.bio) == ("Jane Roe", "Jane mends nets.")
    assert article.paragraphs == (FIRST, LAST)


def test_heading_about_something_is_no_author_box():
    article = parse(page(FIRST, "About Merrow", LAST))
    assert article.headings == ("About Merrow",)
    assert article.bio == ""


def test_comments_are_no_text():
    article = parse(page(FIRST, LAST, "2 Comments", "Bob says:", FIRST, "Reply", LAST))
    assert article.paragraphs == (FIRST, LAST)


def test_comment_link_above_the_text_ends_nothing():
    assert parse("The title\nLeave a comment\n\n" + FIRST).paragraphs == (FIRST,)


def test_headlines_below_related_articles_go_and_the_text_comes_back():
    article = parse(page(FIRST, "Related articles", "The old pier", "Who paid?", LAST))
    assert article.paragraphs == (FIRST, LAST)


def test_title_of_a_whole_copied_page_stands_below_the_menu():
    site = "Skip to content\nNotes from the Quay\nA blog\nMenu\n"
    text = f"{site}Harbours\nThe pier that nobody wanted\nMay 5, 2026\n{FIRST}"
    assert parse(text).title == "The pier that nobody wanted"


@pytest.mark.parametrize("text", ["", "\n \n", "\u200b\x00", "Menu\nSearch\n"])
def test_nothing_has_no_title(text):
    assert parse(text).title == ""


def test_markup_is_text():
    article = parse(
        "<b>Title</b>\n\n<script>alert(1)</script> is what the sign in the harbour says."
    )
    assert article.title == "<b>Title</b>"
    assert article.paragraphs[0].startswith("<script>")


LINES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [line for _, line in EXAMPLES] + [FIRST, LAST, "By Jane Roe", "About Jane Roe"]
    ),
)


@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\n\n", "\r\n", "\r"]))
def test_never_raises_and_is_clean(lines, end):
    article = parse(end.join(lines))
    texts = (article.title, article.bio, article.summary, *article.tags, *article.authors)
    for text in (*texts, *(block.text for block in article.blocks)):
        assert not any(unicodedata.category(char)[0] == "C" for char in text)
        assert text == text.strip()


@given(st.lists(st.sampled_from([line for _, line in EXAMPLES]), min_size=1, max_size=8))
def test_no_furniture_in_the_tail_survives(lines):
    assert parse(page(FIRST, LAST, "Share this:", *lines)).paragraphs == (FIRST, LAST)
