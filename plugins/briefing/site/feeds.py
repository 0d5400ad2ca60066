"""Plugin: the feeds of editions (RSS, Atom, JSON), of stories, threads, topics and authors.

Pelican's own feeds mint an id out of link and date, so that a corrected date makes a new entry;
these keep the id of the edition's record.  The id of an article is its address, which is a promise.
Links are absolute, and bodies carry no layout: any reader shows them as its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import nh3
from pelican import signals

from briefing.articles import prose
from briefing.editions.view import EditionView, StoryView
from briefing.settings import Settings
from briefing.site import project, sitemap
from briefing.site.body import story_html
from briefing.site.browse import Appearance, appearances, by_topic, threads
from briefing.site.editions import topics_of
from briefing.site.seeds import authors_of
from briefing.site.syndication import Entry, Feed, atom, json_feed, rss
from briefing.words import words_of

EDITIONS, STORIES, ARTICLES = 20, 100, 50
"""How many entries a feed holds at the most."""
STYLE = "feed.css"
"""The template of the sheet by which a browser shows a feed: it says what a feed is."""

_WRITERS: dict[str, Callable[[Feed], bytes]] = {
    ".rss.xml": rss,
    ".atom.xml": atom,
    ".json": json_feed,
}


def topic_feed(slug: str) -> str:
    """Return the site path of a topic's feed."""
    return f"feeds/topics/{slug}.rss.xml"


def thread_feed(slug: str) -> str:
    """Return the site path of a thread's feed."""
    return f"feeds/stories/{slug}.rss.xml"


def author_feed(slug: str) -> str:
    """Return the site path of an author's feed (RSS; the Atom one beside it)."""
    return f"feeds/authors/{slug}.rss.xml"


def readable(html: str, url: str) -> str:
    """Return the body of the page at ``url`` for readers: absolute links, plain elements only."""
    tongues = nh3.ALLOWED_ATTRIBUTES | {"*": {"dir", "lang", "title"}}
    return nh3.clean(
        html, attributes=tongues, link_rel=None, url_relative=("rewrite_with_base", url)
    )


def write(generator: Any, writer: Any) -> None:  # noqa: ARG001 - the signal's own arguments
    """Write all feeds; one without an entry is not written."""
    settings = project.settings_of(generator.settings)
    output = Path(generator.output_path)
    style = _write_style(generator, output, settings)
    for path, feed in _Channels(settings, generator, style).all():
        if feed.entries:
            render = next(render for end, render in _WRITERS.items() if path.endswith(end))
            _save(output / path, render(feed))


