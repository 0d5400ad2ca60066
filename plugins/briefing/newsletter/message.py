"""The mail as bytes: multipart/alternative, plain text first, the same input giving the same bytes.

What is made here is a specimen: its ``To`` and the token of its one-click address are
placeholders, which the sender replaces for each reader.  ``Date`` is the edition's closing,
``Message-ID`` and boundary come from hashes.
"""

import binascii
import re
from bisect import bisect_left
from dataclasses import dataclass
from email.utils import format_datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from briefing.editions.view import EditionView
from briefing.models import digest
from briefing.newsletter import addresses, headers, html, text
from briefing.newsletter.letter import Letter, letter, shorten
from briefing.settings import Settings

TEMPLATES = "theme/templates/newsletter"
PLACEHOLDER = "recipient@example.invalid"
HTML_LIMIT, TEXT_LIMIT = 90 * 1024, 40 * 1024
"""Bytes of an encoded part: Gmail cuts a mail off at about 102 KB."""
_REPLY = re.compile(r"^(?:(?:re|fwd?)\s*:\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Newsletter:
    """A newsletter as it will be sent but for the recipient; ``sha256`` is that of ``eml``."""

    day: str
    subject: str
    eml: bytes
    html: str
    text: str
    sha256: str


def compose(edition: EditionView, settings: Settings) -> Newsletter:
    """Make the newsletter of an edition; stories that do not fit the budget stay on the web.

    Raises:
        DeliveryError: an address in the settings is wrong, a template fails, or a header would
            not read back as it was meant.
    """
    sender = addresses.sender(settings)
    fitting = _fit(letter(edition, settings), settings.path(TEMPLATES))
    plain, rich = _parts(fitting, settings.path(TEMPLATES))
    subject = _REPLY.sub("", fitting.title) or fitting.name
    boundary = f"=_{digest(plain + rich)[:32]}"
    head = headers.block(_fields(edition, settings, fitting, subject, sender, boundary))
    eml = head + b"\r\n" + _body(plain, rich, boundary)
    return Newsletter(edition.name, subject, eml, rich, plain, sha256(eml).hexdigest())


def quoted_printable(part: str) -> bytes:
    """Encode a part: lines of at most 76 characters, ended by CRLF (RFC 2045, 6.7)."""
    return binascii.b2a_qp(part.replace("\n", "\r\n").encode(), istext=True)


def _fit(whole: Letter, templates: Path) -> Letter:
    if _fits(whole, templates):
        return whole
    shorter = partial(shorten, whole)
    counts = range(sum(1 for _ in whole.stories))
    first_over = bisect_left(counts, True, key=lambda keep: not _fits(shorter(keep), templates))
    return shorter(max(0, first_over - 1))


def _fits(candidate: Letter, templates: Path) -> bool:
    plain, rich = _parts(candidate, templates)
    return len(quoted_printable(plain)) <= TEXT_LIMIT and len(quoted_printable(rich)) <= HTML_LIMIT


def _parts(fitting: Letter, templates: Path) -> tuple[str, str]:
    return text.render(fitting, templates), html.render(fitting, templates)


def _fields(
    edition: EditionView,
    settings: Settings,
    fitting: Letter,
    subject: str,
    sender: str,
    boundary: str,
) -> list[headers.Field]:
    domain = addresses.list_domain(settings)
    home = settings.site_url.rstrip("/")
    reply = addresses.reply_to(settings)
    owner = reply or sender
    return [
        ("From", headers.named(settings.name, sender)),
        *([("Reply-To", reply)] if reply else []),
        ("To", PLACEHOLDER),
        ("Subject", headers.encode(subject)),
        ("Date", format_datetime(edition.closed)),
        ("Message-ID", f"<{digest(edition.id)[:32]}@{domain}>"),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative;{headers.FOLD}boundary="{boundary}"'),
        ("List-Id", headers.named(settings.name, domain)),
        *_ways_out(settings, fitting.unsubscribe_url),
        ("List-Help", f"<{addresses.mailto(owner, 'help')}>"),
        ("List-Owner", f"<{addresses.mailto(owner)}>"),
        ("List-Subscribe", f"<{fitting.subscribe_url}>"),
        ("List-Archive", f"<{home}/archives/>"),
        ("List-Post", "NO"),
    ]


def _ways_out(settings: Settings, link: str) -> list[headers.Field]:
    """One click first where there is a service for it (RFC 8058), a mail in any case (RFC 2369).

    The token stands here and not in the body, which readers forward.
    """
    service = addresses.one_click(settings)
    if service is None:
        return [("List-Unsubscribe", f"<{link}>")]
    return [
        ("List-Unsubscribe", f"<{service}>, <{link}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]


def _body(plain: str, rich: str, boundary: str) -> bytes:
    parts = (("plain", plain), ("html", rich))
    opening = f"--{boundary}\r\n".encode()
    return (
        b"".join(
            opening
            + headers.block(
                [
                    ("Content-Type", f"text/{kind}; charset=utf-8"),
                    ("Content-Transfer-Encoding", "quoted-printable"),
                ]
            )
            + b"\r\n"
            + quoted_printable(part)
            + b"\r\n"
            for kind, part in parts
        )
        + f"--{boundary}--\r\n".encode()
    )
