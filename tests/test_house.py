"""The house rules, held by reading the code: arrows, settings, commands, targets."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from briefing import cli, settings

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "plugins/briefing"
BASE = {"models", "errors", "settings", "files", "frontmatter", "alphabet"}
BASE |= {"briefing", "__version__"}
DESIGN = (ROOT / "docs/design.md").read_text(encoding="utf-8")


def arrows() -> dict[str, set[str]]:
    """Read the table of rooms in docs/design.md: room -> rooms that it may import."""
    table: dict[str, set[str]] = {}
    for row in re.findall(r"^\| (`[^|]+) \|[^|]*\| ([^|]*) \|$", DESIGN, re.MULTILINE):
        for room in re.findall(r"`([a-z]+)/?`", row[0]):
            table[room] = set(re.findall(r"`([a-z.]+)`", row[1]))
    return table


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "briefing" if first == "__init__" else first


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            assert node.level == 0, f"{path}: imports are absolute"
            names = {f"{base}.{alias.name}" for alias in node.names}
            found |= names if base == "briefing" else {base}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_arrows_go_down_the_flow(path: Path) -> None:
    room = room_of(path)
    if room in ("briefing", "__main__"):
        return
    allowed = arrows()[room] | {room} | BASE
    for name in imports(path):
        if name.startswith("briefing."):
            target = name.split(".")[1]
            dotted = ".".join(name.split(".")[1:3])
            assert target in allowed or dotted in allowed, f"{room} may not import {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_site_imports_pelican(path: Path) -> None:
    if room_of(path) != "site":
        assert not {name for name in imports(path) if name.split(".")[0] == "pelican"}


@pytest.mark.parametrize("library", ["pycurl", "smtplib", "sqlite3", "sqlalchemy", "socket"])
def test_the_newsroom_and_the_editions_are_pure(library: str) -> None:
    for room in ("newsroom", "editions", "newsletter"):
        for path in (PACKAGE / room).rglob("*.py"):
            assert library not in {name.split(".")[0] for name in imports(path)}, path


def test_every_setting_is_documented_with_its_default() -> None:
    text = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    for name, default, meaning in settings.documentation():
        assert f"| `{name}` | `{default}` | {meaning} |" in text


def test_every_command_and_option_is_documented() -> None:
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    context = click.Context(cli.main)
    for name in cli.main.list_commands(context):
        command = cli.main.get_command(context, name)
        assert f"`briefing {name}" in text, name
        for option in command.params if command else ():
            if isinstance(option, click.Option):
                assert option.opts[0] in text, f"{name} {option.opts[0]}"


def test_every_target_says_what_it_does() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    described = re.findall(r"^([a-z-]+):.*## \S", text, re.MULTILINE)
    assert sorted(phony.split()) == sorted(described)


def printed(code: str) -> list[str]:
    """Return the words that a fresh interpreter prints, with nothing to read."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, input="", capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize("verb", ["group", "summarise", "topics --all"])
def test_verbs_for_scripts_start_without_network_and_database(verb: str) -> None:
    code = f"import sys; from briefing.cli import main; main({verb.split()}, standalone_mode=False)"
    heavy = {"sqlalchemy", "pycurl", "pelican", "jinja2", "feedparser", "rich", "nh3"}
    assert heavy.isdisjoint(printed(f"{code}; print(*sys.modules)"))


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="a list of threads is Linux's")
def test_numpy_starts_no_threads_that_wait_busily() -> None:
    code = "from briefing.cli import main; main(['group'], standalone_mode=False)"
    assert printed(f"{code}; import os; print(len(os.listdir('/proc/self/task')))") == ["1"]
