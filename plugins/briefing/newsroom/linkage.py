"""Average linkage: clusters of rows whose mean similarity to one another reaches a cut.

The nearest-neighbour chain (F. Murtagh, "A survey of recent advances in hierarchical clustering
algorithms", 1983) finds the clusters of the textbook algorithm in quadratic time.  A cluster whose
best neighbour is below the cut is finished at once: a mean never exceeds the largest of its parts.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
APART = -1.0
"""The similarity of two rows that must never share a cluster; merged clusters take it over."""

_GONE = -2.0  # below APART: a merged or finished row, and a row beside itself
_PLACES = 6  # sums in another order differ behind this place: ties must not depend on it


def clusters(similarity: Floats, cut: float, sizes: NDArray[np.intp] | None = None) -> list[int]:
    """Return for each row the smallest row of its cluster.

    Args:
        similarity: a square symmetric matrix; it is overwritten.
        cut: two clusters merge while their mean similarity is at least this (above 0).
        sizes: how many items each row stands for, 1 each when not given.
    """
    count = len(similarity)
    weights = np.ones(count, dtype=np.intp) if sizes is None else sizes.copy()
    owner = list(range(count))
    np.fill_diagonal(similarity, _GONE)
    active = np.ones(count, dtype=bool)
    chain: list[int] = []
    for start in range(count):
        if active[start]:
            chain.append(start)
        while chain:
            _step(similarity, cut, weights, owner, active, chain)
    return _roots(owner)


def _step(
    similarity: Floats,
    cut: float,
    weights: NDArray[np.intp],
    owner: list[int],
    active: NDArray[np.bool_],
    chain: list[int],
) -> None:
    """Lengthen the chain by the nearest neighbour, merge its last two, or finish its last."""
    last = chain[-1]
    best = int(np.argmax(similarity[last]))
    nearest = similarity[last, best]
    if nearest < cut:
        chain.pop()
        _retire(similarity, active, last)
        return
    if len(chain) > 1 and similarity[last, chain[-2]] == nearest:
        before = chain[-2]
        del chain[-2:]
        kept, gone = min(last, before), max(last, before)
        _merge(similarity, weights, kept, gone)
        owner[gone] = kept
        _retire(similarity, active, gone)
        return
    chain.append(best)


def _merge(similarity: Floats, weights: NDArray[np.intp], kept: int, gone: int) -> None:
    left, right = similarity[kept], similarity[gone]
    mean = (weights[kept] * left + weights[gone] * right) / (weights[kept] + weights[gone])
    mean = np.round(mean, _PLACES)
    mean[(left == APART) | (right == APART)] = APART
    mean[(left == _GONE) | (right == _GONE)] = _GONE
    similarity[kept], similarity[:, kept] = mean, mean
    weights[kept] += weights[gone]


def _retire(similarity: Floats, active: NDArray[np.bool_], row: int) -> None:
    active[row] = False
    similarity[row], similarity[:, row] = _GONE, _GONE


def _roots(owner: list[int]) -> list[int]:
    """Follow each row to the row that it ended in; owners are always smaller than what they own."""
    for row, parent in enumerate(owner):
        owner[row] = owner[parent]
    return owner
