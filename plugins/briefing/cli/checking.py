"""The verb for looking at feeds in files: JSON lines out."""

import json
import sys

import click

from briefing import desk
from briefing.cli.base import main, now


@main.command("check-feed")
@click.argument("files", nargs=-1, type=click.Path())
@click.option("--url", help="Base for relative links.")
@click.option("--jobs", is_flag=True, help="Read {id, path, url, headers} lines from stdin.")
def check_feed(files: tuple[str, ...], url: str | None, jobs: bool) -> None:
    """Show as JSON, a line a file, what would be stored of local feed files."""
    if jobs == bool(files):
        raise click.UsageError("Name files, or give --jobs; one of the two.")
    if jobs and url:
        raise click.UsageError("With --jobs each line has its own url.")
    usable = True
    lines = (line.decode("utf-8", "surrogateescape") for line in sys.stdin.buffer)
    answers = desk.check_jobs(lines, now()) if jobs else desk.check_feeds(files, url, now())
    for answer in answers:
        # UTF-8 whatever the locale; a name of other bytes comes out as JSON's own escapes.
        line = json.dumps(answer, ensure_ascii=False)
        click.echo(line.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
        usable = usable and answer["feed"] is not None
    if not usable:
        raise SystemExit(1)
