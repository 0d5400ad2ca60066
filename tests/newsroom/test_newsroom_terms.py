"""Terms and TF-IDF rows."""
# ruff: noqa: RUF001 - typographic apostrophes, wide letters

import math
import random
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.newsroom.terms import Floats, Rows, TfIdf, ngrams, surface, tokens


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The ferry's captains were sailing", "en", ("ferri", "captain", "sail")),
        ("the ferry’s bell", "en", ("ferri", "bell")),
        ("New report says: live video update, watch the photos", "en", ()),
        ("U.S. and US but not us", "en", ("us", "us")),
        ("GIVE IT TO US", "en", ("give",)),
        ("Prices rose 4.2 percent to 1,200", "en", ("price", "rose", "4.2", "percent", "1,200")),
        ("Die Fähren liegen", "de", ("die", "fähren", "liegen")),
        ("渡轮保留", "zh", ("渡轮保", "轮保留")),
        ("渡轮", "zh", ("渡轮",)),
        ("Ferry 渡轮保留", "en", ("ferri", "渡轮保", "轮保留")),
        ("में पानी नहीं", "hi", ("में", "पानी", "नहीं")),
        ("ﬁne ｆｅｒｒｙ", "en", ("fine", "ferri")),
        ("", "en", ()),
        ("-- ... !", "en", ()),
    ],
)
def test_tokens(text: str, language: str, expected: tuple[str, ...]) -> None:
    assert tokens(text, language) == expected


def test_surface_keeps_the_first_form_as_written() -> None:
    assert surface("Ferries' ferry’s votes, Votes") == {"ferri": "Ferries", "vote": "votes"}


@given(st.text(st.sampled_from("aAeSU19.,'’\"(-_ é½")))
def test_the_terms_of_pieces_are_those_of_the_whole(text: str) -> None:
    assert list(dict.fromkeys(tokens(text))) == list(surface(text))


def test_ngrams() -> None:
    assert ngrams(("a", "b", "c")) == ("a", "b", "c", "a b", "b c")
    assert ngrams(()) == ()


def test_weights_follow_the_formula() -> None:
    model = TfIdf.fit([("ferry", "ferry", "vote"), ("vote",)])
    assert model.vocabulary == ("ferry", "vote")
    assert model.frequencies.tolist() == [1, 2]
    idf = [math.log(3 / 2) + 1, 1.0]
    assert model.idf.tolist() == pytest.approx(idf)
    raw = np.array([(1 + math.log(2)) * idf[0], idf[1]])
    assert dense(model.matrix())[0] == pytest.approx(raw / np.linalg.norm(raw))


def test_a_background_makes_common_words_light() -> None:
    documents = [("minister", "ferry")]
    model = TfIdf.fit(documents, {"minister": 90}, 100)
    minister, ferry = (model.idf[model.vocabulary.index(term)] for term in ("minister", "ferry"))
    assert minister < ferry
    assert model.frequencies.tolist() == [1, 1]


def test_transform_ignores_unknown_terms_and_keeps_empty_rows() -> None:
    rows = TfIdf.fit([("ferry",), ("vote",)]).transform([("vote", "moon"), (), ("moon",)])
    assert dense(rows).tolist() == [[0.0, 1.0], [0.0, 0.0], [0.0, 0.0]]
    assert rows.row(0)[0].tolist() == [1]


def test_nothing_at_all() -> None:
    rows = TfIdf.fit([]).matrix()
    assert len(rows) == 0
    assert rows.similarities().shape == (0, 0)


def dense(rows: Rows) -> Floats:
    full = np.zeros((len(rows), rows.width))
    full[rows.owners(), rows.columns] = rows.values
    return full


words = st.sampled_from([f"w{number}" for number in range(30)])


@given(st.lists(st.lists(words, max_size=12), min_size=1, max_size=40))
def test_similarities_are_the_dot_products(documents: list[list[str]]) -> None:
    rows = TfIdf.fit(documents).matrix()
    full = dense(rows)
    assert np.allclose(rows.similarities(), full @ full.T)
    assert np.allclose(rows.mean(), full.mean(axis=0))
    assert np.allclose(rows.mean(np.array([0])), full[0])
    assert np.allclose(rows.dot(rows.mean()), full @ full.mean(axis=0))
    norms = np.linalg.norm(full, axis=1)
    assert all(norm == pytest.approx(1) or norm == 0 for norm in norms)


def test_five_thousand_headlines_take_moments() -> None:
    rng = random.Random(7)  # noqa: S311 - test data
    documents = [
        ngrams([f"w{int(rng.paretovariate(0.6)) % 9000}" for _ in range(9)]) for _ in range(5000)
    ]
    begun = time.process_time()
    rows: Rows = TfIdf.fit(documents).matrix()
    similar = rows.similarities()
    assert similar.shape == (5000, 5000)
    assert similar.diagonal() == pytest.approx(1)
    assert time.process_time() - begun < 15  # a second or so on an idle machine
