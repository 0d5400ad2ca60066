"""The edition file: foreign text comes out as itself, and an editor's file is read as meant."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from editions_samples import RECORD, SENTENCE, STORY
from hypothesis import given
from hypothesis import strategies as st

from briefing.editions import markdown, record, rendering
from briefing.editions.markup import escape, link, plain, render
from briefing.errors import ContentError

NASTY = (
    st.text(
        alphabet=st.one_of(
            st.sampled_from("ab 1.)(*_`~#>+-=:|!\\[]{}<>&;^\"'/%é漢\u202e"),
            st.characters(codec="utf-8", exclude_categories=("C",)),
        ),
        min_size=1,
        max_size=40,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@given(NASTY)
def test_foreign_text_survives_as_a_sentence_and_as_a_heading(text: str) -> None:
    line = f"{escape(text)} {link('X', 'http://a.example/(b)_c_')}"
    assert plain(render(line)) == f"{text} X"
    assert plain(render(f"## {escape(text)} {{#id}}")) == text
    assert 'href="http://a.example/(b)_c_"' in render(line)


@given(NASTY, NASTY, NASTY)
def test_what_is_rendered_parses_back(headline: str, said: str, outlet: str) -> None:
    items = (replace(STORY.items[0], source=outlet),)
    story = replace(
        STORY, headline=headline, items=items, sentences=(replace(SENTENCE, text=said),)
    )
    kept = replace(RECORD, title=headline, summary=said, stories=(story,))
    file = markdown.parse(rendering.render(kept, ZoneInfo("UTC")))
    ((section,), (line,)) = (file.sections, file.sections[0].stories[0].lines)
    assert section.stories[0].thread == STORY.thread
    assert plain(render(section.stories[0].headline)) == headline
    assert plain(render(line.text)) == said
    assert plain(render(line.outlet or "")) == outlet
    assert line.url == SENTENCE.url
    assert file.title == headline
    assert plain(render(file.metadata["summary"])) == said


def test_the_file_looks_as_documented() -> None:
    assert rendering.render(RECORD, ZoneInfo("UTC"), markdown.DRAFT) == (
        "Title: Harbour towns vote on the ferry line\n"
        "Date: 2026-11-23 06:00\n"
        "Number: 142\n"
        "Status: draft\n"
        "Tags: transport, local-elections\n"
        "Summary: Also: the mine reopens.\n"
        "\n"
        "# Lead\n"
        "## Harbour towns vote on the ferry line {#ferry-vote}\n"
        "Three towns hold a vote on Sunday. [Harbour Post](https://harbour.example/vote)\n"
    )


def test_the_date_is_local() -> None:
    assert "Date: 2026-11-23 19:00" in rendering.render(RECORD, ZoneInfo("Pacific/Auckland"))


def test_a_story_without_a_sentence_links_to_where_it_stands() -> None:
    bare = replace(RECORD, stories=(replace(STORY, sentences=()),))
    file = markdown.parse(rendering.render(bare, ZoneInfo("UTC")))
    (line,) = file.sections[0].stories[0].lines
    assert (line.text, line.outlet, line.url) == (
        "",
        "Harbour Post",
        "https://harbour.example/vote",
    )


HAND = """\
Title: By hand
Number: 7
X-Unknown: kept

A word from the editor
on two lines.

# Lead
A note above the stories.

## One {#one}
Sourced. [A](https://a.example/1)
Own words without a link.
Sourced too. [B](https://b.example/(x))

- a list
- of two

### not a story
```
# not a heading
```

## Two
Only *own* words.
"""


def test_an_edition_written_by_hand() -> None:
    file = markdown.parse(HAND.replace("\n", "\r\n"))
    assert (file.title, file.number, file.status) == ("By hand", 7, "published")
    assert file.metadata["x-unknown"] == "kept"
    assert file.intro == "A word from the editor\non two lines."
    (section,) = file.sections
    assert section.note == "A note above the stories."
    one, two = section.stories
    assert [line.url for line in one.lines] == [
        "https://a.example/1",
        None,
        "https://b.example/(x)",
        None,
        None,
    ]
    assert [line.block for line in one.lines] == [False, False, False, True, False]
    assert (two.thread, two.lines[0].text) == (None, "Only *own* words.")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Number: 3\n\n# Lead\n", r"e\.md, line 1: .*Title"),
        ("Title: x\nNumber: three\n", "not a whole number"),
        ("Title: x\nStatus: hidden\n", r"e\.md, line 2: “Status: hidden” is neither"),
        ("Title: x\nSEO title: y\nStatus: draft\n", r"line 2: .*“Status: draft” would not count"),
        ("Title: x\n\n# A\n<<<<<<< HEAD\nx\n", r"line 4: git could not merge"),
        ("Title: x\n\n## A {# t}\n", r"line 3: a thread is written in braces"),
        ("Title: x\n\n## A {#t\n", r"line 3: a thread is written in braces"),
        ("Title: x\n\n## A {#t}\n```\ncode\n\n## B {#u}\n", r"line 4: this block of code has no"),
        ("Title: x\n\n## A {#t}\n\n## B {#t}\n", r"line 5: the thread “t” stands on line 3"),
    ],
)
def test_a_broken_file_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        markdown.parse(text, "e.md")


def test_a_record_round_trips() -> None:
    text = record.dumps(RECORD)
    assert record.loads(text) == RECORD
    assert record.dumps(record.loads(text)) == text


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"day": 1}', "null"])
def test_a_broken_record_is_named(text: str) -> None:
    with pytest.raises(ContentError, match=r"d\.json is not a record"):
        record.loads(text, "d.json")


def test_moments_are_utc_seconds() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert record.moment_out(moment) == "2026-01-02T03:04:05Z"
    assert record.moment_in("2026-01-02T03:04:05Z") == moment


def test_a_picture_is_no_source() -> None:
    """It may come without a blank line, and from another host, which the gate finds."""
    picture = "![b](https://b.example/b.png)"
    lines = f"![a boat](images/boat.jpg)\nIt sank. [Post](https://a.example/1)\n{picture}"
    [section] = markdown.parse(f"Title: x\n\n## A\n{lines}\n").sections
    boat, sentence, other = section.stories[0].lines
    assert (boat.block, other.block, other.url) == (True, True, None)
    assert (sentence.text, sentence.url) == ("It sank.", "https://a.example/1")
