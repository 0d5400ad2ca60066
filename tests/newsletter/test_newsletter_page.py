"""The page in the browser, written in a real Pelican run for articles that have an edition."""

import locale
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import html5lib
import pytest
from newsletter_samples import EDITION, ROOT
from pelican import Pelican, signals
from pelican.settings import DEFAULT_CONFIG, read_settings

from briefing.site import newsletter

EDITIONS = (EDITION, replace(EDITION, day=date(2026, 11, 20)))


def attach(generator: Any) -> None:
    for article, edition in zip(generator.articles, EDITIONS, strict=False):
        article.edition = edition


@pytest.fixture
def pelican_run(tmp_path: Path):
    """Return a function that builds a small site; Pelican's globals are put back."""
    kept, where = dict(DEFAULT_CONFIG), locale.setlocale(locale.LC_ALL)
    content = tmp_path / "content"
    content.mkdir()
    for name in ("one", "two", "three"):
        (content / f"{name}.md").write_text(f"Title: {name}\nDate: 2026-11-23\n\nWords.\n")

    def run(theme: Path) -> Path:
        output = tmp_path / "output"
        configured = read_settings(
            override={
                "PATH": str(content),
                "OUTPUT_PATH": str(output),
                "THEME": str(theme),
                "SITEURL": "https://briefing.example.org",
                "PLUGINS": ["briefing.site.newsletter"],
                "FEED_ALL_ATOM": None,
                "CATEGORY_FEED_ATOM": None,
                "LOCALE": ["C"],
                "CACHE_CONTENT": False,
            }
        )
        Pelican(configured).run()
        return output

    signals.article_generator_finalized.connect(attach)
    yield run
    signals.article_generator_finalized.disconnect(attach)
    signals.article_writer_finalized.disconnect(newsletter.write)
    DEFAULT_CONFIG.clear()
    DEFAULT_CONFIG.update(kept)
    locale.setlocale(locale.LC_ALL, where)


def theme(folder: Path, *, with_newsletter: bool) -> Path:
    """A theme of one line, with or without our templates."""
    templates = folder / "templates"
    templates.mkdir(parents=True)
    for name in ("article", "index", "archives", "categories", "category", "tags", "authors"):
        (templates / f"{name}.html").write_text("<p>page</p>")
    (folder / "static").mkdir()
    if with_newsletter:
        (templates / "newsletter").symlink_to(ROOT / "theme/templates/newsletter")
    return folder


def test_each_edition_has_a_page(tmp_path: Path, pelican_run: Any) -> None:
    output = pelican_run(theme(tmp_path / "theme", with_newsletter=True))
    written = sorted(path.parent.name for path in output.glob("newsletter/*/index.html"))
    assert written == ["2026-11-20", "2026-11-23"]
    page = (output / "newsletter/2026-11-23/index.html").read_text("utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    assert "https://briefing.example.org/subscribe/" in page
    assert "Unsubscribe" in page


def test_another_theme_has_none(tmp_path: Path, pelican_run: Any) -> None:
    output = pelican_run(theme(tmp_path / "theme", with_newsletter=False))
    assert not (output / "newsletter").exists()
