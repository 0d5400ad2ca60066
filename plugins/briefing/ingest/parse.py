"""A document becomes a feed of cleaned items: pure, and never raises on foreign bytes.

Run it through ``child`` on what comes from the network: some inputs keep the parsers busy for
minutes, and only the end of the process ends that.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from briefing.ingest import (
    dates,
    encoding,
    fastxml,
    feeds_xml,
    hints,
    jsonfeed,
    languages,
    links,
    sanitise,
    text,
)
from briefing.ingest.raw import RawBody, RawEntry, RawFeed
from briefing.models import Hints, Item, ParsedFeed, ParseStatus, Source

MOST_CATEGORIES = 50
MOST_ENCLOSURES = 20

CLEARLY = 1.5
"""Times the text of a content that a summary must have to be taken in its place."""

Reader = Callable[[str, str], RawFeed | None]
READERS: tuple[Reader, ...] = (fastxml.read, jsonfeed.read, feeds_xml.read)
"""Ways to read a document, given the base of its links: the first that gives a feed is taken."""

_NOTHING = sanitise.Clean()
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z]{4})?(?:[-_]([a-z]{2}|\d{3}))?(?![a-z0-9])", re.I)
_BEFORE = re.compile(r"\s*<(?:!--|\?)")
_HTML = re.compile(
    r"\s*(?:<!doctype\s+html[^<>]*>\s*(?!<(?:\w+:)?(?:rss|feed|rdf)\b)|<html[\s>])", re.I
)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What an entry is read in.

    ``address`` stands in where an entry has no link at all, None: nothing can.  ``language`` is
    that of entries that do not say.
    """

    source: Source
    link: str
    address: str | None
    language: str
    repeated: frozenset[str]
    now: datetime


def parse(
    document: bytes,
    source: Source,
    *,
    url: str,
    content_type: str,
    now: datetime,
    readers: Iterable[Reader] = READERS,
) -> ParsedFeed:
    """Read a feed document.

    Args:
        document: The bytes, not compressed.
        source: Whose feed it is; gives outlet, weight and language, and for a local file the
            address that relative links stand on.
        url: The address that the document came from.
        content_type: The Content-Type header, "" if unknown.
        now: The time of reading, aware and UTC: first-seen time and the limit of belief in dates.
        readers: The ways to read it, in their order.

    Returns:
        The feed with status ``ok`` or ``partial``; else ``notfeed`` or ``error``, without items.
    """
    decoded = encoding.decode(document, content_type)
    if not decoded.text:
        return ParsedFeed(ParseStatus.NOTFEED, "empty")
    if _is_html_page(decoded.text):
        return ParsedFeed(ParseStatus.NOTFEED, "html-page")
    base = (source.site_url or "") if source.is_local else url
    try:
        found = (reader(decoded.text, base) for reader in readers)
        raw = next((feed for feed in found if feed is not None), RawFeed(known=False))
        if not raw.known:
            return ParsedFeed(ParseStatus.NOTFEED, "not-a-feed")
        problem = raw.problem or (None if decoded.whole else "encoding")
        return _feed(raw, source, base, now, problem, hints.read(decoded.text))
    except MemoryError:
        raise  # the child has a name for it
    except Exception:
        # Whatever a parser trips over in foreign bytes is the feed's fault, not the run's.
        return ParsedFeed(ParseStatus.ERROR, "parser")


@lru_cache(100)
def language_tag(*candidates: str | None) -> str:
    """Return the first usable of the language tags as ``en`` or ``en-GB``; "" if there is none.

    Reference: BCP 47; script and variants are left out.
    """
    for candidate in candidates:
        match = _LANGUAGE.match((candidate or "").strip())
        if match:
            return match[1].lower() + (f"-{match[2].upper()}" if match[2] else "")
    return ""


def item_id(feed_url: str, *key: str) -> str:
    """Return the stable id of an entry: 32 hexadecimal digits over its feed and its key."""
    return hashlib.sha256("\n".join((feed_url, *key)).encode()).hexdigest()[:32]


def _is_html_page(document: str) -> bool:
    """Look at the document type and the first tag, past comments and instructions."""
    place = 0
    while (before := _BEFORE.match(document, place)) is not None:
        end = document.find("-->" if before[0].endswith("-") else "?>", before.end())
        if end < 0:
            return False
        place = end + 2
        place += document.startswith(">", place)
    return _HTML.match(document, place) is not None


def _feed(
    raw: RawFeed,
    source: Source,
    base: str,
    now: datetime,
    problem: str | None,
    asked: Hints,
) -> ParsedFeed:
    entries = [(entry, _guid(entry, base), _url(entry)) for entry in raw.entries]
    link = links.absolute(raw.link, base) or ""
    language = language_tag(raw.language, source.language) or languages.of_feed(raw.entries)
    setting = _Setting(source, link, _address(link, source), language, _repeated(entries), now)
    items: dict[str, Item] = {}
    for entry, guid, url in entries:
        item, why = _item(entry, guid, url, setting)
        problem = problem or why
        if item:
            items.setdefault(item.id, item)
    return ParsedFeed(
        status=ParseStatus.PARTIAL if problem else ParseStatus.OK,
        reason=problem,
        title=text.plain(raw.title),
        link=link,
        description=text.plain(raw.description),
        language=language_tag(raw.language),
        items=tuple(items.values()),
        hints=asked,
    )


