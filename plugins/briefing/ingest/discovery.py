"""Which feeds a web page names: autodiscovery, pure and in time linear in the page's length.

References: RSS autodiscovery (https://www.rssboard.org/rss-autodiscovery); JSON Feed 1.1.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from briefing.ingest import encoding, links
from briefing.ingest.text import plain

TYPES: Mapping[str, str] = {
    "application/rss+xml": "RSS",
    "application/atom+xml": "Atom",
    "application/feed+json": "JSON Feed",
    "application/json": "JSON Feed",
    "application/rdf+xml": "RSS",
    "application/xml": "XML",
    "text/xml": "XML",
}
"""Media types of feeds, and what the format is called."""

COMMON_PATHS = ("/feed", "/rss.xml", "/atom.xml", "/index.xml")
"""Where a feed mostly lies on a site whose pages name none."""

MOST_LINKS = 20
_PAGE_CHARS = 1024 * 1024
_TAG_CHARS = 8 * 1024
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template|textarea|title)\b.*?(?:</\1\b|\Z)", re.I | re.S
)
_TAG = re.compile(r"""<(?:base|link)\b(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+>""", re.I)
_OF_COMMENTS = re.compile(r"\bcomments?\b|/comments?/", re.I)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names: its address, what the page calls it, and its format."""

    url: str
    title: str = ""
    format: str = ""


def feeds_of(page: bytes, url: str, content_type: str = "") -> tuple[FeedLink, ...]:
    """Return the feeds that a page names, in its order, those of comments last.

    Args:
        page: The bytes of the page.
        url: Where it came from; a ``<base href>`` in it is respected.
        content_type: The Content-Type header, "" if unknown.
    """
    text = encoding.decode(page, content_type).text[:_PAGE_CHARS]
    base = url
    found: dict[str, FeedLink] = {}
    for tag, attributes in _tags(text):
        if tag == "base" and base == url:
            base = links.absolute(attributes.get("href", ""), url) or url
        elif tag == "link" and len(found) < MOST_LINKS:
            link = _feed_link(attributes, base)
            if link:
                found.setdefault(link.url, link)
    return tuple(sorted(found.values(), key=_is_of_comments))


def common_places(url: str) -> tuple[str, ...]:
    """Return the addresses at which a feed may lie that no page names."""
    return tuple(urljoin(url, path) for path in COMMON_PATHS)


class _Reader(HTMLParser):
    """Reads the attributes of one tag."""

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[str, dict[str, str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = tag, {name: value or "" for name, value in reversed(attrs)}


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the base and link tags, past what browsers do not read as tags."""
    for match in _TAG.finditer(_UNSEEN.sub(" ", text)):
        if len(match.group()) <= _TAG_CHARS:
            reader = _Reader()
            reader.feed(match.group())
            if reader.found:
                yield reader.found


def _feed_link(attributes: Mapping[str, str], base: str) -> FeedLink | None:
    kind = attributes.get("type", "").partition(";")[0].strip().lower()
    url = links.absolute(attributes.get("href", ""), base)
    is_alternate = "alternate" in attributes.get("rel", "").lower().split()
    # Of plain JSON only what calls itself a feed: some sites offer every page as JSON.
    is_other = kind == "application/json" and "feed" not in (url or "").lower()
    if not url or not is_alternate or kind not in TYPES or is_other:
        return None
    return FeedLink(url, plain(attributes.get("title", ""), 200), TYPES[kind])


def _is_of_comments(link: FeedLink) -> bool:
    return bool(_OF_COMMENTS.search(f"{link.title} {link.url}"))
