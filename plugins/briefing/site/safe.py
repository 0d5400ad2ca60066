"""Plugin: rendered content is safe to print, everything else is escaped.

With autoescape on (``JINJA_ENVIRONMENT``), a title from a feed cannot become a tag; but themes
print ``{{ article.content }}`` without ``|safe``.  So what Pelican rendered, and only that, is
marked.
"""

from functools import partial
from typing import Any

from pelican import signals


class Rendered(str):
    """HTML that prints as it is; whatever is made from it is plain text again.

    Not ``markupsafe.Markup``, whose ``+`` escapes: Pelican cuts summaries out of the content by
    adding end tags to a slice.
    """

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def _rendered(render: Any, siteurl: str) -> Rendered:
    return Rendered(render(siteurl) or "")


def mark(content: Any) -> None:
    """Wrap the two methods behind ``content.content`` and ``content.summary``."""
    content.get_content = partial(_rendered, content.get_content)
    content.get_summary = partial(_rendered, content.get_summary)


def register() -> None:
    """Connect to Pelican."""
    signals.content_object_init.connect(mark)
