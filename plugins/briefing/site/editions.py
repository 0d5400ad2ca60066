"""Plugin: the articles below ``content/editions/`` become editions.

Pelican reads them as articles, so archives, drafts, tags and other themes work.  This plugin reads
the same files again as what they are, gives each article its ``edition`` (an ``EditionView``), its
address and a rendering without anything foreign, and puts ``editions`` (newest first) into the
context.  An exception in a Pelican reader only loses the article; here every file that is to appear
either becomes an edition or fails the build.
"""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from pelican import signals
from pelican.contents import Tag

from briefing.editions import record
from briefing.editions.assemble import Stored, assemble, closing_of
from briefing.editions.calendar import Calendar
from briefing.editions.markdown import DRAFT, PUBLISHED, parse
from briefing.editions.view import EditionView
from briefing.errors import ContentError
from briefing.ingest.opml import read_sources
from briefing.models import Source, Topic
from briefing.settings import Settings
from briefing.site import project
from briefing.site.body import edition_html

FOLDER = "editions"
_STATUSES = {DRAFT, PUBLISHED}


def read_stored(folder: Path) -> tuple[Stored, ...]:
    """Read all edition files of a folder with their records, oldest first.

    Raises:
        ContentError: a file cannot be read; names file and line.
    """
    return tuple(_stored(path) for path in sorted(folder.glob("*.md")))


def published(stored: Sequence[Stored], settings: Settings) -> tuple[Stored, ...]:
    """Keep what is published and has closed by the clock."""
    calendar, now = Calendar.from_settings(settings), settings.clock()
    return tuple(
        each
        for each in stored
        if each.file.status == PUBLISHED and closing_of(each, calendar) <= now
    )


def sources_of(settings: Settings) -> tuple[Source, ...]:
    """Return the editor's sources; none on a site that has no list of them."""
    path = settings.path(settings.sources)
    return read_sources(path) if path.is_file() else ()


def adopt(generator: Any) -> None:
    """Turn the articles below ``editions/`` into editions, and drop those that must wait."""
    settings = project.settings_of(generator.settings)
    folder = project.content_folder(generator.settings) / FOLDER
    views = assemble(published(read_stored(folder), settings), settings, sources_of(settings))
    others, files = _apart(generator.articles, folder)
    missing = [view.day for view in views if view.day.isoformat() not in files]
    if missing:
        names = ", ".join(f"{FOLDER}/{day}.md" for day in missing)
        raise ContentError(f"Pelican could not read {names}: see its message above.")
    for view in views:
        _dress(files[view.day.isoformat()], view, settings)
    issues = [files[view.day.isoformat()] for view in views]
    generator.articles = sorted(others + issues, key=attrgetter("date"), reverse=True)
    generator.drafts, _ = _apart(generator.drafts, folder)
    generator.context["editions"] = views[::-1]


def link(generator: Any) -> None:
    """Let every edition know its neighbours: ``article.newer`` and ``article.older``."""
    issues = [article for article in generator.articles if hasattr(article, "edition")]
    for index, article in enumerate(issues):
        article.newer = issues[index - 1].edition if index else None
        article.older = issues[index + 1].edition if index + 1 < len(issues) else None


def topics_of(edition: EditionView) -> tuple[Topic, ...]:
    """Return the topics of an edition's stories, each once, in the order of the page."""
    topics = (topic for story in edition.stories for topic in story.topics)
    return tuple({topic.slug: topic for topic in topics}.values())


def _stored(path: Path) -> Stored:
    name = f"{path.parent.name}/{path.name}"
    try:
        day = date.fromisoformat(path.stem)
    except ValueError:
        raise ContentError(f"{name}: an edition's file is named after its day: YYYY-MM-DD.md.") from None
    file = parse(path.read_text("utf-8"), name)
    if file.status not in _STATUSES:
        raise ContentError(f"{name}: “Status: {file.status}” is neither draft nor published.")
    beside = path.with_suffix(".json")
    known = record.loads(beside.read_text("utf-8"), beside.name) if beside.is_file() else None
    return Stored(day, file, known)


def _apart(articles: Sequence[Any], folder: Path) -> tuple[list[Any], dict[str, Any]]:
    """Part articles from editions; the latter by the name of their file, which is the day."""
    others, files = [], {}
    for article in articles:
        path = Path(article.source_path).resolve()
        if path.parent == folder:
            files[path.stem] = article
        else:
            others.append(article)
    return others, files


def _dress(article: Any, edition: EditionView, settings: Settings) -> None:
    """Give an article its edition, whatever its own metadata say about addresses."""
    day = edition.day.isoformat()
    article.edition = edition
    article.title, article.slug, article.template = edition.title, day, "article"
    article.override_url, article.override_save_as = edition.path, f"{edition.path}index.html"
    article.date = article.metadata["date"] = edition.closed
    article.locale_date = edition.closed.strftime(article.date_format)
    article.tags = [_tag(topic, article.settings) for topic in topics_of(edition)]
    article.metadata["summary"] = article._summary = Markup("<p>{}</p>").format(
        escape(edition.summary)
    )
    article._content = str(edition_html(edition, settings))


def _tag(topic: Topic, configured: Any) -> Tag:
    tag = Tag(topic.label, configured)
    tag.slug = topic.slug
    return tag


def register() -> None:
    """Connect to Pelican."""
    project.register()
    signals.article_generator_pretaxonomy.connect(adopt)
    signals.article_generator_finalized.connect(link)
