"""The publication's own mail addresses and list domain, checked: they come from the settings."""

import re
from urllib.parse import quote

from email_validator import EmailNotValidError, validate_email

from briefing.errors import DeliveryError
from briefing.settings import Settings

_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")


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
