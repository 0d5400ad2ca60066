"""The text of linked pages, kept beside what the feed itself holds.

``items.content`` stays the digest of the feed's own content: an item that is unchanged keeps its
page, an edited one asks for it anew, and an item without a page has the feed's text.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, or_, update

from briefing.store import rows, schema

TRIES = 3
"""How often a page is asked for that cannot be had."""

_ITEMS = schema.items


def wanting(sources: Collection[str], since: datetime) -> Select[Any]:
    """Select the items of some sources, from a time on, whose page is still to be had."""
    failed = (_ITEMS.c.page_problem != "") & (_ITEMS.c.page_tries < TRIES)
    return rows.query().where(
        _ITEMS.c.source.in_(sorted(sources)),
        _ITEMS.c.published > since,
        or_(_ITEMS.c.page_at.is_(None), failed),
    )


def write(
    connection: Connection, item: str, html: str, text: str, problem: str, now: datetime
) -> None:
    """Store what came of an item's page."""
    connection.execute(
        update(_ITEMS)
        .where(_ITEMS.c.id == item)
        .values(
            page_html=html,
            page_text=text,
            page_problem=problem,
            page_tries=_ITEMS.c.page_tries + 1,
            page_at=now,
        )
    )
