"""The connection: addresses, encryption, time-outs, and which side of the dot it broke on."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from delivery_samples import EML, SENDER, Sink, server

from briefing.delivery import SmtpTransport, State
from briefing.delivery.smtp import Server
from briefing.errors import DeliveryError, SettingsError

TO = "reader@homes.example"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://localhost", Server("localhost", 25, False)),
        ("smtp://u%40x:p%3Aw@mx.example", Server("mx.example", 587, False, "u@x", "p:w")),
        ("smtps://u:p@mx.example/", Server("mx.example", 465, True, "u", "p")),
        ("smtp://[::1]:2525", Server("::1", 2525, False)),
    ],
)
def test_an_address_is_read(address: str, expected: Server) -> None:
    assert Server.parse(address) == expected


@pytest.mark.parametrize(
    "address", ["mx.example", "http://mx.example", "smtp://", "smtp://x:port", "smtp://x/y"]
)
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(SettingsError, match="BRIEFING_SMTP"):
        Server.parse(address)


def test_no_address() -> None:
    with pytest.raises(DeliveryError, match="set BRIEFING_SMTP"):
        SmtpTransport.from_address("", SENDER)


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(Server.parse("smtp://u:secret@mx.example"))


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("localhost.evil.example", False)],
)
def test_loopback(host: str, here: bool) -> None:
    assert Server(host, 25, False).is_loopback is here


def test_elsewhere_nothing_goes_in_the_clear() -> None:
    """``127.1`` is this machine for the resolver, but not a loopback address as written."""
    sink = Sink()
    with server(sink) as port:
        transport = SmtpTransport.from_address(f"smtp://u:p@127.1:{port}", SENDER)
        with pytest.raises(DeliveryError, match="STARTTLS"):
            transport.open()
    assert sink.sessions == set()


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes a certificate with openssl")
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_that_nobody_signed_is_refused(tmp_path: Path, scheme: str) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-keyout", str(key), "-out", str(certificate), "-subj", "/CN=127.1"]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    options = {"ssl_context" if scheme == "smtps" else "tls_context": context}
    with server(Sink(), **options) as port:
        transport = SmtpTransport.from_address(f"{scheme}://127.1:{port}", SENDER)
        with pytest.raises(DeliveryError, match="CERTIFICATE_VERIFY_FAILED"):
            transport.open()


@pytest.mark.parametrize(("password", "good"), [("right", True), ("wrong", False)])
def test_logging_in(password: str, good: bool) -> None:
    def check(_server, _session, _envelope, _mechanism, data: LoginPassword) -> AuthResult:
        return AuthResult(success=data.password == b"right", handled=False)

    with server(Sink(), authenticator=check, auth_require_tls=False) as port:
        transport = SmtpTransport.from_address(f"smtp://me:{password}@127.0.0.1:{port}", SENDER)
        if good:
            transport.open()
            assert transport.deliver(TO, EML).state == State.SENT
        else:
            with pytest.raises(DeliveryError, match="535") as caught:
                transport.open()
            assert "wrong" not in str(caught.value)
        transport.close()


def test_a_connection_that_broke_is_made_again() -> None:
    sink = Sink()
    with server(sink) as port:
        transport = SmtpTransport.from_address(f"smtp://127.0.0.1:{port}", SENDER)
        sink.cut = lambda smtp: smtp.transport.close()
        transport.open()
        transport.deliver(TO, EML)
        sink.cut = None
        transport.open()
        assert transport.deliver(TO, EML).state == State.SENT
        transport.close()
    assert len(sink.accepted) == 2


@contextmanager
def scripted(*replies: str | None) -> Iterator[tuple[int, list[bytes]]]:
    """A server that greets, answers each command in turn, and hangs up at ``None``."""
    seen: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 hello\r\n")
            for before, reply in zip(("", *replies), replies, strict=False):
                line = lines.readline()
                while str(before).startswith("354") and line not in (b".\r\n", b""):
                    line = lines.readline()
                seen.append(line.strip().upper())
                if reply is None:
                    return
                connection.sendall(f"{reply}\r\n".encode())
            lines.readline()

    thread = threading.Thread(target=serve)
    thread.start()
    with listener:
        yield listener.getsockname()[1], seen
        thread.join(timeout=10)


@pytest.mark.parametrize(
    ("replies", "state"),
    [
        (("250 ehlo", None), State.DEFERRED),
        (("250 ehlo", "250 mail", None), State.DEFERRED),
        (("250 ehlo", "250 mail", "250 rcpt", None), State.DEFERRED),
        (("250 ehlo", "250 mail", "250 rcpt", "354 go", None), State.UNCERTAIN),
        (("250 ehlo", "250 mail", "250 rcpt", "354 go", "nonsense"), State.UNCERTAIN),
        (("250 ehlo", "250 mail", "250 rcpt", "354 go", "250 ok"), State.SENT),
        (("250 ehlo", "250 mail", "250 rcpt", "354 go", "452 full"), State.DEFERRED),
        (("250 ehlo", "250 mail", "250 rcpt", "354 go", "552 no"), State.FAILED),
        (("250 ehlo", "250 mail", "250 rcpt", "354 go", "421 bye"), State.DEFERRED),
        (("250 ehlo", "250 mail", "250 rcpt", "250 what?", "250 reset"), State.DEFERRED),
        (("250 ehlo", "553 5.1.8 sender", "250 reset"), State.FAILED),
    ],
)
def test_where_it_ended(replies: tuple[str | None, ...], state: State) -> None:
    with scripted(*replies) as (port, _):
        transport = SmtpTransport.from_address(f"smtp://127.0.0.1:{port}", SENDER)
        transport.open()
        assert transport.deliver(TO, EML).state == state
        transport.close()


def test_a_reply_that_does_not_come_is_uncertain() -> None:
    sink_says = ("250 ehlo", "250 mail", "250 rcpt", "354 go")
    with scripted(*sink_says) as (port, seen):
        transport = SmtpTransport(Server("127.0.0.1", port, False), SENDER, final_timeout=0.1)
        transport.open()
        assert transport.deliver(TO, EML).state == State.UNCERTAIN
    assert seen == [b"EHLO NEWS.EXAMPLE", b"MAIL FROM:<DESK@NEWS.EXAMPLE>", *seen[2:]]


def test_without_a_connection_nothing_is_claimed_to_be_sent() -> None:
    transport = SmtpTransport(Server("127.0.0.1", 9, False), SENDER)
    assert transport.deliver(TO, EML).state == State.DEFERRED
