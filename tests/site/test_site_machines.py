"""What only machines read: structured data, share pictures, icons, sitemaps, files of hosts."""

import io
import json
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from briefing.errors import ContentError, SettingsError
from briefing.settings import Settings
from briefing.site import hosting, lettering, redirects, shares, sitemap, structured

ALL = ("editions", "topics", "seed_articles", "feeds", "structured", "shares", "hosting")
SETTINGS = Settings(root=Path(), name="A", site_url="https://a.example/news")
HOME = "https://merrow.example"
MOVED = (
    "# what moved\n/old/ /about/\n/out https://b.example/x 302\n/2026/vote/ /stories/ferry-vote/\n"
)


@pytest.fixture(scope="module")
def whole(build):
    built = build(
        {"redirects.txt": MOVED, "authors/.keep": ""},
        plugins=ALL,
        BRIEFING_SUBSCRIBE_ACTION="https://forms.example/in?x=1",
    )
    assert built.status == 0, built.log
    return built


def graph(site, path: str) -> dict[str, dict]:
    scripts = site.page(path).findall(".//script")
    assert [script.get("type") for script in scripts] == ["application/ld+json"]
    told = json.loads(scripts[0].text)
    assert told["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in told["@graph"]}


def test_an_edition_is_a_news_article_that_cites_its_sources(whole):
    article = graph(whole, "editions/2026-01-28/index.html")["NewsArticle"]
    assert article["headline"] == "Vote <script>alert(1)</script>"
    assert article["isPartOf"] == {"@type": "PublicationIssue", "issueNumber": 2}
    assert [cited["url"] for cited in article["citation"]] == [
        "https://post.example/a",
        "https://wire.example/b",
        "https://merrow.example/articles/own/",
        "https://wire.example/c",
    ]
    assert article["citation"][0]["publisher"]["name"] == "Harbour <Post>"
    assert article["image"] == f"{HOME}/editions/2026-01-28/share.png"


def test_an_article_is_by_a_person(whole):
    things = graph(whole, "articles/own/index.html")
    (person,) = things["NewsArticle"]["author"]
    assert person["@type"] == "Person"
    assert person["name"].startswith("Ann <script>")
    assert things["NewsArticle"]["keywords"] == ["Ferries", "Gulls"]


@pytest.mark.parametrize(
    ("path", "kinds", "steps"),
    [
        ("index.html", {"WebSite"}, 0),
        ("editions/2026-01-28/index.html", {"NewsArticle", "BreadcrumbList"}, 3),
        ("stories/ferry-vote/index.html", {"ItemList", "BreadcrumbList"}, 2),
        ("topics/ferries/index.html", {"BreadcrumbList"}, 3),
    ],
)
def test_what_a_page_says_of_itself(whole, path, kinds, steps):
    things = graph(whole, path)
    assert set(things) == kinds
    trail = things.get("BreadcrumbList", {"itemListElement": []})["itemListElement"]
    assert [step["position"] for step in trail] == list(range(1, steps + 1))
    assert all(step["item"].startswith(HOME) for step in trail)


def test_an_author_with_a_profile():
    author = SimpleNamespace(name="Ann", slug="ann", url="authors/ann/")
    profile = SimpleNamespace(slug="ann", role="Editor", bio="Hi.", link="https://ann.example/")
    assert structured.person(author, SETTINGS, profile) == {
        "@type": "Person",
        "name": "Ann",
        "url": "https://a.example/news/authors/ann/",
        "jobTitle": "Editor",
        "description": "Hi.",
        "sameAs": ["https://ann.example/"],
    }
    assert "jobTitle" not in structured.person(author, SETTINGS)


@given(st.text(), st.sampled_from(["", "</script>", "<!--<script>", "\u2028", "\ud800"]))
def test_no_text_ends_the_data_block(text, bad):
    block = str(structured.block([{"name": text + bad}]))
    inner = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028\u2029") & set(inner)
    said = (text + bad).encode("utf-8", "replace").decode()
    assert json.loads(inner)["@graph"] == [{"name": said}]


def test_pages_name_their_picture(whole):
    for path, picture in (
        ("index.html", "share.png"),
        ("about/index.html", "share.png"),
        ("editions/2026-01-28/index.html", "editions/2026-01-28/share.png"),
        ("articles/own/index.html", "articles/own/share.png"),
    ):
        tag = whole.page(path).find(".//meta[@property='og:image']")
        assert tag.get("content") == f"{HOME}/{picture}"
        with Image.open(whole.folder / picture) as image:
            assert (image.format, image.size) == ("PNG", (1200, 630))


def test_icons_and_manifest(whole):
    told = json.loads(whole.text("manifest.webmanifest"))
    for icon in told["icons"]:
        with Image.open(whole.folder / icon["src"].lstrip("/")) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]
    with Image.open(whole.folder / "icon-180.png") as image:
        assert image.size == (180, 180)
    ET.fromstring(whole.text("icon.svg"))  # noqa: S314 - our own
    assert whole.page("index.html").find(".//link[@rel='manifest']") is not None


