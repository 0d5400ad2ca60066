"""The quick reader: what it gives is what feedparser gives, or it gives nothing."""

from dataclasses import replace

import pytest
from feedparser.mixin import _FeedParserMixin
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.ingest import dialect, fastxml, feeds_xml
from briefing.ingest.raw import MOST_ITEMS, RawFeed, without_surplus

BASE = "https://feeds.example/d/f.xml"
SPACES = """xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:own="urn:x:own"
 xmlns:atom="http://www.w3.org/2005/Atom" """
OF_ITEMS = """
<title>One</title>
<title></title>
<title type="html">Two &amp;lt;b&amp;gt;</title>
<title xml:lang="fr">Trois</title>
<dc:title>Core</dc:title>
<media:title>Medium</media:title>
<link>/a?x=1&amp;y=2</link>
<link> https://x.example/b </link>
<link/>
<atom:link href="https://x.example/c"/>
<atom:link rel="enclosure" href="c.mp3"/>
<atom:link rel="self" href=""/>
<guid>https://x.example/g</guid>
<guid isPermaLink="false">g</guid>
<guid>relative</guid>
<description>In short.</description>
<description><![CDATA[<p>In <b>short</b>.</p>]]></description>
<dc:description>Core, in short</dc:description>
<itunes:summary>Told</itunes:summary>
<content:encoded><![CDATA[<p>At length</p>]]></content:encoded>
<media:description>A caption</media:description>
<media:group><media:title>Deep</media:title><media:content url="g.jpg"/></media:group>
<media:content url="m.jpg"><media:description>Deep caption</media:description></media:content>
<media:keywords>a, b,,c</media:keywords>
<author>ann@x.example (Ann)</author>
<author>ann@x.example</author>
<author>Bo</author>
<author><name>Cy</name><email>cy@x.example</email></author>
<dc:creator>Di, Ed</dc:creator>
<itunes:author></itunes:author>
<category>sea</category>
<category domain="d">sky</category>
<category term="t" label="L"/>
<category/>
<dc:subject>land</dc:subject>
<pubDate>Tue, 17 Feb 2026 20:19:37 GMT</pubDate>
<pubDate/>
<dc:date>2026-02-18</dc:date>
<enclosure url="e.mp3" type="audio/mpeg"/>
<source url="https://s.example/">Elsewhere</source>
<image>https://x.example/i.png</image>
<comments>https://x.example/c</comments>
<own:thing a="b">x<own:part>y</own:part></own:thing>
<unknown>x</unknown>
<title>caf\u00c3\u00a9 \u0093x\u0094</title>
"""
OF_CHANNELS = """
<title>Feed</title>
<title/>
<link>https://x.example/</link>
<link>/rel</link>
<atom:link rel="self" href="https://x.example/f"/>
<atom:link href="https://x.example/alternate"/>
<description>About</description>
<itunes:summary>At length</itunes:summary>
<itunes:subtitle>In short</itunes:subtitle>
<language>en-gb</language>
<language/>
<image><title>Logo</title><url>/l.png</url><link>https://x.example/logo</link></image>
<textInput><title>Search</title><name>q</name><link>/s</link><description>d</description></textInput>
<itunes:owner><itunes:name>Own</itunes:name><itunes:email>o@x.example</itunes:email></itunes:owner>
<managingEditor>ed@x.example (Ed)</managingEditor>
<category>c</category>
<ttl>60</ttl>
<lastBuildDate>Tue, 17 Feb 2026 20:19:37 GMT</lastBuildDate>
<skipHours><hour>1</hour></skipHours>
<own:thing/>
"""
OF_ENTRIES = """
<title>One</title>
<title type="text">a &lt; b</title>
<id>urn:x:1</id>
<id>relative</id>
<link href="/a" rel="alternate" type="text/html"/>
<link href="b.xml" rel="alternate" type="application/xml"/>
<link rel="enclosure" href="https://x.example/c.mp3"/>
<updated>2026-02-18T01:02:03Z</updated>
<published>2026-02-17T01:02:03Z</published>
<author><name>Cy</name><uri>/cy</uri></author>
<contributor><name>Di</name></contributor>
<category term="t" scheme="s"/>
<summary>In short</summary>
<summary type="html">In &lt;b&gt;short&lt;/b&gt;</summary>
<content type="html" xml:lang="de">&lt;p&gt;At length&lt;/p&gt;</content>
<content type="text" xml:base="https://b.example/">At length</content>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></content>
<source><id>urn:x:s</id><title>Source</title><updated>2026-02-18</updated></source>
<rights>r</rights>
"""


