"""Measure a whole ingest beside lemon24/reader: ``python bench/ingest.py [--hosts N] [--runs N]``.

A server process of its own plays 1,000 hosts on loopback addresses, each with a feed of 20 entries
and a delay of 20 ms before each answer.  Cold: fetch, parse, sanitise, store.  All 304: nothing has
changed, and the servers validate.  Each system runs in a fresh process, which has read one other
feed before, so that imports do not count; children count.  Figures are medians of the runs; a
ratio's base is the peer's run with the least user CPU.  The peer is ``reader``, which is no
dependency of the project: it is run by the interpreter that ``PEERS`` names, by default this one.
"""

import argparse
import asyncio
import importlib.util
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

DELAY = 0.02
ENTRIES = 20
NOW = datetime(2026, 11, 9, 6, tzinfo=UTC)
CONNECTIONS = (16, 32)
PEER_WORKERS = (16, 32)
COLD_SHARE, UNCHANGED_SHARE, UNCHANGED_WALL = 1 / 16, 1 / 50, 1.0
VOCABULARY = (
    "harbour council ferry winter school market bridge water teacher price vote signal tunnel "
    "doctor garden engine paper island factory train letter minister number quiet early late "
    "growing counted repaired measured opened delayed agreed answered carried planned the a of to "
    "in and for with on at from by after before under between their its new last first second"
)
WORDS = VOCABULARY.split()
Measure = dict[str, float]


# --- The hosts -----------------------------------------------------------------------------------


def address(number: int) -> str:
    """Return the loopback address of a host."""
    return f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"


def document(number: int) -> bytes:
    """Write the feed of a host: RSS 2.0, every third one Atom, 20-30 KB."""
    dice = random.Random(number)  # noqa: S311 - test material
    host, name = f"http://{address(number)}", f"The {dice.choice(WORDS)} {number}"
    entry = _atom_entry if number % 3 == 0 else _rss_entry
    entries = "".join(entry(dice, f"{host}/{n}/", n) for n in range(ENTRIES))
    if entry is _atom_entry:
        return (
            '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
            f"<id>{host}/</id><title>{name}</title><updated>2026-11-09T05:00:00Z</updated>"
            f'<link href="{host}/"/>{entries}</feed>'
        ).encode()
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{name}</title><link>{host}/</link><description>News</description>"
        f"<language>en</language>{entries}</channel></rss>"
    ).encode()


def _sentence(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(8, 22))).capitalize() + "."


def _body(dice: random.Random, link: str) -> str:
    text = [" ".join(_sentence(dice) for _ in range(3)) for _ in range(3)]
    more = f'<p>{_sentence(dice)} <a href="{link}more">{dice.choice(WORDS)}</a> &amp; more.</p>'
    return "".join(f"<p>{part} <em>{dice.choice(WORDS)}</em></p>" for part in text) + more


