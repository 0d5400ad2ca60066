"""Why an item is in its story: the rare words that it shares with the nearest other member."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from briefing.models import Item
from briefing.newsroom.likeness import Weighted, generic, lead
from briefing.newsroom.linkage import Floats
from briefing.newsroom.terms import surface
from briefing.newsroom.titles import clean

_RARE_ITEMS, _RARE_SHARE = 3, 0.02
_TERMS = 3


def loners(weighted: Weighted, cluster: Sequence[int], bound: Collection[int] = ()) -> set[int]:
    """Return the members that share no rare term with any other: they leave the story.

    A term is rare when at most 3 items, or 2 % of all, hold it outside the story.  Members in
    ``bound`` stay.  Who leaves takes terms along, so this goes on until everybody has a reason.
    """
    terms = {place: weighted.rows.row(place)[0].tolist() for place in cluster}
    staying = list(cluster)
    while True:
        held = Counter(term for place in staying for term in terms[place])
        rare = {t for t, count in held.items() if count > 1 and _is_rare(weighted, t, count)}
        kept = [place for place in staying if place in bound or not rare.isdisjoint(terms[place])]
        if len(kept) == len(staying):
            return set(cluster) - set(kept)
        staying = kept


def _is_rare(weighted: Weighted, term: int, inside: int) -> bool:
    limit = max(_RARE_ITEMS, _RARE_SHARE * weighted.total)
    outside = int(weighted.frequencies[term]) - inside
    return outside <= limit and is_telling(weighted.vocabulary[term])


def is_telling(term: str) -> bool:
    """Tell whether a term can be a reason at all: neither a bare figure nor generic throughout."""
    words = term.split()
    return any(word not in generic() and not re.fullmatch(r"[\d.,]+", word) for word in words)


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
