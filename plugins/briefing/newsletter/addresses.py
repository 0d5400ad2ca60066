"""The publication's own mail addresses and list domain, checked: they come from the settings."""

import re
from urllib.parse import quote

from email_validator import EmailNotValidError, validate_email

from briefing.errors import DeliveryError
from briefing.settings import Settings

_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})+"
_DOMAIN = re.compile(_HOST)
_PATH = "[A-Za-z0-9._~%+=&?/-]*"
_SERVICE = re.compile(
    rf"https://(?i:{_HOST})(?::[0-9]+)?(?=/){_PATH}(?<=[/=?])\{{token\}}(?:[/?&]{_PATH})?"
)
SERVICE_LIMIT = 200
"""Characters of a one-click address: its header stands on one line, which relays must not fold."""
TOKEN_PLACEHOLDER = "0" * 40
"""Stands in the specimen where the sender puts each reader's token, which is as long."""


def sender(settings: Settings) -> str:
    """Return the From address.

    Raises:
        DeliveryError: there is none, or it is no address.
    """
    if not settings.mail_from:
        raise DeliveryError(
            "There is no sender: set BRIEFING_MAIL_FROM to the newsletter's address."
        )
    return _mailbox(settings.mail_from, "BRIEFING_MAIL_FROM")


def reply_to(settings: Settings) -> str | None:
    """Return the Reply-To address, if one is set.

    Raises:
        DeliveryError: it is no address.
    """
    if not settings.mail_reply_to:
        return None
    return _mailbox(settings.mail_reply_to, "BRIEFING_MAIL_REPLY_TO")


def unsubscribe_link(settings: Settings) -> str | None:
    """Return the link by which a reader leaves; None without any address.

    Raises:
        DeliveryError: the address is none.
    """
    if settings.unsubscribe:
        address = _mailbox(settings.unsubscribe, "BRIEFING_UNSUBSCRIBE")
    elif settings.mail_from:
        address = sender(settings)
    else:
        return None
    return mailto(address, "unsubscribe")


def one_click(settings: Settings) -> str | None:
    """Return the address that a mail program posts to when its reader leaves (RFC 8058).

    It holds ``TOKEN_PLACEHOLDER``.  None where readers leave by mail alone.

    Raises:
        DeliveryError: it is no https address with one place for the token, or too long.
    """
    if not settings.one_click:
        return None
    address = settings.one_click.replace("{token}", TOKEN_PLACEHOLDER)
    if not _SERVICE.fullmatch(settings.one_click) or len(address) > SERVICE_LIMIT:
        raise DeliveryError(
            "BRIEFING_ONE_CLICK must be like https://example.org/leave/{token}: https, plain "
            "ASCII, {token} once behind a slash, = or ?, and with a token of 40 characters not "
            f"longer than {SERVICE_LIMIT}; leave it empty if there is no such service. "
            f"It is {settings.one_click!r}."
        )
    return address


def mailto(address: str, subject: str = "") -> str:
    """Return the link that writes to an address (RFC 6068)."""
    link = f"mailto:{quote(address, safe='@')}"
    return f"{link}?subject={quote(subject)}" if subject else link


def list_domain(settings: Settings) -> str:
    """Return the identity of the list (RFC 2919), which must stay the same for ever.

    Raises:
        DeliveryError: it is no domain name in ASCII.
    """
    domain = (settings.list_id or f"briefing.{settings.host}").lower()
    if not _DOMAIN.fullmatch(domain) or len(domain) > 200:
        raise DeliveryError(f"BRIEFING_LIST_ID must be like news.example.org, not {domain!r}.")
    return domain


def _mailbox(address: str, setting: str) -> str:
    try:
        valid = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise DeliveryError(f"{setting} is not an address ({address!r}): {error}") from None
    return valid.ascii_email or valid.normalized
