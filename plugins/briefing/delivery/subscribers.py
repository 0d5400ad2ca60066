"""The private list of subscribers: a text file, one address a line."""

import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hmac import compare_digest
from pathlib import Path

from email_validator import EmailNotValidError, validate_email

from briefing.delivery.tokens import TOKEN, TokenOf
from briefing.errors import ContentError, DeliveryError
from briefing.files import replace

_COMMENT = re.compile(r"(?:^|\s)#.*")
_BOM = "\ufeff"


def read(path: Path) -> tuple[str, ...]:
    """Return the addresses in the order of the file, each once.

    ``#`` opens a comment.  Domains are compared without case and come out as A-labels; the part
    before the ``@`` is its owner's business and is kept as it is (RFC 5321, 2.4).

    Raises:
        ContentError: the file cannot be read, or a line is not an address; names file and line.
    """
    entries = ((number, _entry(line)) for number, line in enumerate(_lines(path), 1))
    return tuple(
        dict.fromkeys(_address(entry, f"{path}:{number}") for number, entry in entries if entry)
    )


def leave(path: Path, who: str, token_of: TokenOf) -> bool:
    """Take a reader, named by address or token, off the list; tell whether anybody was on it.

    Capitals do not count: nobody stays for having written them.  All other lines stay as they
    are, even one that cannot be read.  Several may leave at the same time.

    Raises:
        ContentError: the list cannot be read, or ``who`` is neither an address nor a token.
        DeliveryError: the list cannot be written.
    """
    goes = _asked(who, token_of)
    with _alone(path):
        lines = _lines(path)
        kept = [line for line in lines if not _names(line, goes)]
        if len(kept) < len(lines):
            _write(path.resolve(), "".join(kept))
    return len(kept) < len(lines)


def _asked(who: str, token_of: TokenOf) -> Callable[[str], bool]:
    """Return the question whether an address of the list is the one that leaves."""
    if TOKEN.fullmatch(who):
        return lambda address: compare_digest(token_of(address), who)
    wanted = _address(who.strip(), "Who leaves").lower()
    return lambda address: address.lower() == wanted


def _names(line: str, goes: Callable[[str], bool]) -> bool:
    try:
        return goes(_address(_entry(line), ""))
    except ContentError:
        return False


def _lines(path: Path) -> list[str]:
    """Return the lines with what ends them."""
    try:
        return path.read_bytes().decode().splitlines(keepends=True)
    except FileNotFoundError:
        raise ContentError(f"{path} does not exist: write one address a line into it.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path} cannot be read: {error}") from error


def _entry(line: str) -> str:
    return _COMMENT.sub("", line.removeprefix(_BOM)).strip()


def _address(entry: str, place: str) -> str:
    try:
        valid = validate_email(entry, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise ContentError(f"{place}: {entry!r} is not a mail address: {error}") from None
    return f"{valid.local_part}@{valid.ascii_domain}"


def _write(path: Path, text: str) -> None:
    try:
        replace(path, text.encode())
    except OSError as error:
        raise DeliveryError(f"{path} cannot be written, nobody left: {error}") from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait for others who change the list; it is its folder that is locked, for it is replaced."""
    try:
        folder = os.open(path.resolve().parent, os.O_RDONLY)
    except OSError as error:
        raise ContentError(f"{path} cannot be read: {error}") from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
