"""From edition file and record to what readers see.

The file has the last word on every text; the record adds what a file does not say: topics, the
outlets, why items were grouped, and whether a sentence still is what its source said.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from itertools import chain, count
from math import ceil
from operator import attrgetter
from zoneinfo import ZoneInfo

from slugify import slugify

from briefing.editions.calendar import Calendar, name_of
from briefing.editions.differing import differing
from briefing.editions.markdown import (
    CORRECTIONS,
    PUBLISHED,
    EditionFile,
    Line,
    SectionFile,
    StoryFile,
)
from briefing.editions.markup import plain, render, render_inline
from briefing.editions.view import (
    Corrected,
    EditionView,
    Outlet,
    Passage,
    Previous,
    SectionView,
    StoryView,
)
from briefing.models import Correction, Origin, Record, RecordStory, Source
from briefing.settings import Settings

WORDS_A_MINUTE = 220
_KINDS = {"lead": "lead", "briefs": "briefs", "still moving": "moving", "corrections": "note"}


@dataclass(frozen=True, slots=True)
class Stored:
    """An edition as it lies in ``content/editions/``: its day, its file and its record if any.

    ``text`` is the file as it stands; ``nth`` counts the editions of one day.
    """

    day: date
    file: EditionFile
    record: Record | None = None
    text: str = ""
    nth: int = 1

    @property
    def name(self) -> str:
        """What the edition is called: ``2026-11-23``, a later one of that day ``2026-11-23-2``."""
        return name_of(self.day, self.nth)

    @property
    def order(self) -> tuple[date, int]:
        """What editions are sorted by, the oldest first."""
        return self.day, self.nth


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is known about an edition while its view is made."""

    stories: Mapping[str, RecordStory]
    origins: Mapping[tuple[str, str], Origin]
    languages: Mapping[str, str]
    sources: Mapping[str, Source]
    earlier: Mapping[str, Stored]
    corrections: tuple[Correction, ...]
    zone: ZoneInfo
    differing: frozenset[str]


def assemble(
    editions: Sequence[Stored],
    settings: Settings,
    sources: Sequence[Source],
    newest: int | None = None,
) -> tuple[EditionView, ...]:
    """Return the views of all editions, oldest first; each knows what earlier ones carried.

    With ``newest`` only those of so many are made: an archive of years takes seconds.
    """
    calendar = Calendar.from_settings(settings)
    by_title = {source.title: source for source in sources}
    earlier: dict[str, Stored] = {}
    views = []
    ordered = sorted(editions, key=attrgetter("order"))
    for left, stored in zip(range(len(ordered), 0, -1), ordered, strict=True):
        if newest is None or left <= newest:
            desk = _desk(stored.record, by_title, earlier, calendar.zone)
            views.append(_edition(stored, desk, calendar, settings))
        earlier |= dict.fromkeys(_threads(stored.file.sections), stored)
    return tuple(views)


def published(editions: Iterable[Stored], calendar: Calendar, now: datetime) -> tuple[Stored, ...]:
    """Return the editions that are published and have closed."""
    ready = (each for each in editions if each.file.status == PUBLISHED)
    return tuple(each for each in ready if closing_of(each, calendar) <= now)


def edition_id(host: str, name: str) -> str:
    """Mint the feed id of an edition: a tag URI (RFC 4151) that no retitling changes."""
    return f"tag:{host},{name[:10]}:editions/{name}"


def _desk(
    record: Record | None,
    sources: Mapping[str, Source],
    earlier: Mapping[str, Stored],
    zone: ZoneInfo,
) -> _Desk:
    stories = record.stories if record else ()
    return _Desk(
        {story.thread: story for story in stories},
        {(line.text, line.url): line.origin for story in stories for line in story.sentences},
        {item.url: item.language for story in stories for item in story.items},
        sources,
        earlier,
        record.corrections if record else (),
        zone,
        frozenset(differing(one) for story in stories for one in story.disagreements),
    )


def _edition(stored: Stored, desk: _Desk, calendar: Calendar, settings: Settings) -> EditionView:
    file, day = stored.file, stored.day
    closes = stored.record.window.closes if stored.record else calendar.closing(day, stored.nth)
    sections = _sections(file.sections, desk)
    sections += tuple(_taken_out(sections, desk))
    intro = render(file.intro)
    words = len(plain(intro).split()) + sum(map(_words, sections))
    return EditionView(
        day=day,
        number=file.number,
        id=stored.record.id if stored.record else edition_id(settings.host, stored.name),
        title=file.title,
        summary=plain(render(file.metadata.get("summary", ""))),
        status=file.status,
        closed=closes.astimezone(calendar.zone),
        language=file.metadata.get("lang", settings.language),
        intro_html=intro,
        intro_text=plain(intro),
        sections=sections,
        words=words,
        minutes=max(1, ceil(words / WORDS_A_MINUTE)),
        next_day=calendar.day(calendar.next(closes)),
        nth=stored.nth,
    )


