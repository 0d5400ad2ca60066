"""The address guard: which network addresses may be fetched from.

The check is made on the very address that is about to be dialled, so no spelling of it, no
redirect and no name server that changes its answer gets around it.
"""

import socket
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, Protocol

import pycurl

_CLOSED = (
    IPv6Network("64:ff9b::/96"),  # NAT64: an IPv4 address that leads wherever the network wants
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("3fff::/20"),  # documentation (RFC 9637), which ``ipaddress`` does not know yet
)


class CurlAddress(Protocol):
    """What libcurl is about to dial."""

    family: int
    socktype: int
    protocol: int
    addr: Any


@lru_cache(maxsize=4096)
def is_public(text: str) -> bool:
    """Tell whether a numeric address belongs to the public internet.

    IPv4 inside IPv6 is unwrapped where it is only a notation (mapped) and refused where it is a
    tunnel (6to4, Teredo, NAT64).
    """
    try:
        address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif (
            address.sixtofour
            or address.teredo
            or address.is_site_local
            or any(address in net for net in _CLOSED)
        ):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class Guard:
    """Opens sockets for one exchange after the other.

    ``allow_private`` is set for each exchange; ``refused`` is the private address that the last
    one would have dialled.
    """

    __slots__ = ("allow_private", "refused")

    def __init__(self) -> None:
        """Let nothing private through until told otherwise."""
        self.allow_private = False
        self.refused: str | None = None

    def open_socket(self, _purpose: int, address: CurlAddress) -> Any:
        """libcurl's OPENSOCKETFUNCTION."""
        is_internet = address.family in (socket.AF_INET, socket.AF_INET6)
        host = str(address.addr[0]) if is_internet else "a socket that is no internet address"
        if not self.allow_private and not (is_internet and is_public(host)):
            self.refused = host
            return pycurl.SOCKET_BAD
        return _Socket(address.family, address.socktype, address.protocol)


class _Socket(socket.SocketType):
    """libcurl works on a copy of the descriptor; ours closes when it is let go."""

    def __del__(self) -> None:
        self.close()
