"""Topics of a story: tags from the vocabulary, each with what spoke for it.

The story is tagged as a whole.  Evidence in order: the editor's own tags, the feeds' categories,
the section in the address, the text.  Without enough of it there is no tag: a fine answer.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import log, sqrt
from typing import NamedTuple
from urllib.parse import urlsplit

from briefing.models import Item, Topic, TopicMatch
from briefing.newsroom.likeness import language_of, lead, words_of
from briefing.newsroom.terms import surface
from briefing.newsroom.titles import clean
from briefing.newsroom.vocabulary import LONGEST_PHRASE, Phrase, Vocabulary

__all__ = ["Vocabulary", "classify", "rank"]

SHOWN = 2
"""Topics of a story at the most."""

_TITLE = 2.5
_CATEGORY, _SECTION = 2.0, 1.0  # of the strongest text: a category outweighs it
_STRONGEST = 4.0  # what the strongest text counts at least in that
_ENOUGH, _MARGIN = 3.5, 0.2
_SIGNS = 2
_SECOND_SHARE, _SECOND_MARGIN, _PAIR_MARGIN = 0.5, 0.1, 0.12
_PAIR_ENOUGH = 6.0
_DOUBT = 2.0  # points of evidence that halve the doubt
_REASONS = 4


class _Sign(NamedTuple):
    """A piece of evidence."""

    topic: str
    points: float
    reason: str


class _Rating(NamedTuple):
    """A topic with its points in all and the number of different signs that gave them."""

    match: TopicMatch
    points: float
    signs: int


_NOTHING = _Rating(TopicMatch(Topic("", "", ""), 0.0), 0.0, 0)


def classify(items: Sequence[Item], vocabulary: Vocabulary) -> tuple[TopicMatch, ...]:
    """Return the topics of the story that ``items`` tell: the best first, at most two, or none.

    An editor's topic may stand beside the topic that it belongs to.
    """
    tagged = _tagged(items, vocabulary)
    if tagged:
        return tagged[:SHOWN]
    ratings = _ratings(items, vocabulary)
    narrow = vocabulary.narrow
    broad = [rating for rating in ratings if rating.match.topic.id not in narrow]
    shown = [rating.match for rating in _sure(broad)]
    for rating in ratings:
        parents = [match.topic.id for match in shown]
        if rating.match.topic.id in narrow and rating.match.topic.parent in parents:
            return (shown[parents.index(rating.match.topic.parent)], rating.match)
    return tuple(shown)


def rank(items: Sequence[Item], vocabulary: Vocabulary) -> tuple[TopicMatch, ...]:
    """Return all topics that anything speaks for, however unsure, the best first."""
    tagged = _tagged(items, vocabulary)
    names = {match.topic.id for match in tagged}
    rest = (rating.match for rating in _ratings(items, vocabulary))
    return tagged + tuple(match for match in rest if match.topic.id not in names)


def _tagged(items: Sequence[Item], vocabulary: Vocabulary) -> tuple[TopicMatch, ...]:
    """Return the topics that the editor gave to the items, the most frequent first."""
    found = (vocabulary.find(name) for item in items for name in dict.fromkeys(item.topics))
    counts = Counter(topic for topic in found if topic)
    return tuple(TopicMatch(topic, 1.0, ("the editor's tag",)) for topic, _ in counts.most_common())


def _sure(ratings: Sequence[_Rating]) -> Iterator[_Rating]:
    """Yield the best topic and the second, each if it is far enough ahead of the next.

    Two that are close to each other and far ahead of all others come together: a court that stops
    a mine is business and environment.
    """
    best, second, *_ = (*ratings, _NOTHING, _NOTHING)
    first, next_, third = (rating.points for rating in (*ratings, *[_NOTHING] * 3)[:3])
    total = sum(rating.points for rating in ratings)
    pair = next_ >= _PAIR_ENOUGH and next_ - third > _PAIR_MARGIN * total and _has_evidence(second)
    if not _has_evidence(best) or not (first - next_ >= _MARGIN * total or pair):
        return
    yield best
    if pair or (
        next_ - third > _SECOND_MARGIN * total
        and next_ >= _SECOND_SHARE * first
        and _has_evidence(second)
    ):
        yield second


def _has_evidence(rating: _Rating) -> bool:
    return rating.points >= _ENOUGH and rating.signs >= _SIGNS


def _ratings(items: Sequence[Item], vocabulary: Vocabulary) -> list[_Rating]:
    """Add up the evidence; what speaks for a narrower topic speaks for the broader one, too."""
    points: defaultdict[str, float] = defaultdict(float)
    reasons: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sign in _signs(items, vocabulary):
        broader = vocabulary.narrow.get(sign.topic)
        for name in (sign.topic, broader) if broader else (sign.topic,):
            points[name] += sign.points
            reasons[name][sign.reason] += round(1000 * sign.points)
    total = sum(value for topic, value in points.items() if topic not in vocabulary.narrow) or 1.0
    rated = []
    for topic in vocabulary.topics:
        if value := points.get(topic.id, 0.0):
            confidence = round(value / total * value / (value + _DOUBT), 3)
            best = sorted(reasons[topic.id].items(), key=lambda pair: (-pair[1], pair[0]))
            words = tuple(reason for reason, _ in best)
            match = TopicMatch(topic, min(1.0, confidence), words[:_REASONS])
            rated.append(_Rating(match, value, _signs_of(words)))
    return sorted(rated, key=lambda rating: -round(rating.points, 6))


def _signs_of(reasons: Sequence[str]) -> int:
    """Count words once and what an outlet says itself as enough."""
    return sum(_SIGNS if re.match("category |section /", reason) else 1 for reason in reasons)


def _signs(items: Sequence[Item], vocabulary: Vocabulary) -> Iterator[_Sign]:
    """Yield all evidence: of the text, and relative to the strongest text that of the outlets."""
    texts: defaultdict[str, float] = defaultdict(float)
    for item in items:
        for sign in _from_text(item, vocabulary):
            share = sign._replace(points=sign.points / sqrt(len(items)))
            texts[sign.topic] += share.points
            yield share
    strongest = max([_STRONGEST, *texts.values()])
    for signs, weight in (
        ([list(_from_categories(item, vocabulary)) for item in items], _CATEGORY),
        ([list(_from_address(item, vocabulary)) for item in items], _SECTION),
    ):
        speaking = [found for found in signs if found]
        for found in speaking:
            for sign in found:
                points = weight * strongest * sign.points / len(speaking) / len(found)
                yield sign._replace(points=points)


def _from_text(item: Item, vocabulary: Vocabulary) -> Iterator[_Sign]:
    if language_of(item) != "en":
        return
    for text, weight in ((clean(item.title, item.outlet), _TITLE), (lead(item), 1.0)):
        forms = surface(text)
        for phrase, count in _phrases(words_of(text), vocabulary).items():
            reason = " ".join(forms.get(word, word) for word in phrase)
            for topic, value in vocabulary.weights[phrase]:
                yield _Sign(topic, weight * value * (1 + log(count)), reason.lower())


def _phrases(terms: Sequence[str], vocabulary: Vocabulary) -> Counter[Phrase]:
    """Count the vocabulary's phrases among ``terms``."""
    spans = (
        tuple(terms[at : at + words])
        for words in range(1, LONGEST_PHRASE + 1)
        for at in range(len(terms) - words + 1)
    )
    return Counter(span for span in spans if span in vocabulary.weights)


def _from_categories(item: Item, vocabulary: Vocabulary) -> Iterator[_Sign]:
    for category in dict.fromkeys(item.categories):
        topic = vocabulary.categories.get(" ".join(category.lower().split()))
        if topic:
            yield _Sign(topic, 1.0, f"category {category}")


def _from_address(item: Item, vocabulary: Vocabulary) -> Iterator[_Sign]:
    """Yield what the first telling folder of the address says, as in ``/world/sport/2026/``."""
    if item.is_own:
        return
    folders = urlsplit(item.url).path.lower().split("/")[1:-1]
    for folder in folders:
        name = re.sub(r"[-_+]+", " ", folder)
        if topic := vocabulary.categories.get(name):
            yield _Sign(topic, 1.0, f"section /{folder}/")
            return
