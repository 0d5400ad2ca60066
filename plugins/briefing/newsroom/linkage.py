"""Clusters of alike items, joined best first until none are alike enough.

Two clusters are as alike as the mean of their pairs, measured against the likeness within them: for
a leniency of 1 it is the cosine of their centroids, for 0 average linkage (both in C. Manning,
P. Raghavan and H. Schuetze, "Introduction to Information Retrieval", 2008, ch. 17).  Whole numbers
are summed, and the pairs that may still join wait in a heap: no order of arrival changes anything.
"""

from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush
from itertools import pairwise

import numpy as np

from briefing.newsroom.demands import Demands
from briefing.newsroom.pairs import HOURS, UNIT, Pairs
from briefing.newsroom.terms import Floats, Integers

Rows = Iterable[tuple[int, int]]
_Waiting = tuple[float, int, int, int, int]

_PLACES = 6  # figures behind this place may differ between machines: ties must not depend on them


def clusters(
    alike: Pairs,
    demands: Demands,
    hours: Floats,
    *,
    together: Rows = (),
    copies: Rows = (),
    apart: Rows = (),
) -> list[list[int]]:
    """Return the rows of each cluster, ascending, in the order of their first rows.

    Args:
        alike: the pairs of rows that are alike at all; all others count as not alike.
        demands: what each row asks for.
        hours: when each row came out; no cluster spans more than `pairs.HOURS` of its own accord.
        together: rows that share a cluster whatever the rest says.
        copies: rows that share one unless time or ``apart`` forbids it.
        apart: rows that never do.
    """
    linkage = _Linkage(alike, demands, hours, apart)
    for left, right in together:
        linkage.join_rows(left, right)
    for left, right in copies:
        if linkage.may_join_rows(left, right):
            linkage.join_rows(left, right)
    linkage.run()
    return sorted(sorted(members) for members in linkage.members.values())


class _Linkage:
    """Clusters under way, by number: those of single rows have the rows' own.

    Two that join get a new number, so that what was known of them is told from what is.  A cluster
    lists the rows that it is alike to, one for each other cluster, with the sums over all pairs.
    The first of its members is the earliest.
    """

    def __init__(self, alike: Pairs, demands: Demands, hours: Floats, apart: Rows) -> None:
        count = len(hours)
        self.members = {row: [row] for row in range(count)}
        self._of = np.arange(count)
        self._near = dict(enumerate(_both_ways(alike, count)))
        self._inside = [UNIT] * count
        self._asked, self._lenient = demands.thresholds.tolist(), demands.leniency.tolist()
        room = np.zeros(count)  # for the clusters to come
        self._first, self._last = np.append(hours, room), np.append(hours, room)
        self._scale = np.append(np.sqrt(UNIT * demands.thresholds), room)
        self._apart: dict[int, set[int]] = {}
        for left, right in apart:
            self._apart.setdefault(left, set()).add(right)
            self._apart.setdefault(right, set()).add(left)
        scales = self._scale[alike.left] * self._scale[alike.right]
        likeness = np.round(alike.likeness / scales, _PLACES)
        enough = np.flatnonzero(likeness >= 1)
        sides = (-likeness[enough], alike.left[enough], alike.right[enough])
        self._heap = [(*pair, *pair[1:]) for pair in zip(*(s.tolist() for s in sides), strict=True)]
        heapify(self._heap)

    def run(self) -> None:
        """Join the most alike clusters, of equals those of the earliest rows, again and again."""
        while self._heap:
            _, _, _, left, right = heappop(self._heap)
            if left in self.members and right in self.members and self._may_join(left, right):
                self._join(left, right)

    def may_join_rows(self, left: int, right: int) -> bool:
        """Tell whether nothing forbids that two rows share a cluster."""
        return self._may_join(int(self._of[left]), int(self._of[right]))

    def join_rows(self, left: int, right: int) -> None:
        """Put two rows, and all that is with them, into one cluster."""
        one, other = int(self._of[left]), int(self._of[right])
        if one != other:
            self._join(min(one, other), max(one, other))

    def _may_join(self, left: int, right: int) -> bool:
        first = min(self._first[left], self._first[right])
        span = max(self._last[left], self._last[right]) - first
        foes = self._apart.get(left, ())
        return bool(span <= HOURS) and not any(self._of[row] == right for row in foes)

    def _join(self, left: int, right: int) -> None:
        number = len(self._inside)
        sides = zip(self._near.pop(left), self._near.pop(right), strict=True)
        rows, sums = (np.concatenate(side) for side in sides)
        mine = (self._of[rows] == left) | (self._of[rows] == right)
        self._inside.append(self._inside[left] + self._inside[right] + int(sums[mine].sum()))
        one, other = sorted((self.members.pop(left), self.members.pop(right)))
        self.members[number] = one + other
        self._of[self.members[number]] = number
        for totals in (self._asked, self._lenient):
            totals.append(totals[left] + totals[right])
        self._first[number] = min(self._first[left], self._first[right])
        self._last[number] = max(self._last[left], self._last[right])
        if self._apart:
            self._apart[number] = self._apart.pop(left, set()) | self._apart.pop(right, set())
        self._scale[number] = self._measure(number)
        self._near[number] = self._meet(number, rows[~mine], sums[~mine])

    def _measure(self, number: int) -> float:
        """Return what the sums of a cluster's likenesses are divided by, its half of it."""
        size = len(self.members[number])
        mean, lenient = self._inside[number] / (UNIT * size**2), self._lenient[number] / size
        return float(size * np.sqrt(UNIT * self._asked[number] / size) * mean ** (lenient / 2))

    def _meet(self, number: int, rows: Integers, sums: Integers) -> tuple[Integers, Integers]:
        """Note which clusters a new one may join; return a row and the sum of each it is near."""
        others, places, which = np.unique(self._of[rows], return_index=True, return_inverse=True)
        totals = np.bincount(which, sums, len(others)).astype(np.int64)
        likeness = np.round(totals / (self._scale[number] * self._scale[others]), _PLACES)
        first = np.minimum(self._first[others], self._first[number])
        span = np.maximum(self._last[others], self._last[number]) - first
        able = np.flatnonzero((likeness >= 1) & (span <= HOURS))
        for other, value in zip(others[able].tolist(), likeness[able].tolist(), strict=True):
            heappush(self._heap, self._waiting(value, number, other))
        return rows[places], totals

    def _waiting(self, likeness: float, left: int, right: int) -> _Waiting:
        one, other = sorted((self.members[left][0], self.members[right][0]))
        return -likeness, one, other, left, right


def _both_ways(alike: Pairs, count: int) -> Iterator[tuple[Integers, Integers]]:
    """Yield for each row the rows that it is alike to, and how much."""
    rows = np.concatenate((alike.left, alike.right))
    order = np.argsort(rows, kind="stable")
    others = np.concatenate((alike.right, alike.left))[order]
    likeness = np.concatenate((alike.likeness, alike.likeness))[order]
    ends = np.cumsum(np.bincount(rows, minlength=count))
    for start, end in pairwise([0, *ends.tolist()]):
        yield others[start:end], likeness[start:end]