def lines(table: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(table.strip().split("\n")), max_size=9).map("".join)


RSS = st.builds(
    '<rss version="2.0" {}><channel>{}<item>{}</item><item>{}</item>{}</channel></rss>'.format,
    st.sampled_from([SPACES, SPACES + " xml:lang='en'"]),
    lines(OF_CHANNELS), lines(OF_ITEMS), lines(OF_ITEMS), lines(OF_CHANNELS),
)  # fmt: skip
ATOM = st.builds(
    '<feed xmlns="http://www.w3.org/2005/Atom" {}>{}<entry>{}</entry><entry {}>{}</entry></feed>'
    .format,
    st.sampled_from(["", "xml:lang='en_US'", "xml:base='https://base.example/x/'"]),
    lines(OF_ENTRIES), lines(OF_ENTRIES), st.sampled_from(["", "xml:lang='nl'"]),
    lines(OF_ENTRIES),
)  # fmt: skip
RDF = st.builds(
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://purl.org/rss/1.0/" {}><channel rdf:about="x">{}</channel>'
    '<item rdf:about="https://x.example/r">{}</item></rdf:RDF>'.format,
    st.just(SPACES), lines(OF_CHANNELS), lines(OF_ITEMS),
)  # fmt: skip


def comparable(feed: RawFeed) -> RawFeed:
    """The feed, but for categories that stand twice: no item keeps those."""
    return replace(
        feed,
        entries=tuple(
            entry._replace(categories=tuple(dict.fromkeys(filter(None, entry.categories))))
            for entry in feed.entries
        ),
    )


@given(RSS | ATOM | RDF)
@settings(max_examples=150)
def test_it_reads_what_feedparser_reads(document: str) -> None:
    quick = fastxml.read(document, BASE)
    if quick is not None:
        assert comparable(quick) == comparable(feeds_xml.read(document, BASE))


@pytest.mark.parametrize(
    "document",
    [
        "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><title>&a;</title></channel></rss>",
        "<rss><channel><title>cut</title>",
        "<rss><channel><title>&nbsp;</title></channel></rss>",
        "<rss><channel><item><title><b>x</b></title></item></channel></rss>",
        "<rss><channel><item><fullitem>x</fullitem></item></channel></rss>",
        "<rss xmlns:dc='urn:x:other'><channel><dc:title>x</dc:title></channel></rss>",
        "<rss xmlns:m='http://search.yahoo.com/mrss/'><channel/></rss>",
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'/>",
        "<html/>",
        "{}",
        "",
    ],
)
def test_it_leaves_alone_what_it_is_not_sure_of(document: str) -> None:
    assert fastxml.read(document, BASE) is None


def test_its_tables_are_those_of_the_installed_feedparser() -> None:
    prefixes = {uri.lower(): prefix for uri, prefix in _FeedParserMixin.namespaces.items()}
    assert dialect.NAMESPACES.items() <= prefixes.items()
    handlers = {
        name.split("_", 2)[2].lower()
        for name in dir(_FeedParserMixin)
        if name.startswith(("_start_", "_end_"))
    }
    known = {name.replace(":", "_") for name in dialect.MEANINGFUL}
    assert handlers - known <= {"georssgeom"}  # a class that has strayed there


def test_a_long_feed_is_cut_before_it_is_parsed() -> None:
    item = "<item><title>t</title></item>"
    head, tail = "<rss><channel>", "<title>Feed</title></channel></rss>"
    longest = head + item * (MOST_ITEMS + 1) + tail
    assert without_surplus(longest) == longest
    assert without_surplus(head + item * 5000 + tail) == longest
    assert without_surplus("<item><entry>" * 5000) == "<item><entry>" * 5000
