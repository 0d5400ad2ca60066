"""What several outlets tell of one event, in a few of their sentences.

A sentence is chosen for lying near the centre of the group, near the top of its item and far from
what is chosen already: the centroid method (D. Radev and others, "Centroid-based summarization of
multiple documents", 2004) with a prior for the lead, corroboration by other outlets and maximal
marginal relevance.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from briefing.newsroom.beginnings import opening
from briefing.newsroom.choices import LEAD, Budget, Choice, speaks_of_strangers
from briefing.newsroom.disagreements import superseded
from briefing.newsroom.novelty import Novelty
from briefing.newsroom.openers import in_own_voice
from briefing.newsroom.overtaken import is_overtaken
from briefing.newsroom.picking import DECIMALS, greedy
from briefing.newsroom.scenes import chats, sets_scene
from briefing.newsroom.terms import Floats, tokens
from briefing.newsroom.vectors import Vectors, standard

_MANY = 10  # sentences of a group; with fewer there is no telling which are far off
_SAME = 0.5  # cosine from which two sentences of a group say the same
_LEAD = 0.5
_PLACE = 3.0
_CORROBORATION = 0.5
_NEWNESS, _MOVES_ON = 1.0, 6 * 3600.0  # the newest facts first, when there are hours between
_OVERTAKEN = 2.0
_OLD_NUMBER = 6.0  # more than the place of a sentence can make good
_FRESH = 3.0
_EXCERPT = 0.3
_FAR = -0.75  # deviations from the mean centrality from which a sentence is about something else
_OWN_VOICE = 4.0
_SAME_OUTLET = 0.2
_STRANGER = 3.0  # in an opening; further on, a group has sentences enough to do without
_WEAK = 0.5
_SCENE = 1.0

Unmet = Callable[[Sequence[int]], NDArray[np.bool_]]
"""From what is printed to which sentences speak of people whom that does not name."""


def told(choices: Sequence[Choice], budget: Budget, headlines: Sequence[str]) -> list[Choice]:
    """Return what to print of the sentences of several items, in the order to print them.

    Args:
        choices: the sentences of all items, item by item.
        budget: how much may be printed.
        headlines: the one that stands above, or else those of the items.
    """
    vectors = Vectors.of([choice.terms for choice in choices])
    near = np.round(vectors.similarities(), DECIMALS)
    central = np.round(standard(vectors.centrality()), DECIMALS)
    old = _superseded(choices)
    base = central + _merits(choices, vectors, near) - _OLD_NUMBER * old
    unmet = partial(speaks_of_strangers, choices, headlines=headlines)
    above = tokens(headlines[0]) if len(headlines) == 1 else ()
    novelty = Novelty.of(vectors, [choice.item.id for choice in choices], above)
    first = opening(choices, base - _STRANGER * unmet([]), headlines, budget, novelty)
    related = (central >= _FAR) | (len(choices) < _MANY)
    poor = np.array([_is_out(choice) for choice in choices]) | old
    base = np.where(related & ~poor, base, -np.inf)
    loss = partial(_loss, choices, near, novelty, unmet)
    _, *others = greedy(choices, base, loss, budget, first)
    others.sort(key=lambda i: (choices[i].place, i))
    return [choices[index] for index in _in_order(choices, first, others, unmet)]


def _in_order(
    choices: Sequence[Choice], first: int, others: Sequence[int], unmet: Unmet
) -> list[int]:
    """Return ``first`` and the others, each behind what it cannot be understood without.

    Nobody is spoken of before the sentence that names him, and what leans on the sentence before
    stands right behind it.
    """
    order, waiting = [first], list(others)
    while waiting:
        strange, follower = unmet(order), order[-1] + 1
        if follower not in waiting or not choices[follower].hangs_on(choices[order[-1]]):
            follower = next((index for index in waiting if not strange[index]), waiting[0])
        waiting.remove(follower)
        order.append(follower)
    return order


def _merits(choices: Sequence[Choice], vectors: Vectors, near: Floats) -> Floats:
    """Return what speaks for each sentence of a group besides its own centrality."""
    leads = np.array([i for i, choice in enumerate(choices) if choice.place < LEAD], dtype=np.intp)
    return np.asarray(
        _LEAD * standard(vectors.centrality(leads))
        + _PLACE * _place(choices)
        + _CORROBORATION * standard(_corroboration(choices, near))
        + _NEWNESS * _newness(choices)
        - _EXCERPT * np.array([choice.item.excerpt for choice in choices])
        - _OWN_VOICE * np.array([in_own_voice(choice.text) for choice in choices])
        - _OVERTAKEN * _overtaken(choices)
        - _WEAK * np.array([choice.weak for choice in choices])
        - _SCENE * np.array([sets_scene(choice.text) for choice in choices])
    )


def _is_out(choice: Choice) -> bool:
    return choice.asks or in_own_voice(choice.text) or chats(choice.text)


def _overtaken(choices: Sequence[Choice]) -> Floats:
    items = list(dict.fromkeys(choice.item for choice in choices))
    return np.array([is_overtaken(choice.text, choice.item, items) for choice in choices], float)


def _superseded(choices: Sequence[Choice]) -> NDArray[np.bool_]:
    """Tell which sentences give a number to which a newer article has another one."""
    found = superseded(list(dict.fromkeys(choice.item for choice in choices)))
    return np.array([(c.item.url, c.candidate.end) in found for c in choices], dtype=bool)


def _newness(choices: Sequence[Choice]) -> Floats:
    """Return how late each sentence came, 0 to 1, in a story that went on for hours."""
    moments = np.array([choice.item.published.timestamp() for choice in choices])
    span = float(np.ptp(moments))
    return (moments - moments.min()) / span if span > _MOVES_ON else np.zeros(len(choices))


def _place(choices: Sequence[Choice]) -> Floats:
    """Return the prior of the lead: 1 for the first sentence, then ever less."""
    return np.asarray(1 / np.sqrt(1 + np.array([choice.place for choice in choices])))


def _corroboration(choices: Sequence[Choice], near: Floats) -> Floats:
    """Return how much the other outlets say the same: the mean of the best match in each."""
    outlets = np.array([choice.item.outlet for choice in choices])
    names = sorted(set(outlets.tolist()))
    if len(names) < 2:
        return np.zeros(len(choices))
    best = np.stack([near[:, outlets == name].max(axis=1) for name in names], axis=1)
    own = outlets[:, None] == np.array(names)[None, :]
    return np.asarray(np.where(own, 0, best).sum(axis=1) / (len(names) - 1))


def _loss(
    choices: Sequence[Choice],
    near: Floats,
    novelty: Novelty,
    unmet: Unmet,
    chosen: Sequence[int],
) -> Floats:
    """Return what is like printed sentences or has a say already loses.

    What is new to the story wins; what is told or speaks of strangers is out.
    """
    closest = near[:, chosen].max(axis=1)
    loss = closest - _FRESH * novelty.fresh(chosen) + _SAME_OUTLET * _heard(choices, chosen)
    out = novelty.is_told(chosen) | (closest > _SAME) | unmet(chosen)
    return np.where(out, np.inf, loss)


def _heard(choices: Sequence[Choice], chosen: Sequence[int]) -> Floats:
    """Return 1 for the choices of outlets that have a say already."""
    outlets = {choices[index].item.outlet for index in chosen}
    return np.array([float(choice.item.outlet in outlets) for choice in choices])
