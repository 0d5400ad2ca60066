"""The quick way to read RSS, RDF and Atom: what feedparser would make of it, or nothing.

Only well-formed documents are read here, and of those only the ones in which every element that
feedparser gives a meaning to stands where this module knows that meaning; all others raise
``UnsureError`` or fail to parse, and go to feedparser.

No document type gets past the first line of ``read``, so there are no entities to expand; the
number of tags is limited, as a tree costs memory for each.
"""

from collections.abc import Callable
from xml.etree.ElementTree import Element, ParseError, XMLParser

from briefing.ingest.dialect import MEANINGFUL, Names, UnsureError
from briefing.ingest.elements import (
    PERSON,
    Link,
    Scope,
    Title,
    check_children,
    typed_value_of,
    value_of,
)
from briefing.ingest.fastentry import HARMLESS, Entry
from briefing.ingest.raw import MOST_ITEMS, RawEntry, RawFeed

MOST_TAGS = 400_000
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_OF_FEEDS = (
    "admin:errorreportsto admin:generatoragent author category created dc:author dc:creator "
    "dc:date dc:subject dcterms:created dcterms:issued dcterms:modified "
    "feedburner:browserfriendly issued itunes:author itunes:category itunes:email itunes:keywords "
    "itunes:name itunes:owner keywords lastbuilddate managingeditor media:category media:keywords "
    "modified pubdate published tags updated"
)
_HARMLESS = HARMLESS | frozenset(_OF_FEEDS.split())
"""The same of a feed; those that it does ask for are looked up before."""

_IMAGES = {
    "image": frozenset({"title", "link", "description", "url", "href", "width", "height"}),
    "textinput": frozenset({"title", "link", "description", "name"}),
}
"""What may stand in these without ending them for feedparser."""


def read(document: str, base: str) -> RawFeed | None:
    """Read an XML feed as ``feeds_xml.read`` does; None if it is not certain to come out alike.

    Args:
        document: The decoded document.
        base: The address that relative links are resolved against.
    """
    if "<!DOCTYPE" in document or _has_too_many_tags(document):
        return None
    parser = XMLParser()  # noqa: S314 - no document type reaches it
    try:
        parser.feed(document)
        return _feed(parser.close(), Names(document), base)
    except (ParseError, UnsureError, UnicodeError):
        return None


def _has_too_many_tags(document: str) -> bool:
    return len(document) > MOST_TAGS and document.count("<") > MOST_TAGS


def _feed(root: Element, names: Names, base: str) -> RawFeed:
    """Read the three formats: where the channel is, where its entries are, what they inherit."""
    outer = Scope(names, base).inside(root)
    kind = names[root.tag]
    channel, entry = root, "item"
    if root.tag == "{http://www.w3.org/2005/Atom}feed":
        entry = "entry"
    elif kind == "rss":
        channel = _only_channel(root, names, beside={"channel"})
    elif kind == "rdf:rdf" and any(tag.tag == "{http://purl.org/rss/1.0/}channel" for tag in root):
        channel = _only_channel(root, names, beside={"channel", "item", "image", "textinput"})
    else:
        raise UnsureError(root.tag)
    inner = outer if channel is root else outer.inside(channel)
    head = _Head(inner)
    head.read(channel, "" if kind == "rdf:rdf" else entry)
    scope, parent = (outer, root) if kind == "rdf:rdf" else (inner, channel)
    entries = [child for child in parent if names[child.tag] == entry]
    language = "" if kind == "rdf:rdf" else outer.language
    return RawFeed(
        title=head.title.value,
        link=head.link.value or "",
        description=head.description or head.summary or "",
        language=language if head.language is None else head.language,
        entries=tuple(
            _entry(child, scope, base, is_atom=channel is root) for child in entries[:MOST_ITEMS]
        ),
        problem="item-limit" if len(entries) > MOST_ITEMS else None,
    )


def _only_channel(root: Element, names: Names, beside: set[str]) -> Element:
    """Return the one channel, which must stand before all that is ``beside`` it."""
    children = [names[child.tag] for child in root]
    if children[:1] != ["channel"] or "channel" in children[1:] or not set(children) <= beside:
        raise UnsureError(root.tag)
    for child, name in zip(root, children, strict=True):
        if name in _IMAGES:
            check_children(child, names, only=_IMAGES[name])
    return root[0]


def _entry(element: Element, outer: Scope, base: str, *, is_atom: bool) -> RawEntry:
    entry = Entry(outer.inside(element), is_atom=is_atom)
    if element.keys():
        if "lastmod" in element.attrib or "href" in element.attrib:
            raise UnsureError(element.tag)
        entry.guid = element.get(_ABOUT, "")
    entry.read(element)
    return entry.made(base)


class _Head:
    """A channel or Atom feed, but for its entries."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.title, self.link = Title(), Link()
        self.description = ""
        self.language: str | None = None
        self.summary: str | None = None

    def read(self, channel: Element, entry: str) -> None:
        names = self.scope.names
        if "lastmod" in channel.attrib or "href" in channel.attrib:
            raise UnsureError(channel.tag)
        for child in channel:
            name = names[child.tag]
            if name == entry:
                self.title.is_settled = False
            elif (known := _HEAD.get(name)) is not None:
                known(self, child, self.scope.inside(child))
            elif name not in _HARMLESS and name in MEANINGFUL:
                raise UnsureError(name)
            elif len(child):
                check_children(child, names, _HARMLESS | PERSON)

    def _read_title(self, element: Element, scope: Scope) -> None:
        self.title.offer(typed_value_of(element), 1, scope)

    def _read_link(self, element: Element, scope: Scope) -> None:
        if "&amp;" in (element.text or ""):
            raise UnsureError(element.tag)
        self.link.read(element, scope)

    def _read_id(self, element: Element, _scope: Scope) -> None:
        if self.link.value is None:
            self.link.value = value_of(element)

    def _read_description(self, element: Element, _scope: Scope) -> None:
        if self.summary is not None:
            raise UnsureError(element.tag)
        self._read_subtitle(element, _scope)

    def _read_subtitle(self, element: Element, _scope: Scope) -> None:
        self.description = typed_value_of(element)

    def _read_summary(self, element: Element, _scope: Scope) -> None:
        if self.summary is not None:
            raise UnsureError(element.tag)
        self.summary = value_of(element)

    def _read_language(self, element: Element, _scope: Scope) -> None:
        self.language = value_of(element)

    def _read_image(self, element: Element, _scope: Scope) -> None:
        check_children(element, self.scope.names, only=_IMAGES["image"])
        self.title.is_settled = False

    def _read_text_input(self, element: Element, _scope: Scope) -> None:
        check_children(element, self.scope.names, only=_IMAGES["textinput"])
        self.title.is_settled = False


_HEAD: dict[str, Callable[[_Head, Element, Scope], None]] = {
    "title": _Head._read_title,
    "dc:title": _Head._read_title,
    "link": _Head._read_link,
    "id": _Head._read_id,
    "description": _Head._read_description,
    "subtitle": _Head._read_subtitle,
    "tagline": _Head._read_subtitle,
    "itunes:subtitle": _Head._read_subtitle,
    "itunes:summary": _Head._read_summary,
    "language": _Head._read_language,
    "dc:language": _Head._read_language,
    "image": _Head._read_image,
    "textinput": _Head._read_text_input,
}
