"""The store: items, and what is known of each source.

An answer is stored whole or not at all - items, validators and state together - because
validators that are stored without their items hide those for good behind "not modified".
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, Select, func, select

from briefing.errors import StoreError
from briefing.models import Item, Source, SourceState, Window
from briefing.store import answers, claims, pages, rows, schema, soundness, states
from briefing.store.answers import Answer, Saved
from briefing.store.claims import Begin, Claim
from briefing.store.engine import WRITES, explained, is_of_the_moment, is_of_the_values, open_engine

_ITEMS = schema.items

Writing = Callable[[Connection, Sequence[Answer], datetime], list[Saved]]


class Store:
    """An open database; a context manager that closes it.

    Every method raises StoreError where the database cannot be read or written.
    """

    def __init__(self, engine: Engine) -> None:
        """Use ``Store.open``."""
        self._engine = engine
        self._writer = engine.execution_options(**{WRITES: True})
        self._running = claims.Running()
        self._was_left_open = soundness.was_left_open(engine)

    @classmethod
    def open(cls, address: str, root: Path) -> Self:
        """Open a database and make its tables, or bring older ones up to date.

        Args:
            address: A SQLAlchemy address; a SQLite path is relative to ``root``.
            root: The project's folder.

        Raises:
            StoreError: it cannot be opened, or was made by a newer version of the program.
        """
        store = cls(open_engine(address, root))
        try:
            with store._reading() as connection:
                is_current = schema.is_current(connection)
            if not is_current:
                with store._writing() as connection:
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

    def checked(self, now: datetime) -> Self:
        """Let a SQLite database look itself over if it is time to, and return the store.

        Raises:
            StoreError: it is damaged.
        """
        if self._engine.dialect.name != "sqlite":
            return self
        with self._writing() as connection:
            if not (self._was_left_open or soundness.is_to_be_checked(connection, now)):
                return self
            if found := soundness.faults(connection):
                raise StoreError(
                    f"The database {self._engine.url.database} is damaged: restore it from a "
                    f"backup, or move it away ({found})."
                )
            soundness.note(connection, now)
        return self

    def claim(
        self,
        sources: Sequence[Source],
        now: datetime,
        *,
        owner: str,
        begin: Begin,
        most: int | None = None,
    ) -> tuple[Claim, ...]:
        """Take on the sources that are due, for this run alone, and note that they are asked.

        Left out are those that are paused or gone, and those of hosts that want to be left alone
        or that another owner has claimed.  Files are due always.

        Args:
            sources: All that are followed.
            now: The time; a claim ends a quarter of an hour later.
            owner: Who claims: a name that no other run has.
            begin: Says when a source may be asked again if no answer ever comes.
            most: With how many hosts it is content; None: with no number.
        """
        with self._writing() as connection:
            claims.note(connection, sources)
        with self._writing() as connection:
            found = claims.due(sources, states.read(connection), now)
            got = claims.take(connection, [host for host in found if host], now, owner, most)
            if connection.dialect.name != "sqlite":  # which lets one write at a time
                found = claims.due(sources, states.read(connection), now)
            taken = tuple(claim for host in ("", *got) for claim in found.get(host, ()))
            states.write_asked(
                connection,
                ((c.state, now, begin(c.state, c.ask.source, now)) for c in taken),
            )
        self._running.add(owner, taken)
        return taken

    def save_all(self, given: Sequence[Answer], now: datetime) -> tuple[Saved, ...]:
        """Store what came of asking sources: each whole or not at all, in one transaction.

        An item that is gone from its feed stays; one is updated only when its content changed.
        What cannot be stored is a failure of its source alone.  A claim ends with the last answer
        of its host.

        Args:
            given: The answers.
            now: The time of the run.
        """
        done = self._running.answered(answer.state.feed_url for answer in given)
        holds = {
            claims.host_of(answer.fetched.url or answer.state.feed_url): answer.hold
            for answer in given
            if answer.hold
        }

        def save(write: Writing) -> tuple[Saved, ...]:
            with self._writing() as connection:
                saved = write(connection, given, now)
                claims.settle(connection, self._running.owner, done, holds)
            return tuple(saved)

        for write in (answers.write, answers.write_apart):
            try:
                return save(write)
            except StoreError as error:
                if not (is_of_the_values(error.__cause__) or is_of_the_moment(error.__cause__)):
                    raise
        return save(answers.write_apart)

    def release(self, owner: str) -> None:
        """End the claims of an owner whose run is over, whatever became of it."""
        with self._writing() as connection:
            claims.release(connection, owner)

    def hold(self, host: str, until: datetime) -> None:
        """Leave a host (``host:port``) alone until a time."""
        with self._writing() as connection:
            claims.settle(connection, "", (), {host: until})

    def holds(self, now: datetime) -> dict[str, datetime]:
        """Return until when hosts (``host:port``) are to be left alone."""
        with self._reading() as connection:
            return claims.holds(connection, now)

    def states(self) -> tuple[SourceState, ...]:
        """Return what is known of every source that was ever asked, by address."""
        with self._reading() as connection:
            return tuple(states.read(connection).values())

    def set_state(self, *changed: SourceState) -> None:
        """Store what is known of sources, in place of what was."""
        with self._writing() as connection:
            states.write(connection, changed)

    def items(self, sources: Collection[str], window: Window) -> tuple[Item, ...]:
        """Return the items of the sources in a window, by time and id."""
        return self._items(
            rows.query().where(
                _ITEMS.c.source.in_(sorted(sources)),
                _ITEMS.c.published > window.opens,
                _ITEMS.c.published <= window.closes,
            )
        )

    def all_items(self) -> tuple[Item, ...]:
        """Return every item, by time and id."""
        return self._items(rows.query())

    def counts(self) -> dict[str, int]:
        """Return how many items are stored of each source."""
        query = select(_ITEMS.c.source, func.count()).group_by(_ITEMS.c.source)
        with self._reading() as connection:
            found = connection.execute(query.order_by(_ITEMS.c.source))
            return dict(found.all())

    def arrivals(
        self, sources: Collection[str], since: datetime
    ) -> dict[str, tuple[datetime, ...]]:
        """Return when the items of each source came out after ``since``, the oldest first."""
        query = select(_ITEMS.c.source, _ITEMS.c.published).where(
            _ITEMS.c.source.in_(sorted(sources)), _ITEMS.c.published > since
        )
        times = defaultdict(list)
        with self._reading() as connection:
            for source, moment in connection.execute(query.order_by(_ITEMS.c.published)).all():
                times[source].append(moment)
        return {source: tuple(times[source]) for source in sorted(sources)}

    def wanting_pages(self, sources: Iterable[Source], since: datetime) -> tuple[Item, ...]:
        """Return the items from ``since`` on whose source wants the linked page, without it yet."""
        wanted = {source.feed_url for source in sources if source.full_text}
        return self._items(pages.wanting(wanted, since))

    def save_page(self, item: str, html: str, text: str, problem: str, now: datetime) -> None:
        """Store the text of an item's page, or the problem that there was with it.

        Args:
            item: The item's id.
            html: The article in the page, sanitised.
            text: Its plain text; "" leaves the item with the text of its feed.
            problem: A slug; "" where there was none.
            now: The time of the run.
        """
        try:
            with self._writing() as connection:
                pages.write(connection, item, html, text, problem, now)
        except StoreError as error:
            if not is_of_the_values(error.__cause__):
                raise
            with self._writing() as connection:
                pages.write(connection, item, "", "", answers.UNSTORABLE, now)

    def _items(self, query: Select[Any]) -> tuple[Item, ...]:
        with self._reading() as connection:
            found = connection.execute(query.order_by(_ITEMS.c.published, _ITEMS.c.id))
            return tuple(rows.to_item(row) for row in found.all())

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self._engine), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with explained(self._writer), self._writer.begin() as connection:
            yield connection