def _item(
    entry: RawEntry, guid: str, url: str | None, setting: _Setting
) -> tuple[Item | None, str | None]:
    """Make the item of an entry, and say why (part of) it had to be left out."""
    source, now = setting.source, setting.now
    body, summary = _bodies(entry)
    title = text.plain(entry.title) or text.shorten(body.text) or url or guid
    raw_dates = (*entry.published, *entry.updated)
    moments = [dates.read(date) for date in raw_dates]
    published = dates.first_believable(moments, now) or now
    updated = dates.first_believable(moments[len(entry.published) :], now)
    published_raw = text.plain(raw_dates[0], 100) if raw_dates else ""
    identity = item_id(source.feed_url, *_key(guid, url, title, published_raw, setting))
    if url is None and setting.address is None:
        return None, "no-link"
    item = Item(
        id=identity,
        source=source.feed_url,
        outlet=source.title,
        # Made unique, as what readers have seen already is remembered by address.
        url=url or f"{setting.address}#item-{identity[:12]}",
        title=title or source.title,
        published=published,
        first_seen=now,
        text=body.text,
        html=body.html,
        author=text.plain(entry.author),
        guid=guid,
        language=language_tag(entry.language) or setting.language or "en",
        categories=_categories(entry.categories),
        updated=updated,
        published_raw=published_raw,
        excerpt=text.is_cut(body.text),
        weight=source.weight,
        summary=summary.html if summary.html != body.html else "",
        topics=(source.topic,) if source.topic else (),
        enclosures=_enclosures(entry),
    )
    return item, body.problem


def _key(
    guid: str, url: str | None, title: str, published_raw: str, setting: _Setting
) -> tuple[str, ...]:
    """What an entry is recognised by: its guid; its link where guids repeat or there is none."""
    if guid and guid not in setting.repeated:
        return ("guid", guid)
    if url and url != setting.link:
        return ("link", url)
    return ("title", title, published_raw)


def _repeated(entries: Iterable[tuple[RawEntry, str, str | None]]) -> frozenset[str]:
    """Return the guids that stand on entries with different links."""
    counts = Counter(guid for guid, _ in {(guid, url) for _, guid, url in entries if guid})
    return frozenset(guid for guid, count in counts.items() if count > 1)


def _guid(entry: RawEntry, base: str) -> str:
    """Return the guid; a relative one stands on a base of the feed's own, never on its address."""
    guid = text.plain(entry.guid)
    is_relative = guid and entry.base != base and ":" not in guid
    return (links.absolute(guid, entry.base) if is_relative else None) or guid


def _url(entry: RawEntry) -> str | None:
    """Return the entry's own address: a link, a guid that is one, or else what is enclosed."""
    candidates = (*entry.links, entry.guid if "://" in entry.guid else "", *entry.enclosures)
    for link in candidates:
        if link and (url := links.canonical(link, entry.base)):
            return url
    return None


def _address(link: str, source: Source) -> str | None:
    """Return what stands in for the link of an entry: the site's address, or the feed's."""
    candidates = (link, source.site_url or "", source.feed_url)
    found = (links.canonical(address) for address in candidates if address)
    return next((address.partition("#")[0] for address in found if address), None)


def _bodies(entry: RawEntry) -> tuple[sanitise.Clean, sanitise.Clean]:
    """Return the body of an entry, and its summary.

    The body is the first there is, or a later one with clearly more text.
    """
    cleaned = {body: _clean(body) for body in entry.bodies}
    best = _NOTHING
    for body in cleaned.values():
        if not best.html or _length(body) > CLEARLY * _length(best):
            best = body
    return best, cleaned.get(entry.summary, _NOTHING) if entry.summary else _NOTHING


def _clean(body: RawBody) -> sanitise.Clean:
    return (
        sanitise.clean(body.value, body.base) if body.is_html else sanitise.from_plain(body.value)
    )


def _length(body: sanitise.Clean) -> int:
    """Count the letters; tags that show because a feed escaped them twice are no text."""
    return len(text.strip_tags(body.text) if "<" in body.text else body.text)


def _categories(names: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(map(text.plain, names))
    return tuple([name for name in found if any(map(str.isalpha, name))][:MOST_CATEGORIES])


def _enclosures(entry: RawEntry) -> tuple[str, ...]:
    if not entry.enclosures:
        return ()
    found = [links.absolute(link, entry.base) for link in entry.enclosures if link]
    return tuple(dict.fromkeys(filter(None, found)))[:MOST_ENCLOSURES]
