"""What the slugs of ``ParsedFeed.reason`` mean to the editor, where a document was not whole."""

CUT = "cut"
"""The slug of a document that ends too early: what came of it is stored."""

_SENTENCES = {
    CUT: "The feed ended in the midst; what came of it is kept, and it will be asked for again.",
    "html-page": "What came is a web page and no feed: look for the feed's address on it, or for a "
    "page that asks to log in.",
    "empty": "What came is empty; it will be asked for again.",
    "not-a-feed": "What came is in no format of feeds that this program knows: check the address.",
    "cpu-limit": "The feed takes too long to read, as no honest feed does; "
    "tell the publisher, or take the source off the list.",
    "memory-limit": "The feed takes too much memory to read, as no honest feed does; "
    "tell the publisher, or take the source off the list.",
    "size-limit": "What the feed holds is too large; ask the publisher for a shorter one.",
}
_OTHER = "The feed cannot be read ({reason}); if that stays so, tell the publisher."


def sentence(reason: str | None) -> str:
    """Return in plain words why a document brought nothing, and what can be done."""
    return _SENTENCES.get(reason or "", _OTHER.format(reason=reason))
