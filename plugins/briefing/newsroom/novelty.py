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

from briefing.newsroom.numerals import SMALL
from briefing.newsroom.terms import Floats, Integers, tokens
from briefing.newsroom.vectors import Vectors

_FIGURE: Final = 2.0  # words that a figure counts as
_TOLD: Final = 0.5  # share from which a sentence is told
_TOLD_BY_ONE: Final = 0.45  # the same beside a single printed sentence
_SAME_FIGURES: Final = 0.25  # the same for a sentence whose figures are all printed
_FULLER: Final = 0.7  # share of a sentence from which another tells all of it
_COMMON: Final = 8.0  # weight of what a sentence shares with others for it to be its subject
_REST: Final = 0.2  # share of that up to which the rest is told, too
_LITTLE: Final = 3.0  # weight of that which is little
_AGAIN: Final = 0.8  # share of a sentence that an earlier edition's said, to be the same
_DIGITS = re.compile(r"\d[\d.,]*\Z")
_COUNTS = frozenset(tokens(f"{SMALL} dozen hundred thousand million")) - {"zero", "one"}
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

    ``weight`` is the sum of each row; ``figures`` marks the columns of figures that are no years,
    ``counts`` those of all figures and of number words.
    ``above`` marks those of the headline.  ``shared`` weighs a term by how many other items hold
    it: what a story is about.
    """

    rows: Floats
    weight: Floats
    figures: Floats
    counts: NDArray[np.bool_]
    above: NDArray[np.bool_]
    shared: Floats

    @classmethod
    def of(
        cls, vectors: Vectors, items: Sequence[str], headline: Collection[str] = ()
    ) -> "Novelty":
        """Look at the terms of the sentences of ``vectors``.

        Args:
            vectors: the sentences.
            items: of which item each of them is.
            headline: the terms of what stands above.
        """
        digits = np.array([bool(_DIGITS.match(term)) for term in vectors.columns], dtype=bool)
        years = np.array([bool(_YEAR.match(term)) for term in vectors.columns], dtype=bool)
        rows = np.where(vectors.counts > 0, np.where(digits, _FIGURE, 1.0), 0.0)
        figures = np.where(digits & ~years, 1.0, 0.0)
        shared = rows * np.log2(np.maximum(1, _holders(rows, items)))
        above = np.array([term in headline for term in vectors.columns], dtype=bool)
        counts = digits | np.array([term in _COUNTS for term in vectors.columns], dtype=bool)
        return cls(rows, np.maximum(1, rows.sum(axis=1)), figures, counts, above, shared)

    def told(self, known: Sequence[int]) -> Floats:
        """Return the share of each sentence that the sentences ``known`` tell together, 0..1."""
        return np.asarray(self.rows[:, self._union(known)].sum(axis=1) / self.weight)

    def fresh(self, known: Sequence[int]) -> Floats:
        """Return how much of what each sentence shares with other items is new, 0..1.

        New is what neither ``known`` nor the headline tell.  Words that no other item has are the
        colour of a sentence, not its news; one that shares little has little to do with the story.
        """
        return np.asarray(self._untold(known) / (self.shared.sum(axis=1) + _LITTLE))

    def is_told(self, known: Sequence[int]) -> NDArray[np.bool_]:
        """Tell for each sentence whether it says hardly anything that ``known`` do not say."""
        share = self.told(known)
        by_one = np.max([self.told([one]) for one in known], axis=0)
        figures = self.rows[:, self.figures > 0] > 0
        fresh = self.rows[:, (self.figures > 0) & ~self._union(known)] > 0
        same = figures.any(axis=1) & ~fresh.any(axis=1)
        common = self.shared.sum(axis=1)
        retold = (self._untold(known) <= _REST * common) & (common >= _COMMON)
        counts = self.rows[:, self.counts & ~self._union(known)].any(axis=1)
        told = (share >= _TOLD) | (by_one >= _TOLD_BY_ONE) | (same & (share >= _SAME_FIGURES))
        return np.asarray(told | (retold & ~counts))

    def fuller(self, index: int) -> list[int]:
        """Return the sentences that say what sentence ``index`` says, and more."""
        told = self.rows[:, self._union([index])].sum(axis=1) / self.weight[index]
        return [
            int(i) for i in np.flatnonzero((told >= _FULLER) & (self.weight > self.weight[index]))
        ]

    def _untold(self, known: Sequence[int]) -> Floats:
        """Return the weight of what each sentence shares with others and readers do not know."""
        return np.asarray(self.shared[:, ~(self.above | self._union(known))].sum(axis=1))

    def _union(self, known: Sequence[int]) -> NDArray[np.bool_]:
        """Mark the columns of what ``known`` say."""
        return np.asarray((self.rows[known] > 0).any(axis=0))


def _holders(rows: Floats, items: Sequence[str]) -> Integers:
    """Return by how many of ``items`` the term of each column is held."""
    of = np.array(items)
    held = [(rows[of == name] > 0).any(axis=0) for name in dict.fromkeys(items)]
    return np.asarray(np.sum(held, axis=0, dtype=np.int64))
