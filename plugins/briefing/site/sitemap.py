"""Plugin: ``sitemap.xml`` (sitemaps.org, version 0.9) and ``robots.txt``.

Dates come from the content, never from the files or the clock; a page that only lists others has
none.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from pelican import signals

from briefing.site import project
from briefing.site.browse import Thread
from briefing.site.pages import SOURCES

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LISTS = ("archives", "authors", "tags")


def addresses(generator: Any) -> dict[str, str | None]:
    """Return the site paths of all listed pages with the day of their last change, in order."""
    context = generator.context
    found: dict[str, str | None] = {"": None}
    for content in [*generator.articles, *generator.translations, *context["pages"]]:
        found[content.url] = _changed(content)
    found |= dict.fromkeys(_listing(generator.settings))
    found |= {author.url: None for author, _ in generator.authors if author.save_as}
    found |= {tag.url: None for tag in generator.tags if tag.save_as}
    if context.get("sources") and project.has_template(generator, "sources"):
        found[SOURCES] = None
    if project.has_template(generator, "thread"):
        found |= {each.path: _moved(each) for each in context.get("threads", ())}
    return dict(sorted(found.items()))


def render(settings_url: str, pages: dict[str, str | None]) -> bytes:
    """Write the sitemap of ``pages`` below the public address."""
    root = ET.Element("urlset", xmlns=NAMESPACE)
    for path, day in pages.items():
        url = ET.SubElement(root, "url")
        ET.SubElement(url, "loc").text = f"{settings_url}/{path}"
        if day:
            ET.SubElement(url, "lastmod").text = day
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def write(generator: Any, writer: Any) -> None:  # noqa: ARG001 - the signal's own arguments
    """Write both files."""
    home = project.settings_of(generator.settings).site_url.rstrip("/")
    output = Path(generator.output_path)
    (output / "sitemap.xml").write_bytes(render(home, addresses(generator)))
    (output / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\n\nSitemap: {home}/sitemap.xml\n", encoding="utf-8"
    )


def _changed(content: Any) -> str | None:
    moment = getattr(content, "modified", None) or getattr(content, "date", None)
    return f"{moment:%Y-%m-%d}" if moment else None


def _moved(thread: Thread) -> str:
    return thread.appearances[0].edition.day.isoformat()


def _listing(configured: Any) -> Iterator[str]:
    for name in _LISTS:
        url = configured.get(f"{name.upper()}_URL")
        if name in configured["DIRECT_TEMPLATES"] and url:
            yield url


def register() -> None:
    """Connect to Pelican."""
    project.register()
    signals.article_writer_finalized.connect(write)
