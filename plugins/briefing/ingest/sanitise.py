"""Foreign HTML made harmless: nh3 always, after a depth check, whatever the declared type.

nh3 is one native call that Python cannot interrupt, and is at least quadratic in the depth of
nested block elements; so markup that is nested too deep never reaches it and only its text is
kept.
"""

import html
import re
from collections import Counter
from dataclasses import dataclass

import nh3

from briefing.ingest import links, text

DEPTH = 256
FIELD_BYTES = 1024 * 1024

_TAGS = (
    "a abbr b blockquote br caption cite code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 "
    "h6 hr i ins kbd li ol p pre q s samp small strong sub sup table tbody td tfoot th thead tr u "
    "ul var"
)
TAGS = frozenset(_TAGS.split())
_WITH_CONTENT = (
    "applet audio button canvas embed form head iframe math noscript object option script select "
    "style svg template textarea title video"
)
WITH_CONTENT = frozenset(_WITH_CONTENT.split())
"""Elements that go with all that is in them; any other that is not in ``TAGS`` leaves its text."""

_SPANS = {str(number) for number in range(1, 1001)}  # the most that HTML knows
NUMBERS = {
    "ol": {"start": {str(number) for number in range(10_000)}},
    "td": {"colspan": _SPANS, "rowspan": _SPANS},
    "th": {"colspan": _SPANS, "rowspan": _SPANS},
}
"""Attributes beside the target of a link that stay, with the values that they may have."""
SCHEMES = {"http", "https", "mailto"}

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(WITH_CONTENT),
    attributes={"*": set(), "a": {"href"}},
    tag_attribute_values=NUMBERS,
    url_schemes=SCHEMES,
    link_rel="noopener noreferrer",
)
_TARGET = re.compile('<a href="([^"]*)"')
_OPEN_OR_CLOSE = re.compile(r"<(/?)([a-z][a-z0-9:-]*)", re.I)
_DISGUISED = re.compile(r"</(?:p|a|div|li|ul|em|strong|h[1-6])>|<br ?/?>|&(?:nbsp|#\d{2,5});", re.I)
_NAMES = (
    "a abbr area b base br code col dd dt em embed font hr i img input li link meta option p s "
    "small source span strong sub sup td th tr track u wbr"
)
_SHALLOW = frozenset(_NAMES.split())
"""Elements that are empty, close themselves, or were measured to cost nh3 only linear time."""


@dataclass(frozen=True, slots=True)
class Clean:
    """A body that can be printed as it is, its text, and why something of it is missing."""

    html: str = ""
    text: str = ""
    problem: str | None = None


def clean(markup: str, base: str) -> Clean:
    """Sanitise the HTML of a body.

    Args:
        markup: Untrusted HTML.
        base: The address that relative links are resolved against; "" drops them.

    Returns:
        Sanitised HTML and its text; ``problem`` is ``field-limit`` or ``depth-limit`` or None.
    """
    problem = "field-limit" if len(markup) > FIELD_BYTES else None
    markup = markup[:FIELD_BYTES]
    if "<" not in markup:
        return _without_tags(html.unescape(markup) if "&" in markup else markup, problem)
    if _may_be_deep(markup) and depth(markup) > DEPTH:
        return _without_tags(text.fold(text.strip_tags(markup)), "depth-limit")
    safe = text.without_controls(_cleaned(markup, base)).strip()
    return Clean(safe, text.paragraphs(safe), problem)


def from_plain(words: str) -> Clean:
    """Make a body of plain text: escaped, its blank lines becoming paragraphs.

    HTML that only was declared as plain text is told by its markup, and cleaned like any other.
    """
    if ("<" in words or "&" in words) and _DISGUISED.search(words):
        return clean(words, "")
    problem = "field-limit" if len(words) > FIELD_BYTES else None
    parts = re.split(r"\n[ \t]*\n", text.without_controls(words[:FIELD_BYTES].replace("\r", "")))
    folded = [part for part in map(text.fold, parts) if part]
    escaped = "\n".join(f"<p>{html.escape(part, quote=False)}</p>" for part in folded)
    return Clean(escaped, "\n\n".join(folded), problem)


def depth(markup: str) -> int:
    """Return how deep block elements of ``markup`` may be nested, never guessing too low.

    One linear scan.  Open elements are counted by name, because a closing tag without its own
    opening one closes nothing.
    """
    opened: Counter[str] = Counter()
    current = deepest = 0
    for closing, name in _OPEN_OR_CLOSE.findall(markup):
        tag = name.lower()
        if tag in _SHALLOW:
            continue
        if not closing:
            opened[tag] += 1
            current += 1
            deepest = max(deepest, current)
        elif opened[tag]:
            opened[tag] -= 1
            current -= 1
    return deepest


def _may_be_deep(markup: str) -> bool:
    """Tell quickly of most markup that it has not even tags enough to be too deep."""
    tags = markup.count("<")
    return tags > DEPTH and tags - markup.count("</") > DEPTH


def _without_tags(words: str, problem: str | None) -> Clean:
    """Make a body of text alone, as nh3 would write it."""
    words = text.without_controls(words).strip()
    safe = html.escape(words, quote=False).replace("\xa0", "&nbsp;")
    return Clean(safe, text.fold(words), problem)


def _cleaned(markup: str, base: str) -> str:
    safe = _CLEANER.clean(markup)
    # In what nh3 writes, this can only be the tag of a link: elsewhere "<" or '"' is escaped.
    found = ((written, _link(written, base)) for written in set(_TARGET.findall(safe)))
    tags = {written: tag for written, tag in found if tag is not None}
    return _TARGET.sub(lambda match: tags.get(match[1], match[0]), safe) if tags else safe


def _link(written: str, base: str) -> str | None:
    """Return how the tag of a link with that target is to begin; None: as it does."""
    address = links.in_body(html.unescape(written) if "&" in written else written, base)
    if address == written:
        return None
    return f'<a href="{_attribute(address)}"' if address else "<a"


def _attribute(value: str) -> str:
    return html.escape(value, quote=False).replace('"', "&quot;")
