"""What the newsroom works on: items, sentences, topics, groups."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from briefing.models.basics import OWN, is_web_address, require_utc


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a source, cleaned; or a seed article (``source == OWN``).

    ``title``, ``author``, ``text`` and ``categories`` are plain text: whoever prints them escapes.
    ``html`` and ``summary`` are sanitised HTML.  ``text`` is what sentences are taken from and
    spans count on: paragraphs are separated by a blank line.  ``url`` is absolute http(s) with
    tracking parameters stripped; for a seed article it is its address on the own site.
    ``published`` falls back to ``first_seen`` where the feed gave no usable date.  ``outlet`` is
    the source's title at the time of reading.
    """

    id: str
    source: str
    outlet: str
    url: str
    title: str
    published: datetime
    first_seen: datetime
    text: str = ""
    html: str = ""
    author: str = ""
    guid: str = ""
    language: str = "en"
    categories: tuple[str, ...] = ()
    updated: datetime | None = None
    published_raw: str = ""
    excerpt: bool = False
    weight: float = 1.0
    summary: str = ""
    topics: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not is_web_address(self.url):
            raise ValueError(f"not an absolute http(s) address: {self.url!r}")
        require_utc(self.published, "published")
        require_utc(self.first_seen, "first_seen")
        require_utc(self.updated, "updated")

    @property
    def is_own(self) -> bool:
        """A seed article rather than an entry of a feed."""
        return self.source == OWN


class Origin(StrEnum):
    """Whose words a printed sentence is; *program*: ours, where we say that outlets differ."""

    QUOTED = "quoted"
    TRIMMED = "trimmed"
    EDITOR = "editor"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as printed, with the place in the source that it rests on.

    ``start`` and ``end`` are character offsets into the item's ``text``; ``sha256`` is the digest
    of that whole text.  *quoted*: equals ``text[start:end]`` with white space folded.  *trimmed*:
    a dateline, an attribution label or an opening connective was taken off the front.
    """

    text: str
    url: str
    start: int
    end: int
    sha256: str
    origin: Origin = Origin.QUOTED


@dataclass(frozen=True, slots=True)
class Claim:
    """One outlet's number: as printed there, and the sentence that says it."""

    figure: str
    outlet: str
    published: datetime
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Different numbers that outlets give for one thing.

    ``what`` is ``killed``, ``injured``, ``missing`` or ``arrested``; ``who`` names whom, "" means
    people.  Of each outlet there is one claim, the newest first.
    """

    what: str
    who: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag from the controlled vocabulary; ``id`` is IPTC's (``medtop:...``) or the editor's."""

    id: str
    label: str
    slug: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A topic with how sure the program is (0..1) and the words or categories that spoke for it."""

    topic: Topic
    confidence: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The items about one event, the most central first, and why they were put together.

    Groups with the same ``kin`` (not "") may be about one event, which is not sure enough to say.
    """

    items: tuple[Item, ...]
    because: tuple[str, ...] = ()
    kin: str = ""

    @property
    def outlets(self) -> tuple[str, ...]:
        """The distinct outlets' names in the order of ``items``."""
        return tuple(dict.fromkeys(item.outlet for item in self.items))


@dataclass(frozen=True, slots=True)
class Window:
    """The time that an edition covers: ``opens`` < t <= ``closes``."""

    opens: datetime
    closes: datetime

    def __post_init__(self) -> None:
        require_utc(self.opens, "opens")
        require_utc(self.closes, "closes")
        if not self.opens < self.closes:
            raise ValueError(f"a window must open before it closes: {self.opens} {self.closes}")

    def __contains__(self, moment: datetime) -> bool:
        return self.opens < moment <= self.closes
