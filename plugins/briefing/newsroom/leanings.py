"""Which topics a story leans to by what it means: the part of the extra ``semantic`` in topics.

The phrases of a topic, read as text, point in a direction; a story is held against those of all
topics, and what it has more of than the average topic shifts what its words say.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from briefing.models import Item
from briefing.newsroom.semantic import Encoder, Meanings, meanings
from briefing.newsroom.terms import Floats
from briefing.newsroom.vocabulary import Entry, Vocabulary

_SHARPNESS = 10.0
_COMMON = 0.7  # of what all topics have in common is taken away: it only says that this is news
_AT_ONCE = 8  # words of phrases read together: less costs time, more blurs
_PRIOR = 3.0  # points that the words' opinion is smoothed by
_TELLING = 0.0001  # a smaller share of a topic is none


def shares(
    points: Mapping[str, float], items: Sequence[Item], vocabulary: Vocabulary, encoder: Encoder
) -> dict[str, float] | None:
    """Return the share (of 1) of each topic of level one, by its ``points`` and by meaning.

    None where no item is in English.
    """
    rows = meanings(items, encoder)
    rows = rows[rows.any(axis=1)]
    if not len(rows):
        return None
    names = [topic.id for topic in vocabulary.broad]
    said = np.array([points.get(name, 0.0) for name in names])
    lean = _SHARPNESS * (_directions(vocabulary.entries, encoder) @ rows.mean(axis=0))
    found = _softmax(np.log(said + _PRIOR / len(names)) + lean).tolist()
    return {n: share for n, share in zip(names, found, strict=True) if share >= _TELLING}


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max())
    return np.asarray(np.round(powers / powers.sum(), 6))


@lru_cache(maxsize=4)
def _directions(entries: tuple[Entry, ...], encoder: Encoder) -> Meanings:
    """Return the direction of each topic of level one: a row each, of length 1."""
    broad = [encoder.encode(list(_texts(entry))) for entry in entries if not entry.inner]
    means = np.stack([rows.mean(axis=0) for rows in broad])
    own = means - _COMMON * means.mean(axis=0)
    lengths = np.sqrt((own**2).sum(axis=1, keepdims=True))
    return np.asarray(own / np.maximum(lengths, 1e-9), dtype=np.float32)


def _texts(entry: Entry) -> Iterator[str]:
    """Yield the phrases of a topic, some at a time, as one may read them."""
    part: list[str] = []
    for phrase in (entry.topic.label, *entry.written):
        part.append(phrase)
        if sum(len(words.split()) for words in part) >= _AT_ONCE:
            yield ", ".join(part)
            part = []
    if part:
        yield ", ".join(part)
