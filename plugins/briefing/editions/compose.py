"""From the items of a window to the record of an edition: the machine's proposal.

Values in, a value out: the same items, memory and settings give the same record.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefing.editions.assemble import edition_id
from briefing.editions.brief import (
    CARRIED,
    Brief,
    accounted,
    carried,
    held,
    kept_out,
    memories,
    remembered,
    unaccounted,
)
from briefing.editions.heeding import heeded, named, names, pairs, pinned, sifted, united
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
    is_foreign,
)
from briefing.newsroom import headlines, semantic, stories, threads
from briefing.newsroom.candidates import Candidate, Choice, Left, Plan, Selection
from briefing.newsroom.disagreements import disagreements
from briefing.newsroom.selection import select
from briefing.newsroom.sentences import END_MARKS
from briefing.newsroom.summaries import outline, summarise
from briefing.newsroom.topics import Vocabulary, classify
from briefing.newsroom.trouble import verify

LEAD, BRIEFS, MOVING, UNTAGGED = "Lead", "Briefs", "Still moving", "Also in the news"
LENGTHS: Mapping[str, tuple[int, int]] = {  # place: sentences, words
    "lead": (5, 140),
    "stories": (3, 75),
    "briefs": (1, 40),
    "moving": (2, 55),
}
MAX_TAGS = 6


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

    One that was proposed before is there, however little the editor's decisions leave of it.

    Args:
        items: what came in, of the window and late from before it; items that an earlier edition
            carried or left out for good are passed over.
    """
    background = stories.Background.of(brief.archive)
    done = accounted(brief)
    kept = {out.url: out for out in kept_out(items, brief, done)}
    fresh = [item for item in unaccounted(items, brief, done) if item.url not in kept]
    items, out = sifted(fresh, brief.decided)
    groups = stories.group(
        items,
        background=background,
        must=tuple(pairs(brief.decided, "join")),
        cannot=tuple(pairs(brief.decided, "split")),
        encoder=brief.encoder,
        firm=True,  # what is printed as one story is claimed to be one
    )
    known = threads.recognise(groups, tuple(memories(remembered(brief))), background)
    threads_of = named(groups, known, brief)
    groups, known, threads_of = united(groups, known, threads_of, brief.decided)
    groups, known, more = heeded(groups, known, threads_of, brief.decided)
    before = {group: memory for group, memory in zip(groups, known, strict=True) if memory}
    chosen = select(_candidates(groups, before, threads_of, brief), _plan(brief))
    places = _places(chosen, brief.vocabulary)
    if len(places) < brief.settings.min_stories and not brief.proposal:
        return None
    told = _tell(places, threads_of, before, brief)
    left = (*kept.values(), *out, *more, *_left_out(chosen.left_out))
    return _record(told, left, brief)


def _candidates(
    groups: Sequence[Group],
    before: Mapping[Group, threads.Memory],
    named: Mapping[Group, str],
    brief: Brief,
) -> tuple[Candidate, ...]:
    waited, back = carried(brief.memory), held(brief.memory)
    return tuple(
        replace(
            _candidate(group, before.get(group), waited, brief),
            pinned=pinned(group, named, brief, back),
        )
        for group in groups
    )


def _candidate(
    group: Group, memory: threads.Memory | None, carried: Counter[str], brief: Brief
) -> Candidate:
    lengths, is_stale = _lengths(group, memory)
    return Candidate(
        group=group,
        topics=classify(group.items, brief.vocabulary, brief.learned, brief.encoder),
        previous=memory.day if memory else None,
        carried=max(carried[item.url] for item in group.items),
        full_words=sum(lengths),
        brief_words=next(iter(lengths), 0),
        is_stale=is_stale,
    )


def _lengths(group: Group, memory: threads.Memory | None) -> tuple[Sequence[int], bool]:
    """Return about how many words each sentence has, and whether all has been said before.

    Only what is printed is summarised, and what goes on: it may have nothing new.
    """
    sentences, words = LENGTHS["stories"]
    if memory is None:
        return outline(group.items, sentences=sentences, words=words), False
    new = _news(group, memory)
    said = _said(new, memory, "stories", headlines.headline(new or group)) if new else ()
    is_stale = new is None or (not said and bool(outline(new.items)))
    return [len(sentence.text.split()) for sentence in said], is_stale


def _news(group: Group, memory: threads.Memory | None) -> Group | None:
    """Return the part of a story that is new since an edition told of it, None without one."""
    items = threads.fresh(group, memory) if memory else group.items
    return Group(items) if items else None


