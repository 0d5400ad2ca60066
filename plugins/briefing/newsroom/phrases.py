"""The phrases of page furniture, in ``furniture.toml``, and what holds them.

A text is asked for parts of the phrases first, which is many times faster than for the phrases.
"""
# ruff: noqa: RUF001 - apostrophes

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in lower case with plain apostrophes, and its words."""

    plain: str
    words: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Wording":
        """Read ``text``."""
        plain = text.lower().replace("’", "'")
        return cls(plain, frozenset(_WORD.findall(plain)))


def says(wording: Wording) -> bool:
    """Tell whether a phrase stands anywhere."""
    return _may_hold("anywhere", wording) and bool(_phrases("anywhere").search(wording.plain))


def archives(wording: Wording) -> bool:
    """Tell whether an archive of web pages speaks of itself."""
    return _may_hold("archive", wording) and bool(_phrases("archive").search(wording.plain))


def opens(wording: Wording) -> bool:
    """Tell whether a phrase stands at the beginning, after brackets and quotation marks."""
    return _opens_with("opening", wording.plain.lstrip("[(\"“' "))


def closes(wording: Wording) -> bool:
    """Tell whether a phrase stands at the end, before stops and brackets."""
    if not _may_hold("closing", wording):
        return False
    plain = wording.plain.rstrip(".)] ")
    return any(match.end() == len(plain) for match in _phrases("closing").finditer(plain))


def opens_caption(wording: Wording) -> bool:
    """Tell whether a caption begins."""
    return _opens_with("caption", wording.plain)


def teases(wording: Wording) -> bool:
    """Tell whether news is promised instead of told: *Here's what we know.*"""
    return _opens_with("teaser", wording.plain)


def is_coarse(wording: Wording) -> bool:
    """Tell whether a word is one that an editor would not print without thinking."""
    return not _coarse().isdisjoint(wording.words)


@cache
def _table() -> dict[str, list[str]]:
    text = files(__package__).joinpath("furniture.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _phrases(where: str) -> re.Pattern[str]:
    return re.compile("|".join(_pattern(phrase) for phrase in _table()[where]))


def _pattern(phrase: str) -> str:
    """``…`` stands for up to five words; a phrase that ends in a letter ends with the word."""
    words = re.escape(phrase).replace("…", r"(?:[^.\s]+\s?){1,5}?")
    return (r"\b" if phrase[0].isalnum() else "") + words + (r"\b" if phrase[-1].isalpha() else "")


@cache
def _needles(where: str) -> dict[str, list[str]]:
    """Map a word of each phrase to the part of the phrase that a text must hold to have it."""
    needles: dict[str, list[str]] = {}
    for phrase in _table()[where]:
        word = max(_WORD.findall(phrase), key=len)
        needles.setdefault(word, []).append(max(phrase.split("…"), key=len))
    return needles


def _may_hold(where: str, wording: Wording) -> bool:
    needles = _needles(where)
    words = needles.keys() & wording.words
    return any(needle in wording.plain for word in words for needle in needles[word])


@cache
def _heads(where: str) -> tuple[str, ...]:
    return tuple(sorted({phrase.partition("…")[0] for phrase in _table()[where]}))


def _opens_with(where: str, plain: str) -> bool:
    return plain.startswith(_heads(where)) and bool(_phrases(where).match(plain))


@cache
def _coarse() -> frozenset[str]:
    return frozenset(_table()["coarse"])
