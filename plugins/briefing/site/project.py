"""What all plugins need of a Pelican run: the settings, checked once, and the template helpers.

Pelican hands ``PATH`` over as an absolute path; the project's folder is the one that holds it.
"""

import os
from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from pelican import signals
from pelican.contents import Tag

from briefing.errors import SettingsError
from briefing.ingest.opml import read_sources
from briefing.models import Source, Topic, is_foreign
from briefing.newsroom.topics import Vocabulary
from briefing.settings import Settings
from briefing.shelf import read_vocabulary
from briefing.site import charts, coverage
from briefing.site.browse import months, paragraphs
from briefing.words import Words, direction, words_of

LOOKS = "css/looks"


def settings_of(configured: Mapping[str, Any]) -> Settings:
    """Make the settings out of Pelican's and the environment.

    Raises:
        SettingsError: a ``BRIEFING_*`` name is unknown or a value cannot be used.
    """
    return Settings.from_mapping(Path(configured["PATH"]).resolve().parent, configured, os.environ)


def content_folder(configured: Mapping[str, Any]) -> Path:
    """Return the folder that Pelican reads."""
    return Path(configured["PATH"]).resolve()


def sources_of(settings: Settings) -> tuple[Source, ...]:
    """Return the editor's sources; none on a site that has no list of them."""
    path = settings.path(settings.sources)
    return read_sources(path) if path.is_file() else ()


def vocabulary_of(configured: Mapping[str, Any]) -> Vocabulary:
    """Return the topics, the editor's own among them.

    Raises:
        ContentError: the editor's file cannot be used.
    """
    return read_vocabulary(content_folder(configured) / "topics.toml")


def absolute(settings: Settings, path: str) -> str:
    """Return the public address of a site path (without a leading slash)."""
    return f"{settings.site_url.rstrip('/')}/{path}"


def local(settings: Settings, url: str) -> str:
    """Return an address on our own host as a path, so that a preview stays in the preview.

    A text fragment is left out: to whoever checks links in our pages it is an id that is missing.
    """
    home = settings.site_url.rstrip("/") + "/"
    if not url.startswith(home):
        return url
    return f"{settings.base_path}/{url[len(home) :].partition('#:~:')[0]}"


def at_home(settings: Settings, html: str) -> str:
    """Return HTML with its links to our own pages as paths, as :func:`local` makes them."""
    home = f'href="{settings.site_url.rstrip("/")}/'
    return html.replace(home, f'href="{settings.base_path}/')


def capital(text: str) -> str:
    """Return ``text`` as the beginning of a sentence; ``str.capitalize`` would lower the rest."""
    return text[:1].upper() + text[1:]


def tongue(language: str, home: str) -> Markup:
    """Return the attributes of an element whose words are in another language than the page's."""
    if not is_foreign(language, home):
        return Markup()
    towards = direction(language)
    turned = Markup(' dir="{}"').format(towards) if towards != direction(home) else Markup()
    return Markup(' lang="{}"{}').format(language, turned)


def since(words: Words, day: date, seen: date) -> str:
    """Return what ``day`` is called on the later day ``seen``: by its weekday for six days."""
    return words.weekday(day) if (seen - day).days < 7 else words.short_date(day)


def host(url: str) -> str:
    """Return the host of an address, without ``www.``."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def check(pelican: Any) -> None:
    """Raise at the start of a run when a setting is wrong; Pelican then exits 1."""
    settings = settings_of(pelican.settings)
    looks = Path(pelican.theme, "static", LOOKS)
    if settings.look and looks.is_dir() and not (looks / f"{settings.look}.css").is_file():
        known = ", ".join(sorted(path.stem for path in looks.glob("*.css")))
        raise SettingsError(f"BRIEFING_LOOK is one of {known}, not {settings.look!r}.")
    if settings.logo and not (content_folder(pelican.settings) / settings.logo).is_file():
        raise SettingsError(f"BRIEFING_LOGO: there is no content/{settings.logo}.")


def equip(generator: Any) -> None:
    """Give the templates ``site``, ``root`` and our filters."""
    settings = settings_of(generator.settings)
    words = words_of(settings)
    generator.env.globals.update(
        site=settings,
        root=settings.base_path,
        t=words,
        update_line=words.update(settings),
        how_often=words.often(settings),
        columns=charts.columns,
        spark=charts.spark,
        bar=charts.bar,
    )
    generator.env.filters.update(
        absolute=lambda path: absolute(settings, path),
        local=lambda url: local(settings, url),
        at_home=lambda html: at_home(settings, html),
        long_date=words.long_date,
        short_date=words.short_date,
        month=words.month,
        weekday=lambda day: words.weekday(date.fromisoformat(day)),
        since=lambda day, seen: since(words, date.fromisoformat(day), seen),
        capital=capital,
        direction=direction,
        tongue=lambda language: tongue(language, settings.language),
        iso=datetime.isoformat,
        host=host,
        mailbox=lambda value: parseaddr(value)[1],
        months=months,
        paragraphs=paragraphs,
        weekly=coverage.weekly,
    )


def tag_of(topic: Topic, configured: Any) -> Tag:
    """Return a topic as a tag of Pelican's, under the topic's own slug."""
    tag = Tag(topic.label, configured)
    tag.slug = topic.slug
    return tag


def has_template(generator: Any, name: str) -> bool:
    """Tell whether the theme itself has a template (not only the base theme behind it)."""
    folders = [*generator.settings["THEME_TEMPLATES_OVERRIDES"], f"{generator.theme}/templates"]
    return any(Path(folder, f"{name}.html").is_file() for folder in folders)


def register() -> None:
    """Connect what every plugin needs; doing it twice does no harm."""
    signals.initialized.connect(check)
    signals.generator_init.connect(equip)
