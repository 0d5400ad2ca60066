"""Manners towards servers: who we are, what we take, and how often we knock.

One connection to a host at a time, with a pause before the next, and none at all for a host that
wants to be left alone; publishers count every breach of it against a reader.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from heapq import heappop, heappush
from itertools import count
from typing import Generic, TypeVar

import briefing
from briefing.ingest.robots import Robots
from briefing.ingest.text import plain
from briefing.models import Heard, Validators

NAME = "PelicanBriefing"
FEEDS = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/json;q=0.8, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
)
PAGES = "text/html, application/xhtml+xml;q=0.9"
ROBOTS = "text/plain, */*;q=0.1"
"""What we take of each kind, as the value of the Accept header."""

Errand = TypeVar("Errand")


def user_agent(contact: str) -> str:
    """Return our name, with the address or page at which the editor can be reached."""
    reachable = plain(contact, 200).encode("ascii", "ignore").decode()
    return f"{NAME}/{briefing.__version__}" + (f" (+{reachable})" if reachable else "")


def request_headers(accept: str, validators: Validators | None = None) -> list[bytes]:
    """Return the header lines of a request; validators go back byte for byte."""
    lines = [b"Accept: " + accept.encode(), b"Accept-Encoding: gzip"]
    if validators and validators.etag:
        lines.append(b"If-None-Match: " + validators.etag.encode("latin-1"))
    if validators and validators.last_modified:
        lines.append(b"If-Modified-Since: " + validators.last_modified.encode("latin-1"))
    return lines


class Hosts:
    """What one run knows of the hosts (``host:port``) that it asks; hand it from call to call.

    ``free_at`` is when a host may be asked again, on the clock of the run; ``held`` are those that
    want to be left alone, and ``busy`` those that said so in this run, with the answer's headers;
    ``robots`` holds what their robots.txt said, by ``scheme://host:port``.
    """

    def __init__(self, held: Iterable[str] = ()) -> None:
        """Begin a run; ``held`` are the hosts that are not to be asked in it."""
        self.held = set(held)
        self.busy: dict[str, Heard] = {}
        self.free_at: dict[str, float] = {}
        self.robots: dict[str, Robots] = {}
        self.delays: dict[str, float] = {}


class Queue(Generic[Errand]):
    """Errands that wait for their host.  Times are seconds of any clock that only goes forward."""

    def __init__(self, hosts: Hosts, *, pause: float, connections: int) -> None:
        """Set the seconds between two requests to a host and the connections in all."""
        self._hosts, self._pause, self._free = hosts, pause, connections
        self._waiting: defaultdict[str, deque[Errand]] = defaultdict(deque)
        self._busy: set[str] = set()
        self._turns: list[tuple[float, int, str]] = []  # a heap: a host whose line is not empty
        self._numbers = count()

    def add(self, host: str, errand: Errand) -> None:
        """Put an errand at the end of its host's line."""
        self._waiting[host].append(errand)
        if len(self._waiting[host]) == 1 and host not in self._busy:
            self._schedule(host)

    def take(self, now: float) -> Errand | None:
        """Return an errand that may start now, or None; whoever takes one must ``release``."""
        while self._free and self._turns and self._turns[0][0] <= now:
            host = heappop(self._turns)[2]
            if self._waiting[host] and host not in self._busy:
                self._busy.add(host)
                self._free -= 1
                return self._waiting[host].popleft()
        return None

    def release(self, host: str, now: float) -> None:
        """Say that the errand taken for ``host`` is over."""
        self._busy.remove(host)
        self._free += 1
        self._hosts.free_at[host] = now + max(self._pause, self._hosts.delays.get(host, 0.0))
        if self._waiting[host]:
            self._schedule(host)

    def drop(self, host: str) -> list[Errand]:
        """Take all that still wait for ``host`` out of the queue."""
        return list(self._waiting.pop(host, ()))

    def wait(self, now: float) -> float | None:
        """Return the seconds until an errand may start; None if that depends on a release."""
        return max(0.0, self._turns[0][0] - now) if self._turns and self._free else None

    def _schedule(self, host: str) -> None:
        turn = (self._hosts.free_at.get(host, 0.0), next(self._numbers), host)
        heappush(self._turns, turn)
