"""One HTTP answer while it comes in: the headers, and a body that is counted and inflated by us.

libcurl is asked for the bytes as they are on the wire, because a client that inflates for us
takes a body that was cut inside its gzip for a whole one.
"""

import zlib
from dataclasses import dataclass

CHUNK = 64 * 1024
IDENTITY, GZIP = ("", "identity"), ("gzip", "x-gzip")


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one exchange, in seconds and bytes."""

    connect_seconds: float = 10.0
    total_seconds: float = 30.0
    wire_bytes: int = 5 * 1024 * 1024
    decoded_bytes: int = 10 * 1024 * 1024
    redirects: int = 5


class Answer:
    """Collects status, headers and body; ``problem`` is the slug of the rule that it broke."""

    def __init__(self, limits: Limits) -> None:
        """Start with nothing received."""
        self.status = 0
        self.problem: str | None = None
        self._limits = limits
        self._headers: dict[str, str] = {}
        self._inflater: zlib._Decompress | None = None
        self._body = bytearray()
        self._wire = 0

    @property
    def body(self) -> bytes:
        """The decoded body as far as it arrived."""
        return bytes(self._body)

    def header(self, name: str) -> str | None:
        """Return a header's value, its bytes read as Latin-1; None if it was not sent or empty."""
        return self._headers.get(name) or None

    def on_header(self, line: bytes) -> None:
        """libcurl's HEADERFUNCTION: also called for the answers that come before the final one."""
        if line.startswith(b"HTTP/"):
            self._headers.clear()
            self.status = int(line.split(maxsplit=2)[1])
            return
        name, colon, value = line.partition(b":")
        if colon:
            key = name.strip().lower().decode("latin-1")
            self._headers[key] = value.strip(b" \t\r\n").decode("latin-1")

    def on_body(self, data: bytes) -> int:
        """libcurl's WRITEFUNCTION; anything but the length of ``data`` ends the transfer."""
        self._wire += len(data)
        if self._wire > self._limits.wire_bytes:
            self.problem = "size-limit"
        elif self.status == 200:
            self._take(data)
        return 0 if self.problem else len(data)

    def finish(self) -> None:
        """Say that all has arrived: a gzip that is not at its end then was cut."""
        if self._inflater is not None and not self._inflater.eof and not self.problem:
            self.problem = "cut"

    def _take(self, data: bytes) -> None:
        coding = (self.header("content-encoding") or "").lower()
        if coding in IDENTITY:
            self._keep(data)
        elif coding in GZIP:
            self._inflate(data)
        else:
            self.problem = "encoding"

    def _inflate(self, data: bytes) -> None:
        """Inflate in small steps, so that a bomb never is larger in memory than the limit."""
        while data and not self.problem:
            if self._inflater is None or self._inflater.eof:
                self._inflater = zlib.decompressobj(31)  # 31: gzip with its header and checksum
            try:
                self._keep(self._inflater.decompress(data, CHUNK))
            except zlib.error:
                self.problem = "encoding"
            data = self._inflater.unconsumed_tail or self._inflater.unused_data.lstrip(b"\0")

    def _keep(self, data: bytes) -> None:
        self._body += data
        if len(self._body) > self._limits.decoded_bytes:
            self.problem = "size-limit"
