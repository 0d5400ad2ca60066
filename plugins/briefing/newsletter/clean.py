"""Foreign text without anything invisible that could steer a mail client or a mail server."""

import re

_NOT_SPACE = r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff"
_BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = re.compile(f"[{_NOT_SPACE}{_BIDI}]")
_UNPRINTABLE = re.compile(rf"[{_NOT_SPACE}\ufdd0-\ufdef\ufffe\uffff]")
_BREAK = re.compile(r"[\t\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")


def fold(text: str) -> str:
    """Return text on one line: white space folded, no controls, no bidirectional overrides.

    White space is folded by ``str.split``, which takes U+0085, U+2028 and their like for what a
    header parser may take them for: the end of a line.
    """
    return " ".join(_INVISIBLE.sub("", text).split())


def printable(text: str) -> str:
    """Return text of several lines without controls, line feeds apart.

    C1 controls in a body are reported to make Gmail clip a mail at any size.
    """
    return _BREAK.sub(" ", _UNPRINTABLE.sub("", text))
