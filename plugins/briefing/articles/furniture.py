"""The furniture of web pages: the rules of ``furniture.toml`` and what they say of a line."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from briefing.articles.tidy import fold

MAX_LENGTH = 900
"""A longer line, in characters, is never furniture."""

JOINTS = re.compile(r" *[|•·] *| (?=(?:Tagged|Tags:|Posted in|Filed under) )")
"""Where a line that is made of several pieces of furniture is parted."""


class Action(StrEnum):
    """What becomes of a line; ``furniture.toml`` explains each."""

    DROP = "drop"
    WEAK = "weak"
    CREDIT = "credit"
    LINKS = "links"
    BOX = "box"
    END = "end"
    TAGS = "tags"
    LIST = "list"
    AUTHOR = "author"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of furniture; ``examples`` are lines as they stand on pages."""

    name: str
    action: Action
    patterns: tuple[re.Pattern[str], ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule makes of a line, and what the line says of the article (tags, author ...)."""

    action: Action
    said: dict[str, str]


@cache
def rules() -> tuple[Rule, ...]:
    """Return the table, in the order in which it is tried."""
    text = files(__package__).joinpath("furniture.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    words: dict[str, str] = table["words"]
    return tuple(
        Rule(
            entry["name"],
            Action(entry["action"]),
            tuple(_compile(pattern, words) for pattern in entry["patterns"]),
            tuple(entry["examples"]),
        )
        for entry in table["rule"]
    )


@lru_cache(maxsize=4096)  # every line is asked for several times
def match(line: str) -> tuple[Match, ...]:
    """Return what the line is made of: one match, several ("Posted in X | Tagged Y"), or none."""
    if len(line) > MAX_LENGTH:
        return ()
    if whole := _match(line):
        return (whole,)
    parts = [_match(part) for part in JOINTS.split(line) if part]
    matches = tuple(part for part in parts if part)
    return matches if len(parts) == len(matches) > 1 else ()


def tags(text: str) -> Iterator[str]:
    """Split the list of tags or categories that a line gives."""
    for part in re.split(r"[,;] ?| and (?=[^,;]*$)", text):
        tag = part.strip(" #.\"'")
        if tag and tag.casefold() != "uncategorized":
            yield tag


def _compile(pattern: str, words: dict[str, str]) -> re.Pattern[str]:
    for name, meaning in words.items():
        pattern = pattern.replace(f"{{{name}}}", _joined(meaning))
    return re.compile(_joined(pattern), re.IGNORECASE)


def _joined(text: str) -> str:
    return text.replace("\\\n", "")  # the line continuation that TOML's literal strings lack


def _match(line: str) -> Match | None:
    key = fold(line).strip(" *_•·|[]-").removeprefix("(")
    for rule in rules() if key else ():
        for pattern in rule.patterns:
            if found := pattern.fullmatch(key):
                said = {name: text for name, text in found.groupdict().items() if text}
                return Match(rule.action, said)
    return None
