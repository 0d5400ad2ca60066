"""The token by which a reader leaves with one click (RFC 8058): it names no address and never ends.

It does only that, so a mail that was forwarded gives nothing else away.  Nothing is stored: whoever
has the secret can make the tokens of all readers again and look which one it is.
"""

import hmac
import re
from collections.abc import Callable

from briefing.errors import DeliveryError

TOKEN = re.compile("[0-9a-f]{40}")
TokenOf = Callable[[str], str]
"""Gives the token of an address."""


def token(secret: bytes, domain: str, address: str) -> str:
    """Return the 40 hex digits (160 bits) by which ``address`` leaves the list ``domain``.

    Capitals do not count: the same reader has the same token however the address is written.
    """
    named = b"v1\0" + domain.encode() + b"\0" + address.lower().encode()
    return hmac.digest(secret, named, "sha256").hex()[:40]


def no_token(address: str) -> str:
    """Refuse: for mails that readers leave by mail alone.

    Raises:
        DeliveryError: always.
    """
    raise DeliveryError(f"The mail offers one-click leaving, but {address} was given no token.")
