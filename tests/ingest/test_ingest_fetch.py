"""Asking over real HTTP: conditions, redirects, limits, manners, the address guard."""

import base64
import gzip
import hashlib
import shutil
import socket
import ssl
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_server import FEED, Asked, Reply, Server, serving

from briefing import __version__
from briefing.ingest import FetchOptions, Limits, fetch
from briefing.ingest.addresses import Address, host_of, next_hop, read
from briefing.ingest.answer import CHUNK, Answer
from briefing.ingest.manners import FEEDS, Hosts, Queue, request_headers, user_agent
from briefing.models import Ask, Fetched, Source, Validators

OPTIONS = FetchOptions(
    root=Path(), allow_private=True, contact="https://briefing.example/us", pause=0
)


def asking(url: str, known: Validators | None = None) -> Ask:
    return Ask(Source(url, "S"), url, known or Validators())


def ask(
    server: Server,
    path: str,
    known: Validators | None = None,
    options: FetchOptions = OPTIONS,
) -> Fetched:
    (fetched,) = fetch([asking(server.url(path), known)], options)
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
    assert request_headers(FEEDS)[1:] == [b"Accept-Encoding: gzip"]


def test_304_without_a_condition_is_a_failure() -> None:
    with serving({"/f": Reply(304, b"")}) as server:
        assert ask(server, "/f").code == "not-modified"


def test_gzip_is_inflated_by_us_also_in_several_members() -> None:
    packed = gzip.compress(FEED[:50]) + gzip.compress(FEED[50:])
    with serving({"/f": Reply(body=packed, headers={"Content-Encoding": "gzip"})}) as server:
        assert ask(server, "/f").body == FEED


def gzipped(body: bytes, **more: int) -> Reply:
    return Reply(body=body, headers={"Content-Encoding": "gzip"}, length=more.get("length"))


