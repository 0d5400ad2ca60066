"""The verbs of the flow: from feeds to a site, and to mail that is sent."""

import os
import tempfile
import threading
from pathlib import Path

import click

from briefing import desk, report
from briefing.build import OUTPUT
from briefing.cli.base import as_json, main, settings_here
from briefing.errors import BriefingError
from briefing.serve import Preview, changes, server
from briefing.settings import Settings, load
from briefing.verify import verify as compare_builds

CONFLICTS = 3
"""Exit status: the run is done, and the editor is asked about something."""


@main.command()
@as_json
def ingest(as_json: bool) -> None:
    """Fetch the feeds and store what is new."""
    settings = settings_here()
    with desk.locked_to_ingest(settings):
        reports = _ingest(settings)
    report.show_ingest(reports, settings, as_json)


@main.command()
@click.option("--next", "ahead", is_flag=True, help="Propose the coming edition already.")
@click.option("--keep", metavar="DAY", help="Settle the conflicts of DAY: your version stays.")
@as_json
def edition(ahead: bool, keep: str | None, as_json: bool) -> None:
    """Compose the editions that are due, and propose a draft again around what you changed."""
    settings = settings_here()
    with desk.locked(settings):
        if keep is not None:
            settled = desk.keep(settings, keep)
            click.echo(f"{len(settled)} conflicts settled: your version stays.")
            return
        composed = desk.compose(settings, ahead=ahead)
    report.show_composed(composed, settings, as_json)
    if composed.conflicts:
        raise SystemExit(CONFLICTS)


@main.command()
def html() -> None:
    """Build the site into output/, from the committed files alone."""
    settings = settings_here()
    with desk.locked(settings):
        output = desk.build(settings, bring_in=True)
    click.echo(f"The site is in {output}.")


@main.command()
@click.argument("day", required=False)
def newsletter(day: str | None) -> None:
    """Write the edition of DAY (the newest by default) as a mail, into var/mail/."""
    settings = settings_here()
    with desk.locked(settings):
        made = desk.make_newsletter(settings, day)
    report.show_newsletter(made, desk.has_begun(settings, made.day))


@main.command()
def publish() -> None:
    """Ingest, compose, check, build the site and write the mail: one run, one lock."""
    settings = settings_here()
    with desk.locked(settings):
        report.show_ingest(_ingest(settings), settings, as_json=False)
        report.show_composed(desk.compose(settings), settings, as_json=False)
        desk.gate(settings)
        click.echo(f"The site is in {desk.build(settings)}.")
        desk.seal_published(settings)
        if desk.newest(settings) is None:
            click.echo("There is no published edition yet, so there is no mail.")
        else:
            made = desk.make_newsletter(settings)
            report.show_newsletter(made, desk.has_begun(settings, made.day))


@main.command()
@click.argument("day", required=False)
@click.option("--to", metavar="ADDRESS", help="Send one trial copy to ADDRESS alone.")
@click.option("--dry-run", is_flag=True, help="Say who would get it; send nothing.")
@click.option(
    "--uncertain",
    type=click.Choice(["arrived", "again"]),
    help="Settle first what became of mails whose sending broke off: they count as sent, or are "
    "sent again.",
)
@as_json
def send(
    day: str | None, to: str | None, dry_run: bool, uncertain: str | None, as_json: bool
) -> None:
    """Mail the edition of DAY (the newest by default): each subscriber once, however often run."""
    settings = settings_here()
    with desk.locked(settings):
        if uncertain:
            report.show_settled(desk.resolve(settings, day, arrived=uncertain == "arrived"))
        if dry_run:
            report.show_recipients([to] if to else desk.recipients(settings, day), as_json)
        else:
            report.show_sent(desk.send(settings, day, to), as_json)


@main.command("desk")
@click.option("--open", "is_opened", is_flag=True, help="Open the page in the browser.")
@as_json
def show_desk(is_opened: bool, as_json: bool) -> None:
    """Show the state of the desk, and write all of it as a page: var/desk/index.html."""
    settings = settings_here()
    with desk.locked(settings):
        path = desk.write_page(settings, desk.gather(settings))
        report.show_desk(desk.overview(settings), settings, as_json)
    if not as_json:
        click.echo(f"The whole desk is in {path.relative_to(settings.root)}.")
    if is_opened:
        click.launch(str(path))


@main.command()
@click.option("--leave", metavar="WHO", help="Take a reader off: an address or a one-click token.")
def subscribers(leave: str | None) -> None:
    """Check the private list of subscribers and count it."""
    settings = settings_here()
    if leave is not None:
        found = desk.leave(settings, leave)
        click.echo("The reader is off the list." if found else "No such reader is on the list.")
        return
    click.echo(f"{len(desk.subscribers(settings))} addresses in {settings.subscribers}.")


@main.command()
def verify() -> None:
    """Build twice, in two folders and two time zones, and compare every byte."""
    settings = settings_here()
    local = all(source.is_local for source in desk.sources(settings))
    verbs = ("publish",) if local else ("html", "newsletter")
    with tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
        result = compare_builds(settings, Path(scratch), verbs)
    if result.different:
        raise BriefingError("These files differ:\n" + "\n".join(result.different))
    click.echo(f"{result.files} files of editions, site, feeds and mail: byte-identical.")
    click.echo(f"sha256 {result.sha256}")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Preview the briefing here, reloading when content, theme or plugin code changes."""
    settings = settings_here()
    preview = Preview(settings.path(OUTPUT), settings.base_path)
    listening = server(preview, host, port)
    preview.rebuild(lambda: _first_build(settings))
    if preview.problem:
        click.echo(f"briefing: {preview.problem}", err=True)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    name = "localhost" if host == "127.0.0.1" else host
    click.echo(f"{settings.name}: http://{name}:{port}{settings.base_path}/  (Ctrl-C ends)")
    _watch(settings, preview)
    listening.shutdown()


def _first_build(settings: Settings) -> str:
    with desk.locked(settings):
        problem = _come_in(settings)
        return "\n\n".join(filter(None, (problem, desk.build_preview(settings))))


def _come_in(settings: Settings) -> str:
    """Ingest and compose; what goes wrong with that keeps nobody from looking at the rest."""
    try:
        failed = [entry for entry in _ingest(settings) if entry.failed]
        for entry in failed:
            click.echo(report.clean(f"{entry.source.title}: {entry.failed}"), err=True)
        desk.compose(settings)
    except BriefingError as error:
        return str(error)
    return ""


def _watch(settings: Settings, preview: Preview) -> None:
    stop = threading.Event()
    try:
        for _ in changes(settings.root, stop):
            preview.rebuild(lambda: _rebuild(settings.root))
            if preview.problem:
                click.echo(f"briefing: {preview.problem}", err=True)
    except KeyboardInterrupt:
        stop.set()


def _rebuild(root: Path) -> str:
    settings = load(root, os.environ)
    with desk.locked(settings):
        return desk.build_preview(settings)


def _ingest(settings: Settings) -> tuple[desk.SourceReport, ...]:
    return report.watched(lambda told: desk.ingest(settings, told))
