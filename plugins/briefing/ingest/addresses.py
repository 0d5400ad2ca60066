"""Web addresses as they go on the wire: ASCII, with the host by IDNA; and where a redirect leads.

References: RFC 3986 section 5 (resolving); UTS #46, non-transitional (host names), as browsers
do it; RFC 9110 section 10.2.2 (Location).
"""

import re
from typing import NamedTuple
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit, urlunsplit

import idna

_LONGEST = 4096
_KEPT = "!#$%&'()*+,/:;=?@[]~"  # what an address may hold besides letters, digits and -._
_IGNORED = re.compile(r"[\t\n\r]")  # browsers drop them inside an address
_PORTS = {"http": 80, "https": 443}
_PORT = re.compile(r":\d*$")
_HOST = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]+(%[a-z0-9]+)?")
_PLAIN = re.compile(  # most addresses: nothing about them has to be changed
    r"(https?)://([a-z0-9.-]+)(?::([0-9]{1,4}))?(?:[/?][A-Za-z0-9!$%&'()*+,/:;=?@~._-]*)?"
)


class Address(NamedTuple):
    """An address that can be asked: ``wire`` in ASCII, and ``host:port``, the unit of manners."""

    wire: str
    host: str


def read(url: str) -> Address | None:
    """Read an address: the host name by IDNA, what else is not allowed percent-encoded.

    User name, password and port stay as they are.  None where the address cannot be asked: it is
    not http or https, has no host, or one that no name server could know.
    """
    if len(url) > _LONGEST:
        return None
    if plain := _PLAIN.fullmatch(url):
        scheme, host, port = plain.groups()
        return Address(url, f"{host.rstrip('.')}:{int(port or _PORTS[scheme])}")
    try:
        parts = urlsplit(_IGNORED.sub("", url.strip()))
        if parts.scheme not in _PORTS or not parts.hostname:
            return None
        user, at, place = parts.netloc.rpartition("@")
        name = _PORT.sub("", place)
        netloc = user + at + _host(name) + place[len(name) :]
        parts = urlsplit(quote(urlunsplit(parts._replace(netloc=netloc)), safe=_KEPT))
        host, port = unquote(parts.hostname or "").rstrip("."), parts.port or _PORTS[parts.scheme]
    except ValueError:  # of urlsplit and port; idna's errors are such too
        return None
    if not _HOST.fullmatch(host):
        return None
    return Address(parts.geturl(), f"[{host}]:{port}" if ":" in host else f"{host}:{port}")


def host_of(url: str) -> str:
    """Return whom an address asks, as ``host:port``; "" if it cannot be asked."""
    address = read(url)
    return address.host if address else ""


def name_of(url: str) -> str:
    """Return the host's name as the editor wrote it, for sentences; never a password."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def next_hop(url: str, location: str) -> str | None:
    """Return where a redirect from ``url`` leads; None where it is not to be followed.

    Only http and https are, and never from https back to http.

    Args:
        url: The address that answered.
        location: The header's value, its bytes read as Latin-1.
    """
    try:
        target = read(urldefrag(urljoin(url, _as_text(location).strip())).url)
    except ValueError:
        return None
    if target is None or not location:
        return None
    is_downgrade = url.lower().startswith("https:") and target.wire.startswith("http:")
    return None if is_downgrade else target.wire


def _host(name: str) -> str:
    return name if name.isascii() else idna.encode(name, uts46=True).decode("ascii")


def _as_text(location: str) -> str:
    """Read a Location header, which came as Latin-1, as the UTF-8 that it mostly is."""
    try:
        return location.encode("latin-1").decode()
    except UnicodeError:
        return location
