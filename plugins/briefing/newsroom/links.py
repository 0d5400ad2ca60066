"""The editor's word on which items belong together: pairs of addresses, stronger than likeness."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product

from briefing.errors import ContentError
from briefing.models import Item

Link = tuple[str, str]
"""The addresses of two items."""


class Links:
    """The pairs that concern given items, with all that they imply.

    Raises:
        ContentError: two items are kept apart that other pairs put together.
    """

    def __init__(self, items: Sequence[Item], must: Sequence[Link], cannot: Sequence[Link]) -> None:
        known = {item.url for item in items}
        self._apart = sorted({_sorted(pair) for pair in cannot if known.issuperset(pair)})
        self._joined = _closure(pair for pair in must if known.issuperset(pair))
        for left, right in self._apart:
            if left == right or (left in self._joined and self._same(left, right)):
                raise ContentError(
                    f"{left} and {right} are kept apart and put together at the same time:"
                    " remove one of the links."
                )

    def _same(self, left: str, right: str) -> bool:
        return self._joined[left] == self._joined.get(right)

    def __contains__(self, item: Item) -> bool:
        """Tell whether the editor put ``item`` together with another."""
        return item.url in self._joined

    def together(self, items: Sequence[Item]) -> Iterator[tuple[int, int]]:
        """Yield the places of all pairs that share a story."""
        sets: defaultdict[str, list[int]] = defaultdict(list)
        for place, item in enumerate(items):
            if item in self:
                sets[self._joined[item.url]].append(place)
        for places in sets.values():
            yield from combinations(places, 2)

    def apart(self, items: Sequence[Item]) -> Iterator[tuple[int, int]]:
        """Yield the places of all pairs that never do."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, item in enumerate(items):
            places[item.url].append(place)
        for left, right in self._apart:
            yield from product(places[left], places[right])


def _sorted(pair: Link) -> Link:
    left, right = sorted(pair)
    return left, right


def _closure(pairs: Iterable[Link]) -> dict[str, str]:
    """Map each address in ``pairs`` to the smallest that it is connected with."""
    sets: dict[str, set[str]] = {}
    for left, right in pairs:
        merged = sets.get(left, {left}) | sets.get(right, {right})
        sets.update(dict.fromkeys(merged, merged))
    return {name: min(members) for name, members in sets.items()}
