r"""Header lines, written by ourselves.

``EmailMessage`` decodes an encoded word that it is given as text and prints what comes out: on
CPython 3.11 a feed title ``=?utf-8?q?Hi=0d=0aBcc:_...?=`` becomes a header of its own.  So foreign
text is folded to one line, encoded here (RFC 2047), and the block is parsed back and compared.
"""

import base64
import re
import textwrap
from collections.abc import Iterator, Sequence
from email.header import decode_header, make_header
from email.parser import BytesParser
from email.policy import compat32

from briefing.errors import DeliveryError
from briefing.newsletter.clean import fold

FOLD = "\r\n "
WIDTH = 66
"""Characters of a value on one line: with the longest name that is folded, under 76."""
_ENCODED_BYTES = 39
"""Of text in an encoded word: 52 of base64 and 12 around it."""
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_NAME = re.compile(r"[A-Za-z-]+")

Field = tuple[str, str]


def encode(text: str) -> str:
    """Return foreign text as the value of an unstructured header (RFC 2047), folded.

    Raises:
        DeliveryError: what was made does not decode to the text again.
    """
    clean = fold(text)
    value = _plain(clean) if _is_plain(clean) else FOLD.join(_words(clean))
    if str(make_header(decode_header(value.replace(FOLD, " ")))) != clean:
        raise DeliveryError(f"This text cannot be written into a mail header: {clean!r}")
    return value


def phrase(text: str) -> str:
    """Return a display name (RFC 5322, 3.2.5): atoms, a quoted string or encoded words."""
    clean = fold(text)
    if not _is_plain(clean) or len(clean) > WIDTH:
        return FOLD.join(_words(clean))
    if _ATOMS.fullmatch(clean):
        return clean
    return '"' + re.sub(r'(["\\])', r"\\\1", clean) + '"'


def named(text: str, address: str) -> str:
    """Return ``name <address>``, on two lines where one would be too long."""
    name = phrase(text)
    space = " " if len(name.split(FOLD)[-1]) + len(address) + 3 <= WIDTH else FOLD
    return f"{name}{space}<{address}>"


def block(fields: Sequence[Field]) -> bytes:
    """Write a header block, each line ended by CRLF, and read it back.

    Raises:
        DeliveryError: a reader of the block would not see exactly these fields.
    """
    lines = [f"{name}: {value}\r\n" for name, value in fields]
    try:
        written = "".join(lines).encode("ascii")
    except UnicodeEncodeError as error:
        raise DeliveryError(f"A mail header is not ASCII: {error.object!r}") from None
    parsed = BytesParser(policy=compat32).parsebytes(written + b"\r\n", headersonly=True)
    seen = [(name, value.replace("\r\n", "")) for name, value in parsed.items()]
    if (
        seen != [(name, value.replace(FOLD, " ")) for name, value in fields]
        or not all(_NAME.fullmatch(name) for name, _ in fields)
        or parsed.get_payload() != ""
        or parsed.defects
    ):
        raise DeliveryError(f"The mail's headers do not read back as they were meant: {fields!r}")
    return written


def _is_plain(text: str) -> bool:
    longest = max(map(len, text.split()), default=0)
    return text.isascii() and text.isprintable() and "=?" not in text and longest <= WIDTH


def _plain(text: str) -> str:
    return FOLD.join(textwrap.wrap(text, WIDTH, break_on_hyphens=False))


def _words(text: str) -> Iterator[str]:
    """Cut between characters: every word must decode on its own."""
    chunk = b""
    for character in (char.encode() for char in text):
        if len(chunk) + len(character) > _ENCODED_BYTES:
            yield _word(chunk)
            chunk = b""
        chunk += character
    yield _word(chunk)


def _word(chunk: bytes) -> str:
    return f"=?utf-8?b?{base64.b64encode(chunk).decode()}?="
