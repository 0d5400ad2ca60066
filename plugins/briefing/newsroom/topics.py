"""Topics of a story: tags from the vocabulary, each with what spoke for it.

The story is tagged as a whole.  Evidence in order: the editor's own tags, the feeds' categories,
the section in the address, the text.  Without enough of it there is no tag: a fine answer.  Level
one comes first; an inner topic is asked only inside one that is certain.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from briefing.models import Item, TopicMatch
from briefing.newsroom import evidence, leanings
from briefing.newsroom.evidence import Points, Spoken
from briefing.newsroom.margins import NOTHING, POLICIES, SEEDS, Policy, Rating, sure
from briefing.newsroom.selftraining import Learned, learn
from briefing.newsroom.semantic import Encoder
from briefing.newsroom.vocabulary import Vocabulary

__all__ = ["Learned", "Vocabulary", "classify", "learn", "rank"]

SHOWN = 2
"""Topics of a story at the most."""

_INNER_ENOUGH, _INNER_MARGIN = 4.0, 0.4
_DOUBT = 2.0  # points of evidence that halve the doubt
_REASONS = 4
_MEANING: Spoken = ("meaning", "as a whole")
_NOBODY: dict[Spoken, float] = {}


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
    policy = policy or POLICIES[learned is not None, encoder is not None]
    shown = tuple(sure(broad, policy, vocabulary.own))
    if not shown and (learned or encoder):
        shown = _agreed(broad, items, vocabulary)
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


def _agreed(
    broad: Sequence[Rating], items: Sequence[Item], vocabulary: Vocabulary
) -> tuple[Rating, ...]:
    """Return the best topics as far as the words alone would show them too.

    Two opinions that agree are enough, though neither what was learnt nor the meaning is sure.
    """
    words, _ = _ratings(items, vocabulary, None, None)
    alone = {rating.topic for rating in sure(words, SEEDS, vocabulary.own)}
    return tuple(takewhile(lambda rating: rating.topic in alone, broad))


def _inside(
    shown: Sequence[Rating], inner: Sequence[Rating], vocabulary: Vocabulary
) -> Rating | None:
    """Return the inner topic to show beside its parent, if any.

    The editor's own needs no more than a word; any other must be certain and finds room only where
    one topic of level one is shown.
    """
    parents = {rating.topic.id for rating in shown}
    inside = [rating for rating in inner if vocabulary.above[rating.topic.id] in parents]
    own = next((rating for rating in inside if rating.topic.id in vocabulary.own), None)
    if own or len(shown) != 1 or not inside:
        return own
    best, second = (*inside, NOTHING)[:2]
    margin = _INNER_MARGIN * sum(rating.points for rating in inside)
    certain = best.has_evidence and best.points >= _INNER_ENOUGH
    return best if certain and best.points - second.points >= margin else None


def _ratings(
    items: Sequence[Item],
    vocabulary: Vocabulary,
    learned: Learned | None,
    encoder: Encoder | None,
) -> tuple[list[Rating], list[Rating]]:
    """Add up the evidence for each topic; return those of level one and the inner ones."""
    gathered = evidence.gather(items, vocabulary)
    strongest = gathered.strongest
    texts, words = _weighed(gathered, items, vocabulary, learned, encoder)
    broad: list[Rating] = []
    inner: list[Rating] = []
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
            level.append(Rating(topic, points, found))
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


def _ordered(ratings: Sequence[Rating]) -> list[Rating]:
    return sorted(ratings, key=lambda rating: -round(rating.points, 6))


def _match(rating: Rating, level: Sequence[Rating], items: Sequence[Item]) -> TopicMatch:
    """Return the rating as told: how sure is its share of the level's points, less the doubt."""
    share = rating.points / sum(other.points for other in level)
    confidence = round(share * rating.points / (rating.points + _DOUBT), 6)
    return TopicMatch(rating.topic, confidence, evidence.reasons(rating.found, items, _REASONS))
