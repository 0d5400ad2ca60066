"""The small functions: dates, links, plain text, languages, addresses, characters."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.ingest import dates, encoding, guard, languages, links, months, text
from briefing.ingest.parse import item_id, language_tag

PRIVATE = """
127.0.0.1 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 198.18.0.1
224.0.0.1 255.255.255.255 240.0.0.1 192.0.2.1 ::1 :: ::ffff:127.0.0.1 ::ffff:10.0.0.1
::127.0.0.1 fd00::1 fe80::1 fe80::1%eth0 ff02::1 2002:7f00:1:: 64:ff9b::7f00:1
64:ff9b:1::1 2001:0:53aa:64c::1 2001:db8::1 fec0::1 not-an-address
"""
SECONDS = st.floats(datetime(1990, 1, 1, tzinfo=UTC).timestamp(), 4e9)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-02-17T20:19:37-05:00", "2026-02-18T01:19:37"),
        ("2026-02-17T20:19:37.123Z", "2026-02-17T20:19:37"),
        ("2026-02-17T20:19:37,1234567+0530", "2026-02-17T14:49:37"),
        ("2026-02-17t20:19:37z", "2026-02-17T20:19:37"),
        ("2026-02-17T20:19:37+05", "2026-02-17T15:19:37"),
        ("2026-02-17 20:19", "2026-02-17T20:19:00"),
        ("2026-02-17T20:19:37 CET", "2026-02-17T19:19:37"),
        ("2026-2-7", "2026-02-07T00:00:00"),
        ("2026-02", "2026-02-01T00:00:00"),
        ("2026", "2026-01-01T00:00:00"),
        ("20260217", "2026-02-17T00:00:00"),
        ("20260217T201937Z", "2026-02-17T20:19:37"),
        ("2026-02-17T24:00:00Z", "2026-02-18T00:00:00"),
        ("2026-02-17T20:19:60Z", "2026-02-17T20:20:00"),
        ("Tue, 17 Feb 2026 20:19:37 -0500", "2026-02-18T01:19:37"),
        ("Tue, 17 Feb 2026 20:19:37 EST", "2026-02-18T01:19:37"),
        ("Tue, 17 Feb 2026 20:19:37 ET", "2026-02-18T01:19:37"),
        ("Tue, 17 Feb 2026 20:19:37 AEDT", "2026-02-17T09:19:37"),
        ("Tue, 17 Feb 2026 20:19:37 GMT+0100", "2026-02-17T19:19:37"),
        ("Tue, 17 Feb 2026 20:19:37 GMT-01:30", "2026-02-17T21:49:37"),
        ("Tue, 17 Feb 2026 20:19:37 +05:30", "2026-02-17T14:49:37"),
        ("Tue, 17 Feb 2026 20:19:37 Etc/GMT", "2026-02-17T20:19:37"),
        ("Tue, 17 Feb 2026 20:19:37 -0500 (EST)", "2026-02-18T01:19:37"),
        ("Tue, 17 Feb, 2026 20:19:37 UTC", "2026-02-17T20:19:37"),
        ("Tue,17 Feb 2026 20:19:37 -0000", "2026-02-17T20:19:37"),
        ("Tue,  7 Feb 2026 20:19:37 GMT", "2026-02-07T20:19:37"),
        ("Tuesday, 17 Feb 26 20:19 GMT", "2026-02-17T20:19:00"),
        ("17-Feb-99 20:19:37", "1999-02-17T20:19:37"),
        ("17 February 2026", "2026-02-17T00:00:00"),
        ("17th February 2026 at 8:19 pm", "2026-02-17T20:19:00"),
        ("February 17, 2026 8:19 pm", "2026-02-17T20:19:00"),
        ("Feb 17, 2026, at 12:19 am", "2026-02-17T00:19:00"),
        ("Tue Feb 17 2026 20:19:37 GMT+0200 (Eastern European Time)", "2026-02-17T18:19:37"),
        ("Tue Feb 17 20:19:37 2026", "2026-02-17T20:19:37"),
        ("Tue Feb 17 20:19:37 +0100 2026", "2026-02-17T19:19:37"),
        ("Tue, 2026/02/17 20:19:37 EDT", "2026-02-18T00:19:37"),
        ("2026년 02월 17일  20:19:37", "2026-02-17T11:19:37"),
        ("2026-02-17 오후 8:19:37", "2026-02-17T11:19:37"),
        ("2026年2月17日 20:19", "2026-02-17T11:19:00"),
        ("2026年2月17日 午後8:19", "2026-02-17T11:19:00"),
        ("2026年12月01日", "2026-11-30T15:00:00"),
        ("17.02.2026 20:19:37 +0100", "2026-02-17T19:19:37"),
        ("Di, 17. 2. 2026", "2026-02-17T00:00:00"),
        ("2026.02.17 20:19", "2026-02-17T20:19:00"),
        ("02.17.2026", None),
        ("2026-július-13T9:15-05:00", "2026-07-13T14:15:00"),
        ("2026. február 17. 20:19", "2026-02-17T20:19:00"),
        ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00"),  # noqa: RUF001
        ("Di, 17. Mär 2026 20:19:37 +0100", "2026-03-17T19:19:37"),
        ("mar., 17 févr. 2026 20:19:37 +0100", "2026-02-17T19:19:37"),
        ("17 февраля 2026 20:19", "2026-02-17T20:19:00"),
        ("1771377577", "2026-02-18T01:19:37"),
        ("1771377577000", "2026-02-18T01:19:37"),
        ("-0001-11-30T00:00:00+00:00", None),
        ("2026-13-45", None),
        ("2026-02-17T25:00:00Z", None),
        ("Tue, 31 Feb 2026 20:19:37 GMT", None),
        ("17/02/2026", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_are_read_in_every_dialect(written: str, read: str | None) -> None:
    wanted = datetime.fromisoformat(read).replace(tzinfo=UTC) if read else None
    assert dates.read(written) == wanted


@pytest.mark.parametrize("names", months.MONTHS, ids=lambda names: names.split()[0])
def test_months_are_told_in_every_language(names: str) -> None:
    for number, name in enumerate(names.split(), 1):
        for written in (f"3 {name} 2026", f"{name} 3, 2026", f"Xyz, 03 {name.title()}. 2026 00:00"):
            assert dates.read(written) == datetime(2026, number, 3, tzinfo=UTC), written


@given(st.text(max_size=80))
def test_no_text_makes_the_dates_raise(written: str) -> None:
    moment = dates.read(written)
    assert moment is None or moment.utcoffset() == UTC.utcoffset(None)


@given(SECONDS.map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_a_date_that_we_would_write_comes_back(moment: datetime) -> None:
    assert dates.read(moment.isoformat()) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("a", "https://x.example/d/a"),
        ("/a?b=1#c", "https://x.example/a?b=1#c"),
        ("//Y.example/A", "https://y.example/A"),
        ("?q", "https://x.example/d/e?q"),
        (" https://y.example/a\n ", "https://y.example/a"),
        ("https://y.exa\tmple/a", "https://y.example/a"),
        ("https://y.example/ä ö", "https://y.example/ä%20ö"),
        ("HTTP://Y.example", "http://y.example"),
        ("https://Me:Pw@Y.example/", "https://Me:Pw@y.example/"),
        ("https://y.example/?utm_source=a&id=1&UTM_Medium=b", "https://y.example/?id=1"),
        ("https://y.example/?a=&b&gclid=x", "https://y.example/?a=&b"),
        ("javascript:alert(1)", None),
        ("java\tscript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://y.example/", None),
        ("mailto:a@y.example", None),
        ("https://", None),
        ("https://[::1", None),
        ("https://y.example:port/", None),
        ("", None),
        ("https://y.example/" + "a" * 5000, None),
    ],
)
def test_links_are_made_absolute_and_clean(link: str, wanted: str | None) -> None:
    assert links.canonical(link, "https://x.example/d/e") == wanted


def test_a_relative_link_without_a_base_is_dropped() -> None:
    assert links.canonical("/a") is None


@given(st.text(max_size=60))
def test_a_canonical_link_stays_as_it_is(link: str) -> None:
    once = links.canonical(link, "https://x.example/")
    assert once is None or links.canonical(once) == once


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("a &amp; b", "a & b"),
        ("a &amp;amp; b", "a & b"),
        ("a &amp;amp;amp; b", "a &amp; b"),
        ("<b>Bold</b> move", "Bold move"),
        ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("Vec<T> in Rust", "Vec<T> in Rust"),
        ("a\u00a0 b\n\tc\u2028d", "a b c d"),
        ("\u202eabc\x00\x9b", "abc"),
    ],
)
def test_plain_fields(markup: str, wanted: str) -> None:
    assert text.plain(markup) == wanted


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        (("EN-us",), "en-US"),
        (("de_CH",), "de-CH"),
        (("zh-Hant-TW",), "zh-TW"),
        ((None, "", "english", "pt-br"), "pt-BR"),
        (("es-419",), "es-419"),
        (("x",), ""),
    ],
)
def test_language_tags(tags: tuple[str | None, ...], wanted: str) -> None:
    assert language_tag(*tags) == wanted


@pytest.mark.parametrize(
    ("sample", "wanted"),
    [
        ("The tide gauge on the quay is to be moved, and that is what the harbour has asked for "
         "in the past year", "en"),
        ("Le bateau est dans le port et les marins sur le quai attendent que la nuit soit finie "
         "pour partir avec des vivres", "fr"),
        ("El barco está en el puerto y los marineros que esperan en el muelle no se van con la "
         "noche por una tormenta", "es"),
        ("Паром снова пошел после шторма", "ru"),
        ("嵐のあと、フェリーが再開した", "ja"),
        ("Tide gauge", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_language_of_running_text(sample: str, wanted: str) -> None:
    assert languages.of_text(sample) == wanted


@pytest.mark.parametrize("address", PRIVATE.split())
def test_private_addresses_are_told(address: str) -> None:
    assert not guard.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "::ffff:8.8.8.8", "2606:4700::1111", "1.1.1.1"])
def test_public_addresses_are_told(address: str) -> None:
    assert guard.is_public(address)


@pytest.mark.parametrize(
    ("document", "content_type", "wanted", "whole"),
    [
        ("é".encode(), "", "é", True),
        ("é".encode(), "text/xml; charset=latin-1", "é", True),
        ("é".encode("latin-1"), "text/xml; charset=latin-1", "é", True),
        ("<?xml version='1.0' encoding='koi8-r'?>щ".encode("koi8-r"), "", "щ", True),
        ("中文".encode("gb2312"), "text/xml; charset=GB2312", "中文", True),
        ("日本".encode("iso-2022-jp"), "text/xml; charset=iso-2022-jp", "日本", True),
        ("é".encode("latin-1"), "", "é", False),
        ("é".encode() + b"\xff", "", "é\ufffd", False),
        (b"+AOk-", "text/xml; charset=utf-7", "+AOk-", True),
        (b"\xef\xbb\xbf\x00 <?xml version='1.0'?>\na\x0b", "", "a\x0b", True),
    ],
)
def test_characters(document: bytes, content_type: str, wanted: str, whole: bool) -> None:
    decoded = encoding.decode(document, content_type)
    assert (decoded.text, decoded.whole) == (wanted, whole)


def test_characters_that_xml_forbids_go() -> None:
    assert encoding.without_junk("a\x00\x0b\ufffe\tb\n") == "a\tb\n"


def test_a_character_in_two_halves_becomes_one() -> None:
    whole = "&#55357;&#56832; &#xD83D;&#xde00; &amp;#55357;&amp;#56832;"
    assert encoding.without_junk(whole) == "😀 😀 😀"
    for half in ("&#55357;", "&#56832;&#55357;", "&#55000;&#56832;", "&#128512;"):
        assert encoding.without_junk(half) == half


def test_an_id_depends_on_feed_and_key_and_nothing_else() -> None:
    assert item_id("https://x.example/", "guid", "1") == item_id("https://x.example/", "guid", "1")
    assert item_id("https://x.example/", "guid", "1") != item_id("https://y.example/", "guid", "1")
    assert len(item_id("a", "b")) == 32


@given(st.text(max_size=80).map(text.without_controls))
def test_folding_leaves_single_spaces_only(words: str) -> None:
    assert text.fold(words) == " ".join(words.split())


@pytest.mark.parametrize(
    ("clean", "wanted"),
    [
        ("<p>a <em>b</em>c</p><p>d<br>e</p>", "a bc\n\nd e"),
        ('<ol start="3"><li>a</li><li>b</li></ol>c', "a\n\nb\n\nc"),
        ('<table><tr><td colspan="2">a</td><td>b</td></tr></table>', "a b"),
        ('x <a href="https://x.example/" rel="noopener noreferrer">y</a>', "x y"),
        ("<p>a &lt;b&gt; &amp;amp;</p>", "a <b> &amp;"),
        ("<hr><p></p>\n<p> a\n b\t</p>", "a b"),
        ("", ""),
    ],
)
def test_the_text_of_clean_html(clean: str, wanted: str) -> None:
    assert text.paragraphs(clean) == wanted
