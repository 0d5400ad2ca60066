"""Terms of a text and their TF-IDF weights: what summaries, stories and topics compare texts by.

The weighting is the classic one (G. Salton and C. Buckley, "Term-weighting approaches in automatic
text retrieval", 1988) with 1 + ln(count) and a smoothed idf.  The rows are kept sparse, so that the
two-word terms of some thousand items fit into little memory.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, pairwise
from string import punctuation

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from briefing.newsroom.language import UNSPACED, function_words, is_english

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]

_NEWS_WORDS = frozenset(
    ("live", "new", "photo", "report", "said", "say", "update", "updat", "video", "watch")
)
_MARKS = "\u0300-\u036f\u064b-\u0652\u0900-\u0963\u0966-\u0dff\u200c\u200d"  # not \w, yet in words
_LETTER = rf"(?:[^\W_{UNSPACED}]|[{_MARKS}])"
_INITIALS, _NUMBER = r"(?:[A-Z]\.){2,}", r"\d+(?:[.,]\d+)+"
_TERM = re.compile(rf"[{UNSPACED}]+|{_INITIALS}|{_NUMBER}|{_LETTER}+(?:'{_LETTER}+)*")
_PLAIN_TERM = re.compile(rf"{_INITIALS}|{_NUMBER}|[^\W_]+(?:'[^\W_]+)*")
_UNUSUAL = re.compile(rf"[{_MARKS}{UNSPACED}]")
_RUN = re.compile(rf"[{UNSPACED}]+")
_GRAM = 3
_PAIRS_AT_ONCE = 1_000_000
_FREQUENT = 12  # a term in more than 1/12 of the rows is cheaper by matrix product than by pairs


@cache
def _stem() -> Callable[[str], str]:
    stemmer = snowballstemmer.stemmer("english")
    if hasattr(stemmer, "maxCacheSize"):  # in C: its cache costs more time than its stemming
        stemmer.maxCacheSize = 0
    stem: Callable[[str], str] = stemmer.stemWord
    return stem


def _words(text: str) -> list[str]:
    """Return the words of ``text`` as written, and three-character pieces of unspaced scripts."""
    clean = text if text.isascii() else unicodedata.normalize("NFKC", text).replace("\u2019", "'")
    if clean.isascii() or not _UNUSUAL.search(clean):
        return _PLAIN_TERM.findall(clean)
    return [piece for word in _TERM.findall(clean) for piece in _pieces(word)]


def _pieces(word: str) -> Sequence[str]:
    if not _RUN.match(word):
        return (word,)
    return [word[i : i + _GRAM] for i in range(max(1, len(word) - _GRAM + 1))]


@lru_cache(maxsize=100_000)
def _english_term(word: str) -> str | None:
    acronym = word.isupper() and len(word) > 1  # US is a country, us is not
    return _stemmed(word) if acronym else _shouted_term(word)


def _shouted_term(word: str) -> str | None:
    """Return the term of a word of which capitals tell nothing."""
    return None if word.lower().removesuffix("'s") in function_words() else _stemmed(word)


def _stemmed(word: str) -> str | None:
    lower = word.lower().removesuffix("'s")
    stem = _stem()(lower)
    if stem in _NEWS_WORDS or lower in _NEWS_WORDS or (len(stem) < 2 and stem.isalpha()):
        return None
    return stem


def _without_stops(word: str) -> str:
    """Return ``word`` without the stops of initials: U.S. is US; those in a figure stay."""
    return word if word[0].isdigit() else word.replace(".", "")


def _terms(text: str, language: str) -> tuple[list[str], list[str | None]]:
    """Return the words as written, and for each its term, None for one that does not count."""
    words = _words(text)
    if "." in text:
        words = [_without_stops(word) if "." in word else word for word in words]
    if is_english(language):
        return words, list(map(_shouted_term if text.isupper() else _english_term, words))
    return words, [word.lower() for word in words]


@lru_cache(maxsize=20_000)
def tokens(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the terms of ``text`` in order.

    English: lower case, without possessive and function words, stemmed (Snowball).  Any other
    language: the words in lower case.  Scripts without spaces: overlapping three-character pieces.
    """
    if is_english(language) and not text.isupper():
        return tuple(chain.from_iterable(map(_english_terms, text.split())))
    return tuple(filter(None, _terms(text, language)[1]))


@lru_cache(maxsize=100_000)
def _english_terms(piece: str) -> tuple[str, ...]:
    """Return the terms of a piece between spaces: most pieces come again and again."""
    word = piece.strip(punctuation)
    simple = word.isascii() and word.isalnum()  # then the patterns would find the same, only later
    words = [word] if simple else map(_without_stops, _words(piece))
    return tuple(filter(None, map(_english_term, words)))


def surface(text: str, language: str = "en") -> dict[str, str]:
    """Map each term of ``text`` to the first word that it stands for, as written."""
    found: dict[str, str] = {}
    for word, term in zip(*_terms(text, language), strict=True):
        if term:
            found.setdefault(term, word.removesuffix("'s"))
    return found


