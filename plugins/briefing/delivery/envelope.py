"""Recipients where they enter a mail and an SMTP command: a strict grammar, bytes spliced."""

import re
from collections.abc import Callable

from briefing.delivery.tokens import TOKEN, TokenOf
from briefing.errors import DeliveryError

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX = re.compile(
    rf"(?=.{{1,64}}@)(?=.{{3,254}}\Z){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*", re.ASCII
)
_TO = re.compile(rb"(?im)^to:[^\r\n]*(?=\r\n[^ \t]|\Z)")
_LEAVE = re.compile(rb"(?im)^list-unsubscribe:[^\r\n]*(?=\r\n[^ \t]|\Z)")
_ONE_CLICK = re.compile(rb"(?im)^list-unsubscribe-post:")
_PLACE = re.compile(rb"(?<=[/=?])0{40}(?=[/?&>])")
_END = b"\r\n\r\n"


def mailbox(address: str) -> str:
    """Return an address if it is a plain ASCII mailbox (RFC 5321, 4.1.2, without quoting).

    Raises:
        DeliveryError: it is not.
    """
    if not _MAILBOX.fullmatch(address):
        raise DeliveryError(f"This cannot be used as a mail address: {address!r}")
    return address


def address_to(eml: bytes, recipient: str, token_of: TokenOf) -> bytes:
    """Return a mail with its one ``To`` header naming ``recipient``.

    If the mail promises one-click leaving, the recipient's token takes the one place that is
    kept for it in ``List-Unsubscribe``.  No other byte changes.

    Raises:
        DeliveryError: the address or the token cannot be used, or the mail has not exactly one
            place for each.
    """
    head, end, body = eml.partition(_END)
    line = b"To: " + mailbox(recipient).encode("ascii")
    head = _fill(_TO, lambda _: line, head, "To header on one line")
    if _ONE_CLICK.search(head):
        mine = _token(token_of(recipient))
        head = _fill(_LEAVE, lambda found: _with_token(found, mine), head, "List-Unsubscribe line")
    return head + end + body


def _with_token(line: re.Match[bytes], token: bytes) -> bytes:
    return _fill(_PLACE, lambda _: token, line[0], "place for a token")


def _token(text: str) -> bytes:
    if not TOKEN.fullmatch(text):
        raise DeliveryError(f"This is not a token: {text!r}")
    return text.encode("ascii")


def _fill(
    place: re.Pattern[bytes], filling: Callable[[re.Match[bytes]], bytes], text: bytes, name: str
) -> bytes:
    filled, count = place.subn(filling, text)
    if count != 1:
        raise DeliveryError(f"The mail has not one {name}: make it again.")
    return filled
