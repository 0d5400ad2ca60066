"""Pairs of items that share words: how alike they are, without asking about all the others.

Only rows that share a term meet (J. Zobel and A. Moffat, "Inverted files for text search engines",
2006), and what is hardly alike is dropped at once: the work grows with what items share and not
with the square of their number.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from briefing.newsroom.meant import Meant
from briefing.newsroom.terms import Floats, Integers, Rows

UNIT = 10**6
"""Likenesses are whole millionths, so that sums are the same in any order."""

HOURS = 72.0
"""Two items further apart never share a story; likeness fades by e in the same time."""

_COMMON = 256  # a term in more rows tells nothing of two of them, and costs most
_TINY = 1e-12
_CELLS = 200_000  # of a block of rows at a time: they stay in the processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Rows ``left`` < ``right`` that are alike by ``likeness`` millionths, in that order."""

    left: Integers
    right: Integers
    likeness: Integers


def pairs(rows: Rows, hours: Floats, least: Floats, meant: Meant | None = None) -> Pairs:
    """Return the pairs of rows that are alike at all.

    Args:
        rows: of length 1, in the order of their times.
        hours: when each came out.
        least: a pair counts from the product of its two values on.
        meant: what the rows mean, to be mixed in.
    """
    blocks = [(np.zeros(0, np.int64),) * 3]
    floor = 0.99 * float(least.min(initial=1.0)) ** 2  # a pair fades and never gains
    for left, right, cosines in meetings(rows, meant, floor):
        gaps = hours[right] - hours[left]
        alike = cosines * np.exp(-gaps / HOURS)
        kept = (gaps <= HOURS) & (alike >= least[left] * least[right])
        whole = np.round(alike[kept] * UNIT).astype(np.int64)
        blocks.append((left[kept], right[kept], whole))
    return Pairs(*(np.concatenate(side) for side in zip(*blocks, strict=True)))


def meetings(
    rows: Rows, meant: Meant | None = None, floor: float = 0.0
) -> Iterator[tuple[Integers, Integers, Floats]]:
    """Yield (left, right, cosine) of the pairs that share a term, a block of rows at a time.

    Terms that stand in more than 256 rows do not count, nor do cosines below ``floor``.
    """
    postings = _Postings.of(rows)
    count = max(1, _CELLS // max(1, len(rows)))
    for first in range(0, len(rows), count):
        yield postings.meet(rows, first, min(first + count, len(rows)), meant, floor)


@dataclass(frozen=True, slots=True, eq=False)
class _Postings:
    """The rows of each term: ``places`` says where a value of the rows stands among ``owners``.

    ``ends`` is where the rows of its term end, at its own place for a term that does not count.
    """

    owners: Integers
    values: Floats
    places: Integers
    ends: Integers

    @classmethod
    def of(cls, rows: Rows) -> "_Postings":
        owners = rows.owners()
        order = np.argsort(rows.columns * len(rows) + owners)  # no two alike: any sort will do
        places = np.empty_like(order)
        places[order] = np.arange(len(order))
        counts = np.bincount(rows.columns, minlength=rows.width)
        ends = np.cumsum(counts)[rows.columns]
        ends = np.where(counts[rows.columns] <= _COMMON, ends, places + 1)
        return cls(owners[order], rows.values[order], places, ends)

    def meet(
        self, rows: Rows, first: int, last: int, meant: Meant | None, floor: float
    ) -> tuple[Integers, Integers, Floats]:
        """Multiply the rows from ``first`` to ``last`` with all later ones."""
        part = slice(rows.starts[first], rows.starts[last])
        places, later = self.places[part], self.ends[part] - self.places[part] - 1
        owners = np.repeat(np.arange(last - first), np.diff(rows.starts[first : last + 1]))
        jumps = np.cumsum(later) - later - places - 1
        others = np.arange(later.sum()) - np.repeat(jumps, later)
        products = np.repeat(rows.values[part], later) * self.values[others]
        width = len(rows) - first
        cells = np.repeat(owners * width - first, later) + self.owners[others]
        sums = np.asarray(np.bincount(cells, products, (last - first) * width), dtype=np.float64)
        if meant:
            sums = meant.mixed(sums.reshape(last - first, width), first).reshape(-1)
        found = np.flatnonzero(sums >= max(floor, _TINY))  # of truth values: quicker than of floats
        return first + found // width, first + found % width, sums[found]
