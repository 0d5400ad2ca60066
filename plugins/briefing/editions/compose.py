"""From the items of a window to the record of an edition: the machine's proposal.

Values in, a value out: the same items, memory and settings give the same record.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.editions.assemble import edition_id
from briefing.editions.calendar import Calendar
from briefing.errors import BriefingError
from briefing.models import (
    Group,
    Item,
    LeftOut,
    Record,
    RecordItem,
    RecordStory,
    Sentence,
    TopicMatch,
    Window,
)
from briefing.newsroom import stories, threads
from briefing.newsroom.candidates import Candidate, Choice, Left, Plan, Selection
from briefing.newsroom.selection import select
from briefing.newsroom.summaries import summarise
from briefing.newsroom.topics import Vocabulary, classify
from briefing.newsroom.trouble import verify
from briefing.settings import Settings

LEAD, BRIEFS, MOVING, UNTAGGED = "Lead", "Briefs", "Still moving", "Also in the news"
LENGTHS: Mapping[str, tuple[int, int]] = {  # place: sentences, words
    "lead": (5, 140),
    "stories": (3, 75),
    "briefs": (1, 40),
    "moving": (2, 55),
}
MEMORY = 25
"""Editions back in which a thread is looked for, and within which nothing is said twice."""
CARRIED = "no room; carried to the next edition"
MAX_TAGS = 6


@dataclass(frozen=True, slots=True)
class Brief:
    """What an edition is composed from, besides the items.

    ``archive`` are items from before the window: they tell everyday words from telling ones.
    ``memory`` are the records of earlier editions, oldest first; ``cited`` the addresses that
    editions rest on, whoever wrote them.
    """

    window: Window
    number: int
    archive: tuple[Item, ...]
    memory: tuple[Record, ...]
    cited: frozenset[str]
    vocabulary: Vocabulary
    settings: Settings


@dataclass(frozen=True, slots=True)
class _Place:
    """A chosen candidate in its section."""

    choice: Choice
    section: str
    kind: str

    @property
    def group(self) -> Group:
        return self.choice.candidate.group


def compose(items: Sequence[Item], brief: Brief) -> Record | None:
    """Propose an edition; None when there are fewer stories than the settings ask for.

    Args:
        items: what came in, of the window and late from before it; items that an earlier edition
            carried or left out for good are passed over.
    """
    background = stories.Background.of(brief.archive)
    groups = stories.group(_unaccounted(items, brief), background=background)
    known = threads.recognise(groups, tuple(_memories(brief.memory[-MEMORY:])), background)
    chosen = select(_candidates(groups, known, brief), _plan(brief))
    places = _places(chosen, brief.vocabulary)
    if len(places) < brief.settings.min_stories:
        return None
    told = _tell(places, _named(groups, known), brief)
    left = tuple(_left_out(chosen.left_out))
    return _record(told, left, brief)


def _unaccounted(items: Sequence[Item], brief: Brief) -> tuple[Item, ...]:
    done = brief.cited.union(*(_accounted(record) for record in brief.memory))
    fresh: dict[str, Item] = {}
    for item in sorted(items, key=lambda item: (item.published, item.id)):
        if item.published <= brief.window.closes and item.url not in done:
            fresh.setdefault(item.url, item)
    return tuple(fresh.values())


def _accounted(record: Record) -> Iterator[str]:
    yield from (item.url for story in record.stories for item in story.items)
    yield from (left.url for left in record.left_out if left.reason != CARRIED)


def _candidates(
    groups: Sequence[Group], known: Sequence[threads.Memory | None], brief: Brief
) -> tuple[Candidate, ...]:
    carried = _carried(brief.memory)
    return tuple(
        _candidate(group, memory, carried, brief)
        for group, memory in zip(groups, known, strict=True)
    )


def _candidate(
    group: Group, memory: threads.Memory | None, carried: Counter[str], brief: Brief
) -> Candidate:
    sentences, words = LENGTHS["stories"]
    headline = stories.headline(group)
    told = summarise(group.items, sentences=sentences, words=words, headline=headline)
    lengths = [len(sentence.text.split()) for sentence in told]
    return Candidate(
        group=group,
        topics=classify(group.items, brief.vocabulary),
        previous=memory.day if memory else None,
        carried=max(carried[item.url] for item in group.items),
        full_words=sum(lengths),
        brief_words=next(iter(lengths), 0),
    )


def _named(groups: Sequence[Group], known: Sequence[threads.Memory | None]) -> Mapping[Group, str]:
    return {group: memory.thread for group, memory in zip(groups, known, strict=True) if memory}


def _memories(records: Sequence[Record]) -> Iterator[threads.Memory]:
    newest: dict[str, threads.Memory] = {}
    for record in records:
        for story in record.stories:
            titles = [story.headline, *(item.title for item in story.items)]
            said = [sentence.text for sentence in story.sentences]
            newest[story.thread] = threads.Memory(
                thread=story.thread,
                day=record.day,
                text="\n".join(titles + said),
                urls=tuple(item.url for item in story.items),
                published=max(item.published for item in story.items),
            )
    yield from newest.values()


def _carried(memory: Sequence[Record]) -> Counter[str]:
    return Counter(
        left.url for record in memory for left in record.left_out if left.reason == CARRIED
    )


def _plan(brief: Brief) -> Plan:
    settings = brief.settings
    return Plan(
        words=settings.words,
        stories=settings.stories,
        briefs=settings.briefs,
        moving=settings.moving,
        now=brief.window.closes,
        opens=brief.window.opens,
        carry=settings.carry,
    )


def _places(chosen: Selection, vocabulary: Vocabulary) -> tuple[_Place, ...]:
    lead = [_Place(chosen.lead, LEAD, "lead")] if chosen.lead else []
    middle = [
        _Place(choice, _section(choice.candidate.topics, vocabulary), "stories")
        for choice in chosen.stories
    ]
    order = list(dict.fromkeys(place.section for place in middle))
    middle.sort(key=lambda place: (place.section == UNTAGGED, order.index(place.section)))
    briefs = [_Place(choice, BRIEFS, "briefs") for choice in chosen.briefs]
    moving = [_Place(choice, MOVING, "moving") for choice in chosen.moving]
    return (*lead, *middle, *briefs, *moving)


def _section(topics: Sequence[TopicMatch], vocabulary: Vocabulary) -> str:
    if not topics:
        return UNTAGGED
    first = topics[0].topic
    parents = {entry.topic.id: entry.topic for entry in vocabulary.entries}
    return parents.get(first.parent or "", first).label


def _tell(
    places: Sequence[_Place], named: Mapping[Group, str], brief: Brief
) -> tuple[RecordStory, ...]:
    taken = {story.thread for record in brief.memory for story in record.stories}
    told = []
    for place in places:
        headline = stories.headline(place.group)
        thread = named.get(place.group) or threads.slug(headline, taken)
        taken.add(thread)
        told.append(_story(place, headline, thread))
    return tuple(told)


def _story(place: _Place, headline: str, thread: str) -> RecordStory:
    candidate, items = place.choice.candidate, place.group.items
    sentences, words = LENGTHS[place.kind]
    said = summarise(items, sentences=sentences, words=words, headline=headline)
    _check(said, items)
    return RecordStory(
        thread=thread,
        headline=headline,
        section=place.section,
        items=tuple(_record_item(item) for item in items),
        because=place.group.because,
        score=place.choice.score,
        topics=candidate.topics,
        sentences=said,
        previous=candidate.previous,
    )


def _record_item(item: Item) -> RecordItem:
    return RecordItem(item.url, item.title, item.outlet, item.published, item.is_own)


def _check(said: Sequence[Sentence], items: Sequence[Item]) -> None:
    texts = {item.url: item.text for item in items}
    for sentence in said:
        if not verify(sentence, texts[sentence.url]):
            raise BriefingError(f"A sentence is not in its source {sentence.url}: {sentence.text}")


def _left_out(rejected: Sequence[Left]) -> Iterator[LeftOut]:
    for left in rejected:
        reason = CARRIED if left.carry else left.words
        yield from (LeftOut(item.url, reason) for item in left.candidate.group.items)


def _record(told: tuple[RecordStory, ...], left: tuple[LeftOut, ...], brief: Brief) -> Record:
    settings = brief.settings
    day = Calendar.from_settings(settings).day(brief.window.closes).isoformat()
    others = [story.headline.rstrip(".") for story in told[1:3]]
    tags = Counter(match.topic.slug for story in told for match in story.topics)
    return Record(
        day=day,
        number=brief.number,
        id=edition_id(settings.host, day),
        title=told[0].headline,
        summary=f"Also: {'; '.join(others)}." if others else "",
        window=brief.window,
        stories=told,
        left_out=tuple(sorted(left, key=lambda out: (out.reason, out.url))),
        language=settings.language,
        tags=tuple(slug for slug, _ in tags.most_common(MAX_TAGS)),
    )
