"""The list of sources as OPML 2.0 for other readers: standard attributes and web addresses only."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from briefing.models import Source, is_web_address
from briefing.site.syndication import clean


def opml(sources: Iterable[Source], name: str) -> bytes:
    """Write the list; a file of the project and a private feed by their web sites."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = clean(f"Sources of {name}")
    body = ET.SubElement(root, "body")
    for source in sources:
        attributes = _outline(source)
        if attributes:
            ET.SubElement(body, "outline", attributes)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _outline(source: Source) -> dict[str, str]:
    site = source.site_url if source.site_url and is_web_address(source.site_url) else None
    name = clean(source.title)
    text = {"text": name, "title": name}
    if is_web_address(source.feed_url) and not source.private:
        feed = text | {"type": "rss", "xmlUrl": source.feed_url}
        return feed | ({"htmlUrl": site} if site else {})
    return text | {"type": "link", "url": site} if site else {}
