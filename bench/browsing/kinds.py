"""Which page of a built site stands for each kind of page."""

from pathlib import Path

FIXED = {
    "home": "",
    "archive": "archives/",
    "topics": "topics/",
    "authors": "authors/",
    "sources": "sources/",
    "coverage": "coverage/",
    "search": "search/",
    "subscribe": "subscribe/",
    "404": "404.html",
}
FULLEST = {
    "edition": "editions",
    "story": "stories",
    "topic": "topics",
    "article": "articles",
    "author": "authors",
}
"""Kinds of which there are many: the page with the most on it stands for all."""


def kinds(output: Path) -> dict[str, str]:
    """Return kind and path (without a slash before it) of one page of each kind that is there."""
    found = {name: path for name, path in FIXED.items() if _file(output, path).is_file()}
    for name, folder in FULLEST.items():
        pages = sorted(output.glob(f"{folder}/*/index.html"))
        if pages:
            fullest = max(pages, key=lambda page: page.stat().st_size)
            found[name] = f"{folder}/{fullest.parent.name}/"
    mails = sorted(output.glob("newsletter/*/index.html"))
    if mails:
        found["mail"] = f"newsletter/{mails[-1].parent.name}/"
    return found


def _file(output: Path, path: str) -> Path:
    return output / path if path.endswith(".html") else output / path / "index.html"
