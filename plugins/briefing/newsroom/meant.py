"""Likeness of meaning beside that of words: the part of the extra ``semantic`` in stories.

Bare headlines about one event often share no word; articles share enough, and for them words alone
were measured to be better: the less text there is the more the meaning counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing.models import Item
from briefing.newsroom.likeness import BARE, LONG, SHORT, kind
from briefing.newsroom.semantic import WIDTH, Encoder, Meanings, meanings
from briefing.newsroom.terms import Floats

Flags = NDArray[np.bool_]

_PARTS = {BARE: 0.65, SHORT: 0.5, LONG: 0.0}
"""The part of meaning in likeness; for items of two kinds it is the geometric mean."""

_FLOOR = 0.2  # any two pieces of news are as alike as this
_APART, _SAME = 0.55, 0.7  # less alike is not surely one event; more alike is with little else
_PLACES = 6  # figures behind this place may differ between machines


@dataclass(frozen=True, slots=True, eq=False)
class Meant:
    """What items mean, a row each, and the square root of the part that it has in likeness."""

    rows: Meanings
    roots: Floats

    @classmethod
    def of(cls, items: Sequence[Item], encoder: Encoder) -> "Meant":
        """Read those items in which meaning has a part."""
        parts = np.array([_PARTS[kind(item)] for item in items])
        rows = np.zeros((len(items), WIDTH), dtype=np.float32)
        read = np.flatnonzero(parts)
        if len(read):
            rows[read] = meanings([items[place] for place in read.tolist()], encoder)
        return cls(rows, np.sqrt(parts * rows.any(axis=1)))

    def mixed(self, cosines: Floats, first: int) -> Floats:
        """Return likenesses of items from ``first`` on with later ones: of words and of meaning.

        Args:
            cosines: of their words; a line an item, a column for each item from ``first`` on, 0
                but above the diagonal.
            first: the place of the first of the items.
        """
        last = first + len(cosines)
        alike = np.round(self.rows[first:last] @ self.rows[first:].T, _PLACES)
        parts = np.outer(self.roots[first:last], self.roots[first:])
        meaning = np.clip((alike - _FLOOR) / (1 - _FLOOR), 0.0, 1.0)
        return np.asarray((1 - parts) * cosines + parts * np.triu(meaning, 1))

    def judged(self, places: Sequence[int], sure: Flags, near: Flags) -> Flags:
        """Return which pairs are surely one event.

        Args:
            places: of the items.
            sure: which pairs their words call so.
            near: which pairs share any rare word.
        """
        rows, roots = self.rows[list(places)], self.roots[list(places)]
        alike = np.round(rows @ rows.T, _PLACES)
        by_both = (sure & (alike >= _APART)) | (near & (alike >= _SAME))
        return np.where(np.outer(roots, roots) > 0, by_both, sure)
