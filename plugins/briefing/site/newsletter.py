"""Plugin: the newsletter in the browser, ``newsletter/DAY/``, which every mail links to.

For each article with an ``edition`` (see ``briefing.site.editions``), if the theme has a template
for it.  It is the mail's own template, and whole: nothing is left out for a mail's size.
"""

from pathlib import Path
from typing import Any

from pelican import signals

from briefing.newsletter import html
from briefing.newsletter.letter import letter
from briefing.site import project


def write(generator: Any, writer: Any) -> None:  # noqa: ARG001 - the signal's own arguments
    """Write a page for each published edition."""
    if not project.has_template(generator, "newsletter/edition"):
        return
    settings = project.settings_of(generator.settings)
    templates = Path(generator.theme, "templates", "newsletter")
    for edition in (each.edition for each in generator.articles if hasattr(each, "edition")):
        folder = Path(generator.output_path, "newsletter", edition.name)
        folder.mkdir(parents=True, exist_ok=True)
        page = html.render(letter(edition, settings), templates, browser=True)
        (folder / "index.html").write_text(page, encoding="utf-8")


def register() -> None:
    """Connect to Pelican."""
    project.register()
    signals.article_writer_finalized.connect(write)
