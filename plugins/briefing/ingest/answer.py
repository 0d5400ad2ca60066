"""One HTTP answer while it comes in: the headers, and a body that is counted and inflated by us.

libcurl is asked for the bytes as they are on the wire, because a client that inflates for us
takes a body that was cut inside its gzip for a whole one.
"""

import re
import zlib
from collections.abc import Collection
from dataclasses import dataclass

CHUNK = 64 * 1024
MEMBERS = 1000
"""Parts of one gzip; honest ones are of 64 KiB, and each costs its start."""

IDENTITY, GZIP = ("", "identity"), ("gzip", "x-gzip")

LISTS = frozenset({b"cache-control", b"content-encoding"})
"""Headers whose value is a list: written on several lines they are still one."""

_STATUS = re.compile(rb"HTTP/[0-9.]+ +([0-9]{3})")


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one exchange, in seconds and bytes."""

    connect_seconds: float = 10.0
    total_seconds: float = 30.0
    wire_bytes: int = 5 * 1024 * 1024
    decoded_bytes: int = 10 * 1024 * 1024
    redirects: int = 5


class Answer:
    """Collects headers and body; ``problem`` is the slug of the rule that the answer broke.

    ``on_header`` and ``on_body`` are libcurl's HEADERFUNCTION and WRITEFUNCTION.  The header lines
    are read once, before the body: trailers after it say nothing to us.
    """

    __slots__ = (
        "_body",
        "_headers",
        "_inflater",
        "_limits",
        "_lines",
        "_members",
        "_types",
        "_wire",
        "on_header",
        "problem",
        "status",
    )

    def __init__(self, limits: Limits, types: Collection[str] = ()) -> None:
        """Start with nothing received; ``types`` are the content types taken, none: all."""
        self.status = 0
        self.problem: str | None = None
        self._limits, self._types = limits, types
        self._lines: list[bytes] = []
        self._headers: dict[bytes, bytes] | None = None
        self._inflater: zlib._Decompress | None = None
        self._members = self._wire = 0
        self._body = bytearray()
        self.on_header = self._lines.append  # no more, as it is called for each line

    @property
    def body(self) -> bytes:
        """The decoded body as far as it arrived."""
        return bytes(self._body)

    def header(self, name: bytes) -> str:
        """Return a header's value, its bytes read as Latin-1; "" if it was not sent.

        Args:
            name: In lower case.
        """
        return (self._headers or {}).get(name, b"").decode("latin-1")

    def on_body(self, data: bytes) -> int:
        """Take some of the body; anything but the length of ``data`` ends the transfer."""
        if self._headers is None:
            self._read_head()
        self._wire += len(data)
        if self._wire > self._limits.wire_bytes:
            self.problem = "size-limit"
        elif self.status == 200:
            self._take(data)
        return 0 if self.problem else len(data)

    def finish(self, *, whole: bool) -> None:
        """Say that nothing more comes; a gzip that is ``whole`` but not at its end was cut."""
        if self._headers is None:
            self._read_head()
        if whole and self._inflater is not None and not self._inflater.eof and not self.problem:
            self.problem = "cut"

    def _read_head(self) -> None:
        """Read the lines of the final answer; those of interim ones (1xx) came before."""
        self._headers = {}
        for line in self._lines:
            if line.startswith(b"HTTP/"):
                status = _STATUS.match(line)
                self.status = int(status[1]) if status else 0
                self._headers.clear()
            else:
                name, _, value = line.partition(b":")
                self._add(name.strip().lower(), value.strip(b" \t\r\n"))

    def _add(self, name: bytes, value: bytes) -> None:
        assert self._headers is not None  # noqa: S101 - for the type checker
        before = self._headers.get(name) if name in LISTS else None
        self._headers[name] = b"%b, %b" % (before, value) if before else value

    def _take(self, data: bytes) -> None:
        coding = self.header(b"content-encoding").lower()
        kind = self.header(b"content-type").partition(";")[0].strip().lower()
        if self._types and kind not in self._types:
            self.problem = "content-type"
        elif coding in IDENTITY:
            self._keep(data)
        elif coding in GZIP:
            self._inflate(data)
        else:
            self.problem = "encoding"

    def _inflate(self, data: bytes) -> None:
        """Inflate in small steps, so that a bomb never is larger in memory than the limit."""
        while data and not self.problem:
            if self._inflater is None or self._inflater.eof:
                self._inflater = self._next_member()
            try:
                self._keep(self._inflater.decompress(data, CHUNK))
            except zlib.error:
                self.problem = "encoding"
            data = self._inflater.unconsumed_tail or self._inflater.unused_data.lstrip(b"\0")

    def _next_member(self) -> "zlib._Decompress":
        self._members += 1
        if self._members > MEMBERS:
            self.problem = "encoding"
        return zlib.decompressobj(31)  # 31: gzip with its header and checksum

    def _keep(self, data: bytes) -> None:
        self._body += data
        if len(self._body) > self._limits.decoded_bytes:
            self.problem = "size-limit"
