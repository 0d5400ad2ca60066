"""From the items of a window to the record of an edition: the machine's proposal.

Values in, a value out: the same items, memory and settings give the same record.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

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
from briefing.editions.heeding import heeded, named, pairs, pinned, sifted, united
from briefing.editions.telling import LENGTHS, Place, news_of, said_of, tell
from briefing.models import (
    Group,
    Item,
    LeftOut,
    Record,
    RecordStory,
    TopicMatch,
)
from briefing.newsroom import headlines, semantic, stories, threads
from briefing.newsroom.candidates import Candidate, Left, Plan, Selection
from briefing.newsroom.selection import select
from briefing.newsroom.sentences import END_MARKS
from briefing.newsroom.summaries import outline
from briefing.newsroom.topics import Vocabulary, classify

LEAD, BRIEFS, MOVING, UNTAGGED = "Lead", "Briefs", "Still moving", "Also in the news"
MAX_TAGS = 6


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
    told = tell(places, threads_of, before, brief)
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
    new = news_of(group, memory)
    said = said_of(new, memory, "stories", headlines.headline(new or group)) if new else ()
    is_stale = new is None or (not said and bool(outline(new.items)))
    return [len(sentence.text.split()) for sentence in said], is_stale


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


def _places(chosen: Selection, vocabulary: Vocabulary) -> tuple[Place, ...]:
    lead = [Place(chosen.lead, LEAD, "lead")] if chosen.lead else []
    middle = [
        Place(choice, _section(choice.candidate.topics, vocabulary), "stories")
        for choice in chosen.stories
    ]
    order = list(dict.fromkeys(place.section for place in middle))
    middle.sort(key=lambda place: (place.section == UNTAGGED, order.index(place.section)))
    briefs = [Place(choice, BRIEFS, "briefs") for choice in chosen.briefs]
    moving = [Place(choice, MOVING, "moving") for choice in chosen.moving]
    return (*lead, *middle, *briefs, *moving)


def headings(vocabulary: Vocabulary) -> frozenset[str]:
    """Return all headings that a proposal may put above stories."""
    return frozenset((LEAD, BRIEFS, MOVING, UNTAGGED, *(t.label for t in vocabulary.broad)))


def _section(topics: Sequence[TopicMatch], vocabulary: Vocabulary) -> str:
    if not topics:
        return UNTAGGED
    first = topics[0].topic
    name = vocabulary.above.get(first.id, first.id)
    return next((topic.label for topic in vocabulary.broad if topic.id == name), first.label)


def _left_out(rejected: Sequence[Left]) -> Iterator[LeftOut]:
    for left in rejected:
        reason = CARRIED if left.carry else left.words
        yield from (LeftOut(item.url, reason) for item in left.candidate.group.items)


def _also(named: Sequence[str]) -> str:
    """Name the stories after the lead in a sentence that has one end mark."""
    if not named:
        return ""
    *others, last = named
    whole = [*(one.rstrip(".") for one in others), last]
    return f"Also: {'; '.join(whole)}" + ("" if last.endswith(tuple(END_MARKS)) else ".")


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
