"""An edition as its readers see it: what site, feeds and newsletter print.

Made from the edition file (the editor's word is final), enriched by the record where there is one.
Plain values: ``*_html`` is safe to print as it is, every other text must be escaped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from briefing.editions.calendar import name_of
from briefing.editions.fragment import place
from briefing.models import Origin, Topic


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where sentences of a story come from; ``url`` is the article that the story rests on."""

    name: str
    url: str
    owner: str | None = None
    country: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of a story: a sentence with its source, or a paragraph of the editor's.

    ``html`` holds the words alone, without the source link.  ``block`` tells that ``html`` is
    block-level (the editor wrote a list, a quotation, a picture) and stands outside paragraphs.
    ``language`` is that of a foreign quotation.
    """

    html: str
    text: str
    origin: Origin
    url: str | None = None
    outlet: str | None = None
    block: bool = False
    language: str = ""

    @property
    def place(self) -> str | None:
        """The address with the place of a quoted sentence on that page."""
        if self.url is None or self.origin is Origin.EDITOR:
            return self.url
        return place(self.url, self.text)


@dataclass(frozen=True, slots=True)
class Previous:
    """The last edition before this one that carried the same thread; ``day`` as in ISO 8601."""

    day: str
    path: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that was made to a story: when (in the calendar's zone), and what it says."""

    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story of an edition.  ``anchor`` is the heading's id, ``path`` the page of the thread.

    ``language`` is that of a foreign headline.
    """

    number: int
    thread: str
    headline: str
    passages: tuple[Passage, ...]
    outlets: tuple[Outlet, ...] = ()
    topics: tuple[Topic, ...] = ()
    because: tuple[str, ...] = ()
    previous: Previous | None = None
    own: tuple[Outlet, ...] = ()
    corrections: tuple[Corrected, ...] = ()
    language: str = ""

    @property
    def path(self) -> str:
        """Site path of the thread's page, without a leading slash."""
        return f"stories/{self.thread}/"


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section under its title; ``kind`` is lead, stories, briefs or moving."""

    title: str
    slug: str
    kind: str
    stories: tuple[StoryView, ...]
    note_html: str = ""


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition.  ``day`` is the day in the calendar's zone, ``closed`` the instant in that zone.

    ``id`` is the feed id (a tag URI), minted once and kept in the record.  ``path`` is the site
    path without a leading slash.  ``next_day`` is the day of the edition that comes next.
    """

    day: date
    number: int | None
    id: str
    title: str
    summary: str
    status: str
    closed: datetime
    language: str
    intro_html: str
    intro_text: str
    sections: tuple[SectionView, ...]
    words: int
    minutes: int
    next_day: date | None = None
    nth: int = 1

    @property
    def name(self) -> str:
        """What the edition is called: ``2026-11-23``, a later one of that day ``2026-11-23-2``."""
        return name_of(self.day, self.nth)

    @property
    def path(self) -> str:
        """Site path of the edition, without a leading slash."""
        return f"editions/{self.name}/"

    @property
    def updated(self) -> datetime:
        """When it was last corrected; its closing if it never was."""
        made = [one.at for story in self.stories for one in story.corrections]
        return max((self.closed, *made))

    @property
    def stories(self) -> Iterator[StoryView]:
        """All stories in the order of the page."""
        return (story for section in self.sections for story in section.stories)
