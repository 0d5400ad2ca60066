"""A real Pelican run over a small tree: what readers get of seed articles."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.articles import read_articles
from briefing.editions import record
from briefing.models import Record, RecordItem, RecordStory, Window
from briefing.settings import Settings

EVIL = "<script>alert(1)</script>"
CONFIGURATION = """
SITENAME = "Meanwhile"
SITEURL = "https://merrow.example/news"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
BRIEFING_TAGLINE = "on life & work"
PATH = "content"
ARTICLE_PATHS = ["articles", "editions"]
IGNORE_FILES = ["*.json"]
PLUGINS = {plugins!r}
THEME = "theme"
ARTICLE_URL = "articles/{{slug}}/"
ARTICLE_SAVE_AS = "articles/{{slug}}/index.html"
PATH_METADATA = r"editions/(?P<slug>.*)\\.md"
DEFAULT_METADATA = {{"category": "Articles"}}
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""
# As on a site whose templates do not escape.
TEMPLATE = """<h1>{{ article.title }}</h1>
<p>{{ article.date.isoformat() }}|{{ article.reading_minutes }}|{{ article.authors|join("; ") }}</p>
{% if article.author_profile %}
<p>{{ article.author_profile.role|e }}|{{ article.author_profile.bio_html }}</p>
{% endif %}
<p>{{ (article.tags or [])|join("; ") }}|{{ article.category }}</p>
<blockquote>{{ article.summary }}</blockquote>
{% for edition in article.appearances %}<b>{{ edition.day }} {{ edition.path }}</b>{% endfor %}
<i>{{ AUTHOR_PROFILES|sort|join("; ") }}</i>
{{ article.content }}"""

FERRY = f"""The ferry & the {EVIL} vote
By Jane Roe and Bo Sarn
January 13, 2026

The ferry line carried 410,000 people last year, and the ferry company says that it will end in May.

{EVIL} is painted on the pier, and the harbour master does not know who has painted it there.

* one thing
* another thing

About Jane Roe
Jane {EVIL} mends nets.
Leave a Reply
Name *
"""
PORTRAIT = """Title: The clerk
Date: 2026-01-14 09:00
Author: Ann Other
Tags: ferries
Summary: The author's own words.

Every morning at nine she unlocks a room on the second floor of the harbour office.
"""
EDITION = """Title: Edition & more
Date: 2026-01-16 06:00
Number: 7
Summary: What is in it.

# Lead
## The ferry vote {#ferry-vote}
They vote. [Meanwhile](https://old.example/articles/the-ferry-the-scriptalert1script-vote/)
"""


def a_record() -> Record:
    moment = datetime(2026, 1, 16, 6, tzinfo=UTC)
    slugs = {"ferry-vote": "the-ferry-the-alert1-vote", "dropped": "the-clerk"}
    stories = tuple(
        RecordStory(
            thread,
            "A story",
            "Lead",
            (RecordItem(f"https://old.example/articles/{slug}/", "A", "Us", moment, own=True),),
            (),
            1.0,
            (),
            (),
        )
        for thread, slug in slugs.items()
    )
    window = Window(datetime(2026, 1, 14, 6, tzinfo=UTC), moment)
    return Record("2026-01-16", 7, "tag:x", "Edition", "", window, stories)


