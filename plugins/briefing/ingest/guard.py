"""The address guard: which network addresses a feed may be fetched from.

The check is made on the very address that is about to be dialled, so no spelling of it, no
redirect and no name server that changes its answer gets around it.
"""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, Protocol

import pycurl

_TUNNELS = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""NAT64: an IPv4 address inside an IPv6 one that leads wherever the network wants."""


class CurlAddress(Protocol):
    """What libcurl is about to dial."""

    family: int
    socktype: int
    protocol: int
    addr: Any


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
            or any(address in net for net in _TUNNELS)
        ):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def is_loopback_host(host: str) -> bool:
    """Tell whether ``host`` names this machine: ``localhost`` or a loopback address."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Guard:
    """Opens the sockets of one exchange; ``refused`` is the private address it would not dial."""

    def __init__(self, *, allow_private: bool) -> None:
        """With ``allow_private`` every address is dialled."""
        self._allow_private = allow_private
        self.refused: str | None = None

    def open_socket(self, _purpose: int, address: CurlAddress) -> Any:
        """libcurl's OPENSOCKETFUNCTION."""
        is_internet = address.family in (socket.AF_INET, socket.AF_INET6)
        host = str(address.addr[0]) if is_internet else "a socket that is no internet address"
        if not self._allow_private and not (is_internet and is_public(host)):
            self.refused = host
            return pycurl.SOCKET_BAD
        return _Socket(address.family, address.socktype, address.protocol)


class _Socket(socket.socket):
    """libcurl works on a copy of the descriptor; ours closes when it is let go."""

    __del__: Callable[[socket.socket], None] = socket.socket.close