def letters() -> lettering.Lettering:
    return lettering.Lettering(ImageFont.load_default(40))


@pytest.mark.parametrize(
    "headline", ["", "Short", "One word " * 60, "W" * 400, "\u4e2d\u6587", "x\x00y"]
)
def test_every_headline_makes_a_picture_of_the_same_bytes(headline):
    card = lettering.Card("Name " * 40, headline, "No. 1")
    drawn = [letters().share(card, lettering.Colours(), turned) for turned in (False, False, True)]
    assert drawn[0] == drawn[1]
    with Image.open(io.BytesIO(drawn[2])) as image:
        assert image.size == (lettering.WIDTH, lettering.HEIGHT)


def test_letters_that_the_font_lacks_are_not_drawn_as_boxes():
    plain = lettering.Card("Name", "", "")
    foreign = lettering.Card("Name", "\u4e2d\u6587", "")
    colours = lettering.Colours()
    assert letters().share(foreign, colours) == letters().share(plain, colours)


def test_lines_hold_every_word_and_fit():
    font = letters().at(84)
    text = "Cabinet approves 50 million crowns for repairs after the storm " + "m" * 90
    lines = lettering._lines(text, font)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(font.getlength(line) <= lettering.WIDTH - 2 * lettering.MARGIN for line in lines)


def test_a_font_that_is_none_is_named(tmp_path):
    path = tmp_path / "font.ttf"
    path.write_bytes(b"no font")
    with pytest.raises(ContentError, match=r"font\.ttf"):
        lettering.lettering(path)


def test_colours_are_the_themes_by_day(tmp_path):
    (tmp_path / "static/css/looks").mkdir(parents=True)
    sheet = ":root { --paper: #ffffff; --ink: #000001; }\n:root { --paper: #111111; }"
    (tmp_path / "static/css/briefing.css").write_text(sheet)
    (tmp_path / "static/css/looks/other.css").write_text(":root { --ink: #222222; }")
    assert shares.colours_of(tmp_path, "") == lettering.Colours("#ffffff", "#000001")
    assert shares.colours_of(tmp_path, "other") == lettering.Colours("#ffffff", "#222222")


@pytest.mark.parametrize(
    ("name", "short"),
    [("Meanwhile in Merrow", "MM"), ("the brief", "T"), ("\u4e2d\u6587", "\u4e2d"), ("", "?")],
)
def test_initials(name, short):
    assert shares.initials(name) == short


def test_an_icon_of_the_editors_must_be_a_large_square(tmp_path):
    Image.new("RGB", (600, 500)).save(tmp_path / "icon.png")
    with pytest.raises(ContentError, match="600 x 500"):
        shares._open(tmp_path / "icon.png")


