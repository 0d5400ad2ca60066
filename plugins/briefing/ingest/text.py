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
_BREAK = "\x00"
"""Stands between paragraphs while they are gathered; no text has it."""

_BREAKING = (
    "p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 blockquote pre hr table caption thead tbody tfoot "
    "tr figure figcaption"
)


class _Spacing(dict[str, str]):
    """What stands in a text where a tag stood; those that are not in the table leave nothing."""

    def __missing__(self, tag: str) -> str:
        """Look a tag with attributes up by its name."""
        return self.get(tag.partition(" ")[0], "")


_SPACING = _Spacing(dict.fromkeys(_ELEMENTS.split(), ""))
_SPACING |= dict.fromkeys(_BREAKING.split(), _BREAK) | dict.fromkeys(("br", "td", "th"), " ")
_SPACING |= {f"/{name}": space for name, space in _SPACING.items()}
_CUT = re.compile(
    r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.)\s*\])\W*$"
    r"|\b(?:Continue reading|CONTINUE READING|Read more|READ MORE|Read the (?:full|whole|rest)"
    r"|Keep reading)\b[^\n]{0,200}$"
)
_MARKS_OF_CUTS = ("…", "...", "eading", "EADING", "ead more", "EAD MORE", "ead the")
"""One of these is in whatever ``_CUT`` finds: most texts need no more of a look."""

_SIGNATURE = re.compile(r"The (?:post|article) .{0,500} (?:appeared|was) first\b", re.I)


def without_controls(text: str) -> str:
    """Take out control and bidirectional characters, lone surrogates and invisible fillers."""
    return text if is_printable(text) else _CONTROLS.sub("", text)


def is_printable(text: str) -> bool:
    """Tell of most texts, and many times as quickly as a pattern, that no control is in them."""
    return text.isprintable() or text.replace("\n", "").isprintable()


def fold(text: str) -> str:
    """Fold every run of white space into one space and trim the ends; knows no controls."""
    text = text.strip()
    if "  " in text or "\n" in text or "\t" in text or "\r" in text:
        return " ".join(text.split())
    # What has no other white space is told without a look, or is printable as a whole.
    return text if text.isascii() or text.isprintable() else " ".join(text.split())


def plain(markup: str, limit: int = FIELD_CHARS) -> str:
    """Make one line of plain text of a field that may carry tags and entities.

    Entities are decoded until nothing changes, at most twice: a field that was escaped once too
    often comes out right, and one that talks about markup is not eaten.
    """
    text = markup[: 4 * limit]
    if text.isprintable() and not ("<" in text or "&" in text or "  " in text):
        return text.strip()[:limit].rstrip()  # most fields
    if "<" not in text and "&" not in text:
        return fold(without_controls(text))[:limit].rstrip()
    for _ in range(2):
        before = text
        text = html.unescape(_TAG.sub("", _SILENT.sub("", text)))
        if text == before:
            break
    return fold(without_controls(text))[:limit].rstrip()


def paragraphs(clean_html: str) -> str:
    """Return the text of sanitised HTML: paragraphs and the like apart by a blank line.

    Reads what ``sanitise`` writes: no "<" or ">" but around tags, no control characters.
    """
    pieces = clean_html.replace(">", "<").split("<")
    pieces[1::2] = [_SPACING[tag] for tag in pieces[1::2]]
    text = "".join(pieces)
    if "&" in text:
        text = html.unescape(text)
    return "\n\n".join(filter(None, [fold(part) for part in text.split(_BREAK) if part]))


def strip_tags(markup: str) -> str:
    """Cut every tag out of ``markup`` and decode its entities."""
    return without_controls(html.unescape(_ANY_TAG.sub(" ", markup)))


def is_cut(text: str) -> bool:
    """Tell whether ``text`` certainly is only the beginning of something longer."""
    end = text[-600:]
    if not ("ead" in end or "EAD" in end or "…" in end or "..." in end):
        return False
    if not any(mark in end for mark in _MARKS_OF_CUTS):
        return False
    last = [part for part in end.split("\n\n") if not _SIGNATURE.match(part)]
    return bool(last and _CUT.search(last[-1]))


def shorten(text: str, limit: int = 100) -> str:
    """Return the first line of ``text``, cut between words at ``limit`` characters with "…"."""
    line = text.split("\n", 1)[0]
    if len(line) <= limit:
        return line
    head = line[:limit].rsplit(" ", 1)[0]
    return head.rstrip(" ,;:.-") + "…"
