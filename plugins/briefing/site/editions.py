"""Plugin: the articles below ``content/editions/`` become editions.

Pelican reads them as articles, so archives, drafts, tags and other themes work.  This plugin reads
the same files again as what they are, gives each article its ``edition`` (an ``EditionView``), its
address and a rendering without anything foreign, and puts ``editions`` (newest first) into the
context.  An exception in a Pelican reader only loses the article; here every file that is to appear
either becomes an edition or fails the build.
"""

from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import signals
from pelican.contents import Author, Category

from briefing import shelf
from briefing.editions.assemble import assemble, published
from briefing.editions.calendar import Calendar
from briefing.editions.view import EditionView
from briefing.errors import ContentError
from briefing.models import Topic
from briefing.settings import Settings
from briefing.site import embargo, pages, pictures, project, safe
from briefing.site.body import edition_html

FOLDER = "editions"


class Publisher(Author):  # type: ignore[misc]  # Pelican has no types
    """The briefing as the author that some themes cannot do without; its page is the home page."""

    url = ""


def adopt(generator: Any) -> None:
    """Turn the articles below ``editions/`` into editions, and drop those that must wait."""
    settings = project.settings_of(generator.settings)
    folder = project.content_folder(generator.settings) / FOLDER
    out = published(shelf.read(folder), Calendar.from_settings(settings), settings.clock())
    read = assemble(out, settings, project.sources_of(settings))
    views = tuple(pictures.illustrated(v, folder / f"{v.name}.md", generator) for v in read)
    others, files = _apart(generator.articles, folder)
    missing = [view.name for view in views if view.name not in files]
    if missing:
        names = ", ".join(f"{FOLDER}/{name}.md" for name in missing)
        raise ContentError(f"Pelican could not read {names}: see its message above.")
    for view in views:
        _dress(files[view.name], view, settings)
    issues = [files[view.name] for view in views]
    # Pelican collects files in a set: with the date alone, the order of a day would be chance.
    by_date = attrgetter("date", "source_path")
    generator.articles = sorted(others + issues, key=by_date, reverse=True)
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
    article.edition = edition
    article.title, article.slug, article.template = edition.title, edition.name, "article"
    article.override_url, article.override_save_as = edition.path, f"{edition.path}index.html"
    article.date = article.metadata["date"] = edition.closed
    article.locale_date = edition.closed.strftime(article.date_format)
    article.author = Publisher(settings.name, article.settings)
    article.category = Category("Editions", article.settings)
    article.tags = [project.tag_of(topic, article.settings) for topic in topics_of(edition)]
    summary = str(Markup("<p>{}</p>").format(edition.summary))
    article.metadata["summary"] = article._summary = summary
    article._content = str(edition_html(edition, settings))


def register() -> None:
    """Connect to Pelican, with all that editions need to be whole pages."""
    project.register()
    safe.register()
    signals.article_generator_pretaxonomy.connect(adopt)
    signals.static_generator_finalized.connect(pictures.publish)
    embargo.register()
    signals.article_generator_finalized.connect(link)
    pages.register()
