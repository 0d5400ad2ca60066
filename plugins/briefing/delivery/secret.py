"""The secret behind the readers' tokens: a private file, made at the first token."""

import os
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from briefing.delivery.tokens import TokenOf, token
from briefing.errors import DeliveryError
from briefing.files import sync

_SIZE = 32
_HEX = re.compile(rb"[0-9a-f]{64}\n?")


def tokens(path: Path, domain: str, random: Callable[[int], bytes]) -> TokenOf:
    """Return what makes the tokens of a list; the secret is read, or made, at the first one."""
    secret = cache(partial(read, path, random))
    return lambda address: token(secret(), domain, address)


def read(path: Path, random: Callable[[int], bytes]) -> bytes:
    """Return the secret, made with ``random`` (a number of bytes to bytes) if there is none.

    Raises:
        DeliveryError: the file cannot be read or made, or what it holds is no secret.
    """
    try:
        if not path.exists():
            _make(path, random(_SIZE).hex().encode() + b"\n")
        content = path.read_bytes()
    except OSError as error:
        raise DeliveryError(f"The secret {path} cannot be used: {error}") from error
    if not _HEX.fullmatch(content):
        raise DeliveryError(
            f"{path} is damaged: put it back from a backup. Without it the links by which "
            "readers leave end; if none was sent yet, delete it."
        )
    return bytes.fromhex(content.decode())


def _make(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(descriptor)
    except OSError:
        path.unlink()
        raise
    sync(path.parent)
