"""The article out of a page's HTML, by trafilatura, sanitised like the body of a feed.

Runs in the child process, as hostile HTML keeps a parser busy like a hostile feed.  trafilatura is
the extra ``fulltext``, and is imported only here.
"""

import importlib.util
import re
import unicodedata
from typing import Any

from briefing.errors import SettingsError
from briefing.ingest import encoding, sanitise

WORDS = 10
"""A text of fewer is no article but a notice: of consent, of a wall, of scripts that are needed."""

_HEADLINE = re.compile(r"(<body>\s*)<h1>.*?</h1>", re.DOTALL)
"""The page's title above the text: an item has its own."""

_SETTINGS: dict[str, Any] = {
    "output_format": "html",
    "favor_precision": True,  # fewer words of the page's furniture; measured in bench/fulltext.py
    "include_comments": False,
    "include_formatting": False,  # of words: lists and headings stay
    "include_links": True,
}


def available() -> None:
    """Make sure that full text can be had.

    Raises:
        SettingsError: trafilatura is not installed.
    """
    if importlib.util.find_spec("trafilatura") is None:
        raise SettingsError(
            "A source asks for the full text of its pages, which needs one more package: "
            "pip install 'pelican-briefing[fulltext]', or take fullText off the source."
        )


def extract(body: bytes, url: str, content_type: str) -> sanitise.Clean:
    """Return the article of a page; empty where nothing usable is found.

    Args:
        body: The page.
        url: Its address, on which relative links rest.
        content_type: The header; a charset in it goes before what the page says itself.
    """
    from trafilatura import bare_extraction
    from trafilatura.htmlprocessing import build_html_output

    declared = "charset=" in content_type.replace(" ", "").lower()
    page = encoding.decode(body, content_type).text if declared else body
    try:  # without the address, as it would resolve "../x" against the host's root
        found: Any = bare_extraction(page, **_SETTINGS)  # ``extract`` takes a fingerprint as well
        markup = unicodedata.normalize("NFC", build_html_output(found)) if found else ""
    except Exception:  # it is given what the web has, and promises nothing
        return sanitise.Clean()
    clean = sanitise.clean(_HEADLINE.sub(r"\1", markup, count=1), url)
    return clean if len(clean.text.split()) >= WORDS else sanitise.Clean()
