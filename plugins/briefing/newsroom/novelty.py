"""Whether a sentence brings anything new beside what is printed.

Outlets tell one event in different lengths: cosines miss a short sentence that a long one contains.
So it is asked which share of a sentence is told already, a figure counting as several words.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from briefing.newsroom.terms import Floats, Integers
from briefing.newsroom.vectors import Vectors

_FIGURE: Final = 2.0  # words that a figure counts as
_TOLD: Final = 0.5  # share from which a sentence is told
_TOLD_BY_ONE: Final = 0.45  # the same beside a single printed sentence
_SAME_FIGURES: Final = 0.25  # the same for a sentence whose figures are all printed
_FULLER: Final = 0.7  # share of a sentence from which another tells all of it
_RETOLD: Final = 0.85  # share of what it has in common with others from which a sentence is told
_COMMON: Final = 8.0  # weight of that for it to be what the sentence is about
_AGAIN: Final = 0.8  # share of a sentence that an earlier edition's said, to be the same
_DIGITS = re.compile(r"\d[\d.,]*\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")


def says_again(terms: Collection[str], told: Iterable[Collection[str]]) -> bool:
    """Tell whether a sentence says nothing that one of ``told`` has not said, all by their terms.

    What has a figure that is not there says something new.
    """
    figures = {term for term in terms if _DIGITS.match(term)}
    words = set(terms)
    return any(
        figures.issubset(known) and len(words.intersection(known)) >= _AGAIN * len(words)
        for known in told
    )


@dataclass(frozen=True, slots=True, eq=False)
class Novelty:
    """The terms of some sentences: ``rows`` has 1 for a word and more for a figure.

    ``weight`` is the sum of each row; ``figures`` marks the columns of figures that are no years.
    ``shared`` weighs a term by how many other items hold it: what a story is about.
    """

    rows: Floats
    weight: Floats
    figures: Floats
    shared: Floats

    @classmethod
    def of(cls, vectors: Vectors, items: Sequence[str]) -> "Novelty":
        """Look at the terms of the sentences of ``vectors``, and of which item each sentence is."""
        digits = np.array([bool(_DIGITS.match(term)) for term in vectors.columns], dtype=bool)
        years = np.array([bool(_YEAR.match(term)) for term in vectors.columns], dtype=bool)
        rows = np.where(vectors.counts > 0, np.where(digits, _FIGURE, 1.0), 0.0)
        figures = np.where(digits & ~years, 1.0, 0.0)
        shared = rows * np.maximum(0, _holders(rows, items) - 1)
        return cls(rows, np.maximum(1, rows.sum(axis=1)), figures, shared)

    def told(self, known: Sequence[int]) -> Floats:
        """Return the share of each sentence that the sentences ``known`` tell together, 0..1."""
        return np.asarray(self.rows[:, self._union(known)].sum(axis=1) / self.weight)

    def retold(self, known: Sequence[int]) -> Floats:
        """Return the share that ``known`` tell of what each sentence shares with other items, 0..1.

        Words that no other item has are the colour of a sentence, not its news.
        """
        told = self.shared[:, self._union(known)].sum(axis=1)
        return np.asarray(told / np.maximum(1, self.shared.sum(axis=1)))

    def is_told(self, known: Sequence[int]) -> NDArray[np.bool_]:
        """Tell for each sentence whether it says hardly anything that ``known`` do not say."""
        share = self.told(known)
        by_one = np.max([self.told([one]) for one in known], axis=0)
        figures = self.rows[:, self.figures > 0] > 0
        fresh = self.rows[:, (self.figures > 0) & ~self._union(known)] > 0
        same = figures.any(axis=1) & ~fresh.any(axis=1)
        retold = (self.retold(known) >= _RETOLD) & (self.shared.sum(axis=1) >= _COMMON)
        told = (share >= _TOLD) | (by_one >= _TOLD_BY_ONE) | (same & (share >= _SAME_FIGURES))
        return np.asarray(told | retold)

    def fuller(self, index: int) -> list[int]:
        """Return the sentences that say what sentence ``index`` says, and more."""
        told = self.rows[:, self._union([index])].sum(axis=1) / self.weight[index]
        return [
            int(i) for i in np.flatnonzero((told >= _FULLER) & (self.weight > self.weight[index]))
        ]

    def _union(self, known: Sequence[int]) -> NDArray[np.bool_]:
        """Mark the columns of what ``known`` say."""
        return np.asarray((self.rows[known] > 0).any(axis=0))


def _holders(rows: Floats, items: Sequence[str]) -> Integers:
    """Return by how many of ``items`` the term of each column is held."""
    of = np.array(items)
    held = [(rows[of == name] > 0).any(axis=0) for name in dict.fromkeys(items)]
    return np.asarray(np.sum(held, axis=0, dtype=np.int64))
