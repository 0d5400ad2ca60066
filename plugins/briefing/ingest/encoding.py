"""Which characters the bytes of a document are.

References: RFC 7303 section 3 (a byte order mark, then the HTTP charset, then the XML
declaration); the XML recommendation, appendix F, for documents without a mark.
"""

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00?", "utf-16-be"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_KNOWN = re.compile(
    r"ascii|us-ascii|utf-?(?:8|16|32)(?:-?[bl]e)?|(?:iso-?)?8859-\d{1,2}|latin-?\d|l1|koi8-[rtu]"
    r"|(?:windows-?|cp)\d{3,4}|gb2312|gbk|gb18030|big5(?:-?hkscs)?|euc-?(?:jp|kr)|shift-?jis|sjis"
    r"|iso-2022-(?:jp|kr)(?:-\d)?|mac-?roman|ks-c-5601-1987|tis-620"
)
"""The encodings that are decoded; the others that Python knows are slow or no encodings of text."""

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.I)
_BLANK = "\ufeff\x00 \t\r\n"
_DECLARATION = re.compile(rf"<\?xml[^>]*>[{_BLANK}]*")
_NOT_XML = tuple(chr(code) for code in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))
_HALF = "&(?:amp;)?#(5[5-7][0-9]{3}|[xX][dD][89a-fA-F][0-9a-fA-F]{2});"
_HALVES = re.compile(_HALF + _HALF)
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters; ``whole`` is False where bytes had to be replaced by U+FFFD."""

    text: str
    whole: bool = True


def decode(document: bytes, content_type: str = "") -> Decoded:
    """Decode a document; never fails.

    What is valid UTF-8 with characters of more than one byte is UTF-8 whatever was declared, as
    no other text looks like that by accident and servers declare wrongly.
    """
    mark = next((name for bytes_, name in _MARKS if document.startswith(bytes_)), None)
    for name in (mark, *_candidates(document, content_type)):
        text = _strictly(document, name) if name else None
        if text is not None:
            return Decoded(_without_declaration(text))
    fallback = mark or ("utf-8" if _MULTIBYTE.search(document) else "cp1252")
    return Decoded(_without_declaration(document.decode(fallback, "replace")), whole=False)


def without_junk(text: str) -> str:
    """Drop the characters that XML forbids; whoever needs a well-formed document finds them.

    A character that is written as its two halves in UTF-16, ``&#55357;&#56832;``, which XML
    forbids as well, becomes one.
    """
    if any(mark in text for mark in _NOT_XML):  # faster than one pass of an expression
        text = text.translate(dict.fromkeys(map(ord, _NOT_XML)))
    return _HALVES.sub(_one, text)


def _one(halves: re.Match[str]) -> str:
    high, low = (int(f"0{half}" if half[0] in "xX" else half, 0) for half in halves.groups())
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return chr(0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00)
    return halves[0]


def _candidates(document: bytes, content_type: str) -> list[str]:
    http = _CHARSET.search(content_type)
    declared = _DECLARED.match(document[:1024])
    names = [http[1] if http else "", declared[1].decode("ascii") if declared else ""]
    known = [name.lower().replace("_", "-") for name in names if _is_known(name)]
    if b"\0" not in document[:4]:  # the first character of a feed is ASCII, or a mark tells
        known = [name for name in known if not name.startswith(("utf-16", "utf-32"))]
    plain = not any(name.startswith(("iso-2022", "utf-16", "utf-32")) for name in known)
    return (["utf-8"] if plain else []) + ["gb18030" if n == "gb2312" else n for n in known]


def _is_known(name: str) -> bool:
    return bool(_KNOWN.fullmatch(name.lower().replace("_", "-")))


def _strictly(document: bytes, name: str) -> str | None:
    try:
        return document.decode(name)
    except (UnicodeError, LookupError):
        return None


def _without_declaration(text: str) -> str:
    """Drop the XML declaration, which is no longer true of the characters."""
    text = text.lstrip(_BLANK)
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text
