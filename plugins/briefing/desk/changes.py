"""What changed on the desk since its page was last different."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from briefing.desk.coming import Coming
from briefing.desk.fates import Pile
from briefing.desk.health import Health
from briefing.settings import Settings

STATE = "var/desk/state.json"

Places = dict[str, tuple[str, str]]
"""Title and place by thread or address, in order."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a page showed, as the next one compares it: places of stories, items and sources."""

    at: str
    edition: str
    stories: Places
    items: Places
    sources: Places


@dataclass(frozen=True, slots=True)
class Change:
    """What is new, gone or moved: from one place to another."""

    kind: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a page was last different; ``edition`` is what that one showed."""

    at: datetime
    edition: str
    stories: tuple[Change, ...] = ()
    items: tuple[Change, ...] = ()
    sources: tuple[Change, ...] = ()


def picture(
    now: datetime, coming: Coming, piles: Iterable[Pile], healths: Iterable[Health]
) -> Snapshot:
    """Return what a page shows, as the next one compares it."""
    sections = coming.view.sections if coming.view else ()
    return Snapshot(
        at=now.isoformat(),
        edition=coming.name,
        stories={
            story.thread: (story.headline, section.title)
            for section in sections
            for story in section.stories
        },
        items=dict(
            sorted((fate.url, (fate.title, pile.label)) for pile in piles for fate in pile.fates)
        ),
        sources=dict(
            sorted((h.source.feed_url, (h.source.title, str(h.condition))) for h in healths)
        ),
    )


def compared(settings: Settings, snapshot: Snapshot) -> tuple[Snapshot, Snapshot | None]:
    """Return what is shown, and what was shown when it was last different.

    A page that is made twice from the same says the same twice.
    """
    try:
        kept = json.loads(settings.path(STATE).read_bytes())
        shown, before = _loaded(kept["shown"]), kept["before"] and _loaded(kept["before"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return snapshot, None
    if dumped(replace(shown, at=snapshot.at), None) == dumped(snapshot, None):
        return shown, before
    return snapshot, shown


def _loaded(kept: Mapping[str, Any]) -> Snapshot:
    """Read a snapshot.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it is none.
    """
    at, edition = datetime.fromisoformat(kept["at"]).isoformat(), str(kept["edition"])
    stories, items, sources = (
        {key: (str(title), str(place)) for key, (title, place) in dict(kept[name]).items()}
        for name in ("stories", "items", "sources")
    )
    return Snapshot(at, edition, stories, items, sources)


def dumped(shown: Snapshot, before: Snapshot | None) -> str:
    state = {"shown": asdict(shown), "before": before and asdict(before)}
    return json.dumps(state, ensure_ascii=False, indent=1) + "\n"


def changes(before: Snapshot, after: Snapshot) -> Changes:
    at = datetime.fromisoformat(before.at)
    sources = tuple(_moves(before.sources, after.sources))
    if before.edition != after.edition:
        return Changes(at, before.edition, sources=sources)
    return Changes(
        at,
        before.edition,
        (*_moves(before.stories, after.stories), *_reordered(before.stories, after.stories)),
        tuple(_moves(before.items, after.items)),
        sources,
    )


def _moves(before: Places, after: Places) -> Iterator[Change]:
    for key, (title, place) in after.items():
        was = before.get(key)
        if was is None:
            yield Change("new", title, "", place)
        elif was[1] != place:
            yield Change("moved", title, was[1], place)
        elif was[0] != title:
            yield Change("retitled", title, was[0], title)
    yield from (Change("gone", *before[key], "") for key in before if key not in after)


def _reordered(before: Places, after: Places) -> Iterator[Change]:
    """Yield the stories that stand elsewhere in the same section: the fewest that explain it."""
    old = [key for key in before if key in after]
    new = [key for key in after if key in before]
    blocks = SequenceMatcher(a=old, b=new, autojunk=False).get_matching_blocks()
    stayed = {key for block in blocks for key in new[block.b : block.b + block.size]}
    for key in new:
        title, place = after[key]
        if key not in stayed and before[key][1] == place:
            yield Change("moved", title, f"place {old.index(key) + 1}", f"{new.index(key) + 1}")
