"""The preview: the built site on this machine, rebuilt and reloaded when a file changes.

Pelican runs in a child process, so a change of plugin code counts at once.  What is wrong stands on
the page, above the site without the broken files, or the last good one.
"""

import html
import threading
from collections.abc import Callable, Iterable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from watchfiles import DefaultFilter, watch

from briefing.errors import BriefingError

WATCHED = ("content", "theme", "plugins", "pelican.conf.py")
_RELOAD = "/.briefing/reload"
_SCRIPT = f"""<script>
new EventSource("{_RELOAD}").onmessage = () => location.reload();
</script>"""
_PROBLEM = """<pre role="alert" style="position:sticky;top:0;margin:0;padding:1em;z-index:9;\
max-height:40vh;overflow:auto;white-space:pre-wrap;background:#7a1f12;color:#fff">{}</pre>"""
_HEARTBEAT = 15.0


class Preview:
    """What the browser shows: the number of builds so far, and the last problem if any."""

    def __init__(self, output: Path, base_path: str) -> None:
        """Serve ``output`` below ``base_path`` ("" or "/news")."""
        self.output = output
        self.base_path = base_path
        self.problem = ""
        self._builds = 0
        self._changed = threading.Condition()

    def rebuild(self, build: Callable[[], str]) -> None:
        """Build, keep what it says is wrong, and wake every open page."""
        try:
            self.problem = build()
        except Exception as error:
            self.problem = str(error) or repr(error)
        with self._changed:
            self._builds += 1
            self._changed.notify_all()

    def wait(self) -> bool:
        """Wait for the next build; False when only time has passed."""
        with self._changed:
            before = self._builds
            self._changed.wait(_HEARTBEAT)
            return self._builds != before

    def decorate(self, page: bytes) -> bytes:
        """Add the reload script, and the problem if there is one, to an HTML page."""
        problem = _PROBLEM.format(html.escape(self.problem)) if self.problem else ""
        head, body, rest = page.partition(b"<body")
        tag, closing, inner = rest.partition(b">")
        return head + body + tag + closing + (problem + _SCRIPT).encode() + inner


class _Handler(SimpleHTTPRequestHandler):
    """Static files with reloading pages; quiet."""

    def __init__(self, preview: Preview, *args: object) -> None:
        self.preview = preview
        super().__init__(*args, directory=str(preview.output))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer the event stream, a page, or a file."""
        path = urlsplit(self.path).path
        if path == _RELOAD:
            self._stream()
        elif self._page(path) is not None:
            self._send_page(self._page(path) or self.preview.output, 200)
        elif not Path(self.translate_path(self._local(path))).exists():
            self._send_page(self.preview.output / "404.html", 404)
        else:
            self.path = self._local(path)
            super().do_GET()

    def _local(self, path: str) -> str:
        return path.removeprefix(self.preview.base_path) or "/"

    def _page(self, path: str) -> Path | None:
        found = Path(self.translate_path(self._local(path)))
        if found.is_dir() and path.endswith("/"):
            found /= "index.html"
        return found if found.suffix == ".html" and found.is_file() else None

    def _send_page(self, path: Path, status: int) -> None:
        page = path.read_bytes() if path.is_file() else b"<!DOCTYPE html><body><p>Not found.</p>"
        self._send(self.preview.decorate(page), "text/html; charset=utf-8", status)

    def _send(self, body: bytes, content_type: str, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            while True:
                news = b"data: built\n\n" if self.preview.wait() else b": still here\n\n"
                self.wfile.write(news)
                self.wfile.flush()
        except OSError:
            return  # the page was closed

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a preview is no web server to be watched."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over a browser that hung up."""


def server(preview: Preview, host: str, port: int) -> ThreadingHTTPServer:
    """Bind the preview's HTTP server.

    Raises:
        BriefingError: the port is taken.
    """
    try:
        return _Server((host, port), partial(_Handler, preview))
    except OSError as error:
        raise BriefingError(
            f"Port {port} cannot be used ({error.strerror}): is another preview running? "
            f"Try make serve PORT={port + 1}."
        ) from error


def changes(root: Path, stop: threading.Event) -> Iterable[object]:
    """Yield whenever something that the site is made from has changed."""
    watched = [root / name for name in WATCHED if (root / name).exists()]
    patterns = (*DefaultFilter.ignore_entity_patterns, r"^\..*\.tmp$")
    relevant = DefaultFilter(ignore_entity_patterns=patterns)
    return watch(*watched, stop_event=stop, watch_filter=relevant, debounce=400)
