"""Plain text out of foreign text: one-line fields, and the paragraphs of a body.

Everything here is linear in the length of its input, whatever the input is.
"""

import html
import re

FIELD_CHARS = 4096
"""The length that a one-line field (title, author, category) is cut at."""

_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1, but tab and line ends
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that turn the direction of reading
    "\u00ad\u200b\ufeff\ud800-\udfff\ufffe\uffff]"  # invisible inside words; no characters at all
)
_ELEMENTS = (
    "a abbr acronym address article aside audio b big blockquote body br button center cite code "
    "dd del details div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 head "
    "header hr html i iframe img input ins kbd label li link main mark math meta nav noscript "
    "object ol option p picture pre q s samp script section select small source span strike strong "
    "style sub summary sup svg table tbody td textarea tfoot th thead time title tr tt u ul var "
    "video wbr"
)
_TAG = re.compile(rf"</?(?:{'|'.join(_ELEMENTS.split())})(?:[\s/][^<>]*)?>|<!--[^<>]*-->", re.I)
_ANY_TAG = re.compile(r"<[^<>]*>")
_SILENT = re.compile(r"<(?:script|style)\b[^<>]*>[^<]*(?=</(?:script|style))", re.I)
_BLOCK = re.compile(
    r"</?(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|blockquote|pre|hr|table|caption|thead|tbody|tfoot|tr"
    r"|figure|figcaption)(?:\s[^<>]*)?/?>"
)
_GAP = re.compile(r"</?(?:br|td|th)(?:\s[^<>]*)?/?>")
_CUT = re.compile(
    r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.)\s*\])\W*$"
    r"|\b(?:Continue reading|CONTINUE READING|Read more|READ MORE|Read the (?:full|whole|rest)"
    r"|Keep reading)\b[^\n]{0,200}$"
)
_SIGNATURE = re.compile(r"The (?:post|article) .{0,500} (?:appeared|was) first\b", re.I)


def without_controls(text: str) -> str:
    """Take out control and bidirectional characters, lone surrogates and invisible fillers."""
    return _CONTROLS.sub("", text)


def fold(text: str) -> str:
    """Fold every run of white space into one space and trim the ends."""
    return " ".join(text.split())


def plain(markup: str, limit: int = FIELD_CHARS) -> str:
    """Make one line of plain text of a field that may carry tags and entities.

    Entities are decoded until nothing changes, at most twice: a field that was escaped once too
    often comes out right, and one that talks about markup is not eaten.
    """
    text = markup[: 4 * limit]
    for _ in range(2):
        before = text
        text = html.unescape(_TAG.sub("", _SILENT.sub("", text)))
        if text == before:
            break
    return fold(without_controls(text))[:limit].rstrip()


def paragraphs(clean_html: str) -> str:
    """Return the text of sanitised HTML: paragraphs and the like apart by a blank line."""
    pieces = (_inline(piece) for piece in _BLOCK.split(clean_html))
    return "\n\n".join(piece for piece in pieces if piece)


def strip_tags(markup: str) -> str:
    """Cut every tag out of ``markup`` and decode its entities."""
    return without_controls(html.unescape(_ANY_TAG.sub(" ", markup)))


def is_cut(text: str) -> bool:
    """Tell whether ``text`` certainly is only the beginning of something longer."""
    last = [part for part in text[-600:].split("\n\n") if not _SIGNATURE.match(part)]
    return bool(last and _CUT.search(last[-1]))


def shorten(text: str, limit: int = 100) -> str:
    """Return the first line of ``text``, cut between words at ``limit`` characters with "…"."""
    line = text.split("\n", 1)[0]
    if len(line) <= limit:
        return line
    head = line[:limit].rsplit(" ", 1)[0]
    return head.rstrip(" ,;:.-") + "…"


def _inline(piece: str) -> str:
    return fold(without_controls(html.unescape(_ANY_TAG.sub("", _GAP.sub(" ", piece)))))
