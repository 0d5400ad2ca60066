"""The gate: what is looked at before an edition is published."""

from collections.abc import Iterator, Sequence
from functools import partial

from briefing import newsletter, shelf
from briefing.articles import dates
from briefing.articles.pictures import find
from briefing.desk.coming_in import fetch_options, sources
from briefing.editions import markdown
from briefing.editions.assemble import Stored, assemble, closing_of
from briefing.editions.calendar import Calendar
from briefing.editions.gate import REACH, Case, Finding, check
from briefing.errors import ContentError, DeliveryError
from briefing.ingest.links import without_tracking
from briefing.ingest.pages import fetch_pages
from briefing.settings import Settings

CONTENT = "content"
DEAD = frozenset({"address", "dns", "connect", "tls", "redirect-limit", "http-404", "http-410"})
"""Why a page could not be had that is no passing matter."""

Proof = tuple[str, tuple[Finding, ...]]
"""A day, and what is to be said about its edition."""


def proof(settings: Settings, day: str | None = None, *, links: bool = False) -> Proof:
    """Look at an edition, by default the newest.

    Args:
        day: The name of the edition.
        links: Whether to ask for every page that it links to.

    Raises:
        ContentError: there is no such edition, or a file cannot be read.
    """
    shelved = shelf.read(settings.path(shelf.FOLDER))
    found = [at for at, one in enumerate(shelved) if day in (None, one.name)]
    if not found:
        raise ContentError(f"There is no edition of {day or 'any day'} in {shelf.FOLDER}.")
    name, findings = _proof(settings, shelved, found[-1])
    if links:
        cited = sorted(shelved[found[-1]].file.cited)
        findings += tuple(_dead(cited, settings))
    return name, findings


def proof_unpublished(settings: Settings) -> tuple[Proof, ...]:
    """Look at every edition that is about to be published: its status says so, no seal does."""
    shelved, now = shelf.read(settings.path(shelf.FOLDER)), settings.clock()
    calendar = Calendar.from_settings(settings)
    return tuple(
        _proof(settings, shelved, at)
        for at, one in enumerate(shelved)
        if one.file.status == markdown.PUBLISHED
        and closing_of(one, calendar) <= now
        and not (one.record and one.record.seal)
    )


def gate(settings: Settings) -> None:
    """Let nothing with an error be published.

    Raises:
        ContentError: names each error.
    """
    errors = [
        f"{day}: {found.where + ': ' if found.where else ''}{found.words}"
        for day, findings in proof_unpublished(settings)
        for found in findings
        if found.is_error
    ]
    if errors:
        raise ContentError(
            "Not published; mend this, or set “Status: draft”:\n" + "\n".join(errors)
        )


def _proof(settings: Settings, shelved: tuple[Stored, ...], at: int) -> Proof:
    views = assemble(shelved[: at + 1], settings, sources(settings), REACH + 1)
    vocabulary = shelf.read_vocabulary(settings.path(shelf.TOPICS))
    case = Case(
        stored=shelved[at],
        view=views[-1],
        earlier=tuple(reversed(views[:-1])),
        topics={entry.topic.slug: entry.topic.label for entry in vocabulary.entries},
        words=settings.words,
        is_tracked=lambda url: without_tracking(url) != url,
        missing=partial(_missing, settings, shelved[at].name),
    )
    return shelved[at].name, (*_date(settings, shelved[at]), *check(case), *_mail(settings, case))


def _missing(settings: Settings, name: str, src: str) -> str:
    try:
        find(src, settings.path(shelf.FOLDER) / f"{name}.md", settings.path(CONTENT).resolve())
    except ContentError as error:
        return str(error)
    return ""


def _date(settings: Settings, stored: Stored) -> Iterator[Finding]:
    """Find a date that Pelican will not take; when an edition closes does not hang on it."""
    given = stored.file.metadata.get("date", "")
    if given and dates.read(given, settings.timezone) is None:
        words = f"“Date: {given}” is not a date; write it as in “Date: 2026-01-13 09:00”."
        yield Finding("", words)


def _dead(links: Sequence[str], settings: Settings) -> Iterator[Finding]:
    """Ask for the pages; one that a program may not read, or that is no page, may well be alive."""
    for page in fetch_pages(links, fetch_options(settings)):
        if page.code in DEAD:
            yield Finding("", f"{page.url}: {page.reason}")


def _mail(settings: Settings, case: Case) -> Iterator[Finding]:
    if not settings.mail_from:
        return
    try:
        faults = newsletter.faults(newsletter.compose(case.view, settings))
    except DeliveryError as error:
        faults = (str(error),)
    yield from (Finding("", fault) for fault in faults)
