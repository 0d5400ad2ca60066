"""What the values are made of: digests, addresses, languages, instants."""

import hashlib
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

OWN = "own"
"""``Item.source`` of a seed article: an article of our own in ``content/articles/``."""

_SIMPLE = re.compile(r"https?://[A-Za-z0-9.-]+(?:[/?#][!#-;=?-\[\]_a-z~]*)?")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z0-9]{1,8})*")
_REFUSED = re.compile('[<>"{}|\\\\^`\\x00-\\x20\\x7f]')


def digest(text: str) -> str:
    """Return the SHA-256 of ``text`` (UTF-8) as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_web_address(url: str) -> bool:
    """Tell whether ``url`` is an absolute http(s) address without anything that could break out."""
    if _SIMPLE.fullmatch(url):
        return True
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    clean = not _REFUSED.search(url)
    return clean and parts.scheme in ("http", "https") and bool(parts.hostname)


def is_foreign(language: str, home: str) -> bool:
    """Tell whether ``language`` is one (a tag, BCP 47) and another than that of ``home``."""
    known = _LANGUAGE.fullmatch(language)
    return known is not None and known[1].lower() != home.partition("-")[0].lower()


def require_utc(value: datetime | None, name: str) -> None:
    """Raise ValueError unless ``value`` is an aware instant in UTC, or None."""
    if value is None or value.tzinfo is UTC:
        return
    if value.utcoffset() != UTC.utcoffset(None):
        raise ValueError(f"{name} must be an aware UTC datetime, got {value!r}")
