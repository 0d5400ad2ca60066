"""The one HTTP client: libcurl's multi handle, HTTP/1.1 and 2, for feeds and pages alike.

Every exchange has its guard, its limits and its turn at the host.  Redirects are not followed
here: whoever asked decides with ``Client.forward``, and the next hop waits its turn like any other.

References: RFC 9110 (redirection); libcurl's own documentation of the options.
"""

import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

import pycurl

from briefing.ingest import failures
from briefing.ingest.addresses import next_hop, read
from briefing.ingest.answer import Answer, Limits
from briefing.ingest.guard import Guard
from briefing.ingest.manners import Hosts, Queue, user_agent
from briefing.models import Heard

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
BUSY = frozenset({429, 503})
"""Statuses with which a host asks to be left alone, all of it."""

IDLE_CONNECTIONS = 128
CLOSING_SECONDS = 1.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """How to ask: ``root`` is where local files lie, ``pause`` the seconds between two requests."""

    root: Path
    contact: str = ""
    allow_private: bool = False
    pause: float = 1.0
    connections: int = 16
    limits: Limits = field(default_factory=Limits)


@dataclass(slots=True, eq=False)
class Errand(Generic[T]):
    """Something to get, for ``subject``: the hop that it is at, and the time that is left to it.

    ``types`` are the content types that are taken, none: all.  ``been`` are the addresses that led
    here by redirects, and ``is_permanent`` says that all of these were for good.  ``wire`` and
    ``host`` are the address as it is asked.
    """

    subject: T
    url: str
    headers: list[bytes]
    seconds: float
    allow_private: bool
    types: frozenset[str] = frozenset()
    been: tuple[str, ...] = ()
    is_permanent: bool = True
    wire: str = ""
    host: str = ""

    @property
    def hops(self) -> int:
        """How many redirects were followed."""
        return len(self.been)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """How one exchange ended: an answer with any status, or ``code``, the slug of a failure."""

    errand: Errand[T]
    code: str
    answer: Answer

    @property
    def is_redirect(self) -> bool:
        """An answer that leads elsewhere."""
        return not self.code and self.answer.status in REDIRECTS


class Client(Generic[T]):
    """Errands in, outcomes out; each host (``host:port``) is asked by one connection at a time."""

    def __init__(self, options: FetchOptions, hosts: Hosts) -> None:
        """Set up; nothing is asked before ``run``."""
        self._options, self._hosts = options, hosts
        self._queue: Queue[Errand[T]] = Queue(
            hosts, pause=options.pause, connections=options.connections
        )
        self._settings = _settings(options)
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, IDLE_CONNECTIONS)
        self._idle: list[_Line[T]] = []
        self._running: dict[pycurl.Curl, _Line[T]] = {}
        self._ended: list[Outcome[T]] = []
        self._waiting = 0

    def add(self, errand: Errand[T]) -> None:
        """Take an errand on; also while ``run`` is under way."""
        address = read(errand.url)
        if address is None:
            self._ended.append(self._unasked(errand, "address"))
        elif address.host in self._hosts.held:
            self._ended.append(self._unasked(errand, "held"))
        else:
            errand.wire, errand.host = address
            self._queue.add(errand.host, errand)
            self._waiting += 1

    def forward(self, outcome: Outcome[T]) -> str | None:
        """Point the errand of a redirect to its next hop; return the slug if that may not be."""
        errand, limits = outcome.errand, self._options.limits
        target = next_hop(errand.url, outcome.answer.header(b"location"))
        if target is None:
            return "redirect"
        if errand.hops >= limits.redirects or target in (errand.url, *errand.been):
            return "redirect-limit"
        if errand.seconds <= 0:
            return "timeout"
        errand.been += (errand.url,)
        errand.is_permanent = errand.is_permanent and outcome.answer.status in PERMANENT
        errand.url = target
        return None

    def run(self) -> Iterator[Outcome[T]]:
        """Yield each outcome as it comes, until no errand is left."""
        try:
            while self._waiting or self._running or self._ended:
                self._turn()
                ended, self._ended = self._ended, []
                yield from ended
        finally:
            self._close()

    def _turn(self) -> None:
        """Start what may start, move bytes, and if nothing came to an end wait for it."""
        while (errand := self._queue.take(time.monotonic())) is not None:
            self._waiting -= 1
            self._start(errand)
        self._multi.perform()
        _, good, bad = self._multi.info_read()
        for curl, error in [(curl, 0) for curl in good] + [(one[0], one[1]) for one in bad]:
            self._end(curl, error)
        if not self._ended:
            self._rest()

    def _rest(self) -> None:
        """Sleep until bytes come, libcurl wants to look at its clock, or an errand may start."""
        curl_waits = self._multi.timeout() / 1000
        waits = [1.0, self._queue.wait(time.monotonic()), curl_waits if curl_waits >= 0 else None]
        seconds = min(wait for wait in waits if wait is not None)
        if not self._running:
            time.sleep(seconds)
        elif self._multi.select(seconds) < 0:
            time.sleep(min(seconds, 0.005))  # there is no socket yet

    def _start(self, errand: Errand[T]) -> None:
        line = self._idle.pop() if self._idle else _Line(self._settings)
        line.begin(errand, self._options)
        self._running[line.curl] = line
        self._multi.add_handle(line.curl)

    def _end(self, curl: pycurl.Curl, error: int) -> None:
        line = self._running.pop(curl)
        self._multi.remove_handle(curl)
        outcome = line.end(error)
        self._idle.append(line)
        self._queue.release(outcome.errand.host, time.monotonic())
        self._ended.append(outcome)
        if outcome.answer.status in BUSY:
            self._hold(outcome.errand.host, outcome.answer)

    def _hold(self, host: str, answer: Answer) -> None:
        """Leave a host alone that wants it, for the rest of the run."""
        self._hosts.held.add(host)
        self._hosts.busy[host] = Heard(answer.status, retry_after=answer.header(b"retry-after"))
        waiting = self._queue.drop(host)
        self._waiting -= len(waiting)
        self._ended += [self._unasked(errand, "held") for errand in waiting]

    def _unasked(self, errand: Errand[T], code: str) -> Outcome[T]:
        return Outcome(errand, code, Answer(self._options.limits))

    def _close(self) -> None:
        for curl in self._running:
            self._multi.remove_handle(curl)
        for line in (*self._running.values(), *self._idle):
            line.curl.close()
        self._running.clear()
        self._idle.clear()
        # Waits for name servers that do not answer, long after those who asked them gave up.
        closing = threading.Thread(target=self._multi.close, daemon=True)
        closing.start()
        closing.join(CLOSING_SECONDS)


