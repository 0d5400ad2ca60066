"""Addresses of articles: one rule for the site and for what links to it.

The default rule is Pelican's own for titles (``SLUG_REGEX_SUBSTITUTIONS``), so that an article has
the address that it would have on any other Pelican site.
"""

import re
import unicodedata

from markupsafe import Markup
from unidecode import unidecode

from briefing.models import digest

_KEPT = re.compile(r"[^\w\s-]")
_GAPS = re.compile(r"[-\s]+")
_SLUG = re.compile(r"\w[\w.-]*")


def slugify(text: str) -> str:
    """Return the slug of a title or a name; one that has no letters gets a few digits."""
    plain = unidecode(unicodedata.normalize("NFKC", Markup(text).striptags()))  # noqa: S704 - read only
    slug = _GAPS.sub("-", _KEPT.sub("", plain).strip()).lower().strip()
    return slug if slug.strip("-_") else digest(text)[:8]


def is_slug(text: str) -> bool:
    """Tell whether ``text`` can stand in an address as it is."""
    return _SLUG.fullmatch(text) is not None


def path_of(slug: str) -> str:
    """Return the site path of an article, without a leading slash."""
    return f"articles/{slug}/"
