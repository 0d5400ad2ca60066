"""Items as rows, within the transaction of whoever calls."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, select, update

from briefing.models import Item
from briefing.store import schema
from briefing.store.engine import in_parts, write_rows
from briefing.store.matching import Kept, Plan, content_of, edit, is_suspicious, plan, words_of
from briefing.store.schema import instant_in

_ITEMS = schema.items
_FIELDS = tuple(entry.name for entry in fields(Item))
_TUPLES = ("categories", "topics", "enclosures")
_KEPT = (_ITEMS.c.source, *(_ITEMS.c[entry.name] for entry in fields(Kept)))
_NO_PAGE = {"page_text": "", "page_html": "", "page_problem": "", "page_tries": 0, "page_at": None}
_COLUMNS = (*_FIELDS, "identity", "content", "words", *_NO_PAGE)
"""In the order of ``_values``."""

_CHANGED = tuple(name for name in _COLUMNS if name not in ("id", "source"))

Documents = Sequence[tuple[str, Sequence[Item]]]
"""Sources with the items of their documents."""


def write(connection: Connection, documents: Documents) -> tuple[Plan, ...]:
    """Write what the documents of several sources brought, and return what that was of each."""
    known = _known(connection, documents)
    _add_contemporaries(connection, documents, known)
    suspicious = [url for url, items in documents if is_suspicious(known[url], items)]
    known |= _by_source(connection, select(*_KEPT), _ITEMS.c.source, suspicious)
    plans = tuple(plan(known[url], items) for url, items in documents)
    new = (_values(item, item.id) for done in plans for item in done.new)
    write_rows(connection, _ITEMS, _COLUMNS, new)
    _rename(connection, plans)
    _edit(connection, plans)
    return plans


def query() -> Select[Any]:
    """Return the select that ``to_item`` reads."""
    return select(*(_ITEMS.c[name] for name in _FIELDS), _ITEMS.c.page_text, _ITEMS.c.page_html)


def to_item(row: Row[Any]) -> Item:
    """Return the item that a row holds, with the text of its page where there is one."""
    values: dict[str, Any] = dict(zip(_FIELDS, row, strict=False))
    values |= {name: tuple(values[name]) for name in _TUPLES}
    if row.page_text:
        values |= {"text": row.page_text, "html": row.page_html, "excerpt": False}
    return Item(**values)


def _known(connection: Connection, documents: Documents) -> dict[str, list[Kept]]:
    """Return by source what is stored of the documents' items, under this or an earlier name."""
    ids = list({item.id for _, items in documents for item in items})
    found = _by_source(connection, select(*_KEPT), _ITEMS.c.id, ids)
    renamed = select(*_KEPT).where(schema.RENAMED)
    for source, kept in _by_source(connection, renamed, _ITEMS.c.identity, ids).items():
        found[source] = list({one.id: one for one in chain(found[source], kept)}.values())
    return found


def _add_contemporaries(
    connection: Connection, documents: Documents, known: dict[str, list[Kept]]
) -> None:
    """Add to what is known of the documents what is stored with the dates of their new items."""
    names = {url: {name for one in known[url] for name in (one.id, one.identity)} for url in known}
    dates = {
        item.published
        for url, items in documents
        if names.get(url)
        for item in items
        if item.id not in names[url]
    }
    others = _by_source(connection, select(*_KEPT), _ITEMS.c.published, sorted(dates))
    for url in names:
        known[url] += [one for one in others.get(url, ()) if one.id not in names[url]]


def _by_source(
    connection: Connection,
    query: Select[Any],
    column: ColumnElement[Any],
    values: Sequence[Any],
) -> defaultdict[str, list[Kept]]:
    found = defaultdict(list)
    for some in in_parts(values):
        for source, *kept in connection.execute(query.where(column.in_(some))).all():
            found[source].append(Kept(*kept))
    return found


def _rename(connection: Connection, plans: Sequence[Plan]) -> None:
    renamed = [
        {"key": key, "identity": item.id, "guid": item.guid}
        for done in plans
        for key, item in done.renamed
    ]
    if renamed:
        connection.execute(update(_ITEMS).where(_ITEMS.c.id == bindparam("key")), renamed)


def _edit(connection: Connection, plans: Sequence[Plan]) -> None:
    """Write edited items anew; their pages are to be asked for again."""
    edited = dict(chain.from_iterable(done.edited for done in plans))
    times = select(_ITEMS.c.id, _ITEMS.c.first_seen, _ITEMS.c.published)
    rows = []
    for some in in_parts(list(edited)):
        for key, first_seen, published in connection.execute(times.where(_ITEMS.c.id.in_(some))):
            item = edit(edited[key], key, first_seen, published)
            rows.append(_values(item, edited[key].id))
    write_rows(connection, _ITEMS, _COLUMNS, rows, _CHANGED)


def _values(item: Item, identity: str) -> tuple[Any, ...]:
    return (
        item.id,
        item.source,
        item.outlet,
        item.url,
        item.title,
        instant_in(item.published),
        instant_in(item.first_seen),
        item.text,
        item.html,
        item.author,
        item.guid,
        item.language,
        json.dumps(item.categories) if item.categories else "[]",
        instant_in(item.updated),
        item.published_raw,
        item.excerpt,
        item.weight,
        item.summary,
        json.dumps(item.topics) if item.topics else "[]",
        json.dumps(item.enclosures) if item.enclosures else "[]",
        identity,
        content_of(item),
        words_of(item),
        *_NO_PAGE.values(),
    )
