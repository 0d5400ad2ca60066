"""The send ledger: for every edition and recipient, what happened; it survives being killed.

A row is committed as *claimed* before the mail goes out, and as what the server replied after it.
A run that dies in between leaves *claimed* rows behind: nobody can know whether those mails
arrived (RFC 1047), so the next run makes them *uncertain* and holds them for the operator.

::

    queued -> claimed -> sent | deferred | failed | uncertain
    deferred -> claimed; uncertain -> sent | queued (by the operator)
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from briefing.errors import DeliveryError, StoreError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS edition (
    day TEXT PRIMARY KEY, sha256 TEXT NOT NULL, frozen_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS delivery (
    day TEXT NOT NULL REFERENCES edition, recipient TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, reply TEXT NOT NULL DEFAULT '', updated TEXT NOT NULL,
    PRIMARY KEY (day, recipient)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL,
    recipient TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT ''
);
"""


class State(StrEnum):
    """What is known of a delivery."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the ledger; ``reply`` is the server's last one, or what went wrong."""

    recipient: str
    state: State
    attempts: int
    reply: str
    updated: str


class Ledger:
    """The ledger of all editions, in a SQLite file of its own.  One run at a time uses it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the file, made if there is none.  Every commit is on the disk when it returns.

        Raises:
            StoreError: it cannot be opened, or is no ledger.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.executescript(_SCHEMA)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"The send ledger {path} cannot be opened: {error}") from error
        return cls(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def freeze(self, day: str, sha256: str, recipients: Sequence[str], now: datetime) -> None:
        """Fix once who gets an edition, and which mail; later calls change nothing.

        Raises:
            DeliveryError: the edition was begun with another mail.
        """
        with self._transaction() as sql:
            row = sql.execute("SELECT sha256 FROM edition WHERE day = ?", (day,)).fetchone()
            if row is None:
                sql.execute("INSERT INTO edition VALUES (?, ?, ?)", (day, sha256, _text(now)))
                sql.executemany(
                    "INSERT INTO delivery (day, recipient, state, updated) VALUES (?, ?, ?, ?)",
                    [(day, recipient, State.QUEUED, _text(now)) for recipient in recipients],
                )
            elif row[0] != sha256:
                raise DeliveryError(
                    f"The newsletter of {day} changed since its sending began (sha256 "
                    f"{row[0][:12]}…, now {sha256[:12]}…): half of the readers would get another "
                    "edition. Put the mail back as it was; corrections go into the next edition."
                )

    def frozen(self, day: str) -> str | None:
        """Return the hash of the mail that an edition's sending began with; None before it."""
        row = next(iter(self._rows("SELECT sha256 FROM edition WHERE day = ?", (day,))), None)
        return str(row[0]) if row else None

    def recover(self, day: str, now: datetime) -> None:
        """Hold what a dead run left claimed: these rows become uncertain."""
        with self._transaction() as sql:
            sql.execute(
                "UPDATE delivery SET state = ?, reply = ?, updated = ? WHERE day = ? AND state = ?",
                (
                    State.UNCERTAIN,
                    "the sending was cut off before the server's reply was written down",
                    _text(now),
                    day,
                    State.CLAIMED,
                ),
            )

    def due(self, day: str) -> tuple[str, ...]:
        """Return who is still to be served: those never tried first, then the deferred."""
        rows = self._rows(
            "SELECT recipient FROM delivery WHERE day = ? AND state IN (?, ?)"
            " ORDER BY state = ?, recipient",
            (day, State.QUEUED, State.DEFERRED, State.DEFERRED),
        )
        return tuple(recipient for (recipient,) in rows)

    def claim(self, day: str, recipient: str, now: datetime) -> None:
        """Write down that the mail for a recipient is about to go out."""
        with self._transaction() as sql:
            sql.execute(
                "UPDATE delivery SET state = ?, attempts = attempts + 1, updated = ?"
                " WHERE day = ? AND recipient = ?",
                (State.CLAIMED, _text(now), day, recipient),
            )

    def settle(self, day: str, recipient: str, state: State, reply: str, now: datetime) -> None:
        """Write down how a claimed delivery ended."""
        with self._transaction() as sql:
            sql.execute(
                "UPDATE delivery SET state = ?, reply = ?, updated = ?"
                " WHERE day = ? AND recipient = ?",
                (state, reply, _text(now), day, recipient),
            )

    def resolve(self, day: str, arrived: bool, now: datetime) -> int:
        """Follow the operator on what was uncertain: it arrived, or is queued again.

        Returns:
            The number of rows.
        """
        with self._transaction() as sql:
            changed = sql.execute(
                "UPDATE delivery SET state = ?, reply = ?, updated = ? WHERE day = ? AND state = ?",
                (
                    State.SENT if arrived else State.QUEUED,
                    "decided by the operator",
                    _text(now),
                    day,
                    State.UNCERTAIN,
                ),
            )
            return changed.rowcount

    def note(self, day: str, kind: str, recipient: str, detail: str, now: datetime) -> None:
        """Append an event, which is never changed."""
        with self._transaction() as sql:
            sql.execute(
                "INSERT INTO event (at, day, kind, recipient, detail) VALUES (?, ?, ?, ?, ?)",
                (_text(now), day, kind, recipient, detail),
            )

    def deliveries(self, day: str) -> tuple[Delivery, ...]:
        """Return all rows of an edition, by recipient."""
        rows = self._rows(
            "SELECT recipient, state, attempts, reply, updated FROM delivery"
            " WHERE day = ? ORDER BY recipient",
            (day,),
        )
        return tuple(Delivery(row[0], State(row[1]), *row[2:]) for row in rows)

    def count(self, day: str, state: State) -> int:
        """Return how many deliveries of an edition are in a state."""
        query = "SELECT count(*) FROM delivery WHERE day = ? AND state = ?"
        ((number,),) = self._rows(query, (day, state))
        return int(number)

    def events(self, day: str) -> tuple[tuple[str, str, str], ...]:
        """Return (kind, recipient, detail) of an edition's events, in order."""
        query = "SELECT kind, recipient, detail FROM event WHERE day = ? ORDER BY id"
        return tuple((kind, who, detail) for kind, who, detail in self._rows(query, (day,)))

    def _rows(self, query: str, values: tuple[str, ...]) -> list[Any]:
        with _told():
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"The send ledger cannot be used: {error}") from error


def _text(now: datetime) -> str:
    return now.isoformat()
