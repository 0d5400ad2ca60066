"""The search: a page that needs no script, an index that is the same bytes, and both together."""

import functools
import http.server
import json
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from briefing.editions.view import EditionView, Outlet, Passage, SectionView, StoryView
from briefing.models import Origin, Topic
from briefing.settings import Settings
from briefing.site import search
from briefing.site.findable import Document, documents, facets, names

PLUGINS = ("editions", "topics", "seed_articles", "feeds", "search", "hosting")
CHROMIUM = Path("/usr/bin/chromium")
EVIL = "<img src=x onerror=alert(1)>"
WHEN = datetime(2026, 1, 30, 6, tzinfo=UTC)
needs_index = pytest.mark.skipif(not search.can_index(), reason="the extra `search` is missing")


def edition(day: int, *texts: str, year: int = 2026, language: str = "en") -> EditionView:
    stories = tuple(
        StoryView(
            number,
            f"t{day}-{number}",
            f"Headline {number}",
            (Passage(text, text, Origin.QUOTED, "https://b.example/", "B"),),
            (Outlet("B", "https://b.example/"), Outlet("B", "https://b.example/2")),
            (Topic("own:x", "Ferries", "ferries"),),
        )
        for number, text in enumerate(texts, start=1)
    )
    section = SectionView("Lead", "lead", "lead", stories)
    when = date(year, 1, day)
    return EditionView(
        when, day, "tag:x", "T", "", "published", WHEN, language, "", "", (section,), 1, 1
    )


def settings(folder: Path) -> Settings:
    return Settings(root=folder, site_url="https://a.example/news")


def test_every_story_and_introduction_is_a_document(tmp_path):
    issue = replace(edition(30, "One.", "Two."), intro_text="Hello.")
    found = documents([issue], [], settings(tmp_path))
    assert [(each.path, each.text) for each in found] == [
        ("/news/editions/2026-01-30/", "Hello."),
        ("/news/editions/2026-01-30/#t30-1", "One."),
        ("/news/editions/2026-01-30/#t30-2", "Two."),
    ]
    assert found[1].outlets == ("B",)
    assert found[1].place == "No. 30 · Friday 30 January 2026"


def test_facets_are_sorted_and_years_begin_with_the_newest():
    old = Document("/1", "", "", "", "2025", "en", ("b", "a"), ("Z",))
    new = Document("/2", "", "", "", "2026", "en", ("a",), ("Y",))
    lists = facets([old, new])
    assert lists.lists == {"topics": ("a", "b"), "outlets": ("Y", "Z"), "years": ("2026", "2025")}


def test_names_are_in_several_stories_of_late_and_parts_of_names_are_left_out():
    said = (
        "Then Helen Marrack spoke of Sorrel.",
        "It was Helen Marrack who left, and Marrack said so.",
    )
    more = "They say that Marrack and Owen Tregear met."
    found = names([edition(30, *said), edition(28, more), edition(1, more, year=2025)])
    assert [(one.name, len(one.stories)) for one in found] == [("Helen Marrack", 2)]
    assert names([edition(30, *said, language="de")]) == ()
    assert names([]) == ()


@pytest.fixture(scope="module")
def built(build):
    hostile = {
        "articles/evil.md": f"Title: Evil {EVIL}\nDate: 2026-01-20\nSlug: evil\n\n"
        "Boats &lt;img src=x onerror=alert(1)&gt; and more boats.\n"
    }
    site = build(hostile, plugins=PLUGINS)
    assert site.status == 0, site.log
    return site


def test_the_page_leads_on_without_script(built):
    page = built.page("search/index.html")
    links = {link.get("href") for link in page.findall(".//main//a")}
    assert {"/topics/ferries/", "/topics/gulls/", "/archives/#_2026-01"} <= links
    assert "https://merrow.example/search/" in built.text("sitemap.xml")
    assert "/search/" in {a.get("href") for a in built.page("index.html").findall(".//nav//a")}


