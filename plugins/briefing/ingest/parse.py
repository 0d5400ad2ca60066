"""A document becomes a feed of cleaned items: pure, and never raises on foreign bytes.

Run it through ``child`` on what comes from the network: some inputs keep the parsers busy for
minutes, and only the end of the process ends that.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from briefing.ingest import dates, encoding, feeds_xml, jsonfeed, links, sanitise, text
from briefing.ingest.raw import RawBody, RawEntry, RawFeed
from briefing.models import Item, ParsedFeed, ParseStatus, Source

MOST_CATEGORIES = 50
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z]{4})?(?:[-_]([a-z]{2}|\d{3}))?(?![a-z0-9])", re.I)
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html[\s>])", re.I)
_LINK_PREFIX = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class _Setting:
    """What an entry is read in."""

    source: Source
    feed: RawFeed
    repeated: frozenset[str]
    now: datetime


def parse(
    document: bytes, source: Source, *, url: str, content_type: str, now: datetime
) -> ParsedFeed:
    """Read a feed document.

    Args:
        document: The bytes, not compressed.
        source: Whose feed it is; gives outlet, weight and language, and for a local file the
            address that relative links stand on.
        url: The address that the document came from.
        content_type: The Content-Type header, "" if unknown.
        now: The time of reading, aware and UTC: first-seen time and the limit of belief in dates.

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
        raw = _reader(decoded.text)(decoded.text, base)
        if not raw.known:
            return ParsedFeed(ParseStatus.NOTFEED, "not-a-feed")
        return _feed(raw, source, base, now, None if decoded.whole else "encoding")
    except MemoryError:
        raise  # the child has a name for it
    except Exception:
        # Whatever a parser trips over in foreign bytes is the feed's fault, not the run's.
        return ParsedFeed(ParseStatus.ERROR, "parser")


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


def _reader(document: str) -> Callable[[str, str], RawFeed]:
    return jsonfeed.read if document.startswith(("{", "[")) else feeds_xml.read


def _is_html_page(document: str) -> bool:
    """Look at the first tag, past comments."""
    place = 0
    while (comment := re.compile(r"\s*<!--").match(document, place)) is not None:
        end = document.find("-->", comment.end())
        if end < 0:
            return False
        place = end + 3
    return _HTML.match(document, place) is not None


def _feed(
    raw: RawFeed, source: Source, base: str, now: datetime, problem: str | None
) -> ParsedFeed:
    setting = _Setting(source, raw, _repeated_guids(raw.entries), now)
    read = [_item(entry, setting) for entry in raw.entries]
    items = {item.id: item for item, _ in reversed(read) if item}  # the first of equal ids
    problems = (raw.problem, problem, *(why for _, why in read))
    reason = next((why for why in problems if why), None)
    return ParsedFeed(
        status=ParseStatus.PARTIAL if reason else ParseStatus.OK,
        reason=reason,
        title=text.plain(raw.title),
        link=links.absolute(raw.link, base) or "",
        description=text.plain(raw.description),
        language=language_tag(raw.language),
        items=tuple(reversed(items.values())),
    )


def _item(entry: RawEntry, setting: _Setting) -> tuple[Item | None, str | None]:
    """Make the item of an entry, and say why (part of) it had to be left out."""
    source, now = setting.source, setting.now
    url = _url(entry)
    if url is None:
        return None, "no-link"
    body = _body(entry.bodies)
    title = text.plain(entry.title) or text.shorten(body.text) or url
    raw_dates = (*entry.published, *entry.updated)
    moments = [dates.read(date.text, date.hint) for date in raw_dates]
    published = dates.first_believable(moments, now) or now
    updated = dates.first_believable(moments[len(entry.published) :], now)
    published_raw = text.plain(raw_dates[0].text, 100) if raw_dates else ""
    guid = text.plain(entry.guid)
    item = Item(
        id=item_id(source.feed_url, *_key(guid, url, title, published_raw, setting)),
        source=source.feed_url,
        outlet=source.title,
        url=url,
        title=title,
        published=published,
        first_seen=now,
        text=body.text,
        html=body.html,
        author=text.plain(entry.author),
        guid=guid,
        language=language_tag(entry.language, setting.feed.language, source.language) or "en",
        categories=_categories(entry.categories),
        updated=updated if updated != published else None,
        published_raw=published_raw,
        excerpt=text.is_cut(body.text),
        weight=source.weight,
        topics=(source.topic,) if source.topic else (),
    )
    return item, body.problem


def _key(guid: str, url: str, title: str, published_raw: str, setting: _Setting) -> tuple[str, ...]:
    """What an entry is recognised by: its guid; its link where guids repeat or there is none."""
    if guid and guid not in setting.repeated:
        return ("guid", guid)
    if url != setting.feed.link:
        return ("link", url)
    return ("title", title, published_raw)


def _repeated_guids(entries: Iterable[RawEntry]) -> frozenset[str]:
    """Return the guids that stand on entries with different links."""
    pairs = {(text.plain(entry.guid), _url(entry)) for entry in entries if entry.guid}
    counts = Counter(guid for guid, _ in pairs)
    return frozenset(guid for guid, count in counts.items() if count > 1)


def _url(entry: RawEntry) -> str | None:
    own = entry.guid if entry.guid.startswith(_LINK_PREFIX) else ""
    found = (links.canonical(link, entry.base) for link in (*entry.links, own) if link)
    return next((url for url in found if url), None)


def _body(bodies: Iterable[RawBody]) -> sanitise.Clean:
    """Clean all bodies and take the first, or a later one with at least a tenth more of text."""
    best = sanitise.Clean()
    for body in _cleaned(bodies):
        if not best.html or _length(body) > 1.1 * _length(best):
            best = body
    return best


def _length(body: sanitise.Clean) -> int:
    """Count the letters; tags that show because a feed escaped them twice are no text."""
    return len(text.strip_tags(body.text))


def _cleaned(bodies: Iterable[RawBody]) -> Iterator[sanitise.Clean]:
    for value, is_html, base in dict.fromkeys((b.value, b.is_html, b.base) for b in bodies):
        yield sanitise.clean(value, base) if is_html else sanitise.from_plain(value)


def _categories(names: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(text.plain(name) for name in names)
    return tuple(name for name in found if any(map(str.isalpha, name)))[:MOST_CATEGORIES]
