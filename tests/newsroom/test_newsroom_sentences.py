"""Sentence boundaries: the cases in ``sentences.txt`` and the invariants of the spans."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.newsroom.sentences import split

FOLDER = Path(__file__).parent


def cases() -> Iterator[tuple[str, str]]:
    """Yield language and marked text of each line of ``sentences.txt`` that has to be right."""
    language = "en"
    for line in (FOLDER / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif line and line[0] not in "#~":
            yield language, line


def texts(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in split(text, language)]


@pytest.mark.parametrize(("language", "marked"), list(cases()))
def test_sentences(language: str, marked: str) -> None:
    text = marked.replace("|", " ").replace("¦", "").replace("⏎", "\n")
    assert texts(text, language) == [part for part in re.split("[|¦⏎]", marked) if part]


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