def test_without_the_extra_there_is_the_page_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(search, "can_index", lambda: False)
    monkeypatch.setattr(search.project, "has_template", lambda *_: True)
    written = {}
    writer = SimpleNamespace(write_file=lambda name, *_, **values: written.update({name: values}))
    generator = SimpleNamespace(
        settings={"PATH": str(tmp_path / "content")},
        context={"editions": (edition(30, "One."),)},
        articles=(),
        output_path=tmp_path,
        get_template=str,
    )
    search.write(generator, writer)
    assert written["search/index.html"]["bundle"] == ""
    assert not (tmp_path / "search").exists()


@needs_index
def test_script_is_on_this_page_only(built):
    assert "/theme/js/search.js" in built.text("search/index.html")
    others = (path for path in built.paths() if path.endswith(".html") and "search" not in path)
    assert not [path for path in others if "<script" in built.text(path)]
    headers = built.text("_headers")
    assert headers.count("wasm-unsafe-eval") == 1
    assert "wasm-unsafe-eval" in headers.split("/search/*")[1].splitlines()[1]


@needs_index
def test_every_fragment_can_be_filtered(built):
    told = json.loads(built.text("search/pagefind/facets.json"))
    fragments = {path.stem for path in (built.folder / "search/pagefind/fragment").iterdir()}
    assert set(told["records"]) == fragments
    assert "Ferries" in told["topics"]
    assert "Harbour <Post>" in told["outlets"]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@needs_index
def test_the_same_texts_are_the_same_bytes_and_are_indexed_once(tmp_path, monkeypatch):
    found = [
        Document(f"/{n}", f"T {n}", f"Boat {n}", "", str(2000 + n), "en", (f"t{n}",), ("B",))
        for n in range(20)
    ]
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        search.index(found, settings(tmp_path / name), tmp_path / name / "out")
    assert contents(tmp_path / "one/out") == contents(tmp_path / "two/out")
    monkeypatch.setattr(search, "_run", lambda *_: pytest.fail("indexed again"))
    search.index(found, settings(tmp_path / "one"), tmp_path / "one/again")
    assert contents(tmp_path / "one/again") == contents(tmp_path / "one/out")


@needs_index
def test_a_changed_text_is_indexed_and_the_old_index_goes(tmp_path):
    for text in ("Boat", "Ship"):
        made = [Document("/1", "T", text, "", "2026", "en")]
        search.index(made, settings(tmp_path), tmp_path / text)
    assert contents(tmp_path / "Boat") != contents(tmp_path / "Ship")
    assert len(list((tmp_path / "var/search").iterdir())) == 1


@pytest.fixture(scope="module")
def address(built):
    rules = {
        part.splitlines()[0]: part.splitlines()[1].strip().split(": ", 1)[1]
        for part in built.text("_headers").split("\n\n")[1:]
    }

    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self):
            for place, policy in rules.items():
                if place.endswith("/*") and self.path.startswith(place[:-1]):
                    self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, *_):
            pass

    handler = functools.partial(Handler, directory=str(built.folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@needs_index
@pytest.mark.skipif(not CHROMIUM.is_file(), reason="no browser")
def test_a_reader_searches_under_the_strict_policy(address):
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM)
        page = browser.new_page()
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{address}/search/")
        page.fill("#_q", "boats")
        page.wait_for_selector("#_results li")
        assert page.inner_text("#_results .title") == f"Evil {EVIL}"
        assert page.get_attribute("#_results a", "href") == "/articles/evil/"
        assert page.inner_text("#_found") == "Found: 1"
        assert page.locator("#_results img").count() == 0
        assert not page.is_visible("#_more")
        page.goto(f"{address}/search/?topics=Ferries&outlets=Harbour+<Post>")
        page.wait_for_selector("#_results li")
        (link,) = page.locator("#_results a").all()
        assert link.get_attribute("href") == "/editions/2026-01-28/#ferry-vote"
        page.fill("#_q", "nothing of this")
        page.wait_for_selector("#_results:empty", state="attached")
        assert "Nothing was found" in page.inner_text("#_found")
        assert said == []
        plain = browser.new_context(java_script_enabled=False).new_page()
        plain.goto(f"{address}/search/")
        assert not plain.is_visible("#_search")
        assert plain.is_visible("#_by_topic")
        browser.close()
