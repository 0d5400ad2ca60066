"""What comes in: sources, what is known of them, and what they answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from briefing.models.news import Item


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
