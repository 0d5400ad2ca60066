"""What all verbs of the command share: the project they run in, and how an error ends."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from briefing import __version__, report
from briefing.errors import BriefingError
from briefing.settings import CONFIGURATION, Settings, load

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


def settings_here() -> Settings:
    """Read the settings of the project that the command runs in."""
    return load(project(Path.cwd()), os.environ)


def environment() -> Settings:
    """Return the settings of the environment alone, for commands that need no project."""
    return Settings.from_mapping(Path.cwd(), {}, os.environ)


def now() -> datetime:
    """Return the clock for commands that need no project."""
    return environment().clock()


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefing")
def main() -> None:
    """Turn feeds and your own articles into a news briefing, three times a week."""
