"""robots.txt by its standard, and the pages that are fetched as it allows."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_server import FEED, Asked, Reply, Server, serving

from briefing.ingest import FetchOptions, Limits, fetch, robots
from briefing.ingest.manners import Hosts
from briefing.ingest.pages import Page, fetch_pages
from briefing.models import Ask, Source

OPTIONS = FetchOptions(root=Path(), allow_private=True, pause=0, limits=Limits(total_seconds=1.0))
HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = Reply(body=b"<p>text", headers=HTML)

RULES = """
User-agent: *
Disallow: /

# ours, in two groups
User-Agent : other
user-agent: PELICANBriefing/2.0   # a version is no part of the name
Disallow: /private
Allow: /private/open
Disallow: /*.pdf$
Disallow: /find?
Disallow:
Disallow: /umlaut/\u00e4
Disallow: /%7euser/%2f
Crawl-delay: 2.5
Sitemap: https://x.example/s.xml
nonsense

user-agent: pelicanbriefing
disallow: /tie
allow: /tie
Disallow: /a*b*c$
Crawl-delay: x
"""


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/", True),
        ("", True),
        ("/private", False),
        ("/privately", False),
        ("/private/open/x", True),
        ("/Private", True),
        ("/x.pdf", False),
        ("/x.pdf?y", True),
        ("/x.pdfs", True),
        ("/find", True),
        ("/find?q=1", False),
        ("/umlaut/ä", False),
        ("/umlaut/%c3%A4", False),
        ("/umlaut/a", True),
        ("/~user/%2F", False),
        ("/~user//", True),
        ("/tie", True),
        ("/axbxc", False),
        ("/abc", False),
        ("/acb", True),
        ("/abcd", True),
        ("/abcbc", False),
    ],
)
def test_the_longest_pattern_decides(path: str, may: bool) -> None:
    rules = robots.read(RULES.encode(), "PelicanBriefing")
    assert rules.allows(f"https://x.example{path}") is may
    assert rules.delay == 2.5


def test_whoever_is_not_named_follows_the_group_for_all() -> None:
    assert not robots.read(RULES.encode(), "Stranger").allows("https://x.example/")
    assert robots.read(b"User-agent: a\nDisallow: /", "b").allows("https://x.example/")


def test_a_file_that_is_no_such_file_forbids_nothing() -> None:
    for body in (b"", b"<html>", bytes(range(256)), b"Disallow: /", b"\xef\xbb\xbfallow: /"):
        assert robots.read(body, "us") == robots.Robots()
    assert not robots.read(b"\xef\xbb\xbfuser-agent: *\rdisallow: /", "us").allows("http://x/y")


def test_only_the_beginning_of_an_endless_file_is_read() -> None:
    body = b"user-agent: *\ndisallow: /a\n" + b"#" * robots.LONGEST + b"\ndisallow: /b\n"
    rules = robots.read(body, "us")
    assert [rules.allows(f"http://x/{name}") for name in "ab"] == [False, True]


@given(st.text("ab*$", max_size=8).map("/".__add__), st.text("ab", max_size=8).map("/".__add__))
def test_patterns_match_as_regular_expressions_would(pattern: str, path: str) -> None:
    parts = pattern.removesuffix("$").split("*")
    expression = ".*".join(map(re.escape, parts)) + (r"\Z" if pattern.endswith("$") else "")
    rules = robots.Robots(((pattern, False),))
    assert rules.allows(f"http://x{path}") is not bool(re.match(expression, path))


def test_many_stars_cost_little() -> None:
    rules = robots.Robots((("/" + "*a" * 1000 + "*b", False),) * 20)
    started = time.process_time()
    assert rules.allows("http://x/" + "a" * 4000)
    assert time.process_time() - started < 0.5


def read(server: Server, *paths: str, hosts: Hosts | None = None) -> dict[str, Page]:
    pages = fetch_pages([server.url(path) for path in paths], OPTIONS, hosts)
    return {page.url.removeprefix(server.url("")): page for page in pages}


def test_only_the_pages_of_a_private_source_may_lie_on_a_private_address() -> None:
    with serving({"/robots.txt": Reply(404), "/a": PAGE}) as mine, serving({"/a": PAGE}) as other:
        urls, options = [mine.url("/a"), other.url("/a")], replace(OPTIONS, allow_private=False)
        pages = {page.url: page.code for page in fetch_pages(urls, options, private=urls[:1])}
    assert pages == dict(zip(urls, ["", "private-address"], strict=True))
    assert other.connections == 0


def test_a_page_is_read_as_robots_txt_allows_which_is_asked_once() -> None:
    file = Reply(body=b"User-agent: *\nDisallow: /no\n")
    script = {"/robots.txt": file, "/a": PAGE, "/b": PAGE, "/no": PAGE}
    hosts = Hosts()
    with serving(script) as server:
        got = read(server, "/a", "/no", "/b", "/a", hosts=hosts)
        again = read(server, "/no", "/b", hosts=hosts)
        asked = [one.path for one in server.log]
        first = server.log[0].headers, server.log[1].headers
    assert asked == ["/robots.txt", "/a", "/b", "/b"]
    assert (got["/a"].body, got["/a"].content_type) == (b"<p>text", HTML["Content-Type"])
    assert (got["/a"].code, got["/a"].final_url) == ("", got["/a"].url)
    assert (got["/no"].code, got["/no"].body) == ("robots", b"")
    assert "robots.txt of 127.0.0.1" in got["/no"].reason
    assert again["/no"].code == "robots"
    assert set(first[1]) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
    assert "text/html" in first[1]["Accept"]


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(404, b""), ""),
        (Reply(403, b""), ""),
        (Reply(401, b""), ""),
        (Reply(500, b""), "http-500"),
        (Reply(502, b""), "http-502"),
        (Reply(503, b""), "http-503"),
        (Reply(429, b""), "http-429"),
        (Reply(length=10_000), "cut"),
        (Reply(stall=1.2), "timeout"),
        (Reply(302, b"", {"Location": "/robots.txt"}), ""),
        (Reply(302, b"", {"Location": "gopher://x"}), ""),
        (Reply(302, b"", {"Location": "/elsewhere"}), "robots"),
        (Reply(body=b"user-agent: *\ndisallow: /\n#" + bytes(6_000_000), length=-1), "robots"),
    ],
)
def test_what_becomes_of_a_page_whose_robots_txt_is_odd(reply: Reply, code: str) -> None:
    script = {"/robots.txt": reply, "/a": PAGE}
    script["/elsewhere"] = Reply(body=b"User-agent: *\nDisallow: /a\n")
    with serving(script) as server:
        page = read(server, "/a")["/a"]
        reached = "/a" in [one.path for one in server.log]
    assert page.code == code
    assert reached is (not code)
    assert bool(page.reason) is bool(code)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(body=FEED, headers={"Content-Type": "application/pdf"}), "content-type"),
        (Reply(body=FEED), "content-type"),
        (Reply(body=b"x", headers={"Content-Type": " Text/HTML ;charset=x"}), ""),
        (Reply(body=b"x", headers={"Content-Type": "application/xhtml+xml"}), ""),
        (Reply(body=bytes(6_000_000), headers=HTML), "size-limit"),
        (Reply(404, b"<p>", HTML), "http-404"),
        (Reply(204, b"", HTML), "http-204"),
        (Reply(302, b""), "redirect"),
        (Reply(302, b"", {"Location": "/b"}), "redirect-limit"),
        (Reply(302, b"", {"Location": "http://a.example:x/"}), "redirect"),
    ],
)
def test_what_is_no_page_is_told_as_such(reply: Reply, code: str) -> None:
    with serving({"/b": reply}) as server:
        page = read(server, "/b")["/b"]
    assert (page.code, bool(page.body)) == (code, not code)


def test_every_hop_asks_the_robots_txt_of_its_own_host() -> None:
    closed = {"/robots.txt": Reply(body=b"User-agent: *\nDisallow: /no"), "/yes": PAGE, "/no": PAGE}
    with serving(closed) as second, serving({}) as first:
        for path in ("/yes", "/no"):
            first.script[path] = Reply(302, b"", {"Location": second.url(path)})
        got = read(first, "/yes", "/no")
        assert got["/yes"].final_url == second.url("/yes")
        assert got["/no"].code == "robots"
        assert [one.path for one in second.log] == ["/robots.txt", "/yes"]


def test_an_address_that_cannot_be_asked_is_a_page_with_a_reason() -> None:
    (page,) = fetch_pages(["http://a.example:x/"], OPTIONS)
    assert (page.code, page.final_url) == ("address", "http://a.example:x/")


def test_a_crawl_delay_is_kept_and_bounded() -> None:
    script: dict[str, Reply] = {"/a": PAGE, "/b": PAGE}
    script["/robots.txt"] = Reply(body=b"User-agent: *\nCrawl-delay: 0.2")
    hosts = Hosts()
    with serving(script) as server:
        read(server, "/a", "/b", hosts=hosts)
        times = [one.at for one in server.log]
        assert times[2] - times[1] >= 0.2
        script["/robots.txt"].body = b"User-agent: *\nCrawl-delay: 86400"
        read(server, hosts=(greedy := Hosts()))
        assert not greedy.delays
        list(fetch_pages([server.url("/a")], replace(OPTIONS, connections=1), greedy))
        assert greedy.delays == {f"127.0.0.1:{server.port}": 30.0}


def test_a_host_that_held_a_feed_is_not_asked_for_its_pages() -> None:
    hosts = Hosts()
    with serving({"/f": Reply(429, b""), "/a": PAGE}) as server:
        url = server.url("/f")
        list(fetch([Ask(Source(url, "S"), url)], OPTIONS, hosts))
        assert read(server, "/a", hosts=hosts)["/a"].code == "held"
        assert [one.path for one in server.log] == ["/f"]


def test_pages_of_one_host_come_one_by_one() -> None:
    busy = [0, 0]

    def slow(_: Asked) -> Reply:
        busy[0] += 1
        busy[1] = max(busy)
        time.sleep(0.02)
        busy[0] -= 1
        return PAGE

    with serving({f"/{n}": slow for n in range(5)}) as server:
        assert len(read(server, *(f"/{n}" for n in range(5)))) == 5
    assert busy[1] == 1
