"""Mutants of feeds through the real child process: it must neither die nor let script through.

    python bench/fuzz.py [N] [FOLDER]

N mutants (1,000), seeded, of the project's own cases and of all files below FOLDER: a byte
flipped, cut, spliced with another file, repeated, tag soup.  All that is stored as HTML is read by
an independent HTML5 parser: selectolax (lexbor) where it is installed, else html5lib.  At last the
files themselves are looked at with the sanitiser left out, which shows that the check has teeth:
in what we read of them, and in all that feedparser gives, its own sanitiser off.
"""

import html
import io
import random
import resource
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser

from briefing.ingest import encoding, parse_all
from briefing.ingest.parse import READERS
from briefing.ingest.raw import RawFeed
from briefing.models import Fetched, FetchStatus, Source

CASES = Path(__file__).parents[1] / "tests/ingest/cases"
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
SEED = 20261123
LARGEST = 200_000  # bytes of a seed file: mutants of larger ones only take longer
SLOW = 30.0  # seconds
ACTIVE = "script iframe object embed applet base meta link form frame svg math style"
TAGS = frozenset(ACTIVE.split())
STYLES = ("expression", "-moz-binding")
SCHEMES = ("javascript:", "vbscript:", "data:")
SOUP = (
    "<script>alert(1)</script>", "<svg onload=x()>", "<img src=x onerror=x()>", "<iframe src=//x>",
    "<a href='java\tscript:x()'>", "<math><mtext></p><style><img src=x onerror=x()>", "<![CDATA[",
    "]]>", "<!--", "-->", "&lt;script>", "&#60;", "<p style='x:expression(y)'>", "\x00", "<div>",
    "&#xD800;", "&#99999999999;",
    "</div>", "</item>", "<item>", "<![CDATA[<base href=//x>]]>", "<title>", "&l9;", "\ufffe",
    "<form><button formaction=javascript:x()>", "<noscript><p title='</noscript><img onerror=x>'>",
    "<entry>", "</channel>", "<meta http-equiv=refresh content='0;url=//x'>", "xml:base='data:,'",
)  # fmt: skip

Elements = Callable[[str], Iterator[tuple[str, dict[str, str]]]]


def main(number: int, folder: Path | None) -> None:
    """Run the mutants, then show the teeth."""
    files = [path for path in sorted(CASES.glob("*")) if ".expect" not in path.name]
    files += [path for path in sorted(folder.rglob("*") if folder else []) if path.is_file()]
    seeds = [path.read_bytes() for path in files]
    seeds = [body for body in seeds if 0 < len(body) <= LARGEST]
    elements, oracle = html5_parser()
    counts: Counter[str] = Counter()
    memory = Memory()
    start = time.monotonic()
    begun: dict[str, float] = {}

    def asked() -> Iterator[Fetched]:
        for index, body in enumerate(mutants(seeds, number)):
            url = f"https://m.example/{index}"
            begun[url] = time.monotonic()
            yield Fetched(Source(url, "M"), FetchStatus.FETCHED, body, url)

    seen: set[int] = set()
    for fetched, feed in parse_all(asked(), NOW):
        counts["over"] += time.monotonic() - begun.pop(fetched.url) > SLOW
        if feed is None:
            continue
        counts[f"{feed.status} {feed.reason or ''}".strip()] += 1
        for markup in {markup for item in feed.items for markup in (item.html, item.summary)}:
            if hash(markup) not in seen:
                seen.add(hash(markup))
                counts["active"] += bool(active(markup, elements))
    over, found = counts.pop("over"), counts.pop("active", 0)
    print(f"mutants: {number} of {len(seeds)} files, seed {SEED}, {time.monotonic() - start:.0f} s")
    print(f"statuses: {dict(counts.most_common())}")
    print(f"deaths that are no limit: {counts['error died']}")
    print(f"uncaught: 0 in the run; feedparser raised on {counts['error parser']}: status error")
    print(f"over {SLOW:.0f} s: {over}")
    print(f"peak of a child: {memory.stop()} MB (bar 300)")
    print(f"bodies with active content by {oracle}: {found} of {len(seen)}")
    read, given = teeth(files, elements)
    print(
        f"without the sanitiser: {given} of {len(files)} files have some (bar 490 of section 8's), "
        f"{read} of them in what is read of a feed"
    )


def mutants(seeds: list[bytes], number: int) -> Iterator[bytes]:
    """Yield so many changed documents, always the same ones."""
    chance = random.Random(SEED)  # noqa: S311 - not a secret
    ways = (_flip, _cut, _splice, _repeat, _soup)
    for _ in range(number):
        body = chance.choice(seeds)
        for _ in range(chance.randint(1, 4)):
            body = chance.choice(ways)(body, seeds, chance)[: 2 * LARGEST]
        yield body


