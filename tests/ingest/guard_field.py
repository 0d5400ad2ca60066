"""A network of our own in which every address leads to one server: run it by ``unshare -rnm``.

Reads cases from its standard input, one JSON list ``[way, url, guarded]`` a line, and answers each
with ``[code, reached]``: the local addresses, but the public ones, at which a connection came in.

The server answers ``/STATUS/URL`` with a redirect, anything else with a feed.  The name server
knows ``IP.IP.at`` (dots as dashes; the first address for the first question, then the second) and
``IP.IP.both``, and never answers for ``hang``.
"""

import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from briefing.ingest.answer import Limits
from briefing.ingest.client import FetchOptions
from briefing.ingest.fetch import fetch
from briefing.ingest.pages import fetch_pages
from briefing.models import Ask, Source

PORT = 8080
PUBLIC = {"8.8.8.8", "1.1.1.1", "2606:4700::1111"}
ROUTES = ("link set lo up", "route add local 0.0.0.0/0 dev lo", "-6 route add local ::/0 dev lo")
OPTIONS = FetchOptions(root=Path(), pause=0, limits=Limits(connect_seconds=0.5, total_seconds=1.0))
reached: list[str] = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        here = self.request.getsockname()[0].removeprefix("::ffff:")
        if here not in PUBLIC:
            reached.append(here)
        super().setup()

    def do_GET(self) -> None:
        status, _, target = self.path[1:].partition("/")
        is_redirect = status in ("301", "302", "307")
        self.send_response(int(status) if is_redirect else 200)
        if is_redirect:
            self.send_header("Location", target)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


class Both(ThreadingHTTPServer):
    address_family = socket.AF_INET6
    daemon_threads = True

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()


def lay_out() -> None:
    """Bring up the routes and put our own name server in the place of the system's."""
    for route in ROUTES:
        subprocess.run(["ip", *route.split()], check=True)
    with tempfile.NamedTemporaryFile("w", suffix=".conf", delete=False) as file:
        file.write("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    subprocess.run(["mount", "--bind", file.name, "/etc/resolv.conf"], check=True)
    Path(file.name).unlink()


def name_server(sock: socket.socket) -> None:
    """Answer questions for A and AAAA (RFC 1035), by the name alone."""
    asked: Counter[tuple[str, int]] = Counter()
    while True:
        question, sender = sock.recvfrom(2048)
        labels, at = [], 12
        while length := question[at]:
            labels.append(question[at + 1 : at + 1 + length].decode())
            at += 1 + length
        kind = int.from_bytes(question[at + 1 : at + 3], "big")
        if labels[-1] == "hang":
            continue
        records = [
            b"\xc0\x0c"
            + kind.to_bytes(2, "big")
            + b"\0\1"
            + bytes(5)
            + bytes([len(address)])
            + address
            for address in answers(labels, kind, asked)
        ]
        head = question[:2] + b"\x81\x80\0\1" + len(records).to_bytes(2, "big") + bytes(4)
        sock.sendto(head + question[12 : at + 5] + b"".join(records), sender)


def answers(labels: list[str], kind: int, asked: Counter[tuple[str, int]]) -> list[bytes]:
    if labels[-1] not in ("at", "both"):
        return []
    known = [ip_address(label.replace("-", ":" if "--" in label else ".")) for label in labels[:-1]]
    if labels[-1] == "at":
        turn = asked[labels[0], kind]
        asked[labels[0], kind] += 1
        known = [known[min(turn, len(known) - 1)]]
    return [one.packed for one in known if one.version == {1: 4, 28: 6}.get(kind)]


def answer(way: str, url: str, guarded: bool) -> list[object]:
    """Ask in the given way and return the code and what was reached."""
    reached.clear()
    options = replace(OPTIONS, allow_private=not guarded)
    asks = [Ask(Source(url, "S"), url)]
    if way == "page":
        got = list(fetch_pages([url], options))
    elif way == "twice":  # the second time without the first one's memory of names
        got = [one for _ in range(2) for one in fetch(asks, options)]
    elif way == "beside":  # beside a feed of the same place that may lie there
        private = url.rpartition("/301/")[2]
        asks.insert(0, Ask(Source(private, "P", private=True), private))
        got = list(fetch(asks, options))
    elif way == "hang":
        started = time.monotonic()
        asks.append(Ask(Source("http://8.8.8.8:8080/", "S"), "http://8.8.8.8:8080/"))
        codes = [(one.code, time.monotonic() - started) for one in fetch(asks, options)]
        return [codes, []]
    else:
        got = list(fetch(asks, options))
    return [got[-1].code, sorted(reached)]


def main() -> None:
    lay_out()
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind(("127.0.0.1", 53))
    threading.Thread(target=name_server, args=(names,), daemon=True).start()
    server = Both(("::", PORT), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for line in sys.stdin:
        print(json.dumps(answer(*json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
