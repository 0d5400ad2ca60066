"""Parsing and cleaning: speed against feedparser, and what is lost by being quick (nothing may be).

    python bench/parsing.py DATA [CORPORA]

DATA holds ``feeds/``, ``worldday/`` and ``newsroom/feeds/``; CORPORA clones of feedparser, gofeed,
feedvalidator, rome, NetNewsWire and fastfeedparser, each in a folder of its name.  What is not
there is said to be SKIPPED.  One figure a line; CPU is this process's own.
"""

import html
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any

import feedparser

from briefing.ingest import encoding, fastxml, parse
from briefing.ingest.parse import READERS
from briefing.models import Item, ParsedFeed, Source

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
SOURCE = Source("https://feed.invalid/", "")
SETS = (
    "DATA/feeds/*.xml",
    "DATA/worldday/*.xml",
    "DATA/newsroom/feeds/*.xml",
    "CORPORA/feedparser/tests/*formed/**/*.xml",
    "CORPORA/gofeed/testdata/**/*.xml",
    "CORPORA/feedvalidator/testcases/**/*.xml",
    "CORPORA/rome/*/src/test/**/*.xml",
    "CORPORA/NetNewsWire/Modules/RSParser/Tests/RSParserTests/Resources/*",
    "CORPORA/fastfeedparser/benchmark_data/*",
)
SLOW = READERS[1:]
ROUNDS = 5


def main(data: Path, corpora: Path | None) -> None:
    """Print all figures."""
    for pattern in SETS:
        files = found(pattern, data, corpora)
        equality(pattern, files) if files else print(f"{pattern}: SKIPPED")
    if files := found(SETS[0], data, corpora):
        speed([file.read_bytes() for file in files])
    if corpora and (corpora / "gofeed/testdata").is_dir():
        agreement(corpora / "gofeed/testdata")
    else:
        print("agreement with gofeed: SKIPPED")
    if files := found(SETS[-1], data, corpora):
        real_feeds([file.read_bytes() for file in files])
    else:
        print("200 real feeds: SKIPPED")


def found(pattern: str, data: Path, corpora: Path | None) -> list[Path]:
    """Return the files that a pattern names."""
    place, _, rest = pattern.partition("/")
    folder = data if place == "DATA" else corpora
    return sorted(path for path in folder.glob(rest) if path.is_file()) if folder else []


def read(body: bytes, readers: Any = READERS) -> ParsedFeed:
    """Parse a document of no address."""
    return parse(body, SOURCE, url="", content_type="", now=NOW, readers=readers)


def equality(name: str, files: Iterable[Path]) -> None:
    """Compare each stored field of each item with what it is without the quick reader."""
    counts: Counter[str] = Counter()
    for file in files:
        body = file.read_bytes()
        quick, slow = read(body), read(body, SLOW)
        counts["files"] += 1
        counts["quick"] += fastxml.read(encoding.decode(body).text, "") is not None
        counts["items"] += len(slow.items)
        counts["differences"] += len(quick.items) != len(slow.items)
        for mine, other in zip(quick.items, slow.items, strict=False):
            fields = [getattr(mine, field) == getattr(other, field) for field in Item.__slots__]
            counts["fields"] += len(fields)
            counts["differences"] += fields.count(False)
        heads = [(f.status, f.title, f.link, f.description, f.language) for f in (quick, slow)]
        counts["differences"] += heads[0] != heads[1]
    print(
        f"{name}: {counts['files']} files, {counts['items']} items, {counts['fields']} fields, "
        f"{counts['differences']} differences, {counts['quick']} files by the quick reader"
    )


def speed(bodies: list[bytes]) -> None:
    """Print the CPU of both for all the feeds, the best of some rounds that take turns."""
    both: tuple[Callable[[bytes], Any], ...] = (
        lambda body: feedparser.parse(io.BytesIO(body)),
        read,
    )
    best = [float("inf")] * 2
    for _ in range(ROUNDS):
        for number, one in enumerate(both):
            start = process_time()
            for body in bodies:
                one(body)
            best[number] = min(best[number], process_time() - start)
    print(f"feedparser with its sanitiser: {best[0] * 1000:.0f} ms CPU")
    print(f"briefing: {best[1] * 1000:.0f} ms CPU, 1/{best[0] / best[1]:.1f} of feedparser")


def real_feeds(bodies: list[bytes]) -> None:
    """Print how many items the real feeds have, and what reading them costs."""
    items, times = 0, []
    for body in bodies:
        start = process_time()
        items += len(read(body).items)
        times.append(process_time() - start)
    times.sort()
    print(
        f"{len(bodies)} real feeds: {items} items (feedparser: 6555), {sum(times):.1f} s CPU, "
        f"p95 {times[int(len(times) * 0.95)] * 1000:.0f} ms (bars: 8 s, 450 ms)"
    )