def build(folder: Path, files: dict[str, str], *plugins: str) -> tuple[Path, int, str]:
    names = [f"briefing.site.{plugin}" for plugin in plugins]
    files = {
        "pelican.conf.py": CONFIGURATION.format(plugins=names),
        "theme/templates/article.html": TEMPLATE,
        **{f"content/{name}": text for name, text in files.items()},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    command = [sys.executable, "-m", "pelican", "-s", "pelican.conf.py", "-o", "out"]
    environ = {name: value for name, value in os.environ.items() if "BRIEFING" not in name}
    done = subprocess.run(
        [*command, "--fatal", "warnings"],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return folder / "out", done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    files = {
        "articles/ferry.txt": FERRY,
        "articles/2026-01-14-clerk.md": PORTRAIT,
        "editions/2026-01-16.md": EDITION,
        "editions/2026-01-16.json": record.dumps(a_record()),
        "editions/2026-01-19.md": EDITION.replace("Number: 7", "Status: draft"),
        "authors/ann-other.md": "Name: Ann Other\nRole: Clerk\n\nAnn keeps *books*.\n",
        "topics.toml": '[[topic]]\nid = "own:ferries"\nlabel = "Ferries"\nslug = "ferries"\n'
        'phrases = ["ferry", "ferry line", "ferry company"]\n',
    }
    out, status, log = build(folder, files, "seed_articles", "summaries", "tags")
    assert status == 0, log
    return folder, out


@pytest.fixture(scope="module")
def ferry(tree):
    return (tree[1] / "articles/the-ferry-the-alert1-vote/index.html").read_text("utf-8")


def test_plain_text_is_escaped(ferry):
    assert "<script" not in ferry
    assert "&lt;script&gt;alert(1)&lt;/script&gt; is painted on the pier" in ferry
    assert "<h1>The ferry &amp; the &lt;script&gt;" in ferry
    assert "<ul>\n<li>one thing</li>\n<li>another thing</li>\n</ul>" in ferry


def test_plain_text_has_its_metadata_and_no_furniture(ferry):
    assert "2026-01-13T00:00:00+00:00|1|Jane Roe; Bo Sarn" in ferry
    assert "Articles</p>" in ferry
    assert "Leave a Reply" not in ferry


def test_summary_and_topics_are_added_where_the_author_gave_none(tree, ferry):
    summary = ferry.split("<blockquote>")[1].split("</blockquote>")[0]
    assert summary.startswith("The ferry line carried 410,000 people last year")
    assert "<p>Ferries|" in ferry
    clerk = (tree[1] / "articles/the-clerk/index.html").read_text("utf-8")
    assert "<blockquote><p>The author's own words.</p></blockquote>" in clerk
    assert "<p>ferries|" in clerk


def test_profiles_come_from_files_and_from_bios(tree, ferry):
    assert "<p>|<p>Jane &lt;script&gt;alert(1)&lt;/script&gt; mends nets.</p></p>" in ferry
    assert "<i>ann-other; jane-roe</i>" in ferry
    clerk = (tree[1] / "articles/the-clerk/index.html").read_text("utf-8")
    assert "<p>Clerk|<p>Ann keeps <em>books</em>.</p></p>" in clerk


def test_article_says_where_it_appears(ferry):
    assert (
        '<p class="appears-in">A version of this story appears in '
        '<a href="/news/articles/2026-01-16/">Edition &amp; more (No. 7, 16 January 2026)</a>, '
        "a triweekly update on life &amp; work. "
        '<a href="/news/subscribe/">Sign up here</a>.</p>' in ferry
    )
    assert "2026-01-19" not in ferry


def test_article_that_the_editor_took_out_says_nothing(tree):
    clerk = (tree[1] / "articles/the-clerk/index.html").read_text("utf-8")
    assert "appears-in" not in clerk


def test_items_have_the_addresses_of_the_pages(tree):
    folder, out = tree
    settings = Settings(root=folder, site_url="https://merrow.example/news")
    items = read_articles(folder / "content/articles", settings, datetime(2026, 2, 1, tzinfo=UTC))
    assert len(items) == 2
    for item in items:
        path = item.url.removeprefix("https://merrow.example/news/")
        assert (out / path / "index.html").is_file()


def test_unreadable_file_fails_the_build_and_is_named(tmp_path):
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/articles/bad.txt").write_bytes(b"Title\n\n\xff\xfe broken")
    _, status, log = build(tmp_path, {}, "seed_articles")
    assert status != 0
    assert "bad.txt" in log.replace("\n", "")
    assert "not UTF-8" in log.replace("\n", "")
