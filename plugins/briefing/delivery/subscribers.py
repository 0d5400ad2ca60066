"""The private list of subscribers: a text file, one address a line."""

import re
from pathlib import Path

from email_validator import EmailNotValidError, validate_email

from briefing.errors import ContentError

_COMMENT = re.compile(r"(?:^|\s)#.*")


def read(path: Path) -> tuple[str, ...]:
    """Return the addresses in the order of the file, each once.

    ``#`` opens a comment.  Domains are compared without case and come out as A-labels; the part
    before the ``@`` is its owner's business and is kept as it is (RFC 5321, 2.4).

    Raises:
        ContentError: the file cannot be read, or a line is not an address; names file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise ContentError(f"{path} does not exist: write one address a line into it.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path} cannot be read: {error}") from error
    entries = ((number, _COMMENT.sub("", line).strip()) for number, line in enumerate(lines, 1))
    return tuple(
        dict.fromkeys(_address(entry, f"{path}:{number}") for number, entry in entries if entry)
    )


def _address(entry: str, place: str) -> str:
    try:
        valid = validate_email(entry, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise ContentError(f"{place}: {entry!r} is not a mail address: {error}") from None
    return f"{valid.local_part}@{valid.ascii_domain}"
