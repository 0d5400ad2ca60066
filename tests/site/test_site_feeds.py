"""Feeds as readers get them: whole bodies, links that lead somewhere from anywhere, stable ids."""

import json
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from briefing.errors import SettingsError
from briefing.settings import Settings
from briefing.site import syndication
from briefing.site.feeds import _css, readable

WHEN = datetime(2026, 1, 30, 6, tzinfo=UTC)
HUB = "https://hub.example/"
NOTE = """Title: With a note
Date: 2026-01-28 06:00
Number: 2

See [us]({filename}/pages/about.md), [it](/articles/own/) and [below](#ferry-vote).

# Lead
## Vote {#ferry-vote}
Three towns vote. [Wire](https://wire.example/b)

> Read [about]({filename}/pages/about.md).
"""
CORRECTED = """Title: Another title
Date: 2026-01-26 06:00
Modified: 2026-01-27 09:00
Number: 1

# Lead
## Ferry line saved {#ferry-vote}
It is saved. [Wire](https://wire.example/d)
"""


@pytest.fixture(scope="module")
def noted(build):
    built = build({"editions/2026-01-28.md": NOTE}, BRIEFING_WEBSUB_HUB=HUB)
    assert built.status == 0, built.log
    return built


def entry_of(site, path: str, url: str):
    feed = feedparser.parse(site.text(path))
    assert not feed.bozo
    return next(entry for entry in feed.entries if entry.link.endswith(url))


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("feeds/editions.rss.xml", "editions/2026-01-28/"),
        ("feeds/editions.atom.xml", "editions/2026-01-28/"),
        ("feeds/items.rss.xml", "editions/2026-01-28/#ferry-vote"),
        ("feeds/stories/ferry-vote.rss.xml", "editions/2026-01-28/#ferry-vote"),
    ],
)
def test_links_of_the_editors_markdown_are_absolute(noted, path, url):
    body = entry_of(noted, path, url).content[0].value
    assert 'href="https://merrow.example/about/"' in body
    assert "{filename}" not in body
    assert 'href="/' not in body
    assert 'href="#' not in body


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ('<a href="/x/">x</a>', '<a href="https://a.example/x/">x</a>'),
        ('<a href="y">x</a>', '<a href="https://a.example/news/1/y">x</a>'),
        ('<a href="#z">x</a>', '<a href="https://a.example/news/1/#z">x</a>'),
        ('<img src="i.png" alt="A">', '<img src="https://a.example/news/1/i.png" alt="A">'),
        ('<div class="w"><p style="x" id="i">x</p></div>', "<div><p>x</p></div>"),
        ("<script>x</script><h2>x</h2><ol><li>x</li></ol>", "<h2>x</h2><ol><li>x</li></ol>"),
    ],
)
def test_bodies_are_plain_and_lead_somewhere(html, made):
    assert readable(html, "https://a.example/news/1/") == made


def test_an_author_has_a_feed_of_whole_articles(site):
    (slug,) = {path.split("/")[2].split(".")[0] for path in site.paths() if "feeds/authors" in path}
    for end in ("rss", "atom"):
        feed = feedparser.parse(site.text(f"feeds/authors/{slug}.{end}.xml"))
        (entry,) = feed.entries
        assert entry.id == "https://merrow.example/articles/own/"
        assert "<em>long</em>" in entry.content[0].value
        assert entry.author.startswith("Ann")
        assert [tag.term for tag in entry.tags] == ["Ferries", "Gulls"]


def test_a_thread_has_a_feed_and_its_page_names_it(site):
    feed = feedparser.parse(site.text("feeds/stories/ferry-vote.rss.xml"))
    assert [entry.link.split("#")[0][-11:] for entry in feed.entries] == [
        "2026-01-28/",
        "2026-01-26/",
    ]
    linked = site.page("stories/ferry-vote/index.html").findall(".//link[@rel='alternate']")
    addresses = [link.get("href") for link in linked]
    assert "https://merrow.example/feeds/stories/ferry-vote.rss.xml" in addresses


def test_an_entry_is_the_same_in_every_feed_that_has_it(site):
    paths = ("feeds/items.rss.xml", "feeds/stories/ferry-vote.rss.xml")
    first, second = (entry_of(site, path, "2026-01-28/#ferry-vote") for path in paths)
    assert first == second


def test_the_hub_stands_in_every_kind_of_feed(noted, site):
    for path in ("feeds/editions.rss.xml", "feeds/editions.atom.xml"):
        links = feedparser.parse(noted.text(path)).feed.links
        assert [link.href for link in links if link.rel == "hub"] == [HUB]
        assert "hub" not in site.text(path)
    assert json.loads(noted.text("feeds/editions.json"))["hubs"] == [{"type": "WebSub", "url": HUB}]


def test_a_hub_must_be_an_address():
    with pytest.raises(SettingsError, match="BRIEFING_WEBSUB_HUB"):
        Settings(root=Path(), websub_hub="hub.example")


def test_a_browser_is_told_what_a_feed_is(site):
    head = site.text("feeds/editions.atom.xml").splitlines()[1]
    assert head == '<?xml-stylesheet type="text/css" href="/feeds/feed.css"?>'
    assert "This is a feed" in site.text("feeds/feed.css")


def test_a_correction_updates_the_entry_and_keeps_its_id(build, site):
    corrected = {"editions/2026-01-26.md": CORRECTED}
    before, after = (
        entry_of(each, "feeds/editions.atom.xml", "2026-01-26/")
        for each in (site, build(corrected))
    )
    assert after.id == before.id
    assert after.published == before.published
    assert after.updated == "2026-01-27T09:00:00+00:00"


def test_rss_without_a_summary_has_a_description_before_the_body():
    entry = syndication.Entry("i", "https://a.example/1", "T", "", "<p>b</p>", WHEN, WHEN)
    feed = syndication.Feed(
        "https://a.example/f", "https://a.example/", "T", "", "en", "A", (entry,)
    )
    item = ET.fromstring(syndication.rss(feed)).find("channel/item")  # noqa: S314 - our own
    assert [each.text for each in item if each.tag.endswith(("description", "encoded"))] == [
        "T",
        "<p>b</p>",
    ]


def test_a_description_is_read_as_html_and_stays_text():
    summary = "Also: <svg onload=alert(1)> & more"
    entry = syndication.Entry("i", "https://a.example/1", "T", summary, "", WHEN, WHEN)
    feed = syndication.Feed(
        "https://a.example/f", "https://a.example/", "T", "", "en", "A", (entry,)
    )
    item = ET.fromstring(syndication.rss(feed)).find("channel/item")  # noqa: S314 - our own
    assert item.findtext("description") == "Also: &lt;svg onload=alert(1)&gt; &amp; more"


def test_words_cannot_leave_their_string_in_the_sheet():
    assert _css('a"} \\x') == '"a\\22 \\7d  \\5c x"'
