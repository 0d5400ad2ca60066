"""Same input, same bytes: two builds in two folders and two time zones, compared.

The project is copied twice; each copy is published as on another machine.  Sources that are files
are ingested anew; where a source is an address, only what is committed is built, since the
network may answer differently twice.
"""

import filecmp
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import BriefingError
from briefing.settings import Settings

PLACES = (("a", "Pacific/Auckland", "1"), ("another/b", "America/St_Johns", "2"))
COMPARED = ("content/editions", "output", "var/mail")
LEFT_BEHIND = (".git", ".venv", "var", "output", "__pycache__", "*.egg-info", ".*_cache", "tests")


@dataclass(frozen=True, slots=True)
class Verified:
    """How many files were the same; the first that differ, by name; one digest of all."""

    files: int
    different: tuple[str, ...]
    sha256: str


def verify(settings: Settings, scratch: Path, verbs: Sequence[str]) -> Verified:
    """Run ``verbs`` in two copies of the project below ``scratch`` and compare what they made.

    Raises:
        BriefingError: a run failed, or nothing was made.
    """
    environ = {
        **os.environ,
        "BRIEFING_NOW": settings.clock().isoformat(),
        "BRIEFING_LIVE": "0",
        "BRIEFING_DATABASE": "sqlite:///var/briefing.db",
    }
    copies = []
    for name, zone, seed in PLACES:
        copy = scratch / name
        left = shutil.ignore_patterns(*LEFT_BEHIND)
        shutil.copytree(settings.root, copy, ignore=left, ignore_dangling_symlinks=True)
        for verb in verbs:
            _run(verb, copy, {**environ, "TZ": zone, "PYTHONHASHSEED": seed})
        copies.append(copy)
    return _compare(*copies)


def _run(verb: str, folder: Path, environ: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "briefing", verb]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise BriefingError(f"briefing {verb} failed while verifying:\n{done.stderr.strip()}")


def _compare(one: Path, other: Path) -> Verified:
    names = _files(one)
    if not names:
        raise BriefingError("There is nothing to verify: no edition, no site, no mail was made.")
    different = sorted(names ^ _files(other))
    common = sorted(names & _files(other))
    for name in common:
        if not filecmp.cmp(one / name, other / name, shallow=False):
            different.append(name)
    whole = hashlib.sha256()
    for name in common:
        whole.update(f"{name}\0".encode() + (one / name).read_bytes())
    return Verified(len(common) + len(names ^ _files(other)), tuple(different), whole.hexdigest())


def _files(copy: Path) -> set[str]:
    found = (path for top in COMPARED for path in (copy / top).rglob("*"))
    return {str(path.relative_to(copy)) for path in found if path.is_file()}
