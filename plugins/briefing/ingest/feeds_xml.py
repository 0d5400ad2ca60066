"""RSS, RDF and Atom by feedparser, its own sanitising and resolving of links off.

feedparser gets decoded bytes, never an address; what it returns is read with ``dict.get``, because
its own ``get`` mixes up ``updated`` and ``published``.
"""

import io
import re
from collections.abc import Iterable
from typing import Any

from briefing.ingest import encoding
from briefing.ingest.raw import MOST_ITEMS, RawBody, RawEntry, RawFeed, without_surplus

_ROOT_END = re.compile(r"</(?:[a-z0-9]+:)?(?:rss|feed|rdf|channel)\s*>[^<]{0,100}(?:<!--|$)", re.I)
_ENTRY_START = re.compile(r"<(?:[a-z0-9]+:)?(?:item|entry)[\s>/]", re.I)
_ENTRY_END = re.compile(r"</(?:[a-z0-9]+:)?(?:item|entry)\s*>", re.I)
_CAPTION = re.compile(r"<(/?)media:description\b[^<>]*?(/?)>", re.I)
"""Describes a picture or a film; feedparser would take it for the description of the entry."""


_NAMED_LINK = re.compile(r"""<link\s+ur[il]=(?:"[^"<>]*"|'[^'<>]*')\s*>(?=\s*https?:)""", re.I)
"""An address that some feeds give beside the link, for which feedparser would drop the link."""

_NUMBER = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));?", re.I)
_ADDRESS_AND_NAME = re.compile(r"[^\s()<>@]{1,200}@[^\s()<>@]{1,200} \(([^()]{1,200})\)")


def read(document: str, base: str) -> RawFeed:
    """Read an XML feed.

    Args:
        document: The decoded document.
        base: The address that relative links are resolved against where no ``xml:base`` says
            otherwise; "" if there is none.
    """
    feedparser = _library()
    document = without_surplus(encoding.without_junk(document))
    for pattern, instead in _MENDED:
        document = pattern.sub(instead, document)
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base}
    result = feedparser.parse(
        io.BytesIO(document.encode("utf-8", "replace")),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    feed, entries = result["feed"], list(result["entries"])
    problem = None
    if result["bozo"] and _is_cut(document):
        problem = "cut"
        entries = entries[:-1] if _ends_in_entry(document) else entries
    if len(entries) > MOST_ITEMS:
        problem = "item-limit"
    return RawFeed(
        known=bool(_text(result, "version") or entries),
        title=_text(feed, "title"),
        link=_text(feed, "link") or _undeclared_link(feed),
        description=_text(feed, "subtitle") or _text(feed, "summary"),
        language=_text(feed, "language"),
        entries=tuple(_entry(entry, base) for entry in entries[:MOST_ITEMS]),
        problem=problem,
    )


def _library() -> Any:
    """Load feedparser, which takes long and most feeds need not.

    It is kept from resolving guids like links: they are names, and would change with the address
    that a feed is fetched from.
    """
    import feedparser

    feedparser.mixin._FeedParserMixin.can_be_relative_uri.discard("id")
    return feedparser


def _entry(entry: dict[str, Any], base: str) -> RawEntry:
    summary = _details(entry, "summary_detail")
    parts = [*_details(entry, "content"), *summary]
    title = _details(entry, "title_detail")
    return RawEntry(
        guid=_text(entry, "id"),
        title=_text(entry, "title"),
        links=tuple(_links(entry)),
        author=_author(entry),
        language=next(filter(None, (_text(part, "language") for part in [*parts, *title])), ""),
        published=_dates(entry, "published", "created"),
        updated=_dates(entry, "updated"),
        categories=tuple(_text(tag, "label") or _text(tag, "term") for tag in _list(entry, "tags")),
        enclosures=tuple(_enclosures(entry)),
        bodies=_bodies(entry, parts, base),
        summary=_body(summary[0]) if summary else None,
        base=next((_text(part, "base") for part in title), "") or base,
    )


def _links(entry: dict[str, Any]) -> Iterable[str]:
    """Yield the entry's addresses, best first; FeedBurner hides the real one."""
    yield _text(entry, "feedburner_origlink")
    yield _text(entry, "link")
    for link in _list(entry, "links"):
        if _text(link, "rel") in ("alternate", "") and _text(link, "href"):
            yield _text(link, "href")


def _undeclared_link(feed: dict[str, Any]) -> str:
    """Return the address of an ``atom:link`` whose prefix nothing declares."""
    link = dict.get(feed, "atom_link")
    if not isinstance(link, dict) or _text(link, "rel") not in ("alternate", ""):
        return ""
    return _text(link, "href")


def _author(entry: dict[str, Any]) -> str:
    names = [_text(author, "name") for author in _list(entry, "authors")]
    bare = _text(entry, "author")
    if len(names) == 1 and (match := _ADDRESS_AND_NAME.fullmatch(bare)):
        names = [match[1]]  # feedparser ends an address after four letters of its last part
    found = ", ".join(dict.fromkeys(name for name in names if name))
    return found or ("" if "@" in bare else bare)  # a bare e-mail address is nobody's by-line


def _bodies(entry: dict[str, Any], parts: list[dict[str, Any]], base: str) -> tuple[RawBody, ...]:
    found = [_body(part) for part in parts]
    summary = _text(entry, "summary")
    if summary and not any(body.value == summary for body in found):
        found.append(RawBody(summary, base=base))
    found = [body for body in found if body.value]
    caption = _text(entry, "media_caption")
    return tuple(found) or ((RawBody(caption, is_html=False),) if caption else ())


def _body(part: dict[str, Any]) -> RawBody:
    return RawBody(_text(part, "value"), _text(part, "type") != "text/plain", _text(part, "base"))


def _enclosures(entry: dict[str, Any]) -> Iterable[str]:
    for link in _list(entry, "links"):
        if _text(link, "rel") == "enclosure":
            yield _text(link, "href")
    for medium in _list(entry, "media_content"):
        yield _text(medium, "url")


def _as_caption(match: re.Match[str]) -> str:
    return f"<{match[1]}media:caption{match[2]}>"


def _as_character(match: re.Match[str]) -> str:
    """Drop a reference to what is no character, such as half of one: feedparser raises there."""
    digits = (match[1] or match[2]).lstrip("0")
    code = int(digits or "0", 16 if match[1] else 10) if len(digits) < 8 else 0x110000
    return match[0] if code < 0xD800 or 0xDFFF < code < 0x110000 else ""


_MENDED = ((_NAMED_LINK, "<link>"), (_CAPTION, _as_caption), (_NUMBER, _as_character))
"""What of a document is put right before feedparser sees it, in this order."""


def _dates(entry: dict[str, Any], *names: str) -> tuple[str, ...]:
    return tuple(filter(None, (_text(entry, name) for name in names)))


def _details(entry: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = dict.get(entry, name)
    parts = found if isinstance(found, list) else [found]
    return [part for part in parts if isinstance(part, dict)]


def _list(entry: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = dict.get(entry, name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(mapping: dict[str, Any], name: str) -> str:
    value = dict.get(mapping, name)
    return value if isinstance(value, str) else ""


def _is_cut(document: str) -> bool:
    return not _ROOT_END.search(document[-1000:])


def _ends_in_entry(document: str) -> bool:
    ends = [match.end() for match in _ENTRY_END.finditer(document)]
    return bool(_ENTRY_START.search(document, ends[-1] if ends else 0))
