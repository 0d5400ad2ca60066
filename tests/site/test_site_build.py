"""The site as Pelican builds it: what is there, what is not, and that nothing foreign runs."""

import json
from xml.etree import ElementTree as ET

import feedparser
import pytest

PAGES = (
    "index.html",
    "404.html",
    "editions/2026-01-26/index.html",
    "editions/2026-01-28/index.html",
    "editions/2026-01-30/index.html",
    "articles/own/index.html",
    "stories/ferry-vote/index.html",
    "topics/index.html",
    "topics/ferries/index.html",
    "topics/gulls/index.html",
    "authors/index.html",
    "archives/index.html",
    "sources/index.html",
    "subscribe/index.html",
    "about/index.html",
)


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("path", PAGES)
def test_page_is_strict_html_without_script(site, path):
    page = site.page(path)
    assert page.find(".//script") is None
    assert "alert(1)" not in site.text(path) or "&lt;script" in site.text(path)
    assert len(page.findall(".//main")) == 1
    assert len(page.findall(".//h1")) == 1
    assert page.find(".//title").text.strip()


def test_nothing_unpublished_or_early_is_in_the_output(site):
    for path in site.paths():
        if path.endswith((".html", ".xml", ".json", ".txt")):
            text = site.text(path)
            for word in ("Unfinished", "Too early", "Not yet", "A sketch", "Hush"):
                assert word not in text, (path, word)
    assert not any("draft" in path or "secret" in path for path in site.paths())


def test_what_is_for_the_program_stays_inside(site):
    assert "sources.opml" in site.paths()  # our own, made from the list
    assert not any(path.endswith((".md", ".toml", "2026-01-28.json")) for path in site.paths())


def test_home_is_the_newest_edition(site):
    assert words(site.page("index.html").find(".//p[@class='topline']")).startswith(
        "No. 3 Friday 30 January 2026 1 story"
    )


def test_edition_shows_sentences_sources_and_reasons(site):
    page = site.page("editions/2026-01-28/index.html")
    assert words(page.find(".//h1[@id='ferry-vote']")) == "1 Vote <script>alert(1)</script>"
    sources = page.findall(".//a[@class='source']")
    assert [(link.get("href"), words(link)) for link in sources][:2] == [
        (
            "https://post.example/a#:~:text=Three%20towns%20vote%20on,"
            "%26%20so%20does%20%3Cscript%3Ealert%281%29%3C%2Fscript%3E.",
            "Harbour <Post>",
        ),
        ("https://wire.example/b", "Wire"),
    ]
    assert len({link.get("aria-label") for link in sources}) == len(sources)
    details = words(page.find(".//details"))
    assert "Harbour <Post>, newspaper, Merrow, owned by Press Trust" in details
    assert "Grouped because: with “Towns <script>" in details
    assert words(page.find(".//p[@class='own-article']/a")) == "Our own"


def test_only_what_is_not_quoted_is_marked_as_the_editors(site):
    page = site.page("editions/2026-01-28/index.html")
    paragraphs = [words(p) for p in page.findall(".//div[@class='story lead']/p")]
    assert paragraphs[0].count("Ed.") == 1  # the second sentence has no record
    assert paragraphs[1] == "Nobody asked the gulls. Ed."


def test_editions_know_their_neighbours_and_threads_go_on(site):
    page = site.page("editions/2026-01-28/index.html")
    turn = {a.get("rel"): a.get("href") for a in page.findall(".//nav[@class='turn']/a")}
    assert turn == {"prev": "/editions/2026-01-26/", "next": "/editions/2026-01-30/"}
    assert "Previously: Monday" in words(page.find(".//main"))
    thread = site.page("stories/ferry-vote/index.html")
    links = [a.get("href") for a in thread.findall(".//ol[@class='timeline']//h3/a")]
    assert links == ["/editions/2026-01-28/#ferry-vote", "/editions/2026-01-26/#ferry-vote"]


def test_topic_page_lists_stories_and_articles(site):
    page = site.page("topics/ferries/index.html")
    assert words(page.find(".//h1")) == "Ferries"
    assert [a.get("href") for a in page.findall(".//h3/a")] == ["/editions/2026-01-28/#ferry-vote"]
    assert words(page.find(".//p[@class='title']")) == "Our own <script>alert(1)</script>"
    assert "Gulls 1 article" in words(site.page("topics/index.html").find(".//main"))


