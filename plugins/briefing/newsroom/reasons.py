"""Why an item is in its story: the rare words that it shares with the nearest other member."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache

import numpy as np

from briefing.models import Item
from briefing.newsroom.likeness import Weighted, generic, lead
from briefing.newsroom.linkage import Floats
from briefing.newsroom.terms import surface, tokens
from briefing.newsroom.titles import clean

_RARE_ITEMS, _RARE_SHARE = 3, 0.02
_ENOUGH = 3  # points, see `loners`
_TERMS = 3
_FIGURE = re.compile(r"[\d.,]+")
_MEASURES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " dozen hundred thousand million billion trillion percent per cent pct"
    " half third quarter double twice"
    " metre meter kilometre kilometer mile foot feet inch yard km hectare acre litre liter gallon"
    " barrel gram kilogram kilo kg pound ounce ton tonne degree celsius fahrenheit mph kph knot"
    " dollar euro pound cent penny pence crown mark yen yuan rupee rouble ruble franc peso krone"
    " second minute hour mr mrs ms dr page photo photograph pm am o'clock age aged"
)
"""Number words, units and other words that are shared without saying anything."""


def loners(weighted: Weighted, cluster: Sequence[int], bound: Collection[int] = ()) -> set[int]:
    """Return the members that share too little with the others: they leave the story.

    One telling term is enough if it is rare, the earlier items counted; of those that are rare in
    the window alone it takes three: the name of last week's storm makes no story.  Members in
    ``bound`` stay.  Who leaves takes terms along, so this goes on until everybody has a reason.
    """
    terms = {place: weighted.rows.row(place)[0].tolist() for place in cluster}
    staying = list(cluster)
    while True:
        held = Counter(term for place in staying for term in terms[place])
        points = {t: _points(weighted, t, count) for t, count in held.items() if count > 1}
        worth = {place: sum(points.get(term, 0) for term in terms[place]) for place in staying}
        kept = [place for place in staying if place in bound or worth[place] >= _ENOUGH]
        if len(kept) == len(staying):
            return set(cluster) - set(kept)
        staying = kept


def _points(weighted: Weighted, column: int, inside: int) -> int:
    """Return what sharing a term is worth; it is rare when 3 items or 2 % of all have it, too."""
    term = weighted.vocabulary[column]
    outside, background = int(weighted.frequencies[column]) - inside, weighted.background
    earlier = background.counts.get(term, 0)
    if outside > _limit(weighted.total) or not is_telling(term):
        return 0
    if outside + earlier <= _limit(weighted.total + background.size):
        return _ENOUGH
    return int(" " not in term)


def _limit(total: int) -> float:
    return max(_RARE_ITEMS, _RARE_SHARE * total)


def is_telling(term: str) -> bool:
    """Tell whether a term can be a reason: no figure, no measure, and not generic throughout."""
    return any(
        word not in generic() and word not in _measures() and not _FIGURE.fullmatch(word)
        for word in term.split()
    )


@cache
def _measures() -> frozenset[str]:
    return frozenset(tokens(_MEASURES))


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
    columns, values = part.rows.row(left)
    other = dict(zip(*(side.tolist() for side in part.rows.row(right)), strict=True))
    products = [
        (-round(value * other[column], 6), part.vocabulary[column])
        for column, value in zip(columns.tolist(), values.tolist(), strict=True)
        if column in other and is_telling(part.vocabulary[column])
    ]
    item = part.items[left]
    text = f"{clean(item.title, item.outlet)} {lead(item)}"
    forms, used, count = surface(text), set[str](), 0
    for _, term in sorted(products):
        shown = [forms.get(word, word) for word in term.split()]
        if used.isdisjoint(term.split()) and count < _TERMS and _is_phrase(shown, text):
            used.update(term.split())
            count += 1
            yield " ".join(shown)


def _is_phrase(words: Sequence[str], text: str) -> bool:
    """Tell whether words can be shown: one, or two that the text has so and writes alike."""
    alike = len({word[:1].isupper() for word in words}) == 1
    return len(words) == 1 or (alike and " ".join(words) in text)
