"""What an archive tells of itself: who covered a story and when, what was quoted, how topics moved.

Pure functions over editions, the newest first, each linear in the stories that it looks at.  All
spans of days end with the newest edition and never with the clock.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from briefing.editions.view import EditionView, Outlet
from briefing.models import Origin, Source, Topic
from briefing.site.browse import Appearance, Thread, appearances, by_topic

WEEKS, MONTHS, HALF_YEAR = 13, 24, 26
"""How far pictures reach back; HALF_YEAR is in weeks: a longer archive is shown by months."""
COURSE, TOPICS = 26, 12
"""The most editions of a thread's picture, the most topics of the picture over time."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days from ``first`` to ``last``, both among them, and how many stories they have."""

    first: date
    last: date
    count: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """An edition in the course of a thread; ``outlets`` is 0 where it did not carry it."""

    edition: EditionView
    outlets: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """The edition in which an outlet came into a thread, and in how many it was in all."""

    outlet: Outlet
    edition: EditionView
    editions: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one name has of all that was used: sentences that are quoted, stories it is behind.

    ``part`` is its share of all sentences, 0 to 1.  ``name`` is "" for what is not stated.
    """

    name: str
    sentences: int
    stories: int
    part: float
    recent_sentences: int
    recent_stories: int
    recent_part: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A topic over time: its stories in each span, the oldest first."""

    topic: Topic
    spans: tuple[Span, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """The stories of each span."""
        return tuple(span.count for span in self.spans)


FACETS = {name: attrgetter(name) for name in ("name", "owner", "country", "kind")}
"""What can be counted by: a fact of an outlet."""


# --- A thread ---


def course(thread: Thread, editions: Sequence[EditionView]) -> tuple[Step, ...]:
    """Return the editions from a thread's first to its last, the oldest first.

    Of a thread with more than 26 editions between, only the last 26 that carried it.
    """
    held = {each.edition.name: len(each.story.outlets) for each in thread.appearances}
    newest, oldest = (_place(thread.appearances[end].edition, editions) for end in (0, -1))
    between = editions[newest : oldest + 1]
    if len(between) > COURSE:
        between = [each.edition for each in thread.appearances[:COURSE]]
    return tuple(Step(edition, held.get(edition.name, 0)) for edition in reversed(between))


def _place(edition: EditionView, editions: Sequence[EditionView]) -> int:
    return bisect_left(editions, _age(edition), key=_age)


def _age(edition: EditionView) -> tuple[int, int]:
    return -edition.day.toordinal(), -edition.nth


def arrivals(thread: Thread) -> tuple[Arrival, ...]:
    """Return the outlets of a thread in the order in which they came in."""
    first: dict[str, tuple[Outlet, EditionView]] = {}
    held: Counter[str] = Counter()
    for each in reversed(thread.appearances):
        for outlet in each.story.outlets:
            first.setdefault(outlet.name, (outlet, each.edition))
            held[outlet.name] += 1
    return tuple(Arrival(*found, held[name]) for name, found in first.items())


# --- Time ---


def weeks(editions: Sequence[EditionView], most: int = WEEKS) -> tuple[Span, ...]:
    """Return the archive's last weeks, the oldest first; none from before its first edition."""
    if not editions:
        return ()
    last, first = editions[0].day, editions[-1].day
    number = min(most, (last - first).days // 7 + 1)
    ends = (last - timedelta(weeks=back) for back in reversed(range(number)))
    return tuple(Span(max(first, end - timedelta(days=6)), end) for end in ends)


def months(editions: Sequence[EditionView], most: int = MONTHS) -> tuple[Span, ...]:
    """Return the archive's last months, the oldest first; the newest ends with its last edition."""
    spans: list[Span] = []
    last, first = editions[0].day, editions[-1].day
    while last >= first and len(spans) < most:
        spans.append(Span(max(first, last.replace(day=1)), last))
        last = last.replace(day=1) - timedelta(days=1)
    return tuple(reversed(spans))


def counted(found: Iterable[Appearance], spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return ``spans``, which follow each other, with the number of stories in each."""
    firsts = [span.first for span in spans]
    days = (each.edition.day for each in found)
    held = Counter(bisect_right(firsts, day) - 1 for day in days if day <= spans[-1].last)
    return tuple(Span(s.first, s.last, held[place]) for place, s in enumerate(spans))


def weekly(found: Iterable[Appearance], editions: Sequence[EditionView]) -> tuple[Span, ...]:
    """Return how many of the stories ``found`` each of the last thirteen weeks had."""
    spans = weeks(editions)
    return counted(found, spans) if spans else ()


def trends(editions: Sequence[EditionView]) -> tuple[Trend, ...]:
    """Return the topics with the most stories over time: by weeks, a longer archive by months."""
    if not editions:
        return ()
    young = (editions[0].day - editions[-1].day).days < 7 * HALF_YEAR
    spans = weeks(editions, HALF_YEAR) if young else months(editions)
    found = (_trend(slug, each, spans) for slug, each in by_topic(editions).items())
    moved = [trend for trend in found if any(trend.counts)]
    moved.sort(key=lambda trend: (-sum(trend.counts), trend.topic.label.casefold()))
    return tuple(moved[:TOPICS])


def _trend(slug: str, found: Sequence[Appearance], spans: Sequence[Span]) -> Trend:
    topic = next(topic for topic in found[0].story.topics if topic.slug == slug)
    return Trend(topic, counted(found, spans))


# --- Shares ---


@dataclass(frozen=True, slots=True)
class _Use:
    """What a story took: the sentences by outlet, and the outlets behind it."""

    day: date
    sentences: Mapping[str, int]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Tally:
    sentences: Counter[str]
    stories: Counter[str]

    def part(self, name: str) -> float:
        return self.sentences[name] / (self.sentences.total() or 1)


def shares(
    editions: Sequence[EditionView], sources: Iterable[Source]
) -> dict[str, tuple[Share, ...]]:
    """Return the shares by name, owner, country and kind of the outlets, each the largest first.

    Facts are those of today's list of sources.  A source that was never used has a share of 0.
    Our own articles are not counted.
    """
    uses = [_use(each) for each in appearances(editions)]
    since = editions[0].day - timedelta(weeks=WEEKS) if editions else date.min
    recent = [use for use in uses if use.day > since]
    outlets = {name: Outlet(name, "") for use in uses for name in (*use.sentences, *use.outlets)}
    outlets |= {s.title: Outlet(s.title, "", s.owner, s.country, s.kind) for s in sources}
    found = {}
    for facet, fact in FACETS.items():
        labels = {name: fact(outlet) or "" for name, outlet in outlets.items()}
        found[facet] = _shares(labels, _tally(uses, labels), _tally(recent, labels))
    return found


def listed(
    sources: Iterable[Source], found: Sequence[Share]
) -> tuple[tuple[tuple[Source, Share], ...], tuple[Share, ...]]:
    """Return the sources with their shares in the order of ``found``, and all other shares."""
    by_title: dict[str, list[Source]] = {}
    for source in sources:
        by_title.setdefault(source.title, []).append(source)
    pairs = ((source, share) for share in found for source in by_title.get(share.name, ()))
    return tuple(pairs), tuple(share for share in found if share.name not in by_title)


def _use(each: Appearance) -> _Use:
    story, own = each.story, {article.url for article in each.story.own}
    said = (p for p in story.passages if p.text and p.origin is not Origin.EDITOR)
    sentences = Counter(p.outlet for p in said if p.outlet and p.url not in own)
    outlets = tuple(outlet.name for outlet in story.outlets if outlet.url not in own)
    return _Use(each.edition.day, sentences, outlets)


def _tally(uses: Iterable[_Use], labels: Mapping[str, str]) -> _Tally:
    tally = _Tally(Counter(), Counter())
    for use in uses:
        for name, number in use.sentences.items():
            tally.sentences[labels[name]] += number
        tally.stories.update({labels[name] for name in use.outlets})
    return tally


def _shares(labels: Mapping[str, str], whole: _Tally, recent: _Tally) -> tuple[Share, ...]:
    made = (
        Share(
            name,
            whole.sentences[name],
            whole.stories[name],
            whole.part(name),
            recent.sentences[name],
            recent.stories[name],
            recent.part(name),
        )
        for name in set(labels.values())
    )
    return tuple(sorted(made, key=lambda s: (-s.sentences, -s.stories, s.name.casefold(), s.name)))
