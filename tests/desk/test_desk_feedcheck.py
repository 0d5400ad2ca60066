"""check-feed: what would be stored of feed files, one answer each."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from briefing.desk.feedcheck import check_feeds, check_jobs

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
FEED = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Tides &amp;amp; Times</title><link>https://tides.example/</link><language>en-GB</language>
<item><guid isPermaLink="false">t1</guid><title>High &lt;Vec> water</title>
<link>/1?utm_source=x</link><pubDate>Tue, 17 Feb 2026 20:19:37 GMT</pubDate>
<author>ann@tides.example (Ann)</author><category>sea</category>
<enclosure url="https://tides.example/1.mp3"/><description>In <b>short</b></description>
<content:encoded><![CDATA[<p onclick="x()">At length, and more.</p><script>x</script>]]>
</content:encoded></item>
<item><title>No link</title><pubDate>never</pubDate><description>Words</description></item>
</channel></rss>"""


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.xml"
    path.write_text(FEED, encoding="utf-8")
    return path


def test_an_answer_has_all_fields(feed: Path) -> None:
    (answer,) = check_feeds([str(feed)], "https://feeds.example/f.xml", NOW)
    assert answer == {
        "id": str(feed),
        "status": "ok",
        "reason": None,
        "feed": {
            "title": "Tides & Times",
            "link": "https://tides.example/",
            "description": None,
            "language": "en-GB",
        },
        "items": [
            {
                "guid": "t1",
                "title": "High <Vec> water",
                "link": "https://feeds.example/1",
                "published": "2026-02-17T20:19:37Z",
                "updated": None,
                "author": "Ann",
                "categories": ["sea"],
                "enclosures": ["https://tides.example/1.mp3"],
                "summary_html": "In <b>short</b>",
                "content_html": "<p>At length, and more.</p>",
            },
            {
                "guid": None,
                "title": "No link",
                "link": answer["items"][1]["link"],
                "published": None,
                "updated": None,
                "author": None,
                "categories": [],
                "enclosures": [],
                "summary_html": "Words",
                "content_html": "Words",
            },
        ],
    }
    assert answer["items"][1]["link"].startswith("https://tides.example/#item-")


def test_files_are_answered_in_their_order_and_none_ends_the_run(feed: Path) -> None:
    missing, folder, page = feed.parent / "no", feed.parent, feed.parent / "page.html"
    page.write_text("<!doctype html><p>Hello", encoding="utf-8")
    answers = list(check_feeds(map(str, [missing, folder, page, feed, feed]), None, NOW))
    assert [(answer["status"], answer["reason"]) for answer in answers] == [
        ("error", "unreadable"),
        ("error", "unreadable"),
        ("notfeed", "html-page"),
        ("ok", None),
        ("ok", None),
    ]
    assert [answer["feed"] is None for answer in answers] == [True, True, True, False, False]
    assert answers[3] == answers[4]
    # Its own link is relative, and there is nothing to resolve it against.
    assert answers[3]["items"][0]["link"] == "https://tides.example/1.mp3"


def test_a_feed_without_any_address_keeps_its_items(feed: Path) -> None:
    feed.write_text("<rss><channel><item><title>t</title></item></channel></rss>", encoding="utf-8")
    (answer,) = check_feeds([str(feed)], None, NOW)
    assert [(item["title"], item["link"]) for item in answer["items"]] == [("t", None)]


def test_the_name_is_given_back_as_it_was_given(feed: Path) -> None:
    name = f"{feed.parent}/.//{feed.name}"
    (answer,) = check_feeds([name], None, NOW)
    assert (answer["id"], answer["status"]) == (name, "ok")


def test_a_date_that_is_the_time_of_reading_is_no_missing_one(feed: Path) -> None:
    feed.write_text(FEED.replace("Tue, 17 Feb 2026 20:19:37 GMT", "2026-11-23T06:00:00Z"))
    (answer,) = check_feeds([str(feed)], None, NOW)
    dates = [item["published"] for item in answer["items"]]
    assert dates == ["2026-11-23T06:00:00Z", None]


def test_an_update_is_told_where_nothing_else_is(feed: Path) -> None:
    feed.write_text(
        FEED.replace("<pubDate>Tue", "<pubDate/><atom:updated>Tue")
        .replace("37 GMT</pubDate>", "37 GMT</atom:updated>")
        .replace("<rss ", '<rss xmlns:atom="http://www.w3.org/2005/Atom" ')
    )
    (answer,) = check_feeds([str(feed)], None, NOW)
    assert answer["items"][0]["updated"] == "2026-02-17T20:19:37Z"


def test_a_file_that_is_too_large_is_not_read(feed: Path) -> None:
    with feed.open("wb") as file:
        file.truncate(10 * 1024 * 1024 + 1)
    (answer,) = check_feeds([str(feed)], None, NOW)
    assert (answer["status"], answer["reason"]) == ("error", "size-limit")


def test_jobs_are_answered_one_by_one(feed: Path) -> None:
    latin = feed.parent / "latin.xml"
    latin.write_bytes("<rss><channel><title>h\u00e9</title></channel></rss>".encode("latin-1"))
    answered: list[dict[str, Any]] = []
    jobs = [
        {"id": 7, "path": str(feed), "url": "https://feeds.example/"},
        {"id": "b", "path": str(latin), "headers": {"content-TYPE": "text/xml; charset=latin-1"}},
        {"path": "no id"},
    ]

    def lines() -> Iterator[str]:
        for number, job in enumerate(jobs):
            assert len(answered) == number
            yield json.dumps(job) + "\n"
        yield "nonsense\n"

    for answer in check_jobs(lines(), NOW):
        answered.append(answer)
    assert [(a["id"], a["status"], a["reason"]) for a in answered] == [
        (7, "ok", None),
        ("b", "ok", None),
        (None, "error", "not-a-job"),
        (None, "error", "not-a-job"),
    ]
    assert answered[1]["feed"]["title"] == "h\u00e9"
