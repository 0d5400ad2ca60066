"""From pasted text to clean lines: one paragraph, heading or piece of furniture each.

Invisible characters go, exotic spaces become spaces, and lines that an editor or a mail program
broke at a fixed width are put together again.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence

_BREAKS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_END = re.compile(r"[.!?。।؟:;][\"'»)\]\d]*$")
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict(zip("\u2039\u203a\uff01\uff1f\uff1a\u2026", "<>!?:.", strict=True)),
    }
)
"""Typographic quotation marks, dashes and full-width marks, each to one plain character."""

_WIDTHS = range(50, 101)
"""Widths, in characters, at which texts are broken by hand or by a program."""

_UNBROKEN = 40
"""A shorter line was ended on purpose, even before a lower-case word."""


def clean(text: str) -> str:
    """Return ``text`` without control, format and private characters; white space runs are one.

    Line breaks of every kind become line feeds.
    """
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    kept = "".join(char for char in text if char == "\n" or not _is_invisible(char))
    return "\n".join(line.strip() for line in _SPACES.sub(" ", kept).split("\n"))


def fold(line: str) -> str:
    """Make typographic marks plain, one character for one, so that patterns need not list them."""
    return line.translate(_PLAIN)


def ends(line: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return _END.search(fold(line[-12:])) is not None


def unwrap(lines: Sequence[str], stands_alone: Callable[[str], bool]) -> tuple[str, ...]:
    """Join hard-wrapped lines and return the lines that are not blank.

    A line is joined to the one before it when that one was broken because the next word did not
    fit, in a text that is broken at a width, or when the sentence plainly goes on.  A line that
    ``stands_alone`` (a byline, a button) never continues another.
    """
    width = _width([line for line in lines if " " in line and not stands_alone(line)])
    joined: list[str] = []
    last = ""
    for line in lines:
        apart = not line or not last or stands_alone(line)
        cut = bool(width) and len(last) + 1 + len(line.split(" ", 1)[0]) > width
        title = len(joined) == 1
        if not apart and (cut or (not title and not stands_alone(last) and _goes_on(last, line))):
            joined[-1] += line if _is_hyphenated(last) else f" {line}"
        elif line:
            joined.append(line)
        last = line
    return tuple(joined)


def _is_invisible(char: str) -> bool:
    # Cc, Cf, Cs, Co, Cn: bidi overrides and zero-width characters among them.
    return unicodedata.category(char)[0] == "C"


def _width(lines: Sequence[str]) -> int:
    """Return the width at which the text is broken, 0 if every line is a whole paragraph."""
    # In a broken text most long lines stop in the middle of a sentence.
    width = max(map(len, lines), default=0)
    if width not in _WIDTHS:
        return 0
    long = [line for line in lines if len(line) > 0.7 * width]
    open_ended = sum(not ends(line) for line in long)
    return width if len(long) > 3 and open_ended > 0.5 * len(long) else 0


def _goes_on(last: str, line: str) -> bool:
    return len(last) >= _UNBROKEN and not ends(last) and line[0].islower()


def _is_hyphenated(line: str) -> bool:
    return len(line) > 1 and line[-1] == "-" and line[-2].isalpha()
