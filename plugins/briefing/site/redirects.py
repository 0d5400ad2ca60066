"""Old addresses that lead to new ones: ``content/redirects.txt``, read and checked.

One a line, ``/old/ /new/`` or ``/old/ https://elsewhere.example/ 302``; a line that begins with
``#`` is a comment.
"""

from dataclasses import dataclass
from pathlib import Path

from briefing.errors import ContentError
from briefing.models import is_web_address

STATUSES = (301, 302, 307, 308)


@dataclass(frozen=True, slots=True)
class Redirect:
    """A site path, and where it leads: a site path (both begin with a slash) or an address."""

    start: str
    end: str
    status: int
    line: int


def read(path: Path) -> tuple[Redirect, ...]:
    """Read the file.

    Raises:
        ContentError: a line that is no redirect; names file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name} cannot be read: {error}") from error
    found = []
    for number, line in enumerate(lines, start=1):
        words = line.split()
        if words and not words[0].startswith("#"):
            found.append(_redirect(words, f"{path.name}, line {number}", number))
    return tuple(found)


def checked(redirects: tuple[Redirect, ...], output: Path, name: str) -> tuple[Redirect, ...]:
    """Return the redirects if each leads to a page, in one step.

    Raises:
        ContentError: one leads round, to another redirect or to no page, or hides a page.
    """
    starts: dict[str, Redirect] = {}
    for each in redirects:
        place, key = f"{name}, line {each.line}", _key(each.start)
        if key in starts:
            raise ContentError(f"{place}: {each.start} is in line {starts[key].line} already.")
        if _page(each.start, output):
            raise ContentError(f"{place}: {each.start} is a page of its own: nobody would see it.")
        starts[key] = each
    for each in redirects:
        _follow(each, starts, output, name)
    return redirects


def _redirect(words: list[str], place: str, line: int) -> Redirect:
    if len(words) not in (2, 3):
        raise ContentError(f"{place}: a redirect is “/old/ /new/”, with a status if need be.")
    start, end = words[:2]
    status = words[2] if len(words) > 2 else "301"
    if not start.startswith("/") or start.startswith("//"):
        raise ContentError(f"{place}: “{start}” must be a path of this site, like /old/.")
    if not is_web_address(end) and (not end.startswith("/") or end.startswith("//")):
        raise ContentError(f"{place}: “{end}” is neither a path nor a web address.")
    if status not in map(str, STATUSES):
        raise ContentError(f"{place}: the status is one of {', '.join(map(str, STATUSES))}.")
    return Redirect(start, end, int(status), line)


def _follow(each: Redirect, starts: dict[str, Redirect], output: Path, name: str) -> None:
    if is_web_address(each.end) or _page(each.end, output):
        return
    place, seen = f"{name}, line {each.line}", [each.start]
    following: Redirect | None = each
    while following:
        seen.append(following.end)
        if _key(following.end) in map(_key, seen[:-1]):
            raise ContentError(f"{place}: leads round: {' → '.join(seen)}.")
        following = starts.get(_key(following.end))
    if len(seen) > 2:
        raise ContentError(f"{place}: leads on: write “{each.start} {seen[-1]}” at once.")
    raise ContentError(f"{place}: there is no page {each.end}.")


def _key(path: str) -> str:
    return path.partition("#")[0].rstrip("/")


def _page(path: str, output: Path) -> bool:
    """Tell whether the output has a page or file at a site path."""
    target = output / path.partition("#")[0].strip("/")
    if not target.resolve().is_relative_to(output.resolve()):
        return False
    return target.is_file() or (target / "index.html").is_file()
