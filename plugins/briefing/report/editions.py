"""Editions: what was composed, and the state of the desk."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import click

from briefing.desk import Composed, Overview
from briefing.editions.assemble import Stored
from briefing.editions.gate import Finding
from briefing.models import LeftOut
from briefing.report.printing import print_json, say
from briefing.report.sources import health_out, show_healths
from briefing.settings import Settings


def show_composed(composed: Composed, settings: Settings, as_json: bool) -> None:
    """Print which editions were written and when the next one closes."""
    following = composed.next.astimezone(settings.timezone)
    if as_json:
        written = [path.stem for path in composed.written]
        print_json(
            {
                "written": written,
                "again": [path.stem for path in composed.again],
                "thin": list(composed.thin),
                "conflicts": [
                    {"edition": name, **asdict(conflict)} for name, conflict in composed.conflicts
                ],
                "next": following.isoformat(),
            }
        )
        return
    for path in composed.written:
        click.echo(f"Edition {path.stem} is in {path.relative_to(settings.root)}.")
    for path in composed.again:
        click.echo(f"Edition {path.stem} was proposed again, around what you changed.")
    for day in composed.thin:
        whither = "are let go" if settings.thin == "skip" else "wait for the next one"
        click.echo(f"No edition on {day}: too few stories; its items {whither}.")
    for name, conflict in composed.conflicts:
        say(f"{name}: you and the new proposal both changed the {conflict.kind} “{conflict.name}”.")
        click.echo("  Yours stays; the proposal:")
        for line in conflict.proposal.splitlines():
            say(f"    {line}")
        click.echo(f"  “briefing edition --keep {name}” settles it.")
    if not (composed.written or composed.again or composed.thin):
        click.echo("No edition is due.")
    click.echo(f"The next edition closes on {following:%A %d %B %Y, %H:%M %Z}.")


def show_proof(name: str, findings: Sequence[Finding], as_json: bool) -> None:
    """Print what is to be said about an edition before it is published."""
    if as_json:
        print_json({"edition": name, "findings": [asdict(finding) for finding in findings]})
        return
    for finding in findings:
        where = f"{finding.where}: " if finding.where else ""
        say(f"{'error' if finding.is_error else 'note '}  {where}{finding.words}")
    errors = sum(finding.is_error for finding in findings)
    click.echo(f"Edition {name}: {errors} errors, {len(findings) - errors} notes.")


def show_desk(overview: Overview, settings: Settings, as_json: bool) -> None:
    """Print the newest edition, what was left out and why, what waits, and the sources."""
    if as_json:
        print_json(_desk(overview))
        return
    following = overview.next.astimezone(settings.timezone)
    count = len(overview.waiting)
    waiting = f"{count} item waits" if count == 1 else f"{count} items wait"
    click.echo(f"Next edition: {following:%A %d %B %Y, %H:%M %Z}; {waiting}.")
    _show_left_out(overview.ruled_out, indent="  ")
    if overview.edition:
        _show_edition(overview.edition)
    show_healths(overview.sources, overview.now)


def _show_edition(edition: Stored) -> None:
    file = edition.file
    click.echo()
    say(f"Edition {edition.day} ({file.status}), No. {file.number}: {file.title}")
    for section in file.sections:
        say(f"  {section.title}")
        for story in section.stories:
            say(f"    {story.headline} ({story.thread})")
    if edition.record is None:
        click.echo("  written by hand: no record")
        return
    click.echo("  Left out")
    _show_left_out(edition.record.left_out, indent="    ")
    click.echo()


def _show_left_out(left_out: Iterable[LeftOut], indent: str) -> None:
    for reason, count in Counter(left.reason for left in left_out).most_common():
        say(f"{indent}{count} x {reason}")


def _desk(overview: Overview) -> Mapping[str, Any]:
    edition = overview.edition
    left = edition.record.left_out if edition and edition.record else ()
    return {
        "next": overview.next.isoformat(),
        "edition": edition.day.isoformat() if edition else None,
        "left_out": [_left_out(out) for out in left],
        "waiting": [{"url": item.url, "title": item.title} for item in overview.waiting],
        "ruled_out": [_left_out(out) for out in overview.ruled_out],
        "sources": [health_out(health) for health in overview.sources],
    }


def _left_out(out: LeftOut) -> Mapping[str, str]:
    return {"url": out.url, "reason": out.reason}
