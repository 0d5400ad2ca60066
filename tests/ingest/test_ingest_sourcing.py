"""Finding, adding and checking sources: through the real fetcher, against a real server."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ingest_server import Asked, Reply, Script, Server, serving

from briefing.desk.checking import Checked, check
from briefing.desk.coming_in import fetch_options
from briefing.desk.health import Condition
from briefing.desk.sourcing import Offer, add, export, look, source_of
from briefing.errors import BriefingError, ContentError
from briefing.ingest import FetchOptions
from briefing.ingest.opml import read_sources
from briefing.models import Source, SourceState, Validators
from briefing.settings import Settings
from briefing.store import Store

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FEED = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour &amp; Post</title>'
    b"<link>https://h.example/</link><language>en-gb</language><item><title>One</title>"
    b"<pubDate>Sun, 22 Nov 2026 09:00:00 GMT</pubDate><link>https://h.example/1</link></item>"
    b"</channel></rss>"
)
ALTERNATE = '<link rel="alternate" type="application/rss+xml" title="{0}" href="{0}">'


def page(*feeds: str) -> Reply:
    links = "".join(ALTERNATE.format(feed) for feed in feeds)
    body = f"<!doctype html><html><head>{links}</head><body>Hello</body></html>"
    return Reply(200, body.encode(), {"Content-Type": "text/html"})


def unchanged(asked: Asked) -> Reply:
    known = asked.headers.get("If-None-Match") == '"1"'
    return Reply(304, b"") if known else Reply(500, b"")


SCRIPT: Script = {
    "/feed.xml": Reply(200, FEED),
    "/one": page("/feed.xml"),
    "/two": page("/comments.xml", "/feed.xml", "/other.xml"),
    "/broken": page("/one"),
    "/none": page(),
    "/moved": Reply(301, b"", {"Location": "/feed.xml"}),
    "/elsewhere": Reply(302, b"", {"Location": "/feed.xml"}),
    "/same": unchanged,
    "/busy": Reply(503, b"", {"Retry-After": "3600"}),
}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(dict(SCRIPT)) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "content").mkdir()
    return Settings(root=tmp_path, allow_private=True, now=NOW.isoformat())


def quick(settings: Settings) -> FetchOptions:
    """Return how to ask without the pause between two requests to a host."""
    return replace(fetch_options(settings), pause=0)


def asked(server: Server) -> list[str]:
    return [one.path for one in server.log]


def found(settings: Settings, url: str, pick: int | None = None) -> Offer:
    return look(settings, url, pick=pick, options=quick(settings))


def written(settings: Settings, *outlines: str) -> Path:
    path = settings.path(settings.sources)
    path.write_text(f"<opml><body>\n{''.join(outlines)}</body></opml>\n", encoding="utf-8")
    return path


def outline(url: str, title: str = "A", more: str = "") -> str:
    return f'  <outline text="{title}" xmlUrl="{url}" {more}/>\n'


@pytest.mark.parametrize("path", ["/feed.xml", "/one", "/moved"])
def test_a_feed_is_found(server: Server, settings: Settings, path: str) -> None:
    offer = found(settings, server.url(path))
    assert offer.url == server.url("/feed.xml")
    source = source_of(offer)
    assert (source.title, source.site_url) == ("Harbour & Post", "https://h.example/")
    assert source.language == "en-GB"
    assert asked(server).count("/feed.xml") == 1


def test_a_move_that_is_not_for_good_is_not_taken_over(server: Server, settings: Settings) -> None:
    assert found(settings, server.url("/elsewhere")).url == server.url("/elsewhere")


def test_several_feeds_are_shown_without_asking_for_them(
    server: Server, settings: Settings
) -> None:
    offer = found(settings, server.url("/two"))
    assert [link.title for link in offer.choices] == ["/feed.xml", "/other.xml", "/comments.xml"]
    assert asked(server) == ["/two"]
    assert found(settings, server.url("/two"), 1).url == server.url("/feed.xml")
    with pytest.raises(BriefingError, match="from 1 to 3, not 4"):
        found(settings, server.url("/two"), 4)


def test_a_page_that_names_none_is_asked_about_at_the_usual_places(
    server: Server, settings: Settings
) -> None:
    with pytest.raises(BriefingError, match="is no feed, names none"):
        found(settings, server.url("/none"))
    assert asked(server) == ["/none", "/feed", "/rss.xml", "/atom.xml", "/index.xml"]
    server.script["/rss.xml"] = Reply(200, FEED)
    assert found(settings, server.url("/none")).url == server.url("/rss.xml")


@pytest.mark.parametrize(
    ("path", "message"),
    [("/nowhere", "no feed at this address"), ("/broken", "web page"), ("/busy", "503")],
)
def test_why_there_is_no_feed(server: Server, settings: Settings, path: str, message: str) -> None:
    with pytest.raises(BriefingError, match=message):
        found(settings, server.url(path))


def test_a_private_address_only_where_it_is_wished(server: Server, tmp_path: Path) -> None:
    settings = Settings(root=tmp_path)
    with pytest.raises(BriefingError, match="private network address"):
        found(settings, server.url("/feed.xml"))
    assert asked(server) == []
    offer = look(settings, server.url("/feed.xml"), private=True, options=quick(settings))
    assert source_of(offer, private=True).private


@pytest.mark.parametrize("text", ["https://me:pw@a.example/f", "file:///etc/passwd", "../x.xml"])
def test_what_is_no_address(settings: Settings, text: str) -> None:
    with pytest.raises(BriefingError):
        found(settings, text)


def test_a_file_of_the_project(settings: Settings) -> None:
    (settings.root / "content/h.xml").write_bytes(FEED)
    assert source_of(found(settings, "content/h.xml")).feed_url == "content/h.xml"


def test_the_list_gets_one_line_and_nothing_twice(settings: Settings) -> None:
    path = written(settings, outline("https://a.example/f"))
    before = path.read_bytes()
    source = Source("https://b.example/f", "B")
    assert add(settings, source, dry=True).line == 3
    assert path.read_bytes() == before
    made = add(settings, source)
    assert made.document == path.read_bytes()
    assert made.document.replace(f"  {made.outline}\n".encode(), b"") == before
    with pytest.raises(ContentError, match=r"in the list already: A, https://a\.example/f"):
        add(settings, Source("http://www.a.example/f/", "A again"))


def test_a_feed_that_has_moved_here_is_in_the_list(settings: Settings) -> None:
    written(settings, outline("https://a.example/f"))
    with Store.open(settings.database, settings.root) as store:
        store.set_state(SourceState("https://a.example/f", address="https://b.example/f"))
    with pytest.raises(ContentError, match="in the list already: A"):
        add(settings, Source("https://b.example/f", "B"))
    assert b'xmlUrl="https://b.example/f"' in export(settings)


def test_a_first_source_makes_the_list(settings: Settings) -> None:
    add(settings, Source("https://b.example/f", "B"), "News")
    assert read_sources(settings.path(settings.sources)) == (Source("https://b.example/f", "B"),)


def test_checking_tells_of_each_and_stores_nothing(server: Server, settings: Settings) -> None:
    written(
        settings,
        outline(server.url("/feed.xml"), "Good"),
        outline(server.url("/one"), "Page"),
        outline(server.url("/nowhere"), "Lost"),
        outline(server.url("/moved?1"), "Moved"),
        outline(server.url("/same"), "Same"),
        outline(server.url("/paused"), "Paused", 'paused="true"'),
        outline(server.url("/gone"), "Gone"),
    )
    server.script["/moved?1"] = Reply(308, b"", {"Location": "/feed.xml"})
    same = SourceState(server.url("/same"), validators=Validators('"1"'), last_asked=NOW)
    gone = SourceState(server.url("/gone"), last_asked=NOW, is_gone=True)
    with Store.open(settings.database, settings.root) as store:
        store.set_state(same, gone)
        before = store.states()
    told: list[Checked] = []
    checked = check(settings, told=lambda one, _of: told.append(one), options=quick(settings))
    assert [(one.source.title, str(one.condition)) for one in checked] == [
        ("Good", "ok"),
        ("Page", "failing"),
        ("Lost", "failing"),
        ("Moved", "moved"),
        ("Same", "ok"),
        ("Paused", "paused"),
        ("Gone", "gone"),
    ]
    assert sorted(told, key=checked.index) == list(checked)
    assert checked[0].newest == NOW - timedelta(days=1)
    assert checked[3].moved_to == server.url("/feed.xml")
    assert len(server.log) == 6
    with Store.open(settings.database, settings.root) as store:
        assert store.states() == before


def test_checking_what_is_named(server: Server, settings: Settings) -> None:
    written(
        settings,
        outline(server.url("/feed.xml"), "Good"),
        outline(server.url("/same"), "Rest", 'paused="true"'),
    )
    assert [one.condition for one in check(settings, ["good"], options=quick(settings))] == [
        Condition.OK
    ]
    assert len(check(settings, [server.url("/same"), "Good", "rest"], options=quick(settings))) == 2
    with pytest.raises(BriefingError, match="other is not in the list"):
        check(settings, ["other"], options=quick(settings))


def test_a_host_that_wants_to_be_left_alone_is(server: Server, settings: Settings) -> None:
    url = server.url("/feed.xml")
    written(settings, outline(url))
    with Store.open(settings.database, settings.root) as store:
        store.hold(f"127.0.0.1:{server.port}", NOW + timedelta(hours=1))
    (checked,) = check(settings, [url], options=quick(settings))
    assert checked.condition is Condition.WAITING
    with pytest.raises(BriefingError, match="left alone"):
        found(settings, url)
    assert asked(server) == []