def _said(
    news: Group, memory: threads.Memory | None, kind: str, headline: str, told: Iterable[str] = ()
) -> tuple[Sentence, ...]:
    sentences, words = LENGTHS[kind]
    told = (*told, *(memory.told if memory else ()))
    return summarise(news.items, sentences=sentences, words=words, headline=headline, told=told)


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
    name = vocabulary.above.get(first.id, first.id)
    return next((topic.label for topic in vocabulary.broad if topic.id == name), first.label)


def _tell(
    places: Sequence[_Place],
    named: Mapping[Group, str],
    before: Mapping[Group, threads.Memory],
    brief: Brief,
) -> tuple[RecordStory, ...]:
    taken = {story.thread for record in brief.memory for story in record.stories}
    taken |= set(named.values())
    told: list[RecordStory] = []
    for place in places:
        memory, thread = before.get(place.group), named.get(place.group)
        if not thread or any(story.thread == thread for story in told):  # pinned beside its rival
            thread = threads.slug(headlines.headline(place.group), taken)
        taken.add(thread)
        said = [sentence.text for story in told for sentence in story.sentences]
        told.append(_story(place, memory, thread, said, brief))
    return _gathered(told)


def _gathered(told: Sequence[RecordStory]) -> tuple[RecordStory, ...]:
    """Put the stories of a section side by side: the editor may have moved one."""
    order = list(dict.fromkeys(story.section for story in told))
    return tuple(sorted(told, key=lambda story: order.index(story.section)))


def _story(
    place: _Place, memory: threads.Memory | None, thread: str, told: Iterable[str], brief: Brief
) -> RecordStory:
    """Tell a story, without a sentence that stands in the edition already."""
    candidate, items = place.choice.candidate, place.group.items
    news = _news(place.group, memory) or place.group
    known_as = names(place.group, {place.group: thread})
    decided, home = brief.decided, brief.settings.language
    retitled, moved = decided.find("retitle", known_as), decided.find("move", known_as)
    headline = retitled.value if retitled else headlines.headline(news)
    said = _said(news, memory, place.kind, headline, told)
    _check(said, items)
    return RecordStory(
        thread=thread,
        headline=headline,
        section=moved.value if moved else place.section,
        items=tuple(_record_item(item, home) for item in items),
        because=place.group.because,
        score=place.choice.score,
        topics=candidate.topics,
        sentences=said,
        previous=candidate.previous,
        disagreements=() if is_foreign("en", home) else disagreements(items, said),
    )


def _record_item(item: Item, home: str) -> RecordItem:
    language = item.language if is_foreign(item.language, home) else ""
    return RecordItem(item.url, item.title, item.outlet, item.published, item.is_own, language)


def _check(said: Sequence[Sentence], items: Sequence[Item]) -> None:
    texts = {item.url: item.text for item in items}
    for sentence in said:
        if not verify(sentence, texts[sentence.url]):
            raise BriefingError(f"A sentence is not in its source {sentence.url}: {sentence.text}")


def _left_out(rejected: Sequence[Left]) -> Iterator[LeftOut]:
    for left in rejected:
        reason = CARRIED if left.carry else left.words
        yield from (LeftOut(item.url, reason) for item in left.candidate.group.items)


def _also(headlines: Sequence[str]) -> str:
    """Name the stories after the lead in a sentence that has one end mark."""
    if not headlines:
        return ""
    *others, last = headlines
    named = [*(one.rstrip(".") for one in others), last]
    return f"Also: {'; '.join(named)}" + ("" if last.endswith(tuple(END_MARKS)) else ".")


def _record(told: tuple[RecordStory, ...], left: tuple[LeftOut, ...], brief: Brief) -> Record:
    settings = brief.settings
    day = brief.name
    others = [story.headline for story in told[1:3]]
    tags = Counter(match.topic.slug for story in told for match in story.topics)
    return Record(
        day=day,
        number=brief.number,
        id=edition_id(settings.host, day),
        title=told[0].headline if told or not brief.proposal else brief.proposal.title,
        summary=_also(others),
        window=brief.window,
        stories=told,
        left_out=tuple(sorted(left, key=lambda out: (out.reason, out.url))),
        language=settings.language,
        tags=tuple(slug for slug, _ in tags.most_common(MAX_TAGS)),
        amends=brief.amends,
        semantic=semantic.NAME if brief.encoder else "",
    )
