"""The list of sources: what is understood, and what an error tells the editor."""

from pathlib import Path

import pytest

from briefing.errors import ContentError
from briefing.ingest import read_sources
from briefing.ingest.rules import ATTRIBUTES
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


def test_the_rules_of_a_source(tmp_path: Path) -> None:
    path = opml(
        tmp_path,
        '<outline text="A" xmlUrl="https://a.example/f" cap="5"',
        ' include="Quay,  Storm\tRagna, Quay"',
        ' EXCLUDE="horoscope, topic:sport," FULLTEXT="True" paused="false" interval="2h"',
        ' private="true" language="unknown" rating="9" x:cap="many"/>',
    )
    assert read_sources(path) == (
        Source(
            feed_url="https://a.example/f",
            title="A",
            cap=5,
            include=("Quay", "Storm Ragna"),
            exclude=("horoscope", "topic:sport"),
            interval=120,
            full_text=True,
            private=True,
        ),
    )


@pytest.mark.parametrize(
    ("text", "minutes"), [("60m", 60), ("1 h", 60), ("36H", 2160), ("31d", 44640), ("", None)]
)
def test_an_interval(tmp_path: Path, text: str, minutes: int | None) -> None:
    path = opml(tmp_path, f'<outline text="A" xmlUrl="https://a.example/f" interval="{text}"/>')
    assert read_sources(path)[0].interval == minutes


WRONG = {
    'cap="0"': "cap must be a whole number from 1.*not '0'",
    'cap="1.5"': "cap must be a whole number",
    'cap="-3"': "cap must be a whole number",
    'interval="90"': "interval must be like 2h or 1d, from 1h to 31d, not '90'",
    'interval="59m"': "interval must be like",
    'interval="32d"': "interval must be like",
    'paused="yes"': "paused must be true or false, not 'yes'",
    'fullText="1"': "fullText must be true or false",
    'include="topic:"': "include must be words or phrases",
    'language="?"': "language must be a tag like en or pt-BR",
    'exlude="a"': "exlude is not known; did you mean exclude",
    'full-text="true"': "full-text is not known; did you mean fullText",
    'contry="NO"': "did you mean country",
    'intervall="2h"': "did you mean interval",
}


@pytest.mark.parametrize("attribute", WRONG)
def test_a_wrong_rule_is_named_with_its_line(tmp_path: Path, attribute: str) -> None:
    path = opml(tmp_path, f'<outline text="A" xmlUrl="https://a.example/f" {attribute}/>')
    with pytest.raises(ContentError, match=f"opml, line 3: .*{WRONG[attribute]}"):
        read_sources(path)


@pytest.mark.parametrize(
    ("outline", "message"),
    [
        ('<outline text="Folder" paused="true"/>', "line 3: paused has no effect on a folder"),
        ('<outline text="A" xml_url="https://a.example/"/>', "did you mean xmlUrl"),
    ],
)
def test_what_would_be_passed_over_in_silence(tmp_path: Path, outline: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        read_sources(opml(tmp_path, outline))


def test_every_attribute_is_told_to_the_editor() -> None:
    text = (Path(__file__).parents[2] / "docs/sources.md").read_text(encoding="utf-8")
    assert [one.name for one in ATTRIBUTES if f"| `{one.name}` |" not in text] == []


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
