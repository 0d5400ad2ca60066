"""The words of rendered HTML as plain paragraphs, for whoever takes sentences from them."""

from html.parser import HTMLParser

_BLOCKS = frozenset(
    {"p", "li", "blockquote", "div", "section", "article", "ul", "ol", "dl", "dt", "dd", "hr"}
)
_SILENT = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "pre", "table", "figure", "script", "style", "template"}
    | {"sup", "title", "aside", "noscript"}
)
"""Elements whose words are no running text; ``sup`` because footnote marks are set in it."""


class _Prose(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[list[str]] = [[]]
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT or ("class", "footnote") in attrs:
            self.silent.append(tag)
        self._between(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()
        self._between(tag)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.paragraphs[-1].append(data)

    def _between(self, tag: str) -> None:
        if tag in _BLOCKS or tag in _SILENT - {"sup"}:
            self.paragraphs.append([])
        elif tag == "br":
            self.paragraphs[-1].append(" ")


def prose(html: str) -> str:
    """Return the running text of ``html``: paragraphs separated by a blank line, no headings."""
    parser = _Prose()
    parser.feed(html)
    parser.close()
    paragraphs = (" ".join("".join(parts).split()) for parts in parser.paragraphs)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
