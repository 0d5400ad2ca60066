"""Changing the list of sources: what is new stands where it belongs, all else stays as it was."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import ContentError
from briefing.ingest.listing import outline_of, with_addresses, with_source
from briefing.ingest.opml import parse_sources
from briefing.ingest.text import plain
from briefing.models import Source

NEW = Source("https://new.example/f?a=1&b=2", 'The "New" & <Old>', "https://new.example/")
LINE = outline_of(NEW)

LIST = """<?xml version='1.0' encoding='UTF-8'?>
<!-- ours: <outline text="no" xmlUrl="https://no.example/"/> -->
<opml version="2.0"><head><title>x</title></head>
<body>
\t<outline text="News">
\t\t<outline   xmlUrl='https://a.example/f'
\t\t\ttext="A" cap = "3"></outline> <!-- good -->
\t</outline>
\t<outline text="Empty"/>
\t<outline xmlUrl="https://b.example/f" text="xmlUrl='https://a.example/f'"/>
</body></opml>
"""


def added(document: str, folder: str = "") -> str:
    return with_source(document.encode(), "list", NEW, folder).document.decode()


def test_a_source_is_added_at_the_end() -> None:
    assert added(LIST) == LIST.replace("\n</body>", f"\n\t{LINE}\n</body>")


def test_a_source_is_added_to_a_folder_in_any_case() -> None:
    assert added(LIST, "news") == LIST.replace("good -->\n", f"good -->\n\t\t{LINE}\n")


def test_an_empty_folder_is_opened() -> None:
    opened = f'<outline text="Empty">\n\t\t{LINE}\n\t</outline>'
    assert added(LIST, "Empty") == LIST.replace('<outline text="Empty"/>', opened)


def test_a_folder_is_made() -> None:
    made = f'\n\t<outline text="A &amp; B">\n\t\t{LINE}\n\t</outline>\n</body>'
    assert added(LIST, "A & B") == LIST.replace("\n</body>", made)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<opml><body/></opml>", f"<opml><body>{LINE}</body></opml>"),
        (
            "<opml>\r\n <body />\r\n</opml>",
            f"<opml>\r\n <body>\r\n   {LINE}\r\n </body>\r\n</opml>",
        ),
        ("<opml>\n<body></body></opml>", f"<opml>\n<body>\n  {LINE}\n</body></opml>"),
        ("<opml><body> <!-- --> </body></opml>", f"<opml><body> <!-- -->{LINE} </body></opml>"),
    ],
)
def test_lists_of_all_shapes(before: str, after: str) -> None:
    assert added(before) == after


def test_the_line_is_that_of_the_outline_and_not_of_its_like_in_a_comment() -> None:
    twin = LIST.replace("<!-- ours:", f"<!-- {LINE} ours:")
    made = with_source(twin.encode(), "list", NEW)
    assert made.document.decode().splitlines()[made.line - 1] == f"\t{LINE}"
    assert made.line == 11


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("iso-8859-1", b""),
        ("windows-1252", b""),
    ],
)
def test_the_encoding_stays(encoding: str, mark: bytes) -> None:
    declared = "utf-16" if "16" in encoding else encoding
    text = LIST.replace("UTF-8", declared).replace("News", "Gr\u00f6\u00dfe")
    source = Source("https://new.example/f", "\u0416 \u00e9")
    made = with_source(mark + text.encode(encoding), "list", source).document
    assert made.startswith(mark + text.encode(encoding)[:200])
    titles = [one.title for one in parse_sources(made, "list")]
    assert titles[-1] == "\u0416 \u00e9"


def test_a_document_type_is_refused() -> None:
    with pytest.raises(ContentError, match="DOCTYPE"):
        added("<!DOCTYPE opml [<!ENTITY a 'b'>]>" + LIST.partition("\n")[2])


def test_a_list_without_a_body_is_refused() -> None:
    with pytest.raises(ContentError, match="<body>"):
        added("<opml/>")


def test_addresses_are_replaced_and_nothing_else() -> None:
    moved = {"https://a.example/f": "https://c.example/?x=1&y", "https://x.example/": "no"}
    made = with_addresses(LIST.encode(), "list", moved).decode()
    assert made == LIST.replace("'https://a.example/f'\n", '"https://c.example/?x=1&amp;y"\n')
    assert with_addresses(LIST.encode(), "list", {}) == LIST.encode()


@given(
    titles=st.lists(st.text(), max_size=5),
    folder=st.sampled_from(["", "News", "Empty", "<&>"]),
)
def test_what_is_added_is_read_again_and_can_be_taken_out(titles: list[str], folder: str) -> None:
    document = with_source(LIST.encode(), "list", NEW, folder).document
    for number, title in enumerate(titles):
        source = Source(f"https://{number}.example/f", plain(title) or "-")
        made = with_source(document, "list", source, folder)
        lines = made.document.split(b"\n")
        assert lines.pop(made.line - 1).strip().decode() == made.outline
        assert b"\n".join(lines) == document
        assert source in parse_sources(made.document, "list")
        document = made.document
