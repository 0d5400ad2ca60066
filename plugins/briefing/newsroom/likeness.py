"""How alike two items are: TF-IDF of title and opening, faded by time.

Cosines of single items miss members of a story that tell another side of it.  So each row is
expanded by its nearest rows before comparing (A. Singhal and F. Pereira, "Document expansion for
speech retrieval", 1999).  The matrix is scaled by a threshold for the kind of pair and for how many
items came out around the same time: 1 is enough.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

import numpy as np
from numpy.typing import NDArray

from briefing.models import Item
from briefing.newsroom.furniture import is_furniture
from briefing.newsroom.language import of_item
from briefing.newsroom.linkage import APART
from briefing.newsroom.terms import Rows, TfIdf, ngrams, tokens
from briefing.newsroom.titles import clean

Floats = NDArray[np.float32]

HOURS = 72.0
"""Two items further apart never share a story; likeness fades by e in the same time."""

BARE, SHORT, LONG = 0, 1, 2
"""Kinds of items: a title alone, some sentences, an article."""

_THRESHOLDS = np.array(
    [[0.30, 0.40, 0.30], [0.40, 0.48, 0.25], [0.30, 0.25, 0.16]], dtype=np.float32
)
_CROWD, _CROWDING, _LEAST = 1000, 0.4, 0.6  # thresholds hold for 1,000 items around, see _crowding
_FOREIGN = 1.5  # without stop list and stems likeness says less: ask for more
_BARE_WORDS, _LONG_WORDS = 4, 80
_LEAD_WORDS, _LEAD_CHARACTERS = 150, 1200
_NOTE = 200  # characters; what the page adds is shorter than a paragraph
_TITLE_COUNTS = 2
_GENERIC_WEIGHT = 0.5
_NEIGHBOURS, _EXPANSION = 20, 0.5
_SHORTEST_FOREIGN = 4  # letters: shorter words are mostly function words in any alphabet
_BLOCK = 256
_REMEMBERED = 4096  # items whose opening, language and words are kept for whoever asks next
_PLACES = 6


@dataclass(frozen=True, slots=True)
class Background:
    """In how many of ``size`` earlier items each term occurs: it tells everyday words from rare."""

    counts: Mapping[str, int] = field(default_factory=dict)
    size: int = 0

    @classmethod
    def of(cls, items: Iterable[Item]) -> "Background":
        """Count the terms of ``items``, such as the archive."""
        documents = [set(terms_of(item, language_of(item))) for item in items]
        return cls(Counter(term for terms in documents for term in terms), len(documents))


@cache
def generic() -> frozenset[str]:
    """Return the stems of the words that make the news of any day sound alike."""
    text = files(__package__).joinpath("generic.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(term for line in lines for term in tokens(line))


def lead(item: Item) -> str:
    """Return the opening of an item's text without page furniture: what is compared."""
    return _lead(item.text[: 4 * _LEAD_CHARACTERS])


