"""The verbs of the list of sources."""

from pathlib import Path

import click

from briefing import desk, report
from briefing.cli.base import as_json, main, settings_here
from briefing.desk import checking, sourcing
from briefing.desk.health import Condition
from briefing.desk.overview import healths
from briefing.errors import BriefingError
from briefing.files import replace


@main.group(invoke_without_command=True)
@as_json
@click.pass_context
def sources(context: click.Context, as_json: bool) -> None:
    """List the sources and how they are; or find, add, check and export them."""
    if context.invoked_subcommand is None:
        context.invoke(list_sources, as_json=as_json)
    elif as_json:
        raise click.UsageError("--json stands after the verb.")


@sources.command("list")
@as_json
def list_sources(as_json: bool) -> None:
    """List the sources with what they bring and what is the matter with some."""
    settings = settings_here()
    report.show_sources(healths(settings), settings.clock(), as_json)


@sources.command("add")
@click.argument("url")
@click.option("--title", default="", help="What to call it; by default what the feed is called.")
@click.option("--folder", default="", help="The folder of the list that it goes into.")
@click.option("--pick", type=click.IntRange(1), help="Which one, where a page names several.")
@click.option("--private", is_flag=True, help="It may lie on a private network address.")
@click.option("--dry-run", is_flag=True, help="Show what would be added; write nothing.")
def add_source(
    url: str, title: str, folder: str, pick: int | None, private: bool, dry_run: bool
) -> None:
    """Find the feed at URL, a feed's address or a page's, and add it to the list."""
    settings = settings_here()
    offer = sourcing.look(settings, url, pick=pick, private=private)
    if offer.choices:
        report.show_choices(offer)
        raise SystemExit(1)
    source = sourcing.source_of(offer, title, private=private)
    with desk.locked(settings):
        added = sourcing.add(settings, source, folder, dry=dry_run)
    report.show_added(offer, added, settings.sources, dry_run)


@sources.command("check")
@click.argument("names", nargs=-1, metavar="[URL]...")
@as_json
def check_sources(names: tuple[str, ...], as_json: bool) -> None:
    """Ask the sources named by address or title, or all, how they are; store nothing."""
    settings = settings_here()
    checked = report.watched(lambda told: checking.check(settings, names, told))
    report.show_checked(checked, settings.clock(), as_json)
    if any(one.condition is Condition.FAILING for one in checked):
        raise SystemExit(1)


@sources.command("export")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
def export_sources(file: Path | None) -> None:
    """Write the list as OPML, with the addresses that are proven, to FILE or standard output."""
    document = sourcing.export(settings_here())
    if file is None:
        click.echo(document, nl=False)
        return
    try:
        replace(file, document)
    except OSError as error:
        raise BriefingError(f"{file} could not be written: {error.strerror}.") from error
    click.echo(f"The list is in {file}.")