HEAD = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(bytes(40_000_000), 9)
EMPTY = gzip.compress(b"")
FAILURES = {
    "http-404": Reply(404, b"no"),
    "http-404 cut short": Reply(404, b"no", length=10),
    "http-410": Reply(410, b""),
    "http-500": Reply(500, b"x" * 1000),
    "http-204": Reply(204, b""),
    "size-limit bomb": gzipped(BOMB),
    "size-limit wire": Reply(body=bytes(6_000_000)),
    "size-limit wire without a length": Reply(body=bytes(6_000_000), length=-1),
    "size-limit announced": Reply(length=2**40),
    "size-limit headers": Reply(raw=HEAD + b"X: y\r\n" * 100_000),
    "size-limit interim answers": Reply(raw=b"HTTP/1.1 103 Early\r\nX: y\r\n\r\n" * 50_000),
    "encoding twice": Reply(
        body=gzip.compress(gzip.compress(FEED)), headers={"Content-Encoding": "gzip, gzip"}
    ),
    "encoding br": Reply(headers={"Content-Encoding": "br"}),
    "encoding zstd": Reply(headers={"Content-Encoding": "zstd"}),
    "encoding untrue": gzipped(FEED),
    "encoding in a thousand parts": gzipped(EMPTY * 1001),
    "encoding of the transfer": Reply(raw=HEAD + b"Transfer-Encoding: gzip\r\n\r\n" + BOMB),
    "cut gzip": gzipped(gzip.compress(FEED)[:-9]),
    "cut gzip without a length": gzipped(gzip.compress(FEED)[:-9], length=-1),
    "cut short of its length": Reply(length=len(FEED) + 10),
    "cut chunks": Reply(raw=HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n5\r\nab"),
    "broken reset": Reply(length=10_000, stall=0.1, reset=True),
    "broken no HTTP": Reply(raw=b"SSH-2.0-x\r\n"),
    "timeout of a drip": Reply(drip=0.05),
    "timeout of a drip of headers": Reply(raw=HEAD + b"X: y\r\n" * 100, drip=0.02),
    "timeout of a drip of gzip": Reply(
        body=gzip.compress(FEED), headers={"Content-Encoding": "gzip"}, drip=0.05
    ),
    "timeout of a stall": Reply(stall=1.5),
    "timeout before an answer": Reply(raw=b"-", stall=1.5),
    "redirect to nowhere": Reply(302, b""),
    "redirect to a file": Reply(302, b"", {"Location": "file:///etc/passwd"}),
    "redirect-limit": Reply(302, b"", {"Location": "/f"}),
}
WITHOUT_200 = ("http-", "redirect")


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_has_a_slug_a_reason_and_no_validators_of_half_a_body(name: str) -> None:
    code = name.split()[0]
    known = Validators('"old"', None)
    options = replace(OPTIONS, limits=Limits(total_seconds=0.5))
    with serving({"/f": FAILURES[name]}) as server:
        started = time.monotonic()
        got = ask(server, "/f", known, options)
        took = time.monotonic() - started
    assert took < 1.0
    assert (got.status, got.code, got.body) == ("failed", code, b"")
    assert "127.0.0.1" in got.reason
    assert got.validators == (Validators() if got.heard.status == 200 else known)
    assert (got.heard.status == 200) == (not code.startswith(WITHOUT_200) and name not in NO_STATUS)


NO_STATUS = ("timeout before an answer", "broken no HTTP", "size-limit interim answers")


@pytest.mark.parametrize("body", [bytes(10_000_000), bytes(10 * 1024 * 1024 + 1)])
def test_the_limit_of_what_is_inflated_is_kept_to_the_byte(body: bytes) -> None:
    with serving({"/f": gzipped(gzip.compress(body))}) as server:
        got = ask(server, "/f")
    assert got.code == ("size-limit" if len(body) > 10 * 1024 * 1024 else "")


def test_a_bomb_never_is_large_in_memory() -> None:
    bomb = gzip.compress(bytes(200_000_000), 1)
    answer = Answer(Limits())
    answer.on_header(b"HTTP/1.1 200 OK\r\n")
    answer.on_header(b"Content-Encoding: gzip\r\n")
    assert answer.on_body(bomb) == 0
    assert answer.problem == "size-limit"
    assert len(answer.body) <= 10 * 1024 * 1024 + CHUNK


def test_more_than_was_announced_is_not_read() -> None:
    with serving({"/f": Reply(body=FEED + b"tail", length=len(FEED))}) as server:
        assert ask(server, "/f").body == FEED


def test_trailers_and_interim_answers_say_nothing() -> None:
    raw = (
        b"HTTP/1.1 103 Early Hints\r\nETag: early\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nETag: real\r\n\r\n"
        b"2\r\nhi\r\n0\r\nETag: late\r\nHTTP/1.1 500: x\r\n\r\n"
    )
    with serving({"/f": Reply(raw=raw)}) as server:
        got = ask(server, "/f")
    assert (got.body, got.validators, got.heard.status) == (b"hi", Validators("real"), 200)


def test_a_refusal_by_cloudflare_is_told_as_such() -> None:
    with serving({"/f": Reply(403, b"", {"Server": "cloudflare"})}) as server:
        # http.server names itself first; the last of two is taken
        assert "Cloudflare" in ask(server, "/f").reason


def test_what_cannot_be_reached_is_told_apart() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        urls = [f"http://127.0.0.1:{port}/", "http://no-such-host.invalid/"]
        got = {one.source.feed_url: one for one in fetch(map(asking, urls), OPTIONS)}
    assert [got[url].code for url in urls] == ["connect", "dns"]


def test_a_plain_server_is_no_secure_one() -> None:
    with serving({"/f": Reply()}) as server:
        url = server.url("/f").replace("http:", "https:")
        (got,) = fetch([asking(url)], OPTIONS)
    assert got.code == "tls"


@pytest.mark.parametrize("trusted", [True, False])
def test_a_certificate_is_checked(
    trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shutil.which("openssl"):
        pytest.skip("needs openssl to make a certificate")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(cert)]
    subprocess.run([*make, *names, *files], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, key)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    script = {"/f": Reply(), "/down": Reply(301, b"", {"Location": "http://localhost/"})}
    with serving(script, tls) as server:
        places = [("/f", "localhost"), ("/down", "localhost"), ("/f", "127.0.0.1")]
        urls = [server.url(path, host).replace("http:", "https:") for path, host in places]
        got = {one.source.feed_url: one.code for one in fetch(map(asking, urls), OPTIONS)}
    assert [got[url] for url in urls] == (["", "redirect", "tls"] if trusted else ["tls"] * 3)


def test_redirects_are_followed_and_the_last_address_is_told() -> None:
    script = {f"/{n}": Reply(status, b"x", {"Location": f"{n + 1}?ä"}) for n, status in
              enumerate([301, 302, 303, 307, 308])}  # fmt: skip
    script = {path + ("?%C3%A4" if path != "/0" else ""): reply for path, reply in script.items()}
    with serving({**script, "/5?%C3%A4": Reply()}) as server:
        got = ask(server, "/0")
    assert (got.status, got.body) == ("fetched", FEED)
    assert got.url == server.url("/5?%C3%A4")
    assert got.heard.moved_to == ""
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
    ],
)
def test_where_a_redirect_may_lead(url: str, location: str, target: str | None) -> None:
    assert next_hop(url, location) == target


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
        assert len(list(fetch(map(asking, urls), OPTIONS))) == 5
    assert most == [1]


