"""Opening a database: SQLite by default, PostgreSQL where its driver is installed."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    IntegrityError,
    NoSuchModuleError,
    SQLAlchemyError,
    StatementError,
)

from briefing.errors import StoreError

PRAGMAS = (
    "PRAGMA busy_timeout=10000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
)

WRITES = "briefing_writes"
"""The execution option of a connection whose transactions write."""

AT_ONCE = 500
"""How many values one statement names: a database takes so many parameters and no more."""

_AGAIN = ("40001", "40P01")  # serialization failure, deadlock

_ADVICE = (
    ("disk is full", "the disk is full: make room and run again; nothing of it was half stored"),
    ("locked", "another program holds it: wait until that is done and run again"),
    ("readonly", "it cannot be written: look at the rights of the file and of its folder"),
    ("unable to open", "it cannot be opened: look at the path and the rights of its folder"),
    ("not a database", "the file is no database: restore it from a backup, or move it away"),
    ("malformed", "the file is damaged: restore it from a backup, or move it away"),
    ("disk i/o error", "the disk cannot be read or written: look at the disk"),
    ("no such column", "its tables are not those of this program: name another file"),
    ("connection", "the server cannot be reached: look at its address and whether it runs"),
)
"""What is to be done, by words in the database's own message."""


def open_engine(address: str, root: Path) -> Engine:
    """Make an engine for a SQLAlchemy address; a SQLite path is resolved against ``root``.

    Raises:
        StoreError: the address is none, or the driver for it is not installed.
    """
    try:
        url = _resolved(make_url(address), root)
        if url.get_backend_name() == "sqlite":
            return _sqlite(url)
        return create_engine(url)
    except ModuleNotFoundError as error:
        raise StoreError(
            f"BRIEFING_DATABASE needs {error.name}, which is not installed: "
            "pip install 'pelican-briefing[postgresql]', or use the default SQLite file."
        ) from error
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(
            "BRIEFING_DATABASE must be an address like sqlite:///var/briefing.db or "
            "postgresql://user@host/name."
        ) from error
    except OSError as error:
        raise StoreError(f"The folder of the database cannot be made: {error}.") from error


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turn what goes wrong in a database into a StoreError that says what to do."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, ValueError, OverflowError) as error:  # a garbled row
        cause = str(getattr(error, "orig", None) or error).partition("\n")[0]
        known = (advice for words, advice in _ADVICE if words in cause.lower())
        raise StoreError(
            f"The database {engine.url.render_as_string()} cannot be used: "
            f"{next(known, 'restore it from a backup, or move it away')} ({cause})."
        ) from error


def is_of_the_values(error: BaseException | None) -> bool:
    """Tell whether an error is about what was to be stored, rather than about the database."""
    of_values = isinstance(error, DataError | IntegrityError | UnicodeError | OverflowError)
    return of_values or type(error) is StatementError


def is_of_the_moment(error: BaseException | None) -> bool:
    """Tell whether two runs waited for each other, and this one was told to begin again."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) in _AGAIN


def write_rows(
    connection: Connection,
    table: Table,
    columns: tuple[str, ...],
    rows: Iterable[tuple[Any, ...]],
    changed: tuple[str, ...] = (),
) -> None:
    """Insert rows; of a row that is there already only the columns ``changed`` are written.

    Args:
        connection: Where to.
        table: What into.
        columns: Whose values the rows hold.
        rows: Values as the database keeps them: the conversions of SQLAlchemy take longer than
            the database itself.
        changed: Empty: that a row is there is an error.
    """
    if values := list(rows):
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        connection.exec_driver_sql(_insert(table, columns, changed, mark), values)


def change_rows(connection: Connection, words: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Execute a statement, its parameters marked by "?", for each row of values."""
    if rows:
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        connection.exec_driver_sql(words.replace("?", mark), list(rows))


@cache
def _insert(table: Table, columns: tuple[str, ...], changed: tuple[str, ...], mark: str) -> str:
    marks = ", ".join(mark for _ in columns)
    # S608: the names are those of our tables, and the values go by the marks
    words = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
    if not changed:
        return words
    (key,) = (column.name for column in table.primary_key)
    news = ", ".join(f"{name} = excluded.{name}" for name in changed)
    return f"{words} ON CONFLICT ({key}) DO UPDATE SET {news}"


def in_parts(values: Sequence[str], size: int = AT_ONCE) -> Iterator[Sequence[str]]:
    """Cut a sequence into parts of at most ``size``."""
    return (values[start : start + size] for start in range(0, len(values), max(1, size)))


def _resolved(url: URL, root: Path) -> URL:
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        path = root / url.database
        path.parent.mkdir(parents=True, exist_ok=True)
        return url.set(database=str(path))
    if url.drivername == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    return url


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        # Python's own transactions leave out reads and end before DDL; ours begin when we say so.
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def begun(connection: Any) -> None:
        # One that reads first and then writes is turned away, without waiting, by another writer.
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
