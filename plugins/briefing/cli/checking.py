"""The verb for looking at feeds in files: JSON lines out."""

import json
import sys
from pathlib import Path

import click

from briefing import desk
from briefing.cli.base import main, now


@main.command("check-feed")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--url", help="Base for relative links.")
@click.option("--jobs", is_flag=True, help="Read {id, path, url, headers} lines from stdin.")
def check_feed(files: tuple[Path, ...], url: str | None, jobs: bool) -> None:
    """Show as JSON, a line a file, what would be stored of local feed files."""
    if jobs == bool(files):
        raise click.UsageError("Name files, or give --jobs; one of the two.")
    if jobs and url:
        raise click.UsageError("With --jobs each line has its own url.")
    usable = True
    answers = desk.check_jobs(sys.stdin, now()) if jobs else desk.check_feeds(files, url, now())
    for answer in answers:
        click.echo(json.dumps(answer, ensure_ascii=False))
        sys.stdout.flush()
        usable = usable and answer["feed"] is not None
    if not usable:
        raise SystemExit(1)
