"""The ``briefing`` command: one verb for each stage of the flow.

Exit status: 0 done, 1 failed, 2 misused, 75 another run holds the lock (EX_TEMPFAIL).
"""

import json
import os
import sys
import tempfile
import threading
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from briefing import __version__, desk, lines, report
from briefing.build import OUTPUT
from briefing.errors import BriefingError
from briefing.serve import Preview, changes, server
from briefing.settings import CONFIGURATION, Settings, load
from briefing.shelf import TOPICS, read_vocabulary
from briefing.verify import verify as compare_builds

as_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")


class _Command(click.Group):
    """Turns the project's exceptions into one line and an exit status."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except BriefingError as error:
            said = "\n".join(report.clean(line) for line in str(error).split("\n"))
            click.echo(f"briefing: {said}", err=True)
            raise SystemExit(error.exit_code) from None


def project(start: Path) -> Path:
    """Return the nearest folder at or above ``start`` that holds ``pelican.conf.py``."""
    for folder in (start, *start.parents):
        if (folder / CONFIGURATION).is_file():
            return folder
    return start


def _settings() -> Settings:
    return load(project(Path.cwd()), os.environ)


def _now() -> datetime:
    """Return the clock for commands that need no project."""
    return Settings.from_mapping(Path.cwd(), {}, os.environ).clock()


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefing")
def main() -> None:
    """Turn feeds and your own articles into a news briefing, three times a week."""


@main.command()
@as_json
def ingest(as_json: bool) -> None:
    """Fetch the feeds and store what is new."""
    settings = _settings()
    with desk.locked(settings):
        reports = report.watched(settings, desk.ingest)
    report.show_ingest(reports, as_json)


@main.command()
@as_json
def edition(as_json: bool) -> None:
    """Compose the editions that are due."""
    settings = _settings()
    with desk.locked(settings):
        composed = desk.compose(settings)
    report.show_composed(composed, settings, as_json)


@main.command()
def html() -> None:
    """Build the site into output/, from the committed files alone."""
    settings = _settings()
    with desk.locked(settings):
        output = desk.build(settings, bring_in=True)
    click.echo(f"The site is in {output}.")


@main.command()
@click.argument("day", required=False)
def newsletter(day: str | None) -> None:
    """Write the edition of DAY (the newest by default) as a mail, into var/mail/."""
    settings = _settings()
    with desk.locked(settings):
        made = desk.make_newsletter(settings, day)
    report.show_newsletter(made, desk.has_begun(settings, made.day))


@main.command()
def publish() -> None:
    """Ingest, compose, build the site and write the mail: one run, one lock."""
    settings = _settings()
    with desk.locked(settings):
        report.show_ingest(report.watched(settings, desk.ingest), as_json=False)
        report.show_composed(desk.compose(settings), settings, as_json=False)
        click.echo(f"The site is in {desk.build(settings)}.")
        if desk.newest(settings) is None:
            click.echo("There is no published edition yet, so there is no mail.")
        else:
            made = desk.make_newsletter(settings)
            report.show_newsletter(made, desk.has_begun(settings, made.day))


@main.command()
@click.argument("day", required=False)
@click.option("--to", metavar="ADDRESS", help="Send one trial copy to ADDRESS alone.")
@click.option("--dry-run", is_flag=True, help="Say who would get it; send nothing.")
@as_json
def send(day: str | None, to: str | None, dry_run: bool, as_json: bool) -> None:
    """Mail the edition of DAY (the newest by default): each subscriber once, however often run."""
    settings = _settings()
    with desk.locked(settings):
        if dry_run:
            report.show_recipients([to] if to else desk.recipients(settings, day), as_json)
        else:
            report.show_sent(desk.send(settings, day, to), as_json)


@main.command("desk")
@as_json
def show_desk(as_json: bool) -> None:
    """Show the newest edition, what was left out and why, and how the sources are."""
    settings = _settings()
    report.show_desk(desk.overview(settings), settings, as_json)


@main.command()
@as_json
def sources(as_json: bool) -> None:
    """List the sources with what they last brought."""
    report.show_sources(desk.overview(_settings()), as_json)


@main.command()
@click.option("--leave", metavar="WHO", help="Take a reader off: an address or a one-click token.")
def subscribers(leave: str | None) -> None:
    """Check the private list of subscribers and count it."""
    settings = _settings()
    if leave is not None:
        found = desk.leave(settings, leave)
        click.echo("The reader is off the list." if found else "No such reader is on the list.")
        return
    click.echo(f"{len(desk.subscribers(settings))} addresses in {settings.subscribers}.")


@main.command()
def verify() -> None:
    """Build twice, in two folders and two time zones, and compare every byte."""
    settings = _settings()
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
    settings = _settings()
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


def _first_build(settings: Settings) -> None:
    with desk.locked(settings):
        failed = [entry for entry in report.watched(settings, desk.ingest) if entry.failed]
        for entry in failed:
            click.echo(report.clean(f"{entry.source.title}: {entry.failed}"), err=True)
        desk.compose(settings)
        desk.build(settings)


def _watch(settings: Settings, preview: Preview) -> None:
    stop = threading.Event()
    try:
        for _ in changes(settings.root, stop):
            preview.rebuild(lambda: _rebuild(settings.root))
            if preview.problem:
                click.echo(f"briefing: {preview.problem}", err=True)
    except KeyboardInterrupt:
        stop.set()


def _rebuild(root: Path) -> None:
    settings = load(root, os.environ)
    with desk.locked(settings):
        desk.build(settings)


@main.command("check-feed")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", help="Base for relative links.")
def check_feed(files: tuple[Path, ...], url: str | None) -> None:
    """Show as JSON, a line a file, what would be stored of local feed files."""
    usable = True
    for answer in desk.check_feed(files, url, _now()):
        click.echo(json.dumps(answer, ensure_ascii=False))
        sys.stdout.flush()
        usable = usable and answer["feed"] is not None
    if not usable:
        raise SystemExit(1)


@main.command()
@click.option("--sentences", type=click.IntRange(1), help="At most so many sentences (3).")
@click.option("--words", type=click.IntRange(1), help="At most so many words (60).")
def summarise(sentences: int | None, words: int | None) -> None:
    """Summarise {"title", "text"} or {"documents": [...]} lines from standard input."""
    limits = _limits(sentences, words)
    _print(lines.summaries(sys.stdin, sentences=limits[0], words=limits[1]))


@main.command()
@click.option("--all", "everything", is_flag=True, help="The whole ranking, however unsure.")
def topics(everything: bool) -> None:
    """Tag {"title", "text"} lines from standard input."""
    vocabulary = read_vocabulary(project(Path.cwd()) / TOPICS)
    _print(lines.topic_matches(sys.stdin, vocabulary, everything=everything))


@main.command()
def group() -> None:
    """Group all {"id", "title", ...} lines from standard input into stories."""
    _print(lines.groups(sys.stdin))


def _limits(sentences: int | None, words: int | None) -> tuple[int, int]:
    """A limit that is not given does not bind where the other one is."""
    unbound = 10_000
    if sentences is None and words is None:
        return 3, 60
    return sentences or unbound, words or unbound


def _print(answers: Iterable[str]) -> None:
    for answer in answers:
        click.echo(answer)
