"""What the plugins for articles share: which articles are editions, and articles as items."""

from datetime import UTC, date
from pathlib import Path
from typing import Any

from briefing.articles import prose
from briefing.editions.calendar import read_name
from briefing.models import OWN, Item, digest
from briefing.site import project

EDITIONS = "editions"
_LISTS = ("articles", "translations", "hidden_articles", "hidden_translations", "drafts")


def edition_day(article: Any) -> date | None:
    """Return the day of an edition, ``content/editions/DAY.md``; None for any other article."""
    path = Path(article.source_path).resolve()
    if path.parent != project.content_folder(article.settings) / EDITIONS:
        return None
    try:
        return read_name(path.stem)[0]
    except ValueError:
        return None


def seed_articles(generator: Any) -> list[Any]:
    """Return all articles that are no editions, hidden ones and drafts among them."""
    articles = (article for name in _LISTS for article in getattr(generator, name))
    return [article for article in articles if edition_day(article) is None]


def authors_of(article: Any) -> tuple[Any, ...]:
    """Return an article's authors; Pelican gives the attribute only to one that has any."""
    return tuple(getattr(article, "authors", ()))


def item_of(article: Any) -> Item:
    """Return an article as an item, for the functions of the newsroom."""
    moment = article.date.astimezone(UTC)
    settings = project.settings_of(article.settings)
    return Item(
        id=digest(article.slug),
        source=OWN,
        outlet=settings.name,
        url=project.absolute(settings, article.url),
        title=str(article.title),
        published=moment,
        first_seen=moment,
        text=prose(article._content),
        language=article.lang,
    )
