"""How anything is printed: tables, JSON, progress, and foreign text made harmless."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from briefing.models import Source

PLAIN_WIDTH = 160
NUMERIC = frozenset({"new", "updated", "unchanged", "items", "a week"})


class OfSource(Protocol):
    """What came of one source."""

    @property
    def source(self) -> Source:
        """Whose it is."""


Done = TypeVar("Done", bound=OfSource)
Told = Callable[[Done, int], None]


def watched(work: Callable[[Told[Done]], tuple[Done, ...]]) -> tuple[Done, ...]:
    """Run ``work``, which tells of each source, with a progress bar on a terminal."""
    console = Console()
    if not console.is_terminal:
        return work(lambda _done, _of: None)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Sources", total=None)

        def step(done: Done, of: int) -> None:
            progress.update(task, advance=1, total=of, description=clean(done.source.title))

        return work(step)


def clean(text: str) -> str:
    """Take control characters out of foreign text, so that it cannot steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def say(text: str) -> None:
    """Print a line with foreign text in it."""
    click.echo(clean(text))


def table(*titles: str) -> Table:
    """Return an empty table without frames."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for title in titles:
        numeric = title in NUMERIC
        made.add_column(title, justify="right" if numeric else "left", no_wrap=numeric)
    return made


def add_row(to: Table, *values: object) -> None:
    """Add a row of values, foreign text among them."""
    to.add_row(*(Text(clean(str(value))) for value in values))


def print_table(made: Table) -> None:
    """Print a table as wide as the terminal, or as a line of a plain file may be."""
    console = Console(highlight=False)
    wide = console if console.is_terminal else Console(highlight=False, width=PLAIN_WIDTH)
    wide.print(made)


def print_json(value: object) -> None:
    """Print a value as JSON for people and programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def moment(at: datetime | None) -> str | None:
    """Return an instant as JSON has it: ISO 8601 in UTC, or null."""
    return at.astimezone(UTC).isoformat() if at else None
