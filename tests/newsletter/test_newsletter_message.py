"""The mail as bytes, read back by the standard library."""

import email
import email.policy
import os
import re
import subprocess
import sys
from dataclasses import replace
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsletter_samples import EDITION, FERRY, ONE_CLICK, SETTINGS, grown

from briefing.editions.view import EditionView, SectionView
from briefing.errors import DeliveryError
from briefing.newsletter import Newsletter, compose, faults
from briefing.newsletter.clean import fold
from briefing.newsletter.message import HTML_LIMIT, TEXT_LIMIT, quoted_printable

HEADERS = [
    *("From", "Reply-To", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"),
    *("List-Id", "List-Unsubscribe", "List-Help", "List-Owner", "List-Subscribe", "List-Archive"),
    "List-Post",
]


def parsed(newsletter: Newsletter) -> email.message.Message:
    return email.message_from_bytes(newsletter.eml)


def titled(title: str) -> EditionView:
    story = replace(FERRY, headline=title)
    return replace(EDITION, title=title, sections=(SectionView(title, "x", "lead", (story,)),))


def test_the_mail_reads_back_as_its_parts() -> None:
    newsletter = compose(EDITION, SETTINGS)
    mail = parsed(newsletter)
    assert mail.keys() == HEADERS
    assert mail["Subject"] == newsletter.subject == EDITION.title
    assert parsedate_to_datetime(mail["Date"]) == EDITION.closed
    assert mail["List-Id"] == "The Harbour Briefing <briefing.briefing.example.org>"
    assert mail["List-Unsubscribe"] == "<mailto:desk@briefing.example.org?subject=unsubscribe>"
    plain, rich = mail.get_payload()
    assert (plain.get_content_type(), rich.get_content_type()) == ("text/plain", "text/html")
    assert plain.get_payload(decode=True).decode().replace("\r\n", "\n") == newsletter.text
    assert rich.get_payload(decode=True).decode().replace("\r\n", "\n") == newsletter.html
    assert faults(newsletter) == ()
    assert not email.message_from_bytes(newsletter.eml, policy=email.policy.default).defects


def test_one_click_stands_in_the_headers_alone() -> None:
    newsletter, without = compose(EDITION, ONE_CLICK), compose(EDITION, SETTINGS)
    mail = parsed(newsletter)
    assert mail["List-Unsubscribe"] == (
        f"<https://leave.example.org/u?t={'0' * 40}&k=1>, "
        "<mailto:desk@briefing.example.org?subject=unsubscribe>"
    )
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.keys() == [*HEADERS[:10], "List-Unsubscribe-Post", *HEADERS[10:]]
    assert (newsletter.html, newsletter.text) == (without.html, without.text)
    assert faults(newsletter) == ()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/{token}",
        "https://Leave.Example.org:8443/a-b/~c/{token}/now?list=1",
        "https://example.org/leave?{token}",
        f"https://example.org/{'x' * 139}/{{token}}",
    ],
)
def test_an_address_to_leave(address: str) -> None:
    newsletter = compose(EDITION, replace(SETTINGS, one_click=address))
    assert faults(newsletter) == ()
    expected = address.replace("{token}", "0" * 40)
    assert parsed(newsletter)["List-Unsubscribe"].startswith(f"<{expected}>, <mailto:")


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/leave/{token}",
        "https://example.org/leave/",
        "https://example.org/{token}/{token}",
        "https://{token}.example.org/",
        "https://example.org{token}",
        "https://example.org/0{token}",
        "https://example.org/{token}0",
        "https://example.org/#/{token}",
        "https://user:word@example.org/{token}",
        "https://example.org/a b/{token}",
        "https://example.org/ä/{token}",
        "https://example.org/{token}>,<https://evil.example/",
        "https://example.org/{token}\r\nBcc: a@b.example",
        "https://example.org/{token}\n",
        "leave/{token}",
        f"https://example.org/{'x' * 140}/{{token}}",
    ],
)
def test_an_address_to_leave_that_is_none(address: str) -> None:
    with pytest.raises(DeliveryError, match="BRIEFING_ONE_CLICK must be like https://"):
        compose(EDITION, replace(SETTINGS, one_click=address))


