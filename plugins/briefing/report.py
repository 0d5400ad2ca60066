"""What the command prints: tables and progress on a terminal, plain lines or JSON elsewhere."""

import dataclasses
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from briefing.delivery import SendReport
from briefing.desk import Composed, Overview, SourceReport
from briefing.editions.assemble import Stored
from briefing.models import Source
from briefing.newsletter import Newsletter
from briefing.settings import Settings
from briefing.store import SourceState

PLAIN_WIDTH = 160
NUMERIC = frozenset({"new", "updated", "unchanged", "items"})
Ingest = Callable[[Settings, Callable[[SourceReport, int], None]], tuple[SourceReport, ...]]


def watched(settings: Settings, ingest: Ingest) -> tuple[SourceReport, ...]:
    """Run ``ingest`` with a progress bar where the output is a terminal."""
    console = Console()
    if not console.is_terminal:
        return ingest(settings, lambda _report, _of: None)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Sources", total=None)

        def step(report: SourceReport, of: int) -> None:
            progress.update(task, advance=1, total=of, description=clean(report.source.title))

        return ingest(settings, step)


def show_ingest(reports: Sequence[SourceReport], as_json: bool) -> None:
    """Print what each source brought, and why one failed."""
    if as_json:
        _json([_ingested(report) for report in reports])
        return
    table = _table("source", "new", "updated", "unchanged", "failed and why")
    for report in reports:
        counts = (report.new, report.updated, report.unchanged)
        table.add_row(*map(_cell, (report.source.title, *counts, report.failed)))
    totals = (sum(getattr(r, name) for r in reports) for name in ("new", "updated", "unchanged"))
    failed = sum(bool(report.failed) for report in reports)
    table.add_section()
    table.add_row(*map(_cell, (f"{len(reports)} sources", *totals, failed or "")))
    _console().print(table)


def show_composed(composed: Composed, settings: Settings, as_json: bool) -> None:
    """Print which editions were written and when the next one closes."""
    following = composed.next.astimezone(settings.timezone)
    if as_json:
        written = [path.stem for path in composed.written]
        _json({"written": written, "thin": list(composed.thin), "next": following.isoformat()})
        return
    for path in composed.written:
        click.echo(f"Edition {path.stem} is in {path.relative_to(settings.root)}.")
    for day in composed.thin:
        click.echo(f"No edition on {day}: too few stories; its items wait for the next one.")
    if not composed.written and not composed.thin:
        click.echo("No edition is due.")
    click.echo(f"The next edition closes on {following:%A %d %B %Y, %H:%M %Z}.")


def show_newsletter(made: Newsletter, begun: bool) -> None:
    """Print where the mail is and how large it is."""
    size = len(made.eml) / 1000
    click.echo(f"The mail is var/mail/{made.day}.eml ({size:.1f} kB): {clean(made.subject)}")
    if begun:
        click.echo("Its sending has begun: it stays as it was; corrections go into the next one.")


def show_recipients(addresses: Sequence[str], as_json: bool) -> None:
    """Print who would get the newsletter."""
    if as_json:
        _json(list(addresses))
        return
    for address in addresses:
        click.echo(clean(address))
    click.echo(f"{len(addresses)} to send; nothing was sent.")


def show_sent(sent: SendReport, as_json: bool) -> None:
    """Print how a sending ended."""
    counts = dataclasses.asdict(sent)
    if as_json:
        _json(counts)
    else:
        click.echo(", ".join(f"{name} {count}" for name, count in counts.items()))
    if sent.uncertain:
        click.echo(
            f"{sent.uncertain} may or may not have got it: the connection or the run broke off "
            "while the server was answering. They are not sent a second copy.",
            err=True,
        )


def show_sources(overview: Overview, as_json: bool) -> None:
    """Print the sources with what they brought so far."""
    if as_json:
        _json([_listed(*row) for row in overview.sources])
        return
    table = _table("source", "items", "last success", "last failure")
    for source, state, items in overview.sources:
        last = state.last_success if state else None
        when = f"{last:%Y-%m-%d %H:%M} UTC" if last else "never"
        reason = state.last_reason if state and state.failures else ""
        table.add_row(*map(_cell, (source.title, items, when, reason)))
    _console().print(table)


def show_desk(overview: Overview, settings: Settings, as_json: bool) -> None:
    """Print the newest edition, what was left out and why, what waits, and the sources."""
    if as_json:
        _json(_desk(overview))
        return
    following = overview.next.astimezone(settings.timezone)
    click.echo(
        f"Next edition: {following:%A %d %B %Y, %H:%M %Z}; {len(overview.waiting)} items wait."
    )
    if overview.edition:
        _show_edition(overview.edition)
    show_sources(overview, as_json=False)


def _show_edition(edition: Stored) -> None:
    file = edition.file
    click.echo(f"\nEdition {edition.day} ({file.status}), No. {file.number}: {clean(file.title)}")
    for section in file.sections:
        click.echo(f"  {clean(section.title)}")
        for story in section.stories:
            click.echo(f"    {clean(story.headline)} ({story.thread})")
    if edition.record is None:
        click.echo("  written by hand: no record")
        return
    click.echo("  Left out")
    for reason, count in Counter(left.reason for left in edition.record.left_out).most_common():
        click.echo(f"    {count} x {clean(reason)}")
    click.echo()


def clean(text: str) -> str:
    """Take control characters out of foreign text, so that it cannot steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def _ingested(report: SourceReport) -> Mapping[str, Any]:
    return {
        "source": report.source.title,
        "url": report.source.feed_url,
        "new": report.new,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "failed": report.failed,
    }


def _listed(source: Source, state: SourceState | None, items: int) -> Mapping[str, Any]:
    last = state.last_success if state else None
    return {
        "source": source.title,
        "url": source.feed_url,
        "items": items,
        "last_success": last.isoformat() if last else None,
        "failures": state.failures if state else 0,
        "last_reason": state.last_reason if state else "",
    }


def _desk(overview: Overview) -> Mapping[str, Any]:
    edition = overview.edition
    left = edition.record.left_out if edition and edition.record else ()
    return {
        "next": overview.next.isoformat(),
        "edition": edition.day.isoformat() if edition else None,
        "left_out": [{"url": out.url, "reason": out.reason} for out in left],
        "waiting": [{"url": item.url, "title": item.title} for item in overview.waiting],
        "sources": [_listed(*row) for row in overview.sources],
    }


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PLAIN_WIDTH)


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in titles:
        numeric = title in NUMERIC
        table.add_column(title, justify="right" if numeric else "left", no_wrap=numeric)
    return table


def _cell(value: object) -> Text:
    return Text(clean(str(value)))


def _json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
