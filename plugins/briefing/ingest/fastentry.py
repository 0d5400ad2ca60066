"""One item or entry of a feed, read as feedparser reads it, element by element.

The order of the elements matters as it does there: which of two titles wins, and whether a
description is a summary or a content.
"""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from briefing.ingest.dialect import MEANINGFUL, UnsureError
from briefing.ingest.elements import (
    HTML_TYPES,
    PERSON,
    PLAIN_TYPES,
    Link,
    Scope,
    Title,
    check_children,
    typed_value_of,
    value_of,
)
from briefing.ingest.raw import RawBody, RawEntry

DEEPEST = 9
"""Media within media within an entry; nobody means more."""

_MAIL_AND_NAME = re.compile(
    r"[A-Za-z0-9_.+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,4}(?: \(([^()@<>&]*)\))?"
)
_NAMES = (
    "cc:license cloud contributor copyright creativecommons:license dc:contributor dc:language "
    "dc:publisher dc:rights dcterms:valid expirationdate generator georss:box georss:line "
    "georss:point georss:polygon height itunes:block itunes:explicit itunes:image itunes:subtitle "
    "language media:credit media:license media:player media:rating media:restriction "
    "media:thumbnail newlocation rights subtitle tagline webmaster width"
)
HARMLESS = frozenset(_NAMES.split())
"""Elements of an entry that feedparser keeps under names that nobody asks for."""


class Entry:
    """An item or entry, gathered element by element."""

    def __init__(self, scope: Scope, *, is_atom: bool) -> None:
        self.scope, self.is_atom = scope, is_atom
        self.title, self.link = Title(), Link()
        self.guid = self.feedburner = self.caption = ""
        self.caption_depth = 99
        self.authors: list[str] = []
        self.bare_author, self.has_plain_author = "", False
        self.dates: dict[str, str] = {}
        self.tags: list[tuple[str, str]] = []
        self.media: list[str] = []
        self.contents: list[tuple[RawBody, str]] = []
        self.summary: tuple[RawBody, str] | None = None
        self.summary_text: str | None = None
        self.has_content = False

    def read(self, element: Element, depth: int = 1) -> None:
        if depth > DEEPEST:
            raise UnsureError(element.tag)
        names = self.scope.names
        table = _ENTRY if depth == 1 else _MEDIA
        for child in element:
            name = names[child.tag]
            if (known := table.get(name)) is not None:
                known(self, child, depth)
            elif name not in HARMLESS and name in MEANINGFUL:
                raise UnsureError(name)
            elif len(child):
                check_children(child, names, HARMLESS | PERSON)

    def made(self, base: str) -> RawEntry:
        """Return what was gathered, in the order of what is tried first."""
        parts = [*self.contents, *([self.summary] if self.summary else [])]
        languages = [language for _, language in parts] + [self.title.language]
        bodies = tuple([body for body, _ in parts if body.value])
        if self.caption and not bodies:
            bodies = (RawBody(self.caption, is_html=False),)
        names = ", ".join(dict.fromkeys(filter(None, self.authors)))
        dates = self.dates.get
        return RawEntry(
            guid=self.guid,
            title=self.title.value,
            links=(self.feedburner, self.link.value or "", *self.link.alternates),
            author=names or ("" if "@" in self.bare_author else self.bare_author),
            language=next(filter(None, languages), ""),
            published=tuple(filter(None, (dates("published"), dates("created")))),
            updated=tuple(filter(None, (dates("updated"),))),
            categories=tuple([label or term for term, label in self.tags]),
            enclosures=(*self.link.enclosures, *self.media),
            bodies=bodies,
            summary=self.summary[0] if self.summary else None,
            base=self.title.base or base,
        )

    def _read_title(self, element: Element, depth: int) -> None:
        self.title.offer(typed_value_of(element), depth, self.scope.inside(element))

    def _read_media_title(self, element: Element, depth: int) -> None:
        scope = self.scope.inside(element)
        self.title.offer(typed_value_of(element), depth, scope, settles=False)

    def _read_link(self, element: Element, _depth: int) -> None:
        self.link.read(element, self.scope.inside(element))

    def _read_guid(self, element: Element, _depth: int) -> None:
        is_link = element.get("isPermaLink", "true") == "true"
        for name, _ in element.items():
            if name != "isPermaLink" and name.lower() == "ispermalink":
                raise UnsureError(element.tag)
        self.guid = value_of(element)
        if is_link and self.link.value is None:
            self.link.value = self.guid

    def _read_author(self, element: Element, _depth: int) -> None:
        if len(element):
            self._read_person(element)
            return
        text = value_of(element)
        self.bare_author = text
        if "@" in text:
            match = _MAIL_AND_NAME.fullmatch(text)
            if match is None:
                raise UnsureError(element.tag)
            text = (match[1] or "").strip()
        self.has_plain_author = True
        self.authors.append(text)

    def _read_person(self, element: Element) -> None:
        if self.has_plain_author:  # whose name feedparser would replace
            raise UnsureError(element.tag)
        parts: dict[str, str] = {}
        for child in element:
            name = self.scope.names[child.tag]
            if name not in ("name", "email", "uri", "url") and name in MEANINGFUL:
                raise UnsureError(name)
            parts[name] = "" if len(child) else (child.text or "").strip()
        name, email = parts.get("name", ""), parts.get("email", "")
        if not name and not email and (element.text or "").strip():
            raise UnsureError(element.tag)
        self.bare_author = name or email
        self.authors.append(name)

    def _read_published(self, element: Element, _depth: int) -> None:
        self.dates["published"] = value_of(element)

    def _read_updated(self, element: Element, _depth: int) -> None:
        self.dates["updated"] = value_of(element)

    def _read_created(self, element: Element, _depth: int) -> None:
        self.dates["created"] = value_of(element)

    def _read_category(self, element: Element, _depth: int) -> None:
        term, label = element.get("term") or "", element.get("label") or ""
        is_started = bool(term or label or element.get("scheme") or element.get("domain"))
        value = value_of(element)
        if is_started and not (term or label or value):
            raise UnsureError(element.tag)
        if is_started:
            self.tags.append((term, label))
        if value and self.tags and not self.tags[-1][0]:
            self.tags[-1] = (value, self.tags[-1][1])
        elif value:
            self.tags.append((value, ""))

    def _read_keywords(self, element: Element, _depth: int) -> None:
        if element.attrib:
            raise UnsureError(element.tag)
        words = (word.strip() for word in value_of(element).split(","))
        self.tags += [(word, "") for word in words if word]

    def _read_description(self, element: Element, _depth: int) -> None:
        if self.summary_text is not None and not self.has_content:
            self._add_content(element, "text/plain")
        else:
            self._set_summary(element, "text/html")

    def _read_summary(self, element: Element, _depth: int) -> None:
        if self.summary_text is not None and not self.has_content:
            self._add_content(element, "text/plain")
        else:
            self._set_summary(element, "text/plain")

    def _read_content(self, element: Element, _depth: int) -> None:
        self._add_content(element, "text/plain")

    def _read_encoded(self, element: Element, _depth: int) -> None:
        self._add_content(element, "text/html")

    def _set_summary(self, element: Element, kind: str) -> None:
        self.summary = self._body(element, kind)
        self.summary_text = self.summary[0].value

    def _add_content(self, element: Element, kind: str) -> None:
        self.has_content = True
        self.contents.append(self._body(element, kind))
        if self.summary_text is None:
            self.summary_text = self.contents[-1][0].value

    def _body(self, element: Element, kind: str) -> tuple[RawBody, str]:
        if element.keys():
            kind = element.get("type", kind).lower()
            if element.get("mode"):
                raise UnsureError(element.tag)
        scope = self.scope.inside(element)
        value = value_of(element)
        if kind in HTML_TYPES:
            return RawBody(value, base=scope.base), scope.language
        if kind not in PLAIN_TYPES or (not self.is_atom and ("<" in value or "&" in value)):
            raise UnsureError(element.tag)  # feedparser guesses whether it is HTML
        return RawBody(value, is_html=False, base=scope.base), scope.language

    def _read_enclosure(self, element: Element, _depth: int) -> None:
        check_children(element, self.scope.names, only=frozenset())
        address = element.get("url") or element.get("uri") or element.get("href")
        self.link.enclosures.append(address or "")

    def _read_medium(self, element: Element, depth: int) -> None:
        self.media.append(element.get("url", ""))
        self.read(element, depth + 1)

    def _read_group(self, element: Element, depth: int) -> None:
        self.read(element, depth + 1)

    def _read_caption(self, element: Element, depth: int) -> None:
        if depth <= self.caption_depth:
            self.caption, self.caption_depth = value_of(element), depth

    def _read_feedburner(self, element: Element, _depth: int) -> None:
        if element.attrib:
            raise UnsureError(element.tag)
        self.feedburner = value_of(element)

    def _read_source(self, element: Element, _depth: int) -> None:
        names = self.scope.names
        if {"entry", "item", "content", "content:encoded"} & {names[e.tag] for e in element.iter()}:
            raise UnsureError(element.tag)
        self.title.is_settled = False

    def _read_image(self, element: Element, _depth: int) -> None:
        check_children(element, self.scope.names, only=frozenset())
        self.title.is_settled = False


