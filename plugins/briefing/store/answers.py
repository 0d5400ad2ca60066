"""Answers as they are stored: each whole or not at all, within the transaction of whoever calls."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from briefing.models import (
    Fetched,
    FetchStatus,
    Item,
    ParsedFeed,
    ParseStatus,
    SourceState,
    Validators,
)
from briefing.store import rows, states
from briefing.store.engine import is_of_the_values
from briefing.store.matching import Plan

UNSTORABLE = "unstorable"

_GOOD = (ParseStatus.OK, ParseStatus.PARTIAL)
_REASON = "What the feed holds cannot be stored ({name}); if that stays so, tell the publisher."


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking a source, ready to be stored.

    ``parsed`` is None unless the source was fetched anew, ``state`` is what is known of it now,
    and ``hold`` is until when the host that answered is to be left alone.
    """

    fetched: Fetched
    parsed: ParsedFeed | None
    state: SourceState
    hold: datetime | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that it brought."""
        return self.parsed.items if self.parsed and self.parsed.status in _GOOD else ()

    @property
    def failed(self) -> str:
        """Why it brought nothing, in words; "" where it did or was not asked."""
        unreadable = self.parsed is not None and self.parsed.status not in _GOOD
        failed = unreadable or self.fetched.status is FetchStatus.FAILED
        return self.state.last_reason if failed else ""


@dataclass(frozen=True, slots=True)
class Saved:
    """How many items an answer brought; ``failed`` says in words why it brought none."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: str = ""


def write(connection: Connection, answers: Sequence[Answer], now: datetime) -> list[Saved]:
    """Write what came of several sources, all of it."""
    documents = [(a.state.feed_url, a.items) for a in sorted(answers, key=_feed_url) if a.items]
    plans = dict(zip((url for url, _ in documents), rows.write(connection, documents), strict=True))
    done = [plans.get(answer.state.feed_url, Plan()) for answer in answers]
    states.write(connection, _states(answers, done, now))
    return [
        Saved(len(plan.new), len(plan.edited), plan.unchanged, answer.failed)
        for answer, plan in zip(answers, done, strict=True)
    ]


def write_apart(connection: Connection, answers: Sequence[Answer], now: datetime) -> list[Saved]:
    """Write what came of several sources; one that cannot be stored fails alone."""
    saved = {}
    for answer in sorted(answers, key=_feed_url):
        try:
            with connection.begin_nested():
                (saved[id(answer)],) = write(connection, [answer], now)
        except Exception as error:
            if not is_of_the_values(error):
                raise
            saved[id(answer)] = _refuse(connection, answer, error)
    return [saved[id(answer)] for answer in answers]


def _feed_url(answer: Answer) -> str:
    """Return what answers are sorted by: in one order two runs rarely wait for each other."""
    return answer.state.feed_url


def _states(
    answers: Sequence[Answer], done: Sequence[Plan], now: datetime
) -> Iterator[SourceState]:
    for answer, plan in zip(answers, done, strict=True):
        yield replace(answer.state, last_new=now) if plan.new else answer.state


def _refuse(connection: Connection, answer: Answer, error: Exception) -> Saved:
    """Note that an answer could not be stored; its validators would hide that for good."""
    cause = getattr(error, "orig", None) or error
    reason = _REASON.format(name=type(cause).__name__)
    state = replace(
        answer.state,
        validators=Validators(),
        last_code=UNSTORABLE,
        last_reason=reason,
        failures=answer.state.failures + 1,
    )
    states.write(connection, [state])
    return Saved(failed=reason)
