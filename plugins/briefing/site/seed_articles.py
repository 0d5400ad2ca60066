"""Plugin: seed articles: plain text as a source format, authors, and where a story appears.

``.txt`` files become articles.  Every article that is not an edition gets ``reading_minutes``,
``author_profile`` and ``appearances``; one that an edition carries ends with the line "A version of
this story appears in ...".  Templates get ``AUTHOR_PROFILES``, by the authors' slugs.
"""

import html
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape
from pelican import signals
from pelican.readers import BaseReader

from briefing import shelf
from briefing.articles import (
    Author,
    Kind,
    PlainArticle,
    article_slug,
    prose,
    published,
    read_authors,
    read_plain,
)
from briefing.articles.slugs import path_of
from briefing.editions.assemble import WORDS_A_MINUTE
from briefing.errors import BriefingError
from briefing.settings import Settings
from briefing.site import comments, markdown_reader, pictures, project
from briefing.site.seeds import edition_day, seed_articles
from briefing.words import Words, words_of

AUTHORS, CATEGORY = "authors", "Articles"

logger = logging.getLogger(__name__)


class PlainTextReader(BaseReader):  # type: ignore[misc]  # Pelican has no types
    """Reads ``.txt`` as people paste it; see :mod:`briefing.articles.plaintext`."""

    enabled = True
    file_extensions = ("txt",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the text as HTML, everything escaped, and the metadata.

        Raises:
            ContentError: the file cannot be read; logged first, since Pelican keeps the message of
                a failing reader to itself.
        """
        path, settings = Path(source_path), project.settings_of(self.settings)
        try:
            article = read_plain(path, settings.timezone)
        except BriefingError as error:
            logger.error("%s", error)
            raise
        moment = published(article, path, settings.timezone, settings.clock())
        return _html(article), self._metadata(article) | {
            "date": moment.astimezone(settings.timezone)
        }

    def _metadata(self, article: PlainArticle) -> dict[str, Any]:
        said = {
            "title": self._shown(article.title),
            "slug": article_slug(article.title),
            "category": self.process_metadata("category", CATEGORY),
            "authors": self._wrapped("authors", article.authors),
            "tags": self._wrapped("tags", article.tags),
            "summary": html.escape(article.summary, quote=False),
            "bio": article.bio,
        }
        return {name: value for name, value in said.items() if value}

    def _wrapped(self, name: str, texts: tuple[str, ...]) -> Any:
        return self.process_metadata(name, [self._shown(text) for text in texts]) if texts else ()

    def _shown(self, text: str) -> str:
        """Escape a text, unless the site's templates do."""
        escapes = self.settings["JINJA_ENVIRONMENT"].get("autoescape", False)
        return text if escapes else str(escape(text))


@dataclass(frozen=True, slots=True)
class Appearance:
    """An edition that carries a version of an article; ``path`` without a leading slash."""

    title: str
    day: date
    number: str
    path: str


def add_reader(readers: Any) -> None:
    """Let Pelican read ``.txt``."""
    readers.reader_classes["txt"] = PlainTextReader


def complete(generator: Any) -> None:
    """Give the articles what their pages show beside the text."""
    settings = project.settings_of(generator.settings)
    articles = seed_articles(generator)
    profiles = _profiles(project.content_folder(generator.settings) / AUTHORS, articles)
    generator.context["AUTHOR_PROFILES"] = profiles
    carried = _carried(generator.articles, settings)
    for article in articles:
        path = f"/{path_of(article.slug)}"
        article.appearances = tuple(
            edition for edition, paths in carried if any(each.endswith(path) for each in paths)
        )
        article.reading_minutes = _minutes(article._content)
        article.author_profile = _profile(article, profiles)
        if article.appearances:
            article._content += appears_in(article.appearances, settings)


def appears_in(appearances: tuple[Appearance, ...], settings: Settings) -> str:
    """Return the line that links an article to its editions and to the sign-up."""
    root, t = settings.base_path, words_of(settings)
    links = [
        Markup('<a href="{}/{}">{}</a>').format(root, edition.path, _name(edition, t))
        for edition in appearances
    ]
    line = Markup('\n<p class="appears-in">{} <a href="{}/subscribe/">{}</a>.</p>').format(
        t(
            "A version of this story appears in {editions}, {update}.",
            editions=t.listed(links),
            update=t.update(settings),
        ),
        root,
        t("Sign up here"),
    )
    return str(line)  # added to a Markup, the rendered article would be escaped


def _html(article: PlainArticle) -> str:
    parts, in_list = [], False
    for block in article.blocks:
        if (block.kind is Kind.ENTRY) != in_list:
            parts.append("</ul>" if in_list else "<ul>")
            in_list = not in_list
        text = html.escape(block.text, quote=False)
        parts.append(f"<{block.kind.value}>{text}</{block.kind.value}>")
    return "\n".join([*parts, "</ul>"] if in_list else parts)


def _carried(articles: list[Any], settings: Settings) -> list[tuple[Appearance, set[str]]]:
    """Return the editions among published articles, the oldest first, with what they carry."""
    carried = []
    for article in articles:
        if day := edition_day(article):
            number = str(article.metadata.get("number", ""))
            edition = Appearance(str(article.title), day, number, article.url)
            carried.append((edition, set(_paths(article, settings))))
    return sorted(carried, key=lambda pair: pair[0].day)


def _paths(edition: Any, settings: Settings) -> Iterator[str]:
    """Yield the paths of our own articles that an edition carries.

    By the record, as far as the editor has kept the story; hosts are not compared, since
    ``SITEURL`` may have changed since.  A link that the editor made must be to our host.
    """
    stored = shelf.read_one(Path(edition.source_path))
    stories = [story for section in stored.file.sections for story in section.stories]
    if stored.record:
        threads = {story.thread for story in stories}
        told = (story for story in stored.record.stories if story.thread in threads)
        items = (item for story in told for item in story.items)
        yield from (urlsplit(item.url).path for item in items if item.own)
    urls = (urlsplit(line.url) for story in stories for line in story.lines if line.url)
    yield from (url.path for url in urls if url.hostname == settings.host)


def _profiles(folder: Path, articles: list[Any]) -> dict[str, Author]:
    """Return the authors by slug: from their files, else from the newest bio below an article."""
    profiles: dict[str, Author] = {}
    for article in sorted(articles, key=lambda each: (each.date, each.slug)):
        if bio := article.metadata.get("bio"):
            author = article.authors[0] if getattr(article, "authors", ()) else None
            profiles |= {author.slug: Author.from_bio(author.name, bio)} if author else {}
    return profiles | {author.slug: author for author in read_authors(folder)}


def _profile(article: Any, profiles: Mapping[str, Author]) -> Author | None:
    slugs = (author.slug for author in getattr(article, "authors", ()))
    return next((profiles[slug] for slug in slugs if slug in profiles), None)


def _minutes(content: str) -> int:
    return max(1, ceil(len(prose(content).split()) / WORDS_A_MINUTE))


def _name(edition: Appearance, t: Words) -> str:
    number = f"{t('No. {number}', number=edition.number)}, " if edition.number else ""
    return f"{edition.title} ({number}{t.short_date(edition.day)})"


def register() -> None:
    """Connect to Pelican, with the pictures of articles and the replies to them."""
    project.register()
    markdown_reader.register()
    pictures.register()
    comments.register()
    signals.readers_init.connect(add_reader)
    signals.article_generator_finalized.connect(complete)
