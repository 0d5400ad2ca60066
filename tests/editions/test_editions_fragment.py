"""Links to the place of a sentence."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.editions.fragment import place

PAGE = "https://harbour.example/ferry"


@pytest.mark.parametrize(
    ("text", "directive"),
    [
        ("The ferry runs.", "The%20ferry%20runs."),
        ("A well-known, old line.", "A%20well%2Dknown%2C%20old%20line."),
        ("a b c d e f g h", "a%20b%20c%20d%20e%20f%20g%20h"),
        ("a b c d e f g h i", "a%20b%20c%20d,f%20g%20h%20i"),
        ("Fähren & Co.", "F%C3%A4hren%20%26%20Co."),
    ],
)  # fmt: skip
def test_directive(text: str, directive: str) -> None:
    assert place(PAGE, text) == f"{PAGE}#:~:text={directive}"


@pytest.mark.parametrize(("url", "text"), [(PAGE, ""), (f"{PAGE}#/route", "The ferry runs.")])
def test_address_stays(url: str, text: str) -> None:
    assert place(url, text) == url


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_nothing_breaks_out(text: str) -> None:
    found = place(PAGE, text)
    directive = found.removeprefix(PAGE).removeprefix("#:~:text=")
    assert not set(directive) & set("<>\"'&#- ")
    assert directive.count(",") <= 1
    words = text.split()
    if len(words) <= 8:
        assert unquote(directive) == " ".join(words)
