"""Quotation marks and brackets: what stands between them, and what does not come in pairs."""
# ruff: noqa: RUF001 - quotation marks

import re

from briefing.newsroom.language import primary

_PAIRS = (("“", "”"), ("«", "»"), ("「", "」"), ("『", "』"), ("(", ")"), ("[", "]"))
_LOW_PAIRS = (("„", "“”"), ("»", "«"), ("(", ")"), ("[", "]"))
_ANY = re.compile(r"[\"“”„«»「」『』()\[\]]")
_LOW_QUOTING = frozenset(("de", "cs", "sk", "sl", "hr", "sr", "bg", "lt", "et", "is", "da"))
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]|(?<!\w)['‘].*['’](?!\w)")


def unquoted(text: str) -> str:
    """Return ``text`` with spaces in the place of what it quotes: all else stays where it is."""
    return _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)


def surplus(text: str, language: str = "en") -> int:
    """Return how many pairs are left open: 0 when all is in order, -1 when one closes unopened.

    Straight quotation marks look the same on both sides: an odd number counts as one left open.
    """
    if not _ANY.search(text):
        return 0
    low = primary(language) in _LOW_QUOTING and ("„" in text or "»" in text)
    straight = text.count('"') % 2
    counts = [_open(text, left, right) for left, right in (_LOW_PAIRS if low else _PAIRS)]
    if straight and counts[0] == 1:  # “opened so and closed so"
        counts[0] = straight = 0
    return -1 if min(counts) < 0 else sum(counts) + straight


def _open(text: str, left: str, right: str) -> int:
    if left not in text and not any(mark in text for mark in right):
        return 0
    depth = 0
    for char in text:
        depth += (char == left) - (char in right)
        if depth < 0:
            return -1
    return depth
