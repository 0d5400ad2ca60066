"""The editor's list of sources: OPML 2.0 (http://opml.org/spec2.opml), read leniently but safely.

Any nesting, attribute names in any case.  Documents with a DTD are refused, so that no entity is
ever resolved or expanded.
"""

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit
from xml.parsers import expat

from briefing.errors import ContentError
from briefing.ingest.parse import language_tag
from briefing.ingest.text import plain
from briefing.models import Source, is_web_address

MOST_WEIGHT = 10.0
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


def read_sources(path: Path) -> tuple[Source, ...]:
    """Read the sources of an OPML file, in its order.

    Raises:
        ContentError: the file is missing, is no OPML, lists no feeds or one twice, or an outline
            has a value that cannot be used; the message names file and line.
    """
    sources: dict[str, Source] = {}
    lines: dict[str, int] = {}
    for line, attributes in _outlines(path):
        if "xmlurl" not in attributes:
            continue
        source = _source(attributes, f"{path}, line {line}")
        key = _key(source.feed_url)
        if key in sources:
            raise ContentError(
                f"{path}, line {line}: the feed {source.feed_url} stands in line {lines[key]} "
                "already; remove one of the two."
            )
        sources[key], lines[key] = source, line
    if not sources:
        raise ContentError(
            f'{path}: there is no feed in it; add one: <outline text="Name" xmlUrl="https://..."/>.'
        )
    return tuple(sources.values())


def _outlines(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return line and attributes, their names in lower case, of every outline of an OPML file."""
    found: list[tuple[int, dict[str, str]]] = []
    names: list[str] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        names.append(name.lower())
        if names[-1] == "outline":
            lowered = {key.lower(): plain(value) for key, value in attributes.items()}
            found.append((parser.CurrentLineNumber, lowered))

    def doctype(*_: object) -> None:
        raise ContentError(
            f"{path}, line {parser.CurrentLineNumber}: a list of sources may not have a DOCTYPE; "
            "remove that line."
        )

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(path.read_bytes(), True)
    except OSError as error:
        raise ContentError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ContentError(
            f"{path}, line {parser.ErrorLineNumber}: this is not well-formed XML ({error}); "
            "look for an & that should be &amp;, or a tag that is not closed."
        ) from error
    if names[0] != "opml":
        raise ContentError(f"{path}: this is no OPML file, it begins with <{names[0]}>.")
    return found


def _source(attributes: Mapping[str, str], place: str) -> Source:
    feed_url = _address(attributes["xmlurl"], place)
    site_url = attributes.get("htmlurl", "")
    return Source(
        feed_url=feed_url,
        title=attributes.get("text") or attributes.get("title") or feed_url,
        site_url=site_url if is_web_address(site_url) else None,
        language=language_tag(attributes.get("language")) or None,
        weight=_weight(attributes.get("weight", ""), place),
        topic=attributes.get("topic") or _category(attributes.get("category", "")),
        owner=attributes.get("owner") or None,
        country=attributes.get("country") or None,
        kind=attributes.get("kind") or None,
    )


def _address(text: str, place: str) -> str:
    """Return a feed's address: http(s), or the path of a file inside the project."""
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


def _weight(text: str, place: str) -> float:
    try:
        weight = float(text or 1)
    except ValueError:
        weight = 0.0
    if not 0 < weight <= MOST_WEIGHT:
        raise ContentError(
            f"{place}: weight must be a number over 0 and at most {MOST_WEIGHT:.0f}, not {text!r}."
        )
    return weight


def _category(text: str) -> str | None:
    """Return the last step of the first category: OPML has them as "/news/world,/sport"."""
    return text.split(",")[0].strip("/ ").rpartition("/")[2] or None


def _key(feed_url: str) -> str:
    """Make the spellings of one address alike: http or https, with or without www."""
    parts = urlsplit(feed_url)
    host = parts.netloc.lower().removeprefix("www.")
    return f"//{host}{parts.path.rstrip('/')}?{parts.query}" if host else feed_url
