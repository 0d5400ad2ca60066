"""Which entries of a feed are new, edited, or old ones under a new name: pure.

An entry is recognised by its identity, which the parser makes of guid, else link, else title and
date.  A feed that gives all its entries new guids (http became https, another CMS) would flood the
readers with old news, so entries are then recognised by link, or by title and text.  A single one
with a new guid is an old one if its link, title and text are, and the feed has the old no more.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from briefing.models import Item, digest

K = TypeVar("K")
T = TypeVar("T")

REKEYED = 0.8
"""Where more than this share of a feed's entries is new by name, the feed may have renamed all."""

FEWEST = 3
"""With fewer entries that says little: a feed of one entry has a new one every time.  An entry
is an old one then only if its link, title and text all are."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a stored item to recognise it by."""

    id: str
    identity: str
    content: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written: new items, edited ones and renamed ones by the id of the stored."""

    new: tuple[Item, ...] = ()
    edited: tuple[tuple[str, Item], ...] = ()
    renamed: tuple[tuple[str, Item], ...] = ()
    unchanged: int = 0


def content_of(item: Item) -> str:
    """Return the digest of what an editor of the feed can change; its dates do not count."""
    fields = (item.url, item.title, item.author, item.html, item.text, *item.categories)
    return digest("\x00".join(fields))


def words_of(item: Item) -> str:
    """Return the digest of title and text: what an entry is recognised by when its link moved."""
    return digest(f"{item.title}\x00{item.text}")


def is_suspicious(kept: Sequence[Kept], items: Sequence[Item]) -> bool:
    """Tell whether so much is new by name that the feed may have renamed its entries.

    Args:
        kept: At least what is stored of these items by their names.
        items: The entries of the document.
    """
    known = _by_name(kept)
    names = {item.id for item in items}
    return len(names - known.keys()) > REKEYED * len(names)


def plan(kept: Sequence[Kept], items: Iterable[Item]) -> Plan:
    """Compare the entries of a document with the stored items of the same feed.

    Args:
        kept: What is stored of these items, and of others what they may have been before: all
            that is stored of a suspicious feed.
        items: The entries of the document.
    """
    items = tuple({item.id: item for item in items}.values())
    known = _by_name(kept)
    new = [item for item in items if item.id not in known]
    pairs = list(
        {known[item.id].id: (known[item.id], item) for item in items if item.id in known}.values()
    )
    renamed = _renamed(kept, new, items) if kept and new else {}
    pairs += [(one, item) for item in new if (one := renamed.get(item.id))]
    edited = [(one.id, item) for one, item in pairs if one.content != content_of(item)]
    return Plan(
        new=tuple(item for item in new if item.id not in renamed),
        edited=tuple(edited),
        renamed=tuple((one.id, item) for item in new if (one := renamed.get(item.id))),
        unchanged=len(pairs) - len(edited),
    )


def edit(item: Item, id: str, first_seen: datetime, published: datetime) -> Item:
    """Return an edited item as it is stored: id and first-seen time stay for good.

    So does the date of an item to which the feed gave none that could be used.
    """
    undated = item.published == item.first_seen
    date = published if undated else item.published
    return replace(item, id=id, first_seen=first_seen, published=date)


def _by_name(kept: Sequence[Kept]) -> dict[str, Kept]:
    # An entry that goes back to the name that it had first is known by its id.
    return {one.id: one for one in kept} | {one.identity: one for one in kept}


def _renamed(kept: Sequence[Kept], new: Sequence[Item], items: Sequence[Item]) -> dict[str, Kept]:
    """Pair entries with new names with the stored items that they are, each at most once."""
    present = {item.id for item in items}
    gone = [one for one in kept if present.isdisjoint((one.identity, one.id))]
    may_be_all = len(present) >= FEWEST and is_suspicious(kept, items)
    same = _same_place_or_words if may_be_all else _same_place_and_words
    found: dict[str, Kept] = {}
    taken: set[str] = set()
    for item, one in same(gone, new):
        if one.id not in taken:
            found[item.id] = one
            taken.add(one.id)
    return found


def _same_place_or_words(gone: Sequence[Kept], new: Sequence[Item]) -> Iterable[tuple[Item, Kept]]:
    by_place = _unique((_place(one.url), one) for one in gone)
    by_words = _unique((one.words, one) for one in gone)
    mine = _unique((_place(item.url), item) for item in new)
    for item in new:
        one = by_place.get(_place(item.url)) if _place(item.url) in mine else None
        if one := one or by_words.get(words_of(item)):
            yield item, one


def _same_place_and_words(gone: Sequence[Kept], new: Sequence[Item]) -> Iterable[tuple[Item, Kept]]:
    known = _unique(((_place(one.url), one.words), one) for one in gone)
    for item in new:
        if one := known.get((_place(item.url), words_of(item))):
            yield item, one


def _place(url: str) -> str:
    """Return an address without its scheme: https is where http was."""
    return url.partition("://")[2]


def _unique(pairs: Iterable[tuple[K, T]]) -> dict[K, T]:
    """Return what stands under a key alone: a link that several entries share names none."""
    found = list(pairs)
    counts = Counter(key for key, _ in found)
    return {key: value for key, value in found if counts[key] == 1}
