"""Plugin: the pages beyond Pelican's own: a page a thread, the sources, and 404.

Each is written if the theme has a template for it (``thread``, ``sources``, ``404``).  The list of
sources is published as ``sources.opml`` too.
"""

from pathlib import Path
from typing import Any

from pelican import signals

from briefing.site import project
from briefing.site.browse import threads
from briefing.site.outlines import opml

SOURCES, NOT_FOUND = "sources/", "404.html"


def gather(generator: Any) -> None:
    """Put ``threads`` (the one that moved last first) and ``sources`` into the context."""
    settings = project.settings_of(generator.settings)
    sources = project.sources_of(settings)
    generator.context["threads"] = threads(generator.context.get("editions", ()))
    generator.context["sources"] = tuple(sorted(sources, key=lambda each: each.title.casefold()))


def write(generator: Any, writer: Any) -> None:
    """Write the pages."""
    for thread in generator.context["threads"]:
        _page(generator, writer, "thread", thread.path, thread=thread)
    if generator.context["sources"]:
        _page(generator, writer, "sources", SOURCES)
        settings = project.settings_of(generator.settings)
        target = Path(generator.output_path, "sources.opml")
        target.write_bytes(opml(generator.context["sources"], settings.name))
    if project.has_template(generator, "404"):
        writer.write_file(
            "404.html", generator.get_template("404"), generator.context, url="404.html"
        )


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
