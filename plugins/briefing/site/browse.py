"""The stories of all editions by thread and by topic: what readers browse (pure)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefing.editions.view import EditionView, StoryView


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
        for topic in each.story.topics:
            gathered.setdefault(topic.slug, []).append(each)
    return {slug: tuple(found) for slug, found in gathered.items()}