def _flip(body: bytes, _seeds: list[bytes], chance: random.Random) -> bytes:
    if not body:
        return body
    place = chance.randrange(len(body))
    return body[:place] + bytes([chance.randrange(256)]) + body[place + 1 :]


def _cut(body: bytes, _seeds: list[bytes], chance: random.Random) -> bytes:
    first, last = sorted((chance.randint(0, len(body)), chance.randint(0, len(body))))
    return body[:first] if chance.random() < 0.5 else body[:first] + body[last:]


def _splice(body: bytes, seeds: list[bytes], chance: random.Random) -> bytes:
    other = chance.choice(seeds)
    return body[: chance.randint(0, len(body))] + other[chance.randint(0, len(other)) :]


def _repeat(body: bytes, _seeds: list[bytes], chance: random.Random) -> bytes:
    first = chance.randint(0, len(body))
    piece = body[first : first + chance.randint(1, 400)]
    return body[:first] + piece * chance.randint(2, 200) + body[first:]


def _soup(body: bytes, _seeds: list[bytes], chance: random.Random) -> bytes:
    place = chance.randint(0, len(body))
    soup = "".join(chance.choice(SOUP) for _ in range(chance.randint(1, 12)))
    return body[:place] + soup.encode() + body[place:]


def active(markup: str, elements: Elements) -> list[str]:
    """Return what in ``markup`` does something."""
    found = []
    for tag, attributes in elements(markup):
        if tag in TAGS:
            found.append(tag)
        for name, value in attributes.items():
            bare = "".join(char for char in value if char > " ").lower()
            is_style = name == "style" and any(way in bare for way in STYLES)
            if name.startswith("on") or bare.startswith(SCHEMES) or is_style:
                found.append(f"{tag} {name}")
    return found


def html5_parser() -> tuple[Elements, str]:
    """Return the elements of a fragment, by the best parser there is, and its name."""
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError:
        return _by_html5lib, "html5lib"

    def by_lexbor(markup: str) -> Iterator[tuple[str, dict[str, str]]]:
        for node in LexborHTMLParser(f"<body><div>{markup}").css("body *"):
            yield str(node.tag), {k: v or "" for k, v in node.attributes.items()}

    return by_lexbor, "lexbor"


def _by_html5lib(markup: str) -> Iterator[tuple[str, dict[str, str]]]:
    import html5lib

    for element in html5lib.parseFragment(markup, namespaceHTMLElements=False).iter():
        if isinstance(element.tag, str):
            yield (
                element.tag.rpartition("}")[2].lower(),
                {str(name).lower(): value for name, value in element.attrib.items()},
            )


def teeth(files: list[Path], elements: Elements) -> tuple[int, int]:
    """Count the files with active content before anything is cleaned.

    Returns:
        How many have some in what a reader gives, and how many there or in what feedparser gives.
    """
    read = given = 0
    for body in map(Path.read_bytes, files):
        is_read = any(active(text, elements) for text in _texts(_read(body)))
        read += is_read
        given += is_read or any(active(text, elements) for text in _given(body))
    return read, given


def _read(body: bytes) -> RawFeed:
    document = encoding.decode(body).text
    try:
        feeds = (reader(document, "") for reader in READERS)
        return next((feed for feed in feeds if feed), RawFeed())
    except Exception:  # what no reader reads has no body
        return RawFeed()


def _texts(feed: RawFeed) -> Iterator[str]:
    """Yield all that a reader might be shown; a link as one."""
    yield from (feed.title, feed.description)
    for entry in feed.entries:
        yield from (entry.title, entry.author, *entry.categories)
        yield from (body.value for body in entry.bodies)
        links = (feed.link, *entry.links, *entry.enclosures)
        yield from (f"<a href='{html.escape(link)}'>" for link in links if link)


def _given(body: bytes) -> Iterator[str]:
    """Yield all that feedparser gives, rights and all, where it may hold a tag."""
    try:
        found = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except Exception:  # what it trips over it gives nothing of
        return
    yield from (text for text in _strings([found["feed"], found["entries"]]) if "<" in text)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


class Memory:
    """The largest that any child of this process gets, in MB; 0 where /proc does not tell."""

    def __init__(self) -> None:
        self._peak, self._goes_on = 0, True
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._goes_on = False
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        children = Path(f"/proc/self/task/{threading.main_thread().native_id}/children")
        while self._goes_on and children.exists():
            for child in children.read_text().split():
                try:
                    status = Path(f"/proc/{child}/status").read_text()
                except OSError:
                    continue
                kilobytes = status.partition("VmHWM:")[2].split()[:1]
                self._peak = max(self._peak, int(kilobytes[0]) // 1024 if kilobytes else 0)
            time.sleep(0.05)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 1000,
        Path(sys.argv[2]) if len(sys.argv) > 2 else None,
    )
