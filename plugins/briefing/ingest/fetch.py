"""Asking for all feeds at once, politely: one libcurl multi handle, HTTP/1.1 and 2.

Redirects are followed by hand, every hop through the address guard.  A source that fails is a
value, never an exception.

References: RFC 9110 (conditional requests, redirection); RFC 9111.
"""

import hashlib
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

import pycurl

from briefing.ingest import failures, links
from briefing.ingest.answer import Answer, Limits
from briefing.ingest.guard import Guard
from briefing.ingest.manners import Queue, request_headers, user_agent
from briefing.models import Fetched, FetchStatus, Source, Validators

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """How to ask: ``root`` is where local files lie, ``pause`` the seconds between two requests."""

    root: Path
    contact: str = ""
    allow_private: bool = False
    pause: float = 1.0
    connections: int = 8
    limits: Limits = field(default_factory=Limits)


@dataclass(slots=True)
class _Errand:
    """One source on its way: the hop that it is at, and the time that is left to it."""

    source: Source
    validators: Validators
    url: str
    seconds: float
    hops: int = 0

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


@dataclass(slots=True)
class _Exchange:
    errand: _Errand
    answer: Answer
    guard: Guard


def fetch(
    sources: Iterable[Source], validators: Mapping[str, Validators], options: FetchOptions
) -> Iterator[Fetched]:
    """Ask for every source and yield each answer as it arrives; never raises for a source.

    Args:
        sources: The sources; those that are files are read first.
        validators: By feed address, what was stored from the last good answer.
        options: How to ask.
    """
    remote = []
    for source in sources:
        known = validators.get(source.feed_url, Validators())
        if source.is_local:
            yield read_file(source, known, options)
        else:
            remote.append(_Errand(source, known, source.feed_url, options.limits.total_seconds))
    if remote:
        yield from _Client(options).run(remote)


def read_file(source: Source, known: Validators, options: FetchOptions) -> Fetched:
    """Read a feed that is a file of the project; its SHA-256 stands for an ETag."""
    root = options.root.resolve()
    path = (root / source.feed_url).resolve()
    if not path.is_relative_to(root):
        return _failed(source, known, "file-outside", source.feed_url)
    try:
        with path.open("rb") as file:
            body = file.read(options.limits.decoded_bytes + 1)
    except OSError:
        return _failed(source, known, "file-missing", source.feed_url)
    if len(body) > options.limits.decoded_bytes:
        return _failed(source, known, "size-limit", source.feed_url)
    etag = Validators(etag=hashlib.sha256(body).hexdigest())
    if etag == known:
        return Fetched(source, FetchStatus.UNCHANGED, url=source.feed_url, validators=known)
    return Fetched(source, FetchStatus.FETCHED, body, source.feed_url, "", etag)


def next_hop(url: str, location: str) -> str | None:
    """Return where a redirect from ``url`` leads; None where it is not to be followed.

    Only http and https are, and never from https back to http.
    """
    target = links.absolute(_as_text(location), url)
    is_downgrade = url.lower().startswith("https:") and (target or "").startswith("http:")
    return None if is_downgrade else target


