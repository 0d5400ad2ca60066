"""Whether a sentence brings anything new beside what is printed.

Outlets tell one event in different lengths: cosines miss a short sentence that a long one contains.
So it is asked which share of a sentence is told already, a figure counting as several words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from briefing.newsroom.terms import Floats, Rows, TfIdf

_FIGURE: Final = 2.0  # words that a figure counts as
_TOLD: Final = 0.5  # share from which a sentence is told
_TOLD_BY_ONE: Final = 0.45  # the same beside a single printed sentence
_SAME_FIGURES: Final = 0.25  # the same for a sentence whose figures are all printed
_FULLER: Final = 0.7  # share of a sentence from which another tells all of it
_DIGITS = re.compile(r"\d[\d.,]*\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")


@dataclass(frozen=True, slots=True, eq=False)
class Novelty:
    """The terms of some choices: ``rows`` has 1 for a word and more for a figure.

    ``weight`` is the sum of each row; ``figures`` marks the columns of figures that are no years.
    """

    rows: Rows
    weight: Floats
    figures: Floats

    @classmethod
    def of(cls, weighed: TfIdf) -> "Novelty":
        """Look at the terms of the choices that ``weighed`` was fitted on."""
        terms = weighed.vocabulary
        digits = np.array([bool(_DIGITS.match(term)) for term in terms], dtype=bool)
        years = np.array([bool(_YEAR.match(term)) for term in terms], dtype=bool)
        tfidf = weighed.matrix()
        weights = np.where(digits, _FIGURE, 1.0)
        rows = replace(tfidf, values=weights[tfidf.columns])
        figures = np.where(digits & ~years, 1.0, 0.0)
        return cls(rows, np.maximum(1, rows.dot(np.ones(rows.width))), figures)

    def told(self, known: Sequence[int]) -> Floats:
        """Return the share of each choice that the choices ``known`` tell together, 0..1."""
        return self.rows.dot(self._union(known)) / self.weight

    def is_told(self, known: Sequence[int]) -> NDArray[np.bool_]:
        """Tell for each choice whether it says hardly anything that ``known`` do not say."""
        share = self.told(known)
        by_one = np.max([self.told([one]) for one in known], axis=0)
        fresh = self.rows.dot(self.figures * (1 - self._union(known)))
        same = (self.rows.dot(self.figures) > 0) & (fresh == 0)
        return np.asarray(
            (share >= _TOLD) | (by_one >= _TOLD_BY_ONE) | (same & (share >= _SAME_FIGURES))
        )

    def fuller(self, index: int) -> list[int]:
        """Return the choices that say what choice ``index`` says, and more."""
        told = self.rows.dot(self._union([index])) / self.weight[index]
        return [
            int(i) for i in np.flatnonzero((told >= _FULLER) & (self.weight > self.weight[index]))
        ]

    def _union(self, known: Sequence[int]) -> Floats:
        union = np.zeros(self.rows.width)
        for index in known:
            union[self.rows.row(index)[0]] = 1
        return union
