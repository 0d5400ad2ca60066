"""The only network in: OPML, fetch, parse, sanitise, dates.

A failing source is a value (``Fetched.reason``, ``ParsedFeed.reason``), never an exception.
"""

from briefing.ingest.answer import Limits
from briefing.ingest.child import Fence, extract_all, parse_all
from briefing.ingest.fetch import FetchOptions, fetch
from briefing.ingest.opml import read_sources
from briefing.ingest.parse import parse

__all__ = [
    "Fence",
    "FetchOptions",
    "Limits",
    "extract_all",
    "fetch",
    "parse",
    "parse_all",
    "read_sources",
]