class _Client:
    """The multi handle, the transfers that run on it and the errands that wait for their host."""

    def __init__(self, options: FetchOptions) -> None:
        self._options = options
        self._agent = user_agent(options.contact)
        self._authorities = ssl.get_default_verify_paths().cafile
        self._multi = pycurl.CurlMulti()
        self._running: dict[pycurl.Curl, _Exchange] = {}
        self._queue: Queue[_Errand] = Queue(
            pause=options.pause,
            connections=options.connections,
            spare_loopback=options.allow_private,
        )

    def run(self, errands: Iterable[_Errand]) -> Iterator[Fetched]:
        """Run all errands to their end."""
        left = 0
        for errand in errands:
            self._queue.add(errand.host, errand)
            left += 1
        try:
            while left:
                for fetched in self._turn():
                    left -= 1
                    yield fetched
        finally:
            self._close()

    def _turn(self) -> list[Fetched]:
        """Start what may start, move bytes for a moment, and return what came to an end."""
        while (errand := self._queue.take(time.monotonic())) is not None:
            self._start(errand)
        self._multi.perform()
        ended = [self._end(curl, error) for curl, error in self._finished()]
        if not ended:
            self._rest()
        return [fetched for fetched in ended if fetched is not None]

    def _rest(self) -> None:
        """Sleep until bytes come, libcurl wants to look at its clock, or an errand may start."""
        now = time.monotonic()
        curl_waits = self._multi.timeout() / 1000
        waits = [1.0, self._queue.wait(now), curl_waits if curl_waits >= 0 else None]
        seconds = min(wait for wait in waits if wait is not None)
        if not self._running:
            time.sleep(seconds)
        elif self._multi.select(seconds) < 1:
            time.sleep(0.005)  # select returns at once while there is no socket yet

    def _finished(self) -> list[tuple[pycurl.Curl, int]]:
        _, good, bad = self._multi.info_read()
        return [(curl, 0) for curl in good] + [(curl, error) for curl, error, _ in bad]

    def _start(self, errand: _Errand) -> None:
        options = self._options
        answer = Answer(options.limits)
        guard = Guard(allow_private=options.allow_private)
        curl = pycurl.Curl()
        settings = {
            pycurl.URL: _ascii(errand.url),
            pycurl.USERAGENT: self._agent,
            pycurl.HTTPHEADER: request_headers(errand.validators),
            pycurl.PROTOCOLS: pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS,
            pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_2TLS,
            pycurl.PROXY: "",
            pycurl.NOPROXY: "*",
            pycurl.NOSIGNAL: 1,
            pycurl.CONNECTTIMEOUT_MS: int(options.limits.connect_seconds * 1000),
            pycurl.TIMEOUT_MS: max(1, int(errand.seconds * 1000)),
            pycurl.OPENSOCKETFUNCTION: guard.open_socket,
            pycurl.HEADERFUNCTION: answer.on_header,
            pycurl.WRITEFUNCTION: answer.on_body,
        }
        if self._authorities:  # a binary libcurl may look for them where its builder had them
            settings[pycurl.CAINFO] = self._authorities
        for option, value in settings.items():
            curl.setopt(option, value)
        self._running[curl] = _Exchange(errand, answer, guard)
        self._multi.add_handle(curl)

    def _end(self, curl: pycurl.Curl, error: int) -> Fetched | None:
        """Take a finished transfer off; None where a redirect sends its errand on."""
        exchange = self._running.pop(curl)
        errand = exchange.errand
        errand.seconds -= curl.getinfo(pycurl.TOTAL_TIME)
        self._multi.remove_handle(curl)
        curl.close()
        self._queue.release(errand.host, time.monotonic())
        exchange.answer.finish()
        if exchange.answer.status in REDIRECTS and not error:
            return self._follow(errand, exchange.answer.header("location") or "")
        return _outcome(exchange, error)

    def _follow(self, errand: _Errand, location: str) -> Fetched | None:
        target = next_hop(errand.url, location) if location else None
        errand.hops += 1
        if target is None:
            return _failed(errand.source, errand.validators, "redirect", errand.host)
        if errand.hops > self._options.limits.redirects:
            return _failed(errand.source, errand.validators, "redirect-limit", errand.host)
        if errand.seconds <= 0:
            return _failed(errand.source, errand.validators, "timeout", errand.host)
        errand.url = target
        self._queue.add(errand.host, errand)
        return None

    def _close(self) -> None:
        for curl in self._running:
            self._multi.remove_handle(curl)
            curl.close()
        self._running.clear()
        self._multi.close()


def _outcome(exchange: _Exchange, error: int) -> Fetched:
    errand, answer = exchange.errand, exchange.answer
    code = _problem(exchange, error)
    if code:
        # What did not arrive whole must not be hidden by a later "not modified".
        known = Validators() if code == "cut" else errand.validators
        server = answer.header("server")
        return _failed(errand.source, known, code, errand.host, server)
    sent = Validators(answer.header("etag"), answer.header("last-modified"))
    if answer.status == 304:
        kept = Validators(
            sent.etag or errand.validators.etag,
            sent.last_modified or errand.validators.last_modified,
        )
        return Fetched(errand.source, FetchStatus.UNCHANGED, url=errand.url, validators=kept)
    content_type = answer.header("content-type") or ""
    return Fetched(errand.source, FetchStatus.FETCHED, answer.body, errand.url, content_type, sent)


def _problem(exchange: _Exchange, error: int) -> str | None:
    """Return the slug of what went wrong, the most telling first; None for a good answer."""
    answer = exchange.answer
    if answer.problem:
        return answer.problem
    if error:
        return "private-address" if exchange.guard.refused else failures.of_curl(error)
    if answer.status == 304:
        return None if exchange.errand.validators != Validators() else "not-modified"
    return None if answer.status == 200 else failures.of_status(answer.status)


def _failed(
    source: Source, known: Validators, code: str, host: str, server: str | None = None
) -> Fetched:
    return Fetched(
        source,
        FetchStatus.FAILED,
        url=source.feed_url,
        validators=known,
        code=code,
        reason=failures.sentence(code, host, server),
    )


def _as_text(location: str) -> str:
    """Read a Location header, which came as Latin-1, as the UTF-8 that it mostly is."""
    try:
        return location.encode("latin-1").decode()
    except UnicodeError:
        return location


def _ascii(url: str) -> str:
    """Write an address in ASCII: the host by IDNA, the rest percent-encoded."""
    if url.isascii():
        return url
    parts = urlsplit(urljoin(url, url))
    try:
        netloc = parts.netloc.encode("idna").decode("ascii")
    except UnicodeError:
        netloc = "invalid"
    encoded = urlunsplit(parts._replace(netloc=netloc))
    return "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in encoded)
