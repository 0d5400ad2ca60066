"""The editor's list of sources: OPML 2.0 (http://opml.org/spec2.opml), read leniently but safely.

The editor's rules are attributes of the outlines, names in any case: one file says all of a source,
and other readers, which pass over what they do not know, can still read it.  Documents with a DTD
are refused, so that no entity is ever resolved or expanded.
"""

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from xml.parsers import expat

from briefing.errors import ContentError
from briefing.ingest import rules
from briefing.ingest.text import plain
from briefing.models import Source, is_web_address

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


class Outline(NamedTuple):
    """An ``<outline>``: its line, and its attributes with their names in lower case."""

    line: int
    attributes: Mapping[str, str]


def read_sources(path: Path) -> tuple[Source, ...]:
    """Read the sources of an OPML file, in its order.

    Raises:
        ContentError: the file is missing, is no OPML, lists no feeds or one twice, or an outline
            has a value that cannot be used; the message names file and line.
    """
    sources = parse_sources(read_document(path), str(path))
    if not sources:
        raise ContentError(
            f'{path}: there is no feed in it; add one: <outline text="Name" xmlUrl="https://..."/>.'
        )
    return sources


def read_document(path: Path) -> bytes:
    """Return the bytes of a list of sources.

    Raises:
        ContentError: the file cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise ContentError(f"{path} cannot be read: {error.strerror or error}.") from error


def parse_sources(document: bytes, name: str) -> tuple[Source, ...]:
    """Return the sources of an OPML document, if any; ``name`` is the file's, for messages.

    Raises:
        ContentError: as for :func:`read_sources`.
    """
    sources: dict[str, Source] = {}
    lines: dict[str, int] = {}
    for outline in outlines(document, name):
        place = f"{name}, line {outline.line}"
        try:
            rules.check_names(outline.attributes)
            values = rules.values_of(outline.attributes)
        except ValueError as error:
            raise ContentError(f"{place}: {error}") from None
        if "xmlurl" not in outline.attributes:
            continue
        source = _source(outline.attributes, values, place)
        key = key_of(source.feed_url)
        if key in sources:
            raise ContentError(
                f"{place}: the feed {source.feed_url} stands in line {lines[key]} already; "
                "remove one of the two."
            )
        sources[key], lines[key] = source, outline.line
    return tuple(sources.values())


def outlines(document: bytes, name: str) -> tuple[Outline, ...]:
    """Return every outline of an OPML document, in its order.

    Raises:
        ContentError: it is not well-formed, has a DOCTYPE or is no OPML.
    """
    found: list[Outline] = []
    names: list[str] = []
    parser = expat.ParserCreate()

    def start(element: str, attributes: Mapping[str, str]) -> None:
        names.append(element.lower())
        if names[-1] == "outline":
            lowered = {key.lower(): plain(value) for key, value in attributes.items()}
            found.append(Outline(parser.CurrentLineNumber, lowered))

    def doctype(*_: object) -> None:
        raise ContentError(
            f"{name}, line {parser.CurrentLineNumber}: a list of sources may not have a DOCTYPE; "
            "remove that line."
        )

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(document, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ContentError(
            f"{name}, line {parser.ErrorLineNumber}: this is not well-formed XML ({error}); "
            "look for an & that should be &amp;, or a tag that is not closed."
        ) from error
    if names[0] != "opml":
        raise ContentError(f"{name}: this is no OPML file, it begins with <{names[0]}>.")
    return tuple(found)


def address(text: str, place: str) -> str:
    """Return a feed's address: http(s), or the path of a file inside the project.

    Raises:
        ContentError: it is neither, or there is a user name in it.
    """
    if is_web_address(text):
        if "@" in text.split("/")[2]:
            raise ContentError(
                f"{place}: xmlUrl has a user name in it, which would be published with the list "
                "of sources; use an address without one."
            )
        return text
    path = PurePosixPath(text)
    usable = text and not _SCHEME.match(text) and "\\" not in text
    if not usable or path.is_absolute() or ".." in path.parts:
        raise ContentError(
            f"{place}: xmlUrl must be an http or https address, or the path of a file inside the "
            f"project like content/feeds/name.xml, not {text!r}."
        )
    return str(path)


def key_of(feed_url: str) -> str:
    """Make the spellings of one address alike: http or https, with or without www."""
    parts = urlsplit(feed_url)
    host = parts.netloc.lower().removeprefix("www.")
    return f"//{host}{parts.path.rstrip('/')}?{parts.query}" if host else feed_url


def _source(attributes: Mapping[str, str], values: Mapping[str, Any], place: str) -> Source:
    feed_url = address(attributes["xmlurl"], place)
    site_url = attributes.get("htmlurl", "")
    return Source(
        feed_url=feed_url,
        title=attributes.get("text") or attributes.get("title") or feed_url,
        site_url=site_url if is_web_address(site_url) else None,
        **{"topic": _category(attributes.get("category", "")), **values},
    )


def _category(text: str) -> str | None:
    """Return the last step of the first category: OPML has them as "/news/world,/sport"."""
    return text.split(",")[0].strip("/ ").rpartition("/")[2] or None
