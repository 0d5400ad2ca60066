"""What speaks for topics in the items of a story: their words, the feeds' categories, the sections.

The words of the vocabulary are counted where they stand; a longer phrase says more, the title more
than the text.  A category or a section is the outlet's own word and outweighs the text.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt
from urllib.parse import urlsplit

from briefing.models import Item
from briefing.newsroom.likeness import language_of, lead, parts_of
from briefing.newsroom.terms import surface
from briefing.newsroom.titles import clean
from briefing.newsroom.vocabulary import Phrase, Vocabulary

STRONGEST = 4.0
"""What the strongest text counts at least where a category is weighed against it."""

TITLE = 2.5
_CATEGORY, _SECTION = 2.0, 1.0  # of the strongest text
_WORTH = 2  # signs: what an outlet says itself needs no second one
_REMEMBERED = 20_000

Spoken = tuple[str, str]
"""The kind of a piece of evidence and what it is: ``("words", "prime minist")``."""

Points = dict[str, dict[Spoken, float]]
"""By topic: the points that each piece of evidence gives."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The points of the topics of both levels, by what gave them: of texts and of outlets."""

    texts: Points
    outlets: Points

    @property
    def strongest(self) -> float:
        """The points that the text gives to its best topic, at least `STRONGEST`."""
        return max([STRONGEST, *(sum(found.values()) for found in self.texts.values())])


def gather(items: Sequence[Item], vocabulary: Vocabulary) -> Evidence:
    """Return all that speaks for topics of the story that ``items`` tell."""
    texts: Points = defaultdict(dict)
    for item in items:
        for phrase, points in _phrases(item, vocabulary).items():
            spoken, share = ("words", " ".join(phrase)), points / sqrt(len(items))
            for table in (vocabulary.weights, vocabulary.inner_weights):
                for topic, weight in table.get(phrase, ()):
                    _add(texts, topic, spoken, share * weight)
    return Evidence(texts, _outlets(items, vocabulary))


def count(found: Mapping[Spoken, float]) -> int:
    """Count the words that are evidence, each once, and what outlets say, each double."""
    words = {word for kind, what in found if kind == "words" for word in what.split()}
    return len(words) + _WORTH * sum(kind != "words" for kind, _ in found)


def reasons(found: Mapping[Spoken, float], items: Iterable[Item], most: int) -> tuple[str, ...]:
    """Return the strongest pieces of evidence as a reader may see them."""
    best = sorted(found, key=lambda spoken: (-round(found[spoken], 6), spoken))[:most]
    forms: dict[str, str] = {}
    if any(kind == "words" for kind, _ in best):
        for item in items:
            for text in (clean(item.title, item.outlet), lead(item)):
                forms = {**_forms(text), **forms}
    written = (
        " ".join(forms.get(word, word) for word in what.split()).lower()
        if kind == "words"
        else f"{kind} {what}"
        for kind, what in best
    )
    return tuple(dict.fromkeys(written))


@lru_cache(maxsize=4096)
def _forms(text: str) -> Mapping[str, str]:
    return surface(text)


def _add(points: Points, topic: str, spoken: Spoken, value: float) -> None:
    points[topic][spoken] = points[topic].get(spoken, 0.0) + value


def _phrases(item: Item, vocabulary: Vocabulary) -> Mapping[Phrase, float]:
    """Return the vocabulary's phrases in an English item, with what their counts are worth."""
    points: defaultdict[Phrase, float] = defaultdict(float)
    if language_of(item) == "en":
        for terms, weight in zip(parts_of(item, "en"), (TITLE, 1.0), strict=True):
            for phrase, number in Counter(_known(terms, vocabulary)).items():
                points[phrase] += weight * (1 + log(number))
    return points


def _known(terms: Sequence[str], vocabulary: Vocabulary) -> Iterator[Phrase]:
    """Yield the phrases of the vocabulary among ``terms``.

    One within another, or overlapping one before it, counts only where it speaks for nothing else:
    *West Bank* is no bank, and the *far right activist* is none for rights.
    """
    longest, weights = vocabulary.longest, vocabulary.weights
    covered_to, spoken = 0, frozenset[str]()  # where the last long phrase ends, and its topics
    for at, term in enumerate(terms):
        for words in range(longest.get(term, 0), 0, -1):
            phrase = tuple(terms[at : at + words])
            if phrase not in weights or len(phrase) < words:
                continue
            topics = frozenset(topic for topic, _ in weights[phrase])
            if at >= covered_to:
                spoken = topics
            elif not topics <= spoken:
                continue
            covered_to = max(covered_to, at + words)
            yield phrase


def _outlets(items: Sequence[Item], vocabulary: Vocabulary) -> Points:
    """Return what the outlets say: parts of 1 for each kind, weighed but not yet by the text."""
    points: Points = defaultdict(dict)
    for kind, weight, say in (("category", _CATEGORY, _categories), ("section", _SECTION, _folder)):
        speaking = [found for item in items if (found := list(say(item, vocabulary)))]
        for found in speaking:
            for topic, what in found:
                share = weight / len(speaking) / len(found)
                for name in filter(None, (topic, vocabulary.above.get(topic))):
                    _add(points, name, (kind, what), share)
    return points


def _categories(item: Item, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for category in dict.fromkeys(item.categories):
        topic = vocabulary.categories.get(" ".join(category.lower().split()))
        if topic:
            yield topic, category


def _folder(item: Item, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield what the first telling folder of the address says, as in ``/world/sport/2026/``."""
    if item.is_own:
        return
    for folder in urlsplit(item.url).path.lower().split("/")[1:-1]:
        name = re.sub(r"[-_+]+", " ", folder)
        if topic := vocabulary.categories.get(name):
            yield topic, f"/{folder}/"
            return
