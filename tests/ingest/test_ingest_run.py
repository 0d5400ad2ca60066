"""A whole run: feeds, the pages they link to, and what hosts say to either."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ingest_server import FEED, Reply, serving

from briefing import desk
from briefing.store import Store
from scripted_server import at_once, follow

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


def test_a_host_that_wants_no_more_pages_is_asked_for_no_feed_either(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    busy = Reply(429, b"", {"Retry-After": "86400"})
    with serving({"/page": busy}) as server:
        feed = (
            "<rss><channel><title>T</title><item><title>One</title>"
            f"<link>{server.url('/page')}</link></item></channel></rss>"
        )
        server.script["/f"] = Reply(body=feed.encode())
        settings = follow(tmp_path, [server.url("/f")], NOW)
        path = settings.path(settings.sources)
        path.write_text(path.read_text().replace("/>", ' interval="1h" fullText="true"/>'))
        for hours in (0, 20, 25):
            later = replace(settings, now=(NOW + timedelta(hours=hours)).isoformat())
            desk.ingest(later, options=at_once(settings))
    asked = [asked.path for asked in server.log]
    assert asked == ["/f", "/robots.txt", "/page", "/f", "/robots.txt", "/page"]


def test_a_move_that_is_not_believed_takes_nothing_else_back(tmp_path: Path) -> None:
    with serving({"/feed": Reply(body=FEED)}) as server:
        server.script["/f"] = Reply(301, b"", {"Location": server.url("/feed", "new.localhost")})
        urls = [server.url("/f", f"{name}.localhost") for name in ("one", "two", "three")]
        settings = follow(tmp_path, urls, NOW)
        desk.ingest(settings, options=at_once(settings))
    with Store.open(settings.database, settings.root) as store:
        states = store.states()
    assert [(state.last_new, state.moved_to) for state in states] == [(NOW, "")] * 3
