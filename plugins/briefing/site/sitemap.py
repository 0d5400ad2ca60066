"""Plugin: ``sitemap.xml`` (sitemaps.org, version 0.9), one of the news, and ``robots.txt``.

Dates come from the content, never from the files or the clock; a page that only lists others has
none.  What is news, too, is counted from the newest edition.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from pelican import signals

from briefing.settings import Settings
from briefing.site import project
from briefing.site.browse import Thread
from briefing.site.pages import SOURCES
from briefing.site.syndication import clean

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
NEWS_AGE = timedelta(days=2)
"""How long something is news for search engines, by their rule."""
_LISTS = ("archives", "authors", "tags")

TRAINING = (
    "AI2Bot",
    "Amazonbot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "cohere-training-data-crawler",
    "Diffbot",
    "FacebookBot",
    "Google-Extended",
    "GPTBot",
    "ImagesiftBot",
    "meta-externalagent",
    "omgili",
    "PanguBot",
    "Timpibot",
    "Webzio-Extended",
)
"""Names under which crawlers say that they gather texts to train models on."""


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
    if context.get("coverage"):
        found[context["coverage"]] = None
    if context.get("search_path"):
        found[context["search_path"]] = None
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
    return _written(root)


def news(articles: Iterable[Any], settings: Settings) -> bytes:
    """Write the sitemap of what came out in the two days up to the newest of ``articles``.

    As https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap says.
    """
    dated = sorted(articles, key=lambda each: (each.date, each.url), reverse=True)
    root = ET.Element("urlset", {"xmlns": NAMESPACE, "xmlns:news": NEWS})
    for article in dated:
        if article.date >= dated[0].date - NEWS_AGE:
            url = ET.SubElement(root, "url")
            ET.SubElement(url, "loc").text = project.absolute(settings, article.url)
            _tell(ET.SubElement(url, "news:news"), article, settings)
    return _written(root)


def robots(settings: Settings, sitemaps: tuple[str, ...]) -> str:
    """Write robots.txt (RFC 9309) by ``BRIEFING_CRAWLERS``."""
    if settings.crawlers == "none":
        return "User-agent: *\nDisallow: /\n"
    groups = ["User-agent: *\nAllow: /"]
    if settings.crawlers == "search":
        names = "\n".join(f"User-agent: {name}" for name in TRAINING)
        groups.insert(0, f"{names}\nDisallow: /")
    listed = "\n".join(f"Sitemap: {project.absolute(settings, path)}" for path in sitemaps)
    return "\n\n".join([*groups, listed]) + "\n"


def write(generator: Any, writer: Any) -> None:  # noqa: ARG001 - the signal's own arguments
    """Write the three files; without an article there is no news."""
    settings = project.settings_of(generator.settings)
    home, output = settings.site_url.rstrip("/"), Path(generator.output_path)
    maps = {"sitemap.xml": render(home, addresses(generator))}
    if generator.articles:
        maps["sitemap-news.xml"] = news(generator.articles, settings)
    for name, content in maps.items():
        (output / name).write_bytes(content)
    (output / "robots.txt").write_text(robots(settings, tuple(maps)), encoding="utf-8")


def _tell(element: ET.Element, article: Any, settings: Settings) -> None:
    publication = ET.SubElement(element, "news:publication")
    ET.SubElement(publication, "news:name").text = clean(settings.name)
    ET.SubElement(publication, "news:language").text = settings.language.partition("-")[0]
    ET.SubElement(element, "news:publication_date").text = article.date.isoformat()
    ET.SubElement(element, "news:title").text = clean(str(article.title))


def _written(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _changed(content: Any) -> str | None:
    edition = getattr(content, "edition", None)
    date = edition.updated if edition else getattr(content, "date", None)
    moment = getattr(content, "modified", None) or date
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
