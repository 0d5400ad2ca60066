"""Foreign text in Markdown, and Markdown as HTML.

Text from a feed must come out of Markdown as the very same text: nothing in it may become a
heading, a link, an attribute list or a tag.
"""

import html
import re
from functools import cache, lru_cache
from threading import Lock

import markdown

EXTENSIONS = ("extra", "sane_lists")
_INLINE = re.compile(r"[\\`*_{}\[\]#]")
_ENTITY_START = re.compile(r"&(?=#?\w+;)")
_LINE_START = (
    (re.compile(r"^([+-])"), r"\\\1"),
    (re.compile(r"^(\d+)([.)])"), r"\1\\\2"),
    (re.compile(r"^([:~=|!])"), lambda match: f"&#{ord(match[1])};"),
)
_UNMARKED = re.compile(r"^[^\W\d_][^\n\\`*_{}\[\]<>&~^|:]*$")
_TAG = re.compile(r"<[^>]*>")
_lock = Lock()
_REMEMBERED = 4096  # texts that are rendered as HTML: headlines and names come again and again


def escape(text: str) -> str:
    """Write plain text as Markdown on one line that renders to exactly this text.

    White space is folded.
    """
    line = _ENTITY_START.sub("&amp;", " ".join(text.split()))
    line = _INLINE.sub(r"\\\g<0>", line).replace("<", "&lt;").replace(">", "&gt;")
    for pattern, replacement in _LINE_START:
        line = pattern.sub(replacement, line)
    return line


def link(name: str, url: str) -> str:
    """Write a Markdown link; ``url`` must be a web address (see ``models.is_web_address``)."""
    target = f"<{url}>" if "(" in url or ")" in url else url
    return f"[{escape(name)}]({target})"


@lru_cache(maxsize=_REMEMBERED)
def render(text: str) -> str:
    """Render the editor's Markdown as HTML (trusted: it is the editor's own file)."""
    with _lock:
        return str(_markdown().reset().convert(text))


def render_inline(text: str) -> str | None:
    """Render one paragraph without its ``<p>``; None when it is more than one paragraph."""
    if _UNMARKED.match(text):  # most sentences: Markdown would take a hundred times as long
        return html.escape(text, quote=False)
    rendered = render(text)
    inner = rendered.removeprefix("<p>").removesuffix("</p>")
    whole = len(inner) == len(rendered) - len("<p></p>")
    return inner if whole and "<p>" not in inner else None


def plain(rendered: str) -> str:
    """Return the text of rendered HTML, white space folded."""
    return " ".join(html.unescape(_TAG.sub("", rendered)).split())


@cache
def _markdown() -> markdown.Markdown:
    return markdown.Markdown(extensions=list(EXTENSIONS), output_format="html")
