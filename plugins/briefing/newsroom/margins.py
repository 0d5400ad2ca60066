"""When a topic is shown: how far it must be ahead of the others.

A wrong tag is worse than none: nine of ten that are shown should be right.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import inf, sqrt
from types import MappingProxyType
from typing import NamedTuple

from briefing.models import Topic
from briefing.newsroom import evidence
from briefing.newsroom.evidence import Spoken


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
POLICIES = {  # was anything learnt?, does the meaning count?
    (False, False): SEEDS,
    (True, False): LEARNED,
    (False, True): MEANING,
    (True, True): MEANING,
}

_ENOUGH, _SIGNS = 3.5, 2
_MANY_SIGNS, _PLAINLY = 5, 0.4
_SECOND_SHARE, _PAIR_ENOUGH = 0.5, 6.0


class Rating(NamedTuple):
    """A topic with its points in all and what gave them."""

    topic: Topic
    points: float = 0.0
    found: Mapping[Spoken, float] = MappingProxyType({})

    @property
    def has_evidence(self) -> bool:
        return self.points >= _ENOUGH and evidence.count(self.found) >= _SIGNS


NOTHING = Rating(Topic("", "", ""))


def sure(ratings: Sequence[Rating], policy: Policy, own: frozenset[str]) -> Iterator[Rating]:
    """Yield the best topic and the second, each if it is far enough ahead of the next.

    The editor's own needs to be the best, and no more: its words were chosen for this briefing.
    Two that are close to each other and far ahead of all others come together: a court that stops
    a mine is business and environment.
    """
    best, second, third = (*ratings[:3], *[NOTHING] * 3)[:3]
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


def _is_ahead(best: Rating, second: Rating, total: float, policy: Policy) -> bool:
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
