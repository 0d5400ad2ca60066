"""Topics of a story: tags from the vocabulary, each with what spoke for it.

The story is tagged as a whole.  Evidence in order: the editor's own tags, the feeds' categories,
the section in the address, the text.  Without enough of it there is no tag: a fine answer.  Level
one comes first; an inner topic is asked only inside one that is certain.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import inf, sqrt
from types import MappingProxyType
from typing import NamedTuple

from briefing.models import Item, Topic, TopicMatch
from briefing.newsroom import evidence, leanings
from briefing.newsroom.evidence import Points, Spoken
from briefing.newsroom.selftraining import Learned, learn
from briefing.newsroom.semantic import Encoder
from briefing.newsroom.vocabulary import Vocabulary

__all__ = ["LEARNED", "SEEDS", "Learned", "Policy", "Vocabulary", "classify", "learn", "rank"]

SHOWN = 2
"""Topics of a story at the most."""


class Policy(NamedTuple):
    """When a topic is shown: margins are shares of all points, see bench/topics.py."""

    margin: float  # of the best over the second
    second_margin: float  # of the second over the third, with half the points of the best
    pair_margin: float  # of two that are close to each other over the third
    clear: float  # of the best over the second, in roots of what both have: enough in a long text
    plenty: float  # points of the best in many signs, with which being plainly ahead is enough


SEEDS = Policy(margin=0.4, second_margin=0.1, pair_margin=0.2, clear=1.25, plenty=10.0)
LEARNED = Policy(margin=0.85, second_margin=0.1, pair_margin=0.3, clear=2.5, plenty=inf)
MEANING = Policy(margin=0.8, second_margin=0.1, pair_margin=0.3, clear=2.5, plenty=inf)
LEARNED_MEANING = Policy(margin=0.8, second_margin=0.1, pair_margin=0.3, clear=2.5, plenty=inf)
_POLICIES = {  # what was learnt?, what does it mean?
    (False, False): SEEDS,
    (True, False): LEARNED,
    (False, True): MEANING,
    (True, True): LEARNED_MEANING,
}
_ENOUGH, _SIGNS = 3.5, 2
_MANY_SIGNS, _PLAINLY = 5, 0.4
_SECOND_SHARE, _PAIR_ENOUGH = 0.5, 6.0
_INNER_ENOUGH, _INNER_MARGIN = 4.0, 0.4
_DOUBT = 2.0  # points of evidence that halve the doubt
_REASONS = 4
_MEANING: Spoken = ("meaning", "as a whole")


class _Rating(NamedTuple):
    """A topic with its points in all and what gave them."""

    topic: Topic
    points: float = 0.0
    found: Mapping[Spoken, float] = MappingProxyType({})

    @property
    def has_evidence(self) -> bool:
        return self.points >= _ENOUGH and evidence.count(self.found) >= _SIGNS


_NOBODY: dict[Spoken, float] = {}
_NOTHING = _Rating(Topic("", "", ""))


def classify(
    items: Sequence[Item],
    vocabulary: Vocabulary,
    learned: Learned | None = None,
    encoder: Encoder | None = None,
    policy: Policy | None = None,
) -> tuple[TopicMatch, ...]:
    """Return the topics of the story that ``items`` tell: the best first, at most two, or none.

    The second is another topic of level one or one inside the first.

    Args:
        items: the items of one story.
        vocabulary: the topics.
        learned: what `learn` has found in the user's own archive.
        encoder: of the extra ``semantic``, to go by the meaning as well.
        policy: when a topic is shown; as measured for what is given, where none is.
    """
    tagged = _tagged(items, vocabulary)
    if tagged:
        return tagged[:SHOWN]
    broad, inner = _ratings(items, vocabulary, learned, encoder)
    policy = policy or _POLICIES[learned is not None, encoder is not None]
    shown = list(_sure(broad, policy, vocabulary.own))
    narrower = _inside(shown, inner, vocabulary)
    if narrower is None:
        return tuple(_match(rating, broad, items) for rating in shown)
    parent = next(r for r in shown if r.topic.id == vocabulary.above[narrower.topic.id])
    return _match(parent, broad, items), _match(narrower, inner, items)


def rank(
    items: Sequence[Item],
    vocabulary: Vocabulary,
    learned: Learned | None = None,
    encoder: Encoder | None = None,
) -> tuple[TopicMatch, ...]:
    """Return all topics that anything speaks for, however unsure, the best first.

    Those of level one come before the inner ones.
    """
    tagged = _tagged(items, vocabulary)
    names = {match.topic.id for match in tagged}
    levels = _ratings(items, vocabulary, learned, encoder)
    rest = (_match(rating, level, items) for level in levels for rating in level)
    return tagged + tuple(match for match in rest if match.topic.id not in names)


def _tagged(items: Sequence[Item], vocabulary: Vocabulary) -> tuple[TopicMatch, ...]:
    """Return the topics that the editor gave to the items, the most frequent first."""
    found = (vocabulary.find(name) for item in items for name in dict.fromkeys(item.topics))
    counts = Counter(topic for topic in found if topic)
    return tuple(TopicMatch(topic, 1.0, ("the editor's tag",)) for topic, _ in counts.most_common())


def _sure(ratings: Sequence[_Rating], policy: Policy, own: frozenset[str]) -> Iterator[_Rating]:
    """Yield the best topic and the second, each if it is far enough ahead of the next.

    The editor's own needs to be the best, and no more: its words were chosen for this briefing.
    Two that are close to each other and far ahead of all others come together: a court that stops
    a mine is business and environment.
    """
    best, second, third = (*ratings[:3], *[_NOTHING] * 3)[:3]
    total = sum(rating.points for rating in ratings)
    rest = second.points - third.points
    pair = (
        second.points >= _PAIR_ENOUGH and rest > policy.pair_margin * total and second.has_evidence
    )
    ahead = best.topic.id in own or _is_ahead(best, second, total, policy)
    if not best.has_evidence or not (ahead or pair):
        return
    yield best
    if pair or (
        rest > policy.second_margin * total
        and second.points >= _SECOND_SHARE * best.points
        and second.has_evidence
    ):
        yield second


def _is_ahead(best: _Rating, second: _Rating, total: float, policy: Policy) -> bool:
    """Tell whether the best is far enough ahead of the second, in one of three ways.

    In a short text its lead is a large share of all points.  In a long one many topics have a word
    or two, and their sum says nothing of the best: there it is enough to be ahead of the second by
    more than chance, were their points counts (the difference of two Poisson counts, in standard
    deviations).  Where plenty of words speak for the best, the second is seldom wrong but often
    right as well, and less will do.
    """
    lead, chance = best.points - second.points, sqrt(best.points + second.points)
    plenty = best.points >= policy.plenty and evidence.count(best.found) >= _MANY_SIGNS
    return lead >= min(
        policy.margin * total, policy.clear * chance, _PLAINLY * chance if plenty else inf
    )


def _inside(
    shown: Sequence[_Rating], inner: Sequence[_Rating], vocabulary: Vocabulary
) -> _Rating | None:
    """Return the inner topic to show beside its parent, if any.

    The editor's own needs no more than a word; any other must be certain and finds room only where
    one topic of level one is shown.
    """
    parents = {rating.topic.id for rating in shown}
    inside = [rating for rating in inner if vocabulary.above[rating.topic.id] in parents]
    own = next((rating for rating in inside if rating.topic.id in vocabulary.own), None)
    if own or len(shown) != 1 or not inside:
        return own
    best, second = (*inside, _NOTHING)[:2]
    margin = _INNER_MARGIN * sum(rating.points for rating in inside)
    certain = best.has_evidence and best.points >= _INNER_ENOUGH
    return best if certain and best.points - second.points >= margin else None


def _ratings(
    items: Sequence[Item],
    vocabulary: Vocabulary,
    learned: Learned | None,
    encoder: Encoder | None,
) -> tuple[list[_Rating], list[_Rating]]:
    """Add up the evidence for each topic; return those of level one and the inner ones."""
    gathered = evidence.gather(items, vocabulary)
    strongest = gathered.strongest
    texts, words = _weighed(gathered, items, vocabulary, learned, encoder)
    broad: list[_Rating] = []
    inner: list[_Rating] = []
    spoken = texts.keys() | gathered.outlets.keys()
    for topic in vocabulary.topics:
        name = topic.id
        if name not in spoken:
            continue
        said = gathered.outlets.get(name, _NOBODY)
        points = texts.get(name, 0.0) + strongest * sum(said.values())
        if points > 0:
            found = {what: strongest * share for what, share in said.items()}
            found |= words.get(name, _NOBODY)
            found |= gathered.texts.get(name, _NOBODY)
            level = inner if name in vocabulary.above else broad
            level.append(_Rating(topic, points, found))
    return _ordered(broad), _ordered(inner)


def _weighed(
    gathered: evidence.Evidence,
    items: Sequence[Item],
    vocabulary: Vocabulary,
    learned: Learned | None,
    encoder: Encoder | None,
) -> tuple[dict[str, float], Points]:
    """Return the points of the texts after what was learnt and what they mean, and their reasons.

    Both share out what the texts give to their best topic anew.
    """
    strongest = gathered.strongest
    texts = {topic: sum(found.values()) for topic, found in gathered.texts.items()}
    words: Points = {}
    if learned and (opinion := learned.opinion(items, texts)):
        unlearned = {topic: texts[topic] for topic in texts if topic not in learned.topics}
        texts = unlearned | {name: strongest * share for name, share in opinion.shares.items()}
        words = dict(opinion.words)
    if encoder and (shares := leanings.shares(texts, items, vocabulary, encoder)):
        before = sum(texts.get(topic.id, 0.0) for topic in vocabulary.broad)
        for topic, share in shares.items():
            if before == 0 or share > texts.get(topic, 0.0) / before:
                words[topic] = {**words.get(topic, {}), _MEANING: strongest * share}
        inner = {topic: texts[topic] for topic in texts if topic in vocabulary.above}
        texts = inner | {topic: strongest * share for topic, share in shares.items()}
    return texts, words


def _ordered(ratings: Sequence[_Rating]) -> list[_Rating]:
    return sorted(ratings, key=lambda rating: -round(rating.points, 6))


def _match(rating: _Rating, level: Sequence[_Rating], items: Sequence[Item]) -> TopicMatch:
    """Return the rating as told: how sure is its share of the level's points, less the doubt."""
    share = rating.points / sum(other.points for other in level)
    confidence = round(share * rating.points / (rating.points + _DOUBT), 6)
    return TopicMatch(rating.topic, confidence, evidence.reasons(rating.found, items, _REASONS))
