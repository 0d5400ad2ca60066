"""The stories of all editions by thread and by topic: what readers browse (pure)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from briefing.editions.view import EditionView, Passage, StoryView

SENTENCES = 3
"""How many sentences make a paragraph at the most."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A story in the edition that carried it."""

    edition: EditionView
    story: StoryView

    @property
    def path(self) -> str:
        """Site path of the story on its edition's page."""
        return f"{self.edition.path}#{self.story.thread}"


@dataclass(frozen=True, slots=True)
class Thread:
    """A story followed over editions, the newest appearance first."""

    slug: str
    appearances: tuple[Appearance, ...]

    @property
    def headline(self) -> str:
        """The newest headline."""
        return self.appearances[0].story.headline

    @property
    def path(self) -> str:
        """Site path of the thread's page."""
        return self.appearances[0].story.path


def appearances(editions: Iterable[EditionView]) -> Iterator[Appearance]:
    """Yield every story of every edition, in the order given."""
    for edition in editions:
        for story in edition.stories:
            yield Appearance(edition, story)


def threads(editions: Iterable[EditionView]) -> tuple[Thread, ...]:
    """Gather threads; with the newest edition first, so is the thread that moved last."""
    gathered: dict[str, list[Appearance]] = {}
    for each in appearances(editions):
        gathered.setdefault(each.story.thread, []).append(each)
    return tuple(Thread(slug, tuple(found)) for slug, found in gathered.items())


def by_topic(editions: Iterable[EditionView]) -> dict[str, tuple[Appearance, ...]]:
    """Gather stories under the slugs of their topics."""
    gathered: dict[str, list[Appearance]] = {}
    for each in appearances(editions):
        for slug in dict.fromkeys(topic.slug for topic in each.story.topics):
            gathered.setdefault(slug, []).append(each)
    return {slug: tuple(found) for slug, found in gathered.items()}


def months(editions: Iterable[EditionView]) -> tuple[tuple[EditionView, ...], ...]:
    """Gather editions, which come in order, by the month of their day."""
    months = groupby(editions, key=lambda edition: (edition.day.year, edition.day.month))
    return tuple(tuple(found) for _, found in months)


def paragraphs(passages: Iterable[Passage]) -> tuple[tuple[Passage, ...], ...]:
    """Gather sentences that follow each other; what has no source stands alone."""
    gathered: list[list[Passage]] = []
    for passage in passages:
        runs = passage.url and gathered and gathered[-1][0].url
        if runs and len(gathered[-1]) < SENTENCES:
            gathered[-1].append(passage)
        else:
            gathered.append([passage])
    return tuple(map(tuple, gathered))
