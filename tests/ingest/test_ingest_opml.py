"""The list of sources: what is understood, and what an error tells the editor."""

from pathlib import Path

import pytest

from briefing.errors import ContentError
from briefing.ingest import read_sources
from briefing.models import Source


def opml(tmp_path: Path, *outlines: str) -> Path:
    path = tmp_path / "sources.opml"
    body = "\n".join(outlines)
    path.write_text(f'<?xml version="1.0"?>\n<opml version="2.0"><body>\n{body}\n</body></opml>\n')
    return path


def test_everything_an_outline_can_say(tmp_path: Path) -> None:
    path = opml(
        tmp_path,
        '<outline text="News"><outline text="Deep">',
        '<outline type="rss" text="Quay &amp;amp; Sea" xmlUrl="https://q.example/f"',
        ' htmlUrl="https://q.example/" language="EN-gb" weight="2.5" owner="Quay Ltd"',
        ' country="NO" kind="local" topic="transport"/>',
        "</outline></outline>",
    )
    assert read_sources(path) == (
        Source(
            feed_url="https://q.example/f",
            title="Quay & Sea",
            site_url="https://q.example/",
            language="en-GB",
            weight=2.5,
            topic="transport",
            owner="Quay Ltd",
            country="NO",
            kind="local",
        ),
    )


def test_names_in_any_case_and_the_least_that_is_needed(tmp_path: Path) -> None:
    path = opml(
        tmp_path,
        '<OUTLINE TITLE="A" XMLURL="https://a.example/f" category="/news/world,/other"/>',
        '<outline title="B" xmlurl="content/feeds/b.xml" htmlurl=""/>',
        '<outline xmlUrl="https://c.example/f?id=Q"/>',
        '<outline xmlUrl="https://c.example/f?id=q"/>',
    )
    a, b, c, _ = read_sources(path)
    assert (a.title, a.feed_url, a.topic, a.weight) == ("A", "https://a.example/f", "world", 1.0)
    assert (b.title, b.feed_url, b.is_local, b.site_url) == ("B", "content/feeds/b.xml", True, None)
    assert c.title == "https://c.example/f?id=Q"


ERRORS = {
    "line 3.*weight.*'11'": '<outline text="A" xmlUrl="https://a.example/" weight="11"/>',
    "line 3.*weight.*'0'": '<outline text="A" xmlUrl="https://a.example/" weight="0"/>',
    "line 3.*weight.*'nan'": '<outline text="A" xmlUrl="https://a.example/" weight="nan"/>',
    "line 3.*weight.*'heavy'": '<outline text="A" xmlUrl="https://a.example/" weight="heavy"/>',
    "line 3.*a path|line 3.*the path": '<outline text="A" xmlUrl="/etc/feed.xml"/>',
    "line 3.*inside the project": '<outline text="A" xmlUrl="content/../../feed.xml"/>',
    "line 3.*'file:": '<outline text="A" xmlUrl="file:///etc/passwd"/>',
    "line 3.*'javascript:": '<outline text="A" xmlUrl="javascript:alert(1)"/>',
    r"line 3.*not 'c:\\\\feed": r'<outline text="A" xmlUrl="c:\feed.xml"/>',
    "line 3.*not ''": '<outline text="A" xmlUrl=""/>',
    "line 3.*user name": '<outline text="A" xmlUrl="https://me:pw@a.example/"/>',
    "line 4.*stands in line 3.*remove": '<outline text="A" xmlUrl="https://a.example/f"/>\n'
    '<outline text="B" xmlUrl="http://www.A.example/f/"/>',
    "no feed in it": '<outline text="Only a folder"/>',
    "line 3.*not well-formed.*&amp;": '<outline text="A & B" xmlUrl="https://a.example/"/>',
}


@pytest.mark.parametrize("message", ERRORS)
def test_an_error_names_the_line_and_what_to_do(tmp_path: Path, message: str) -> None:
    path = opml(tmp_path, ERRORS[message])
    with pytest.raises(ContentError, match=message) as caught:
        read_sources(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><body/></opml>", "line 1.*DOCTYPE"),
        ("<rss><channel/></rss>", "no OPML"),
        ("", "not well-formed"),
        ("<?xml version='1.0' encoding='x-none'?><opml/>", "not well-formed"),
    ],
)
def test_what_is_no_list_of_sources(tmp_path: Path, document: str, message: str) -> None:
    path = tmp_path / "sources.opml"
    path.write_text(document)
    with pytest.raises(ContentError, match=message):
        read_sources(path)


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"none\.opml cannot be read"):
        read_sources(tmp_path / "none.opml")