def test_the_same_edition_gives_the_same_bytes_in_another_process() -> None:
    here = Path(__file__).parent
    program = (
        "from newsletter_samples import *; from briefing.newsletter import compose;"
        "print(compose(EDITION, SETTINGS).sha256)"
    )
    environ = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=here, env=environ, capture_output=True, check=True
    )
    assert run.stdout.decode().strip() == compose(EDITION, SETTINGS).sha256


def test_the_message_id_outlives_a_correction() -> None:
    first, second = (compose(each, SETTINGS) for each in (EDITION, titled("Corrected")))
    assert first.sha256 != second.sha256
    assert parsed(first)["Message-ID"] == parsed(second)["Message-ID"]


@given(
    st.one_of(
        st.text(max_size=120),
        st.text(alphabet="=?utf-8qb_:@<>&\"' \r\n\x85\u2028\u202eé🎉/", max_size=80),
        st.just("=?utf-8?q?Hi=0d=0aBcc:_victim@evil.example=0d=0a=0d=0aowned?="),
        st.just("<script>alert(1)</script>\x00\x9b"),
    )
)
@settings(max_examples=40)
def test_a_foreign_title_adds_nothing(title: str) -> None:
    newsletter = compose(titled(title), SETTINGS)
    mail = parsed(newsletter)
    assert mail.keys() == HEADERS
    value = mail["Subject"].replace("\r\n", "")
    expected = re.sub(r"(?i)^((re|fwd?)\s*:\s*)+", "", fold(title)) or SETTINGS.name
    assert str(make_header(decode_header(value))) == expected
    assert faults(newsletter) == ()
    assert "<script" not in newsletter.html


@pytest.mark.parametrize("title", ["Re: your invoice", "FWD: Re: your invoice"])
def test_a_subject_does_not_pretend_to_be_a_reply(title: str) -> None:
    assert compose(titled(title), SETTINGS).subject == "your invoice"


def test_forty_stories_fit() -> None:
    newsletter = compose(grown(40), SETTINGS)
    assert "more on the web" not in newsletter.html + newsletter.text
    assert len(quoted_printable(newsletter.html)) <= HTML_LIMIT
    assert faults(newsletter) == ()


@pytest.mark.parametrize(("stories", "sentences"), [(90, 4), (30, 40), (1, 800)])
def test_what_is_too_long_ends_on_the_web(stories: int, sentences: int) -> None:
    newsletter = compose(grown(stories, sentences), SETTINGS)
    kept = newsletter.html.count("<h3")
    assert kept < stories
    assert f"{stories - kept} more on the web" in newsletter.html
    assert f"{stories - kept} more on the web" in newsletter.text
    assert len(quoted_printable(newsletter.html)) <= HTML_LIMIT
    assert len(quoted_printable(newsletter.text)) <= TEXT_LIMIT
    assert faults(newsletter) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"mail_from": ""}, "BRIEFING_MAIL_FROM"),
        ({"mail_from": "desk"}, "BRIEFING_MAIL_FROM"),
        ({"mail_from": "desk@x.example\r\nBcc: a@b.example"}, "BRIEFING_MAIL_FROM"),
        ({"mail_reply_to": "a b@x.example"}, "BRIEFING_MAIL_REPLY_TO"),
        ({"unsubscribe": "leave"}, "BRIEFING_UNSUBSCRIBE"),
        ({"list_id": "not a domain"}, "BRIEFING_LIST_ID"),
        ({"root": Path("/nowhere")}, "edition.txt"),
    ],
)
def test_settings_that_make_no_mail(change: dict[str, object], words: str) -> None:
    with pytest.raises(DeliveryError, match=words):
        compose(EDITION, replace(SETTINGS, **change))
