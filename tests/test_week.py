"""docs/week.md, typed along: its edits are made, its commands run and what they print compared.

A block ``console`` holds commands behind ``$ `` and what they print; ``...`` stands for anything.
A block ``diff`` names a file, and lines to take out and to put in their place.
"""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefing.cli import main
from sample import ROOT

PAGE = ROOT / "docs/week.md"
LONGEST = 200
STATUS = {"settles it.": 3, " is published, and story": 1}
"""What a command prints that does not end with 0."""

_BLOCK = re.compile(r"^```(console|diff)\n(.*?)^```$", re.M | re.S)


def blocks() -> Iterator[tuple[int, str, str]]:
    """Yield line, kind and text of the blocks."""
    text = PAGE.read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        yield text.count("\n", 0, found.start()) + 2, found[1], found[2]


def steps(block: str) -> Iterator[tuple[str, str]]:
    """Yield the commands of a block, each with what it prints."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def is_like(printed: str, expected: str) -> bool:
    """Compare line by line; ``...`` stands for any text, alone on a line for any lines."""
    lines = [line.rstrip() for line in printed.splitlines()]
    patterns = expected.splitlines()
    return bool(re.fullmatch("".join(map(_pattern, patterns)), "".join(f"{x}\n" for x in lines)))


def _pattern(line: str) -> str:
    if line == "...":
        return "(?:.*\n)*?"
    return ".*".join(map(re.escape, line.split("..."))) + "\n"


def make_edit(root: Path, block: str) -> None:
    """Replace lines of the file that the block names; they must stand there once."""
    name, *lines = block.splitlines()
    text = (root / name).read_text(encoding="utf-8")
    old = "".join(_pattern(line[1:]) for line in lines if line.startswith("-"))
    new = "".join(f"{line[1:]}\n" for line in lines if line.startswith("+"))
    changed, count = re.subn(f"^{old}", lambda _: new, text, flags=re.M)
    assert count == 1, f"{name} has {count} times\n{block}"
    (root / name).write_text(changed, encoding="utf-8")


def run(root: Path, command: str, environ: dict[str, str]) -> tuple[int, str]:
    """Run a command; ours in this process, which spares the start of another one."""
    if command.startswith("briefing "):
        done = CliRunner().invoke(main, shlex.split(command)[1:], env=environ)
        return done.exit_code, done.output
    other = subprocess.run(
        ["bash", "-c", command], cwd=root, capture_output=True, text=True, check=False
    )
    return other.returncode, other.stdout + other.stderr


def test_a_week(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    environ = {"THEME": "theme"}
    for line, kind, block in blocks():
        if kind == "diff":
            make_edit(project, block)
            continue
        for command, expected in steps(block):
            if command.startswith("export "):
                environ |= [command.removeprefix("export ").split("=", 1)]
                continue
            status, printed = run(project, command, environ)
            what = f"docs/week.md, block in line {line}: {command}\n{printed}"
            assert is_like(printed, expected), what
            assert status == next((n for w, n in STATUS.items() if w in printed), 0), what


def test_the_page_is_short() -> None:
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize(
    ("printed", "expected", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a  \nb\n", "a\nb", True),
        ("a\nb\nc\n", "...\nc\n", True),
        ("c\n", "...\nc\n", True),
        ("a (12 kB)\n", "a (...)\n", True),
        ("a\nb\n", "a\n", False),
        ("a\n", "a\nb\n", False),
        ("a.b\n", "a-b\n", False),
    ],
)
def test_comparing(printed: str, expected: str, same: bool) -> None:
    assert is_like(printed, expected) == same
