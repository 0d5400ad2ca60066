"""Articles as readers get them: pictures, replies, authors."""

import re
from io import BytesIO
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import feedparser
import pytest
from pelican.contents import Article
from pelican.readers import MarkdownReader
from pelican.settings import read_settings
from PIL import Image

from briefing.errors import ContentError
from briefing.site import comments, pictures

PLUGINS = ("seed_articles", "editions", "topics", "feeds")
HEAD = "Title: Our own\nDate: 2026-01-20\nAuthor: Ann Other\nSlug: own\n"
PICTURED = f"""{HEAD}Image: images/quay.jpg
Alt: A quay "at" <noon>
Caption: The quay.
Credit: Photo: Ann & Bo

Words ![a boat]({{static}}/images/boat.png) go on.

![a gull](/images/gull.jpg "A gull <b>")

![a chart](images/chart.svg)
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9"/></svg>'
REPLY = "Name: Bo <b>\nDate: 2026-01-21 10:00\n\nRight & <i>so</i>: https://x.example/a\n"
ANSWER = "Name: Ann Other\nDate: 2026-01-22 10:00\nReply-To: first\n\nThank you.\n"
LATE = "Name: Cai\nDate: 2026-02-22 10:00\n\nFrom the future.\n"
AUTHOR = (
    "Name: Ann Other\nRole: Clerk\nLink: https://a.example/@ann\nLink: https://b.example/\n\nA.\n"
)
MAIL = 'BRIEFING_MAIL_FROM = "Desk <desk@merrow.example>"'
FORM = 'BRIEFING_COMMENT_ACTION = "https://merrow.example/reply"'


def jpeg(colour: str) -> bytes:
    stream, exif = BytesIO(), Image.Exif()
    exif[0x013B] = "A photographer"
    Image.new("RGB", (900, 600), colour).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


FILES = {
    "articles/own.md": PICTURED,
    "articles/draft.md": "Title: A sketch\nDate: 2026-01-20\nStatus: draft\n\nSketch.\n",
    "images/quay.jpg": jpeg("teal"),
    "images/gull.jpg": jpeg("white"),
    "images/boat.png": jpeg("navy"),  # a name is not what is in a file
    "images/plain.jpg": jpeg("red"),
    "images/chart.svg": SVG,
    "comments/own/first.txt": REPLY,
    "comments/own/second.md": ANSWER,
    "comments/own/third.md": LATE,
    "comments/a-sketch/first.md": REPLY,  # of an article that is a draft
    "authors/ann-other.md": AUTHOR,
    "pages/about.md": "Title: About\n\n![the office](images/quay.jpg)\n",
}
EVERYTHING = 'STATIC_PATHS = ["images"]\nBRIEFING_MAIL_FROM = BRIEFING_COMMENT_ACTION = ""\n'


def a_generator(folder, changes: dict[str, str]) -> SimpleNamespace:
    """One article of Pelican's, as its generator has it when all are read."""
    for name, text in (FILES | changes).items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    own = {"PATH": str(folder / "content"), "SITEURL": "https://merrow.example"}
    settings = read_settings(override=own)
    source = folder / "content/articles/own.md"
    article = Article(*MarkdownReader(settings).read(source), settings, source)
    lists = dict.fromkeys(("translations", "hidden_articles", "hidden_translations", "drafts"), ())
    return SimpleNamespace(settings=settings, context={}, articles=[article], **lists)


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="module")
def paper(build):
    built = build(FILES, PLUGINS, EVERYTHING + MAIL + "\n" + FORM)
    assert built.status == 0, built.log
    return built


@pytest.fixture(scope="module")
def article(paper):
    return paper.page("articles/own/index.html")


