"""A real HTTP server on loopback that answers by script and keeps a log of what it was asked."""

import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FEED = (
    b'<rss version="2.0"><channel><title>T</title><item><title>One</title>'
    b"<link>https://x.example/1</link></item></channel></rss>"
)


@dataclass
class Reply:
    """What a path answers.

    ``length`` announces another number of bytes than are sent, -1: none.  ``raw`` is sent in place
    of head and body.  ``drip`` are the seconds between two bytes, ``stall`` those before the last
    half, and ``reset`` ends the connection by force.
    """

    status: int = 200
    body: bytes = FEED
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    drip: float = 0.0
    raw: bytes = b""
    stall: float = 0.0
    reset: bool = False


@dataclass
class Asked:
    """One request that came in."""

    path: str
    headers: dict[str, str]
    at: float


Script = dict[str, Reply | Callable[[Asked], Reply]]


@dataclass
class Server:
    port: int
    script: Script
    log: list[Asked] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def serving(script: Script, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            server.connections += 1
            super().setup()

        def do_GET(self) -> None:
            asked = Asked(self.path, dict(self.headers.items()), time.monotonic())
            server.log.append(asked)
            reply = server.script.get(self.path, Reply(404, b"no"))
            reply = reply(asked) if callable(reply) else reply
            self.close_connection = reply.length is not None or bool(reply.raw)
            if not reply.raw:
                self.send_head(reply)
            self.send(reply)

        def send_head(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            length = len(reply.body) if reply.length is None else reply.length
            if length >= 0 and reply.status != 304:
                self.send_header("Content-Length", str(length))
            self.end_headers()

        def send(self, reply: Reply) -> None:
            data = reply.raw or reply.body
            half = len(data) // 2
            try:
                self.send_slowly(data[:half], reply.drip)
                time.sleep(reply.stall)
                if reply.reset:
                    self.reset()
                self.send_slowly(data[half:], reply.drip)
            except OSError:
                self.close_connection = True

        def send_slowly(self, data: bytes, drip: float) -> None:
            step = 1 if drip else 64 * 1024
            for start in range(0, len(data), step):
                self.wfile.write(data[start : start + step])
                time.sleep(drip)

        def reset(self) -> None:
            at_once = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            os.close(self.connection.detach())
            raise ConnectionError

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    if tls:
        httpd.socket = tls.wrap_socket(httpd.socket, True, do_handshake_on_connect=False)
    server = Server(httpd.server_port, script)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()
