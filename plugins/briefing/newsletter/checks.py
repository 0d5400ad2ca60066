"""What must be true of a newsletter before it may be sent: an ordered table of small checks.

They look at the finished parts and at the mail's bytes as a stranger would, not at the values
they were made from.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from html.parser import HTMLParser

from briefing.newsletter.addresses import SERVICE_LIMIT, TOKEN_PLACEHOLDER
from briefing.newsletter.letter import PREHEADER
from briefing.newsletter.message import (
    HTML_LIMIT,
    TEXT_LIMIT,
    Newsletter,
    quoted_printable,
)
from briefing.newsletter.prose import is_secure
from briefing.newsletter.text import WIDTH

REQUIRED = (
    *("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"),
    *("List-Id", "List-Unsubscribe", "List-Help", "List-Owner", "List-Subscribe"),
    *("List-Archive", "List-Post"),
)
OPTIONAL = ("Reply-To", "List-Unsubscribe-Post")
UNWANTED = {
    *("script", "form", "iframe", "object", "embed", "video", "audio", "base", "link", "img"),
    *("svg", "input", "button"),
}
_NAME = re.compile(rb"(?m)^([A-Za-z-]+):")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+")
_LIST_ID_LIMIT = 255
_LONG_WORD = 60


class _Page(HTMLParser):
    """The links, tags, language and preheader of the HTML part."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.preheader = self.language = ""
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self._inside = "preheader" in given.get("class", "").split()
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "a" and "href" in given:
            self.links.append(given["href"])

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the base's own arguments
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.preheader += data.strip("\u034f\u200c\u00a0 \n")


@dataclass(frozen=True)
class _Case:
    newsletter: Newsletter
    page: _Page
    mail: Message

    @property
    def links(self) -> set[str]:
        """Addresses of the HTML part; places inside the mail do not count."""
        return {link for link in self.page.links if not link.startswith("#")}

    @property
    def ways_out(self) -> list[str]:
        """Addresses of ``List-Unsubscribe``, the preferred one first."""
        return re.findall(r"<([^<>]*)>", str(self.mail.get("List-Unsubscribe", "")))


def faults(newsletter: Newsletter) -> tuple[str, ...]:
    """Return what is wrong with a newsletter, each fault a sentence; none when it may be sent."""
    mail = BytesParser(policy=compat32).parsebytes(newsletter.eml)
    case = _Case(newsletter, _Page(newsletter.html), mail)
    return tuple(fault for check in CHECKS for fault in check(case))


def _sizes(case: _Case) -> Iterator[str]:
    parts = (("HTML", case.newsletter.html, HTML_LIMIT), ("text", case.newsletter.text, TEXT_LIMIT))
    for name, part, limit in parts:
        if (size := len(quoted_printable(part))) > limit:
            yield f"The {name} part has {size:,} bytes, more than {limit:,}."


def _preheader(case: _Case) -> Iterator[str]:
    least, most = PREHEADER
    if not least <= (length := len(case.page.preheader)) <= most:
        yield f"The preheader has {length} characters instead of {least} to {most}."


def _markup(case: _Case) -> Iterator[str]:
    if found := sorted(case.page.tags & UNWANTED):
        yield f"The HTML part has what mail must not have: {', '.join(found)}."
    if not case.page.language:
        yield "The HTML part does not name its language."


def _links(case: _Case) -> Iterator[str]:
    for link in sorted(case.links):
        if not link.startswith("mailto:") and not is_secure(link):
            yield f"Not an absolute https link: {link}"


def _exits(case: _Case) -> Iterator[str]:
    leave = next((way for way in case.ways_out if way.startswith("mailto:")), "")
    for name, part in (("HTML", case.links), ("text", set(_addresses(case.newsletter.text)))):
        if leave not in part:
            yield f"The {name} part has no link to unsubscribe."
        if not any(f"/newsletter/{case.newsletter.day}/" in link for link in part):
            yield f"The {name} part has no link to the page in the browser."


