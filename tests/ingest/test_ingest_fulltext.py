"""The article out of a page."""

import sys

import pytest

from briefing.errors import SettingsError
from briefing.ingest import fulltext
from briefing.ingest.sanitise import Clean

URL = "https://news.example/2026/bridge/"
PARAGRAPHS = (
    "The old bridge over the river was closed on Monday after engineers found cracks in two of "
    "its four piers, the city said.",
    "Some twelve thousand people cross it every day; buses will take a detour of twenty minutes "
    "until the repairs are done, which may take until spring.",
    "The council will decide on Thursday whether a ferry is to run in the meantime, as it did "
    "during the flood eleven years ago.",
)
ARTICLE = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)


def page(article: str, head: str = "") -> str:
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(12))
    return (
        f"<!doctype html><html><head><title>Bridge closed</title>{head}</head><body>"
        f"<nav><ul>{menu}</ul></nav><main><article><h1>Bridge closed</h1>{article}</article></main>"
        "<aside><p>Subscribe to our newsletter today!</p></aside>"
        "<footer><p>Copyright. All rights reserved. Imprint.</p></footer></body></html>"
    )


needs_trafilatura = pytest.mark.skipif(
    __import__("importlib.util").util.find_spec("trafilatura") is None,
    reason="the extra 'fulltext' (trafilatura) is not installed",
)


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "trafilatura", raising=False)
    sys.path_importer_cache.clear()
    with pytest.raises(SettingsError, match=r"pip install 'pelican-briefing\[fulltext\]'"):
        fulltext.available()


@needs_trafilatura
def test_with_the_extra_nothing_is_said() -> None:
    fulltext.available()


@needs_trafilatura
def test_the_article_is_taken_and_the_furniture_left() -> None:
    found = fulltext.extract(page(ARTICLE).encode(), URL, "text/html")
    for words in PARAGRAPHS:
        assert words in found.text
    for word in ("Section", "newsletter", "Copyright"):
        assert word not in found.text
    assert "\n\n" in found.text
    assert found.html.count("<p>") >= 3


@needs_trafilatura
def test_links_are_kept_absolute_and_nothing_active_is() -> None:
    bad = (
        "<p>Read <a href='../ferry' onclick='x()'>what the ferry cost in those days</a> and "
        "<a href='javascript:alert(1)'>more of it here</a>, as the council said on Tuesday.</p>"
        "<script>alert(2)</script><svg onload=alert(3)></svg><p>&lt;img src=x onerror=alert(4)&gt;"
        " was not shown to the members of the council when they met again.</p>"
    )
    found = fulltext.extract(page(ARTICLE + bad).encode(), URL, "text/html")
    assert 'href="https://news.example/2026/ferry"' in found.html
    for active in ("javascript:", "<script", "onclick", "<svg", "<img"):
        assert active not in found.html


@needs_trafilatura
@pytest.mark.parametrize(
    ("encoding", "content_type", "head"),
    [
        ("utf-8", "text/html", ""),
        ("latin-1", "text/html; charset=ISO-8859-1", ""),
        ("latin-1", "text/html; charset=ISO-8859-1", "<meta charset=utf-8>"),
        ("windows-1251", "text/html", "<meta charset=windows-1251>"),
        ("utf-8", "text/html; charset=utf-8", "<meta charset=windows-1251>"),
    ],
)
def test_characters(encoding: str, content_type: str, head: str) -> None:
    word = "Мост закрыт" if encoding == "windows-1251" else "Brücke geschlossen"
    body = page(ARTICLE + f"<p>{word} {PARAGRAPHS[0]}</p>", head).encode(encoding)
    assert word in fulltext.extract(body, URL, content_type).text


@needs_trafilatura
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0",
        b"no page",
        b"\xff\xfe\x00",
        b"<html>",
        b"<p>Please enable JavaScript to continue.</p>",
        b"<div>" * 20_000,
        b"<p>" + b"&#x1F600;" * 10,
        b"<!--" * 20_000,
    ],
)
def test_what_is_no_article_is_empty(body: bytes) -> None:
    assert fulltext.extract(body, URL, "text/html") == Clean()
