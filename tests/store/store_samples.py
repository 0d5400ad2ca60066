"""Values for the tests of the store."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from briefing.models import (
    Fetched,
    FetchStatus,
    Item,
    ParsedFeed,
    ParseStatus,
    Source,
    SourceState,
    Validators,
)
from briefing.store import Answer, Claim, Saved, Store

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SOURCE = Source("https://x.example/f", "X")
OTHER = Source("https://y.example/f", "Y")


def item(n: int, guid: str | None = None, **changes: object) -> Item:
    guid = guid or f"guid-{n}"
    made = Item(
        id=f"id-{guid}",
        source=SOURCE.feed_url,
        outlet="X",
        url=f"https://x.example/{n}",
        title=f"Title {n}",
        published=NOW - timedelta(hours=n),
        first_seen=NOW,
        text=f"Text {n}.",
        html=f"<p>Text {n}.</p>",
        guid=guid,
        categories=("a", "b"),
        updated=NOW,
        weight=2.5,
        enclosures=("https://x.example/a.mp3",),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def feed(
    *items: Item, status: ParseStatus = ParseStatus.OK, reason: str | None = None
) -> ParsedFeed:
    return ParsedFeed(status, reason, items=items)


def answer(
    parsed: ParsedFeed | None,
    now: datetime = NOW,
    source: Source = SOURCE,
    etag: str | None = '"1"',
    **state: object,
) -> Answer:
    """Return an answer with a state that goes with it; ``etag`` None: no validators."""
    status = FetchStatus.UNCHANGED if parsed is None else FetchStatus.FETCHED
    validators = Validators(etag)
    fetched = Fetched(source, status, b"", source.feed_url, "", validators)
    known = {"validators": validators, "last_asked": now, "last_success": now, **state}
    return Answer(fetched, parsed, SourceState(source.feed_url, **known))  # type: ignore[arg-type]


def save(store: Store, *items: Item, now: datetime = NOW, source: Source = SOURCE) -> Saved:
    """Store a document with these items."""
    (saved,) = store.save_all([answer(feed(*items), now, source)], now)
    return saved


def in_an_hour(_state: SourceState, source: Source, now: datetime) -> datetime | None:
    return None if source.is_local else now + timedelta(hours=1)


def claim(
    store: Store, sources: Sequence[Source], now: datetime = NOW, owner: str = "me", **how: int
) -> tuple[Claim, ...]:
    return store.claim(sources, now, owner=owner, begin=in_an_hour, **how)


def asked(claims: Sequence[Claim]) -> list[str]:
    return [claim.ask.url for claim in claims]
