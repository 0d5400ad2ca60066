"""Asking over real HTTP: conditions, redirects, limits, manners, the address guard."""

import gzip
import hashlib
import socket
import time
from dataclasses import replace
from pathlib import Path

import pytest
from ingest_server import FEED, Asked, Reply, Server, serving

from briefing import __version__
from briefing.ingest import FetchOptions, Limits, fetch
from briefing.ingest.fetch import next_hop
from briefing.ingest.manners import Queue, request_headers, user_agent
from briefing.models import Fetched, Source, Validators

OPTIONS = FetchOptions(root=Path(), allow_private=True, contact="https://briefing.example/us")


def source(url: str) -> Source:
    return Source(url, "S")


def ask(
    server: Server,
    path: str,
    known: Validators | None = None,
    options: FetchOptions = OPTIONS,
) -> Fetched:
    url = server.url(path)
    validators = {url: known} if known else {}
    (fetched,) = fetch([source(url)], validators, options)
    return fetched


def test_a_good_answer_brings_body_type_and_validators() -> None:
    headers = {"ETag": 'W/"a b\xe9"', "Last-Modified": "yesterday-ish", "Content-Type": "text/xml"}
    with serving({"/f": Reply(headers=headers)}) as server:
        got = ask(server, "/f")
    assert (got.status, got.body, got.content_type) == ("fetched", FEED, "text/xml")
    assert got.validators == Validators('W/"a b\xe9"', "yesterday-ish")
    assert got.url == server.url("/f")


def test_a_request_says_who_we_are_and_nothing_else() -> None:
    with serving({"/f": Reply(headers={"Set-Cookie": "a=1"})}) as server:
        ask(server, "/f")
        ask(server, "/f")
    assert [set(asked.headers) for asked in server.log] == [
        {"Host", "User-Agent", "Accept", "Accept-Encoding"}
    ] * 2
    headers = server.log[0].headers
    assert headers["User-Agent"] == f"PelicanBriefing/{__version__} (+{OPTIONS.contact})"
    assert headers["Accept-Encoding"] == "gzip"
    assert "application/atom+xml" in headers["Accept"]


def test_the_user_agent_cannot_carry_a_header() -> None:
    assert user_agent("") == f"PelicanBriefing/{__version__}"
    assert "\n" not in user_agent("me\r\nX: 1")


def test_validators_go_back_byte_for_byte_and_304_is_unchanged() -> None:
    known = Validators('W/"\xe9 ' + "x" * 4000 + '"', "Thu, 99 Foo 2026")
    with serving({"/f": Reply(304, b"", {"ETag": '"new"'})}) as server:
        got = ask(server, "/f", known)
    assert server.log[0].headers["If-None-Match"] == known.etag
    assert server.log[0].headers["If-Modified-Since"] == known.last_modified
    assert got.status == "unchanged"
    assert got.validators == Validators('"new"', known.last_modified)
    assert request_headers(Validators())[1:] == [b"Accept-Encoding: gzip"]


def test_304_without_a_condition_is_a_failure() -> None:
    with serving({"/f": Reply(304, b"")}) as server:
        assert ask(server, "/f").code == "not-modified"


def test_gzip_is_inflated_by_us_also_in_several_members() -> None:
    packed = gzip.compress(FEED[:50]) + gzip.compress(FEED[50:])
    with serving({"/f": Reply(body=packed, headers={"Content-Encoding": "gzip"})}) as server:
        assert ask(server, "/f").body == FEED


