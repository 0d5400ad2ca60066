"""Every file in ``cases/`` is read, and compared with the ``.expect.json`` beside it.

Every file is also read without the quick reader: it must come out the same.
"""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from briefing.ingest import parse
from briefing.ingest.parse import READERS
from briefing.models import Item, Source

CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
SOURCE = Source(
    "https://feeds.example/feed.xml", "The Source", language="fr", weight=1.5, topic="sea"
)


def shown(item: Item) -> dict[str, Any]:
    """An item with its values as JSON has them."""
    values = asdict(item)
    for name in ("categories", "topics", "enclosures"):
        values[name] = list(values[name])
    for name in ("published", "updated"):
        values[name] = values[name] and values[name].isoformat()
    return values | {"published": "NOW" if item.published == NOW else values["published"]}


@pytest.mark.parametrize("path", sorted(CASES.glob("*.expect.json")), ids=lambda p: p.name[:-12])
def test_case(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    (document,) = set(CASES.glob(f"{path.name.removesuffix('.expect.json')}.*")) - {path}
    source = replace(SOURCE, language=expected.get("source_language", SOURCE.language))
    told = {
        "url": SOURCE.feed_url,
        "content_type": expected.get("content_type", ""),
        "now": NOW,
    }
    feed = parse(document.read_bytes(), source, **told)
    assert feed == parse(document.read_bytes(), source, **told, readers=READERS[1:])
    assert (feed.status, feed.reason) == (expected["status"], expected.get("reason"))
    for name, value in expected.get("feed", {}).items():
        assert getattr(feed, name) == value
    hints = {name: value for name, value in asdict(feed.hints).items() if value}
    assert {name: list(v) if isinstance(v, tuple) else v for name, v in hints.items()} == (
        expected.get("hints", {})
    )
    assert len(feed.items) == len(expected["items"])
    for item, wanted in zip(feed.items, expected["items"], strict=True):
        found = shown(item)
        assert {name: found[name] for name in wanted} == wanted
