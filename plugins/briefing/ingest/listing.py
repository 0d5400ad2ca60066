"""The list of sources as a text that is the editor's: changed in one place, kept everywhere else.

Comments, indentation, line ends, order and encoding of the file stay byte for byte.  Nothing here
does I/O.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from briefing.errors import ContentError
from briefing.ingest.opml import outlines
from briefing.ingest.text import plain
from briefing.models import Source

EMPTY = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>Sources</title>
  </head>
  <body>
  </body>
</opml>
"""
"""The list that a first source is added to."""

_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ATTRIBUTE = re.compile(rb"""\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_LEAD = re.compile(rb"\r?\n[ \t]*\Z")


@dataclass(frozen=True, slots=True)
class Added:
    """A list with a new outline, and the line where it begins."""

    document: bytes
    line: int
    outline: str


@dataclass(slots=True)
class _Element:
    """An element: where its tag begins and ends, and where its end tag begins (bytes)."""

    name: str
    attributes: Mapping[str, str]
    start: int
    inside: int
    end: int = 0
    children: list["_Element"] = field(default_factory=list)

    @property
    def is_folder(self) -> bool:
        return self.name == "outline" and not {"xmlurl", "url"} & self.attributes.keys()

    @property
    def title(self) -> str:
        return self.attributes.get("text") or self.attributes.get("title", "")


def outline_of(source: Source) -> str:
    """Write the outline of a new source."""
    attributes = {
        "type": "rss",
        "text": source.title,
        "title": source.title,
        "xmlUrl": source.feed_url,
        "htmlUrl": source.site_url,
        "language": source.language,
        "private": "true" if source.private else None,
    }
    written = (f"{name}={quoteattr(value)}" for name, value in attributes.items() if value)
    return f"<outline {' '.join(written)}/>"


def with_source(document: bytes, name: str, source: Source, folder: str = "") -> Added:
    """Add a source at the end of a folder, which is made if need be, or else of the list.

    Args:
        document: The list.
        name: The name of its file, for messages.
        source: The new source; only what a feed tells of itself is written.
        folder: The folder's title, in any case; "": none.

    Raises:
        ContentError: the list is no OPML file that can be changed.
    """
    text, encoding = _as_utf8(document, name)
    body, outline = _body(text, name), outline_of(source)
    parent = _folder(body, folder) if folder else body
    if parent is None:
        text, at = _appended(text, body, _new_folder(folder, outline, _lead(text, body)))
    else:
        text, at = _appended(text, parent, outline.encode())
    line = text.count(b"\n", 0, text.index(outline.encode(), at)) + 1
    return Added(_encoded(text, encoding), line, outline)


def with_addresses(document: bytes, name: str, addresses: Mapping[str, str]) -> bytes:
    """Replace the addresses of feeds, old to new.

    Raises:
        ContentError: the list is no OPML file that can be changed.
    """
    text, encoding = _as_utf8(document, name)
    pieces, done = [], 0
    for element in _elements(text):
        new = addresses.get(element.attributes.get("xmlurl", ""))
        if new and element.name == "outline":
            start, end = _span(text, element, b"xmlurl")
            pieces += [text[done:start], quoteattr(new).encode()]
            done = end
    return _encoded(b"".join((*pieces, text[done:])), encoding)


def _as_utf8(document: bytes, name: str) -> tuple[bytes, str]:
    """Return the document in UTF-8, and the encoding that it goes back to."""
    outlines(document, name)  # well-formed, without a DTD
    encoding = next((known for mark, known in _MARKS if document.startswith(mark)), "")
    encoding = encoding or _declared(document)
    try:
        text = document.decode(encoding)
        whole = text.encode(encoding) == document
    except (UnicodeError, LookupError):
        whole = False
    if not whole:
        raise ContentError(
            f"{name} cannot be changed in its encoding {encoding}: save it as UTF-8."
        )
    return text.encode(), encoding


def _declared(document: bytes) -> str:
    found = ["utf-8"]
    parser = expat.ParserCreate()
    parser.XmlDeclHandler = lambda _version, encoding, _standalone: found.append(encoding or "")
    parser.Parse(document, True)
    return found[-1] or "utf-8"


def _encoded(text: bytes, encoding: str) -> bytes:
    return text.decode().encode(encoding, "xmlcharrefreplace")


def _elements(text: bytes) -> list[_Element]:
    """Return all elements of a well-formed document in UTF-8, in its order."""
    found: list[_Element] = []
    open_: list[_Element] = []
    parser = expat.ParserCreate("utf-8")

    def start(name: str, attributes: Mapping[str, str]) -> None:
        at = parser.CurrentByteIndex
        tag = _TAG.match(text, at)
        lowered = {key.lower(): plain(value) for key, value in attributes.items()}
        element = _Element(name.lower(), lowered, at, tag.end() if tag else at)
        if open_:
            open_[-1].children.append(element)
        found.append(element)
        open_.append(element)

    def end(_name: str) -> None:
        open_.pop().end = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(text, True)
    return found


def _body(text: bytes, name: str) -> _Element:
    for element in _elements(text):
        if element.name == "body":
            return element
    raise ContentError(f"{name}: there is no <body> in it to add a feed to.")


def _folder(body: _Element, title: str) -> _Element | None:
    """Return the first folder of that title at any depth."""
    waiting = list(body.children)
    while waiting:
        element = waiting.pop(0)
        if element.is_folder and element.title.casefold() == plain(title).casefold():
            return element
        waiting = element.children + waiting
    return None


def _new_folder(title: str, outline: str, lead: bytes) -> bytes:
    head = b"<outline text=%s>" % quoteattr(plain(title)).encode()
    inner = lead + _step(lead) if lead else b""
    return head + inner + outline.encode() + lead + b"</outline>"


def _appended(text: bytes, parent: _Element, child: bytes) -> tuple[bytes, int]:
    """Put ``child`` at the end of ``parent``, on a line of its own where the others are.

    Returns:
        The new text, and where it begins to differ.
    """
    lead, outdent = _lead(text, parent), _before(text, parent)
    tag = text[parent.start : parent.inside]
    if tag.endswith(b"/>"):
        name = re.split(rb"[\s/>]", tag[1:], maxsplit=1)[0]
        opened = text[: parent.start] + tag[:-2].rstrip() + b">"
        closed = outdent + b"</" + name + b">" + text[parent.inside :]
        return opened + lead + child + closed, len(opened)
    at = parent.inside + len(text[parent.inside : parent.end].rstrip())
    gap = b"" if text[at : parent.end] or not lead else outdent
    return text[:at] + lead + child + gap + text[at:], at


def _lead(text: bytes, parent: _Element) -> bytes:
    """Return the line end and the indentation that stand before a child of ``parent``."""
    if parent.children:
        return _before(text, parent.children[-1])
    outdent = _before(text, parent)
    return outdent + _step(outdent) if outdent else b""


def _step(lead: bytes) -> bytes:
    return b"\t" if b"\t" in lead else b"  "


def _before(text: bytes, element: _Element) -> bytes:
    """Return the line end and the indentation before an element, b"" if it follows another."""
    found = _LEAD.search(text, 0, element.start)
    return found.group() if found else b""


def _span(text: bytes, element: _Element, name: bytes) -> tuple[int, int]:
    """Return where the quoted value of an attribute begins and ends."""
    for match in _ATTRIBUTE.finditer(text, element.start, element.inside):
        if match[1].lower() == name:
            return match.span(2)
    raise AssertionError(name)  # the parser saw it
