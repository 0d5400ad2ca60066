"""Items and states as rows, within the transaction of whoever calls."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from briefing.models import Item
from briefing.store import schema
from briefing.store.matching import Kept, Plan, content_of, edit, plan, words_of

_ITEM_FIELDS = tuple(entry.name for entry in fields(Item))
_STATE = schema.source_state
_ITEMS = schema.items


def write(connection: Connection, source: str, items: Sequence[Item]) -> Plan:
    """Write what a document brought of a source, and return what that was."""
    todo = plan(_kept(connection, source), items)
    if todo.new:
        connection.execute(insert(_ITEMS), [_values(item, item.id) for item in todo.new])
    _rename(connection, todo)
    _edit(connection, todo)
    return todo


def _kept(connection: Connection, source: str) -> list[Kept]:
    columns = [_ITEMS.c[entry.name] for entry in fields(Kept)]
    return [
        Kept(*row)
        for row in connection.execute(
            select(*columns).where(_ITEMS.c.source == source).order_by(_ITEMS.c.id)
        )
    ]


def _rename(connection: Connection, todo: Plan) -> None:
    if todo.renamed:
        statement = update(_ITEMS).where(_ITEMS.c.id == bindparam("key"))
        renamed = [
            {"key": key, "identity": item.id, "guid": item.guid} for key, item in todo.renamed
        ]
        connection.execute(statement, renamed)


def _edit(connection: Connection, todo: Plan) -> None:
    for key, item in todo.edited:
        stored = to_item(connection.execute(select(_ITEMS).where(_ITEMS.c.id == key)).one())
        values = _values(edit(stored, item), item.id)
        connection.execute(update(_ITEMS).where(_ITEMS.c.id == key).values(values))


def write_state(connection: Connection, url: str, **values: Any) -> None:
    """Write some columns of a source's state; the others stay."""
    known = connection.scalar(select(_STATE.c.feed_url).where(_STATE.c.feed_url == url))
    if known is None:
        connection.execute(insert(_STATE).values(feed_url=url, **values))
    else:
        connection.execute(update(_STATE).where(_STATE.c.feed_url == url).values(**values))


def _values(item: Item, identity: str) -> dict[str, Any]:
    values = {name: getattr(item, name) for name in _ITEM_FIELDS}
    values |= {"categories": list(item.categories), "topics": list(item.topics)}
    return values | {
        "identity": identity,
        "content": content_of(item),
        "words": words_of(item),
    }


def to_item(row: Row[Any]) -> Item:
    """Return the item that a row holds."""
    values = {name: row._mapping[name] for name in _ITEM_FIELDS}
    values |= {"categories": tuple(values["categories"]), "topics": tuple(values["topics"])}
    return Item(**values)
