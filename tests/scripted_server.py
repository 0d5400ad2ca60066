"""A scripted HTTP server on loopback: its answers are a table, what it was asked is a log.

Every feed has a host of its own, NAME.localhost, all on one port; the clock is the test's.
"""

import asyncio
import gzip
import re
import threading
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any

from briefing.ingest import FetchOptions
from briefing.settings import Settings

HOSTILE = b"".join(
    [
        b'<rss version="2.0"><channel><title>X</title><item><title>x</title>',
        b"<link>http://x.example/</link><author>a@" + b"a." * 200_000 + b"!</author>",
        b"<description>" + b"<!--" * 200_000 + b"</description></item></channel></rss",
    ]
)
"""Not well-formed, with fields for which regular expressions take minutes."""

THINKING = 0.001
"""Seconds before an answer: requests that a client makes at the same time overlap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """What a feed answers for a time; the words are explained where the table stands."""

    day: float | None = None
    times: int | None = None
    status: int = 200
    etag: str = ""
    last_modified: str = ""
    validates: bool = True
    renew: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    to: str = ""
    body: str = "feed"
    channel: str = ""
    items: tuple[int, ...] = (1, 2, 3, 4, 5)
    guid: str = ""
    site: str = ""
    scheme: str = "http"
    edited: tuple[int, ...] = ()
    future: tuple[int, ...] = ()
    twice: tuple[int, ...] = ()
    bad: bool = False
    wait: tuple[float, ...] = (1.0,)
    hold: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A feed: its phases, and what must have come of it in the end (None: anything)."""

    name: str
    host: str
    phases: tuple[Phase, ...]
    listed: bool = True
    shared: bool = False
    of: str = ""
    new: int | None = None
    updated: int = 0
    asked: int | None = None
    address: str = ""
    proofs: int = 0
    gone: bool = False
    says: str | None = None
    night: tuple[int, ...] = ()
    rest: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A request and its answer; ``together`` counts those under way at the host, this one too."""

    at: datetime
    script: Script
    phase: Phase
    target: str
    headers: Mapping[str, str]
    together: int
    status: int
    etag: str
    last_modified: str


def read_scripts(path: Path) -> dict[str, Script]:
    """Read the table of scripts, by name."""
    scripts = {}
    for name, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
        copies = row.pop("copies", 0)
        phases = tuple(_phase(one) for one in row.pop("phases"))
        values = {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}
        for copy in [f"{name}-{n}" for n in range(copies)] or [name]:
            script = Script(**({"name": copy, "host": name} | values | {"phases": phases}))
            scripts[copy] = script
    return scripts


def _phase(row: Mapping[str, Any]) -> Phase:
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}
    wait = values.pop("wait", (1.0,))
    return Phase(**values, wait=wait if isinstance(wait, tuple) else (wait,))


class Stage:
    """The scripts as they are played: which phase each is in, and the log."""

    def __init__(self, scripts: Mapping[str, Script], begin: datetime) -> None:
        """Begin all scripts; ``now`` is the clock, which the test moves."""
        self.scripts = scripts
        self.log: list[Asked] = []
        self.port = 0
        self.now = self._begin = begin
        self._place = dict.fromkeys(scripts, 0)
        self._used: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
        self._tags: dict[str, str] = {}
        self.under_way: Counter[str] = Counter()

    def url(self, script: Script) -> str:
        """Return where a feed is asked for."""
        return f"http://{script.host}.localhost:{self.port}/{script.name}"

    def answer(self, target: str, headers: Mapping[str, str]) -> bytes:
        """Answer a request and note it."""
        now, script = self.now, self.scripts.get(target.partition("?")[0].lstrip("/"))
        if script is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        phase = self._turn(script, now)
        self._asked[script.name] += 1
        status, tag = phase.status, self._tag(script, phase)
        if status == 200 and phase.validates and self._is_known(script, phase, headers):
            status = 304
            tag = self._tag(script, phase, fresh=phase.renew)
        if status not in (200, 304):
            tag = ""
        dated = phase.last_modified if status in (200, 304) else ""
        together = self.under_way[script.host]
        asked = Asked(now, script, phase, target, headers, together, status, tag, dated)
        self.log.append(asked)
        return self._written(asked)

    def _turn(self, script: Script, now: datetime) -> Phase:
        """Return the phase that a feed is in, and count its use."""
        name = script.name
        while self._place[name] + 1 < len(script.phases):
            phase, following = script.phases[self._place[name] :][:2]
            is_over = phase.times is not None and self._used[name] >= phase.times
            has_begun = following.day is not None and now >= self._begin + timedelta(following.day)
            if not (is_over or has_begun):
                break
            self._place[name] += 1
            self._used[name] = 0
            self._tags.pop(name, None)
        self._used[name] += 1
        return script.phases[self._place[name]]

    def _tag(self, script: Script, phase: Phase, *, fresh: bool = False) -> str:
        """Return the feed's ETag: as it is, or a fresh one."""
        if fresh or script.name not in self._tags or not phase.validates:
            number = self._asked[script.name]
            self._tags[script.name] = phase.etag.format(n=number, long="e" * 4094)
        return self._tags[script.name]

    def _is_known(self, script: Script, phase: Phase, headers: Mapping[str, str]) -> bool:
        if phase.etag:
            return headers.get("if-none-match") == self._tags[script.name]
        return bool(phase.last_modified) and (
            headers.get("if-modified-since") == phase.last_modified
        )

    def _written(self, asked: Asked) -> bytes:
        phase = asked.phase
        head = {"Date": format_datetime(asked.at, usegmt=True), "Set-Cookie": "id=1; Path=/"}
        head |= {name: self._dated(value, asked.at) for name, value in phase.headers.items()}
        head |= {"ETag": asked.etag} if asked.etag else {}
        head |= {"Last-Modified": asked.last_modified} if asked.last_modified else {}
        if phase.to:
            head["Location"] = self.url(self.scripts[phase.to])
        body = b""
        if asked.status == 200:
            kind, body = _body(asked.script, phase, asked.at)
            head |= kind
        if asked.status != 304:
            head["Content-Length"] = str(len(body))
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        return f"HTTP/1.1 {asked.status} X\r\n{lines}\r\n".encode("latin-1") + body

    @staticmethod
    def _dated(value: str, now: datetime) -> str:
        """Put a date so many hours from now in place of ``{+30h}``."""
        return re.sub(
            r"\{([+-]\d+)h\}",
            lambda match: format_datetime(now + timedelta(hours=int(match[1])), usegmt=True),
            value,
        )


