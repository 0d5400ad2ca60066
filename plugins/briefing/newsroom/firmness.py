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
    for left, right in bound:
        if left in places and right in places:
            sure[places[left], places[right]] = sure[places[right], places[left]] = True
    return [[cluster[at] for at in part] for part in _components(sure)]


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


def _components(joined: Flags) -> list[list[int]]:
    """Return the connected parts of a graph, each ascending, in the order of their first places."""
    waiting, parts = set(range(len(joined))), []
    while waiting:
        part, fresh = set[int](), {min(waiting)}
        while fresh:
            part |= fresh
            fresh = set(np.flatnonzero(joined[sorted(fresh)].any(axis=0)).tolist()) - part
        waiting -= part
        parts.append(sorted(part))
    return parts
