"""Seed articles as items: everything in ``content/articles/`` that is published."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from briefing.articles import dates
from briefing.articles.files import MarkdownFile, read_markdown, read_text, render_plain
from briefing.articles.plaintext import PlainArticle, parse
from briefing.articles.prose import prose
from briefing.articles.slugs import is_slug, path_of, slugify
from briefing.errors import ContentError
from briefing.models import OWN, Item, digest
from briefing.settings import Settings

SUFFIXES = (".md", ".txt")
WEIGHT = 2.0
"""What an article of our own weighs beside a source's 1.0."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class _Article:
    """What both kinds of files say of an article."""

    slug: str
    title: str
    author: str
    published: datetime
    text: str
    tags: tuple[str, ...]
    summary: str = ""
    language: str = ""


def read_articles(folder: Path, settings: Settings, now: datetime) -> tuple[Item, ...]:
    """Read the published articles below ``folder`` as items, oldest first.

    Left out are drafts, hidden articles, those dated after ``now``, and those in another language
    than the briefing's, which have their addresses elsewhere.

    Raises:
        ContentError: a file cannot be read, or two have one address; names file and line.
    """
    seen: dict[str, Path] = {}
    items = []
    for path, article in _articles(folder, settings):
        if article.slug in seen:
            raise ContentError(
                f"{path} has the same address as {seen[article.slug]} ({path_of(article.slug)}): "
                "give one of them another title or a line “Slug: ...”."
            )
        seen[article.slug] = path
        if article.published <= now:
            items.append(_item(article, settings))
    return tuple(sorted(items, key=lambda item: (item.published, item.id)))


def check_article(path: Path, settings: Settings) -> None:
    """Make sure that an article can be read.

    Raises:
        ContentError: it cannot; names file and line.
    """
    _reader(path)(path, settings)


def read_plain(path: Path, zone: tzinfo) -> PlainArticle:
    """Read a ``.txt`` article.

    Raises:
        ContentError: it cannot be read, or it is empty.
    """
    article = parse(read_text(path), zone)
    if not article.title:
        raise ContentError(f"{path}, line 1: no title; the first line of an article is its title.")
    return article


def published(article: PlainArticle, path: Path, zone: tzinfo, now: datetime) -> datetime:
    """Return when a ``.txt`` article is from: its own date, its file name's, the file's.

    A file cannot be newer than ``now``, which is not the real time where the clock is set.
    """
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(microsecond=0)
    changed = min(changed, now)
    return (article.date or _day_of(path, zone) or changed).astimezone(UTC)


def article_slug(title: str, given: str = "") -> str:
    """Return an article's slug: the one that its author gave, or the title's."""
    return given.strip() or slugify(title)


def article_slugs(folder: Path, settings: Settings) -> frozenset[str]:
    """Return the slugs of all articles below ``folder``, drafts among them.

    Raises:
        ContentError: a file cannot be read.
    """
    texts = (read_plain(path, settings.timezone).title for path in folder.rglob("*.txt"))
    headers = (read_markdown(path).metadata for path in folder.rglob("*.md"))
    given = (article_slug(each.get("title", ""), each.get("slug", "")) for each in headers)
    return frozenset((*map(article_slug, texts), *given))


def _articles(folder: Path, settings: Settings) -> Iterator[tuple[Path, _Article]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix not in SUFFIXES or path.name.startswith(".") or not path.is_file():
            continue
        article = _reader(path)(path, settings)
        if article and (article.language or settings.language) == settings.language:
            yield path, article


def _reader(path: Path) -> Callable[[Path, Settings], _Article | None]:
    return _read_markdown if path.suffix == ".md" else _read_plain


def _read_plain(path: Path, settings: Settings) -> _Article:
    article = read_plain(path, settings.timezone)
    return _Article(
        slug=article_slug(article.title),
        title=article.title,
        author=article.author,
        published=published(article, path, settings.timezone, settings.clock()),
        text="\n\n".join(article.paragraphs),
        tags=article.tags,
        summary=article.summary,
    )


def _read_markdown(path: Path, settings: Settings) -> _Article | None:
    file = read_markdown(path)
    meta = file.metadata
    if meta.get("status", _PUBLISHED).lower() != _PUBLISHED:
        return None
    if not meta.get("title"):
        raise file.error("title", "an article begins with “Title: ...”.")
    slug = meta.get("slug", "")
    if slug and not is_slug(slug):
        raise file.error("slug", f"“{slug}” cannot be an address: use letters, digits, hyphens.")
    return _Article(
        slug=article_slug(meta["title"], slug),
        title=meta["title"],
        author=meta.get("author") or ", ".join(_listed(meta.get("authors", ""))),
        published=_date(file, settings.timezone),
        text=prose(file.html),
        tags=_listed(meta.get("tags", "")),
        summary=render_plain(meta.get("summary", "")),
        language=meta.get("lang", ""),
    )


def _date(file: MarkdownFile, zone: tzinfo) -> datetime:
    given = file.metadata.get("date", "")
    moment = dates.read(given, zone) if given else _day_of(file.path, zone)
    if moment is None:
        said = f"“Date: {given}” is not a date" if given else "there is no date"
        raise file.error("date", f"{said}; write it as in “Date: 2026-01-13 09:00”.")
    return moment.astimezone(UTC)


def _day_of(path: Path, zone: tzinfo) -> datetime | None:
    found = _DAY.match(path.name)
    return dates.read(found[0], zone) if found else None


def _listed(text: str) -> tuple[str, ...]:
    """Split a list as Pelican does: at semicolons if there are any, else at commas."""
    parts = (part.strip() for part in text.split(";" if ";" in text else ","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _item(article: _Article, settings: Settings) -> Item:
    return Item(
        id=digest(f"{OWN}:{article.slug}"),
        source=OWN,
        outlet=settings.name,
        url=f"{settings.site_url.rstrip('/')}/{path_of(article.slug)}",
        title=article.title,
        author=article.author,
        published=article.published,
        first_seen=article.published,
        text=article.text,
        language=settings.language,
        weight=WEIGHT,
        summary=article.summary,
        topics=tuple(slugify(tag) for tag in article.tags),
        guid=article.slug,
    )
