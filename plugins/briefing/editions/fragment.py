"""The place of a sentence on the page that it was taken from, as a link.

Reference: URL Fragment Text Directives (https://wicg.github.io/scroll-to-text-fragment/).  A
browser that does not know them opens the page at its top.
"""

from urllib.parse import quote

EDGE = 4
"""Words of the beginning and of the end that name a long sentence."""


def place(url: str, text: str) -> str:
    """Return ``url`` with a directive that scrolls to ``text`` and marks it.

    An address with a fragment of its own stays as it is: it names a place already, and a page that
    routes by fragments would not be found with another one.
    """
    words = text.split()
    if not words or "#" in url:
        return url
    if len(words) <= 2 * EDGE:
        return f"{url}#:~:text={_encoded(words)}"
    return f"{url}#:~:text={_encoded(words[:EDGE])},{_encoded(words[-EDGE:])}"


def _encoded(words: list[str]) -> str:
    """Percent-encode; a hyphen and a comma are syntax of a directive, and quote() leaves one."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