BOMB = gzip.compress(bytes(40_000_000), 9)
FAILURES = {
    "http-404": Reply(404, b"no"),
    "http-410": Reply(410, b""),
    "http-500": Reply(500, b"x" * 1000),
    "http-204": Reply(204, b""),
    "size-limit bomb": Reply(body=BOMB, headers={"Content-Encoding": "gzip"}),
    "size-limit wire": Reply(body=bytes(6_000_000)),
    "encoding twice": Reply(body=gzip.compress(gzip.compress(FEED)), headers={
        "Content-Encoding": "gzip, gzip"}),
    "encoding unasked": Reply(headers={"Content-Encoding": "br"}),
    "encoding untrue": Reply(headers={"Content-Encoding": "gzip"}),
    "cut gzip": Reply(body=gzip.compress(FEED)[:-9], headers={"Content-Encoding": "gzip"}),
    "cut gzip without a length": Reply(
        body=gzip.compress(FEED)[:-9], headers={"Content-Encoding": "gzip"}, length=-1),
    "cut short of its length": Reply(length=len(FEED) + 10),
    "timeout of a drip": Reply(drip=0.05),
    "redirect to nowhere": Reply(302, b""),
    "redirect to a file": Reply(302, b"", {"Location": "file:///etc/passwd"}),
    "redirect-limit": Reply(302, b"", {"Location": "/f"}),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_has_a_slug_a_reason_and_the_old_validators(name: str) -> None:
    code = name.split()[0]
    known = Validators('"old"', None)
    options = replace(OPTIONS, limits=Limits(total_seconds=1.0))
    with serving({"/f": FAILURES[name]}) as server:
        started = time.monotonic()
        got = ask(server, "/f", known, options)
    assert time.monotonic() - started < 2.5
    assert (got.status, got.code, got.body) == ("failed", code, b"")
    assert "127.0.0.1" in got.reason
    assert got.validators == (Validators() if code == "cut" else known)


def test_a_refusal_by_cloudflare_is_told_as_such() -> None:
    with serving({"/f": Reply(403, b"", {"Server": "cloudflare"})}) as server:
        # http.server names itself first; the last of two is taken
        assert "Cloudflare" in ask(server, "/f").reason


def test_what_cannot_be_reached_is_told_apart() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        urls = [f"http://127.0.0.1:{port}/", "http://no-such-host.invalid/"]
        got = {one.source.feed_url: one for one in fetch(map(source, urls), {}, OPTIONS)}
    assert [got[url].code for url in urls] == ["connect", "dns"]


def test_a_plain_server_is_no_secure_one() -> None:
    with serving({"/f": Reply()}) as server:
        url = server.url("/f").replace("http:", "https:")
        (got,) = fetch([source(url)], {}, OPTIONS)
    assert got.code == "tls"


def test_redirects_are_followed_and_the_last_address_is_told() -> None:
    script = {f"/{n}": Reply(status, b"x", {"Location": f"{n + 1}?ä"}) for n, status in
              enumerate([301, 302, 303, 307, 308])}  # fmt: skip
    script = {path + ("?%C3%A4" if path != "/0" else ""): reply for path, reply in script.items()}
    with serving({**script, "/5?%C3%A4": Reply()}) as server:
        got = ask(server, "/0")
    assert (got.status, got.body) == ("fetched", FEED)
    assert got.url == server.url("/5?ä")
    assert len(server.log) == 6


@pytest.mark.parametrize(
    ("url", "location", "target"),
    [
        ("http://a.example/x", "https://a.example/y", "https://a.example/y"),
        ("http://a.example/x", "y", "http://a.example/y"),
        ("https://a.example/x", "//b.example/y", "https://b.example/y"),
        ("https://a.example/x", "http://a.example/x", None),
        ("https://a.example/x", "HTTP://a.example/x", None),
        ("http://a.example/x", "ftp://a.example/x", None),
        ("http://a.example/x", "gopher://127.0.0.1:25/_HELO", None),
        ("http://a.example/x", "http://", None),
    ],
)
def test_where_a_redirect_may_lead(url: str, location: str, target: str | None) -> None:
    assert next_hop(url, location) == target


LOOPBACK = """
127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.0.0.1 0177.0.0.1 017700000001 0 0.0.0.0
localhost [::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:127.0.0.1] 127.0.0.1.
"""


@pytest.mark.parametrize("host", LOOPBACK.split())
def test_no_spelling_of_a_private_address_is_reached(host: str) -> None:
    with serving({"/f": Reply()}) as server:
        guarded = replace(OPTIONS, allow_private=False)
        (got,) = fetch([source(server.url("/f", host))], {}, guarded)
    assert got.status == "failed"
    assert server.log == []
    if got.code != "dns":
        assert got.code == "private-address"
        assert "BRIEFING_ALLOW_PRIVATE" in got.reason


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({"/f": Reply()}) as server, serving({}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url(""))
        monkeypatch.setenv("all_proxy", proxy.url(""))
        assert ask(server, "/f").status == "fetched"
    assert proxy.log == []


def test_one_host_is_asked_by_one_connection_at_a_time() -> None:
    busy, most = [0], [0]

    def slow(_: Asked) -> Reply:
        busy[0] += 1
        most[0] = max(most[0], busy[0])
        time.sleep(0.03)
        busy[0] -= 1
        return Reply()

    with serving({f"/{n}": slow for n in range(5)}) as server:
        urls = [server.url(f"/{n}") for n in range(5)]
        assert len(list(fetch(map(source, urls), {}, OPTIONS))) == 5
    assert most == [1]


def test_the_queue_pauses_between_two_requests_to_a_host() -> None:
    queue: Queue[str] = Queue(pause=1.0, connections=2, spare_loopback=True)
    for host, errand in (("a", "a1"), ("a", "a2"), ("b", "b1"), ("c", "c1")):
        queue.add(host, errand)
    assert [queue.take(0.0), queue.take(0.0), queue.take(0.0)] == ["a1", "b1", None]
    assert queue.wait(0.0) is None  # all connections are taken
    queue.release("a", 5.0)
    assert queue.take(5.0) == "c1"
    queue.release("b", 5.5)
    assert queue.take(5.5) is None
    assert queue.wait(5.5) == 0.5
    assert queue.take(6.0) == "a2"


@pytest.mark.parametrize(("spare", "wanted"), [(True, "l2"), (False, None)])
def test_this_machine_needs_no_pause(spare: bool, wanted: str | None) -> None:
    queue: Queue[str] = Queue(pause=1.0, connections=2, spare_loopback=spare)
    queue.add("127.0.0.1", "l1")
    queue.add("127.0.0.1", "l2")
    queue.take(0.0)
    queue.release("127.0.0.1", 0.0)
    assert queue.take(0.0) == wanted


def test_one_bad_source_does_not_hold_up_the_others() -> None:
    with serving({"/f": Reply(), "/slow": Reply(drip=0.05)}) as server:
        options = replace(OPTIONS, limits=Limits(total_seconds=0.7))
        urls = [server.url("/slow", "localhost"), server.url("/f")]
        got = list(fetch(map(source, urls), {}, options))
    assert [one.code for one in got] == ["", "timeout"]


def test_a_fetch_that_is_given_up_lets_go_of_its_connections() -> None:
    with serving({"/f": Reply(), "/slow": Reply(drip=0.01)}) as server:
        urls = [server.url("/f"), server.url("/slow", "localhost")]
        running = fetch(map(source, urls), {}, OPTIONS)
        assert next(running).status == "fetched"
        running.close()


def test_a_file_is_read_and_known_by_its_digest(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(FEED)
    options = replace(OPTIONS, root=tmp_path)
    local = source("feed.xml")
    (first,) = fetch([local], {}, options)
    assert (first.status, first.body) == ("fetched", FEED)
    assert first.validators.etag == hashlib.sha256(FEED).hexdigest()
    (second,) = fetch([local], {"feed.xml": first.validators}, options)
    assert (second.status, second.validators) == ("unchanged", first.validators)


def test_a_file_that_cannot_be_used_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "secret.xml").write_bytes(FEED)
    (tmp_path / "project/link.xml").symlink_to(tmp_path / "secret.xml")
    (tmp_path / "project/big.xml").write_bytes(bytes(100))
    options = replace(OPTIONS, root=tmp_path / "project", limits=Limits(decoded_bytes=99))
    names = ["none.xml", "link.xml", "../secret.xml", "big.xml"]
    got = list(fetch(map(source, names), {}, options))
    assert [one.code for one in got] == [
        "file-missing",
        "file-outside",
        "file-outside",
        "size-limit",
    ]
    assert all(one.reason for one in got)