def test_the_queue_pauses_between_two_requests_to_a_host() -> None:
    queue: Queue[str] = Queue(Hosts(), pause=1.0, connections=2)
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


def test_a_pause_outlives_the_queue_and_a_host_may_want_more() -> None:
    hosts = Hosts()
    first: Queue[str] = Queue(hosts, pause=1.0, connections=2)
    hosts.delays["slow"] = 5.0
    for host in ("quick", "slow"):
        first.add(host, host)
        first.take(0.0)
        first.release(host, 10.0)
    second: Queue[str] = Queue(hosts, pause=1.0, connections=2)
    second.add("slow", "s2")
    second.add("quick", "q2")
    assert [second.take(10.9), second.take(11.0), second.take(14.9)] == [None, "q2", None]
    assert second.take(15.0) == "s2"


def test_what_waits_for_a_host_can_be_dropped() -> None:
    queue: Queue[str] = Queue(Hosts(), pause=1.0, connections=2)
    for errand in ("a1", "a2", "a3"):
        queue.add("a", errand)
    queue.take(0.0)
    assert queue.drop("a") == ["a2", "a3"]
    queue.release("a", 1.0)
    assert (queue.take(9.0), queue.wait(9.0)) == (None, None)
    queue.add("a", "a4")
    queue.add("a", "a5")
    assert [queue.take(9.0), queue.take(9.0)] == ["a4", None]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["add", "end"])), max_size=60))
def test_no_errand_is_lost_nor_a_host_hurried(steps: list[tuple[str, str]]) -> None:
    queue: Queue[tuple[str, int]] = Queue(Hosts(), pause=1.0, connections=2)
    running: dict[str, int] = {}
    ended = dict.fromkeys("abc", -9.0)
    added, taken, now = 0, [], 0.0
    for host, what in [*steps, *[(h, "end") for h in "abc" * (3 * len(steps) + 3)]]:
        now += 0.4
        if what == "add":
            queue.add(host, (host, added))
            added += 1
        elif host in running:
            queue.release(host, now)
            ended[host] = now
            del running[host]
        while (errand := queue.take(now)) is not None:
            assert errand[0] not in running
            assert now - ended[errand[0]] >= 1.0
            running[errand[0]] = errand[1]
            taken.append(errand)
        assert len(running) <= 2
    assert sorted(number for _, number in taken) == list(range(added))


def test_two_requests_to_a_host_are_a_pause_apart_on_loopback_too() -> None:
    with serving({"/f": Reply(), "/g": Reply()}) as server:
        options = replace(OPTIONS, pause=0.2)
        list(fetch([asking(server.url("/f")), asking(server.url("/g"))], options))
    assert 0.2 <= server.log[1].at - server.log[0].at < 0.4


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_wants_to_be_left_alone_is(status: int) -> None:
    busy = Reply(status, b"", {"Retry-After": "120"})
    with serving({"/f": busy, "/g": Reply()}) as server, serving({}) as other:
        other.script["/hop"] = Reply(302, b"", {"Location": server.url("/g")})
        other.script["/well"] = lambda _: (time.sleep(0.1), Reply())[1]
        urls = [server.url("/f"), server.url("/g"), other.url("/well"), other.url("/hop")]
        hosts = Hosts()
        got = {one.source.feed_url: one for one in fetch(map(asking, urls), OPTIONS, hosts)}
    assert [asked.path for asked in server.log] == ["/f"]
    assert [got[url].status for url in urls] == ["failed", "held", "fetched", "held"]
    assert [got[url].code for url in urls] == [f"http-{status}", "held", "", "held"]
    assert (got[urls[0]].heard.status, got[urls[0]].heard.retry_after) == (status, "120")
    assert got[urls[3]].url == server.url("/g")
    assert "127.0.0.1" in got[urls[1]].reason
    assert hosts.held == {f"127.0.0.1:{server.port}"}


