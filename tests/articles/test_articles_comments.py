"""Readers' replies: read, threaded, and never more than text."""

from datetime import UTC, datetime
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.articles import Comment, read_comments
from briefing.errors import ContentError

NOW = datetime(2026, 1, 30, tzinfo=UTC)
DAY = "Date: 2026-01-14 09:00"


def read(folder: Path, **files: str):
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    return read_comments(folder, UTC, NOW)


def said(text: str) -> Comment:
    return Comment("a", "Ann", NOW, text)


def a_reply(name: str, hour: int, answers: str = "") -> str:
    more = f"Reply-To: {answers}\n" if answers else ""
    return f"Name: {name}\nDate: 2026-01-14 {hour:02}:00\n{more}\nWords of {name}.\n"


def test_answers_stand_one_level_below_what_began(tmp_path):
    talks = read(
        tmp_path,
        c=a_reply("Cai", 12, "b"),
        b=a_reply("Bo", 11, "a"),
        a=a_reply("Ann", 10),
        z=a_reply("Zoe", 9),
    )
    assert [[each.name for each in talk.all] for talk in talks] == [["Zoe"], ["Ann", "Bo", "Cai"]]
    assert talks[1].comment.published == datetime(2026, 1, 14, 10, tzinfo=UTC)
    assert talks[1].comment.anchor == "reply-a"


def test_the_future_waits_with_all_that_answers_it(tmp_path):
    late = a_reply("Ann", 10).replace("2026-01-14", "2026-02-14")
    assert read(tmp_path, a=late, b=a_reply("Bo", 11, "a")) == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"Name: Ann\n{DAY}\nEmail: ann@x.example\n\nHi.", "line 3: take the line “Email:” out"),
        (f"Name: Ann\nE-Mail: ann@x.example\n{DAY}\n\nHi.", "line 2: take the line “E-mail:” out"),
        (f"Name: Ann\n{DAY}\nReplyto: b\n\nHi.", "did you mean “Reply-To:”?"),
        (f"Name: Ann\n{DAY}\nHi there\n\nHi.", "line 3: above the blank line"),
        (f"{DAY}\n\nHi.", "begins with “Name: ...”"),
        ("Name: Ann\nDate: soon\n\nHi.", "line 2: write “Date: 2026-01-13 09:00”, not “soon”"),
        ("Name: Ann\n\nHi.", "line 1: write “Date:"),
        (f"Name: Ann\n{DAY}\n", "there is no text"),
        (f"Name: Ann\n{DAY}\nReply-To: gone\n\nHi.", "there is no reply “gone”"),
        (f"Name: Ann\n{DAY}\nReply-To: a\n\nHi.", "there is no reply “a”"),  # a circle
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, text, reason):
    with pytest.raises(ContentError) as refused:
        read(tmp_path, a=text)
    assert "a.md" in str(refused.value)
    assert reason in str(refused.value)


def test_name_of_a_file_is_an_anchor(tmp_path):
    (tmp_path / "a b.txt").write_text(a_reply("Ann", 9), "utf-8")
    with pytest.raises(ContentError, match=r"a b\.txt"):
        read_comments(tmp_path, UTC, NOW)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\ntwo\n\n \nthree", "<p>One<br>\ntwo</p>\n<p>three</p>"),
        ("<b>*x*</b> & [y](z)", "<p>&lt;b&gt;*x*&lt;/b&gt; &amp; [y](z)</p>"),
        (
            "See https://x.example/a_(b)?c=1&d, all.",
            '<p>See <a href="https://x.example/a_(b)?c=1&amp;d" rel="nofollow ugc">'
            "https://x.example/a_(b)?c=1&amp;d</a>, all.</p>",
        ),
        ("javascript:alert(1) https://", "<p>javascript:alert(1) https://</p>"),
    ],
)
def test_text_is_text_and_web_addresses_are_links(text, html):
    assert str(said(text).html) == html


def test_control_characters_are_taken_out(tmp_path):
    (talk,) = read(tmp_path, a=f"Name: A\u202enn\n{DAY}\n\nH\x1bi \u2067there\u2069.\r\nYou.")
    assert (talk.comment.name, talk.comment.text) == ("Ann", "Hi there.\nYou.")


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
def test_no_text_becomes_anything_but_paragraphs_and_links(text):
    page = html5lib.parseFragment(str(said(text).html), namespaceHTMLElements=False)
    found = [element for element in page.iter() if isinstance(element.tag, str)]
    assert {element.tag for element in found} <= {"DOCUMENT_FRAGMENT", "p", "br", "a"}
    assert all(set(element.attrib) <= {"href", "rel"} for element in found)
    assert "".join("".join(page.itertext()).split()) == "".join(text.split())
