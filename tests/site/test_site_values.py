"""The parts that need no Pelican: paragraphs, threads, bodies and feeds."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from briefing.editions.view import EditionView, Passage, SectionView, StoryView
from briefing.models import Origin, Source, Topic
from briefing.settings import Settings
from briefing.site import body, browse, project, safe, syndication
from briefing.site.outlines import opml

SETTINGS = Settings(root=Path(), site_url="https://a.example/news/")
WHEN = datetime(2026, 1, 30, 6, tzinfo=UTC)


def said(text: str, url: str | None = "https://b.example/") -> Passage:
    return Passage(text, text, Origin.QUOTED if url else Origin.EDITOR, url, "B" if url else None)


def story(thread: str = "t", *topics: str, passages: tuple[Passage, ...] = ()) -> StoryView:
    return StoryView(1, thread, thread, passages, topics=tuple(Topic(t, t, t) for t in topics))


def edition(day: int, *stories: StoryView, month: int = 1) -> EditionView:
    when = date(2026, month, day)
    section = SectionView("Lead", "lead", "lead", stories)
    return EditionView(
        when, day, f"tag:{day}", "T", "", "published", WHEN, "en", "", "", (section,), 1, 1
    )


def test_paragraphs_gather_sentences_and_leave_the_editors_alone():
    own = said("own", None)
    block = Passage("<ul></ul>", "", Origin.EDITOR, block=True)
    passages = (*[said(f"s{n}") for n in range(4)], own, own, block, said("last"))
    lengths = [len(run) for run in browse.paragraphs(passages)]
    assert lengths == [3, 1, 1, 1, 1, 1]


@given(st.lists(st.sampled_from([said("a"), said("b", None)])))
def test_paragraphs_lose_nothing(passages):
    runs = browse.paragraphs(passages)
    assert [passage for run in runs for passage in run] == passages


def test_threads_topics_and_months_keep_the_order_of_editions():
    editions = (edition(2, story("a", "x", "x"), month=2), edition(30, story("b"), story("a", "x")))
    assert [thread.slug for thread in browse.threads(editions)] == ["a", "b"]
    assert [each.edition.day.month for each in browse.threads(editions)[0].appearances] == [2, 1]
    assert [each.path for each in browse.by_topic(editions)["x"]] == [
        "editions/2026-02-02/#a",
        "editions/2026-01-30/#a",
    ]
    assert [[e.day.month for e in found] for found in browse.months(editions)] == [[2], [1]]


def test_body_escapes_all_but_the_passages():
    passages = (Passage("<em>A</em>", "A", Origin.QUOTED, 'https://b.example/"', "<B>"),)
    html = body.edition_html(edition(1, story("<t>", passages=passages)), SETTINGS)
    assert '<h3 id="&lt;t&gt;">&lt;t&gt;</h3>' in html
    assert '<p><em>A</em> (<a href="https://b.example/&#34;">&lt;B&gt;</a>)</p>' in html


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://a.example/news/articles/x/", "/news/articles/x/"),
        ("https://a.example/newsletter/", "https://a.example/newsletter/"),
        ("https://b.example/news/", "https://b.example/news/"),
    ],
)
def test_own_addresses_become_paths(url, path):
    assert project.local(SETTINGS, url) == path


def test_absolute_address_has_one_slash():
    assert project.absolute(SETTINGS, "feeds/x.xml") == "https://a.example/news/feeds/x.xml"


def feed(*entries: syndication.Entry) -> syndication.Feed:
    return syndication.Feed(
        "https://a.example/f", "https://a.example/", "T", "D", "en", "A", entries
    )


@given(title=st.text(), html=st.text(st.characters(codec="utf-8")), tag=st.text(min_size=1))
def test_feeds_survive_any_text(title, html, tag):
    made = feed(
        syndication.Entry("tag:x", "https://a.example/1", title, title, html, WHEN, WHEN, (tag,))
    )
    for render in (syndication.rss, syndication.atom):
        assert not feedparser.parse(render(made), sanitize_html=False).bozo
    assert json.loads(syndication.json_feed(made))["items"][0]["content_html"] == html


def test_feed_is_as_new_as_its_newest_entry():
    later = WHEN.replace(day=31)
    old = syndication.Entry("a", "https://a.example/1", "", "", "", WHEN, later)
    new = syndication.Entry("b", "https://a.example/2", "", "", "", WHEN, WHEN)
    assert feed(new, old).updated == later


def test_opml_of_sources_without_a_web_address_has_none():
    assert b"outline" not in opml((Source("content/feeds/x.xml", "X"),), "N")
    private = Source("https://intranet.example/feed", "X", private=True)
    assert b"intranet" not in opml((private,), "N")


def test_rendered_prints_as_it_is_but_what_is_made_from_it_is_escaped():
    text = safe.Rendered("<p>a</p>")
    page = Environment(autoescape=True).from_string("{{ a }}{{ b }}")
    assert page.render(a=text, b=text[:3] + "…") == "<p>a</p>&lt;p&gt;…"


def test_marked_content_gives_rendered_content_and_summary():
    content = SimpleNamespace(get_content=lambda _: "<b>", get_summary=lambda _: None)
    safe.mark(content)
    assert content.get_content("").__html__() == "<b>"
    assert content.get_summary("") == ""
