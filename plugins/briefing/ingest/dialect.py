"""What feedparser makes of names: its namespaces, and the elements that mean something to it.

``fastxml`` reads only what these tables say that feedparser reads likewise; a test holds them to
the feedparser that is installed.
"""

import re

NAMESPACES = {
    "": "",
    "http://backend.userland.com/rss": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://purl.org/atom/ns#": "",
    "http://www.w3.org/2005/atom": "",
    "http://webns.net/mvcb/": "admin",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://www.georss.org/georss": "georss",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://madskills.com/public/xml/rss/module/pingback/": "pingback",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/rss/1.0/modules/taxonomy/": "taxo",
    "http://purl.org/rss/1.0/modules/threading/": "thr",
    "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
    "http://wellformedweb.org/commentapi/": "wfw",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/xml/1998/namespace": "xml",
}
"""Namespaces by their names in lower case, as feedparser abbreviates them: "" is the feed's own."""

_NAMES = (
    # the formats' own
    "abstract author authors body category channel cloud contributor content copyright created "
    "description email enclosure entry expirationdate feed fullitem generator guid height homepage "
    "id image info issued item keywords language lastbuilddate link links managingeditor modified "
    "name newlocation pubdate published rights rss source subtitle summary tagline tags textinput "
    "title updated uri url webmaster width "
    # the modules'
    "admin:errorreportsto admin:generatoragent cc:license content:encoded creativecommons:license "
    "dc:author dc:contributor dc:creator dc:date dc:description dc:language dc:publisher dc:rights "
    "dc:subject dc:title dcterms:created dcterms:issued dcterms:modified dcterms:valid "
    "feedburner:browserfriendly feedburner:origlink geom georss:box georss:line georss:point "
    "georss:polygon georss:where gml:exterior gml:linearring gml:linestring gml:point gml:polygon "
    "gml:pos gml:poslist itunes:author itunes:block itunes:category itunes:email itunes:explicit "
    "itunes:image itunes:keywords itunes:link itunes:name itunes:owner itunes:subtitle "
    "itunes:summary media:caption media:category media:content media:credit media:description "
    "media:group media:keywords media:license media:player media:rating media:restriction "
    "media:thumbnail media:title psc:chapter psc:chapters where xhtml:body"
)
MEANINGFUL = frozenset(_NAMES.split())
"""Elements that feedparser has a handler for, or whose text it would keep under a name we read."""

_RESERVED = {name.partition(":")[0] for name in MEANINGFUL if ":" in name} | {
    *("created", "published", "summary", "title", "updated")
}
"""Prefixes with which a foreign element would look like one of these to feedparser."""

_XMLNS = re.compile(r"""xmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class UnsureError(Exception):
    """Something stands here that only feedparser is known to read as feedparser does."""


class Names(dict[str, str]):
    """From the names of ElementTree, ``{namespace}local``, to feedparser's ``prefix:local``."""

    def __init__(self, document: str) -> None:
        """Note which prefixes a document binds to which namespaces.

        Raises:
            UnsureError: it binds one in a way that feedparser may mistake.
        """
        super().__init__()
        self._prefixes: dict[str, str] = {}
        bound: dict[str, str] = {}
        for prefix, double, single in set(_XMLNS.findall(document)):
            self._bind(prefix, (double or single), bound)

    def __missing__(self, tag: str) -> str:
        """Make feedparser's name of an element, the first time that it is asked for."""
        name = self[tag] = self._name(tag)
        return name

    def _bind(self, prefix: str, uri: str, bound: dict[str, str]) -> None:
        is_odd = "&" in uri or "backend.userland.com/rss" in uri
        if is_odd or (bound.setdefault(prefix, uri) != uri and prefix):
            raise UnsureError(uri)
        known = NAMESPACES.get(uri.lower())
        lowered = prefix.lower()
        if known is None:
            if lowered in _RESERVED or self._prefixes.setdefault(uri, lowered) != lowered:
                raise UnsureError(uri)
        elif (lowered in _RESERVED and lowered != known) or (known == "media") != (
            prefix == "media"
        ):
            raise UnsureError(uri)

    def _name(self, tag: str) -> str:
        if tag[0] != "{":
            return tag.lower()
        uri, _, local = tag[1:].partition("}")
        prefix = NAMESPACES.get(uri.lower())
        if prefix is None:
            prefix = self._prefixes.get(uri)
        if prefix is None:
            raise UnsureError(tag)
        return f"{prefix}:{local.lower()}" if prefix else local.lower()
