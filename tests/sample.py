"""The sample briefing as an editor has it, and the command run in it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARTS = ("pelican.conf.py", "content", "theme")
COMMAND = (sys.executable, "-W", "error", "-m", "briefing")
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
        [*COMMAND, *words],
        cwd=folder,
        env={**inherited, "THEME": "theme", **environ},
        capture_output=True,
        text=True,
        check=False,
    )