def test_news_is_of_two_days_up_to_the_newest(whole):
    urls = ET.fromstring(whole.text("sitemap-news.xml"))  # noqa: S314 - our own
    assert [loc.text for loc in urls.findall("{*}url/{*}loc")] == [
        f"{HOME}/editions/2026-01-30/",
        f"{HOME}/editions/2026-01-28/",
    ]
    titles = urls.findall("{*}url/{*}news/{*}title")
    assert titles[1].text == "Vote <script>alert(1)</script>"


@pytest.mark.parametrize(
    ("crawlers", "everyone", "trainers", "maps"),
    [
        ("all", "Allow: /", False, True),
        ("search", "Allow: /", True, True),
        ("none", "", False, False),
    ],
)
def test_robots_by_setting(crawlers, everyone, trainers, maps):
    settings = Settings(root=Path(), crawlers=crawlers)
    text = sitemap.robots(settings, ("sitemap.xml",))
    assert f"User-agent: *\n{everyone or 'Disallow: /'}" in text
    assert ("User-agent: GPTBot" in text) is trainers
    assert ("Sitemap: http" in text) is maps


def test_crawlers_is_one_of_three():
    with pytest.raises(SettingsError, match="all, search, none"):
        Settings(root=Path(), crawlers="some")


def rules(text: str) -> dict[str, str]:
    parts = (part.splitlines() for part in text.split("\n\n"))
    return {part[0]: "\n".join(part[1:]) for part in parts}


def test_every_place_has_one_policy_and_only_the_search_may_run_scripts(whole):
    found = rules(whole.text("_headers"))
    assert "nosniff" in found.pop("/*")
    tops = {path.split("/")[0] for path in whole.paths() if "/" in path}
    assert set(found) >= {"/"} | {f"/{top}/*" for top in tops}
    for place, rule in found.items():
        assert rule.count("Content-Security-Policy") == 1
        assert "script-src 'none'" in rule
        assert "form-action 'self' https://forms.example" in rule
        assert ("unsafe-inline" in rule) is (place == "/newsletter/*")
    assert "script-src 'self' 'wasm-unsafe-eval'" in hosting.policy("search", SETTINGS)


def test_redirects_are_written_below_the_sites_path(whole):
    assert whole.text("_redirects").splitlines() == [
        "/old/ /about/ 301",
        "/out https://b.example/x 302",
        "/2026/vote/ /stories/ferry-vote/ 301",
    ]
    moved = (redirects.Redirect("/a", "/b", 301, 1),)
    assert hosting.redirections(moved, SETTINGS) == "/news/a /news/b 301\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/a", "line 1: a redirect is"),
        ("\n\n/a /b /c /d", "line 3: a redirect is"),
        ("a /new/", "must be a path"),
        ("//evil.example/ /new/", "must be a path"),
        ("/a javascript:x", "neither a path nor"),
        ("/a //evil.example", "neither a path nor"),
        ("/a /new/ 200", "the status is one of"),
        ("/a /new/\n/a/ /new/", "line 2: /a/ is in line 1 already"),
        ("/new/ /new/", "is a page of its own"),
        ("/a /nowhere/", "there is no page /nowhere/"),
        ("/a /../secret.txt", "there is no page"),
        ("/a /a/", "leads round"),
        ("/a /b\n/b /c\n/c /a", "leads round: /a → /b → /c → /a"),
        ("/a /b\n/b /new/", "line 1: leads on: write “/a /new/” at once"),
    ],
)
def test_what_is_wrong_with_a_redirect_is_said(tmp_path, text, said):
    output = tmp_path / "output"
    (output / "new").mkdir(parents=True)
    (output / "new/index.html").write_text("")
    (tmp_path / "secret.txt").write_text("")
    path = tmp_path / "redirects.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(ContentError, match=r"redirects\.txt, line") as caught:
        redirects.checked(redirects.read(path), output, path.name)
    assert said in str(caught.value)


def test_a_dead_redirect_stops_the_build(build):
    built = build({"redirects.txt": "/a /nowhere/\n"}, plugins=("editions", "hosting"))
    assert built.status == 1
    assert "there is no page /nowhere/" in built.log