@lru_cache(maxsize=_REMEMBERED)
def _lead(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1:  # a line that is all there is may be anything
        lines = [line for line in lines if len(line) > _NOTE or not is_furniture(line)]
    return " ".join(" ".join(lines).split()[:_LEAD_WORDS])[:_LEAD_CHARACTERS]


@lru_cache(maxsize=_REMEMBERED)
def language_of(item: Item) -> str:
    """Return the language that an item is compared in, as its opening shows."""
    return of_item(replace(item, text=lead(item)))


@lru_cache(maxsize=2 * _REMEMBERED)
def words_of(text: str, language: str = "en") -> tuple[str, ...]:
    """Return `tokens` of a title or an opening: stories, threads and topics all ask for them."""
    return tokens(text, language)


def terms_of(item: Item, language: str) -> tuple[str, ...]:
    """Return the one- and two-word terms of an item, those of the title twice."""

    def terms(text: str) -> tuple[str, ...]:
        found = words_of(text, language)
        if language != "en" and not any(char > "\u2e80" for char in text):
            found = tuple(term for term in found if len(term) >= _SHORTEST_FOREIGN)
        return ngrams(found)

    title = clean(item.title, item.outlet)
    own = "" if item.text and is_furniture(title.rstrip("\u2026")) else title
    return terms(own) * _TITLE_COUNTS + terms(lead(item))


@dataclass(frozen=True, slots=True, eq=False)
class Weighted:
    """Items as rows of term weights, weighed among ``total`` items and what was before them.

    ``frequencies`` counts the items that hold a term; a `part` keeps the counts of the whole.
    """

    items: tuple[Item, ...]
    rows: Rows
    vocabulary: tuple[str, ...]
    frequencies: NDArray[np.intp]
    total: int
    background: Background

    def part(self, places: Sequence[int]) -> "Weighted":
        """Return some of the rows, weighed among all."""
        items = tuple(self.items[place] for place in places)
        parts = [self.rows.row(place) for place in places]
        starts = np.cumsum([0, *(len(columns) for columns, _ in parts)])
        columns, values = (np.concatenate(side) for side in zip(*parts, strict=True))
        rows = Rows(starts.astype(np.intp), columns, values, self.rows.width)
        return replace(self, items=items, rows=rows)


def weigh(items: Sequence[Item], language: str, background: Background) -> Weighted:
    """Weigh the terms of ``items``: by rarity, generic words by half, rows of length 1."""
    model, rows = weighed([terms_of(item, language) for item in items], background)
    found = tuple(items)
    return Weighted(found, rows, model.vocabulary, model.frequencies, len(found), background)


def weighed(documents: Sequence[Sequence[str]], background: Background) -> tuple[TfIdf, Rows]:
    """Return the model of some documents' terms and their rows, as `weigh` does for items."""
    model = TfIdf.fit(documents, background.counts, background.size)
    rows = model.matrix()
    factor = np.array([_weight(term) for term in model.vocabulary])
    values = rows.values * factor[rows.columns]
    norms = np.sqrt(np.bincount(rows.owners(), values**2, minlength=len(rows)))
    return model, Rows(rows.starts, rows.columns, values / norms[rows.owners()], rows.width)


def _weight(term: str) -> float:
    weights = [_GENERIC_WEIGHT if word in generic() else 1.0 for word in term.split()]
    return sum(weights) / len(weights)


def likeness(weighted: Weighted, language: str) -> Floats:
    """Return how alike all pairs of rows are, in thresholds: from 1 on they may share a story.

    Pairs more than `HOURS` apart are `linkage.APART`.
    """
    hours = np.array([item.published.timestamp() / 3600 for item in weighted.items])
    kinds = np.array([kind(item) for item in weighted.items], dtype=np.intp)
    matrix = _expanded(_faded(weighted.rows.similarities(), hours))
    lengths = np.sqrt(np.diag(matrix))
    lengths = lengths * np.sqrt(_crowding(hours))
    thresholds = _THRESHOLDS * np.float32(1 if language == "en" else _FOREIGN)
    for part in _blocks(len(matrix)):
        matrix[part] /= lengths[part, None] * lengths * thresholds[np.ix_(kinds[part], kinds)]
        np.round(matrix[part], _PLACES, out=matrix[part])
        matrix[part][np.abs(hours[part, None] - hours) > HOURS] = APART
    return matrix


def _crowding(hours: NDArray[np.float64]) -> Floats:
    """Return a factor for thresholds: among more items, more are alike by chance.

    Below some 300 items it stays: there rare words cannot be told from common ones so well.
    """
    ordered = np.sort(hours)
    near = np.searchsorted(ordered, hours + HOURS, "right")
    near -= np.searchsorted(ordered, hours - HOURS, "left")
    factor = np.clip((near / _CROWD) ** _CROWDING, _LEAST, None)
    return factor.astype(np.float32)


def _faded(cosines: NDArray[np.float64], hours: NDArray[np.float64]) -> Floats:
    """Let likeness fade with the time between two items; half the memory is precise enough."""
    matrix = np.empty(cosines.shape, dtype=np.float32)
    for part in _blocks(len(matrix)):
        fading = np.exp(-np.abs(hours[part, None] - hours) / HOURS)
        matrix[part] = np.round(cosines[part] * fading, _PLACES)
    return matrix


def kind(item: Item) -> int:
    """Return how much there is to compare: `BARE`, `SHORT` or `LONG`."""
    opening = lead(item)
    words = max(len(opening.split()), len(opening) // 12)  # unspaced scripts have no words to count
    return BARE if words < _BARE_WORDS else SHORT if words < _LONG_WORDS else LONG


def _blocks(count: int) -> Iterator[slice]:
    """Cut the rows into pieces, so that what is computed on the way stays small."""
    return (slice(at, at + _BLOCK) for at in range(0, count, _BLOCK))


def _expanded(matrix: Floats) -> Floats:
    """Compare rows that each have the nearest rows added, weighed by half their likeness.

    With the expansion x + sum of w·y, all products of pairs are M S M' for S the ``matrix``.
    """
    near, weights = _neighbours(matrix)
    np.fill_diagonal(matrix, 1.0)
    half = np.ascontiguousarray(_plus_neighbours(matrix, near, weights).T)
    return _plus_neighbours(half, near, weights)


def _neighbours(matrix: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Return the places of each row's nearest others and their weights."""
    np.fill_diagonal(matrix, 0.0)
    count = min(_NEIGHBOURS, len(matrix) - 1)
    blocks = (matrix[part] for part in _blocks(len(matrix)))
    near = [np.argsort(-block, axis=1, kind="stable")[:, :count] for block in blocks]
    places = np.concatenate(near)
    return places, np.float32(_EXPANSION) * np.take_along_axis(matrix, places, axis=1)


def _plus_neighbours(matrix: Floats, near: NDArray[np.intp], weights: Floats) -> Floats:
    total = matrix.copy()
    for part, column in product(_blocks(len(matrix)), range(near.shape[1])):
        total[part] += weights[part, column, None] * matrix[near[part, column]]
    return total
