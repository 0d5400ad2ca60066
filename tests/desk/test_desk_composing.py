"""Nothing falls between two editions, whenever one is published and whatever the calendar does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing import desk, shelf
from briefing.models import (
    Fetched,
    FetchStatus,
    Item,
    ParsedFeed,
    ParseStatus,
    Source,
    SourceState,
    digest,
)
from briefing.settings import Settings
from briefing.store import Answer, Store

SOURCE = Source("https://harbour.example/feed", "Harbour Post")
NEWS = (
    ("Chapel roof at Amberlow mended", "Slaters have put 900 slates on the chapel at Amberlow."),
    ("Bakers of Birkmoss strike", "Ovens stay cold while journeymen argue about night work."),
    ("Peat railway sold", "A museum buys the peat railway with its eleven wagons."),
    ("Toll bridge at Dunmarsh floods", "Carters take the long way around the swollen river."),
    ("Orchard goats found", "Shepherds drove forty goats out of the walled orchard."),
    ("Lighthouse lamp fails", "Pilots steered by the moon when the lamp went dark."),
)


@pytest.fixture
def weekly(tmp_path: Path) -> Settings:
    """A briefing that comes on Fridays at six, with an editor and one edition."""
    (tmp_path / "content").mkdir()
    outline = f'<outline text="{SOURCE.title}" xmlUrl="{SOURCE.feed_url}"/>'
    opml = f'<opml version="2.0"><body>{outline}</body></opml>'
    (tmp_path / "content/sources.opml").write_text(opml, encoding="utf-8")
    values = {"zone": "UTC", "min_stories": 1, "stories": 1, "briefs": 1, "moving": 1}
    settings = Settings(root=tmp_path, review=True, days=("fri",), **values)
    compose(settings, on(9, 7), [item(0, on(5))])
    return settings


def on(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=UTC)


def item(number: int, at: datetime) -> Item:
    url, (title, text) = f"https://harbour.example/{number}", NEWS[number]
    return Item(digest(url), SOURCE.feed_url, SOURCE.title, url, title, at, at, text=text)


def compose(settings: Settings, now: datetime, fresh: Sequence[Item] = ()) -> None:
    """Let items come in and the coming edition be proposed."""
    settings = replace(settings, now=now.isoformat())
    feed, known = ParsedFeed(ParseStatus.OK, items=tuple(fresh)), SourceState(SOURCE.feed_url)
    with Store.open(settings.database, settings.root) as store:
        store.save_all([Answer(Fetched(SOURCE, FetchStatus.FETCHED), feed, known)], now)
    desk.compose(settings)


def names(settings: Settings) -> list[str]:
    return [stored.name for stored in shelf.read(settings.path(shelf.FOLDER))]


def text(settings: Settings, name: str) -> str:
    return settings.path(f"{shelf.FOLDER}/{name}").read_text(encoding="utf-8")


def test_what_comes_late_behind_an_edition_published_early(weekly: Settings) -> None:
    compose(weekly, on(10), [item(1, on(10, 8))])
    path = weekly.path(f"{shelf.FOLDER}/2026-10-16.md")
    draft = path.read_text(encoding="utf-8")
    path.write_text(draft.replace("Status: draft", "Status: published"), encoding="utf-8")
    late = item(2, on(8, 23))  # older than the week before the next window
    compose(weekly, on(12), [late])
    compose(weekly, on(17), [item(3, on(17, 8))])
    assert names(weekly) == ["2026-10-09", "2026-10-16", "2026-10-23"]
    assert late.url not in text(weekly, "2026-10-16.json")
    assert late.url in text(weekly, "2026-10-23.json")


def test_a_draft_gives_way_to_an_edition_before_it(weekly: Settings) -> None:
    compose(weekly, on(10), [item(number, on(10, number)) for number in range(1, 6)])
    assert "carried" in text(weekly, "2026-10-16.json")
    closer = replace(weekly, days=("mon", "wed", "fri"))
    compose(closer, on(12))
    assert names(closer) == ["2026-10-09", "2026-10-12", "2026-10-16"]
    once = text(closer, "2026-10-16.json")
    compose(closer, on(12))
    assert text(closer, "2026-10-16.json") == once


def test_a_draft_keeps_its_name_when_the_hours_change(weekly: Settings) -> None:
    twice = replace(weekly, hour="06:00, 17:00")
    compose(twice, on(16, 7), [item(number, on(15, number)) for number in range(1, 6)])
    assert names(twice) == ["2026-10-09", "2026-10-16", "2026-10-16-2"]
    first = text(twice, "2026-10-16.json")
    compose(weekly, on(16, 8))
    assert text(weekly, "2026-10-16.json") == first
    assert names(weekly) == ["2026-10-09", "2026-10-16", "2026-10-16-2"]


def test_whoever_holds_the_lock_finds_whole_pairs(
    weekly: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = weekly.path(f"{shelf.FOLDER}/2026-10-09.md")
    stored = shelf.read_one(path)
    assert stored.record
    renamed, changed = (
        replace(stored.record, number=7),
        stored.text.replace("Number: 1", "Number: 7"),
    )
    put = shelf._put

    def killed(place: Path, content: str | None) -> None:
        if place == path:
            raise KeyboardInterrupt
        put(place, content)

    monkeypatch.setattr(shelf, "_put", killed)
    with pytest.raises(KeyboardInterrupt):
        shelf.write(path.parent, renamed, changed)
    monkeypatch.undo()
    assert shelf.read_one(path).file.number == 1
    with desk.locked(weekly):
        assert shelf.read_one(path).file.number == 7
