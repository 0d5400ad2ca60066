"""SMTP: one connection for many mails, and an honest account of where each attempt ended.

``smtplib`` speaks; the commands of a mail are given one by one, because it matters whether a
connection broke before the final dot (the server must discard) or after it (nobody knows).
"""

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from ipaddress import ip_address
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from briefing.delivery.envelope import mailbox
from briefing.delivery.ledger import State
from briefing.delivery.sending import BUSY, Reply
from briefing.errors import DeliveryError, SettingsError

TIMEOUT = 60.0
FINAL_TIMEOUT = 600.0
"""Seconds to wait for the reply to the final dot (RFC 5321, 4.5.3.2.6): giving up earlier is how
readers come to get a mail twice."""
_LINE_START_DOT = re.compile(rb"(?m)^\.")
_REFUSED = {4: State.DEFERRED, 5: State.FAILED}
_ENDED = {2: State.SENT, **_REFUSED}
"""By the first digit of a reply (RFC 5321, 4.2.1)."""
_TROUBLE = (smtplib.SMTPException, OSError)


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how to hand mail over; ``tls`` from the first byte on, else by STARTTLS."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, address: str) -> Self:
        """Read ``smtp://USER:PASSWORD@HOST:PORT`` or ``smtps://...``.

        The port is 465 for smtps, 587 with a user, else 25.

        Raises:
            SettingsError: it is neither.
        """
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/"):
            raise SettingsError(
                "BRIEFING_SMTP must be like smtp://USER:PASSWORD@HOST:PORT or smtps://...; "
                "write special characters of the password as %XX."
            )
        tls = parts.scheme == "smtps"
        usual = 465 if tls else 587 if parts.username else 25
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port or usual, tls, user, password)

    @property
    def is_loopback(self) -> bool:
        """This machine itself: the only one that mail and passwords go to in the clear."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


class SmtpTransport:
    """A connection to a mail server, made when it is needed and made again when it broke."""

    def __init__(self, server: Server, sender: str, final_timeout: float = FINAL_TIMEOUT) -> None:
        self._server = server
        self._sender = mailbox(sender)
        self._final_timeout = final_timeout
        self._smtp: smtplib.SMTP | None = None

    @classmethod
    def from_address(cls, address: str, sender: str) -> Self:
        """Make a transport from the setting ``BRIEFING_SMTP`` and the From address.

        Raises:
            DeliveryError: there is no server.
            SettingsError: the setting cannot be read.
        """
        if not address:
            raise DeliveryError("There is no mail server: set BRIEFING_SMTP to send.")
        return cls(Server.parse(address), sender)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def open(self) -> None:
        """Connect, unless the connection still answers.

        Raises:
            DeliveryError: the server cannot be reached, offers no encryption, or refuses us.
        """
        if self._smtp is not None and self._answers(self._smtp):
            return
        self._drop()
        where = f"{self._server.host}:{self._server.port}"
        try:
            self._smtp = self._connect()
        except smtplib.SMTPNotSupportedError as error:
            raise DeliveryError(f"{where} does not offer what is needed: {error}") from error
        except _TROUBLE as error:
            raise DeliveryError(f"The mail server {where} is of no use now: {error}") from error

    def deliver(self, recipient: str, message: bytes) -> Reply:
        """Hand over one mail, whose lines end in CRLF; tell how it ended."""
        if self._smtp is None:
            return Reply(State.DEFERRED, 0, "not connected")
        try:
            refusal = self._envelope(self._smtp, recipient)
            if refusal is None:
                self._smtp.send(_LINE_START_DOT.sub(b"..", message))
        except _TROUBLE as error:
            self._drop()
            return Reply(State.DEFERRED, 0, f"the connection broke before the mail's end: {error}")
        return refusal or self._finish(self._smtp)

    def close(self) -> None:
        """Say good-bye, if there is anybody to say it to."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except _TROUBLE:
                self._smtp.close()
            self._smtp = None

    def _connect(self) -> smtplib.SMTP:
        server, name = self._server, self._sender.rpartition("@")[2]
        context = ssl.create_default_context()
        smtp = (
            smtplib.SMTP_SSL(server.host, server.port, name, timeout=TIMEOUT, context=context)
            if server.tls
            else smtplib.SMTP(server.host, server.port, name, timeout=TIMEOUT)
        )
        try:
            # The dot is a small packet of its own: without this it would wait for the other side.
            _socket(smtp).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if not server.tls and not server.is_loopback:
                smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _answers(self, smtp: smtplib.SMTP) -> bool:
        try:
            return smtp.noop()[0] == 250
        except _TROUBLE:
            return False

    def _envelope(self, smtp: smtplib.SMTP, recipient: str) -> Reply | None:
        """Give the commands up to DATA; return the reply that refused one of them."""
        commands = (
            ("MAIL", f"FROM:<{self._sender}>", (250,)),
            ("RCPT", f"TO:<{mailbox(recipient)}>", (250, 251)),
            ("DATA", "", (354,)),
        )
        for command, argument, wanted in commands:
            code, text = smtp.docmd(command, argument)
            if code not in wanted:
                if code == BUSY:
                    self._drop()
                else:
                    smtp.rset()
                return Reply(_REFUSED.get(code // 100, State.DEFERRED), code, _words(text))
        return None

    def _finish(self, smtp: smtplib.SMTP) -> Reply:
        """Send the final dot, from which on only the server's reply tells what became of it."""
        try:
            _socket(smtp).settimeout(self._final_timeout)
            smtp.send(b".\r\n")
            code, text = smtp.getreply()
            _socket(smtp).settimeout(TIMEOUT)
        except _TROUBLE as error:
            self._drop()
            return Reply(State.UNCERTAIN, 0, f"no reply to the mail's end: {error}")
        if code == BUSY:
            self._drop()
        return Reply(_ENDED.get(code // 100, State.UNCERTAIN), code, _words(text))

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _words(text: bytes) -> str:
    return " ".join(text.decode("utf-8", "replace").split())


def _socket(smtp: smtplib.SMTP) -> socket.socket:
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("not connected")
    return smtp.sock
