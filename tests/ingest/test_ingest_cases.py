"""Every file in ``cases/`` is read, and compared with the ``.expect.json`` beside it."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from briefing.ingest import parse
from briefing.models import Item, Source

CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
SOURCE = Source(
    "https://feeds.example/feed.xml", "The Source", language="fr", weight=1.5, topic="sea"
)


def shown(item: Item) -> dict[str, Any]:
    """An item with its values as JSON has them."""
    values = {**asdict(item), "categories": list(item.categories), "topics": list(item.topics)}
    for name in ("published", "updated"):
        values[name] = values[name] and values[name].isoformat()
    return values | {"published": "NOW" if item.published == NOW else values["published"]}


@pytest.mark.parametrize("path", sorted(CASES.glob("*.expect.json")), ids=lambda p: p.name[:-12])
def test_case(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    (document,) = set(CASES.glob(f"{path.name.removesuffix('.expect.json')}.*")) - {path}
    content_type = expected.get("content_type", "")
    feed = parse(
        document.read_bytes(),
        SOURCE,
        url=SOURCE.feed_url,
        content_type=content_type,
        now=NOW,
    )
    assert (feed.status, feed.reason) == (expected["status"], expected.get("reason"))
    for name, value in expected.get("feed", {}).items():
        assert getattr(feed, name) == value
    assert len(feed.items) == len(expected["items"])
    for item, wanted in zip(feed.items, expected["items"], strict=True):
        found = shown(item)
        assert {name: found[name] for name in wanted} == wanted
