"""Plugin: rendered content is safe to print, everything else is escaped.

With autoescape on (``JINJA_ENVIRONMENT``), a title from a feed cannot become a tag; but themes print
``{{ article.content }}`` without ``|safe``.  So what Pelican rendered is marked, and nothing else.
"""

from functools import partial
from typing import Any

from markupsafe import Markup
from pelican import signals


def _marked(render: Any, siteurl: str) -> Markup | None:
    html = render(siteurl)
    return None if html is None else Markup(html)  # noqa: S704 - the reader's own rendering


def mark(content: Any) -> None:
    """Wrap the two methods behind ``content.content`` and ``content.summary``."""
    content.get_content = partial(_marked, content.get_content)
    content.get_summary = partial(_marked, content.get_summary)


def register() -> None:
    """Connect to Pelican."""
    signals.content_object_init.connect(mark)
