"""The material of a game: sources, and what they bring on which day."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import quoteattr

from briefing.ingest.parse import parse
from briefing.models import Item, Source, digest

START = date(2026, 1, 5)
FORTNIGHT = timedelta(days=14)
SHOWN = timedelta(days=14)
"""How long a feed shows an item: what a new database can still get."""

LATEST = timedelta(days=5)
"""How late an item comes in at the most."""

SHARE = 0.35
"""Of the newsroom's items, how many come each fortnight."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """An item, and when its feed shows it for the first time."""

    at: datetime
    item: Item


@dataclass(frozen=True, slots=True)
class World:
    """The sources, and all that they will bring, in order of arrival."""

    sources: tuple[Source, ...]
    deliveries: tuple[Delivery, ...]

    def opml(self) -> str:
        """Return the sources as the editor lists them."""
        outlines = "".join(
            f"<outline text={quoteattr(s.title)} xmlUrl={quoteattr(s.feed_url)}"
            + (f' cap="{s.cap}"' if s.cap else "")
            + "/>"
            for s in self.sources
        )
        return f'<opml version="2.0"><body>{outlines}</body></opml>'

    def shown(self, now: datetime) -> Iterator[Item]:
        """Yield what the feeds show."""
        for one in self.deliveries:
            if one.at > now:
                return
            if one.item.published > now - SHOWN - LATEST:
                yield one.item


def stretched(folder: Path, days: int, rng: random.Random) -> World:
    """Return the newsroom's feeds, again and again for so many days."""
    start = datetime(START.year, START.month, START.day, tzinfo=UTC)
    sources, found = [], []
    for path in sorted((folder / "feeds").glob("*.xml")):
        source = Source(f"https://{path.stem}.example/feed", path.stem.replace("-", " ").title())
        feed = parse(
            path.read_bytes(),
            source,
            url=source.feed_url,
            content_type="",
            now=start + 365 * FORTNIGHT,
        )
        sources.append(source)
        found += feed.items
    first = min(item.published for item in found)
    names = sorted({name for item in found for name in _NAME.findall(item.text)})
    deliveries = []
    for again in range(-(-days // FORTNIGHT.days)):
        other = names[:]
        rng.shuffle(other)
        renamed = dict(zip(names, other, strict=True)) if again else {}
        for item in found:
            if rng.random() < SHARE:
                shift = start - first + again * FORTNIGHT
                deliveries.append(delivered(_again(item, again, shift, renamed), rng))
    return World(tuple(sources), tuple(sorted(deliveries, key=lambda one: (one.at, one.item.id))))


_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")


def _again(item: Item, again: int, shift: timedelta, renamed: Mapping[str, str]) -> Item:
    def other(text: str) -> str:
        return _NAME.sub(lambda match: renamed.get(match[0], match[0]), text)

    title = other(item.title)
    if again and title == item.title:  # else its feed seems to have renamed the one of before
        title = f"{title} ({again})"
    return replace(
        item,
        id=digest(f"{again} {item.id}"),
        url=f"{item.url}-{again}" if again else item.url,
        title=title,
        text=other(item.text),
        html="",
        published=item.published + shift,
    )


def delivered(item: Item, rng: random.Random) -> Delivery:
    """Let an item come in: most within hours, some days late."""
    late = rng.random() < 0.05
    delay = timedelta(hours=rng.uniform(0, 3)) if not late else LATEST * rng.random()
    at = (item.published + delay).replace(microsecond=0)
    return Delivery(at, replace(item, first_seen=at))
