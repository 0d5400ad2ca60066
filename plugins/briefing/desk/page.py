"""The desk as a page: one file in ``var/desk/``, for the editor alone and never published.

``gather`` reads everything and changes nothing; ``page.html`` beside this module says it in words.
The page loads nothing, runs nothing and escapes all it prints: what it shows came from feeds.
"""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from briefing.desk.changes import STATE, Changes, changes, compared, dumped, picture
from briefing.desk.coming import Coming, foresee
from briefing.desk.composing import Run
from briefing.desk.fates import ORDER, NearMiss, Pile, fates, near_misses, piled
from briefing.desk.health import Health, span
from briefing.desk.matters import Matters, matters
from briefing.desk.overview import assessed
from briefing.desk.pool import Pool, reach
from briefing.editions.decisions import Decision
from briefing.errors import BriefingError
from briefing.files import replace as replace_file
from briefing.models import Item, is_web_address
from briefing.settings import Settings
from briefing.store import Store

PAGE = "var/desk/index.html"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision, whether it counts for the next edition, and the names that nothing goes by."""

    decision: Decision
    holds: bool
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskPage:
    """All that the page shows.  ``state`` is what the next page compares itself with."""

    now: datetime
    matters: Matters
    coming: Coming
    piles: tuple[Pile, ...]
    near: tuple[NearMiss, ...]
    rulings: tuple[Ruling, ...]
    sources: tuple[Health, ...]
    changes: Changes | None
    state: str


def gather(settings: Settings) -> DeskPage:
    """Read the state of the desk; nothing is written, nor a database made where there is none.

    Raises:
        BriefingError: content or database cannot be read.
    """
    with Store.open(_database(settings), settings.root) as store:
        run = Run(settings, Pool(settings, store))
        healths = assessed(settings, store, run.now)
        coming = foresee(run)
        others = [one for one in run.shelved if one is not coming.stored]
        wide = reach(coming.window, others)
        admitted = run.pool.admission(wide)
        stored = store.items([health.source.feed_url for health in healths], wide)
    out = (item for item in stored if item.published <= run.now)
    items = {item.url: item for item in (*out, *admitted.items)}
    piles = piled(fates(coming, others, items, admitted.left_out))
    shown = picture(run.now, coming, piles, healths)
    kept, before = compared(settings, shown)
    return DeskPage(
        now=run.now,
        matters=matters(settings, run.shelved, coming, healths),
        coming=coming,
        piles=piles,
        near=tuple(near_misses(coming, piles)),
        rulings=tuple(_rulings(run, coming, items)),
        sources=healths,
        changes=changes(before, shown) if before else None,
        state=dumped(kept, before),
    )


def write_page(settings: Settings, page: DeskPage) -> Path:
    """Write the page, and what the next one compares itself with; return where the page is.

    Raises:
        BriefingError: the disk does not take it.
    """
    path = settings.path(PAGE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, _rendered(settings, page).encode())
        replace_file(settings.path(STATE), page.state.encode())
    except OSError as error:
        raise BriefingError(f"{path} could not be written: {error.strerror}.") from error
    return path


def _rendered(settings: Settings, page: DeskPage) -> str:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["quoted"] = lambda text: shlex.quote(" ".join(str(text).split()))
    environment.filters["local"] = lambda moment: moment.astimezone(settings.timezone)
    environment.filters["span"] = span
    environment.tests["web"] = is_web_address
    text = files(__package__).joinpath("page.html").read_text(encoding="utf-8")
    return environment.from_string(text).render(page=page, settings=settings, order=ORDER)


def _database(settings: Settings) -> str:
    """Return the address of the database, or of an empty one in memory where there is none."""
    scheme, _, name = settings.database.partition(":///")
    is_missing = scheme == "sqlite" and not settings.path(name).is_file()
    return "sqlite://" if is_missing else settings.database


def _rulings(run: Run, coming: Coming, items: Mapping[str, Item]) -> Iterator[Ruling]:
    known, day = {*items, *coming.threads}, run.calendar.day(coming.window.closes)
    reasons: set[str] = set()
    for stored in (*run.shelved, *filter(None, (coming.stored,))):
        known |= stored.file.cited
        for section in stored.file.sections:
            known |= {story.thread for story in section.stories if story.thread}
        if stored.record:
            known |= {left.url for left in stored.record.left_out}
            reasons |= {left.reason for left in stored.record.left_out}
            known |= {item.url for story in stored.record.stories for item in story.items}
            known |= {story.thread for story in stored.record.stories}
    for one in reversed(run.decisions.all):
        is_heeded = one.verb == "block" or any(one.words in reason for reason in reasons)
        unknown = () if is_heeded else tuple(name for name in one.about if name not in known)
        yield Ruling(one, one.holds_on(day), unknown)
