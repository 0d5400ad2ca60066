"""The ranker's features and coefficients, and the numbers under it.  All sentences are ours."""

import json
from datetime import UTC, datetime
from importlib.resources import files

import numpy as np
import pytest

from briefing.models import Item
from briefing.newsroom import ranker
from briefing.newsroom.choices import Budget, Choice, choices_of
from briefing.newsroom.picking import greedy
from briefing.newsroom.ranker import Model
from briefing.newsroom.summaries import lead, of_article, summarise
from briefing.newsroom.terms import Floats, TfIdf, tokens
from briefing.newsroom.vectors import Vectors, standard

THEN = datetime(2026, 11, 20, 9, tzinfo=UTC)
TEXT = (
    "The ferry line keeps its subsidy for another year. The towns voted for the ferry on Sunday. "
    "I met the captain. The ferry line had asked the towns for the subsidy in May. "
    "It rained all day. A dog barked at the moon behind the old mill. "
    "The subsidy of the ferry line costs the towns two million a year."
)


def item(text: str) -> Item:
    url = "https://post.example/1"
    return Item("1", "s", "Post", url, "", THEN, THEN, text=text, language="en")


def choices() -> tuple[Choice, ...]:
    return choices_of(item(TEXT), 60)


def features() -> dict[str, Floats]:
    vectors = Vectors.of([choice.terms for choice in choices()])
    table = ranker.features(choices(), vectors, vectors.similarities())
    return dict(zip(ranker.NAMES, table.T, strict=True))


def only(name: str, weight: float) -> Model:
    weights = np.array([weight if one == name else 0.0 for one in ranker.NAMES])
    return Model(np.zeros(len(weights)), np.ones(len(weights)), weights)


def test_features() -> None:
    found = features()
    assert found["depth"].tolist() == pytest.approx([i / 6 for i in range(7)])
    assert found["front"][:3].tolist() == pytest.approx([1, 1 / 2, 1 / 3])
    assert found["words"][2] == 4
    assert found["voice"].tolist() == [0, 0, 1, 0, 0, 0, 0]
    assert found["pronoun"].tolist() == [0, 0, 0, 0, 1, 0, 0]
    assert found["earlier"][0] == 0
    assert found["earlier"][6] > found["earlier"][5]
    assert found["central"].argmax() in (0, 3, 6)
    assert found["top"][5] <= found["top"][0]
    assert found["weight"][5] == 0  # each of its words comes once


def test_the_shipped_file_is_small_and_whole() -> None:
    text = files("briefing.newsroom").joinpath("ranker.json").read_text(encoding="utf-8")
    assert len(text) < 2048
    assert tuple(json.loads(text)) == ranker.NAMES
    assert (ranker.shipped().deviations > 0).all()


def test_the_lead_opens_and_merit_decides_the_rest() -> None:
    budget = Budget(2, 60)
    low = [one.place for one in of_article(choices(), budget, only("depth", 9))]
    high = [one.place for one in of_article(choices(), budget, only("depth", -9))]
    assert low[0] == high[0] == 0
    assert low[1] > 4 > high[1]


def test_few_sentences_are_not_ranked() -> None:
    short = item(" ".join(TEXT.split(". ")[0:3]))
    assert summarise([short]) == lead([short])


def test_vectors_weigh_as_terms_do() -> None:
    texts = [tokens(choice.text) for choice in choices()]
    vectors, rows = Vectors.of(texts), TfIdf.fit(texts).matrix()
    assert np.allclose(vectors.similarities(), rows.similarities())
    assert np.allclose(vectors.dot(vectors.rows[0]), vectors.similarities()[0])


def test_vectors_of_nothing() -> None:
    vectors = Vectors.of([(), ()])
    assert vectors.similarities().tolist() == [[0, 0], [0, 0]]
    assert vectors.centrality().tolist() == [0, 0]
    assert standard(np.ones(3)).tolist() == [0, 0, 0]


def test_greedy_stops_at_what_is_out() -> None:
    base = np.array([0.0, 3, -np.inf, 1, 2, 2, 5])
    picked = greedy(choices(), base, lambda _: np.zeros(7), Budget(9, 999), 0)
    assert 2 not in picked
    assert picked[:2] == [0, 6]
    out = greedy(choices(), base, lambda _: np.full(7, np.inf), Budget(9, 999), 0)
    assert out == [0]
