"""The verbs of the editor: to decide, to check, to correct."""

import sys
from datetime import datetime

import click

from briefing import desk, report
from briefing.cli.base import as_json, main, settings_here
from briefing.editions.decisions import PLACES, VERBS, Decision

_VERBS = "\n".join(f"{name}: {verb.meaning}" for name, verb in VERBS.items())


@main.command(
    epilog="\b\nVERB is one of\n" + _VERBS,
)
@click.argument("verb", type=click.Choice(list(VERBS)), metavar="VERB")
@click.argument("what", nargs=-1, required=True, metavar="WHAT...")
@click.option("--place", type=click.Choice(PLACES), help="pin: where in the edition.")
@click.option("--section", help="move: the section that it goes to.")
@click.option("--title", help="retitle: the headline.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day that it holds.")
@click.option("--note", default="", help="Why; it stands on the desk.")
def decide(
    verb: str,
    what: tuple[str, ...],
    place: str | None,
    section: str | None,
    title: str | None,
    until: datetime | None,
    note: str,
) -> None:
    """Add a decision about WHAT: an item's address, a story's thread or a word."""
    settings = settings_here()
    value = {"pin": place, "move": section, "retitle": title}.get(verb) or ""
    strange = {"--place": place, "--section": section, "--title": title}
    for option, given in strange.items():
        if given and given != value:
            raise click.UsageError(f"“{verb}” takes no {option}.")
    day = until.date() if until else None
    with desk.locked(settings):
        path = desk.decide(settings, Decision(verb, what, value, day, " ".join(note.split())))
    click.echo(f"Decided: it stands in {path.relative_to(settings.root)}; delete it there to undo.")


@main.command()
@click.argument("day", required=False)
@click.option("--links", is_flag=True, help="Ask for every link as well.")
@as_json
def check(day: str | None, links: bool, as_json: bool) -> None:
    """Look at the edition of DAY (the newest by default) before it is published."""
    settings = settings_here()
    name, findings = desk.proof(settings, day, links=links)
    report.show_proof(name, findings, as_json)
    if any(finding.is_error for finding in findings):
        raise SystemExit(1)


@main.command()
@click.argument("day")
@click.argument("story")
@click.option("--note", help="What readers are told; asked for if it is not given.")
def correct(day: str, story: str, note: str | None) -> None:
    """Open STORY (its thread) of the published edition of DAY for a correction."""
    settings = settings_here()
    if note is None:
        if not sys.stdin.isatty():
            raise click.UsageError("--note says what readers are told of the correction.")
        note = click.prompt("What are readers told")
    with desk.locked(settings):
        opened = desk.correct(settings, day, story, note)
    click.echo(f"{opened.path.relative_to(settings.root)}:{opened.line} is open: change the story,")
    click.echo("then publish. The page and the next edition will say what was corrected.")
    if sys.stdin.isatty() and sys.stdout.isatty():
        click.edit(filename=str(opened.path))