def agreement(folder: Path) -> None:
    """Print how many of the fields that gofeed's expectations fill come out the same."""
    counts: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for expected in sorted(folder.rglob("*.json")):
        documents = [expected.with_suffix(suffix) for suffix in (".xml", ".rss")]
        document = next((path for path in documents if path.is_file()), expected)
        pair = _pair(document, expected)
        if pair is None:
            continue
        feed, wanted = pair
        entries = wanted.get("items") or wanted.get("entries") or []
        counts["pairs"] += 1
        counts["whole"] += len(feed.items) == len(entries)
        rows = [("feed", FEED, feed, wanted)]
        rows += [
            ("item", ITEM, item, entry)
            for item, entry in zip(feed.items, entries, strict=False)
            if entry
        ]
        for kind, table, mine, theirs in rows:
            for name, (ours, reference) in table.items():
                value = reference(theirs)
                if value:
                    counts["fields"] += 1
                    agrees = ours(mine) == value
                    counts["agreed"] += agrees
                    missed[f"{kind} {name}"] += not agrees
    share = 100 * counts["agreed"] / max(1, counts["fields"])
    print(
        f"gofeed: {counts['agreed']} of {counts['fields']} fields agree ({share:.1f} %, bar 97), "
        f"items {counts['whole']} of {counts['pairs']} pairs"
    )
    for name, number in missed.most_common():
        if number:
            print(f"  missed {name}: {number}")


def _pair(document: Path, expected: Path) -> tuple[ParsedFeed, dict[str, Any]] | None:
    try:
        wanted = json.loads(expected.read_bytes())
    except ValueError:
        return None
    if document == expected or not isinstance(wanted, dict):
        return None
    return read(document.read_bytes()), wanted


def plain(value: Any) -> str:
    """Fold a field to its words, so that markup and escaping do not count."""
    text = value if isinstance(value, str) else ""
    for _ in range(2):
        text = re.sub(r"<[^<>]*>", " ", html.unescape(text))
    return " ".join(text.split())


def _moment(value: Any) -> str:
    return value[:19] if isinstance(value, str) else ""


def _people(entry: dict[str, Any]) -> str:
    people = entry.get("authors") or [entry.get("author")]
    names = [p.get("name") if isinstance(p, dict) else p for p in people if p]
    names = [re.sub(r"\S+@\S+ \((.*)\)", r"\1", name) for name in names if name]
    return ", ".join(name for name in map(plain, names) if "@" not in name)


def _address(entry: dict[str, Any]) -> str:
    links = entry.get("links") or []
    found = [
        link["href"]
        for link in links
        if isinstance(link, dict) and link.get("rel", "alternate") == "alternate" and "href" in link
    ]
    own = entry.get("link") or next(iter(found), "")
    return own if own.startswith("http") else ""


def _tags(entry: dict[str, Any]) -> list[str]:
    found = entry.get("categories") or []
    names = (
        tag if isinstance(tag, str) else tag.get("label") or tag.get("term") or tag.get("value")
        for tag in found
    )
    return [plain(name) for name in names if name and any(map(str.isalpha, name))]


def _attached(entry: dict[str, Any]) -> list[str]:
    return [one["url"] for one in entry.get("enclosures") or [] if one.get("url", "")[:4] == "http"]


def _content(entry: dict[str, Any]) -> str:
    content = entry.get("content")
    return plain(content.get("value") if isinstance(content, dict) else content)


def _guid(entry: dict[str, Any]) -> str:
    guid = entry.get("guid") or entry.get("id")
    return plain(guid.get("value") if isinstance(guid, dict) else guid)


Table = dict[str, tuple[Callable[[Any], Any], Callable[[dict[str, Any]], Any]]]
FEED: Table = {
    "title": (lambda feed: plain(feed.title), lambda w: plain(w.get("title"))),
    "link": (lambda feed: feed.link, _address),
    "description": (
        lambda feed: plain(feed.description),
        lambda w: plain(w.get("description") or w.get("subtitle")),
    ),
    "language": (
        lambda feed: feed.language.lower(),
        lambda w: (w.get("language") or "").lower(),
    ),
}
ITEM: Table = {
    "title": (lambda item: plain(item.title), lambda w: plain(w.get("title"))),
    "link": (lambda item: item.url, _address),
    "guid": (lambda item: plain(item.guid), _guid),
    "description": (
        lambda item: plain(item.summary or item.html),
        lambda w: plain(w.get("description") or w.get("summary")),
    ),
    "content": (lambda item: plain(item.html), _content),
    "author": (lambda item: item.author, _people),
    "categories": (lambda item: [plain(name) for name in item.categories], _tags),
    "published": (
        lambda item: item.published.isoformat()[:19] if item.published != item.first_seen else "",
        lambda w: _moment(w.get("publishedParsed") or w.get("pubDateParsed")),
    ),
    "updated": (
        lambda item: (item.updated or item.published).isoformat()[:19],
        lambda w: _moment(w.get("updatedParsed")),
    ),
    "enclosures": (lambda item: list(item.enclosures), _attached),
}


def arguments() -> Iterator[Path]:
    """Yield the folders that are named, or leave."""
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    yield from map(Path, sys.argv[1:])


if __name__ == "__main__":
    data_folder, *others = arguments()
    main(data_folder, others[0] if others else None)
