"""Plugin: the feeds of editions (RSS, Atom, JSON), of stories, and of every topic.

Pelican's own feeds mint an id out of link and date, so that a corrected date makes a new entry;
these keep the id of the edition's record.
"""

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from pelican import signals

from briefing.editions.view import StoryView
from briefing.settings import Settings
from briefing.site import project, sitemap
from briefing.site.body import edition_html, story_html
from briefing.site.browse import Appearance, appearances, by_topic
from briefing.site.editions import topics_of
from briefing.site.syndication import Entry, Feed, atom, json_feed, rss

EDITIONS, STORIES = 20, 100
"""How many entries a feed holds at the most."""

_FORMATS: dict[str, Callable[[Feed], bytes]] = {
    "feeds/editions.rss.xml": rss,
    "feeds/editions.atom.xml": atom,
    "feeds/editions.json": json_feed,
}


def topic_feed(slug: str) -> str:
    """Return the site path of a topic's feed."""
    return f"feeds/topics/{slug}.rss.xml"


def write(generator: Any, writer: Any) -> None:  # noqa: ARG001 - the signal's own arguments
    """Write all feeds; one without an entry is not written."""
    settings = project.settings_of(generator.settings)
    output = Path(generator.output_path)
    issues = [article for article in generator.articles if hasattr(article, "edition")]
    entries = tuple(_edition_entry(article, settings) for article in issues[:EDITIONS])
    for path, render in _FORMATS.items():
        _save(output, path, render, _feed(settings, path, settings.name, "", entries))
    editions = [article.edition for article in issues]
    feed = _stories(settings, "feeds/items.rss.xml", "stories", "", appearances(editions))
    _save(output, "feeds/items.rss.xml", rss, feed)
    for slug, found in by_topic(editions).items():
        label = next(t.label for t in found[0].story.topics if t.slug == slug)
        path = topic_feed(slug)
        _save(output, path, rss, _stories(settings, path, label, f"topics/{slug}/", found))


def _stories(
    settings: Settings, path: str, name: str, home: str, found: Iterable[Appearance]
) -> Feed:
    entries = tuple(_story_entry(each, settings) for each in islice(found, STORIES))
    return _feed(settings, path, f"{settings.name}: {name}", home, entries)


def _feed(settings: Settings, path: str, title: str, home: str, entries: tuple[Entry, ...]) -> Feed:
    tagline = f"A triweekly update {settings.tagline}" if settings.tagline else ""
    return Feed(
        url=project.absolute(settings, path),
        home=project.absolute(settings, home),
        title=title,
        description=tagline,
        language=settings.language,
        author=settings.name,
        entries=entries,
    )


def _edition_entry(article: Any, settings: Settings) -> Entry:
    edition = article.edition
    return Entry(
        id=edition.id,
        url=project.absolute(settings, edition.path),
        title=edition.title,
        summary=edition.summary,
        html=str(edition_html(edition, settings)),
        published=edition.closed,
        updated=max(edition.updated, getattr(article, "modified", edition.closed)),
        categories=tuple(topic.label for topic in topics_of(edition)),
    )


def _story_entry(each: Appearance, settings: Settings) -> Entry:
    edition, story = each.edition, each.story
    return Entry(
        id=f"{edition.id}/{story.thread}",
        url=project.absolute(settings, each.path),
        title=story.headline,
        summary=_summary(story),
        html=str(story_html(story, settings)),
        published=edition.closed,
        updated=max((edition.closed, *(one.at for one in story.corrections))),
        categories=tuple(topic.label for topic in story.topics),
    )


def _save(output: Path, path: str, render: Callable[[Feed], bytes], feed: Feed) -> None:
    if feed.entries:
        target = output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(render(feed))


def _summary(story: StoryView) -> str:
    """Return the first sentence of a story, or where it stands if nothing of it is quoted."""
    said = (passage.text for passage in story.passages if passage.text)
    return next(said, f"Reported by {', '.join(outlet.name for outlet in story.outlets)}.")


def register() -> None:
    """Connect to Pelican: the feeds for readers, the sitemap for search engines."""
    project.register()
    sitemap.register()
    signals.article_writer_finalized.connect(write)
