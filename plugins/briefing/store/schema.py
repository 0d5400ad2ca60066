"""The tables.  Instants are whole seconds since 1970, so that every database compares them alike.

A change of the tables raises ``VERSION`` and adds one step to ``MIGRATIONS``.
"""

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
    false,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)

from briefing.errors import StoreError

VERSION = 2
MIGRATIONS = {
    1: (
        "ALTER TABLE source_state ADD COLUMN address TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE source_state ADD COLUMN last_new BIGINT",
        "ALTER TABLE source_state ADD COLUMN moved_to TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE source_state ADD COLUMN moved_seen INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE source_state ADD COLUMN moved_since BIGINT",
        "ALTER TABLE source_state ADD COLUMN gone_since BIGINT",
        "ALTER TABLE source_state ADD COLUMN is_gone BOOLEAN NOT NULL DEFAULT FALSE",
        "ALTER TABLE source_state ADD COLUMN hints TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE source_state ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE items ADD COLUMN enclosures JSON NOT NULL DEFAULT '[]'",
        "ALTER TABLE items ADD COLUMN page_text TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE items ADD COLUMN page_html TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE items ADD COLUMN page_problem TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE items ADD COLUMN page_tries INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE items ADD COLUMN page_at BIGINT",
        "CREATE INDEX items_renamed ON items (identity) WHERE identity <> id",
        "ALTER TABLE meta ADD COLUMN checked_at BIGINT",
        "CREATE TABLE hosts (host VARCHAR NOT NULL PRIMARY KEY, hold_until BIGINT, "
        "claimed_by TEXT NOT NULL DEFAULT '', claimed_until BIGINT)",
    ),
}
"""By version, what makes the next one of its tables; it stays as it is for good."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime in whole seconds, kept as a number."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        """To the database."""
        return instant_in(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> datetime | None:
        """From the database."""
        return instant_out(value)


def instant_in(moment: datetime | None) -> int | None:
    """Return an instant as the database keeps it."""
    return None if moment is None else int(moment.timestamp())


def instant_out(seconds: int | None) -> datetime | None:
    """Return the instant that the database keeps."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


METADATA = MetaData()

meta = Table(
    "meta",
    METADATA,
    Column("version", Integer, nullable=False),
    Column("checked_at", Instant),
)

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
    Column("address", Text, nullable=False, server_default=""),
    Column("last_new", Instant),
    Column("moved_to", Text, nullable=False, server_default=""),
    Column("moved_seen", Integer, nullable=False, server_default="0"),
    Column("moved_since", Instant),
    Column("gone_since", Instant),
    Column("is_gone", Boolean, nullable=False, server_default=false()),
    Column("hints", Text, nullable=False, server_default=""),  # JSON, "" for none
    Column("fresh", Integer, nullable=False, server_default="0"),
)

hosts = Table(
    "hosts",
    METADATA,
    Column("host", String, primary_key=True),
    Column("hold_until", Instant),
    Column("claimed_by", Text, nullable=False, server_default=""),
    Column("claimed_until", Instant),
)
"""``hold_until``: the host wants to be left alone; ``claimed_until``: a run is asking it."""

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
    Column("enclosures", JSON, nullable=False, server_default="[]"),
    Column("page_text", Text, nullable=False, server_default=""),
    Column("page_html", Text, nullable=False, server_default=""),
    Column("page_problem", Text, nullable=False, server_default=""),
    Column("page_tries", Integer, nullable=False, server_default="0"),
    Column("page_at", Instant),
    UniqueConstraint("source", "identity"),
    Index("items_by_time", "published", "id"),
)
"""``id`` is for good; ``identity`` is what the feed recognises the entry by now, and changes when
a feed gives all its entries new guids.  ``content`` is the digest that tells an edited
entry, ``words`` that of title and text, both of what the feed holds.  ``page_*`` is what came of
the linked page, ``page_at`` when it was last asked for."""

RENAMED = items.c.identity != items.c.id
Index("items_renamed", items.c.identity, sqlite_where=RENAMED, postgresql_where=RENAMED)
"""They are few, and they are looked for with every document."""

_LOCK = 0x42524945
"""The number of the lock under which a PostgreSQL server makes the tables for one at a time."""


def is_current(connection: Connection) -> bool:
    """Tell whether the tables are there and of this version."""
    return _version(connection) == VERSION


def prepare(connection: Connection) -> None:
    """Make the tables, or bring those of an older version up to this one.

    Raises:
        StoreError: the tables were made by a newer version of the program.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    version = _version(connection)  # another run may have made them in the meantime
    if version is None:
        METADATA.create_all(connection)
        connection.execute(insert(meta).values(version=VERSION))
        return
    if version > VERSION:
        raise StoreError(
            f"The database was made by a newer version of this program (tables {version}, here "
            f"{VERSION}): update the program, or name another file in BRIEFING_DATABASE."
        )
    for step in range(version, VERSION):
        for statement in MIGRATIONS[step]:
            connection.execute(text(statement))
    connection.execute(update(meta).values(version=VERSION))


def _version(connection: Connection) -> int | None:
    has_tables = inspect(connection).has_table(meta.name)
    return connection.scalar(select(meta.c.version)) if has_tables else None