@dataclass(slots=True)
class _Channels:
    """Makes the feeds of one run; an entry that is in several feeds is made once."""

    settings: Settings
    generator: Any
    style: str
    issues: Mapping[str, Any] = field(init=False)
    made: dict[str, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        articles = self.generator.articles
        self.issues = {each.edition.name: each for each in articles if hasattr(each, "edition")}

    def all(self) -> Iterator[tuple[str, Feed]]:
        """Yield every feed with its site path."""
        t = words_of(self.settings)
        editions = [article.edition for article in self.issues.values()]
        entries = [self.of_edition(each) for each in list(self.issues.values())[:EDITIONS]]
        for end in _WRITERS:
            yield self.feed(f"feeds/editions{end}", "", "", entries)
        yield self.stories("feeds/items.rss.xml", t("Stories"), "", appearances(editions))
        for slug, found in by_topic(editions).items():
            label = next(one.label for one in found[0].story.topics if one.slug == slug)
            yield self.stories(topic_feed(slug), label, f"topics/{slug}/", found)
        for thread in threads(editions):
            path = thread_feed(thread.slug)
            yield self.stories(path, thread.headline, thread.path, thread.appearances)
        for author, articles in self.generator.authors:
            own = [each for each in articles if not hasattr(each, "edition")]
            entries = [self.of_article(each) for each in own[:ARTICLES]]
            path = author_feed(author.slug)
            for end in (".rss.xml", ".atom.xml"):
                atop = path.replace(".rss.xml", end)
                yield self.feed(atop, author.name, author.url, entries)

    def stories(
        self, path: str, name: str, home: str, found: Iterable[Appearance]
    ) -> tuple[str, Feed]:
        """Return a feed of stories."""
        return self.feed(path, name, home, map(self.of_story, islice(found, STORIES)))

    def feed(self, path: str, name: str, home: str, entries: Iterable[Entry]) -> tuple[str, Feed]:
        """Return the feed ``name`` of the page at the site path ``home``, with its own path."""
        settings = self.settings
        feed = Feed(
            url=project.absolute(settings, path),
            home=project.absolute(settings, home),
            title=f"{settings.name}: {name}" if name else settings.name,
            description=project.capital(words_of(settings).update(settings)),
            language=settings.language,
            author=settings.name,
            entries=tuple(entries),
            hub=settings.websub_hub,
            style=self.style,
        )
        return path, feed

    def of_edition(self, article: Any) -> Entry:
        """Return an edition as an entry."""
        edition: EditionView = article.edition
        return Entry(
            id=edition.id,
            url=project.absolute(self.settings, edition.path),
            title=edition.title,
            summary=edition.summary,
            html=self.body(article, article._content),
            published=edition.closed,
            updated=max(edition.updated, getattr(article, "modified", edition.closed)),
            categories=tuple(topic.label for topic in topics_of(edition)),
        )

    def of_story(self, each: Appearance) -> Entry:
        """Return a story in its edition as an entry."""
        edition, story = each.edition, each.story
        identity = f"{edition.id}/{story.thread}"
        if identity not in self.made:
            html = str(story_html(story, self.settings))
            self.made[identity] = Entry(
                id=identity,
                url=project.absolute(self.settings, each.path),
                title=story.headline,
                summary=_summary(story, self.settings),
                html=self.body(self.issues[edition.name], html),
                published=edition.closed,
                updated=max((edition.closed, *(one.at for one in story.corrections))),
                categories=tuple(topic.label for topic in story.topics),
            )
        return self.made[identity]

    def of_article(self, article: Any) -> Entry:
        """Return an article of our own as an entry."""
        url = project.absolute(self.settings, article.url)
        return Entry(
            id=url,
            url=url,
            title=str(article.title),
            summary=prose(article.summary),
            html=self.body(article, article._content),
            published=article.date,
            updated=getattr(article, "modified", article.date),
            categories=tuple(tag.name for tag in getattr(article, "tags", ())),
            authors=tuple(author.name for author in authors_of(article)),
        )

    def body(self, article: Any, html: str) -> str:
        """Return HTML out of an article with Pelican's links (``{filename}``) and ours resolved."""
        home = self.settings.site_url.rstrip("/")
        return readable(
            article._update_content(html, home), project.absolute(self.settings, article.url)
        )


def _write_style(generator: Any, output: Path, settings: Settings) -> str:
    """Write the sheet, if the theme has one, and return its address."""
    if not Path(generator.theme, "templates", STYLE).is_file():
        return ""
    generator.env.filters["css"] = _css
    sheet = generator.env.get_template(STYLE).render(generator.context)
    _save(output / "feeds" / STYLE, sheet.encode())
    return f"{settings.base_path}/feeds/{STYLE}"


def _css(text: str) -> str:
    """Write any text as a string of CSS."""
    plain = (char if char.isalnum() or char == " " else f"\\{ord(char):x} " for char in text)
    return f'"{"".join(plain)}"'


def _save(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _summary(story: StoryView, settings: Settings) -> str:
    """Return the first sentence of a story, or where it stands if nothing of it is quoted."""
    said = (passage.text for passage in story.passages if passage.text)
    outlets = ", ".join(outlet.name for outlet in story.outlets)
    t = words_of(settings)
    return next(said, t("Reported by {outlets}.", outlets=outlets))


def register() -> None:
    """Connect to Pelican: the feeds for readers, the sitemap for search engines."""
    project.register()
    sitemap.register()
    signals.article_writer_finalized.connect(write)
