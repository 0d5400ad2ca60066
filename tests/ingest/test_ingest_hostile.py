"""Hostile documents: each ends in a named status, quickly, and nothing active is left."""

from datetime import UTC, datetime

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.ingest import parse, sanitise, text
from briefing.models import ParsedFeed, Source

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
HEAD = '<rss version="2.0"><channel><title>T</title>'
TAIL = "</channel></rss>"
ACTIVE = "script iframe object embed applet base meta link form frame svg math style img"


def read(document: str | bytes) -> ParsedFeed:
    data = document.encode("utf-8", "replace") if isinstance(document, str) else document
    source = Source("https://feeds.example/f", "S")
    return parse(data, source, url=source.feed_url, content_type="", now=NOW)


def item(description: str = "", title: str = "t") -> str:
    return (
        f"<item><title>{title}</title><link>https://x.example/1</link>"
        f"<description><![CDATA[{description}]]></description></item>"
    )


LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10)
)  # ten billion of them
DOCUMENTS = {
    "billion laughs": f"<?xml version='1.0'?><!DOCTYPE r [{LAUGHS}]>"
    f"{HEAD}{item(title='&l9;')}{TAIL}",
    "external entity": "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    f"{HEAD}{item(title='a&x;b')}{TAIL}",
    "parameter entity": "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY % x SYSTEM "
    f"'http://127.0.0.1:1/'> %x;]>{HEAD}{item()}{TAIL}",
    "a doctype flood": "<!DOCTYPE " * 2000 + HEAD + item() + TAIL,
    "deep xml": HEAD + "<a>" * 5000 + TAIL,
    "deep media": HEAD.replace("<rss", '<rss xmlns:media="http://search.yahoo.com/mrss/"')
    + "<item>"
    + "<media:group>" * 5000
    + "</media:group>" * 5000
    + "</item>"
    + TAIL,
    "many attributes": HEAD + "<a " + " ".join(f"a{n}='1'" for n in range(5000)) + "/>" + TAIL,
    "many namespaces": HEAD
    + "<a "
    + " ".join(f"xmlns:a{n}='{n}'" for n in range(5000))
    + "/>"
    + TAIL,
    "many elements": HEAD + "<a/>" * 20_000 + item() + TAIL,
    "a letter that never ends": HEAD + item() + "&" * 20_000 + TAIL,
    "deep html": HEAD + item("<div>" * 5000 + "deep") + TAIL,
    "deep html in disguise": HEAD + item("<div></section>" * 5000 + "deep") + TAIL,
    "unclosed comments": HEAD + item("<!--" * 1000) + TAIL,
    "utf-7": b"<?xml version='1.0' encoding='utf-7'?>"
    + (HEAD + item("+ADw-script+AD4-") + TAIL).encode(),
    "an encoding that is slow": b"<?xml version='1.0' encoding='punycode'?><rss>\xff</rss>",
    "unclosed cdata": HEAD + "<item><title>t</title><description><![CDATA[<script>",
    "json nested deep": "[" * 100_000,
    "json number": '{"version":"https://jsonfeed.org/version/1","items":' + "9" * 10_000,
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_ends_in_a_status_with_nothing_active(name: str) -> None:
    feed = read(DOCUMENTS[name])
    for entry in feed.items:
        assert active(entry.html) == []
        assert active(entry.summary) == []
        assert "root:" not in entry.title


def test_what_is_enclosed_is_on_the_web_or_nothing() -> None:
    urls = ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://x.example/a"]
    enclosed = "".join(f'<enclosure url="{url}"/>' for url in urls)
    feed = read(HEAD + f"<item><title>t</title>{enclosed}</item>" + TAIL)
    assert feed.items[0].enclosures == ("https://x.example/a",)


def test_too_deep_html_keeps_its_text_only() -> None:
    feed = read(HEAD + item("<div>" * 300 + "deep &amp; &lt;b&gt;down") + TAIL)
    assert (feed.status, feed.reason) == ("partial", "depth-limit")
    assert feed.items[0].html == "deep &amp; &lt;b&gt;down"
    assert feed.items[0].text == "deep & <b>down"


@pytest.mark.parametrize("markup", ["<p>a</p>" * 400, "<li>" * 400, "<div>x</div>" * 400])
def test_long_html_is_not_deep(markup: str) -> None:
    assert sanitise.depth(markup) <= 1


def test_only_the_first_thousand_items_are_taken() -> None:
    entries = "".join(
        f"<item><title>{n}</title><link>https://x.example/{n}</link></item>" for n in range(1003)
    )
    feed = read(HEAD + entries + TAIL)
    assert (feed.status, feed.reason) == ("partial", "item-limit")
    assert [feed.items[0].title, feed.items[-1].title, len(feed.items)] == ["0", "999", 1000]


def test_fields_are_cut_at_their_limits() -> None:
    feed = read(HEAD + item("x" * (sanitise.FIELD_BYTES + 1), "y" * 5000) + TAIL)
    assert feed.reason == "field-limit"
    assert len(feed.items[0].text) == sanitise.FIELD_BYTES
    assert len(feed.items[0].title) == text.FIELD_CHARS


def active(markup: str) -> list[str]:
    """What an independent HTML5 parser finds in ``markup`` that does something."""
    found = []
    for element in html5lib.parseFragment(markup, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag.rpartition("}")[2].lower() in ACTIVE.split():
            found.append(element.tag)
        for name, value in element.attrib.items():
            if name not in ("href", "rel", "start", "colspan", "rowspan"):
                found.append(name)
            if name == "href" and not value.startswith(("http://", "https://", "mailto:")):
                found.append(value)
    return found


PIECES = (
    "<p> </p> <div> </div> <a <table> <tr> <td> <svg> <math> <style> <script> </script> "
    "href=javascript:alert(1) href=' > \" <!-- --> <![CDATA[ ]]> onload=x() &lt; &#60; \x00 "
    "\u202e <noscript> <title> <template> <mglyph> </a> <img src=x onerror=x()> text"
)
MARKUP = st.lists(st.sampled_from(PIECES.split(" "))).map(" ".join)


@given(MARKUP)
@settings(max_examples=200)
def test_sanitising_leaves_nothing_active_and_twice_is_once(markup: str) -> None:
    once = sanitise.clean(markup, "https://x.example/")
    assert active(once.html) == []
    assert sanitise.clean(once.html, "https://x.example/") == once


def test_the_oracle_has_teeth() -> None:
    assert active("<script>x</script><p onclick=x>y</p><a href='javascript:x'>z</a>") == [
        "script",
        "onclick",
        "javascript:x",
    ]


@given(st.binary(max_size=300), st.sampled_from([HEAD.encode(), b"{", b"<feed>", b"\xff\xfe", b""]))
@settings(max_examples=100)
def test_no_bytes_make_it_raise(noise: bytes, start: bytes) -> None:
    assert read(start + noise).status in ("ok", "partial", "notfeed", "error")
