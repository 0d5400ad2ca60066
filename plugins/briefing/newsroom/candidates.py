"""The values of selection: what could be in an edition, what it has room for, and what came out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from briefing.models import Group, TopicMatch
from briefing.newsroom.copies import copies
from briefing.newsroom.titles import Form, clean, form_of

UNKNOWN_WINDOW = timedelta(days=4)
"""How far back an edition reaches whose opening is not given."""

_VOICES_FOR_A_HEADLINE = 3


class Why(StrEnum):
    """Why a candidate is left out."""

    NO_ROOM = "no-room"
    TOO_OLD = "too-old"
    WEAK = "weak"
    FORM = "form"
    DUPLICATE = "duplicate"
    VARIETY = "variety"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that could be in the edition.

    ``previous`` is the day of the last edition that carried its thread, ``carried`` the number of
    editions for which it has waited.  ``full_words`` is the length of its summary, 0 when no
    sentence of it can be printed; ``brief_words`` that of its one line.  ``pinned`` is the place
    that the editor gave it: lead, stories or briefs; "" for none.  ``is_stale``: an edition has
    said all that there is.
    """

    group: Group
    topics: tuple[TopicMatch, ...] = ()
    previous: str | None = None
    carried: int = 0
    full_words: int = 0
    brief_words: int = 0
    pinned: str = ""
    is_stale: bool = False

    @property
    def latest(self) -> datetime:
        """When its newest item came out."""
        return max(item.published for item in self.group.items)

    @property
    def key(self) -> tuple[str, str]:
        """An order for candidates that are equally good."""
        return self.group.items[0].url, self.group.items[0].id

    @property
    def own(self) -> bool:
        """Whether an article of our own is in it."""
        return any(item.is_own for item in self.group.items)

    @property
    def form(self) -> Form:
        """What kind of page it is: that of its items, news if half of them are."""
        forms = [form_of(item) for item in self.group.items]
        return Form.NEWS if 2 * forms.count(Form.NEWS) >= len(forms) else forms[0]

    @property
    def title(self) -> str:
        """The title of its most central item, to name it by."""
        return clean(self.group.items[0].title, self.group.items[0].outlet)

    @property
    def words_as_brief(self) -> int:
        """The length of its one line; without one, of the headline that three outlets vouch for."""
        if self.brief_words or self.voices < _VOICES_FOR_A_HEADLINE:
            return self.brief_words
        return len(self.title.split())

    @property
    def voices(self) -> int:
        """How many outlets tell it in their own words: a reprint confirms nothing."""
        items = sorted(self.group.items, key=lambda item: (item.published, item.id, item.url))
        reprints = {later for _, later in copies(items)}
        return len({item.outlet for at, item in enumerate(items) if at not in reprints})


@dataclass(frozen=True, slots=True)
class Plan:
    """What an edition has room for: words in all, places of each kind, and its window.

    ``stories`` counts the full stories with the lead.  ``now`` is the edition's closing, ``opens``
    the closing of the one before.  ``carry`` is for how many editions a story may wait.
    """

    words: int
    stories: int
    briefs: int
    moving: int
    now: datetime
    opens: datetime | None = None
    carry: int = 1

    @property
    def horizon(self) -> datetime:
        """The time from which a story must have news to be in the edition."""
        return self.opens or self.now - UNKNOWN_WINDOW


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate with its score and the reasons for score and place."""

    candidate: Candidate
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A candidate that is left out; one with ``carry`` waits for the next edition."""

    candidate: Candidate
    score: float
    why: Why
    words: str
    carry: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """An edition's stories by place; ``lead`` is None only when nothing can be printed in full."""

    lead: Choice | None = None
    stories: tuple[Choice, ...] = ()
    briefs: tuple[Choice, ...] = ()
    moving: tuple[Choice, ...] = ()
    left_out: tuple[Left, ...] = ()
