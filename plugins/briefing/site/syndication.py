"""Feeds as values, and three ways to write them: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1.

Bodies are whole and travel escaped; ids are minted once (see ``EditionView.id``) and are no
addresses.  Nothing in a feed depends on the time of the build.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

ATOM = "http://www.w3.org/2005/Atom"
_RSS_NAMES = {
    "xmlns:atom": ATOM,
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}
# What XML 1.0 cannot hold, escaped or not (section 2.2), surrogates among it.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry; ``html`` is whole and clean with absolute addresses, the rest is plain text.

    ``authors`` are people; an entry without any is by the feed's author.
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed under its own address ``url``, of the page ``home``; the newest entry first.

    ``hub`` is the address of a WebSub hub, ``style`` that of a sheet for browsers; "" is none.
    """

    url: str
    home: str
    title: str
    description: str
    language: str
    author: str
    entries: tuple[Entry, ...]
    hub: str = ""
    style: str = ""

    @property
    def updated(self) -> datetime:
        """When the newest of its entries was changed; a feed without entries is not written."""
        return max(entry.updated for entry in self.entries)


def clean(text: str) -> str:
    """Take out what XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def rss(feed: Feed) -> bytes:
    """Write RSS 2.0 with full bodies (``content:encoded``) and a link to itself."""
    root = ET.Element("rss", {"version": "2.0"} | _RSS_NAMES)
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.home)
    _add(channel, "description", feed.description or feed.title)
    _add(channel, "language", feed.language)
    _add(channel, "lastBuildDate", format_datetime(feed.updated))
    _add(channel, "atom:link", rel="self", type="application/rss+xml", href=feed.url)
    if feed.hub:
        _add(channel, "atom:link", rel="hub", href=feed.hub)
    for entry in feed.entries:
        _rss_item(ET.SubElement(channel, "item"), entry, feed.author)
    return _serialise(root, feed.style)


def _rss_item(item: ET.Element, entry: Entry, author: str) -> None:
    _add(item, "title", entry.title)
    _add(item, "link", entry.url)
    _add(item, "guid", entry.id, isPermaLink="false")
    _add(item, "pubDate", format_datetime(entry.published))
    for name in entry.authors or (author,):
        _add(item, "dc:creator", name)
    # A body wants a description before it: validators say so, and some readers look there first.
    # They read it as HTML, which a quoted headline must not become.
    _add(item, "description", escape(entry.summary or entry.title, quote=False))
    if entry.html:
        _add(item, "content:encoded", entry.html)
    for category in entry.categories:
        _add(item, "category", category)


def atom(feed: Feed) -> bytes:
    """Write Atom 1.0 with full bodies."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _add(root, "title", feed.title)
    if feed.description:
        _add(root, "subtitle", feed.description)
    _add(root, "id", feed.url)
    _add(root, "updated", feed.updated.isoformat())
    _add(_add(root, "author"), "name", feed.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    if feed.hub:
        _add(root, "link", rel="hub", href=feed.hub)
    for entry in feed.entries:
        _atom_entry(_add(root, "entry"), entry)
    return _serialise(root, feed.style)


def _atom_entry(element: ET.Element, entry: Entry) -> None:
    _add(element, "title", entry.title)
    _add(element, "id", entry.id)
    _add(element, "link", rel="alternate", type="text/html", href=entry.url)
    _add(element, "published", entry.published.isoformat())
    _add(element, "updated", entry.updated.isoformat())
    for name in entry.authors:
        _add(_add(element, "author"), "name", name)
    if entry.summary:
        _add(element, "summary", entry.summary)
    for category in entry.categories:
        _add(element, "category", term=clean(category))
    _add(element, "content", entry.html, type="html")


def json_feed(feed: Feed) -> bytes:
    """Write JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.description or feed.title,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [_json_item(entry) for entry in feed.entries],
    }
    if feed.hub:
        document["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _json_item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "tags": list(entry.categories),
    }
    if entry.authors:
        item["authors"] = [{"name": name} for name in entry.authors]
    return item | ({"summary": entry.summary} if entry.summary else {})


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = None if text is None else clean(text)
    return element


def _serialise(root: ET.Element, style: str) -> bytes:
    ET.indent(root, " ")
    written = [b'<?xml version="1.0" encoding="utf-8"?>']
    if style:
        # Not XSLT, which browsers are taking out; a sheet needs no script and no second page.
        written.append(f'<?xml-stylesheet type="text/css" href={quoteattr(style)}?>'.encode())
    return b"\n".join((*written, bytes(ET.tostring(root, encoding="utf-8")), b""))
