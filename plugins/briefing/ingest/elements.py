"""Elements as feedparser takes them: what they inherit, their text, their titles and links.

``UnsureError`` is raised wherever feedparser may make something else of them.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from briefing.ingest import links
from briefing.ingest.dialect import MEANINGFUL, Names, UnsureError
from briefing.ingest.text import is_printable

XML = "{http://www.w3.org/XML/1998/namespace}"
_OF_LINKS = {"href", "url", "uri", "rel", "type"}
HTML_TYPES = {"html", "text/html"}
PLAIN_TYPES = {"text", "plain", "text/plain"}
PERSON = frozenset({"name", "email", "uri", "url"})
"""What may stand in an author beside foreign elements."""

_CP1252 = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(128, 160)}
_C1 = re.compile("[\x80-\x9f]")
_SLASHES = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)/+")
_REFERENCE = re.compile("&([A-Za-z0-9_]+);")


@dataclass(slots=True)
class Scope:
    """What an element inherits: the names of the document, the base and the language."""

    names: Names
    base: str
    language: str = ""

    def inside(self, element: Element) -> "Scope":
        """Return the scope of what is in ``element``."""
        if not element.keys():  # which makes no dictionary, as ``attrib`` would
            return self
        base = element.get(f"{XML}base") or element.get("base")
        language = element.get(f"{XML}lang", element.get("lang"))
        if base is None and language is None:
            return self
        if language == "" or (base and not links.is_plain(base)):
            raise UnsureError(element.tag)
        language = (language or self.language).replace("_", "-")
        return Scope(self.names, base or self.base, language)


@dataclass(slots=True)
class Title:
    """The title so far: which one wins depends on how deep it stands, and on what went before."""

    value: str = ""
    language: str = ""
    base: str = ""
    depth: int = 99
    is_settled: bool = False

    def offer(self, value: str, depth: int, scope: Scope, *, settles: bool = True) -> None:
        if self.is_settled:
            return
        self.language, self.base = scope.language, scope.base
        if depth <= self.depth:
            self.value, self.depth = value, depth
        self.is_settled = settles and bool(value)


@dataclass(slots=True)
class Link:
    """The address so far, and the alternates beside it."""

    value: str | None = None
    alternates: list[str] = field(default_factory=list)
    enclosures: list[str] = field(default_factory=list)

    def read(self, element: Element, scope: Scope) -> None:
        for name, _ in element.items():
            if name[0] == "{" and name.partition("}")[2] in _OF_LINKS:
                raise UnsureError(element.tag)
        href = element.get("url") or element.get("uri") or element.get("href")
        if href is not None and (element.text or "").strip():
            raise UnsureError(element.tag)
        if href is None:
            self.value = address_of(element, scope.base).replace("&amp;", "&")
            self.value = _REFERENCE.sub(r"&\1", self.value)
            self._alternate(element, self.value)
            return
        href = _resolved(scope.base, href)
        kind = element.get("type", "text/html").lower()
        self._alternate(element, href)
        if element.get("rel", "alternate").lower() == "alternate" and (
            kind in HTML_TYPES or kind in ("xhtml", "application/xhtml+xml")
        ):
            self.value = href

    def _alternate(self, element: Element, href: str) -> None:
        relation = element.get("rel", "alternate").lower()
        if relation in ("alternate", "") and href:
            self.alternates.append(href)
        elif relation == "enclosure":
            self.enclosures.append(href)


def check_children(
    element: Element,
    names: Names,
    harmless: frozenset[str] = frozenset(),
    *,
    only: frozenset[str] | None = None,
) -> None:
    """Raise ``UnsureError`` unless all that is inside means nothing, or is one of ``only``."""
    for child in element.iter():
        name = names[child.tag]
        if child is element:
            continue
        if (name not in only) if only is not None else (name in MEANINGFUL - harmless):
            raise UnsureError(name)


def value_of(element: Element) -> str:
    """Return the text of an element as feedparser keeps it."""
    if len(element):
        raise UnsureError(element.tag)
    return _mended((element.text or "").strip())


def typed_value_of(element: Element) -> str:
    """Return the text of an element that may say of what kind it is."""
    if element.keys():
        kind = element.get("type", "text").lower()
        if element.get("mode") or kind not in HTML_TYPES | PLAIN_TYPES:
            raise UnsureError(element.tag)
    return value_of(element)


def address_of(element: Element, base: str) -> str:
    if len(element):
        raise UnsureError(element.tag)
    text = (element.text or "").strip()
    return _mended(_resolved(base, text)) if text else ""


def _resolved(base: str, link: str) -> str:
    if links.is_plain(link):
        return link
    if match := _SLASHES.match(link):
        link = match[1] + link[match.end() :]
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def _mended(text: str) -> str:
    """Undo what feedparser undoes: UTF-8 that was read as Latin-1, and Windows' C1 characters."""
    if text.isascii():
        return text
    text = _read_right(text)
    return text if is_printable(text) or not _C1.search(text) else text.translate(_CP1252)


def _read_right(text: str) -> str:
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
