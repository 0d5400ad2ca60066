"""Sentences picked one by one: maximal marginal relevance.

J. Carbonell and J. Goldstein, "The use of MMR, diversity-based reranking", 1998.
"""

from collections.abc import Callable, Sequence

import numpy as np

from briefing.newsroom.choices import Budget, Choice, stands
from briefing.newsroom.terms import Floats

DECIMALS = 6
"""Values are compared rounded to so many places: the same on every machine."""

Loss = Callable[[Sequence[int]], Floats]
"""What each sentence loses beside picked ones; infinity puts it out."""


def greedy(
    choices: Sequence[Choice], base: Floats, loss: Loss, budget: Budget, first: int
) -> list[int]:
    """Pick the best of what is left, again and again while the budget lasts.

    Args:
        choices: what there is.
        base: what speaks for each; minus infinity puts it out.
        loss: what is taken off for likeness to what is picked.
        budget: how much may be picked.
        first: what is picked in any case.
    """
    chosen = [first]
    while possible := _possible(choices, chosen, budget):
        value = np.round(base - loss(chosen), DECIMALS)
        best = max(possible, key=lambda index: (value[index], -index))
        if not np.isfinite(value[best]):
            break
        chosen.append(best)
    return chosen


def _possible(choices: Sequence[Choice], chosen: Sequence[int], budget: Budget) -> list[int]:
    before = [choices[index] for index in chosen]
    room = budget.rest(before)
    return [
        index
        for index, choice in enumerate(choices)
        if choice.words <= room and index not in chosen and stands(choices, index, chosen)
    ]