def _body(script: Script, phase: Phase, now: datetime) -> tuple[dict[str, str], bytes]:
    if phase.body == "page":
        return {"Content-Type": "text/html"}, b"<!doctype html><title>Sign in</title><form></form>"
    if phase.body == "hostile":
        return {"Content-Type": "application/rss+xml"}, HOSTILE
    feed = document(script.name, phase, now) if phase.body else b""
    kind = {"Content-Type": "application/rss+xml"}
    if phase.body == "cut":
        packed = gzip.compress(feed)
        return kind | {"Content-Encoding": "gzip"}, packed[: len(packed) // 2]
    return kind, feed


def document(name: str, phase: Phase, now: datetime) -> bytes:
    """Write the feed of a phase."""
    site = phase.site or name
    parts = []
    for number in phase.items:
        link = f"{phase.scheme}://{site}.example/{number}"
        guid = (phase.guid or f"tag:{site},2026:{{n}}").format(n=number)
        date = datetime.fromisoformat("2026-02-20T08:00:00Z") + timedelta(hours=number)
        if number in phase.future:
            date = now + timedelta(days=900)
        words = f"The quay was measured for the {number}th time" + " again" * (
            number in phase.edited
        )
        for twin in range(2 if number in phase.twice else 1):
            parts.append(
                f"<item><title>{words}{' twin' * twin}</title><guid>{escape(guid)}</guid>"
                f"<link>{link}{'/twin' * twin}</link><pubDate>{format_datetime(date)}</pubDate>"
                f"<description>{words}, and found to be long enough.</description></item>"
            )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"<title>{site}</title><link>http://{site}.example/</link><description>News</description>"
        f"{phase.channel}{''.join(parts)}</channel></rss>"
    ).encode()


class _Connection(asyncio.Protocol):
    """One connection, with as many requests as the client likes."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._data = stage, b""

    def connection_made(self, transport: Any) -> None:
        self._transport: asyncio.Transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        while b"\r\n\r\n" in self._data:
            head, _, self._data = self._data.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {n.lower(): v.strip() for n, _, v in (line.partition(":") for line in lines)}
            host = headers["host"].partition(".")[0]
            self._stage.under_way[host] += 1
            answer = self._stage.answer(first.split()[1], headers)
            asyncio.get_running_loop().call_later(THINKING, self._write, host, answer)

    def _write(self, host: str, answer: bytes) -> None:
        self._stage.under_way[host] -= 1
        self._transport.write(answer)


@contextmanager
def played(stage: Stage) -> Iterator[Stage]:
    """Serve a stage from a thread of its own while the block runs."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(lambda: _Connection(stage), "127.0.0.1", 0, backlog=128)
    )
    stage.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield stage
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.close()


def follow(folder: Path, urls: Iterable[str], now: datetime) -> Settings:
    """Make the smallest project that follows some feeds."""
    lines = "".join(f'<outline text="{url}" xmlUrl="{url}"/>' for url in urls)
    (folder / "list.opml").write_text(f'<opml version="2.0"><body>{lines}</body></opml>')
    return Settings(
        root=folder,
        sources="list.opml",
        contact="https://briefing.example/about/",
        allow_private=True,
        now=now.isoformat(),
    )


def at_once(settings: Settings) -> FetchOptions:
    """Ask as the settings say, but without a pause between two requests to a host."""
    return FetchOptions(
        root=settings.root,
        contact=settings.contact,
        allow_private=settings.allow_private,
        connections=settings.connections,
        pause=0.0,
    )
