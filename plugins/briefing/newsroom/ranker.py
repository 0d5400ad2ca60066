"""Which sentences of an article tell most: a linear model over a few features.

The coefficients in ``ranker.json`` were fitted to the sentences that come nearest to summaries
written by people (``bench/fit_ranker.py``, which anyone with such data can run again).  The lead
counts through ``depth`` and ``front``.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from briefing.newsroom.choices import Choice
from briefing.newsroom.openers import in_own_voice, opens_with_pronoun
from briefing.newsroom.terms import Floats
from briefing.newsroom.vectors import Vectors, standard

_TOP = 10  # terms of an article that count as what it is about
_FAR = 4.0  # deviations beyond which a value counts no more


@dataclass(frozen=True, slots=True, eq=False)
class _Article:
    choices: Sequence[Choice]
    vectors: Vectors
    near: Floats


def _depth(article: _Article) -> Floats:
    """How far down the article, 0 to 1."""
    count = len(article.choices)
    return np.arange(count) / max(1, count - 1)


def _front(article: _Article) -> Floats:
    return 1 / (1 + np.arange(len(article.choices)))


def _words(article: _Article) -> Floats:
    return np.array([choice.words for choice in article.choices], dtype=float)


def _top(article: _Article) -> Floats:
    """How many of the article's ten most frequent terms it holds."""
    counts = article.vectors.counts
    most = np.argsort(-counts.sum(axis=0), kind="stable")[:_TOP]
    return np.asarray((counts[:, most] > 0).sum(axis=1), dtype=float)


def _weight(article: _Article) -> Floats:
    """How frequent its terms are in the article, in the mean of the logarithms."""
    counts = article.vectors.counts
    held = (counts > 0).astype(float)
    logs = (held * np.log(np.maximum(1, counts.sum(axis=0)))).sum(axis=1)
    return np.asarray(logs / np.maximum(1, held.sum(axis=1)))


def _central(article: _Article) -> Floats:
    return standard(article.vectors.centrality())


def _voice(article: _Article) -> Floats:
    return np.array([in_own_voice(choice.text) for choice in article.choices], dtype=float)


def _pronoun(article: _Article) -> Floats:
    return np.array([opens_with_pronoun(choice.text) for choice in article.choices], dtype=float)


def _earlier(article: _Article) -> Floats:
    """How near it is to the nearest sentence before it."""
    return np.asarray(np.tril(article.near, -1).max(axis=1))


_FEATURES: dict[str, Callable[[_Article], Floats]] = {
    "depth": _depth,
    "front": _front,
    "words": _words,
    "top": _top,
    "weight": _weight,
    "central": _central,
    "voice": _voice,
    "pronoun": _pronoun,
    "earlier": _earlier,
}
NAMES = tuple(_FEATURES)
"""The features in the order of the columns of `features`."""


def features(choices: Sequence[Choice], vectors: Vectors, near: Floats) -> Floats:
    """Return the features of the sentences of one article, a line each.

    Args:
        choices: all sentences that may be printed, in order.
        vectors: those of ``choices``.
        near: their similarities.
    """
    article = _Article(choices, vectors, near)
    return np.stack([feature(article) for feature in _FEATURES.values()], axis=1)


def scaled(values: Floats, means: Floats, deviations: Floats) -> Floats:
    """Return features in deviations from the mean, none too far away."""
    return np.asarray(np.clip((values - means) / deviations, -_FAR, _FAR))


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Mean, deviation and weight of each feature, in the order of `NAMES`."""

    means: Floats
    deviations: Floats
    weights: Floats

    @classmethod
    def read(cls, text: str) -> "Model":
        """Read JSON that maps each name to its three numbers."""
        table = json.loads(text)
        return cls(*np.array([table[name] for name in NAMES]).T)


@cache
def shipped() -> Model:
    """Return the model in ``ranker.json``."""
    return Model.read(files(__package__).joinpath("ranker.json").read_text(encoding="utf-8"))


def merit(values: Floats, model: Model) -> Floats:
    """Return what speaks for each sentence of an article, by its `features`.

    Only the differences count.
    """
    return np.asarray((scaled(values, model.means, model.deviations) * model.weights).sum(axis=1))