def test_picture_at_the_head_has_sizes_alt_caption_and_credit(article):
    first, *_ = article.findall(".//figure[@class='photo']")
    source, image = first.find("picture/source"), first.find("picture/img")
    assert source.get("type") == "image/webp"
    assert [each.split()[1] for each in source.get("srcset").split(", ")] == [
        "400w",
        "800w",
        "900w",
    ]
    assert (image.get("width"), image.get("height")) == ("900", "600")
    assert image.get("alt") == 'A quay "at" <noon>'
    assert (image.get("fetchpriority"), image.get("loading")) == ("high", None)
    assert words(first.find("figcaption")) == "The quay. Photo: Ann & Bo"


def test_pictures_in_the_text_are_made_too(article):
    figures = article.findall(".//figure[@class='photo']")
    assert len(figures) == 2
    assert words(figures[1].find("figcaption")) == "A gull <b>"
    assert figures[1].find("picture/img").get("loading") == "lazy"
    assert article.find(".//article/p/picture/img").get("alt") == "a boat"
    assert article.find(".//img[@alt='a chart']").get("src") == "/images/chart.svg"


def test_every_file_that_a_page_names_is_there_without_what_the_camera_knew(paper, article):
    about = paper.page("about/index.html")
    sources = [*article.iter("source"), *about.iter("source")]
    named = {each.split()[0] for source in sources for each in source.get("srcset").split(", ")}
    named |= {image.get("src") for page in (article, about) for image in page.iter("img")}
    assert {path.removeprefix("/") for path in named} <= paper.paths()
    made = {path for path in paper.paths() if path.startswith(f"{pictures.FOLDER}/")}
    assert {f"/{path}" for path in made} == named - {"/images/chart.svg"}
    assert not any(b"photographer" in (paper.folder / path).read_bytes() for path in made)


def test_originals_of_what_is_shown_are_not_published(paper):
    originals = {path for path in paper.paths() if path.startswith("images/")}
    assert originals == {"images/chart.svg", "images/plain.jpg"}


def test_feed_of_an_author_shows_the_pictures(paper):
    feed = ET.fromstring(paper.text("feeds/authors/ann-other.rss.xml"))  # noqa: S314 - our own
    body = feed.findtext(".//{*}encoded")
    assert 'src="https://merrow.example/pictures/quay-900.' in body


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{HEAD}Image: images/quay.jpg\n\nA.", "own.md, line 5: add a line “Alt: ...”"),
        (
            f"{HEAD}Image: images/no.jpg\nAlt: A.\n\nA.",
            "line 5: there is no picture “images/no",
        ),
        (f"{HEAD}\nA.\n\n![](images/quay.jpg)", "own.md, line 8: say what the picture shows"),
        (f"{HEAD}\n![a](https://x.example/a.jpg)", "line 6: a picture must lie in content/"),
        (f"{HEAD}\n![a](../../pelican.conf.py)", "line 6: there is no picture"),
        (f"{HEAD}\n![a](articles/own.md)", "own.md is not a picture"),
    ],
)
def test_picture_that_cannot_be_shown_is_named(tmp_path, text, message):
    with pytest.raises(ContentError, match=re.escape(message)):
        pictures.treat_articles(a_generator(tmp_path, {"articles/own.md": text}))


def test_replies_are_threaded_and_escaped(article):
    section = article.find(".//section[@aria-labelledby='_replies']")
    assert words(section.find("h2")) == "2 replies"
    first = section.find("ol/li")
    assert words(first.find("article//h3")) == "Bo <b>"
    assert words(first.find("article/div")) == "Right & <i>so</i>: https://x.example/a"
    assert first.find("article/div//a").get("rel") == "nofollow ugc"
    assert first.find("article").get("id") == "reply-first"
    answer = first.find("ol/li/article")
    assert words(answer.find("header")) == "Ann Other Author 22 January 2026"


