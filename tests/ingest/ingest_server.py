"""A real HTTP server on loopback that answers by script and keeps a log of what it was asked."""

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
    """What a path answers; ``length`` announces another number of bytes than are sent."""

    status: int = 200
    body: bytes = FEED
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    drip: float = 0.0


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

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def serving(script: Script) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = Asked(self.path, dict(self.headers.items()), time.monotonic())
            server.log.append(asked)
            reply = server.script.get(self.path, Reply(404, b"no"))
            reply = reply(asked) if callable(reply) else reply
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            length = len(reply.body) if reply.length is None else reply.length
            if length >= 0 and reply.status != 304:
                self.send_header("Content-Length", str(length))
            self.end_headers()
            self.close_connection = reply.length is not None
            self.send(reply)

        def send(self, reply: Reply) -> None:
            step = 1 if reply.drip else 64 * 1024
            try:
                for start in range(0, len(reply.body), step):
                    self.wfile.write(reply.body[start : start + step])
                    time.sleep(reply.drip)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    server = Server(httpd.server_port, script)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()
