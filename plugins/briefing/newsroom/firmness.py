"""What is surely one event: the stricter test, for stories that readers are told of.

Being put together helps to compare; being printed as one story claims that newsrooms confirm each
other.  So two members count as sure only when they share several rare things, where a phrase is one
thing however many words it has: all that two stories on one committee share is its name.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from briefing.newsroom.likeness import BARE, LONG, SHORT, kind
from briefing.newsroom.meant import Meant
from briefing.newsroom.reasons import rare
from briefing.newsroom.terms import Floats, Integers
from briefing.newsroom.weights import Flags, Terms, Weighted

_THINGS = {BARE: 2, SHORT: 2, LONG: 3}  # that two items share, by the shorter of them


def sure_parts(
    weighted: Weighted,
    cluster: Sequence[int],
    bound: Iterable[tuple[int, int]] = (),
    meant: Meant | None = None,
) -> list[list[int]]:
    """Split a cluster into the parts that hang together by sure pairs; ``bound`` pairs are sure."""
    kinds = np.array([kind(weighted.items[place]) for place in cluster])
    asked = np.array([_THINGS[each] for each in sorted(_THINGS)])[kinds]
    shared = shared_things(weighted, cluster)
    sure = shared >= np.minimum(asked[:, None], asked)
    if meant:
        sure = meant.judged(cluster, sure, shared >= 1)
    places = {place: at for at, place in enumerate(cluster)}
    tied = np.zeros_like(sure)
    for left, right in bound:
        if left in places and right in places:
            tied[places[left], places[right]] = tied[places[right], places[left]] = True
    parts = _hanging_together(sure | tied, shared, tied)
    return [[cluster[at] for at in part] for part in parts]


def shared_things(weighted: Weighted, cluster: Sequence[int]) -> Floats:
    """Count for all pairs of members the rare words that they share, those of a phrase once."""
    part = weighted.part(cluster)
    columns, places = np.unique(part.rows.columns, return_inverse=True)
    held = np.zeros((len(cluster), len(columns)))
    held[part.rows.owners(), places] = 1.0
    inside = held.sum(axis=0).astype(np.intp)
    counts = rare(weighted, columns, inside) & weighted.telling[columns] & (inside > 1)
    joins = _phrases(columns, columns[counts], weighted.vocabulary)
    words = held[:, counts & (columns < len(weighted.vocabulary.words))]
    return np.asarray(words @ words.T - held[:, joins] @ held[:, joins].T)


def _phrases(columns: Integers, counted: Integers, terms: Terms) -> Flags:
    """Tell which columns are pairs of words that are both counted."""
    pairs = columns - len(terms.words)
    known = np.flatnonzero(pairs >= 0)
    sides = (np.isin(side[pairs[known]], counted) for side in (terms.left, terms.right))
    found = np.zeros(len(columns), dtype=bool)
    found[known] = np.logical_and(*sides)
    return found


def _hanging_together(sure: Flags, shared: Floats, bound: Flags) -> list[list[int]]:
    """Return the parts that sure pairs make, each ascending, in the order of their first places.

    Pairs join from the strongest on.  A single member needs one sure pair; two parts need two: one
    article that recalls another event does not make them the same.
    """
    part = np.arange(len(sure))
    left, right = np.nonzero(np.triu(sure, 1))
    strongest = np.lexsort((right, left, -shared[left, right], ~bound[left, right]))
    pairs = list(zip(left[strongest].tolist(), right[strongest].tolist(), strict=True))
    while pairs:
        waiting = []
        for one, other in pairs:
            here, there = np.flatnonzero(part == part[one]), np.flatnonzero(part == part[other])
            if part[one] == part[other]:
                continue
            if bound[one, other] or _holds(sure[np.ix_(here, there)]):
                part[there] = part[one]
            else:
                waiting.append((one, other))
        if len(waiting) == len(pairs):
            break
        pairs = waiting
    names = dict.fromkeys(part.tolist())
    return [np.flatnonzero(part == name).tolist() for name in names]


def _holds(between: Flags) -> bool:
    """Tell whether the sure pairs between two parts are enough to join them."""
    return 1 in between.shape or int(between.sum()) > 1
