"""Copies: one article published twice, by two outlets or again by the same one."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise

from briefing.models import Item, digest
from briefing.newsroom.titles import clean, normalised

_NEAR = timedelta(hours=72)
_WHOLE_TEXT = 40  # words: a shorter text may be a formula
_TITLE_WORDS = 4
_OPENING_WORDS = 12
_REMEMBERED = 16_384
_WORD = re.compile(r"\w+")
_FIRST_WORDS = re.compile(r"\W*(\w++)\W+(\w++)\W+(\w++)\W+(\w++)")


def copies(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Yield the places (one, next) of copies that came out within 72 hours, each after the last.

    Args:
        items: any items in the order of their times.
    """
    yield from _following(items, lambda _, key: key)


def repeats(items: Sequence[Item]) -> dict[str, str]:
    """Map the id of each item that its own outlet brought before to the id of the first.

    Such an item has a new identity in its feed but the same title or text.
    """
    ordered = sorted(items, key=lambda item: (item.published, item.id, item.url))
    first: dict[str, str] = {}
    for left, right in _following(ordered, lambda item, key: (item.source, key)):
        earlier, later = ordered[left], ordered[right]
        if earlier.id != later.id:
            first.setdefault(later.id, first.get(earlier.id, earlier.id))
    return first


def _following(
    items: Sequence[Item], among: Callable[[Item, str], Hashable]
) -> Iterator[tuple[int, int]]:
    """Yield neighbours among the items with the same key: all others follow from them."""
    for read, key in ((_title, _title_key), (_text, _text_key)):
        beginnings = [_beginning(read(item)) for item in items]
        again = Counter(beginnings)
        buckets: defaultdict[Hashable, list[int]] = defaultdict(list)
        for place, item in enumerate(items):
            if again[beginnings[place]] > 1 and (found := key(item)):
                buckets[among(item, found)].append(place)
        for bucket in buckets.values():
            for left, right in pairwise(bucket):
                if items[right].published - items[left].published <= _NEAR:
                    yield left, right


def _beginning(text: str) -> str:
    """The first words: only where two have the same is all the rest worth reading."""
    found = _FIRST_WORDS.match(text)
    return " ".join(found.groups()).lower() if found else ""


def _title(item: Item) -> str:
    return clean(item.title, item.outlet).lower()


def _text(item: Item) -> str:
    return item.text


@lru_cache(maxsize=_REMEMBERED)
def _title_key(item: Item) -> str:
    """The title with the first words of the text: the title of a column alone comes back."""
    title = normalised(item)
    opening = " ".join(_WORD.findall(item.text[:200].lower())[:_OPENING_WORDS])
    return f"{title}\n{opening}" if title.count(" ") >= _TITLE_WORDS - 1 else ""


def _text_key(item: Item) -> str:
    return _words_digest(item.text) if len(item.text) >= 2 * _WHOLE_TEXT else ""


@lru_cache(maxsize=_REMEMBERED)
def _words_digest(text: str) -> str:
    """Return a digest of the words, so that long texts need not be kept; "" of a short text."""
    words = _WORD.findall(text.lower())
    return digest(" ".join(words)) if len(words) >= _WHOLE_TEXT else ""
