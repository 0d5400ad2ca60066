"""Pairs and clusters: the sparse way gives what asking about all pairs gives."""

import random
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.models import Item
from briefing.newsroom import pairs as pairs_module
from briefing.newsroom.demands import Demands
from briefing.newsroom.linkage import clusters
from briefing.newsroom.pairs import HOURS, UNIT, Pairs, meetings, pairs
from briefing.newsroom.terms import Rows, TfIdf, ngrams
from briefing.newsroom.weights import Background, cosines, weigh

WORDS = ("ferry", "harbour", "copper", "mine", "bell", "storm", "choir", "seal", "mill", "oven")
MOMENT = datetime(2026, 3, 2, 6, tzinfo=UTC)


def documents(seed: int, count: int) -> list[tuple[str, ...]]:
    rng = random.Random(seed)  # noqa: S311 no secret
    return [ngrams(rng.choices(WORDS, k=rng.randint(0, 6))) for _ in range(count)]


def rows_of(seed: int, count: int) -> Rows:
    return TfIdf.fit(documents(seed, count)).matrix()


def dense(found: Pairs, count: int) -> np.ndarray:
    matrix = np.eye(count) * UNIT
    matrix[found.left, found.right] = matrix[found.right, found.left] = found.likeness
    return matrix / UNIT


@given(st.integers(0, 99), st.integers(0, 40))
@settings(max_examples=40)
def test_pairs_are_the_cosines_that_time_fades(seed: int, count: int) -> None:
    rows = rows_of(seed, count)
    hours = np.sort(np.random.default_rng(seed).uniform(0, 100, count))
    gap = np.abs(hours[:, None] - hours)
    expected = rows.similarities() * np.exp(-gap / HOURS) * (gap <= HOURS)
    expected[expected < 0.2] = 0
    np.fill_diagonal(expected, 1)
    found = pairs(rows, hours, np.full(count, np.sqrt(0.2)))
    assert np.allclose(dense(found, count), expected, atol=1e-6)
    assert (found.left < found.right).all()


def test_blocks_and_common_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = rows_of(1, 30)
    whole = [np.concatenate(side) for side in zip(*meetings(rows), strict=True)]
    monkeypatch.setattr(pairs_module, "_CELLS", 90)
    parts = [np.concatenate(side) for side in zip(*meetings(rows), strict=True)]
    assert all(np.allclose(one, other) for one, other in zip(whole, parts, strict=True))
    monkeypatch.setattr(pairs_module, "_COMMON", 1)
    assert sum(len(left) for left, _, _ in meetings(rows)) == 0


def asking(count: int, threshold: float, leniency: float) -> Demands:
    return Demands(np.full(count, threshold), np.full(count, leniency))


def alike(matrix: np.ndarray) -> Pairs:
    left, right = np.triu_indices(len(matrix), 1)
    kept = matrix[left, right] > 0
    likeness = np.round(matrix[left, right] * UNIT).astype(np.int64)
    return Pairs(left[kept], right[kept], likeness[kept])


def by_hand(matrix: np.ndarray, threshold: float, leniency: float) -> list[list[int]]:
    """Join the most alike clusters as long as there are any: cubic, and plain to see."""
    found = [[row] for row in range(len(matrix))]

    def likeness(one: list[int], other: list[int]) -> float:
        within = [matrix[np.ix_(part, part)].mean() ** (leniency / 2) for part in (one, other)]
        between = matrix[np.ix_(one, other)].mean()
        return round(float(between / (within[0] * within[1] * threshold)), 6)

    while True:
        ranked = sorted(
            (-likeness(one, other), one[0], other[0], at, to)
            for to, other in enumerate(found)
            for at, one in enumerate(found[:to])
        )
        if not ranked or -ranked[0][0] < 1:
            return sorted(found)
        at, to = ranked[0][3:]
        found[at] = sorted(found[at] + found.pop(to))


@given(st.integers(0, 999), st.integers(0, 14), st.sampled_from([0.0, 0.5, 1.0]))
@settings(max_examples=80)
def test_clusters_are_those_of_the_plain_algorithm(seed: int, count: int, leniency: float) -> None:
    raw = np.random.default_rng(seed).uniform(0, 1, (count, count))
    matrix = np.round((raw + raw.T) / 2 * ((raw + raw.T) > 0.8), 4)
    np.fill_diagonal(matrix, 1)
    found = clusters(alike(matrix), asking(count, 0.5, leniency), np.zeros(count))
    assert found == by_hand(matrix, 0.5, leniency)


def test_a_cluster_takes_over_what_its_members_are_held_apart_from() -> None:
    matrix = np.full((4, 4), 0.9)
    found = clusters(
        alike(matrix), asking(4, 0.5, 1.0), np.zeros(4), together=[(0, 1)], apart=[(0, 3)]
    )
    assert found[0][:2] == [0, 1]
    assert 3 not in found[0]


def test_copies_join_unless_time_or_the_editor_forbids_it() -> None:
    nothing = alike(np.eye(4))
    hours = np.array([0.0, 1.0, 2.0, 100.0])
    found = clusters(
        nothing, asking(4, 0.5, 1.0), hours, copies=[(0, 1), (1, 2), (2, 3)], apart=[(2, 0)]
    )
    assert found == [[0, 1], [2], [3]]
    assert clusters(nothing, asking(4, 0.5, 1.0), hours, together=[(0, 3)])[0] == [0, 3]


def test_no_cluster_outlasts_three_days() -> None:
    hours = np.array([0.0, 40.0, 80.0])
    matrix = np.array([[1, 0.9, 0], [0.9, 1, 0.8], [0, 0.8, 1]])
    assert clusters(alike(matrix), asking(3, 0.2, 1.0), hours) == [[0, 1], [2]]


def items(texts: list[str]) -> list[Item]:
    return [
        Item(str(n), "s", "s", f"https://news.example/{n}", f"Title {n}", MOMENT, MOMENT, text)
        for n, text in enumerate(texts)
    ]


def test_weights_are_those_of_the_classic_formula() -> None:
    found = items(["Ferry towns vote on the Merrow ferry", "Copper mine opens", ""])
    weighted = weigh(found, "en", Background())
    assert len(weighted.vocabulary) == weighted.rows.width
    assert list(weighted.vocabulary[:2]) == [weighted.vocabulary[0], weighted.vocabulary[1]]
    lengths = np.diag(cosines(weighted.rows))
    assert np.allclose(lengths, 1)
    columns, _ = weighted.rows.row(0)
    terms = {weighted.vocabulary[column] for column in columns.tolist()}
    assert {"ferri", "merrow ferri", "titl 0"} <= terms
    assert weighted.frequencies[list(weighted.vocabulary).index("titl")] == 3


def test_earlier_items_make_their_words_common() -> None:
    before = Background.of(items(["ferry"] * 9))
    found = items(["ferry copper"])
    weighted = weigh(found, "en", before)
    columns, values = weighted.rows.row(0)
    worth = {weighted.vocabulary[c]: v for c, v in zip(columns.tolist(), values, strict=True)}
    assert worth["ferri"] < worth["copper"]
