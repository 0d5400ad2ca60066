"""A static host on loopback: the files of a built site, with the headers of its `_headers`."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

Rules = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def read_rules(text: str) -> Rules:
    """Return the rules of a `_headers` file: a path pattern, then its headers, indented."""
    rules: list[tuple[str, list[tuple[str, str]]]] = []
    for line in filter(str.strip, text.splitlines()):
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            rules[-1][1].append((name, value))
        else:
            rules.append((line.strip(), []))
    return tuple((pattern, tuple(lines)) for pattern, lines in rules)


class Host(SimpleHTTPRequestHandler):
    """Answers as a static host does: the site's headers, its own page for what is not there."""

    def __init__(self, *args: object, rules: Rules, directory: str) -> None:
        """Serve ``directory``; the base class answers the request at once."""
        self.rules = rules
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def end_headers(self) -> None:
        """Add what the rules for this address say; every rule that matches counts."""
        path = urlsplit(self.path).path
        for pattern, lines in self.rules:
            if fnmatchcase(path, pattern):
                for name, value in lines:
                    self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page where nothing is found."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing: the tests look at what the browser says."""


@contextmanager
def hosted(output: Path) -> Iterator[str]:
    """Serve the site at ``output`` on loopback; gives its origin, without a slash at the end."""
    rules = read_rules((output / "_headers").read_text("utf-8"))
    handler = partial(Host, rules=rules, directory=str(output))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