def test_article_content_is_rendered_and_its_links_are_paths(site):
    page = site.page("articles/own/index.html")
    assert page.find(".//article//em").text == "long"
    assert page.find(".//article/p/a").get("href") == "/about/"
    assert page.find(".//link[@rel='canonical']").get("href").startswith("https://merrow.example/")


def test_sources_page_and_opml(site):
    assert "Newspaper" not in words(site.page("sources/index.html").find(".//main"))
    outlines = ET.fromstring(site.text("sources.opml")).findall("body/outline")  # noqa: S314
    assert [outline.attrib for outline in outlines] == [
        {
            "text": "Harbour <Post>",
            "title": "Harbour <Post>",
            "type": "rss",
            "xmlUrl": "https://post.example/feed",
            "htmlUrl": "https://post.example/",
        },
        {"text": "Wire", "title": "Wire", "type": "link", "url": "https://wire.example/"},
    ]


@pytest.mark.parametrize(
    ("path", "entries"),
    [
        ("feeds/editions.rss.xml", 3),
        ("feeds/editions.atom.xml", 3),
        ("feeds/items.rss.xml", 4),
        ("feeds/topics/ferries.rss.xml", 1),
    ],
)
def test_feed_can_be_read(site, path, entries):
    feed = feedparser.parse(site.text(path))
    assert not feed.bozo
    assert len(feed.entries) == entries
    assert len({entry.id for entry in feed.entries}) == entries
    for entry in feed.entries:
        assert entry.id.startswith("tag:merrow.example,2026-01-")
        assert entry.link.startswith("https://merrow.example/editions/2026-01-")
        assert "<script" not in entry.content[0].value
    assert feed.feed.links[0].href == f"https://merrow.example/{path}" or path.endswith("rss.xml")


def test_feed_keeps_the_id_that_was_minted_and_carries_the_whole_body(site):
    items = json.loads(site.text("feeds/editions.json"))["items"]
    edition = next(item for item in items if item["url"].endswith("2026-01-28/"))
    assert edition["id"] == "tag:merrow.example,2026-01-28:minted"
    assert edition["tags"] == ["Ferries"]
    assert '(<a href="https://post.example/a">Harbour &lt;Post&gt;</a>)' in edition["content_html"]
    assert "<li>a list of the editor's</li>" in edition["content_html"]


def test_sitemap_lists_every_page_once(site):
    tree = ET.fromstring(site.text("sitemap.xml"))  # noqa: S314 - our own
    listed = [
        loc.text.removeprefix("https://merrow.example/") for loc in tree.findall("{*}url/{*}loc")
    ]
    pages = {path.removesuffix("index.html") for path in site.paths() if path.endswith(".html")}
    assert sorted(listed) == sorted(pages - {"404.html"})
    assert "Sitemap: https://merrow.example/sitemap.xml" in site.text("robots.txt")


def test_same_input_same_bytes_below_a_path_and_in_another_zone(build):
    first = build(SITEURL="https://a.example/news", TZ="Pacific/Auckland")
    second = build(SITEURL="https://a.example/news", TZ="America/Los_Angeles", PYTHONHASHSEED="7")
    assert first.paths() == second.paths()
    for path in first.paths():
        assert (first.folder / path).read_bytes() == (second.folder / path).read_bytes(), path
    links = {a.get("href") for a in first.page("index.html").findall(".//a")}
    assert "/news/editions/2026-01-28/" in links
    assert "/news/archives/" in links


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_stock_themes_build_and_print_the_rendering(build, theme):
    built = build(THEME=theme)
    assert built.status == 0, built.log
    text = built.text("editions/2026-01-28/index.html")
    assert '<h3 id="ferry-vote">' in text
    assert "<script>alert" not in text
    assert "The mine" in text
    assert "topics/ferries/index.html" in built.paths()
    assert "subscribe/index.html" in built.paths()


@pytest.mark.parametrize(
    "plugins", [("editions",), ("embargo", "sitemap"), ("topics", "pages", "feeds")]
)
def test_plugins_need_neither_each_other_nor_our_theme(build, plugins):
    plain = {"pages/subscribe.md": "Title: Subscribe\n\nThree times a week.\n"}
    built = build(plain, plugins=plugins, THEME="simple", more="JINJA_ENVIRONMENT = {}")
    assert built.status == 0, built.log
