"""Items as rows of term weights: TF-IDF of title and opening, for some ten thousand at a time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import overload

import numpy as np
from numpy.typing import NDArray

from briefing.models import Item
from briefing.newsroom.likeness import (
    TITLE_COUNTS,
    generic,
    is_telling,
    language_of,
    parts_of,
    terms_of,
)
from briefing.newsroom.terms import Floats, Integers, Rows, TfIdf

Flags = NDArray[np.bool_]

_GENERIC_WEIGHT = 0.5
_PLACES = 6  # what is behind them may differ between machines


@dataclass(frozen=True, slots=True)
class Background:
    """In how many of ``size`` earlier items each term occurs: it tells everyday words from rare."""

    counts: Mapping[str, int] = field(default_factory=dict)
    size: int = 0

    @classmethod
    def of(cls, items: Iterable[Item]) -> "Background":
        """Count the terms of ``items``, such as the archive."""
        documents = [set(terms_of(item, language_of(item))) for item in items]
        return cls(Counter(chain.from_iterable(documents)), len(documents))

    def frequencies(self, terms: Sequence[str]) -> Integers:
        """Return in how many of the items each of ``terms`` occurs."""
        if not self.counts:
            return np.zeros(len(terms), dtype=np.intp)
        return np.array([self.counts.get(term, 0) for term in terms], dtype=np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class Terms(Sequence[str]):
    """Some words, and then pairs of them: ``left`` and ``right`` are places in ``words``.

    A pair is written out when it is asked for: most never are.
    """

    words: tuple[str, ...]
    left: Integers
    right: Integers

    def __len__(self) -> int:
        return len(self.words) + len(self.left)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        """Return one term, or those of a slice."""
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self))))
        pair = at - len(self.words)
        if pair < 0:
            return self.words[at]
        return f"{self.words[self.left[pair]]} {self.words[self.right[pair]]}"

    def weights(self) -> Floats:
        """Return what each term counts: a generic word half, a pair the mean of its words."""
        words = np.array([_GENERIC_WEIGHT if word in generic() else 1.0 for word in self.words])
        return np.concatenate((words, (words[self.left] + words[self.right]) / 2))

    def telling(self) -> Flags:
        """Tell of each term whether it can be a reason, as a pair is with one such word."""
        words = np.array([is_telling(word) for word in self.words], dtype=bool)
        return np.concatenate((words, words[self.left] | words[self.right]))


@dataclass(frozen=True, slots=True, eq=False)
class Weighted:
    """Items as rows of term weights, weighed among ``total`` items and what was before them.

    ``frequencies`` counts the items that hold a term, ``earlier`` those of ``before`` items that
    were before them; a `part` keeps the counts of the whole.
    """

    items: tuple[Item, ...]
    rows: Rows
    vocabulary: Terms
    frequencies: Integers
    telling: Flags
    total: int
    earlier: Integers
    before: int

    def part(self, places: Sequence[int]) -> "Weighted":
        """Return some of the rows, weighed among all."""
        items = tuple(self.items[place] for place in places)
        parts = [self.rows.row(place) for place in places]
        starts = np.cumsum([0, *(len(columns) for columns, _ in parts)])
        columns, values = (np.concatenate(side) for side in zip(*parts, strict=True))
        rows = Rows(starts.astype(np.intp), columns, values, self.rows.width)
        return replace(self, items=items, rows=rows)


def cosines(rows: Rows) -> Floats:
    """Return how alike all pairs of some rows are, to six places."""
    used, places = np.unique(rows.columns, return_inverse=True)
    dense = np.zeros((len(rows), len(used)))
    dense[rows.owners(), places] = rows.values
    return np.round(dense @ dense.T, _PLACES)


def weigh(items: Sequence[Item], language: str, background: Background) -> Weighted:
    """Weigh the terms of ``items``: by rarity, generic words by half, rows of length 1."""
    parts = [part for item in items for part in parts_of(item, language)]
    terms, owners, columns, counts = _cells(parts, len(items))
    frequencies = np.bincount(columns, minlength=len(terms))
    earlier, size = background.frequencies(terms), len(items) + background.size
    idf = (np.log((1 + size) / (1 + frequencies + earlier)) + 1) * terms.weights()
    starts = np.searchsorted(owners, np.arange(len(items) + 1))
    raw = Rows(starts, columns, (1 + np.log(counts)) * idf[columns], len(terms))
    return Weighted(
        items=tuple(items),
        rows=_unit(raw),
        vocabulary=terms,
        frequencies=frequencies,
        telling=terms.telling(),
        total=len(items),
        earlier=earlier,
        before=background.size,
    )


def _cells(
    parts: Sequence[Sequence[str]], count: int
) -> tuple[Terms, Integers, Integers, Integers]:
    """Count the terms of title and opening by turns: (terms, items, their terms, how often)."""
    flat = list(chain.from_iterable(parts))
    words = tuple(sorted(set(flat)))
    places = {word: place for place, word in enumerate(words)}
    codes = np.fromiter(map(places.__getitem__, flat), np.int64, len(flat))
    part = np.repeat(np.arange(2 * count), [len(part) for part in parts])
    joined = part[:-1] == part[1:]
    pairs = codes[:-1][joined] * len(words) + codes[1:][joined]
    kinds, pairs = np.unique(pairs, return_inverse=True)
    terms = Terms(words, kinds // max(1, len(words)), kinds % max(1, len(words)))
    part = np.concatenate((part, part[:-1][joined]))
    cells = part // 2 * len(terms) + np.concatenate((codes, len(words) + pairs))
    cells, which = np.unique(cells, return_inverse=True)
    counts = np.bincount(which, np.where(part % 2, 1, TITLE_COUNTS), len(cells)).astype(np.intp)
    return terms, cells // max(1, len(terms)), cells % max(1, len(terms)), counts


def weighed(documents: Sequence[Sequence[str]], background: Background) -> tuple[TfIdf, Rows]:
    """Return the model of some documents' terms and their rows, as `weigh` does for items."""
    model = TfIdf.fit(documents, background.counts, background.size)
    rows = model.matrix()
    factor = np.fromiter(map(_weight, model.vocabulary), np.float64, len(model.vocabulary))
    return model, _unit(replace(rows, values=rows.values * factor[rows.columns]))


def _weight(term: str) -> float:
    weights = [_GENERIC_WEIGHT if word in generic() else 1.0 for word in term.split()]
    return sum(weights) / len(weights)


def _unit(rows: Rows) -> Rows:
    """Return the rows at length 1."""
    norms = np.sqrt(np.bincount(rows.owners(), rows.values**2, minlength=len(rows)))
    return replace(rows, values=rows.values / norms[rows.owners()])
