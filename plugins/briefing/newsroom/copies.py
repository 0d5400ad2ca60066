"""Copies: one article published twice, by two outlets or again by the same one."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations

from briefing.models import Item
from briefing.newsroom.titles import normalised

_NEAR = timedelta(hours=72)
_WHOLE_TEXT = 40  # words: a shorter text may be a formula
_TITLE_WORDS = 4
_OPENING_WORDS = 12


def copies(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Yield the places (earlier, later) of copies that came out within 72 hours.

    Args:
        items: any items in the order of their times.
    """
    for key in (_title_key, _text_key):
        buckets: defaultdict[str, list[int]] = defaultdict(list)
        for place, item in enumerate(items):
            if found := key(item):
                buckets[found].append(place)
        for bucket in buckets.values():
            for left, right in combinations(bucket, 2):
                if items[right].published - items[left].published <= _NEAR:
                    yield left, right


def repeats(items: Sequence[Item]) -> dict[str, str]:
    """Map the id of each item that its own outlet brought before to the id of the first.

    Such an item has a new identity in its feed but the same title or text.
    """
    ordered = sorted(items, key=lambda item: (item.published, item.id, item.url))
    first: dict[str, str] = {}
    for left, right in copies(ordered):
        earlier, later = ordered[left], ordered[right]
        if earlier.source == later.source and earlier.id != later.id:
            first.setdefault(later.id, first.get(earlier.id, earlier.id))
    return first


def _title_key(item: Item) -> str:
    """The title with the first words of the text: the title of a column alone comes back."""
    title = normalised(item)
    opening = " ".join(re.findall(r"\w+", item.text[:200].lower())[:_OPENING_WORDS])
    return f"{title}\n{opening}" if len(title.split()) >= _TITLE_WORDS else ""


def _text_key(item: Item) -> str:
    words = re.findall(r"\w+", item.text.lower())
    return " ".join(words) if len(words) >= _WHOLE_TEXT else ""
