"""The verbs for scripts and measuring: JSON lines in, JSON lines out."""

import gc
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from briefing import lines
from briefing.cli.base import environment, main, project, settings_here


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
    from briefing import shelf  # only here: the other verbs start in half the time without

    if learn:
        from briefing import desk

        settings = settings_here()
        with desk.locked(settings):
            learned = desk.learn_topics(settings)
        click.echo(f"Learnt from {learned.size} items; it stands in {shelf.LEARNED}.")
        return
    root = project(Path.cwd())
    known = shelf.read_vocabulary(root / shelf.TOPICS), shelf.read_learned(root / shelf.LEARNED)
    encoder = lines.encoder(environment().semantic)
    _print(lines.topic_matches(sys.stdin, *known, encoder, everything=everything))


@main.command()
def group() -> None:
    """Group all {"id", "title", ...} lines from standard input into stories."""
    gc.disable()  # all is needed to the end: looking for what is not takes a tenth of the time
    try:
        answers = lines.groups(sys.stdin, lines.encoder(environment().semantic))
        click.echo("".join(f"{answer}\n" for answer in answers), nl=False)
    finally:
        gc.freeze()  # nor is it looked through once more at the exit
        gc.enable()


def _limits(sentences: int | None, words: int | None) -> tuple[int, int]:
    """A limit that is not given does not bind where the other one is."""
    unbound = 10_000
    if sentences is None and words is None:
        return 3, 60
    return sentences or unbound, words or unbound


def _print(answers: Iterable[str]) -> None:
    """Print each answer as it comes: who asks may wait for it."""
    for answer in answers:
        click.echo(answer)
