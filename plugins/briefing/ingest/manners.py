"""Manners towards servers: who we are, what we take, and how often we knock.

One connection to a host at a time, with a pause before the next; publishers count every breach
of it against a reader.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import briefing
from briefing.ingest.guard import is_loopback_host
from briefing.ingest.text import plain
from briefing.models import Validators

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/json;q=0.8, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
)

Errand = TypeVar("Errand")


def user_agent(contact: str) -> str:
    """Return our name, with the address or page at which the editor can be reached."""
    reachable = plain(contact, 200).encode("ascii", "ignore").decode()
    return f"PelicanBriefing/{briefing.__version__}" + (f" (+{reachable})" if reachable else "")


def request_headers(validators: Validators) -> list[bytes]:
    """Return the header lines of a request; validators go back byte for byte."""
    lines = [f"Accept: {ACCEPT}".encode(), b"Accept-Encoding: gzip"]
    if validators.etag:
        lines.append(b"If-None-Match: " + validators.etag.encode("latin-1"))
    if validators.last_modified:
        lines.append(b"If-Modified-Since: " + validators.last_modified.encode("latin-1"))
    return lines


@dataclass(slots=True)
class _Line(Generic[Errand]):
    waiting: deque[Errand] = field(default_factory=deque)
    is_busy: bool = False
    free_at: float = 0.0


class Queue(Generic[Errand]):
    """Errands that wait for their host.  Times are seconds of any clock that only goes forward."""

    def __init__(self, *, pause: float, connections: int, spare_loopback: bool) -> None:
        """Set the seconds between two requests to a host and the connections in all.

        With ``spare_loopback`` this machine needs no pause.
        """
        self._pause, self._free, self._spare = pause, connections, spare_loopback
        self._lines: dict[str, _Line[Errand]] = {}

    def add(self, host: str, errand: Errand) -> None:
        """Put an errand at the end of its host's line."""
        self._lines.setdefault(host, _Line()).waiting.append(errand)

    def take(self, now: float) -> Errand | None:
        """Return an errand that may start now, or None; whoever takes one must ``release``."""
        for line in self._lines.values():
            if self._free and line.waiting and not line.is_busy and line.free_at <= now:
                line.is_busy = True
                self._free -= 1
                return line.waiting.popleft()
        return None

    def release(self, host: str, now: float) -> None:
        """Say that the errand taken for ``host`` is over."""
        line = self._lines[host]
        spared = self._spare and is_loopback_host(host)
        line.is_busy, line.free_at = False, now if spared else now + self._pause
        self._free += 1

    def wait(self, now: float) -> float | None:
        """Return the seconds until an errand may start; None if that depends on a release."""
        times = [x.free_at for x in self._lines.values() if x.waiting and not x.is_busy]
        return max(0.0, min(times) - now) if times and self._free else None