def _one_click(case: _Case) -> Iterator[str]:
    """What RFC 8058 asks for, and that no token stands where readers forward it."""
    services = [way for way in case.ways_out if not way.startswith("mailto:")]
    post = case.mail.get("List-Unsubscribe-Post")
    if (post is None) == bool(services):
        yield "An address to leave with one click and List-Unsubscribe-Post go together."
    if post not in (None, "List-Unsubscribe=One-Click"):
        yield f"List-Unsubscribe-Post is {post!r}."
    if "\n" in str(case.mail.get("List-Unsubscribe", "")):
        yield "List-Unsubscribe is not on one line."
    for service in services:
        if not service.startswith("https://") or service.count(TOKEN_PLACEHOLDER) != 1:
            yield f"Not an https address with one place for a token: {service}"
        if len(service) > SERVICE_LIMIT:
            yield f"The one-click address has more than {SERVICE_LIMIT} characters."
        if service in case.links | set(_addresses(case.newsletter.text)):
            yield "The body has the one-click address, which is its reader's own."


def _balance(case: _Case) -> Iterator[str]:
    odd = case.links - set(_addresses(case.newsletter.text))
    if odd:
        yield f"Only the HTML part links to: {', '.join(sorted(odd))}"
    noted = re.findall(r"(?m)^\[\d+\] (\S+)$", case.newsletter.text)
    if odd := set(noted) - case.links:
        yield f"Only the text part links to: {', '.join(sorted(odd))}"


def _lines(case: _Case) -> Iterator[str]:
    for number, line in enumerate(case.newsletter.text.split("\n"), start=1):
        # A feed's very long word has no place to break it.
        whole = max(map(len, line.split()), default=0) > _LONG_WORD
        if len(line) > WIDTH and not whole and "://" not in line and "mailto:" not in line:
            yield f"Line {number} of the text has {len(line)} characters."
    head, _, body = case.newsletter.eml.partition(b"\r\n\r\n")
    if re.search(rb"(?<!\r)\n|\r(?!\n)", case.newsletter.eml):
        yield "The mail has a line that does not end in CRLF."
    if any(len(line) > 998 for line in head.split(b"\r\n")):
        yield "The mail has a header line of more than 998 characters."
    if any(len(line) > 76 for line in body.split(b"\r\n")):
        yield "The mail's body has a line of more than 76 characters."


def _headers(case: _Case) -> Iterator[str]:
    head = case.newsletter.eml.partition(b"\r\n\r\n")[0]
    names = [name.decode() for name in _NAME.findall(head)]
    yield from (f"There is no {name} header." for name in REQUIRED if name not in names)
    allowed = {*REQUIRED, *OPTIONAL}
    yield from (f"There is a header {name}." for name in sorted(set(names) - allowed))
    if len(names) != len(set(names)):
        yield "A header occurs twice."
    if not head.isascii():
        yield "The headers are not ASCII."
    if len(str(case.mail.get("List-Id", ""))) > _LIST_ID_LIMIT:
        yield f"List-Id has more than {_LIST_ID_LIMIT} characters."


def _parts(case: _Case) -> Iterator[str]:
    payload = case.mail.get_payload()
    parts = [part for part in payload if isinstance(part, Message)]
    kinds = [part.get_content_type() for part in parts]
    if kinds != ["text/plain", "text/html"]:
        yield f"The mail's parts are {kinds}, not text/plain and text/html."
        return
    for part, wanted in zip(parts, (case.newsletter.text, case.newsletter.html), strict=True):
        decoded = part.get_payload(decode=True)
        if not isinstance(decoded, bytes) or decoded.replace(b"\r\n", b"\n") != wanted.encode():
            yield f"The {part.get_content_type()} part does not read back as it was written."


def _addresses(text: str) -> Iterable[str]:
    return _ADDRESS.findall(text)


CHECKS: tuple[Callable[[_Case], Iterator[str]], ...] = (
    _sizes,
    _preheader,
    _markup,
    _links,
    _exits,
    _one_click,
    _balance,
    _lines,
    _headers,
    _parts,
)
