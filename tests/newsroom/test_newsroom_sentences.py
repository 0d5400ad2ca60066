"""Sentence boundaries: a table of cases and the invariants of the spans."""
# ruff: noqa: RUF001 - the marks of other scripts

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.newsroom.sentences import split

# "|" marks the boundaries that have to be found, and stands for the space there.
ENGLISH = [
    'A jury heard Owen "O.J." Hale on Monday.|He denied it.',
    'They call him "O.J."|The jury heard him.',
    "Mr. Hale met Dr. J. R. Oduya at 5 p.m. Monday in Dover, Del.|The talks went on.",
    "She left at 6 p.m.|They stayed until 7 a.m.",
    "The U.S. Navy sails.|He moved to the U.S.|The ship did not.",
    "Prices rose 4.2 percent.|In 2026 they fell by .5 points.",
    "Room No. 5 was empty.|Was it locked?|No.|The key was there.",
    "“Why now?” Ann Hale asked.|“Because.”|“Why now?” asked nobody.",
    '"We sail!" she cried.|"At once."',
    "Really?!|Yes...|Nobody knew.|It was ... Ann who did.",
    "Hale Inc. fell.|Hale Corp.|The rest rose.",
    "Sen. Ann Oduya (D-Del.) spoke.|(Others did not.)|[They slept.]",
    "It happened on Jan. 5.|Police in St. Albans came, etc.|The rest is known.",
    "George W. Hale won.|Plan B. The end came.".replace(". The", ".|The"),
    "Yahoo! Inc. moved.|It was sold.",
    "He sat in the sun.|Police came.|The no. 3 bus left.",
    "1. Open the box.|2. Close it.",
    "They stayed.|The mayor left.",
    "Prof. al-Amin et al. wrote vs. the board, i.e. Hale.|A reply came.",
    "One line",
    "First line without a stop\n|Second line. still the second",
]
OTHERS = [
    ("de", "Am 3. Oktober kam z.B. Herr Dr. Maier.|Er blieb bis ca. 5 Uhr.|„Gut.“|So war es."),
    ("fr", "M. Dupont est venu.|Il a dit « non ».|Mme. Roy aussi."),
    ("es", "¿Viene el Sr. Gil?|¡Claro que sí!|Llegó a EE.UU. en mayo."),
    ("ar", "هل هذا صحيح؟|نعم هذا صحيح.|انتهى."),
    ("hi", "यह पहला वाक्य है।|यह दूसरा है।"),
    ("xx", "Unknown tongues use English rules, Mr. Hale.|Yes."),
]


def texts(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in split(text, language)]


@pytest.mark.parametrize("marked", ENGLISH)
def test_english(marked: str) -> None:
    assert texts(marked.replace("|", " ")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize(("language", "marked"), OTHERS)
def test_other_languages(language: str, marked: str) -> None:
    assert texts(marked.replace("|", " "), language) == marked.split("|")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "今日は雨です。明日は晴れる！「本当？」",
            ["今日は雨です。", "明日は晴れる！", "「本当？」"],
        ),
        ("「本当？」と彼は言った。終わり。", ["「本当？」と彼は言った。", "終わり。"]),
        ("议会开会。会后投票？是。", ["议会开会。", "会后投票？", "是。"]),
    ],
)
def test_no_spaces_between_sentences(text: str, expected: list[str]) -> None:
    assert texts(text, "ja") == expected


def test_a_forgotten_space() -> None:
    assert texts("They all stayed.The mayor left.") == ["They all stayed.", "The mayor left."]
    assert texts("See example.com and Node.js now.") == ["See example.com and Node.js now."]


def test_blank_lines_and_white_space() -> None:
    assert split("") == ()
    assert split(" \n\t ") == ()
    assert split("  One.  \n\n Two. ") == ((2, 6), (11, 15))


pieces = st.sampled_from(
    [*" \n\t.!?…。।\"”)('", "Mr", "U.S", "word", "The", "5", "…", "...", "J", "、", "\u00a0", "no"]
)


@given(st.one_of(st.text(max_size=80), st.lists(pieces, max_size=40).map("".join)))
def test_spans_leave_out_white_space_only(text: str) -> None:
    spans = split(text)
    at = 0
    for start, end in spans:
        assert not text[at:start].strip()
        assert start < end
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("text", ["." * 50_000 + "x", "a. " * 20_000, "x" * 100_000, "(" * 50_000])
def test_hostile_text_is_quick(text: str) -> None:
    assert split(text)
