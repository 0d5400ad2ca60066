"""The sample briefing, published once for all tests that look at it whole."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("pelican.conf.py", "content", "theme")
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def copy_project(folder: Path) -> Path:
    """Copy what an editor owns: no editions, no database, no output."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("editions"))
        else:
            shutil.copy(source, folder / part)
    (folder / "plugins").symlink_to(ROOT / "plugins")
    return folder


def run_briefing(folder: Path, *words: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as a person would, with nothing of ours in the environment."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("BRIEFING_", "SITEURL"))}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "briefing", *words],
        cwd=folder,
        env={**inherited, "THEME": "theme", **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def briefing() -> Run:
    """Return the function that runs the command in a folder."""
    return run_briefing


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh copy of the sample, nothing ingested."""
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample after ``briefing publish``; look, do not touch."""
    folder = copy_project(tmp_path_factory.mktemp("sample") / "project")
    done = run_briefing(folder, "publish")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
