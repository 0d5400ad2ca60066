"""Plugin: readers' replies below articles, from ``content/comments/ARTICLE-SLUG/``.

Each article gets ``comments`` (see :class:`briefing.articles.Talk`); ``feeds/comments.rss.xml`` has
the newest of all articles.  A folder that belongs to no article stops the build: what somebody has
written must not get lost by a slip in a name.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from pelican import signals

from briefing.articles import Comment, article_slugs, read_comments
from briefing.errors import ContentError
from briefing.settings import Settings
from briefing.site import project
from briefing.site.seeds import seed_articles
from briefing.site.syndication import Entry, Feed, rss
from briefing.words import words_of

FOLDER, FEED = "comments", "feeds/comments.rss.xml"
ENTRIES = 50
"""How many replies the feed holds at the most."""


def attach(generator: Any) -> None:
    """Give every article its replies."""
    settings = project.settings_of(generator.settings)
    content = project.content_folder(generator.settings)
    # A translation has the address of what it translates; the replies stand below the latter.
    articles = {article.slug: article for article in reversed(seed_articles(generator))}
    for article in seed_articles(generator):
        article.comments = ()
    for folder in _folders(content / FOLDER):
        if folder.name in articles:
            talks = read_comments(folder, settings.timezone, settings.clock())
            articles[folder.name].comments = talks
        elif folder.name not in article_slugs(content / "articles", settings):
            raise ContentError(f"{folder}: there is no article with the address {folder.name}.")


def write(generator: Any, writer: Any) -> None:  # noqa: ARG001 - the signal's own arguments
    """Write the feed, if there is a reply."""
    settings = project.settings_of(generator.settings)
    entries = sorted(_entries(generator, settings), key=lambda each: (each.published, each.url))
    if entries:
        target = Path(generator.output_path, FEED)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(rss(_feed(tuple(entries[: -ENTRIES - 1 : -1]), settings)))


def _folders(place: Path) -> Iterator[Path]:
    for path in sorted(place.iterdir()) if place.is_dir() else ():
        if path.name.startswith("."):
            continue
        if not path.is_dir():
            raise ContentError(
                f"{path}: a reply lies in a folder named like its article's address."
            )
        yield path


def _entries(generator: Any, settings: Settings) -> Iterator[Entry]:
    for article in seed_articles(generator):
        for comment in chain.from_iterable(talk.all for talk in article.comments):
            yield _entry(comment, article, settings)


def _entry(comment: Comment, article: Any, settings: Settings) -> Entry:
    address = f"{project.absolute(settings, article.url)}#{comment.anchor}"
    title = words_of(settings)("{name} on “{title}”", name=comment.name, title=str(article.title))
    return Entry(
        id=address,
        url=address,
        title=title,
        summary="",
        html=str(comment.html),
        published=comment.published,
        updated=comment.published,
        authors=(comment.name,),
    )


def _feed(entries: tuple[Entry, ...], settings: Settings) -> Feed:
    return Feed(
        url=project.absolute(settings, FEED),
        home=project.absolute(settings, "archives/"),
        title=f"{settings.name}: {words_of(settings)('replies')}",
        description="",
        language=settings.language,
        author=settings.name,
        entries=entries,
        hub=settings.websub_hub,
    )


def register() -> None:
    """Connect to Pelican."""
    project.register()
    signals.article_generator_finalized.connect(attach)
    signals.article_writer_finalized.connect(write)
