"""The store: items, and what is known of each source.

One transaction for each answer of a source - items, validators and state together - because
validators that are stored without their items hide those for good behind "not modified".
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, Select, select

from briefing.errors import StoreError
from briefing.models import (
    Fetched,
    FetchStatus,
    Item,
    ParsedFeed,
    ParseStatus,
    Source,
    Validators,
    Window,
)
from briefing.store import problems, rows, schema
from briefing.store.engine import explained, open_engine

_STATE = schema.source_state
_ITEMS = schema.items
_GOOD = (ParseStatus.OK, ParseStatus.PARTIAL)


@dataclass(frozen=True, slots=True)
class Saved:
    """How many items an answer brought; ``failed`` says in words why it brought none."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: str = ""


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is known of a source.

    ``failures`` counts those since the last success, and ``last_code`` and ``last_reason`` tell
    of the last; ``next_at`` is when the source may be asked again, None: at any time.
    """

    feed_url: str
    validators: Validators
    last_asked: datetime | None
    last_success: datetime | None
    last_code: str
    last_reason: str
    failures: int
    next_at: datetime | None


class Store:
    """An open database; a context manager that closes it."""

    def __init__(self, engine: Engine) -> None:
        """Use ``Store.open``."""
        self._engine = engine

    @classmethod
    def open(cls, address: str, root: Path) -> Self:
        """Open a database and make its tables if there are none.

        Args:
            address: A SQLAlchemy address; a SQLite path is relative to ``root``.
            root: The project's folder.

        Raises:
            StoreError: it cannot be opened, or was made by a newer version of the program.
        """
        store = cls(open_engine(address, root))
        try:
            with store._transaction() as connection:
                schema.prepare(connection)
        except StoreError:
            store.close()
            raise
        return store

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the database."""
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def checked(self) -> Self:
        """Let the database look itself over, and return the store.

        Raises:
            StoreError: it is damaged.
        """
        if self._engine.dialect.name == "sqlite":
            with self._transaction() as connection:
                found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if found != "ok":
                raise StoreError(
                    f"The database {self._engine.url.database} is damaged: restore it from a "
                    f"backup, or move it away ({found})."
                )
        return self

    def validators(self) -> dict[str, Validators]:
        """Return by feed address what to ask with."""
        return {state.feed_url: state.validators for state in self.states()}

    def states(self) -> tuple[SourceState, ...]:
        """Return what is known of every source that was ever asked, by address."""
        with self._transaction() as connection:
            found = connection.execute(select(_STATE).order_by(_STATE.c.feed_url)).mappings().all()
        states = []
        for row in found:
            values = dict(row)
            validators = Validators(values.pop("etag"), values.pop("last_modified"))
            states.append(SourceState(validators=validators, **values))
        return tuple(states)

    def save(self, fetched: Fetched, parsed: ParsedFeed | None, now: datetime) -> Saved:
        """Store what came of asking a source, all of it or nothing.

        An item that is gone from the feed stays; one is updated only when its content changed.

        Args:
            fetched: The answer.
            parsed: The feed in it; None unless it was fetched anew.
            now: The time of the run.

        Raises:
            StoreError: the database cannot be written.
        """
        url = fetched.source.feed_url
        if fetched.status is FetchStatus.FAILED:
            known = fetched.validators
            return self._fail(url, known, fetched.code, fetched.reason, now)
        if parsed is not None and parsed.status not in _GOOD:
            # Nothing stored stands behind the new validators, and the old ones are no longer true.
            words = problems.sentence(parsed.reason)
            return self._fail(url, Validators(), parsed.reason or "", words, now)
        with self._transaction() as connection:
            done = rows.write(connection, url, parsed.items if parsed else ())
            cut = parsed is not None and parsed.reason == "cut"
            rows.write_state(
                connection,
                url,
                etag=None if cut else fetched.validators.etag,
                last_modified=None if cut else fetched.validators.last_modified,
                last_asked=now,
                last_success=now,
                last_code="",
                last_reason="",
                failures=0,
            )
        return Saved(len(done.new), len(done.edited), done.unchanged)

    def fail(self, source: Source, reason: str, now: datetime, *, code: str = "") -> Saved:
        """Note that a source could not be asked or read; what is stored of it stays.

        Raises:
            StoreError: the database cannot be written.
        """
        return self._fail(source.feed_url, None, code, reason, now)

    def items(self, sources: Collection[str], window: Window) -> tuple[Item, ...]:
        """Return the items of the sources in a window, by time and id.

        Raises:
            StoreError: the database cannot be read.
        """
        return self._items(
            select(_ITEMS).where(
                _ITEMS.c.source.in_(sorted(sources)),
                _ITEMS.c.published > window.opens,
                _ITEMS.c.published <= window.closes,
            )
        )

    def all_items(self) -> tuple[Item, ...]:
        """Return every item, by time and id.

        Raises:
            StoreError: the database cannot be read.
        """
        return self._items(select(_ITEMS))

    def _items(self, query: Select[Any]) -> tuple[Item, ...]:
        with self._transaction() as connection:
            found = connection.execute(query.order_by(_ITEMS.c.published, _ITEMS.c.id))
            return tuple(rows.to_item(row) for row in found)

    def _fail(
        self, url: str, known: Validators | None, code: str, reason: str, now: datetime
    ) -> Saved:
        with self._transaction() as connection:
            failures = connection.scalar(select(_STATE.c.failures).where(_STATE.c.feed_url == url))
            values = {
                "last_asked": now,
                "last_code": code,
                "last_reason": reason,
                "failures": (failures or 0) + 1,
            }
            if known is not None:
                values |= {"etag": known.etag, "last_modified": known.last_modified}
            rows.write_state(connection, url, **values)
        return Saved(failed=reason)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with explained(self._engine), self._engine.begin() as connection:
            yield connection
