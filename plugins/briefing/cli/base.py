"""What all verbs of the command share: the project they run in, and how an error ends.

A verb brings in the module that it stands in, and nothing else: the JSON lines of a script need
neither database nor network.
"""

import os
from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from briefing import __version__
from briefing.errors import BriefingError
from briefing.settings import CONFIGURATION, Settings, load

# The library below numpy starts a thread for each processor; each waits a tenth of a second busily.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

as_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")


_VERBS: Mapping[str, tuple[str, ...]] = {
    "checking": ("check-feed",),
    "editor": ("check", "correct", "decide"),
    "flow": (
        "desk",
        "edition",
        "html",
        "ingest",
        "newsletter",
        "publish",
        "send",
        "serve",
        "subscribers",
        "verify",
    ),
    "scripts": ("group", "summarise", "topics"),
    "sources": ("sources",),
}
"""The modules of this room and the verbs that stand in each."""

_MODULES = {verb: f"{__package__}.{module}" for module, verbs in _VERBS.items() for verb in verbs}


class _Command(click.Group):
    """Finds a verb in its module; turns the project's exceptions into a line and an exit status."""

    def list_commands(self, context: click.Context) -> list[str]:  # noqa: ARG002 click's
        return sorted(_MODULES)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name in _MODULES:
            import_module(_MODULES[name])
        return super().get_command(context, name)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except BriefingError as error:
            from briefing.report import clean  # only here: it brings in the whole desk

            said = "\n".join(clean(line) for line in str(error).split("\n"))
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
