"""The sources: what they brought, how they are, and what was found of a new one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import click

from briefing.desk import SourceReport
from briefing.desk.checking import Checked
from briefing.desk.health import Condition, Health, span
from briefing.desk.sourcing import Added, Offer
from briefing.report.printing import add_row, moment, print_json, print_table, say, table
from briefing.settings import Settings

LAST_ITEMS = 5
"""Items of a new feed that are shown."""


def show_ingest(reports: Sequence[SourceReport], settings: Settings, as_json: bool) -> None:
    """Print what each source brought, and why one failed or was not asked."""
    if as_json:
        print_json([_ingested(report) for report in reports])
        return
    made = table("source", "new", "updated", "unchanged", "failed and why")
    for report in reports:
        why = report.failed or _waits(report, settings)
        add_row(made, report.source.title, report.new, report.updated, report.unchanged, why)
    totals = (sum(getattr(r, name) for r in reports) for name in ("new", "updated", "unchanged"))
    failed = sum(bool(report.failed) for report in reports)
    made.add_section()
    add_row(made, f"{len(reports)} sources", *totals, failed or "")
    print_table(made)


def show_sources(healths: Sequence[Health], now: datetime, as_json: bool) -> None:
    """Print how each source is, and what is the matter with some."""
    if as_json:
        print_json([health_out(health) for health in healths])
    else:
        show_healths(healths, now)


def show_healths(healths: Sequence[Health], now: datetime) -> None:
    """Print the table of sources, no wider than 80 characters, and the words for some below."""
    made = table("source", "state", "items", "a week", "last success", "next")
    made.columns[0].max_width = 28
    for health in healths:
        state = health.state
        week = "" if health.a_week is None else f"{health.a_week:g}"
        last = f"{span(now - state.last_success)} ago" if state.last_success else "never"
        add_row(
            made,
            health.source.title,
            health.condition,
            health.items,
            week,
            last,
            _next(health, now),
        )
    print_table(made)
    if matters := [health for health in healths if health.words]:
        click.echo()
        for health in matters:
            say(f"{health.source.title}: {health.words}")


def show_choices(offer: Offer) -> None:
    """Print the feeds that a page names, by the numbers to pick them with."""
    say(f"{offer.url} names {len(offer.choices)} feeds:")
    for number, link in enumerate(offer.choices, start=1):
        known = ", ".join(filter(None, (link.title, link.format)))
        say(f"  {number}  {link.url}" + (f"  ({known})" if known else ""))
    click.echo("Nothing was added. Name one: run the same again with --pick and its number.")


def show_added(offer: Offer, added: Added, file: str, dry_run: bool) -> None:
    """Print a new source's last items, and where in the list it stands."""
    items = offer.feed.items if offer.feed else ()
    title = (offer.feed.title if offer.feed else "") or offer.url
    say(f"{title}: {len(items)} items, the last of them")
    for item in sorted(items, key=lambda item: item.published, reverse=True)[:LAST_ITEMS]:
        say(f"  {item.published:%Y-%m-%d}  {item.title}")
    if dry_run:
        click.echo(f"Nothing was written. It would stand in {file}, line {added.line}:")
    else:
        click.echo(f"Added to {file}, line {added.line}; to undo it, take this out again:")
    say(f"  {added.outline}")


def show_checked(checked: Sequence[Checked], now: datetime, as_json: bool) -> None:
    """Print how each source answered."""
    if as_json:
        print_json([_checked(one) for one in checked])
        return
    for one in checked:
        say(f"{one.condition:8} {one.source.title}: {'; '.join(filter(None, _facts(one, now)))}")
    counts = Counter(str(one.condition) for one in checked)
    click.echo(", ".join(f"{count} {name}" for name, count in sorted(counts.items())))


def health_out(health: Health) -> Mapping[str, Any]:
    """Return a source's health for JSON; docs/commands.md tells what the keys mean."""
    state = health.state
    return {
        "source": health.source.title,
        "url": health.source.feed_url,
        "condition": health.condition,
        "words": health.words,
        "items": health.items,
        "items_a_week": health.a_week,
        "usual_gap_hours": round(health.gap.total_seconds() / 3600, 1) if health.gap else None,
        "last_success": moment(state.last_success),
        "last_new": moment(state.last_new),
        "next": moment(state.next_at),
        "failures": state.failures,
        "last_reason": state.last_reason,
        "moved_to": state.address or state.moved_to or None,
    }


def _ingested(report: SourceReport) -> Mapping[str, Any]:
    return {
        "source": report.source.title,
        "url": report.source.feed_url,
        "new": report.new,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "failed": report.failed,
        "waits": moment(report.waits),
        "note": report.note,
    }


def _waits(report: SourceReport, settings: Settings) -> str:
    """Return "not due until 14:05", with the day if it is another, and why."""
    if report.waits is None:
        return report.note
    until = report.waits.astimezone(settings.timezone)
    today = settings.clock().astimezone(settings.timezone).date()
    hour = f"{until:%H:%M}" if until.date() == today else f"{until:%Y-%m-%d %H:%M}"
    return f"not due until {hour}" + (f": {report.note}" if report.note else "")


def _next(health: Health, now: datetime) -> str:
    if health.condition in (Condition.PAUSED, Condition.GONE):
        return "-"
    next_at = health.state.next_at
    return f"in {span(next_at - now)}" if next_at and next_at > now else "now"


def _facts(one: Checked, now: datetime) -> tuple[str, str, str]:
    count = "" if one.items is None else f"{one.items} items"
    last = f"the last {span(max(now - one.newest, timedelta()))} ago" if one.newest else ""
    return one.words, count, last


def _checked(one: Checked) -> Mapping[str, Any]:
    return {
        "source": one.source.title,
        "url": one.source.feed_url,
        "condition": one.condition,
        "words": one.words,
        "items": one.items,
        "newest": moment(one.newest),
        "moved_to": one.moved_to or None,
    }
