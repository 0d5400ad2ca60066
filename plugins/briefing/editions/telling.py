"""The stories of an edition as its record tells them: headline, sentences, and where they stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefing.editions.brief import Brief
from briefing.editions.heeding import names
from briefing.errors import BriefingError
from briefing.models import Group, Item, RecordItem, RecordStory, Sentence, is_foreign
from briefing.newsroom import headlines, threads
from briefing.newsroom.candidates import Choice
from briefing.newsroom.disagreements import disagreements
from briefing.newsroom.summaries import summarise
from briefing.newsroom.trouble import verify

LENGTHS: Mapping[str, tuple[int, int]] = {  # place: sentences, words
    "lead": (5, 140),
    "stories": (3, 75),
    "briefs": (1, 40),
    "moving": (2, 55),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A chosen candidate in its section."""

    choice: Choice
    section: str
    kind: str

    @property
    def group(self) -> Group:
        return self.choice.candidate.group


def tell(
    places: Sequence[Place],
    named: Mapping[Group, str],
    before: Mapping[Group, threads.Memory],
    brief: Brief,
) -> tuple[RecordStory, ...]:
    """Tell the stories, those of a section side by side.

    Args:
        places: what was chosen, in order.
        named: the threads of the groups that have one.
        before: what is remembered of those that an earlier edition told of.
        brief: what the edition is to be.

    Raises:
        BriefingError: a sentence is not in its source.
    """
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
    place: Place, memory: threads.Memory | None, thread: str, told: Iterable[str], brief: Brief
) -> RecordStory:
    """Tell a story, without a sentence that stands in the edition already."""
    candidate, items = place.choice.candidate, place.group.items
    news = news_of(place.group, memory) or place.group
    known_as = names(place.group, {place.group: thread})
    decided, home = brief.decided, brief.settings.language
    retitled, moved = decided.find("retitle", known_as), decided.find("move", known_as)
    headline = retitled.value if retitled else headlines.headline(news)
    said = said_of(news, memory, place.kind, headline, told)
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


def news_of(group: Group, memory: threads.Memory | None) -> Group | None:
    """Return the part of a story that is new since an edition told of it, None without one."""
    items = threads.fresh(group, memory) if memory else group.items
    return Group(items) if items else None


def said_of(
    news: Group, memory: threads.Memory | None, kind: str, headline: str, told: Iterable[str] = ()
) -> tuple[Sentence, ...]:
    """Return the sentences of a story for its kind of place, without what readers know."""
    sentences, words = LENGTHS[kind]
    told = (*told, *(memory.told if memory else ()))
    return summarise(news.items, sentences=sentences, words=words, headline=headline, told=told)
