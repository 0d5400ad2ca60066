"""Learning topics from the user's own archive, without labels: by an explicit command, into a file.

The vocabulary labels what it is surest of; multinomial naive Bayes over TF-IDF weights of one- and
two-word terms learns from that and labels all, and so on for some rounds, the labels weighing as
much as they are sure (K. Nigam, A. McCallum, S. Thrun and T. Mitchell, "Text classification from
labeled and unlabeled documents using EM", 2000).  The vocabulary always has a say, too: what is
learnt shifts its answer and never replaces it.

No weights come with the program: those of one publisher fail on another's news.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefing.errors import ContentError
from briefing.models import Item
from briefing.newsroom import evidence
from briefing.newsroom.evidence import Points
from briefing.newsroom.likeness import language_of, terms_of
from briefing.newsroom.terms import Rows, TfIdf
from briefing.newsroom.vocabulary import Vocabulary

Floats = NDArray[np.float64]

LEAST = 300
"""English items that learning needs: below, it does more harm than good."""

_FORMAT = 1
_TERMS = 6_000  # the most frequent ones: more gain nothing
_IN_ITEMS = 2
_SUREST = 0.5  # of the items of each topic, in the first round
_ROUNDS = 5
_ALPHA = 0.2  # naive Bayes' smoothing
_PRIOR = 3.0  # points that the vocabulary's opinion is smoothed by
_FEWEST = 0.01  # share of the archive that a topic counts as having at least
_PLACES = 2
_TRUST = 0.7  # naive Bayes is too sure of itself: terms are not independent
_WORDS = 2  # told of each topic
_TELLING = 0.0001  # a smaller share of a topic is none
_TOLD = 0.01  # of a smaller one nobody asks for words


@dataclass(frozen=True, slots=True)
class Opinion:
    """The share (of 1) of each topic that has one, and the terms that spoke most for it."""

    shares: Mapping[str, float]
    words: Points


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What was learnt from an archive of ``size`` items.

    ``topics`` maps each topic to the items that it has (a sum of shares).  ``terms`` maps each term
    to its idf and, by the place of the topic, the weight that it has in the topic's items.
    """

    size: int
    topics: Mapping[str, float]
    terms: Mapping[str, tuple[float, Mapping[int, float]]]
    _prior: Floats = field(init=False, repr=False)
    _chances: Floats = field(init=False, repr=False)
    _places: Mapping[str, int] = field(init=False, repr=False)
    _names: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        weights = np.zeros((len(self.topics), len(self.terms)))
        for at, (_, found) in enumerate(self.terms.values()):
            for topic, weight in found.items():
                weights[topic, at] = weight
        items = np.array(list(self.topics.values()))
        object.__setattr__(self, "_prior", _log_prior(items))
        object.__setattr__(self, "_chances", _log_chances(weights).T)
        object.__setattr__(self, "_places", {term: at for at, term in enumerate(self.terms)})
        object.__setattr__(self, "_names", tuple(self.terms))

    def opinion(self, items: Sequence[Item], points: Mapping[str, float]) -> Opinion | None:
        """Weigh what was learnt against the vocabulary's ``points`` for the story ``items``.

        None where the archive knows no word of it.
        """
        seen = [row for item in items if (row := self._row(item))]
        if not seen:
            return None
        names = list(self.topics)
        terms = np.concatenate([columns for columns, _ in seen])
        values = np.concatenate([weights for _, weights in seen]) / len(seen)
        shares = values[:, None] * self._chances[terms]
        seeds = np.array([points.get(name, 0.0) for name in names])
        likely = _TRUST * (self._prior + shares.sum(axis=0))
        found = _posterior(likely[None], seeds[None])[0]
        telling = np.flatnonzero(found >= _TELLING).tolist()
        gains = np.round(shares - shares.mean(axis=1, keepdims=True), 6)
        told = {
            names[at]: self._telling(terms, gains[:, at]) for at in telling if found[at] >= _TOLD
        }
        return Opinion({names[at]: float(found[at]) for at in telling}, told)

    def _row(self, item: Item) -> tuple[NDArray[np.intp], Floats] | None:
        """Return the places and the weights of an English item's known terms."""
        known = Counter(term for term in _document(item) if term in self._places)
        if not known:
            return None
        idf = np.array([self.terms[term][0] for term in known])
        weights = (1 + np.log(np.array(list(known.values()), dtype=np.float64))) * idf
        columns = np.array([self._places[term] for term in known], dtype=np.intp)
        return columns, weights / np.sqrt((weights**2).sum())

    def _telling(self, terms: NDArray[np.intp], gains: Floats) -> dict[evidence.Spoken, float]:
        """Return the terms that speak for a topic more than for the average one."""
        best = np.lexsort((terms, -gains))[:_WORDS]
        pairs = zip(terms[best].tolist(), gains[best].tolist(), strict=True)
        return {("words", self._names[term]): gain for term, gain in pairs if gain > 0}

    def dump(self) -> str:
        """Return the file: JSON with a line for each term; the same for the same archive."""
        lines = (
            f"  {_json(term)}: {_json([idf, {str(at): w for at, w in found.items()}])}"
            for term, (idf, found) in self.terms.items()
        )
        head = _json({"format": _FORMAT, "items": self.size, "topics": dict(self.topics)})
        return f'{head[:-1]}, "terms": {{\n' + ",\n".join(lines) + "\n}}\n"

    @classmethod
    def load(cls, text: str) -> "Learned":
        """Read what `dump` wrote.

        Raises:
            ContentError: the text is something else.
        """
        try:
            document = json.loads(text)
            if document["format"] != _FORMAT:
                raise ValueError("another format")
            topics = {str(name): _number(items) for name, items in document["topics"].items()}
            terms = {
                str(term): (_number(idf), {int(at): _number(w) for at, w in found.items()})
                for term, (idf, found) in document["terms"].items()
            }
            if not topics or any(not 0 <= at < len(topics) for _, f in terms.values() for at in f):
                raise ValueError("a topic is missing")
            return cls(int(document["items"]), topics, terms)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ContentError(f"What was learnt cannot be read ({error}): learn again.") from None


