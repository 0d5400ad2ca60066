"""What passes between the run and the child process: a line of JSON and a body, both ways.

Plain JSON and no pickle: the child has handled hostile bytes, and what it answers is checked by
the values' own invariants.  Items go as bare lists, in the order of their fields; of their long
texts only the lengths stand there, and the texts follow as they are, as writing and reading them
as JSON would take longer than all the rest.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import astuple, fields
from datetime import datetime
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import Any

from briefing.ingest.sanitise import Clean
from briefing.models import Fetched, Hints, Item, ParsedFeed, ParseStatus, Source

_NAMES = tuple(field.name for field in fields(Item))
_MOMENTS = tuple(map(_NAMES.index, ("published", "first_seen", "updated")))
_TUPLES = tuple(map(_NAMES.index, ("categories", "topics", "enclosures")))
_TEXTS = tuple(map(_NAMES.index, ("text", "html", "summary")))
_values = attrgetter(*_NAMES)
_source = attrgetter(*(field.name for field in fields(Source)))
_SIZES = re.compile(rb"([0-9]{1,10}) ([0-9]{1,10})\n")
_LONGEST_SIZES = 22


class FailedError(Exception):
    """The child says that it could not do a job; the message is the slug of the reason."""


def feed_request(fetched: Fetched, now: datetime) -> bytes:
    """Return the head of a request to parse a feed: the body of ``fetched`` follows it."""
    return _line(
        {
            "job": "feed",
            "size": len(fetched.body),
            "source": _source(fetched.source),
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
    """Return a parsed feed as an answer."""
    head = [feed.status, feed.reason, feed.title, feed.link, feed.description, feed.language]
    rows, texts = [], []
    for values in map(list, map(_values, feed.items)):
        for place in _TEXTS:
            texts.append(values[place])
            values[place] = len(values[place])
        rows.append(values)
    return _whole([*head, rows, astuple(feed.hints)], "".join(texts))


def load_feed(answer: bytes) -> ParsedFeed:
    """Read what ``dump_feed`` wrote.

    Raises:
        FailedError: the child failed.
        ValueError, TypeError, LookupError: the answer is garbled.
    """
    head, text = _parts(answer)
    status, reason, title, link, description, language, items, hints = head
    lengths = [values[place] for values in items for place in _TEXTS]
    pieces = (text[start:end] for start, end in pairwise(accumulate(lengths, initial=0)))
    return ParsedFeed(
        ParseStatus(status),
        reason,
        title,
        link,
        description,
        language,
        tuple([_item(values, pieces) for values in items]),
        Hints(*map(_frozen, hints)),
    )


def dump_clean(clean: Clean) -> bytes:
    """Return the text of a page as an answer."""
    return _whole(astuple(clean))


def load_clean(answer: bytes) -> Clean:
    """Read what ``dump_clean`` wrote; raises as ``load_feed``."""
    return Clean(*_parts(answer)[0])


def dump_failure(reason: str) -> bytes:
    """Return the answer that says that a job failed."""
    return _whole({"failed": reason})


def size_of(answer: bytes | bytearray) -> int | None:
    """Return how many bytes an answer has in all by its beginning; None: that is not there yet.

    Raises:
        ValueError: it is garbled.
    """
    if sizes := _SIZES.match(answer):
        return sizes.end() + int(sizes[1]) + int(sizes[2])
    if len(answer) > _LONGEST_SIZES:
        raise ValueError
    return None


def _parts(answer: bytes) -> tuple[Any, str]:
    """Return what an answer holds as JSON, and its text."""
    sizes = _SIZES.match(answer)
    if not sizes or size_of(answer) != len(answer):
        raise ValueError
    end = sizes.end() + int(sizes[1])
    head = json.loads(answer[sizes.end() : end])
    if isinstance(head, dict):
        raise FailedError(head["failed"])
    return head, answer[end:].decode()


def _item(values: list[Any], texts: Iterator[str]) -> Item:
    for place in _TEXTS:
        values[place] = next(texts)
    for place in _MOMENTS:
        if values[place] is not None:
            values[place] = datetime.fromisoformat(values[place])
    for place in _TUPLES:
        values[place] = tuple(values[place])
    return Item(*values)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _whole(head: Any, text: str = "") -> bytes:
    line, body = _line(head), text.encode()
    return b"%d %d\n%b%b" % (len(line), len(body), line, body)


def _line(value: Any) -> bytes:
    return json.dumps(value, default=datetime.isoformat, ensure_ascii=False).encode() + b"\n"
