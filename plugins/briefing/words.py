"""The words of the theme in the language of the briefing, and dates as that language writes them.

A text is looked up by its English; a catalog is one file a language, ``words/LANG.toml`` in the
theme's folder.  Plural forms follow the rules of CLDR, the names of days and months too (Babel), so
that the locales of the machine have no say.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from briefing.errors import ContentError
from briefing.settings import Settings

FOLDER = "words"
OURS = "theme"
"""The folder whose catalogs stand in where a theme has none of its own."""
ENGLISH = "en"
# Patterns in place of CLDR's: English without a country is not that of the United States alone.
_DATES = {ENGLISH: {"long": "EEEE d MMMM y", "short": "d MMMM y"}}
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

Form = str | Mapping[str, str]

# (days a week, times a day) -> "a weekly update ..." in a sentence, and how often, on its own.
_RHYTHMS: dict[tuple[int, int], tuple[str, str]] = {
    (1, 1): ("a weekly update", "Once a week"),
    (2, 1): ("a twice-weekly update", "Twice a week"),
    (3, 1): ("a triweekly update", "Three times a week"),
    (4, 1): ("an update four times a week", "Four times a week"),
    (5, 1): ("an update five times a week", "Five times a week"),
    (6, 1): ("an update six times a week", "Six times a week"),
    (7, 1): ("a daily update", "Every day"),
    (7, 2): ("a twice-daily update", "Twice a day"),
}
_OFTEN = ("a regular update", "Several times a week")
_VERY_OFTEN = ("an update several times a day", "Several times a day")


@dataclass(frozen=True, slots=True)
class Words:
    """A catalog: call it with an English text and the values for its places.

    A text with plural forms needs the value ``count``.  ``dates`` are patterns (CLDR) in place of
    those that CLDR has for the language: ``long``, ``short``.
    """

    locale: Locale
    texts: Mapping[str, Form] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, text: str, **values: Any) -> str:
        """Return ``text`` in the language, or in English where the catalog lacks it.

        What comes of values that are HTML (``Markup``) is HTML too, all else in it escaped.
        """
        form = self.texts.get(text, text)
        if not isinstance(form, str):
            form = form.get(self.locale.plural_form(values["count"]), form["other"])
        if "count" in values:
            values["count"] = format_decimal(values["count"], locale=self.locale)
        if any(hasattr(value, "__html__") for value in values.values()):
            return escape(form).format(**values)
        return form.format(**values)

    def heading(self, title: str) -> str:
        """Return the title of a section: ``Briefs`` and its like are words of ours."""
        known = self.texts.get(title, title)
        return known if isinstance(known, str) else title

    def long_date(self, day: date) -> str:
        """Return ``Friday 30 January 2026``."""
        return format_date(day, self.dates.get("long", "full"), self.locale)

    def short_date(self, day: date) -> str:
        """Return ``30 January 2026``."""
        return format_date(day, self.dates.get("short", "long"), self.locale)

    def weekday(self, day: date) -> str:
        """Return ``Friday``."""
        return format_date(day, "cccc", self.locale)

    def month(self, day: date) -> str:
        """Return ``January 2026``."""
        return format_skeleton("yMMMM", day, locale=self.locale)

    def listed(self, parts: Sequence[Markup]) -> Markup:
        """Return ``one, two and three``."""
        joined = format_list([str(part) for part in parts], locale=self.locale)
        return Markup(joined)  # noqa: S704 - the parts are escaped, between them stand CLDR's words

    def update(self, settings: Settings) -> str:
        """Return what the briefing is, as in a sentence: ``a triweekly update on ...``."""
        update = self(rhythm(settings)[0])
        if not settings.tagline:
            return update
        return self("{update} {tagline}", update=update, tagline=settings.tagline)

    def often(self, settings: Settings) -> str:
        """Return how often it comes: ``Three times a week``."""
        return self(rhythm(settings)[1])


def words_of(settings: Settings) -> Words:
    """Return the words of the briefing's language: the theme's, else those of our own theme.

    Raises:
        ContentError: a catalog cannot be read.
    """
    folders = (settings.path(theme) / FOLDER for theme in (settings.theme, OURS))
    folder = next((each for each in folders if each.is_dir()), None)
    return _read(folder, settings.language)


def rhythm(settings: Settings) -> tuple[str, str]:
    """Return in English what comes out so often, and how often: by the days and hours."""
    days, times = len(set(settings.days)), len(settings.closing_times)
    other = _VERY_OFTEN if days == 7 else _OFTEN
    return _RHYTHMS.get((days, times), other)


def direction(language: str) -> str:
    """Return the direction of a language's script, ``ltr`` or ``rtl``, by its tag (BCP 47)."""
    locale = _locale(language)
    return locale.text_direction if locale else "ltr"


@cache
def _read(folder: Path | None, language: str) -> Words:
    """Read the catalog of a language over the English one; ``pt-BR`` may do with ``pt``."""
    locale = _locale(language) or Locale(ENGLISH)
    texts: dict[str, Form] = {}
    for name in dict.fromkeys((ENGLISH, language.partition("-")[0], language)):
        texts |= _catalog(folder, name) if folder else {}
    return Words(locale, texts, _DATES.get(str(locale), {}))


def _catalog(folder: Path, name: str) -> dict[str, Any]:
    path = folder / f"{name}.toml"
    if not _TAG.fullmatch(name) or not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ContentError(f"The words in {path} cannot be read: {error}") from error


def _locale(language: str) -> Locale | None:
    for tag in (language, language.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None