def test_form_says_what_is_required_and_what_the_address_is_for(article):
    form = article.find(".//form[@class='write']")
    assert form.get("action") == "https://merrow.example/reply"
    assert "What is marked with * is required." in words(form)
    assert "The address is never published." in words(form)
    labels = {label.get("for"): words(label) for label in form.iter("label")}
    fields = [f for tag in ("input", "textarea", "select") for f in form.iter(tag) if f.get("id")]
    assert sorted(labels) == sorted(field.get("id") for field in fields)
    for field in fields:
        assert labels[field.get("id")].endswith("*") == (field.get("required") is not None)
        assert field.get("autocomplete")
    assert form.find("input").get("value") == "https://merrow.example/articles/own/"
    assert [option.get("value") for option in form.iter("option")] == ["", "first", "second"]


def test_without_a_service_a_reply_is_a_mail(build):
    built = build(FILES, PLUGINS, EVERYTHING + MAIL)
    page = built.page("articles/own/index.html")
    assert page.find(".//form[@class='write']") is None
    links = {words(a): a.get("href") for a in page.iter("a") if a.get("href").startswith("mailto:")}
    start = "mailto:desk@merrow.example?subject=Reply%20to%20https%3A//merrow.example/articles/own/"
    assert links["Reply by e-mail"] == start
    assert links["Answer Bo <b>"] == f"{start}%23reply-first"


@pytest.mark.parametrize(("more", "header"), [("", ""), (f"{MAIL}\n{FORM}", "Replies: closed\n")])
def test_no_form_where_nobody_would_get_the_reply(build, more, header):
    text = PICTURED.replace("Slug: own\n", f"Slug: own\n{header}")
    built = build(FILES | {"articles/own.md": text}, PLUGINS, EVERYTHING + more)
    assert built.status == 0, built.log
    text = built.text("articles/own/index.html")
    assert "2 replies" in text
    assert "Leave a reply" not in text
    assert "Answer Bo" not in text


def test_feed_of_replies(paper, article):
    feed = feedparser.parse(paper.text(comments.FEED))
    assert not feed.bozo
    assert [entry.author for entry in feed.entries] == ["Ann Other", "Bo <b>"]
    assert feed.entries[1].id == "https://merrow.example/articles/own/#reply-first"
    assert feed.entries[1].title == "Bo <b> on “Our own”"
    alternates = [link.get("href") for link in article.iter("link") if link.get("title")]
    assert f"https://merrow.example/{comments.FEED}" in alternates


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("own/first.txt", f"Email: bo@x.example\n{REPLY}", "take the line “Email:” out"),
        ("ovn/first.md", REPLY, "there is no article with the address ovn"),
        ("first.md", REPLY, "a reply lies in a folder"),
    ],
)
def test_reply_that_cannot_be_shown_is_named(tmp_path, name, text, message):
    with pytest.raises(ContentError, match=re.escape(message)):
        comments.attach(a_generator(tmp_path, {f"comments/{name}": text}))


def test_what_cannot_be_shown_stops_the_build(build):
    private = {"comments/own/first.txt": f"Email: bo@x.example\n{REPLY}"}
    built = build(FILES | private, ("seed_articles",), EVERYTHING, fatal=False)
    assert built.status == 1
    assert "take the line “Email:” out" in built.log


def test_author_has_a_page_with_links_and_a_feed(paper, article):
    page = paper.page("authors/ann-other/index.html")
    me = [a.get("href") for a in page.iter("a") if a.get("rel") == "me"]
    assert me == ["https://a.example/@ann", "https://b.example/"]
    assert "feeds/authors/ann-other.rss.xml" in paper.paths()
    assert "/feeds/authors/ann-other.rss.xml" in {a.get("href") for a in page.iter("a")}
    box = article.find(".//aside[@class='author']")
    assert words(box).endswith("View all posts by Ann Other")


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_stock_themes_show_the_pictures(build, theme):
    built = build(FILES, PLUGINS, EVERYTHING, THEME=theme)
    assert built.status == 0, built.log
    assert '<figure class="photo">' in built.text("articles/own/index.html")
