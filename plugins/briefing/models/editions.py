"""What an edition is made of: its record, and all that stands in it."""

from dataclasses import dataclass, field
from datetime import datetime

from briefing.models.news import Disagreement, Sentence, TopicMatch, Window


@dataclass(frozen=True, slots=True)
class RecordItem:
    """An item as the record keeps it: enough to name, link and recognise it without a database.

    ``language`` is that of a foreign item, "" for one in the language of the edition.
    """

    url: str
    title: str
    source: str
    published: datetime
    own: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class RecordStory:
    """A story of an edition, as the machine proposed it."""

    thread: str
    headline: str
    section: str
    items: tuple[RecordItem, ...]
    because: tuple[str, ...]
    score: float
    topics: tuple[TopicMatch, ...]
    sentences: tuple[Sentence, ...]
    previous: str | None = None
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def outlets(self) -> tuple[str, ...]:
        """The distinct outlets' names in the order of ``items``."""
        return tuple(dict.fromkeys(item.source for item in self.items))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item of the window that is not in the edition, and the reason in a few words."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A part of an edition that editor and new proposal both changed: the editor's stands."""

    kind: str
    name: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of a published story, and what readers are told of it (``note``).

    ``sha256`` is that of the corrected part once it is published, "" while it is being written.
    """

    at: datetime
    thread: str
    note: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """What an edition was when it was published: the name and SHA-256 of each of its parts."""

    at: datetime
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Amends:
    """A correction as the next edition carries it: which story it speaks of, and where that is."""

    day: str
    headline: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Record:
    """What the machine knows behind an edition: the content of ``DAY.json``.

    ``day`` is ``YYYY-MM-DD`` in the calendar's zone; ``id`` is the feed id, minted once.
    ``status`` is that of the proposal; ``amends`` are corrections of earlier editions;
    ``semantic`` is the sentence model that helped, "" for none.
    """

    day: str
    number: int
    id: str
    title: str
    summary: str
    window: Window
    stories: tuple[RecordStory, ...]
    left_out: tuple[LeftOut, ...] = ()
    language: str = "en"
    tags: tuple[str, ...] = field(default=())
    status: str = "published"
    amends: tuple[Amends, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    corrections: tuple[Correction, ...] = ()
    seal: Seal | None = None
    semantic: str = ""