def ngrams(terms: Sequence[str]) -> tuple[str, ...]:
    """Return the terms and then the pairs of neighbours, joined by a space."""
    return (*terms, *(f"{left} {right}" for left, right in pairwise(terms)))


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Sparse rows: row *i* has ``values[starts[i]:starts[i+1]]`` in ``columns[...]``, ascending."""

    starts: Integers
    columns: Integers
    values: Floats
    width: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, index: int) -> tuple[Integers, Floats]:
        """Return the columns and the values of one row."""
        part = slice(self.starts[index], self.starts[index + 1])
        return self.columns[part], self.values[part]

    def owners(self) -> Integers:
        """Return the row that each value belongs to."""
        return np.repeat(np.arange(len(self), dtype=np.intp), np.diff(self.starts))

    def dot(self, vector: Floats) -> Floats:
        """Return the product of each row with ``vector``.

        Not by a library that spreads such small work over threads, which costs more than it gains.
        """
        products = self.values * vector[self.columns]
        return np.asarray(np.bincount(self.owners(), products, minlength=len(self)))

    def mean(self, members: Integers | None = None) -> Floats:
        """Return the mean of all rows, or of ``members``."""
        weights = np.ones(len(self))
        if members is not None:
            weights = np.bincount(members, minlength=len(self)).astype(np.float64)
        total = np.bincount(self.columns, self.values * weights[self.owners()], self.width)
        return np.asarray(total / max(1.0, float(weights.sum())))

    def similarities(self) -> Floats:
        """Return the dot products of all pairs of rows (cosines when the rows have length 1).

        Terms in many rows go through a matrix product, the others add up over the pairs of rows
        that share them; memory is one square matrix and a bounded remainder.
        """
        total = np.zeros((len(self), len(self)))
        order = np.argsort(self.columns, kind="stable")
        owners, values = self.owners()[order], self.values[order]
        counts = np.bincount(self.columns, minlength=self.width)
        first = np.concatenate(([0], np.cumsum(counts)[:-1]))
        limit = max(16, len(self) // _FREQUENT)
        for count in np.unique(counts[(counts > 0) & (counts <= limit)]):
            places = first[counts == count][:, None] + np.arange(count)
            _add_pairs(total, owners[places], values[places])
        _add_products(total, self, np.flatnonzero(counts > limit))
        return total


def _add_pairs(total: Floats, owners: Integers, values: Floats) -> None:
    """Add the products of each term's values: one line of ``owners`` and ``values`` a term."""
    step = max(1, _PAIRS_AT_ONCE // owners.shape[1] ** 2)
    for at in range(0, len(owners), step):
        rows, weights = owners[at : at + step], values[at : at + step]
        places = rows[:, :, None] * len(total) + rows[:, None, :]
        products = weights[:, :, None] * weights[:, None, :]
        np.add.at(total.reshape(-1), places.reshape(-1), products.reshape(-1))


def _add_products(total: Floats, rows: Rows, columns: Integers, width: int = 512) -> None:
    """Add the products of the values in ``columns``, ``width`` columns at a time."""
    owners = rows.owners()
    for at in range(0, len(columns), width):
        chosen = columns[at : at + width]
        place = np.full(rows.width, -1, dtype=np.intp)
        place[chosen] = np.arange(len(chosen))
        kept = place[rows.columns] >= 0
        block = np.zeros((len(rows), len(chosen)))
        block[owners[kept], place[rows.columns[kept]]] = rows.values[kept]
        total += block @ block.T


@dataclass(frozen=True, slots=True, eq=False)
class TfIdf:
    """Term weights learnt from documents.

    ``vocabulary`` is sorted; ``frequencies`` counts the fitted documents that hold each term (the
    background not included); ``idf`` belongs to the same positions.
    """

    documents: tuple[tuple[str, ...], ...]
    vocabulary: tuple[str, ...]
    frequencies: Integers
    idf: Floats

    @classmethod
    def fit(
        cls,
        documents: Sequence[Sequence[str]],
        background: Mapping[str, int] | None = None,
        background_size: int = 0,
    ) -> "TfIdf":
        """Weigh the terms of ``documents``.

        Args:
            documents: the terms of each document, as from `tokens` or `ngrams`.
            background: in how many of ``background_size`` other documents a term occurs.
            background_size: the number of those documents, 0 when there are none.
        """
        kept = tuple(tuple(document) for document in documents)
        counts = Counter(term for document in kept for term in set(document))
        vocabulary = tuple(sorted(counts))
        frequencies = np.array([counts[term] for term in vocabulary], dtype=np.intp)
        others = np.array([(background or {}).get(term, 0) for term in vocabulary], dtype=np.intp)
        size = len(kept) + background_size
        idf = np.log((1 + size) / (1 + frequencies + others)) + 1
        return cls(kept, vocabulary, frequencies, idf)

    def matrix(self) -> Rows:
        """Return the fitted documents as rows of length 1 (or 0 for a document without terms)."""
        return self.transform(self.documents)

    def transform(self, documents: Sequence[Sequence[str]]) -> Rows:
        """Return any documents as rows of length 1; terms that were never fitted do not count."""
        place = {term: index for index, term in enumerate(self.vocabulary)}
        counts = [Counter(place[t] for t in document if t in place) for document in documents]
        sizes = np.array([len(count) for count in counts], dtype=np.intp)
        columns = np.array([c for count in counts for c in sorted(count)], dtype=np.intp)
        numbers = np.array([count[c] for count in counts for c in sorted(count)], dtype=np.float64)
        starts = np.concatenate((np.zeros(1, dtype=np.intp), np.cumsum(sizes)))
        raw = Rows(starts, columns, (1 + np.log(numbers)) * self.idf[columns], len(self.vocabulary))
        norms = np.sqrt(np.bincount(raw.owners(), raw.values**2, minlength=len(raw)))
        return Rows(starts, columns, raw.values / norms[raw.owners()], raw.width)
