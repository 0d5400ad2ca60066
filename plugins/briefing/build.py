"""The site, built by Pelican in a child process and swapped in whole.

``output`` is a symbolic link to the newest complete site under ``var/site/``.  A reader sees the
old site or the new one; a build that fails, or dies, leaves the old one (see docs/design.md).
"""

import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from briefing.errors import BuildError
from briefing.files import sync
from briefing.settings import CONFIGURATION, Settings

OUTPUT = "output"
SITES = "var/site"
KEEP = 2
MAX_LINES = 25
_SUFFIX = ".tmp"


def build(settings: Settings, environ: Mapping[str, str], source: Path | None = None) -> Path:
    """Build the site from the committed files and make it the one that is served.

    ``source`` is the folder that holds them, if it is not the project's own.

    Returns:
        The path of ``output``.

    Raises:
        BuildError: Pelican failed or warned, or the disk did not take the site; it says why.
    """
    sites = settings.path(SITES)
    try:
        sites.mkdir(parents=True, exist_ok=True)
        fresh = _fresh(sites)
        _run_pelican(source or settings.root, fresh, environ)
        _sync(fresh)
        return _swap(settings.path(OUTPUT), fresh)
    except OSError as error:
        raise BuildError(
            f"The site could not be written ({error.strerror}: {error.filename}). "
            "The last good site is untouched."
        ) from error


def _fresh(sites: Path) -> Path:
    for stale in sites.glob(f"*{_SUFFIX}"):
        shutil.rmtree(stale, ignore_errors=True)
    numbers = [int(path.name) for path in sites.iterdir() if path.name.isdecimal()]
    return sites / f"{max(numbers, default=0) + 1}{_SUFFIX}"


def _run_pelican(root: Path, output: Path, environ: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "pelican", "content", "-s", CONFIGURATION]
    # Not --quiet: it would silence the very warnings that are to be fatal.
    command += ["-o", str(output), "--fatal", "warnings"]
    # Set order must not depend on the process: the same input gives the same bytes.
    # Wide, because Pelican's log would otherwise break a path in two.
    child = {**environ, "PYTHONHASHSEED": "0", "NO_COLOR": "1", "COLUMNS": "1000"}
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own arguments
        command, cwd=root, env=child, capture_output=True, text=True, check=False
    )
    if done.returncode != 0 or not (output / "index.html").is_file():
        shutil.rmtree(output, ignore_errors=True)
        raise BuildError(_explain(done.stdout + done.stderr))


def _explain(printed: str) -> str:
    """Keep what an editor can use: warnings, errors, and the last line of a traceback."""
    if os.strerror(errno.ENOSPC) in printed:
        return "The disk is full: make room and run again. The last good site is untouched."
    lines = [_plain(line) for line in printed.splitlines() if line.strip()]
    before, trace = _parted(lines)
    told = [line for line in before + trace[-1:] if line != _STOPPED]
    kept = "\n".join(dict.fromkeys(told[-MAX_LINES:]))
    said = kept or "Pelican wrote no index.html and said nothing."
    return f"The site was not built; the last good one is untouched. Pelican says:\n{said}"


_LOGGED = re.compile(r"^(?:\[[\d:]+\] )?(?:WARNING|ERROR|CRITICAL) (.*?)(?: \w+\.py:\d+)?$")
_NAMED = re.compile(r"^(?:briefing\.errors\.)?ContentError: ")
_STOPPED = "RuntimeError: Warning or error encountered"


def _plain(line: str) -> str:
    """Return a line without the time, the level and the place that Pelican's log adds.

    Nor with the name of our own error, under which a message would stand there twice.
    """
    return _NAMED.sub("", _LOGGED.sub(r"\1", " ".join(line.split())))


def _parted(lines: list[str]) -> tuple[list[str], list[str]]:
    start = next((i for i, line in enumerate(lines) if line.startswith("Traceback")), len(lines))
    return lines[:start], lines[start:]


def _sync(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            sync(path)


def _swap(output: Path, fresh: Path) -> Path:
    site = fresh.with_suffix("")
    fresh.rename(site)
    if output.exists() and not output.is_symlink():
        # Left by a plain `pelican` run: it becomes the site before, and is pruned in time.
        shutil.rmtree(site.with_name("0"), ignore_errors=True)
        output.rename(site.with_name("0"))
    link = output.with_name(f".{output.name}.new")
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(site, output.parent), target_is_directory=True)
    link.replace(output)
    _prune(site)
    return output


def _prune(site: Path) -> None:
    numbered = [path for path in site.parent.iterdir() if path.name.isdecimal()]
    for old in sorted(numbered, key=lambda path: int(path.name))[:-KEEP]:
        shutil.rmtree(old, ignore_errors=True)