def _rss_entry(dice: random.Random, link: str, number: int) -> str:
    date = (NOW - timedelta(hours=3 * number)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return (
        f"<item><title>{_sentence(dice)}</title><link>{link}</link>"
        f'<guid isPermaLink="true">{link}</guid><pubDate>{date}</pubDate>'
        f"<dc:creator>{dice.choice(WORDS).title()}</dc:creator><category>news</category>"
        f"<description>{_sentence(dice)}</description>"
        f"<content:encoded><![CDATA[{_body(dice, link)}]]></content:encoded></item>"
    )


def _atom_entry(dice: random.Random, link: str, number: int) -> str:
    date = (NOW - timedelta(hours=3 * number)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'<entry><id>{link}</id><title>{_sentence(dice)}</title><link href="{link}"/>'
        f"<published>{date}</published><updated>{date}</updated>"
        f"<author><name>{dice.choice(WORDS).title()}</name></author>"
        f"<summary>{_sentence(dice)}</summary>"
        f'<content type="html">{escape(_body(dice, link))}</content></entry>'
    )


class Host(asyncio.Protocol):
    """One connection: answers 304 to whoever shows the right ETag."""

    feeds: dict[str, bytes]
    transport: asyncio.Transport

    def connection_made(self, transport: Any) -> None:
        """Remember where to answer."""
        self.transport, self._request = transport, b""
        self._host = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        """Answer a whole request after the delay."""
        self._request += data
        if self._request.endswith(b"\r\n\r\n"):
            lines = self._request.split(b"\r\n")
            self._request = b""
            known = any(line.lower().startswith(b"if-none-match:") for line in lines)
            asyncio.get_running_loop().call_later(DELAY, self._answer, known)

    def _answer(self, known: bool) -> None:
        if self.transport.is_closing():
            return
        tag = f'ETag: "{self._host}"\r\n'.encode()
        if known:
            self.transport.write(b"HTTP/1.1 304 Not Modified\r\n" + tag + b"\r\n")
            return
        body = self.feeds[self._host]
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n"
        self.transport.write(head % len(body) + tag + b"\r\n" + body)


async def serve(hosts: int) -> None:
    """Play all hosts on one free port, which is printed, until the input ends."""
    Host.feeds = {address(number): document(number) for number in range(hosts + 1)}
    loop = asyncio.get_running_loop()
    first = await loop.create_server(Host, address(0), 0, backlog=64)
    port = first.sockets[0].getsockname()[1]
    others = [address(number) for number in range(1, hosts + 1)]
    await loop.create_server(Host, others, port, backlog=64)
    print(port, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


# --- The two systems, each in a process of its own -----------------------------------------------


def ours(port: int, hosts: int, connections: int, profile: str) -> dict[str, Measure]:
    """Run a cold and an all-304 pass of the desk."""
    from briefing import desk
    from briefing.settings import Settings

    def run(folder: str, numbers: range, hour: int) -> Callable[[], None]:
        root = Path(folder)
        lines = "".join(
            f'<outline text="Host {n}" xmlUrl="http://{address(n)}:{port}/feed"/>' for n in numbers
        )
        (root / "list.opml").write_text(f'<opml version="2.0"><body>{lines}</body></opml>')
        settings = Settings(
            root=root,
            sources="list.opml",
            allow_private=True,
            connections=connections,
            now=(NOW + timedelta(hours=hour)).isoformat(),
        )

        def ingest() -> None:
            for report in desk.ingest(settings):
                if report.failed or report.waits or report.new != (0 if hour else ENTRIES):
                    sys.exit(f"{report}: unexpected")

        return ingest

    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as all_of_them:
        run(one, range(1), 0)()
        run(one, range(1), 2)()
        return {
            "cold": measured(run(all_of_them, range(1, hosts + 1), 0), profile),
            # Two hours later all are due again: an unchanged feed is asked once an hour.
            "304": measured(run(all_of_them, range(1, hosts + 1), 2), profile),
        }


def peer(port: int, hosts: int, workers: int, _profile: str) -> dict[str, Measure]:
    """Run a cold and an all-304 pass of lemon24/reader."""
    from reader import make_reader

    with tempfile.TemporaryDirectory() as folder:
        for name, numbers in (("warm", range(1)), ("all", range(1, hosts + 1))):
            reader = make_reader(f"{folder}/{name}.sqlite")
            for number in numbers:
                reader.add_feed(f"http://{address(number)}:{port}/feed")

            def update(reader: Any = reader) -> None:
                reader.update_feeds(workers=workers, scheduled=False)

            measures = {"cold": measured(update), "304": measured(update)}
            if (stored := reader.get_entry_counts().total) != ENTRIES * len(numbers):
                sys.exit(f"the peer stored {stored} entries")
        return measures


def measured(work: Callable[[], None], profile: str = "") -> Measure:
    """Return the seconds of user CPU, system CPU and wall of some work, its children's counted."""
    before, start = _spent(), time.perf_counter()
    if profile:
        import cProfile

        cProfile.runctx("work()", {}, {"work": work}, sort=profile)
    else:
        work()
    wall, after = time.perf_counter() - start, _spent()
    return {"user": after[0] - before[0], "system": after[1] - before[1], "wall": wall}


def _spent() -> tuple[float, float]:
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + children.ru_utime, own.ru_stime + children.ru_stime


# --- The comparison ------------------------------------------------------------------------------


@contextmanager
def loopback(hosts: int) -> Iterator[int]:
    """Start the server process and return its port."""
    command = [sys.executable, __file__, "--role", "server", "--hosts", str(hosts)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as server:  # noqa: S603
        assert server.stdout is not None  # noqa: S101 - for the type checker
        yield int(server.stdout.readline())
        server.kill()


def median(python: str, role: str, port: int, width: int, hosts: int, runs: int) -> Any:
    """Run a system several times and return the median of every figure."""
    command = [python, __file__, "--role", role, "--hosts", str(hosts)]
    command += ["--port", str(port), "--width", str(width)]
    found = []
    for _ in range(runs):
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603
        found.append(json.loads(done.stdout))
    return {
        name: {key: statistics.median(one[name][key] for one in found) for key in figures}
        for name, figures in found[0].items()
    }


def compare(hosts: int, runs: int, python: str) -> None:
    """Measure both systems and print the table."""
    with loopback(hosts) as port:
        base = {}
        if not _has_reader(python):
            print("SKIPPED the peer: reader is not installed; PEERS names an interpreter with it")
        else:
            found = [(w, median(python, "peer", port, w, hosts, runs)) for w in PEER_WORKERS]
            for workers, measures in found:
                _show(f"reader, {workers} workers", measures, hosts)
            for name in ("cold", "304"):
                base[name] = min((m[name] for _, m in found), key=lambda one: one["user"])
        for width in CONNECTIONS:
            measures = median(sys.executable, "ours", port, width, hosts, runs)
            _show(f"briefing, {width} connections", measures, hosts, base)


def _show(who: str, measures: dict[str, Measure], hosts: int, base: Any = None) -> None:
    for name, one in measures.items():
        user, system = (one[key] / hosts * 1e6 for key in ("user", "system"))
        line = f"{name:5}{who:25}user {user:8.0f} us, system {system:6.0f} us a request, "
        line += f"wall {one['wall']:6.2f} s"
        if base:
            bar = COLD_SHARE if name == "cold" else UNCHANGED_SHARE
            share = one["user"] / base[name]["user"]
            line += f"; user 1/{1 / share:.1f} of reader's (bar 1/{1 / bar:.0f}: "
            line += f"{'met' if share <= bar else 'MISSED'})"
        if name == "304" and base is not None and hosts >= 1000:
            line += f"; wall bar {UNCHANGED_WALL:.0f} s: "
            line += "met" if one["wall"] <= UNCHANGED_WALL else "MISSED"
        print(line, flush=True)


def _has_reader(python: str) -> bool:
    if python == sys.executable:
        return importlib.util.find_spec("reader") is not None
    command = [python, "-c", "import reader"]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603


def main() -> None:
    """Compare, or play one of the parts in a child process."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", nargs="?", help="a folder that other benches read; not needed")
    options.add_argument("--hosts", type=int, default=1000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--role", choices=("compare", "server", "ours", "peer"), default="compare")
    options.add_argument("--port", type=int)
    options.add_argument("--width", type=int, default=CONNECTIONS[0])
    options.add_argument("--profile", default="", help="profile ours alone, sorted by this column")
    given = options.parse_args()
    if given.role == "server":
        asyncio.run(serve(given.hosts))
    elif given.profile:
        with loopback(given.hosts) as port:
            ours(port, given.hosts, given.width, given.profile)
    elif given.role == "compare":
        python = shutil.which(os.environ.get("PEERS", sys.executable)) or sys.executable
        compare(given.hosts, given.runs, python)
    else:
        system = ours if given.role == "ours" else peer
        print(json.dumps(system(given.port, given.hosts, given.width, "")))


if __name__ == "__main__":
    main()
