"""A small mail, and a real SMTP server that does as it is told: shared by this room's tests."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
SENDER = "desk@news.example"
EML = (
    b"From: News <desk@news.example>\r\n"
    b"To: recipient@example.invalid\r\n"
    b"Subject: To: everybody\r\n"
    b"\r\n"
    b"To: not a header\r\n"
    b".a line with a dot\r\n"
    b".\r\n"
    b"..two\r\n"
    b"the end\r\n"
)
PLACE = b"0" * 40
CLICK = EML.replace(
    b"\r\n\r\n",
    b"\r\nList-Unsubscribe: <https://leave.example/u?t=" + PLACE + b"&k=1>, <mailto:x@news.example>"
    b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\n/" + PLACE + b">\r\n",
    1,
)


@dataclass(frozen=True)
class Mail:
    """A newsletter, as far as the sender looks at it."""

    eml: bytes = EML
    day: str = "2026-11-23"

    @property
    def sha256(self) -> str:
        return sha256(self.eml).hexdigest()


@dataclass
class Sink:
    """An aiosmtpd handler: keeps what it accepts; ``rcpt`` and ``data`` answer by recipient."""

    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    cut: Callable[[SMTP], None] | None = None
    accepted: list[tuple[str, str, bytes]] = field(default_factory=list)
    sessions: set[int] = field(default_factory=set)

    async def handle_RCPT(
        self, _: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.sessions.add(id(session))
        if (reply := self.rcpt.get(address, "250 OK")).startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:
        (recipient,) = envelope.rcpt_tos
        reply = self.data.get(recipient, "250 OK: queued as 4711")
        if reply.startswith("250"):
            content: Any = envelope.original_content
            self.accepted.append((envelope.mail_from or "", recipient, content))
        if self.cut is not None:
            self.cut(server)
        return reply

    @property
    def recipients(self) -> list[str]:
        return [recipient for _, recipient, _ in self.accepted]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(sink: Sink, **options: Any) -> Iterator[int]:
    """Run a server on the loopback and return its port."""
    controller = Controller(sink, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
