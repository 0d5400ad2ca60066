"""The pages that items link to: by the same client as feeds, and as robots.txt allows.

Every hop asks the robots.txt of its own host first; each is asked for once in a run.

References: RFC 9309 section 2.3.1 (what the absence or failure of robots.txt means).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from briefing.ingest import failures, robots
from briefing.ingest.addresses import host_of, name_of
from briefing.ingest.client import Client, Errand, FetchOptions, Outcome
from briefing.ingest.manners import NAME, PAGES, ROBOTS, Hosts, request_headers

HTML = frozenset({"text/html", "application/xhtml+xml"})

LONGEST_DELAY = 30.0
"""Seconds; a robots.txt that wants more between two pages gets this."""


@dataclass(frozen=True, slots=True)
class Page:
    """What came of asking for ``url``: a body, or ``code`` (a slug) and ``reason`` (in words).

    ``final_url`` is the address that answered in the end; links of the page rest on it.
    """

    url: str
    final_url: str = ""
    body: bytes = b""
    content_type: str = ""
    code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What an errand is for: the page ``url``, or the robots.txt of ``origin``."""

    url: str = ""
    origin: str = ""


def fetch_pages(
    urls: Iterable[str],
    options: FetchOptions,
    hosts: Hosts | None = None,
    private: Collection[str] = (),
) -> Iterator[Page]:
    """Ask for HTML pages and yield each as it arrives; never raises for a page.

    Args:
        urls: Addresses; each is asked for once.
        options: How to ask.
        hosts: What the run knows of the hosts already, from ``fetch`` or from here.
        private: Those of the addresses that may lie on private ones, whatever the options say.
    """
    return _Reading(options, hosts or Hosts()).run(urls, private)


class _Reading:
    """Pages on their way; those whose host's robots.txt is not known yet are parked."""

    def __init__(self, options: FetchOptions, hosts: Hosts) -> None:
        self._options, self._hosts = options, hosts
        self._client: Client[_Subject] = Client(options, hosts)
        self._parked: dict[str, list[Errand[_Subject]]] = {}

    def run(self, urls: Iterable[str], private: Collection[str]) -> Iterator[Page]:
        for url in dict.fromkeys(urls):
            may_be_private = self._options.allow_private or url in private
            subject = _Subject(url=url)
            yield from self._ask(self._errand(subject, url, PAGES, may_be_private, HTML))
        for outcome in self._client.run():
            code = outcome.code
            if outcome.is_redirect:
                code = self._client.forward(outcome) or ""
            if outcome.errand.subject.origin:
                yield from self._learn(outcome, code)
            elif outcome.is_redirect and not code:
                yield from self._ask(outcome.errand)
            else:
                yield _page(outcome, code)

    def _errand(
        self,
        subject: _Subject,
        url: str,
        accept: str,
        private: bool,
        types: frozenset[str] = frozenset(),
    ) -> Errand[_Subject]:
        seconds = self._options.limits.total_seconds
        return Errand(subject, url, request_headers(accept), seconds, private, types)

    def _ask(self, errand: Errand[_Subject]) -> Iterator[Page]:
        """Send an errand on its way, park it, or yield the page that may not be read."""
        origin = _origin(errand.url)
        rules = self._hosts.robots.get(origin)
        if not origin or (rules and rules.allows(errand.url)):
            self._client.add(errand)
        elif rules:
            yield _failed(errand, rules.refusal)
        elif origin in self._parked:
            self._parked[origin].append(errand)
        else:
            self._parked[origin] = [errand]
            subject, url = _Subject(origin=origin), f"{origin}/robots.txt"
            self._client.add(self._errand(subject, url, ROBOTS, errand.allow_private))

    def _learn(self, outcome: Outcome[_Subject], code: str) -> Iterator[Page]:
        """Keep what a robots.txt says, and ask for the pages that waited for it."""
        if outcome.is_redirect and not code:
            self._client.add(outcome.errand)
            return
        origin = outcome.errand.subject.origin
        rules = self._hosts.robots[origin] = _rules(outcome, code)
        if rules.delay:
            self._hosts.delays[host_of(origin)] = min(rules.delay, LONGEST_DELAY)
        for errand in self._parked.pop(origin):
            yield from self._ask(errand)


def _rules(outcome: Outcome[_Subject], code: str) -> robots.Robots:
    status = outcome.answer.status
    if status == 200 and code in ("", "size-limit"):
        return robots.read(outcome.answer.body, NAME)
    if outcome.is_redirect and code != "timeout":  # leads nowhere: as if it were not there
        return robots.Robots()
    if not code and 400 <= status < 500 and status != 429:
        return robots.Robots()
    return robots.unreachable(code or failures.of_status(status))


def _origin(url: str) -> str:
    host = host_of(url)
    return f"{urlsplit(url).scheme}://{host}" if host else ""


def _page(outcome: Outcome[_Subject], code: str) -> Page:
    answer, errand = outcome.answer, outcome.errand
    code = code or ("" if answer.status == 200 else failures.of_status(answer.status))
    if code:
        return _failed(errand, code)
    kind = answer.header(b"content-type")
    return Page(errand.subject.url, errand.url, answer.body, kind)


def _failed(errand: Errand[_Subject], code: str) -> Page:
    reason = failures.of_page(code, name_of(errand.url))
    return Page(errand.subject.url, errand.url, code=code, reason=reason)
