"""Why an item is in its story: the rare words that it shares with the nearest other member."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from briefing.models import Item
from briefing.newsroom.likeness import is_telling, lead
from briefing.newsroom.terms import Floats, Integers, surface
from briefing.newsroom.titles import clean
from briefing.newsroom.weights import Flags, Weighted

__all__ = ["is_telling", "loners", "rare", "reasons"]

_RARE_ITEMS, _RARE_SHARE = 3, 0.02
_ENOUGH = 3  # points, see `loners`
_TERMS, _LOOK = 3, 24  # to show, and to choose them from


def loners(weighted: Weighted, cluster: Sequence[int], bound: Collection[int] = ()) -> set[int]:
    """Return the members that share too little with the others: they leave the story.

    One telling term is enough if it is rare, the earlier items counted; of those that are rare in
    the window alone it takes three: the name of last week's storm makes no story.  Members in
    ``bound`` stay.  Who leaves takes terms along, so this goes on until everybody has a reason.
    """
    held = [weighted.rows.row(place)[0] for place in cluster]
    columns, places = np.unique(np.concatenate(held), return_inverse=True)
    owners = np.repeat(np.arange(len(cluster)), [len(terms) for terms in held])
    stays = np.isin(cluster, tuple(bound))
    staying = np.ones(len(cluster), dtype=bool)
    while True:
        inside = np.bincount(places[staying[owners]], minlength=len(columns))
        points = _points(weighted, columns, inside)
        worth = np.bincount(owners, points[places], len(cluster))
        kept = staying & (stays | (worth >= _ENOUGH))
        if kept.sum() == staying.sum():
            return {place for place, stay in zip(cluster, kept.tolist(), strict=True) if not stay}
        staying = kept


def _points(weighted: Weighted, columns: Integers, inside: Integers) -> Integers:
    """Return what sharing each term is worth, of which ``inside`` members hold some."""
    outside, single = (
        weighted.frequencies[columns] - inside,
        columns < len(weighted.vocabulary.words),
    )
    counts = weighted.telling[columns] & (inside > 1) & (outside <= _limit(weighted.total))
    return np.where(counts, np.where(rare(weighted, columns, inside), _ENOUGH, single), 0)


def rare(weighted: Weighted, columns: Integers, inside: Integers) -> Flags:
    """Tell which terms 3 items or 2 % of all have at the most, besides the ``inside`` members."""
    outside = weighted.frequencies[columns] - inside
    earlier = outside + weighted.earlier[columns]
    now = outside <= _limit(weighted.total)
    return np.asarray(now & (earlier <= _limit(weighted.total + weighted.before)))


def _limit(total: int) -> float:
    return max(_RARE_ITEMS, _RARE_SHARE * total)


def reasons(
    part: Weighted, cosines: Floats, copied: Collection[int], joined: Collection[int]
) -> tuple[str, ...]:
    """Return one sentence for each row of a story: which other is nearest, and by which words.

    Args:
        part: the rows of the story alone.
        cosines: how alike they are.
        copied: the places of copies of another member.
        joined: the places that an editor put in.
    """
    others = cosines.copy()
    np.fill_diagonal(others, -1.0)
    found = []
    for place, nearest in enumerate(np.argmax(others, axis=1).tolist()):
        words = tuple(_shared(part, place, nearest))
        what = ", ".join(words)
        if place in copied:
            what = "the same article"
        elif place in joined:
            what = ", ".join(("joined by hand", *words))
        found.append(f"with {_named(part.items[nearest])}: {what or 'similar words'}")
    return tuple(found)


def _named(item: Item) -> str:
    return f"\u201c{clean(item.title, item.outlet)}\u201d ({item.outlet})"


def _shared(part: Weighted, left: int, right: int) -> Iterator[str]:
    """Yield the weightiest telling words of two rows, as the left one writes them."""
    terms = _weightiest(part, left, right)
    item = part.items[left]
    text = f"{clean(item.title, item.outlet)} {lead(item)}"
    forms, used, count = surface(text), set[str](), 0
    for term in terms:
        shown = [forms.get(word, word) for word in term.split()]
        if used.isdisjoint(term.split()) and count < _TERMS and _is_phrase(shown, text):
            used.update(term.split())
            count += 1
            yield " ".join(shown)


def _weightiest(part: Weighted, left: int, right: int) -> Sequence[str]:
    """Return the telling terms of two rows, the weightiest first."""
    columns, values = part.rows.row(left)
    others, weights = part.rows.row(right)
    both, here, there = np.intersect1d(columns, others, assume_unique=True, return_indices=True)
    products = np.round(values[here] * weights[there], 6) * part.telling[both]
    order = np.argsort(-products, kind="stable")[: np.count_nonzero(products)]
    return [part.vocabulary[column] for column in both[order[:_LOOK]].tolist()]


def _is_phrase(words: Sequence[str], text: str) -> bool:
    """Tell whether words can be shown: one, or two that the text has so and writes alike."""
    alike = len({word[:1].isupper() for word in words}) == 1
    return len(words) == 1 or (alike and " ".join(words) in text)
