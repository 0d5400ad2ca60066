"""The verbs for scripts and measuring: files or JSON lines in, JSON lines out."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from briefing import desk, lines
from briefing.cli.base import environment, main, now, project, settings_here
from briefing.shelf import LEARNED, TOPICS, read_learned, read_vocabulary


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


@main.command()
@click.option("--sentences", type=click.IntRange(1), help="At most so many sentences (3).")
@click.option("--words", type=click.IntRange(1), help="At most so many words (60).")
def summarise(sentences: int | None, words: int | None) -> None:
    """Summarise {"title", "text"} or {"documents": [...]} lines from standard input."""
    limits = _limits(sentences, words)
    _print(lines.summaries(sys.stdin, sentences=limits[0], words=limits[1]))


@main.command()
@click.option("--all", "everything", is_flag=True, help="The whole ranking, however unsure.")
@click.option("--learn", is_flag=True, help="Learn from the items of this briefing instead.")
def topics(everything: bool, learn: bool) -> None:
    """Tag {"title", "text"} lines from standard input."""
    if learn:
        settings = settings_here()
        with desk.locked(settings):
            learned = desk.learn_topics(settings)
        click.echo(f"Learnt from {learned.size} items; it stands in {LEARNED}.")
        return
    root = project(Path.cwd())
    known = read_vocabulary(root / TOPICS), read_learned(root / LEARNED)
    encoder = lines.encoder(environment().semantic)
    _print(lines.topic_matches(sys.stdin, *known, encoder, everything=everything))


@main.command()
def group() -> None:
    """Group all {"id", "title", ...} lines from standard input into stories."""
    _print(lines.groups(sys.stdin, lines.encoder(environment().semantic)))


def _limits(sentences: int | None, words: int | None) -> tuple[int, int]:
    """A limit that is not given does not bind where the other one is."""
    unbound = 10_000
    if sentences is None and words is None:
        return 3, 60
    return sentences or unbound, words or unbound


def _print(answers: Iterable[str]) -> None:
    for answer in answers:
        click.echo(answer)
