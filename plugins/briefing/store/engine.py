"""Opening a database: SQLite by default, PostgreSQL where its driver is installed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from briefing.errors import StoreError

PRAGMAS = (
    "PRAGMA busy_timeout=10000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
)

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
    except (SQLAlchemyError, sqlite3.Error, ValueError) as error:  # ValueError: a garbled row
        cause = str(getattr(error, "orig", None) or error).partition("\n")[0]
        known = (advice for words, advice in _ADVICE if words in cause.lower())
        raise StoreError(
            f"The database {engine.url.render_as_string()} cannot be used: "
            f"{next(known, 'restore it from a backup, or move it away')} ({cause})."
        ) from error


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
        connection.exec_driver_sql("BEGIN")

    return engine
