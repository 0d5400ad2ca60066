"""What comes in: the sources, their items, and the pages that these link to."""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic

from briefing.desk.batches import batches
from briefing.ingest import (
    FetchOptions,
    extract_all,
    fetch,
    fulltext,
    moves,
    parse_all,
    read_sources,
    schedule,
)
from briefing.ingest.manners import Hosts
from briefing.ingest.pages import fetch_pages
from briefing.models import Fetched, FetchStatus, ParsedFeed, Source
from briefing.settings import Settings
from briefing.store import Answer, Claim, Saved, Store

PAGES = timedelta(days=7)
"""How old an item may be whose page is asked for."""

SHARE = 32
"""Hosts that a run claims at a time where others may work on the same database."""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one source brought: numbers of items, or why it failed in words.

    ``waits`` is until when it is left alone, where it was not asked now; ``note`` says why.
    """

    source: Source
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: str = ""
    waits: datetime | None = None
    note: str = ""


Told = Callable[[SourceReport, int], None]


def sources(settings: Settings) -> tuple[Source, ...]:
    """Return the sources of the OPML file that the settings name."""
    return read_sources(settings.path(settings.sources))


def is_shared(settings: Settings) -> bool:
    """Tell whether several runs may work on the database at once: a server keeps them apart."""
    return not settings.database.startswith("sqlite")


def fetch_options(settings: Settings) -> FetchOptions:
    """Return how the settings want servers to be asked."""
    return FetchOptions(
        root=settings.root,
        contact=settings.contact,
        allow_private=settings.allow_private,
        connections=settings.connections,
    )


def ingest(
    settings: Settings,
    told: Told = lambda _report, _of: None,
    *,
    options: FetchOptions | None = None,
) -> tuple[SourceReport, ...]:
    """Ask the sources that are due and store what is new; a failing one is a line of the report.

    Args:
        told: called for each source as it is done, with the number of all.
        options: How to ask; by default as the settings say.

    Raises:
        BriefingError: the list of sources or the database cannot be used.
    """
    listed = sources(settings)
    with Store.open(settings.database, settings.root).checked(settings.clock()) as store:
        run = _Run(settings, store, listed, told, options or fetch_options(settings))
        try:
            run.ask()
        finally:
            store.release(run.owner)
        run.read_pages()
        return run.reports()


class _Run:
    """One run over the sources: what it knows of the hosts, and what each source brought."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        listed: tuple[Source, ...],
        told: Told,
        options: FetchOptions,
    ) -> None:
        # Under the lock there is one run at a time: it takes over what a killed one had claimed.
        self.owner = "the run that holds the lock"
        if is_shared(settings):
            self.owner = f"{platform.node()} {os.getpid()} {monotonic()}"
        self._settings, self._store, self._listed = settings, store, listed
        self._told, self._options = told, options
        self._hosts = Hosts(store.holds(settings.clock()))
        self._done: dict[str, SourceReport] = {}
        self._moves: list[moves.Move] = []

    def ask(self) -> None:
        """Ask what is due: all at once, or, of a database that others share, claim by claim."""
        most = SHARE if is_shared(self._settings) else None
        while claims := self._claim(most):
            self._take(claims)
            if most is None:
                break
        if self._moves:
            self._forget_portals()

    def read_pages(self) -> None:
        """Take the text of the newest items from the pages they link to, where the source asks."""
        now = self._settings.clock()
        trusted = {source.feed_url for source in self._listed if source.private}
        wanting: dict[str, list[str]] = {}
        private: set[str] = set()
        for item in self._store.wanting_pages(self._listed, now - PAGES):
            wanting.setdefault(item.url, []).append(item.id)
            if item.source in trusted:
                private.add(item.url)
        if not wanting:
            return
        fulltext.available()
        pages = fetch_pages(wanting, self._options, self._hosts, private)
        for page, found in extract_all(pages):
            problem = page.code or found.problem or ("" if found.text else "no-text")
            for name in wanting[page.url]:
                self._store.save_page(name, found.html, found.text, problem, now)
        for host, heard in self._hosts.busy.items():  # a page's "not now" is the feeds' as well
            if until := schedule.hold_of(heard, now):
                self._store.hold(host, until)

    def reports(self) -> tuple[SourceReport, ...]:
        """Return a line for each source, in the order of the list."""
        waiting: dict[str, datetime | None] = {}
        if any(source.feed_url not in self._done for source in self._listed):
            waiting = {state.feed_url: state.next_at for state in self._store.states()}
        return tuple(
            self._done.get(s.feed_url) or SourceReport(s, waits=waiting.get(s.feed_url))
            for s in self._listed
        )

    def _forget_portals(self) -> None:
        """Take moves back that are not to be believed; all else stays as it was stored."""
        known = {state.feed_url: state for state in self._store.states()}
        stored = (replace(move, state=known[move.state.feed_url]) for move in self._moves)
        self._store.set_state(*moves.forget_portals(stored))

    def _claim(self, most: int | None) -> tuple[Claim, ...]:
        open_ = [source for source in self._listed if source.feed_url not in self._done]
        now = self._settings.clock()
        return self._store.claim(open_, now, owner=self.owner, begin=schedule.begin, most=most)

    def _take(self, claims: tuple[Claim, ...]) -> None:
        now = self._settings.clock()
        known = {claim.ask.source.feed_url: claim for claim in claims}
        answers = fetch([claim.ask for claim in claims], self._options, self._hosts)
        for some in batches(parse_all(answers, now)):
            batch = [_answer(known[a.source.feed_url], a, feed, now) for a, feed in some]
            for answer, saved in zip(batch, self._store.save_all(batch, now), strict=True):
                self._note(known[answer.state.feed_url], answer, saved)

    def _note(self, claim: Claim, answer: Answer, saved: Saved) -> None:
        source, fetched = claim.ask.source, answer.fetched
        if target := fetched.heard.moved_to:
            self._moves.append(moves.Move(claim.ask.url, target, answer.state))
        report = SourceReport(source, saved.new, saved.updated, saved.unchanged, saved.failed)
        if fetched.status is FetchStatus.HELD:
            report = SourceReport(source, waits=answer.hold, note=fetched.reason)
        self._done[source.feed_url] = report
        self._told(report, len(self._listed))


def _answer(claim: Claim, fetched: Fetched, feed: ParsedFeed | None, now: datetime) -> Answer:
    state = schedule.after(claim.state, claim.ask.source, fetched, feed, now)
    return Answer(fetched, feed, state, schedule.hold(fetched, now))
