"""Average linkage: clusters of rows whose mean similarity to one another reaches a cut.

The nearest-neighbour chain (F. Murtagh, "A survey of recent advances in hierarchical clustering
algorithms", 1983) finds the clusters of the textbook algorithm in quadratic time.  A cluster whose
best neighbour is below the cut is finished at once: a mean never exceeds the largest of its parts.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

TOGETHER = 1000.0
"""The similarity of two rows that share a cluster whatever the others say."""
APART = -1000.0
"""The similarity of two rows that never share one; a merged cluster takes it over."""

_GONE = -np.inf  # a merged or finished row, and a row beside itself
_PLACES = 6  # sums in another order differ behind this place: ties must not depend on it


def clusters(similarity: Floats, cut: float) -> list[int]:
    """Return for each row the smallest row of its cluster.

    Args:
        similarity: a square symmetric matrix; it is overwritten.
        cut: two clusters merge while their mean similarity is at least this (above 0).
    """
    chain = _Chain(similarity, cut)
    for row in range(len(similarity)):
        chain.grow(row)
    return chain.roots()


@dataclass(slots=True)
class _Chain:
    similarity: Floats
    cut: float
    links: list[int] = field(default_factory=list)
    sizes: list[int] = field(init=False)
    owner: list[int] = field(init=False)
    done: list[bool] = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.similarity)
        np.fill_diagonal(self.similarity, _GONE)
        self.sizes, self.owner, self.done = [1] * count, list(range(count)), [False] * count

    def grow(self, row: int) -> None:
        """Start a chain at ``row`` and follow it until all its rows are merged or finished."""
        if not self.done[row]:
            self.links.append(row)
        while self.links:
            self._step()

    def _step(self) -> None:
        last = self.links[-1]
        nearest = int(np.argmax(self.similarity[last]))
        best = self.similarity[last, nearest]
        if best < self.cut:
            self.links.pop()
            self._finish(last)
        elif len(self.links) > 1 and self.similarity[last, self.links[-2]] == best:
            before = self.links[-2]
            del self.links[-2:]
            self._merge(min(last, before), max(last, before))
        else:
            self.links.append(nearest)

    def _merge(self, kept: int, gone: int) -> None:
        """Replace two rows by their mean; the smaller row stands for both."""
        left, right = self.similarity[kept], self.similarity[gone]
        total = self.sizes[kept] + self.sizes[gone]
        mean = np.round((self.sizes[kept] * left + self.sizes[gone] * right) / total, _PLACES)
        mean[(left == APART) | (right == APART)] = APART
        mean[(left == _GONE) | (right == _GONE)] = _GONE
        self.similarity[kept], self.similarity[:, kept] = mean, mean
        self.sizes[kept], self.owner[gone] = total, kept
        self._finish(gone)
        if not self.links:
            self.links.append(kept)

    def _finish(self, row: int) -> None:
        self.done[row] = True
        self.similarity[row], self.similarity[:, row] = _GONE, _GONE

    def roots(self) -> list[int]:
        """Follow each row to the row that it ended in: an owner is smaller than what it owns."""
        for row, parent in enumerate(self.owner):
            self.owner[row] = self.owner[parent]
        return self.owner
