"""Header lines: foreign text in, exactly the headers that were meant out."""

from email.header import decode_header, make_header
from email.parser import BytesParser
from email.policy import compat32

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.errors import DeliveryError
from briefing.newsletter.clean import fold
from briefing.newsletter.headers import FOLD, block, encode, named, phrase

NASTY = (
    "=?utf-8?q?Hi=0d=0aBcc:_victim@evil.example=0d=0a=0d=0aowned?=",
    "Hello\r\nBcc: victim@evil.example",
    "Hello\x85Bcc: a\u2028Bcc: b\u2029c\x0bd\x0ce\x1cf",
    "NUL \x00 and C1 \x9b and DEL \x7f",
    "right \u202eto left\u2069 marks \u200f",
    "Fähre 🚢👩‍👩‍👧 " * 40,
    "x" * 1200,
    "word " * 400,
    " \t ",
    "=?",
    "lone \ud800 surrogate",
)
texts = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="=?utf-8qQbB_:@ \r\n\x85\u2028é🎉", max_size=120),
    st.sampled_from(NASTY),
)


def decoded(value: str) -> str:
    return str(make_header(decode_header(value)))


def nasty(test):
    for text in NASTY:
        test = example(text)(test)
    return test


@nasty
@given(texts)
@settings(max_examples=300)
def test_a_subject_is_one_header_that_says_what_it_said(text: str) -> None:
    written = block([("Subject", encode(text)), ("X-After", "here")])
    parsed = BytesParser(policy=compat32).parsebytes(written + b"\r\nbody")
    assert parsed.keys() == ["Subject", "X-After"]
    assert decoded(parsed["Subject"].replace("\r\n", "")) == fold(text)
    assert parsed.get_payload() == "body"
    assert all(len(line) <= 76 for line in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")


@nasty
@given(texts)
@settings(max_examples=200)
def test_a_name_stays_a_name(text: str) -> None:
    written = block([("From", named(text, "desk@example.org"))])
    parsed = BytesParser(policy=compat32).parsebytes(written + b"\r\n")
    assert parsed.keys() == ["From"]
    assert parsed["From"].endswith("<desk@example.org>")
    assert parsed["From"].count("@example.org>") == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Harbour towns vote", "Harbour towns vote"),
        ("Cuts: 5 % & more", "Cuts: 5 % & more"),
        ("é", "=?utf-8?b?w6k=?="),
        ("=?x?q?y?=", "=?utf-8?b?PT94P3E/eT89?="),
        ("  a \n b ", "a b"),
        ("", ""),
    ],
)
def test_encode(text: str, value: str) -> None:
    assert encode(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The Harbour Briefing", "The Harbour Briefing"),
        ("Smith, Jones & Co.", '"Smith, Jones & Co."'),
        ('The "Daily" \\', '"The \\"Daily\\" \\\\"'),
        ("Öre <b@evil.example>", "=?utf-8?b?w5ZyZSA8YkBldmlsLmV4YW1wbGU+?="),
    ],
)
def test_phrase(text: str, value: str) -> None:
    assert phrase(text) == value


def test_a_long_value_is_folded_at_spaces() -> None:
    value = encode("harbour " * 30)
    assert FOLD in value
    assert value.replace(FOLD, " ") == ("harbour " * 30).strip()


@pytest.mark.parametrize(
    "fields",
    [
        [("Subject", "a\r\nBcc: b")],
        [("Subject", "a\nBcc: b")],
        [("Subject", "a\r\n\r\nb")],
        [("Sub ject", "a")],
        [("Subject", "é")],
        [("Subject: a\r\nBcc", "b")],
        [("", "a")],
    ],
)
def test_a_block_that_reads_back_differently_is_refused(fields: list[tuple[str, str]]) -> None:
    with pytest.raises(DeliveryError):
        block(fields)
