"""The sentences of an article or a group as rows of numbers: few enough for dense ones.

The weighting is that of `terms`.  Columns stand in the order in which terms come up, so the order
of the sentences decides everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from briefing.newsroom.terms import Floats, Integers

_ONE_THREAD = 250_000  # multiplications that BLAS does not spread over threads, which costs more
_TINY = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Sentences by terms: how often each occurs, and the TF-IDF weights as rows of length 1.

    ``columns`` maps a term to its column; rows without terms are 0.
    """

    columns: dict[str, int]
    counts: Floats
    idf: Floats
    rows: Floats

    @classmethod
    def of(cls, sentences: Sequence[Sequence[str]]) -> "Vectors":
        """Weigh the terms of ``sentences``."""
        columns: dict[str, int] = {}
        flat = [columns.setdefault(t, len(columns)) for terms in sentences for t in terms]
        counts = _counts(flat, list(map(len, sentences)), len(columns))
        idf = np.log((1 + len(sentences)) / (1 + (counts > 0).sum(axis=0))) + 1
        return cls(columns, counts, idf, _unit(counts, idf))

    def centrality(self, members: Integers | None = None) -> Floats:
        """Return the cosine of each row to the mean of all rows, or of ``members``."""
        mean = (self.rows if members is None else self.rows[members]).mean(axis=0)
        return self.dot(mean / max(float(np.sqrt((mean**2).sum())), _TINY))

    def dot(self, vector: Floats) -> Floats:
        """Return the product of each row with ``vector``."""
        return np.asarray((self.rows * vector).sum(axis=1))

    def similarities(self) -> Floats:
        """Return the cosines of all pairs of rows."""
        step = max(1, _ONE_THREAD // max(1, self.rows.size))
        parts = [self.rows[at : at + step] @ self.rows.T for at in range(0, len(self.rows), step)]
        return np.concatenate(parts)


def standard(values: Floats) -> Floats:
    """Return ``values`` with mean 0 and deviation 1 (all 0 where they do not differ)."""
    return np.asarray((values - values.mean()) / max(float(values.std()), _TINY))


def _counts(columns: Sequence[int], lengths: Sequence[int], width: int) -> Floats:
    rows = np.repeat(np.arange(len(lengths)), lengths)
    places = rows * width + np.array(columns, dtype=np.intp)
    found = np.bincount(places, minlength=len(lengths) * width).reshape(len(lengths), width)
    return found.astype(np.float64)


def _unit(counts: Floats, idf: Floats) -> Floats:
    raw = np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0) * idf
    norms = np.sqrt((raw**2).sum(axis=1, keepdims=True))
    return np.asarray(raw / np.maximum(norms, _TINY))
