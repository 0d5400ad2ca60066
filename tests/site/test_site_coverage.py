"""What the archive tells of itself: the counts, the pictures, and the pages that show them."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import long_archive
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.editions.view import EditionView, Outlet, Passage, SectionView, StoryView
from briefing.models import Origin, Source, Topic
from briefing.site import browse, charts, coverage

DAY = date(2026, 1, 30)
WIRE, POST, OURS = Outlet("Wire", "u:w"), Outlet("Post", "u:p"), Outlet("Ours", "u:o")
SOURCES = (
    Source("https://w.example/", "Wire", owner="Press", country="Merrow", kind="agency"),
    Source("https://q.example/", "Quiet", owner="Press"),
)


def said(outlet: Outlet, origin: Origin = Origin.QUOTED) -> Passage:
    return Passage("said", "said", origin, outlet.url, outlet.name)


def story(thread: str, *outlets: Outlet, topics: str = "", quotes: int = 1) -> StoryView:
    passages = tuple(said(outlet) for outlet in outlets for _ in range(quotes))
    labels = tuple(Topic(slug, slug.upper(), slug) for slug in topics)
    return StoryView(1, thread, thread, passages, outlets, labels)


def edition(day: date, *stories: StoryView, nth: int = 1) -> EditionView:
    closed = datetime(day.year, day.month, day.day, 6, tzinfo=ZoneInfo("UTC"))
    news = SectionView("News", "news", "stories", stories)
    return EditionView(
        day, 1, f"tag:{day}", "T", "", "published", closed, "en", "", "", (news,), 1, 1, nth=nth
    )


def archive(*told: tuple[StoryView, ...], apart: int = 2) -> list[EditionView]:
    """Editions up to DAY, the newest first and ``apart`` days from each other."""
    return [edition(DAY - timedelta(days=apart * n), *each) for n, each in enumerate(told)]


def found(editions: list[EditionView]) -> tuple[browse.Appearance, ...]:
    return tuple(browse.appearances(editions))


def test_the_course_of_a_thread_has_the_editions_that_left_it_out():
    editions = archive((), (story("t", WIRE),), (), (story("t", WIRE, POST),), (story("x"),))
    thread = browse.threads(editions)[0]
    steps = coverage.course(thread, editions)
    assert [step.outlets for step in steps] == [2, 0, 1]
    assert [step.edition for step in steps] == editions[3:0:-1]


def test_the_course_tells_editions_of_one_day_apart_and_stays_short():
    editions = [edition(DAY, story("t", WIRE), nth=2), edition(DAY, story("t", POST, WIRE))]
    assert [s.outlets for s in coverage.course(browse.threads(editions)[0], editions)] == [2, 1]
    many = archive(*[(story("t", WIRE),)] * 60)
    assert len(coverage.course(browse.threads(many)[0], many)) == coverage.COURSE
    rare = archive((story("t", WIRE),), *[()] * 60, (story("t", POST),))
    assert [s.outlets for s in coverage.course(browse.threads(rare)[0], rare)] == [1, 1]


def test_outlets_come_in_with_the_edition_that_had_them_first():
    editions = archive((story("t", WIRE, POST),), (story("t", WIRE),))
    arrivals = coverage.arrivals(browse.threads(editions)[0])
    assert [(a.outlet.name, a.edition.day, a.editions) for a in arrivals] == [
        ("Wire", editions[1].day, 2),
        ("Post", DAY, 1),
    ]


@given(st.integers(1, 900), st.booleans())
def test_spans_follow_each_other_and_end_with_the_newest_edition(days, by_weeks):
    editions = [edition(DAY), edition(DAY - timedelta(days=days))]
    spans = (coverage.weeks if by_weeks else coverage.months)(editions)
    assert spans[-1].last == DAY
    assert spans[0].first >= editions[-1].day
    assert all(a.last + timedelta(days=1) == b.first for a, b in pairwise(spans))
    assert len(spans) <= (coverage.WEEKS if by_weeks else coverage.MONTHS)


def test_stories_are_counted_in_their_weeks():
    editions = archive(*[(story("t"),)] * 40, apart=7)
    counts = [week.count for week in coverage.weekly(found(editions[:2]), editions)]
    assert counts == [0] * 11 + [1, 1]
    assert coverage.weekly((), ()) == ()


def test_a_young_archive_has_the_weeks_that_it_has():
    editions = archive((story("t"),), (story("u"),))
    assert coverage.weekly(found(editions), editions) == (
        coverage.Span(DAY - timedelta(days=2), DAY, 2),
    )


@pytest.mark.parametrize(("apart", "spans"), [(7, 26), (14, 12), (10, 9)])
def test_trends_are_by_weeks_or_months(apart, spans):
    editions = archive(*[(story("t", topics="ab" if n else "b"),) for n in range(26)], apart=apart)
    first, second = coverage.trends(editions)
    assert (first.topic.slug, second.topic.slug) == ("b", "a")
    assert len(first.spans) == spans
    assert sum(first.counts) == 26
    assert second.counts[-1] == first.counts[-1] - 1
    assert coverage.trends([]) == ()


def test_shares_count_what_is_quoted_by_outlet_owner_country_and_kind():
    old = edition(DAY - timedelta(weeks=13), story("old", POST, quotes=3))
    own = StoryView(1, "own", "own", (said(OURS), said(POST, Origin.EDITOR)), (OURS,), own=(OURS,))
    shares = coverage.shares([edition(DAY, story("t", WIRE), own), old], SOURCES)
    post, wire, quiet = shares["name"]
    assert (post.name, post.sentences, post.stories, post.part) == ("Post", 3, 1, 0.75)
    assert (post.recent_sentences, wire.recent_sentences, wire.recent_part) == (0, 1, 1.0)
    assert (quiet.name, quiet.sentences, quiet.stories) == ("Quiet", 0, 0)
    assert [(s.name, s.sentences) for s in shares["owner"]] == [("", 3), ("Press", 1)]
    assert [s.name for s in shares["kind"]] == ["", "agency"]
    assert [s.stories for s in shares["country"]] == [1, 1]


def test_a_story_of_two_outlets_of_one_owner_is_one_story_of_that_owner():
    quiet = Outlet("Quiet", "u:q")
    shares = coverage.shares([edition(DAY, story("t", WIRE, quiet))], SOURCES)
    assert [(s.name, s.sentences, s.stories) for s in shares["owner"]] == [("Press", 2, 1)]


def test_every_source_is_listed_and_what_else_was_used():
    twice = (*SOURCES, Source("https://w2.example/", "Wire"))
    shares = coverage.shares(archive((story("t", WIRE, POST),)), twice)["name"]
    pairs, others = coverage.listed(twice, shares)
    assert [source.feed_url for source, _ in pairs] == [
        "https://w.example/",
        "https://w2.example/",
        "https://q.example/",
    ]
    assert [share.name for share in others] == ["Post"]


def test_an_empty_archive_has_no_shares_but_its_sources():
    assert [s.part for s in coverage.shares((), SOURCES)["name"]] == [0, 0]


def percent(value: str) -> float:
    return float(value.removesuffix("%"))


@given(st.lists(st.integers(0, 10**6), max_size=30), st.text("<&\"'>a{}%"))
def test_columns_stay_inside_the_picture_and_text_is_escaped(values, text):
    for draw in (charts.columns, charts.spark):
        root = ET.fromstring(draw(values, "_x", text, text))  # noqa: S314 - our own
        assert [root.findtext("title"), root.findtext("desc")] == [text, text]
        rects = root.findall("rect")
        assert len(rects) == len(values)
        assert [r.get("class") == "none" for r in rects] == [not value for value in values]
        for rect in rects:
            assert percent(rect.get("x")) + percent(rect.get("width")) <= 100.01
            assert 0 <= percent(rect.get("y")) <= 100


def test_columns_have_their_figures_as_long_as_there_is_room():
    few = ET.fromstring(charts.columns([3, 0, 2], "_x", "t", "d"))  # noqa: S314
    assert [text.text for text in few.findall("text")] == ["3", "0", "2"]
    many = ET.fromstring(charts.columns([1] * 13 + [9], "_x", "t", "d"))  # noqa: S314
    assert [text.text for text in many.findall("text")] == ["9"]
    assert few.get("aria-labelledby") == "_x-t _x-d"


# --- The pages ---


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def rows(element, path: str = ".//tbody/tr") -> list[str]:
    return [" ".join(map(words, row)) for row in element.findall(path)]


def test_a_thread_shows_its_course_its_outlets_and_its_timeline(site):
    main = site.page("stories/ferry-vote/index.html").find(".//main")
    picture = main.find(".//figure//*[@role='img']")
    assert picture is not None
    ids = picture.get("aria-labelledby").split()
    assert [part.get("id") for part in picture if part.get("id")] == ids
    assert rows(main, ".//figure//tbody/tr") == ["28 January 2026 3", "26 January 2026 1"]
    assert rows(main, "./div/section//tbody/tr") == [
        "Wire 26 January 2026: Wire 2",
        "Harbour <Post> 28 January 2026: Harbour <Post> 1",
        "Us 28 January 2026: Us 1",
    ]
    assert len(main.findall(".//ol[@class='timeline']/li")) == 2


def test_a_thread_of_one_edition_has_no_picture(site):
    assert site.page("stories/mine/index.html").find(".//main//figure") is None


def test_a_story_that_goes_on_says_since_when(site):
    page = site.page("editions/2026-01-28/index.html")
    assert [words(each) for each in page.findall(".//div[@class='since']")] == ["New since Monday"]
    assert site.page("editions/2026-01-26/index.html").find(".//div[@class='since']") is None


def test_sources_show_what_was_used(site):
    main = site.page("sources/index.html").find(".//main")
    assert [words(each) for each in main.findall(".//li")] == [
        "Harbour <Post> newspaper, Merrow, owned by Press Trust "
        "100% of what was quoted: 1 sentence, 1 story",
        "Wire not read at present 0% of what was quoted: 0 sentences, 4 stories",
    ]


def test_coverage_has_a_table_behind_each_picture(site):
    main = site.page("coverage/index.html").find(".//main")
    figures = main.findall(".//figure")
    assert len(figures) == 5
    assert all(figure.find(".//details//table") is not None for figure in figures)
    assert all(figure.find(".//*[@role='img']") is not None for figure in figures)
    assert rows(figures[3]) == [
        "newspaper 1 100% 1 1 100% 1",
        "not stated 0 0% 4 0 0% 4",
    ]
    assert "coverage/" in site.text("sitemap.xml")


def test_pictures_have_neither_style_nor_script(site):
    for path in ("coverage/index.html", "stories/ferry-vote/index.html", "sources/index.html"):
        page = site.page(path)
        assert not [each for each in page.iter() if each.get("style")]
        assert page.find(".//style") is None


def test_a_long_archive_has_years_sparklines_and_months(build):
    made = build(long_archive.files(editions=84, stories=1))
    assert made.status == 0, made.log
    years = made.page("archives/index.html").findall(".//nav[@class='years']//a")
    assert [words(year) for year in years] == ["2026", "2025"]
    assert made.page("topics/topic-1/index.html").find(".//div[@class='pulse']/*[@role='img']")
    trends = made.page("coverage/index.html").findall(".//ul[@class='trends']/li")
    assert len(trends) == coverage.TOPICS
    assert {len(trend.findall(".//{*}rect")) for trend in trends} == {7}
