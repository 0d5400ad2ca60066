"""Recipients where they enter a mail and an SMTP command: a strict grammar, bytes spliced."""

import re

from briefing.errors import DeliveryError

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX = re.compile(
    rf"(?=.{{1,64}}@)(?=.{{3,254}}\Z){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*", re.ASCII
)
_TO = re.compile(rb"(?im)^to:[^\r\n]*(?=\r\n[^ \t]|\Z)")
_END = b"\r\n\r\n"


def mailbox(address: str) -> str:
    """Return an address if it is a plain ASCII mailbox (RFC 5321, 4.1.2, without quoting).

    Raises:
        DeliveryError: it is not.
    """
    if not _MAILBOX.fullmatch(address):
        raise DeliveryError(f"This cannot be used as a mail address: {address!r}")
    return address


def address_to(eml: bytes, recipient: str) -> bytes:
    """Return a mail with its one ``To`` header naming ``recipient``; no other byte changes.

    Raises:
        DeliveryError: the address cannot be used, or the mail has not exactly one such line.
    """
    head, end, body = eml.partition(_END)
    line = b"To: " + mailbox(recipient).encode("ascii")
    filled, count = _TO.subn(lambda _: line, head)
    if count != 1:
        raise DeliveryError("The mail has not one To header on one line: make it again.")
    return filled + end + body
