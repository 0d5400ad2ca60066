"""Plugin: the pages beyond Pelican's own: a page a thread, the sources, the coverage, and 404.

Each is written if the theme has a template for it (``thread``, ``sources``, ``coverage``, ``404``).
The list of sources is published as ``sources.opml`` too.
"""

from pathlib import Path
from typing import Any

from pelican import signals

from briefing.site import project
from briefing.site.browse import threads
from briefing.site.coverage import arrivals, course, listed, shares, trends
from briefing.site.outlines import opml

SOURCES, COVERAGE, NOT_FOUND = "sources/", "coverage/", "404.html"


def gather(generator: Any) -> None:
    """Put ``threads`` (the one that moved last first), ``sources`` and ``coverage`` in the context.

    ``coverage`` is the path of that page, "" where there is none.
    """
    settings = project.settings_of(generator.settings)
    sources = project.sources_of(settings)
    editions = generator.context.get("editions", ())
    generator.context["threads"] = threads(editions)
    generator.context["sources"] = tuple(sorted(sources, key=lambda each: each.title.casefold()))
    shown = editions and project.has_template(generator, "coverage")
    generator.context["coverage"] = COVERAGE if shown else ""


def write(generator: Any, writer: Any) -> None:
    """Write the pages."""
    settings, context = project.settings_of(generator.settings), generator.context
    editions = context.get("editions", ())
    for thread in context["threads"]:
        values = {"steps": course(thread, editions), "arrivals": arrivals(thread)}
        _page(generator, writer, "thread", thread.path, thread=thread, **values)
    found = shares(editions, context["sources"])
    if context["sources"]:
        sources, unlisted = listed(context["sources"], found["name"])
        _page(generator, writer, "sources", SOURCES, listed=sources, unlisted=unlisted)
        target = Path(generator.output_path, "sources.opml")
        target.write_bytes(opml(context["sources"], settings.name))
    if context["coverage"]:
        _page(generator, writer, "coverage", COVERAGE, shares=found, trends=trends(editions))
    if project.has_template(generator, "404"):
        writer.write_file("404.html", generator.get_template("404"), context, url="404.html")


def fall_back(generator: Any) -> None:
    """Print a page that asks for a template of our theme's with the plain one in other themes."""
    for page in [*generator.pages, *generator.hidden_pages]:
        if not project.has_template(generator, page.template):
            page.template = page.default_template


def _page(generator: Any, writer: Any, template: str, path: str, **values: Any) -> None:
    if project.has_template(generator, template):
        page = generator.get_template(template)
        name = f"{path}index.html" if path.endswith("/") else path
        writer.write_file(name, page, generator.context, url=path, **values)


def register() -> None:
    """Connect to Pelican."""
    project.register()
    signals.article_generator_finalized.connect(gather)
    signals.page_generator_finalized.connect(fall_back)
    signals.article_writer_finalized.connect(write)
