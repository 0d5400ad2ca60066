"""Asking for all feeds at once, politely, and telling what each answer means.

A source that fails is a value, never an exception.

References: RFC 9110 (conditional requests, redirection); RFC 9111 (freshness).
"""

import hashlib
from collections.abc import Iterable, Iterator

from briefing.ingest import failures
from briefing.ingest.addresses import name_of
from briefing.ingest.client import Client, Errand, FetchOptions, Outcome
from briefing.ingest.manners import FEEDS, Hosts, request_headers
from briefing.models import Ask, Fetched, FetchStatus, Heard, Validators

__all__ = ["FetchOptions", "fetch"]


def fetch(
    asks: Iterable[Ask], options: FetchOptions, hosts: Hosts | None = None
) -> Iterator[Fetched]:
    """Ask for every source and yield each answer as it arrives; never raises for a source.

    After a 429 or 503 the feeds of that host that still wait are *held*: they are not asked.

    Args:
        asks: What to ask; sources that are files are read first.
        options: How to ask.
        hosts: What the run knows of the hosts already; it learns from the answers.
    """
    client: Client[Ask] = Client(options, hosts or Hosts())
    for ask in asks:
        if ask.source.is_local:
            yield read_file(ask, options)
        else:
            client.add(_errand(ask, options))
    for outcome in client.run():
        code = outcome.code
        if outcome.is_redirect:
            code = client.forward(outcome) or ""
            if not code:
                client.add(outcome.errand)
                continue
        yield _fetched(outcome, code)


def read_file(ask: Ask, options: FetchOptions) -> Fetched:
    """Read a feed that is a file of the project; its SHA-256 stands for an ETag."""
    source, name = ask.source, ask.source.feed_url
    root = options.root.resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        return _no_file(ask, "file-outside")
    try:
        with path.open("rb") as file:
            body = file.read(options.limits.decoded_bytes + 1)
    except OSError:
        return _no_file(ask, "file-missing")
    if len(body) > options.limits.decoded_bytes:
        return _no_file(ask, "size-limit")
    etag = Validators(etag=hashlib.sha256(body).hexdigest())
    if etag == ask.validators:
        return Fetched(source, FetchStatus.UNCHANGED, url=name, validators=etag)
    return Fetched(source, FetchStatus.FETCHED, body, name, "", etag)


def _errand(ask: Ask, options: FetchOptions) -> Errand[Ask]:
    return Errand(
        ask,
        ask.url,
        request_headers(FEEDS, ask.validators),
        options.limits.total_seconds,
        options.allow_private or ask.source.private,
    )


def _fetched(outcome: Outcome[Ask], code: str) -> Fetched:
    """Make the value of an exchange that came to its end; ``code`` is the slug of what failed."""
    answer, errand, ask = outcome.answer, outcome.errand, outcome.errand.subject
    code = code or _problem(outcome)
    heard = _heard(outcome, moved=not code)
    if code:
        return _failed(outcome, code, heard)
    etag, modified = answer.header(b"etag") or None, answer.header(b"last-modified") or None
    if answer.status == 304:
        known = ask.validators
        kept = Validators(etag or known.etag, modified or known.last_modified)
        return Fetched(ask.source, FetchStatus.UNCHANGED, b"", errand.url, "", kept, "", "", heard)
    kind, sent = answer.header(b"content-type"), Validators(etag, modified)
    return Fetched(
        ask.source, FetchStatus.FETCHED, answer.body, errand.url, kind, sent, "", "", heard
    )


def _problem(outcome: Outcome[Ask]) -> str:
    """Return the slug of a status that is no success; "" for a good answer."""
    status = outcome.answer.status
    if status == 304:
        return "" if outcome.errand.subject.validators != Validators() else "not-modified"
    return "" if status == 200 else failures.of_status(status)


def _failed(outcome: Outcome[Ask], code: str, heard: Heard) -> Fetched:
    ask, url, answer = outcome.errand.subject, outcome.errand.url, outcome.answer
    # A 200 that did not arrive whole must not be hidden by a later "not modified".
    known = Validators() if answer.status == 200 else ask.validators
    reason = failures.sentence(code, name_of(url), answer.header(b"server"))
    status = FetchStatus.HELD if code == "held" else FetchStatus.FAILED
    return Fetched(ask.source, status, b"", url, "", known, code, reason, heard)


def _heard(outcome: Outcome[Ask], *, moved: bool) -> Heard:
    errand, header = outcome.errand, outcome.answer.header
    return Heard(
        outcome.answer.status,
        header(b"date"),
        header(b"retry-after"),
        header(b"cache-control"),
        header(b"age"),
        header(b"expires"),
        errand.url if moved and errand.hops and errand.is_permanent else "",
    )


def _no_file(ask: Ask, code: str) -> Fetched:
    reason, name = failures.sentence(code, ask.source.feed_url), ask.source.feed_url
    return Fetched(ask.source, FetchStatus.FAILED, b"", name, "", ask.validators, code, reason)
