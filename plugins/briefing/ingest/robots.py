"""robots.txt: may a page be read by a program, and how long to wait between two.

References: RFC 9309 (groups, longest match, ``*`` and ``$``); Crawl-delay is common usage.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

LONGEST = 512 * 1024
"""Bytes of a file that are read: the standard asks for 500 KiB at least."""

_RULES = 5000
_PATTERN = 2000
_ESCAPE = re.compile("%[0-9a-f]{2}", re.I)
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


@dataclass(frozen=True, slots=True)
class Robots:
    """What one group says: patterns with True where they allow, and the delay in seconds.

    ``refusal`` is the slug of the failure of a page that may not be read.
    """

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0
    refusal: str = "robots"

    def allows(self, url: str) -> bool:
        """Tell whether ``url`` may be read: the longest pattern decides, at a tie the allowing."""
        parts = urlsplit(url)
        path = _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        found = ((len(pattern), may) for pattern, may in self.rules if _matches(pattern, path))
        return max(found, default=(0, True))[1]


def unreachable(code: str) -> Robots:
    """Forbid everything, as a file that is there but cannot be had does; ``code`` is the cause."""
    return Robots((("/", False),), refusal=code)


def read(body: bytes, name: str) -> Robots:
    """Read a file for the program called ``name``: all groups that name it, else those for ``*``.

    Args:
        body: The file; anything that is no rule is passed over.
        name: Our product token.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: list[str] = []
    in_rules = False
    for key, value in _lines(body):
        if key == "user-agent":
            token = value.partition("/")[0].strip().lower()
            agents = [token] if in_rules else [*agents, token]
            in_rules = False
            groups.setdefault(token, [])
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            for agent in set(agents):
                groups[agent].append((key, value))
    return _group(groups.get(name.lower(), groups.get("*", [])))


def _group(lines: list[tuple[str, str]]) -> Robots:
    rules = [
        (_normal(value), key == "allow")
        for key, value in lines
        if value and len(value) <= _PATTERN and key != "crawl-delay"
    ]
    delays = [value for key, value in lines if key == "crawl-delay"]
    seconds = [float(value) for value in delays if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value)]
    return Robots(tuple(rules[:_RULES]), max(seconds, default=0.0))


def _lines(body: bytes) -> Iterator[tuple[str, str]]:
    text = body[:LONGEST].decode("utf-8", "replace").removeprefix("\ufeff")
    for line in re.split(r"[\r\n]+", text):
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _normal(path: str) -> str:
    """Write a path so that two spellings of the same octets are equal."""

    def rewritten(match: re.Match[str]) -> str:
        char = unquote(match.group(), "latin-1")
        return char if _UNRESERVED.match(char) else match.group().upper()

    return _ESCAPE.sub(rewritten, quote(path, safe="!#$%&'()*+,/:;=?@[]~|"))


def _matches(pattern: str, path: str) -> bool:
    """Match from the start; each piece between stars as early as it can be, so in linear time."""
    is_whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not others:
        return not is_whole or path == first
    at = len(first)
    for piece in others[:-1] if is_whole else others:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return not is_whole or (path.endswith(others[-1]) and len(path) - len(others[-1]) >= at)
