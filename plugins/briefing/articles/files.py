"""The files of articles and authors: their text, and the header of Markdown files."""

import re
from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown

from briefing import frontmatter
from briefing.articles.prose import prose
from briefing.errors import ContentError

_HEADER = re.compile(r"^ {0,3}(?P<key>[A-Za-z0-9_-]+):")


@dataclass(frozen=True, slots=True)
class MarkdownFile:
    """A Markdown file: its header with lower-case keys, where each stands, its body as HTML."""

    path: Path
    metadata: dict[str, str]
    lines: dict[str, int]
    html: str

    def error(self, key: str, message: str) -> ContentError:
        """Make an error that names the file and the line of ``key``."""
        return ContentError(f"{self.path}, line {self.lines.get(key, 1)}: {message}")


def read_text(path: Path) -> str:
    """Read a file in UTF-8, or in UTF-16 where it says so.

    Raises:
        ContentError: it cannot be read; names file and line.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ContentError(f"{path} cannot be read: {error.strerror}.") from error
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ContentError(f"{path}, line {line}: not UTF-8; save the file as UTF-8.") from None


def read_markdown(path: Path) -> MarkdownFile:
    """Read a Markdown file with a ``Key: value`` header, as Pelican does, or with a CMS's.

    Raises:
        ContentError: it cannot be read.
    """
    written = read_text(path)
    text = frontmatter.plain(written)
    # The parsed header hangs on the converter and is known to no type stub.
    converter = Markdown(extensions=["extra", "meta"])
    html = converter.convert(text)
    meta: dict[str, list[str]] = converter.Meta  # type: ignore[attr-defined]
    return MarkdownFile(
        path, {key: " ".join(value) for key, value in meta.items()}, _lines(written), html
    )


def render_plain(text: str) -> str:
    """Return the words of a little Markdown, such as that of a summary."""
    return " ".join(prose(Markdown().convert(text)).split())


def _lines(text: str) -> dict[str, int]:
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            break
        if found := _HEADER.match(line):
            lines.setdefault(found["key"].lower(), number)
    return lines
