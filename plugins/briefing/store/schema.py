"""The tables.  Instants are whole seconds since 1970, so that every database compares them alike.

A change of the tables raises ``VERSION`` and adds one step to ``MIGRATIONS``.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    insert,
    select,
    update,
)

from briefing.errors import StoreError

VERSION = 1
MIGRATIONS: dict[int, Callable[[Connection], None]] = {}
"""From a version to the step that makes the next one of it."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime in whole seconds, kept as a number."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        """To the database."""
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: int | None, _dialect: Dialect) -> datetime | None:
        """From the database."""
        return None if value is None else datetime.fromtimestamp(value, UTC)


METADATA = MetaData()

meta = Table("meta", METADATA, Column("version", Integer, nullable=False))

source_state = Table(
    "source_state",
    METADATA,
    Column("feed_url", String, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("last_asked", Instant),
    Column("last_success", Instant),
    Column("last_code", Text, nullable=False, default=""),
    Column("last_reason", Text, nullable=False, default=""),
    Column("failures", Integer, nullable=False, default=0),
    Column("next_at", Instant),
)

items = Table(
    "items",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("source", String, nullable=False),
    Column("identity", String(32), nullable=False),
    Column("content", String(64), nullable=False),
    Column("words", String(64), nullable=False),
    Column("outlet", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published", Instant, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("guid", Text, nullable=False),
    Column("language", String, nullable=False),
    Column("categories", JSON, nullable=False),
    Column("updated", Instant),
    Column("published_raw", Text, nullable=False),
    Column("excerpt", Boolean, nullable=False),
    Column("weight", Float, nullable=False),
    Column("summary", Text, nullable=False),
    Column("topics", JSON, nullable=False),
    UniqueConstraint("source", "identity"),
    Index("items_by_time", "published", "id"),
)
"""``id`` is for good; ``identity`` is what the feed recognises the entry by now, and changes when
a feed gives all its entries new guids.  ``content`` is the digest that tells an edited
entry, ``words`` that of title and text."""


def prepare(connection: Connection) -> None:
    """Make the tables, or bring those of an older version up to this one.

    Raises:
        StoreError: the tables were made by a newer version of the program.
    """
    METADATA.create_all(connection)
    version = connection.scalar(select(meta.c.version))
    if version is None:
        connection.execute(insert(meta).values(version=VERSION))
        return
    if version > VERSION:
        raise StoreError(
            f"The database was made by a newer version of this program (tables {version}, here "
            f"{VERSION}): update the program, or name another file in BRIEFING_DATABASE."
        )
    for step in range(version, VERSION):
        MIGRATIONS[step](connection)
    connection.execute(update(meta).values(version=VERSION))
