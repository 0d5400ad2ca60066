"""Links: made absolute, http(s) only, and without what is there to follow the reader.

References: RFC 3986 section 5 (resolving); the WHATWG URL standard for what browsers forgive.
"""

import re
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from briefing.models import is_web_address

_TRACKING = (
    "at_campaign at_medium at_link_id at_link_type at_bbc_team at_format at_ptr_name "
    "cmp cmpid dclid fbclid gbraid gclid gclsrc igshid mc_cid mc_eid mkt_tok msclkid "
    "ncid ocid s_cid smid spm taid traffic_source twclid vero_id wbraid yclid _hsenc _hsmi"
)
TRACKING = frozenset(_TRACKING.split())
"""Query parameters that only say where a reader came from; a parameter not listed here stays."""

TRACKING_PREFIXES = ("utm_", "itm_", "pk_", "piwik_", "mtm_")

_LONGEST = 4096
_IGNORED = re.compile(r"[\t\n\r]")  # browsers drop them inside an address
_UNSAFE = re.compile('[\\x00-\\x20\\x7f-\\x9f<>"{}|\\\\^`\\u2028\\u2029]')
_LETTERS = r"A-Za-z0-9/._~!$'()*+,:=@%&-"
_PLAIN = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*"
    rf"(?:/[{_LETTERS}]*)?(?:\?([{_LETTERS}?]+))?(?:#[{_LETTERS}?]+)?"
)
"""Addresses of which nothing has to be changed, but for what the query may carry."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


@lru_cache(1000)  # an entry's address is mostly its guid as well, and asked for again and again
def is_plain(link: str) -> re.Match[str] | None:
    """Tell whether resolving would leave ``link`` as it is; group 1 is its query."""
    return _PLAIN.fullmatch(link) if len(link) <= _LONGEST else None


def absolute(link: str, base: str = "") -> str | None:
    """Resolve ``link`` against ``base``; None unless an http(s) address comes out."""
    if is_plain(link):
        return link
    text = _IGNORED.sub("", link.strip())
    if not text or len(text) > _LONGEST:
        return None
    text = _UNSAFE.sub(lambda match: quote(match.group()), text)
    try:
        whole = text if _SCHEME.match(text) else urljoin(base, text)
        parts = urlsplit(whole)
        user, at, host = parts.netloc.rpartition("@")
        whole = urlunsplit(parts._replace(netloc=user + at + host.lower()))
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    return whole if is_web_address(whole) else None


def without_tracking(url: str) -> str:
    """Take the parameters of the tables out of the query; the others keep their order."""
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if not _is_tracking(pair.partition("=")[0])]
    return urlunsplit(parts._replace(query="&".join(kept)))


def canonical(link: str, base: str = "") -> str | None:
    """Return ``link`` as it is stored: absolute http(s), without tracking; else None."""
    plain = is_plain(link)
    if plain and not (plain[1] and _has_tracking(plain[1])):
        return link
    url = absolute(link, base)
    return without_tracking(url) if url else None


def in_body(link: str, base: str) -> str | None:
    """Return the target of a link in a body: as ``canonical``, or an e-mail address."""
    text = link.strip()
    if text[:7].lower() == "mailto:":
        return _UNSAFE.sub(lambda match: quote(match.group()), text)
    return canonical(text, base)


def _has_tracking(query: str) -> bool:
    return any(_is_tracking(pair.partition("=")[0]) for pair in query.split("&"))


def _is_tracking(name: str) -> bool:
    lowered = name.lower()
    return lowered in TRACKING or lowered.startswith(TRACKING_PREFIXES)
