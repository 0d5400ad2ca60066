"""The editor's word on which items belong together: pairs of addresses, stronger than likeness."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product

from briefing.errors import ContentError
from briefing.models import Item

Link = tuple[str, str]
"""The addresses of two items."""


def contradictions(must: Iterable[Link], cannot: Iterable[Link]) -> tuple[Link, ...]:
    """Return the pairs of ``cannot`` that ``must`` puts together, or that are one address."""
    joined = _closure(must)
    return tuple(pair for pair in cannot if len({joined.get(name, name) for name in pair}) == 1)


def unknown(items: Iterable[Item], pairs: Iterable[Link]) -> tuple[str, ...]:
    """Return the addresses in ``pairs`` that no item has, in their order: to warn of."""
    known = {item.url for item in items}
    return tuple(dict.fromkeys(name for pair in pairs for name in pair if name not in known))


class Links:
    """The pairs that concern given items, with all that they imply.

    Raises:
        ContentError: two items are kept apart that other pairs put together.
    """

    def __init__(self, items: Sequence[Item], must: Sequence[Link], cannot: Sequence[Link]) -> None:
        for left, right in contradictions(must, cannot):
            raise ContentError(
                f"{left} and {right} are kept apart and put together at the same time:"
                " remove one of the links."
            )
        self._apart = sorted({_sorted(pair) for pair in cannot})
        joined, known = _closure(must), {item.url for item in items}
        counts = Counter(joined[url] for url in known.intersection(joined))
        self._joined = {url: root for url, root in joined.items() if counts[root] > 1}

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