def learn(items: Sequence[Item], vocabulary: Vocabulary) -> Learned | None:
    """Learn from an archive; None where it has fewer than `LEAST` English items.

    The order of ``items`` does not matter.
    """
    archive = sorted((item for item in items if _document(item)), key=lambda item: item.id)
    if len(archive) < LEAST:
        return None
    names = [topic.id for topic in vocabulary.broad]
    seeds = np.array([_points(item, names, vocabulary) for item in archive])
    model = TfIdf.fit(_documents(archive))
    rows = model.matrix()
    shares = _surest(seeds)
    for _ in range(_ROUNDS):
        prior, chances = _log_prior(shares.sum(axis=0)), _log_chances(_weights(rows, shares))
        likely = np.stack([rows.dot(chance) for chance in chances], axis=1)
        shares = _posterior(prior + likely, seeds)
    weights = np.round(_weights(rows, shares), _PLACES)
    terms = {
        term: (round(float(idf), _PLACES + 1), _sparse(weights[:, at]))
        for at, (term, idf) in enumerate(zip(model.vocabulary, model.idf, strict=True))
    }
    had = np.round(shares.sum(axis=0), _PLACES).tolist()
    return Learned(len(archive), dict(zip(names, had, strict=True)), terms)


def _document(item: Item) -> tuple[str, ...]:
    return terms_of(item, "en") if language_of(item) == "en" else ()


def _documents(archive: Sequence[Item]) -> list[list[str]]:
    """Return the terms of the items, without those that are too rare to learn from."""
    documents = [_document(item) for item in archive]
    counts = Counter(term for document in documents for term in set(document))
    frequent = sorted((t for t in counts if counts[t] >= _IN_ITEMS), key=lambda t: (-counts[t], t))
    kept = set(frequent[:_TERMS])
    return [[term for term in document if term in kept] for document in documents]


def _points(item: Item, names: Sequence[str], vocabulary: Vocabulary) -> list[float]:
    """Return the points of the topics ``names`` by all that speaks for them."""
    gathered = evidence.gather([item], vocabulary)
    strongest = gathered.strongest
    return [
        sum(gathered.texts.get(name, {}).values())
        + strongest * sum(gathered.outlets.get(name, {}).values())
        for name in names
    ]


def _surest(seeds: Floats) -> Floats:
    """Give each topic the surest half of the items whose best topic it is."""
    total = seeds.sum(axis=1)
    ordered = np.sort(seeds, axis=1)
    margins = np.round((ordered[:, -1] - ordered[:, -2]) / (total + 1), 6)
    chosen = np.zeros_like(seeds)
    best = seeds.argmax(axis=1)
    for topic in range(seeds.shape[1]):
        members = np.flatnonzero((best == topic) & (total > 0))
        surest = members[np.argsort(-margins[members], kind="stable")]
        chosen[surest[: int(np.ceil(_SUREST * len(surest)))], topic] = 1.0
    return chosen


def _weights(rows: Rows, shares: Floats) -> Floats:
    """Add up the terms' weights for each topic: a line a topic, a column a term."""
    owners = rows.owners()
    return np.stack(
        [
            np.bincount(rows.columns, rows.values * shares[owners, topic], rows.width)
            for topic in range(shares.shape[1])
        ]
    )


def _log_prior(items: Floats) -> Floats:
    kept = np.maximum(items, _FEWEST * max(1.0, float(items.sum())))
    return np.asarray(np.log(kept / kept.sum()))


def _log_chances(weights: Floats) -> Floats:
    totals = weights.sum(axis=1, keepdims=True) + _ALPHA * weights.shape[1]
    return np.asarray(np.log((weights + _ALPHA) / totals))


def _posterior(likely: Floats, seeds: Floats) -> Floats:
    """Return the shares of the topics: what was learnt times the vocabulary's smoothed opinion."""
    smoothed = (seeds + _PRIOR / seeds.shape[1]) / (seeds.sum(axis=1, keepdims=True) + _PRIOR)
    total = likely + np.log(smoothed)
    shares = np.exp(total - total.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _sparse(weights: Floats) -> dict[int, float]:
    return {int(at): float(weights[at]) for at in np.flatnonzero(weights)}


def _number(value: Any) -> float:
    number = float(value)
    if not 0 <= number < float("inf"):
        raise ValueError(f"{value!r} is no weight")
    return number


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
