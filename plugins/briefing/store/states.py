"""What is known of sources as rows, within the transaction of whoever calls.

All of them are read and written in every run, so both ways go around the conversions of
SQLAlchemy, which take longer than the database itself.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from briefing.models import Hints, SourceState, Validators
from briefing.store import schema
from briefing.store.engine import write_rows
from briefing.store.schema import instant_in, instant_out

_STATE = schema.source_state
_COLUMNS = (
    "feed_url",
    "address",
    "etag",
    "last_modified",
    "last_asked",
    "last_success",
    "last_new",
    "last_code",
    "last_reason",
    "failures",
    "next_at",
    "moved_to",
    "moved_seen",
    "moved_since",
    "gone_since",
    "is_gone",
    "hints",
    "fresh",
)
"""In the order of ``_state`` and ``_values``."""

_CHANGED = _COLUMNS[1:]
_ASKED = ("feed_url", "last_asked", "next_at", "last_code", "last_reason", "failures")
_QUERY = f"SELECT {', '.join(_COLUMNS)} FROM source_state ORDER BY feed_url"  # noqa: S608  # ours


def read(connection: Connection) -> dict[str, SourceState]:
    """Return what is known of every source that was ever asked, by address."""
    return {row[0]: _state(row) for row in connection.exec_driver_sql(_QUERY).all()}


def write(connection: Connection, states: Iterable[SourceState]) -> None:
    """Write states whole, whether or not they were there."""
    write_rows(connection, _STATE, _COLUMNS, _sorted(states), _CHANGED)


def write_asked(
    connection: Connection, asked: Iterable[tuple[SourceState, datetime, datetime | None]]
) -> None:
    """Write before it happens when sources are asked, and when they may be again."""
    rows = (
        (state.feed_url, instant_in(now), instant_in(next_at), "", "", 0)
        for state, now, next_at in asked
    )
    ordered = sorted(rows, key=itemgetter(0))
    write_rows(connection, _STATE, _ASKED, ordered, ("last_asked", "next_at"))


def _sorted(states: Iterable[SourceState]) -> list[tuple[Any, ...]]:
    """Return rows in the one order that keeps two runs from waiting for each other."""
    return sorted(map(_values, states), key=itemgetter(0))


def _state(row: Sequence[Any]) -> SourceState:
    return SourceState(
        feed_url=row[0],
        address=row[1],
        validators=Validators(row[2], row[3]),
        last_asked=instant_out(row[4]),
        last_success=instant_out(row[5]),
        last_new=instant_out(row[6]),
        last_code=row[7],
        last_reason=row[8],
        failures=row[9],
        next_at=instant_out(row[10]),
        moved_to=row[11],
        moved_seen=row[12],
        moved_since=instant_out(row[13]),
        gone_since=instant_out(row[14]),
        is_gone=bool(row[15]),
        hints=_hints_out(row[16]),
        fresh=row[17],
    )


def _values(state: SourceState) -> tuple[Any, ...]:
    return (
        state.feed_url,
        state.address,
        state.validators.etag,
        state.validators.last_modified,
        instant_in(state.last_asked),
        instant_in(state.last_success),
        instant_in(state.last_new),
        state.last_code,
        state.last_reason,
        state.failures,
        instant_in(state.next_at),
        state.moved_to,
        state.moved_seen,
        instant_in(state.moved_since),
        instant_in(state.gone_since),
        state.is_gone,
        _hints_in(state.hints),
        state.fresh,
    )


def _hints_in(hints: Hints) -> str:
    if hints == Hints():
        return ""
    return json.dumps([hints.ttl, hints.period, hints.skip_hours, hints.skip_days])


def _hints_out(text: str) -> Hints:
    if not text:
        return Hints()
    ttl, period, hours, days = json.loads(text)
    return Hints(ttl, period, tuple(hours), tuple(days))
