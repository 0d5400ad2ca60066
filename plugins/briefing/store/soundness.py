"""Whether a SQLite file is sound, within the transaction of whoever calls.

To look reads all of the file, which takes longer than a run in which nothing is new: so once a
day, and after a run that died.
"""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, select, update

from briefing.store.schema import meta

EVERY = timedelta(days=1)


def was_left_open(engine: Engine) -> bool:
    """Tell whether a program that used a SQLite file died, or still has it open."""
    file = engine.url.database or ""
    return engine.dialect.name == "sqlite" and Path(f"{file}-wal").exists()


def is_to_be_checked(connection: Connection, now: datetime) -> bool:
    """Tell whether the last look is more than a day ago."""
    last = connection.scalar(select(meta.c.checked_at))
    return last is None or abs(now - last) >= EVERY


def faults(connection: Connection) -> str:
    """Return the first fault that SQLite finds; "" where all is well."""
    found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    return "" if found == "ok" else found


def note(connection: Connection, now: datetime) -> None:
    """Note that the file is sound."""
    connection.execute(update(meta).values(checked_at=now))