_ENTRY: dict[str, Callable[[Entry, Element, int], None]] = {
    "title": Entry._read_title,
    "dc:title": Entry._read_title,
    "link": Entry._read_link,
    "guid": Entry._read_guid,
    "id": Entry._read_guid,
    "author": Entry._read_author,
    "dc:creator": Entry._read_author,
    "dc:author": Entry._read_author,
    "itunes:author": Entry._read_author,
    "pubdate": Entry._read_published,
    "published": Entry._read_published,
    "issued": Entry._read_published,
    "dcterms:issued": Entry._read_published,
    "updated": Entry._read_updated,
    "modified": Entry._read_updated,
    "dc:date": Entry._read_updated,
    "dcterms:modified": Entry._read_updated,
    "created": Entry._read_created,
    "dcterms:created": Entry._read_created,
    "category": Entry._read_category,
    "dc:subject": Entry._read_category,
    "description": Entry._read_description,
    "dc:description": Entry._read_description,
    "summary": Entry._read_summary,
    "itunes:summary": Entry._read_summary,
    "content": Entry._read_content,
    "content:encoded": Entry._read_encoded,
    "enclosure": Entry._read_enclosure,
    "feedburner:origlink": Entry._read_feedburner,
    "source": Entry._read_source,
    "image": Entry._read_image,
}
_MEDIA: dict[str, Callable[[Entry, Element, int], None]] = {
    "media:title": Entry._read_media_title,
    "media:description": Entry._read_caption,
    "media:content": Entry._read_medium,
    "media:group": Entry._read_group,
    "media:category": Entry._read_category,
    "media:keywords": Entry._read_keywords,
    "itunes:keywords": Entry._read_keywords,
}
_ENTRY |= _MEDIA