class _Line(Generic[T]):
    """An easy handle, used for one exchange after the other: setting one up costs most of it."""

    def __init__(self, settings: dict[int, object]) -> None:
        self.curl = pycurl.Curl()
        self._guard = Guard()
        for option, value in settings.items():
            self.curl.setopt(option, value)
        self.curl.setopt(pycurl.OPENSOCKETFUNCTION, self._guard.open_socket)

    def begin(self, errand: Errand[T], options: FetchOptions) -> None:
        self._errand = errand
        self._answer = Answer(options.limits, errand.types)
        self._guard.allow_private = errand.allow_private
        self._guard.refused = None
        setopt = self.curl.setopt
        setopt(pycurl.URL, errand.wire)
        setopt(pycurl.HTTPHEADER, errand.headers)
        setopt(pycurl.TIMEOUT_MS, max(1, int(errand.seconds * 1000)))
        setopt(pycurl.HEADERFUNCTION, self._answer.on_header)
        setopt(pycurl.WRITEFUNCTION, self._answer.on_body)
        # Whoever may not dial a private address must not find a connection to it open either.
        setopt(pycurl.FORBID_REUSE, errand.allow_private and not options.allow_private)

    def end(self, error: int) -> Outcome[T]:
        errand, answer = self._errand, self._answer
        errand.seconds -= self.curl.getinfo(pycurl.TOTAL_TIME)
        answer.finish(whole=not error)
        if answer.status >= 300:  # says enough, however its body ended
            return Outcome(errand, "", answer)
        if error and not answer.problem:
            answer.problem = "private-address" if self._guard.refused else failures.of_curl(error)
        return Outcome(errand, answer.problem or "", answer)


def _settings(options: FetchOptions) -> dict[int, object]:
    """Return libcurl's options that are the same for every exchange."""
    settings: dict[int, object] = {
        pycurl.USERAGENT: user_agent(options.contact),
        pycurl.PROTOCOLS: pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS,
        pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_2TLS,
        pycurl.PROXY: "",
        pycurl.NOPROXY: "*",
        pycurl.NOSIGNAL: 1,
        pycurl.CONNECTTIMEOUT_MS: int(options.limits.connect_seconds * 1000),
        pycurl.MAXFILESIZE: options.limits.wire_bytes,
    }
    authorities = ssl.get_default_verify_paths().cafile
    if authorities:  # a binary libcurl may look for them where its builder had them
        settings[pycurl.CAINFO] = authorities
    return settings