def test_a_host_that_is_held_already_is_not_asked() -> None:
    with serving({"/f": Reply()}) as server:
        hosts = Hosts([f"127.0.0.1:{server.port}"])
        (got,) = fetch([asking(server.url("/f"))], OPTIONS, hosts)
    assert (got.status, server.log) == ("held", [])


def test_what_an_answer_says_about_the_next_time_is_told_as_it_came() -> None:
    headers = {"Cache-Control": "max-age=9, x", "Age": "3", "Expires": "0", "Retry-After": "\xe9"}
    with serving({"/f": Reply(headers={**headers, "ETag": "e"})}) as server:
        heard = ask(server, "/f").heard
    assert heard.date
    assert (heard.status, heard.cache_control, heard.age, heard.expires, heard.retry_after) == (
        200,
        "max-age=9, x",
        "3",
        "0",
        "\xe9",
    )


def test_a_list_on_several_lines_is_one_list() -> None:
    lines = b"Cache-Control: max-age=14400\r\nETag: old\r\nCache-Control: public\r\nETag: new\r\n"
    raw = HEAD + lines + b"Content-Length: %d\r\n\r\n" % len(FEED) + FEED
    twice = gzip.compress(gzip.compress(FEED))
    packed = HEAD + b"Content-Encoding: gzip\r\n" * 2 + b"\r\n" + twice
    with serving({"/f": Reply(raw=raw), "/twice": Reply(raw=packed)}) as server:
        got = ask(server, "/f")
        assert ask(server, "/twice").code == "encoding"
    assert got.heard.cache_control == "max-age=14400, public"
    assert got.validators.etag == "new"


def test_a_loop_of_redirects_is_left_where_it_closes() -> None:
    to = {"/a": "/b", "/b": "/a", "/c": "/c"}
    script = {path: Reply(301, b"", {"Location": target}) for path, target in to.items()}
    with serving({**script}) as server:
        codes = [ask(server, path).code for path in ("/a", "/c")]
    assert codes == ["redirect-limit"] * 2
    assert [asked.path for asked in server.log] == ["/a", "/b", "/c"]


@pytest.mark.parametrize(
    ("statuses", "end", "moved"),
    [
        ([301], 200, True),
        ([308, 301], 200, True),
        ([301], 304, True),
        ([302], 200, False),
        ([301, 307], 200, False),
        ([303, 301], 200, False),
        ([301], 404, False),
        ([], 200, False),
    ],
)
def test_a_move_is_told_where_every_hop_was_for_good(
    statuses: list[int], end: int, moved: bool
) -> None:
    script = {
        f"/{n}": Reply(status, b"", {"Location": f"/{n + 1}"}) for n, status in enumerate(statuses)
    }
    last = f"/{len(statuses)}"
    with serving({**script, last: Reply(end, b"")}) as server:
        got = ask(server, "/0", Validators("e"))
    assert got.heard.moved_to == (server.url(last) if moved else "")
    assert got.url == server.url(last)


def test_a_password_stays_with_its_own_request() -> None:
    with serving({"/f": Reply(), "/g": Reply()}) as server:
        urls = [server.url("/f").replace("//", "//us%40er:Pa:ss@"), server.url("/g")]
        got = list(fetch(map(asking, urls), OPTIONS))
    assert [one.status for one in got] == ["fetched", "fetched"]
    word = server.log[0].headers["Authorization"].removeprefix("Basic ")
    assert base64.b64decode(word) == b"us@er:Pa:ss"
    assert "Authorization" not in server.log[1].headers


def test_a_connection_is_used_again() -> None:
    with serving({f"/{n}": Reply() for n in range(4)}) as server:
        list(fetch([asking(server.url(f"/{n}")) for n in range(4)], OPTIONS))
    assert (len(server.log), server.connections) == (4, 1)


