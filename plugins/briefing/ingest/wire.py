"""What passes between the run and the child process that parses: one line of JSON each way.

Plain JSON and no pickle: the child has handled hostile bytes, and what it answers is checked by
the values' own invariants.
"""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from briefing.models import Fetched, Item, ParsedFeed, ParseStatus, Source

_MOMENTS = ("published", "first_seen", "updated")


def dump_request(fetched: Fetched, now: datetime) -> bytes:
    """Return the head of a request: the body of ``fetched`` follows it in ``size`` bytes."""
    head = {
        "source": asdict(fetched.source),
        "url": fetched.url,
        "content_type": fetched.content_type,
        "now": now.isoformat(),
        "size": len(fetched.body),
    }
    return json.dumps(head).encode() + b"\n"


def load_request(line: bytes) -> tuple[Source, str, str, datetime, int]:
    """Return source, url, content type, time and size of a request."""
    head = json.loads(line)
    now = datetime.fromisoformat(head["now"])
    return Source(**head["source"]), head["url"], head["content_type"], now, head["size"]


def dump_feed(feed: ParsedFeed) -> bytes:
    """Return a parsed feed as a line of JSON."""
    return json.dumps(asdict(feed), default=datetime.isoformat, ensure_ascii=False).encode() + b"\n"


def load_feed(line: bytes) -> ParsedFeed:
    """Read what ``dump_feed`` wrote.

    Raises:
        ValueError, TypeError, KeyError: the line is garbled.
    """
    values: dict[str, Any] = json.loads(line)
    items = tuple(_item(item) for item in values.pop("items"))
    return ParsedFeed(**{**values, "status": ParseStatus(values["status"]), "items": items})


def _item(values: dict[str, Any]) -> Item:
    for name in _MOMENTS:
        if values[name] is not None:
            values[name] = datetime.fromisoformat(values[name])
    for name in ("categories", "topics"):
        values[name] = tuple(values[name])
    return Item(**values)
