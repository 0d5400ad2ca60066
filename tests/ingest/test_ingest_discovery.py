"""The feeds that a page names."""

from time import process_time

import pytest

from briefing.ingest.discovery import MOST_LINKS, FeedLink, common_places, feeds_of

PAGE = "https://site.example/news/index.html"


def found(page: str) -> list[str]:
    return [link.url for link in feeds_of(page.encode(), PAGE, "text/html; charset=utf-8")]


def feed(href: str, kind: str = "application/rss+xml", more: str = "") -> str:
    return f'<link rel="alternate" type="{kind}" href="{href}" {more}>'


def test_a_link_with_all_it_says() -> None:
    page = feed(
        "/a?x=1&amp;y=2", "Application/Atom+XML; charset=utf-8", "title='A &lt;b&gt; &amp;'"
    )
    (link,) = feeds_of(page.encode(), PAGE)
    assert link == FeedLink("https://site.example/a?x=1&y=2", "A &", "Atom")


CASES: dict[str, tuple[str, list[str]]] = {
    "relative": (feed("feed.xml"), ["https://site.example/news/feed.xml"]),
    "base": (
        '<base href="/other/"><base href="/no/">' + feed("f"),
        ["https://site.example/other/f"],
    ),
    "foreign base": (
        "<base href='https://cdn.example/x/'>" + feed("f"),
        ["https://cdn.example/x/f"],
    ),
    "upper case": ("<LINK REL=ALTERNATE TYPE=application/rss+xml HREF=/f>", ["/f"]),
    "order of attributes": ("<link href='/f' type='text/xml' rel='home Alternate'/>", ["/f"]),
    "a > in a title": (feed("/f", more='title="a > b"'), ["/f"]),
    "json feed": (feed("/f", "application/feed+json"), ["/f"]),
    "json that is a feed": (feed("/feed.json", "application/json"), ["/feed.json"]),
    "json that is none": (feed("/wp-json/posts/1", "application/json"), []),
    "twice": (feed("/f") + feed("/f"), ["/f"]),
    "comments last": (
        feed("/comments/feed/") + feed("/p", more='title="Comments on P"') + feed("/f"),
        ["/f", "/comments/feed/", "/p"],
    ),
    "other relations": ('<link rel="stylesheet" type="text/xml" href="/f">', []),
    "other types": (feed("/de/", "text/html"), []),
    "script address": (feed("javascript:alert(1)") + feed("data:,x") + feed("file:///etc"), []),
    "escaped": (feed('/a b"c'.replace('"', "&quot;")), ["/a%20b%22c"]),
    "in a comment": ("<!-- " + feed("/no") + " -->" + feed("/f"), ["/f"]),
    "in an open comment": ("<!-- " + feed("/no"), []),
    "in a script": (f"<script>var a = '{feed('/no')}'</script>" + feed("/f"), ["/f"]),
    "cut": ('<link rel="alternate" type="application/rss+xml" href="/f', []),
    "no page": ("\x00\ufffd<", []),
}


@pytest.mark.parametrize("name", CASES)
def test_pages(name: str) -> None:
    page, expected = CASES[name]
    assert found(page) == [
        url if "://" in url else f"https://site.example{url}" for url in expected
    ]


def test_only_so_many() -> None:
    page = "".join(feed(f"/{number}") for number in range(100))
    assert len(found(page)) == MOST_LINKS


@pytest.mark.parametrize(
    "piece", ["<", "<link ", "<link '", '<link a="', "<!--", "<script", "<base href=x ", "<title>"]
)
def test_a_hostile_page_takes_no_longer_than_its_length(piece: str) -> None:
    begun = process_time()
    found(piece * (1_000_000 // len(piece)))
    assert process_time() - begun < 2


def test_the_usual_places() -> None:
    assert common_places(PAGE) == (
        "https://site.example/feed",
        "https://site.example/rss.xml",
        "https://site.example/atom.xml",
        "https://site.example/index.xml",
    )