@pytest.mark.parametrize(
    ("url", "wire", "host"),
    [
        ("http://a.example/x?y=1", "http://a.example/x?y=1", "a.example:80"),
        ("https://a.example", "https://a.example", "a.example:443"),
        ("https://A.Example:8443/ä b", "https://A.Example:8443/%C3%A4%20b", "a.example:8443"),
        ("http://straße.de/ß", "http://xn--strae-oqa.de/%C3%9F", "xn--strae-oqa.de:80"),
        ("http://Us:Pä@Bücher.de:80/", "http://Us:P%C3%A4@xn--bcher-kva.de:80/", ""),
        ("http://127。0。0。1/", "http://127.0.0.1/", "127.0.0.1:80"),
        ("http://127.0.0.%31/", "http://127.0.0.%31/", "127.0.0.1:80"),
        ("http://a_b.example./", "http://a_b.example./", "a_b.example:80"),
        ("http://[::1]:99/", "http://[::1]:99/", "[::1]:99"),
        ("http://[FE80::1%25eth0]/", "http://[FE80::1%25eth0]/", "[fe80::1%eth0]:80"),
        ("http://x.example.:080/", "http://x.example.:080/", "x.example:80"),
        ("http://a.example/%zz|<x>", "http://a.example/%zz%7C%3Cx%3E", "a.example:80"),
    ],
)
def test_how_an_address_is_asked(url: str, wire: str, host: str) -> None:
    assert read(url) == Address(wire, host or "xn--bcher-kva.de:80")
    assert read(wire) == read(url)
    assert host_of(url) == read(url).host


UNUSABLE = """
ftp://a.example/ http:///x http:// http://a.example:x/ http://a.example:99999/ http://[::1/
a.example http://xn--a\u0301.example/ http://ex\u2100mple.de/ http://\u00e9\u200b\u0fff.de/
mailto:a@b.example http://a%2fb.example/ http://a%40b.example/ http://a+b.example/
"""


@pytest.mark.parametrize(
    "url", [*UNUSABLE.split(), "http://a.example/" + "x" * 5000, "http://ä..de/"]
)
def test_an_address_that_cannot_be_asked_is_a_failure(url: str) -> None:
    assert host_of(url) == ""
    if "://" in url:
        (got,) = fetch([asking(url)], OPTIONS)
        assert (got.status, got.code) == ("failed", "address")


def test_one_bad_source_does_not_hold_up_the_others() -> None:
    with serving({"/f": Reply(), "/slow": Reply(drip=0.05)}) as server:
        options = replace(OPTIONS, limits=Limits(total_seconds=0.7))
        urls = [server.url("/slow", "localhost"), server.url("/f")]
        got = list(fetch(map(asking, urls), options))
    assert [one.code for one in got] == ["", "timeout"]


def test_a_fetch_that_is_given_up_lets_go_of_its_connections() -> None:
    with serving({"/f": Reply(), "/slow": Reply(drip=0.01)}) as server:
        urls = [server.url("/f"), server.url("/slow", "localhost")]
        running = fetch(map(asking, urls), OPTIONS)
        assert next(running).status == "fetched"
        running.close()


def test_a_file_is_read_and_known_by_its_digest(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(FEED)
    options = replace(OPTIONS, root=tmp_path)
    (first,) = fetch([asking("feed.xml")], options)
    assert (first.status, first.body) == ("fetched", FEED)
    assert first.validators.etag == hashlib.sha256(FEED).hexdigest()
    (second,) = fetch([asking("feed.xml", first.validators)], options)
    assert (second.status, second.validators) == ("unchanged", first.validators)


def test_a_file_that_cannot_be_used_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "secret.xml").write_bytes(FEED)
    (tmp_path / "project/link.xml").symlink_to(tmp_path / "secret.xml")
    (tmp_path / "project/big.xml").write_bytes(bytes(100))
    options = replace(OPTIONS, root=tmp_path / "project", limits=Limits(decoded_bytes=99))
    names = ["none.xml", "link.xml", "../secret.xml", "big.xml"]
    got = list(fetch(map(asking, names), options))
    assert [one.code for one in got] == [
        "file-missing",
        "file-outside",
        "file-outside",
        "size-limit",
    ]
    assert all(one.reason for one in got)
