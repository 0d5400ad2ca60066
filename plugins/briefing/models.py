"""The words of the project as values: frozen, with aware UTC datetimes and tuples.

Everything between the store and the written edition is made of these; nothing here does I/O or
imports a library.  An invariant is checked where a value is made, so no stage checks it again.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import urlsplit

OWN = "own"
"""``Item.source`` of a seed article: an article of our own in ``content/articles/``."""


_SIMPLE = re.compile(r"https?://[A-Za-z0-9.-]+(?:[/?#][!#-;=?-\[\]_a-z~]*)?")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z0-9]{1,8})*")
_REFUSED = re.compile('[<>"{}|\\\\^`\\x00-\\x20\\x7f]')


def digest(text: str) -> str:
    """Return the SHA-256 of ``text`` (UTF-8) as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_web_address(url: str) -> bool:
    """Tell whether ``url`` is an absolute http(s) address without anything that could break out."""
    if _SIMPLE.fullmatch(url):
        return True
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    clean = not _REFUSED.search(url)
    return clean and parts.scheme in ("http", "https") and bool(parts.hostname)


def is_foreign(language: str, home: str) -> bool:
    """Tell whether ``language`` is one (a tag, BCP 47) and another than that of ``home``."""
    known = _LANGUAGE.fullmatch(language)
    return known is not None and known[1].lower() != home.partition("-")[0].lower()


def _require_utc(value: datetime | None, name: str) -> None:
    if value is None or value.tzinfo is UTC:
        return
    if value.utcoffset() != UTC.utcoffset(None):
        raise ValueError(f"{name} must be an aware UTC datetime, got {value!r}")


@dataclass(frozen=True, slots=True)
class Source:
    """A feed that the editor follows, as listed in ``content/sources.opml``.

    ``feed_url`` is the identity: an http(s) address, or a path inside the project.  ``cap`` is the
    most items of a day, ``include`` and ``exclude`` are words or ``topic:NAME``; ``interval`` is
    the least time between two requests in minutes, None: as the server and the rules say.
    ``full_text`` takes the text from the linked page; ``private`` lets this one feed lie on a
    private address.
    """

    feed_url: str
    title: str
    site_url: str | None = None
    language: str | None = None
    weight: float = 1.0
    topic: str | None = None
    owner: str | None = None
    country: str | None = None
    kind: str | None = None
    cap: int | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    interval: int | None = None
    full_text: bool = False
    paused: bool = False
    private: bool = False

    @property
    def is_local(self) -> bool:
        """A file inside the project rather than an address."""
        return "://" not in self.feed_url


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
        _require_utc(self.published, "published")
        _require_utc(self.first_seen, "first_seen")
        _require_utc(self.updated, "updated")

    @property
    def is_own(self) -> bool:
        """A seed article rather than an entry of a feed."""
        return self.source == OWN


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "has it changed?" with: kept byte for byte (as Latin-1)."""

    etag: str | None = None
    last_modified: str | None = None


class FetchStatus(StrEnum):
    """How asking for one source ended; *held*: not asked, as its host wants us to wait."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Hints:
    """What a feed says about when to ask again: ``ttl`` and ``period`` in seconds.

    ``skip_hours`` are hours of the day in UTC (0-23), ``skip_days`` weekdays (Monday 0).
    """

    ttl: int | None = None
    period: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is known of a source.

    ``address`` is where to ask in place of ``feed_url`` once a move is proven.  ``failures`` counts
    those since the last success; ``last_code`` and ``last_reason`` tell of the last.  ``next_at``
    is when the source may be asked again, None: at any time.  ``moved_to`` is where the server says
    that the feed has moved for good, seen ``moved_seen`` times since ``moved_since``.
    ``gone_since`` is the first 410 in a row; a source that ``is_gone`` is not asked any more.
    ``hints`` are those of the last feed that came, and ``fresh`` the seconds for which its server
    called it good: a "not modified" need not say either again.
    """

    feed_url: str
    address: str = ""
    validators: Validators = Validators()
    last_asked: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    last_code: str = ""
    last_reason: str = ""
    failures: int = 0
    next_at: datetime | None = None
    moved_to: str = ""
    moved_seen: int = 0
    moved_since: datetime | None = None
    gone_since: datetime | None = None
    is_gone: bool = False
    hints: Hints = Hints()
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """One request to make: ``url`` is where the source is asked for now."""

    source: Source
    url: str
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class Heard:
    """What an answer says about when to ask again: the headers as they came, "" if absent.

    ``status`` is the HTTP status, 0 where there was none.  ``moved_to`` is the address at the end
    of permanent redirects (301, 308) that led from the asked one without any other between.
    """

    status: int = 0
    date: str = ""
    retry_after: str = ""
    cache_control: str = ""
    age: str = ""
    expires: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer for one source.

    ``url`` is the address that answered in the end.  ``validators`` are those to ask with next
    time.  Of a failure ``code`` is a fixed slug and ``reason`` says in plain words what failed
    and what the editor can do.
    """

    source: Source
    status: FetchStatus
    body: bytes = b""
    url: str = ""
    content_type: str = ""
    validators: Validators = Validators()
    code: str = ""
    reason: str = ""
    heard: Heard = Heard()


class ParseStatus(StrEnum):
    """What became of a document that was read as a feed."""

    OK = "ok"
    PARTIAL = "partial"
    NOTFEED = "notfeed"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A document read as a feed: all plain text; ``reason`` is a fixed slug or None."""

    status: ParseStatus
    reason: str | None = None
    title: str = ""
    link: str = ""
    description: str = ""
    language: str = ""
    items: tuple[Item, ...] = ()
    hints: Hints = Hints()


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
        _require_utc(self.opens, "opens")
        _require_utc(self.closes, "closes")
        if not self.opens < self.closes:
            raise ValueError(f"a window must open before it closes: {self.opens} {self.closes}")

    def __contains__(self, moment: datetime) -> bool:
        return self.opens < moment <= self.closes


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
