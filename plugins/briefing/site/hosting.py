"""Plugin: what static hosts read: ``_headers`` and, from ``content/redirects.txt``, ``_redirects``.

The format is that of Netlify and Cloudflare Pages (a path, then its headers).  Both join the
headers of all rules that match, and two policies mean the stricter of both; so the policy stands
once for each folder of the output, and only ``search/`` may run what its index is written in.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican import signals

from briefing.models import is_web_address
from briefing.settings import Settings
from briefing.site import project
from briefing.site.redirects import Redirect, checked, read

REDIRECTS = "redirects.txt"

HEADERS = {
    "Strict-Transport-Security": "max-age=63072000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""For every address."""

STRICT = {
    "default-src": "'self'",
    "script-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
RELAXED = {
    # The search runs a script of ours and its index in WebAssembly.
    "search": {"script-src": "'self' 'wasm-unsafe-eval'"},
    # A mail has its styles in place, and so has its page in the browser.
    "newsletter": {"style-src": "'self' 'unsafe-inline'"},
}
"""What a folder's pages need beyond the strict policy."""


def policy(folder: str, settings: Settings) -> str:
    """Return the Content-Security-Policy of the pages in a folder of the output ("" is the top)."""
    forms = {"form-action": " ".join(["'self'", *_form_targets(settings)])}
    parts = STRICT | forms | RELAXED.get(folder, {})
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def headers(output: Path, settings: Settings) -> str:
    """Write ``_headers`` for the files and folders at the top of the output."""
    root = settings.base_path
    rules = [_rule(f"{root}/*", HEADERS)]
    for name, pattern in _places(output):
        rules.append(
            _rule(f"{root}/{pattern}", {"Content-Security-Policy": policy(name, settings)})
        )
    return "\n".join(rules)


def redirections(redirects: tuple[Redirect, ...], settings: Settings) -> str:
    """Write ``_redirects``: from, to, status."""
    root = settings.base_path
    lines = (f"{root}{each.start} {_placed(each.end, root)} {each.status}\n" for each in redirects)
    return "".join(lines)


def write(pelican: Any) -> None:
    """Write the files when all others are there.

    Raises:
        ContentError: a redirect that leads round, or nowhere.
    """
    settings, output = project.settings_of(pelican.settings), Path(pelican.output_path)
    path = project.content_folder(pelican.settings) / REDIRECTS
    if path.is_file():
        redirects = checked(read(path), output, path.name)
        (output / "_redirects").write_text(redirections(redirects, settings), encoding="utf-8")
    (output / "_headers").write_text(headers(output, settings), encoding="utf-8")


def _places(output: Path) -> Iterator[tuple[str, str]]:
    """Yield folder and pattern of everything at the top, the home page first."""
    yield "", ""
    for path in sorted(output.iterdir()):
        if path.is_dir():
            yield path.name, f"{path.name}/*"
        elif path.suffix == ".html":
            yield "", path.name


def _rule(pattern: str, lines: Mapping[str, str]) -> str:
    return "".join([f"{pattern}\n", *(f"  {name}: {value}\n" for name, value in lines.items())])


def _form_targets(settings: Settings) -> list[str]:
    """Return the origins that our forms post to, but for our own."""
    found = set()
    for action in (settings.subscribe_action, settings.comment_action):
        if is_web_address(action):
            parts = urlsplit(action)
            found.add(f"{parts.scheme}://{parts.netloc}")
    return sorted(found)


def _placed(end: str, root: str) -> str:
    return f"{root}{end}" if end.startswith("/") else end


def register() -> None:
    """Connect to Pelican."""
    project.register()
    signals.finalized.connect(write)
