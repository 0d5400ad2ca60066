"""The editor's HTML in what a mail may hold: few tags, no pictures, absolute links."""

import html
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import nh3
from markupsafe import Markup

from briefing.models import is_web_address
from briefing.newsletter.clean import fold, printable

TAGS = {
    *("a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "q", "small", "strong"),
    *("sub", "sup", "blockquote", "dd", "dl", "dt", "li", "ol", "p", "ul"),
}
MARK = "\ufdd0"
"""A noncharacter, which ``printable`` takes out of foreign text."""
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_MAILTO = re.compile(r"mailto:[\w.+-]+@[\w-]+(\.[\w-]+)+")
_BREAKS = re.compile(r"<(?:br|/p|/li|/dt|/dd|/blockquote)>")
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Prose:
    """Words with markup and without, and the links in them.

    In ``text`` a line feed stands between blocks, and ``MARK`` behind the words of each link.
    """

    html: Markup
    text: str
    links: tuple[str, ...] = ()


def prose(fragment: str, home: str, here: str) -> Prose:
    """Clean a fragment; relative links start from ``home``, insecure ones lead to ``here``."""
    cleaned = printable(
        nh3.clean(
            printable(fragment),
            tags=TAGS,
            attributes={"a": {"href"}},
            attribute_filter=lambda _tag, _name, value: _resolve(value, home, here),
            link_rel=None,
        )
    )
    links = tuple(html.unescape(url) for url, _ in _LINK.findall(cleaned))
    marked = _LINK.sub(rf"\2{MARK}", cleaned)
    lines = (fold(html.unescape(_TAG.sub("", part))) for part in _BREAKS.split(marked))
    text = "\n".join(line for line in lines if line)
    return Prose(Markup(cleaned), text, links)  # noqa: S704 - nh3 has just cleaned it


def secure(url: str, here: str) -> str:
    """Return an https address, or for another the place on our pages that links to it.

    White space beyond ASCII, which an address may hold, would end it in the plain text.
    """
    whole = "".join(
        quote(c, errors="replace") if c.isspace() or not c.isprintable() else c for c in url
    )
    return whole if is_secure(whole) else here


def is_secure(url: str) -> bool:
    """Tell whether an address is absolute https; a preview on this machine may be http."""
    if not is_web_address(url):
        return False
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in LOOPBACK


def _resolve(value: str, home: str, here: str) -> str | None:
    if _MAILTO.fullmatch(value):
        return value
    url = urljoin(f"{home}/", value)
    return secure(url, here) if is_web_address(url) else None
