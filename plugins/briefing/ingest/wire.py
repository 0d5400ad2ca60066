"""What passes between the run and the child process: a line of JSON, a body, a line of JSON back.

Plain JSON and no pickle: the child has handled hostile bytes, and what it answers is checked by
the values' own invariants.  Items go as bare lists, in the order of their fields.
"""

import json
from dataclasses import astuple, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from briefing.ingest.sanitise import Clean
from briefing.models import Fetched, Hints, Item, ParsedFeed, ParseStatus, Source

_NAMES = tuple(field.name for field in fields(Item))
_MOMENTS = tuple(map(_NAMES.index, ("published", "first_seen", "updated")))
_TUPLES = tuple(map(_NAMES.index, ("categories", "topics", "enclosures")))
_values = attrgetter(*_NAMES)


class FailedError(Exception):
    """The child says that it could not do a job; the message is the slug of the reason."""


def feed_request(fetched: Fetched, now: datetime) -> bytes:
    """Return the head of a request to parse a feed: the body of ``fetched`` follows it."""
    return _line(
        {
            "job": "feed",
            "size": len(fetched.body),
            "source": astuple(fetched.source),
            "url": fetched.url,
            "content_type": fetched.content_type,
            "now": now.isoformat(),
        }
    )


def page_request(size: int, url: str, content_type: str) -> bytes:
    """Return the head of a request to extract the text of a page, whose bytes follow it."""
    return _line({"job": "page", "size": size, "url": url, "content_type": content_type})


def load_request(line: bytes) -> dict[str, Any]:
    """Return a request as a mapping; ``source`` and ``now`` are values again."""
    head: dict[str, Any] = json.loads(line)
    if "source" in head:
        head["source"] = Source(*map(_frozen, head["source"]))
        head["now"] = datetime.fromisoformat(head["now"])
    return head


def dump_feed(feed: ParsedFeed) -> bytes:
    """Return a parsed feed as a line of JSON."""
    head = [feed.status, feed.reason, feed.title, feed.link, feed.description, feed.language]
    return _line([*head, [_values(item) for item in feed.items], astuple(feed.hints)])


def load_feed(line: bytes) -> ParsedFeed:
    """Read what ``dump_feed`` wrote.

    Raises:
        FailedError: the child failed.
        ValueError, TypeError, LookupError: the line is garbled.
    """
    status, reason, title, link, description, language, items, hints = _answer(line)
    return ParsedFeed(
        ParseStatus(status),
        reason,
        title,
        link,
        description,
        language,
        tuple(_item(values) for values in items),
        Hints(*map(_frozen, hints)),
    )


def dump_clean(clean: Clean) -> bytes:
    """Return the text of a page as a line of JSON."""
    return _line(astuple(clean))


def load_clean(line: bytes) -> Clean:
    """Read what ``dump_clean`` wrote; raises as ``load_feed``."""
    return Clean(*_answer(line))


def dump_failure(reason: str) -> bytes:
    """Return the line that says that a job failed."""
    return _line({"failed": reason})


def _answer(line: bytes) -> Any:
    answer = json.loads(line)
    if isinstance(answer, dict):
        raise FailedError(answer["failed"])
    return answer


def _item(values: list[Any]) -> Item:
    for place in _MOMENTS:
        if values[place] is not None:
            values[place] = datetime.fromisoformat(values[place])
    for place in _TUPLES:
        values[place] = tuple(values[place])
    return Item(*values)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _line(value: Any) -> bytes:
    return json.dumps(value, default=datetime.isoformat, ensure_ascii=False).encode() + b"\n"