def _words(section: SectionView) -> int:
    texts = [story.headline for story in section.stories]
    texts += [passage.text for story in section.stories for passage in story.passages]
    return sum(len(text.split()) for text in texts)


def _sections(files: Sequence[SectionFile], desk: _Desk) -> tuple[SectionView, ...]:
    sections: list[SectionView] = []
    taken: set[str] = set()
    numbered = enumerate(_threads(files), start=1)
    for file in files:
        stories = tuple(_story(story, *next(numbered), desk) for story in file.stories)
        title = plain(render(file.title))
        kind = _KINDS.get(title.casefold(), "stories")
        note = render(file.note)
        slug = _free(slugify(title) or "section", taken)
        sections.append(SectionView(title, slug, kind, stories, note))
    return tuple(sections)


def _taken_out(sections: Sequence[SectionView], desk: _Desk) -> Iterator[SectionView]:
    """Yield a section for the corrections whose story is not there any more."""
    there = {story.thread for section in sections for story in section.stories}
    gone = [one for one in desk.corrections if one.thread not in there]
    if gone:
        slug = _free(slugify(CORRECTIONS), {section.slug for section in sections})
        note = "\n".join(_correction(one, desk) for one in gone)
        yield SectionView(CORRECTIONS, slug, _KINDS[CORRECTIONS.casefold()], (), note)


def _correction(one: Correction, desk: _Desk) -> str:
    day = one.at.astimezone(desk.zone).date().isoformat()
    story = desk.stories.get(one.thread)
    headline = story.headline if story else one.thread
    return f"<p><time>{day}</time>: <strong>{escape(headline)}</strong>: {escape(one.note)}</p>"


def _threads(files: Sequence[SectionFile]) -> Iterator[str]:
    """Yield the thread of each story: its id, or what its headline makes, each once."""
    stories = [story for file in files for story in file.stories]
    taken = {story.thread for story in stories if story.thread}
    for number, story in enumerate(stories, start=1):
        yield story.thread or _free(_slug(story.headline) or f"s{number}", taken)


def _slug(headline: str) -> str:
    return slugify(plain(render(headline)), max_length=60, word_boundary=True)


def _free(name: str, taken: set[str]) -> str:
    """Return the name, with a number where it is taken, and take it."""
    again = (f"{name}-{number}" for number in count(2))
    free = next(each for each in chain([name], again) if each not in taken)
    taken.add(free)
    return free


def _story(file: StoryFile, number: int, thread: str, desk: _Desk) -> StoryView:
    headline = plain(render(file.headline))
    record = desk.stories.get(thread)
    items = record.items if record else ()
    passages = tuple(_passage(line, desk) for line in file.lines)
    return StoryView(
        number=number,
        thread=thread,
        headline=headline,
        passages=passages,
        outlets=_outlets(passages, record, desk.sources),
        topics=tuple(match.topic for match in record.topics) if record else (),
        because=record.because if record else (),
        previous=_previous(desk.earlier.get(thread)),
        own=tuple(_own(record)) if record else (),
        corrections=tuple(
            Corrected(one.at.astimezone(desk.zone), one.note)
            for one in desk.corrections
            if one.thread == thread
        ),
        language=next((item.language for item in items if item.title == headline), ""),
    )


def _passage(line: Line, desk: _Desk) -> Passage:
    if line.url is None:
        rendered = None if line.block else render_inline(line.text)
        block = rendered is None
        html = render(line.text) if rendered is None else rendered
        origin = Origin.PROGRAM if line.text in desk.differing else Origin.EDITOR
        return Passage(html, plain(html), origin, block=block)
    html = render_inline(line.text) or render(line.text)
    text = plain(html)
    unsaid = Origin.EDITOR if text else Origin.QUOTED
    origin = desk.origins.get((text, line.url), unsaid)
    language = "" if origin is Origin.EDITOR else desk.languages.get(line.url, "")
    outlet = plain(render(line.outlet or ""))
    return Passage(html, text, origin, line.url, outlet, language=language)


def _outlets(
    passages: Sequence[Passage], record: RecordStory | None, sources: Mapping[str, Source]
) -> tuple[Outlet, ...]:
    cited = {p.outlet: p.url for p in passages if p.outlet and p.url}
    grouped = {item.source: item.url for item in record.items} if record else {}
    return tuple(_outlet(name, url, sources) for name, url in (grouped | cited).items())


def _outlet(name: str, url: str, sources: Mapping[str, Source]) -> Outlet:
    source = sources.get(name)
    if source is None:
        return Outlet(name, url)
    return Outlet(name, url, source.owner, source.country, source.kind)


def _own(record: RecordStory) -> Sequence[Outlet]:
    return [Outlet(item.title, item.url) for item in record.items if item.own]


def _previous(stored: Stored | None) -> Previous | None:
    if stored is None:
        return None
    return Previous(stored.day.isoformat(), f"editions/{stored.name}/")


def closing_of(stored: Stored, calendar: Calendar) -> datetime:
    """Return when an edition closed: by its record, else by the calendar."""
    return (
        stored.record.window.closes if stored.record else calendar.closing(stored.day, stored.nth)
    )
