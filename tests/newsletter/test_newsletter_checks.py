"""Each check finds its fault, and only that."""

from dataclasses import replace

import pytest
from newsletter_samples import EDITION, ONE_CLICK, SETTINGS

from briefing.newsletter import Newsletter, compose, faults
from briefing.newsletter.message import quoted_printable

GOOD = compose(EDITION, SETTINGS)
CLICK = compose(EDITION, ONE_CLICK)
SERVICE = f"https://leave.example.org/u?t={'0' * 40}&k=1"


def eml(old: bytes, new: bytes) -> Newsletter:
    assert old in GOOD.eml
    return replace(GOOD, eml=GOOD.eml.replace(old, new, 1))


def click(old: str, new: str) -> Newsletter:
    assert old.encode() in CLICK.eml
    return replace(CLICK, eml=CLICK.eml.replace(old.encode(), new.encode(), 1))


def rebuilt(old: str, new: str) -> Newsletter:
    """The sample with a change in its HTML, and the mail around it made anew."""
    assert old in GOOD.html
    page = GOOD.html.replace(old, new)
    mail = GOOD.eml.replace(quoted_printable(GOOD.html), quoted_printable(page))
    return replace(GOOD, html=page, eml=mail)


def test_a_good_one_has_none() -> None:
    assert faults(GOOD) == faults(CLICK) == ()


@pytest.mark.parametrize(
    ("newsletter", "words"),
    [
        (rebuilt("</h1>", "x" * 100_000 + "</h1>"), "The HTML part has 1"),
        (rebuilt('class="preheader"', 'class="x"'), "The preheader has 0 characters"),
        (rebuilt("</h1>", "</h1><img>"), "must not have: img"),
        (rebuilt('<html lang="en"', "<html"), "does not name its language"),
        (rebuilt("https://meridian.example/mine", "/mine"), "Not an absolute https link: /mine"),
        (
            rebuilt("https://meridian.example/mine", "http://meridian.example/mine"),
            "Not an absolute https link: http://",
        ),
        (rebuilt("mailto:desk@", "mailto:other@"), "The HTML part has no link to unsubscribe"),
        (rebuilt("/newsletter/2026-11-23/", "/x/"), "HTML part has no link to the page"),
        (rebuilt("https://meridian.example/mine", "https://a.example/"), "Only the HTML part"),
        (rebuilt("https://meridian.example/mine", "https://a.example/"), "Only the text part"),
        (replace(GOOD, text="x " * 39 + "x"), "Line 1 of the text has 79 characters"),
        (eml(b"List-Post: NO\r\n", b""), "There is no List-Post header"),
        (eml(b"List-Post: NO\r\n", b"List-Post: NO\r\nBcc: a@b.example\r\n"), "a header Bcc"),
        (eml(b"List-Post: NO\r\n", b"List-Post: NO\r\n" * 2), "A header occurs twice"),
        (eml(b"Subject: H", b"Subject: \xff"), "The headers are not ASCII"),
        (eml(b"Subject: H", b"Subject: " + b"H" * 1000), "more than 998 characters"),
        (eml(b"List-Id: The", b"List-Id: " + b"x" * 240), "List-Id has more than 255"),
        (click("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", ""), "go together"),
        (click(f"<{SERVICE}>, ", ""), "go together"),
        (click("=One-Click", "=one-click"), "List-Unsubscribe-Post is 'List-Unsubscribe=one-"),
        (click("&k=1>, ", "&k=1>,\r\n "), "List-Unsubscribe is not on one line"),
        (click(SERVICE, SERVICE[:-6]), "Not an https address with one place for a token"),
        (click(f"<{SERVICE}", f"<{SERVICE[:4]}{SERVICE[5:]}"), "Not an https address with one"),
        (click(SERVICE, SERVICE + "0" * 200), "has more than 200 characters"),
        (replace(CLICK, text=f"{CLICK.text}{SERVICE}\n"), "The body has the one-click address"),
        (eml(b"THE HARBOUR", b"T" * 100), "body has a line of more than 76"),
        (eml(b"THE HARBOUR", b"THE\nHARBOUR"), "does not end in CRLF"),
        (eml(b"THE HARBOUR", b"THE ARBOUR"), "text/plain part does not read back"),
        (eml(b"text/plain", b"text/enriched"), "The mail's parts are"),
    ],
)
def test_a_fault_is_told(newsletter: Newsletter, words: str) -> None:
    found = faults(newsletter)
    assert any(words in fault for fault in found), found


def test_a_word_that_nobody_can_break_is_no_fault() -> None:
    assert not any("of the text has" in fault for fault in faults(replace(GOOD, text="x" * 200)))


@pytest.mark.parametrize(
    ("site", "count"), [("http://localhost:8000", 0), ("http://news.example.org", 5)]
)
def test_only_a_preview_may_be_without_https(site: str, count: int) -> None:
    newsletter = compose(EDITION, replace(SETTINGS, site_url=site))
    assert len([fault for fault in faults(newsletter) if "https link" in fault]) == count
