"""What the preview builds when a file is broken: all the rest, from a copy that lacks the file.

Only the preview does so; ``publish`` refuses.
"""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from briefing.build import build
from briefing.errors import BuildError
from briefing.settings import CONFIGURATION, Settings

COPY = "var/preview"
CONTENT = "content"
MOST = 20
"""Broken files at the most that are left out; with more of them the last good site is shown."""

_FILE = re.compile(r"[^\s“”'\":,]+\.(?:md|txt)\b")


def build_rest(settings: Settings, environ: Mapping[str, str]) -> str:
    """Build the site; where a file of the content is broken, build it without.

    Returns:
        What is wrong, empty if nothing is: a message that names each file that was left out.

    Raises:
        BuildError: the site cannot be built, and no single file is named as the cause.
    """
    try:
        build(settings, environ)
    except BuildError as error:
        copy = settings.path(COPY)
        try:
            return _without(error, copy, settings.root, lambda: build(settings, environ, copy))
        finally:
            shutil.rmtree(copy, ignore_errors=True)
    return ""


def _without(error: BuildError, copy: Path, root: Path, again: Callable[[], object]) -> str:
    _copy(root, copy)
    problems: list[str] = []
    while len(problems) < MOST:
        name = broken(str(error), copy / CONTENT)
        if not name:
            raise error
        said = _first(error).replace(str(copy), str(root))  # the copy is gone when it is read
        problems.append(f"{said}\nThe preview goes on without {CONTENT}/{name}.")
        for suffix in (Path(name).suffix, ".json"):
            (copy / CONTENT / name).with_suffix(suffix).unlink(missing_ok=True)
        try:
            again()
        except BuildError as other:
            error = other
        else:
            return "\n\n".join(problems)
    raise error


def broken(message: str, content: Path) -> str:
    """Return the first file that a message names, relative to the content; empty if there is none.

    Messages name files by their whole path, from the project's folder or from the content's.
    """
    for found in _FILE.finditer(message):
        _, _, inside = found[0].rpartition(f"{CONTENT}/")
        if (content / inside).is_file():
            return inside
    return ""


def _first(error: BuildError) -> str:
    """Return the line of a message that names the file."""
    return next((x for x in str(error).splitlines() if _FILE.search(x)), str(error))


def _copy(root: Path, copy: Path) -> None:
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    shutil.copytree(root / CONTENT, copy / CONTENT)
    shutil.copy(root / CONFIGURATION, copy / CONFIGURATION)
    for path in (root / "theme", root / "plugins"):
        if path.is_dir():
            (copy / path.name).symlink_to(path)
