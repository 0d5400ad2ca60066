"""Files in, items and authors out; what cannot be read is named with file and line."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify as pelican_slugify

from briefing.articles import article_slug, dates, prose, read_articles, read_authors
from briefing.articles.slugs import slugify
from briefing.errors import ContentError
from briefing.models import OWN
from briefing.settings import Settings

NOW = datetime(2026, 1, 30, tzinfo=UTC)
SENTENCE = "The harbour office counted 4,102 ships last year, which is fewer than ever."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        root=tmp_path, name="Meanwhile", site_url="https://merrow.example/news", zone="Asia/Tokyo"
    )


def write(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        stem, _, suffix = name.rpartition("_")
        data = content.encode() if isinstance(content, str) else content
        (folder / f"{stem.replace('_', '-')}.{suffix}").write_bytes(data)
    return folder


def test_markdown_article_becomes_an_item(tmp_path, settings):
    text = (
        "Title: The pier & the sea\nDate: 2026-01-13 09:00\nAuthor: Jane Roe\n"
        "Tags: Ferries, Night boats\nSummary: A *short*\n    one.\n\n"
        "Intro with [a link](https://a.example) &amp; more.\n\n## Heading\n\n> Said.\n\n"
        "- one\n- two\n"
    )
    (item,) = read_articles(write(tmp_path, pier_md=text), settings, NOW)
    assert item.is_own
    assert (item.source, item.outlet, item.weight) == (OWN, "Meanwhile", 2.0)
    assert item.url == "https://merrow.example/news/articles/the-pier-the-sea/"
    assert (item.title, item.author) == ("The pier & the sea", "Jane Roe")
    assert item.published == datetime(2026, 1, 13, 0, 0, tzinfo=UTC)
    assert item.text == "Intro with a link & more.\n\nSaid.\n\none\n\ntwo"
    assert item.topics == ("ferries", "night-boats")
    assert item.summary == "A short one."


def test_plain_article_becomes_an_item(tmp_path, settings):
    text = f"The pier\nBy Jane Roe\nJanuary 13, 2026\n\n{SENTENCE}\n\nShare this:\nTags: Ferries\n"
    (item,) = read_articles(write(tmp_path, pier_txt=text), settings, NOW)
    assert item.published == datetime(2026, 1, 12, 15, 0, tzinfo=UTC)
    assert (item.author, item.text, item.topics) == ("Jane Roe", SENTENCE, ("ferries",))
    assert item.summary == ""


def test_id_is_made_of_the_slug_alone(tmp_path, settings):
    first = read_articles(
        write(tmp_path, a_md="Title: One\nDate: 2026-01-01\nSlug: x\n\nText."), settings, NOW
    )
    second = read_articles(
        write(tmp_path, a_md="Title: Two\nDate: 2026-01-02\nSlug: x\n\nOther."), settings, NOW
    )
    assert first[0].id == second[0].id
    assert first[0].guid == "x"


def test_date_of_a_plain_article_without_one(tmp_path, settings):
    folder = write(tmp_path, **{"2026_01_13_named_txt": f"Named\n\n{SENTENCE}"})
    undated = write(tmp_path, undated_txt=f"Undated\n\n{SENTENCE}") / "undated.txt"
    moment = datetime(2026, 1, 14, 12, tzinfo=UTC)
    os.utime(undated, (moment.timestamp(), moment.timestamp()))
    named, changed = read_articles(folder, settings, NOW)
    assert (named.title, named.published) == ("Named", datetime(2026, 1, 12, 15, tzinfo=UTC))
    assert (changed.title, changed.published) == ("Undated", moment)


@pytest.mark.parametrize(
    "line", ["Status: draft", "Status: hidden", "Status: skip", "Date: 2026-02-01", "Lang: de"]
)
def test_left_out(tmp_path, settings, line):
    header = "Title: One\n" + ("" if line.startswith("Date") else "Date: 2026-01-01\n")
    assert read_articles(write(tmp_path, a_md=f"{header}{line}\n\nText."), settings, NOW) == ()


def test_other_files_and_a_missing_folder_hold_nothing(tmp_path, settings):
    write(tmp_path, a_json="{}", _md="Title: hidden file")
    assert read_articles(tmp_path, settings, NOW) == ()
    assert read_articles(tmp_path / "none", settings, NOW) == ()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a_md", "Title: One\nAuthor: A\nDate: soon\n\nText.", r"a\.md, line 3: “Date: soon”"),
        ("a_md", "Title: One\n\nText.", r"a\.md, line 1: there is no date"),
        ("a_md", "Date: 2026-01-01\n\nText.", r"a\.md, line 1: an article begins with"),
        ("a_md", "Title: One\nDate: 2026-01-01\nSlug: ../x\n\nText.", r"a\.md, line 3: “\.\./x”"),
        ("a_md", b"Title: One\n\nGr\xfc\xdfe", r"a\.md, line 3: not UTF-8"),
        ("a_txt", "\n\n", r"a\.txt, line 1: no title"),
        ("a_txt", b"Title\n\xff\xff", r"a\.txt, line 2: not UTF-8"),
    ],
)
def test_broken_file_is_named(tmp_path, settings, name, content, message):
    with pytest.raises(ContentError, match=message):
        read_articles(write(tmp_path, **{name: content}), settings, NOW)


def test_two_articles_with_one_address(tmp_path, settings):
    text = "Title: One\nDate: 2026-01-01\n\nText."
    with pytest.raises(ContentError, match=r"b\.md has the same address as .*a\.md"):
        read_articles(write(tmp_path, a_md=text, b_md=text), settings, NOW)


def test_utf_16_is_read(tmp_path, settings):
    text = f"Der Pier\nJanuary 13, 2026\n\n{SENTENCE}".encode("utf-16")
    (item,) = read_articles(write(tmp_path, a_txt=text), settings, NOW)
    assert item.text == SENTENCE


@pytest.mark.parametrize(
    "title",
    [
        "Rock & roll: \u201cdon\u2019t\u201d <b>stop</b>",
        "\u5317\u4eac opens \u2014 again",
        "C++",
        "a  - b",
        "Stra\u00dfe 3.5%",
    ],
)
def test_slug_is_the_one_that_pelican_makes(title):
    assert slugify(title) == pelican_slugify(title, DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"])


def test_slug_is_never_empty():
    assert article_slug("???")
    assert article_slug("???") != article_slug("!!!")
    assert article_slug("Title", " own ") == "own"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-13", "2026-01-13T00:00+00:00"),
        ("2026-1-3 9:05", "2026-01-03T09:05+00:00"),
        ("2026-01-13T09:00:30.5Z", "2026-01-13T09:00:30+00:00"),
        ("2026-01-13 09:00:00-0500", "2026-01-13T14:00+00:00"),
        ("Tue, 13 Jan 2026 09:00:00 +0100", "2026-01-13T08:00+00:00"),
        ("Sept. 5th, 2025 at 6:15 p.m. GMT", "2025-09-05T18:15+00:00"),
        ("12 a.m. ET, July 1, 2026", "2026-07-01T04:00+00:00"),
        ("13/01/2026", "2026-01-13T00:00+00:00"),
        ("01/02/2026", None),
        ("31 February 2026", None),
        ("2026-13-01", None),
        ("13 Jan 2026 in Averell", None),
        ("soon", None),
    ],
)
def test_dates(text, expected):
    moment = dates.read(text)
    assert moment == (datetime.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>No</h2><p>One<br>two.</p>", "One two."),
        ("<p>A<sup>1</sup> b</p><script>no()</script><pre>no</pre><p>c</p>", "A b\n\nc"),
        ("loose <em>text</em> &lt;b&gt;", "loose text <b>"),
        ("<ul><li>a</li><li><p>b</p></li></ul>", "a\n\nb"),
        ("", ""),
    ],
)
def test_prose(html, expected):
    assert prose(html) == expected


def test_authors(tmp_path):
    write(
        tmp_path,
        jane_roe_md="Name: Jane Roe\nRole: Editor\nLink: https://jane.example/\n\n"
        "Jane *edits*. <script>alert(1)</script>[x](javascript:alert)\n",
        ann_other_md="Name: Ann Other\n",
    )
    ann, jane = read_authors(tmp_path)
    assert (ann.slug, ann.name, ann.role, ann.bio) == ("ann-other", "Ann Other", "", "")
    assert (jane.slug, jane.role, jane.link) == ("jane-roe", "Editor", "https://jane.example/")
    assert jane.bio == "Jane edits. x"
    assert "script" not in jane.bio_html
    assert "<em>edits</em>" in jane.bio_html
    assert read_authors(tmp_path / "none") == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Role: Editor\n\nBio.", r"jane-roe\.md, line 1: .*begins with “Name"),
        ("Role: Editor\nName: Ann Other\n", r"line 2: the file of Ann Other must be called ann-"),
        ("Name: Jane Roe\nLink: javascript:alert(1)\n", r"line 2: “javascript:alert\(1\)” is not"),
    ],
)
def test_broken_author(tmp_path, content, message):
    with pytest.raises(ContentError, match=message):
        read_authors(write(tmp_path, jane_roe_md=content))
