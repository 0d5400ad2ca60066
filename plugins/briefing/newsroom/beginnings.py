"""What the summary of several items opens with: a sentence that tells what the headline says.

Articles may open with a scene or a saying, and the one whose first words are the headline has
nothing left to open with but its next sentence.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import numpy as np

from briefing.newsroom.choices import LEAD, Budget, Choice
from briefing.newsroom.language import of_item
from briefing.newsroom.likeness import is_telling
from briefing.newsroom.novelty import Novelty
from briefing.newsroom.picking import DECIMALS
from briefing.newsroom.scenes import chats, sets_scene
from briefing.newsroom.sentences import OPENERS
from briefing.newsroom.terms import Floats, tokens
from briefing.newsroom.titles import clean

_BEARING = 3.0
_POOR = 2.5
_FEW = 5  # telling words; a headline with less of them does not decide much
_HEADED = 0.15
_HALF = 0.5  # of the budget: a longer sentence would leave no room for another
_TO_THE_POINT = 0.5  # share of the headline that a sentence further down must hold


def opening(
    choices: Sequence[Choice],
    base: Floats,
    headlines: Sequence[str],
    budget: Budget,
    novelty: Novelty,
) -> int:
    """Return which choice to open with: the best beginning, or one that says it fuller.

    Args:
        choices: the sentences of all items, item by item.
        base: what speaks for each.
        headlines: the one that stands above, or else those of the items.
        budget: how much may be printed.
        novelty: that of ``choices``.
    """
    bearing = _bearing(choices, headlines)
    possible = _openings(choices, bearing)
    poor = np.array([index in possible and _is_poor(one) for index, one in enumerate(choices)])
    worth = np.round(base + _BEARING * bearing - _POOR * poor, DECIMALS)

    def value(index: int) -> tuple[float, datetime, int]:
        return float(worth[index]), choices[index].item.published, -index

    best = max(possible, key=value)
    further = [i for i in _strong(choices) if choices[i].item is choices[best].item]
    fuller = {*possible, *further}.intersection(novelty.fuller(best))
    fitting = [index for index in fuller if choices[index].words <= _HALF * budget.words]
    return max(fitting, key=value, default=best)


def _bearing(choices: Sequence[Choice], headlines: Sequence[str]) -> Floats:
    """Return which share of the telling words of ``headlines`` each sentence holds.

    The first sentence of the article that the headline is of says what it says in other words.
    """
    language = of_item(choices[0].item)
    counts = Counter(t for one in headlines for t in set(tokens(one, language)) if is_telling(t))
    held = [sum(counts[term] for term in set(choice.terms)) for choice in choices]
    headed = [len(headlines) == 1 and _is_headed(choice, headlines[0]) for choice in choices]
    share = np.array(held, dtype=float) / max(_FEW * len(headlines), counts.total())
    return np.asarray(share + _HEADED * np.array(headed))


def _is_headed(choice: Choice, headline: str) -> bool:
    return choice.place == 0 and clean(choice.item.title, choice.item.outlet) == headline


def _strong(choices: Sequence[Choice]) -> list[int]:
    """Return what could open wherever it stands: neither leaning, nor poor, nor a quotation."""
    return [
        index
        for index, choice in enumerate(choices)
        if not (choice.leans or _is_poor(choice) or _opens_with_quotation(choice))
    ]


def _is_poor(choice: Choice) -> bool:
    return choice.weak or sets_scene(choice.text) or chats(choice.text)


def _openings(choices: Sequence[Choice], bearing: Floats) -> list[int]:
    """Return what may open: first sentences, best no quotations, and what is to the point.

    Where all of them are poor, any sentence of a lead may.
    """
    safe = [i for i, choice in enumerate(choices) if not choice.leans]
    first = [i for i in safe if choices[i].place == 0 and choices[i].candidate.follows]
    lead = _plain(choices, [i for i in safe if choices[i].place < LEAD])
    found = _plain(choices, first) or lead or safe or [0]
    found = sorted({*found, *(i for i in lead if bearing[i] >= _TO_THE_POINT)})
    return sorted({*found, *lead}) if all(_is_poor(choices[i]) for i in found) else found


def _plain(choices: Sequence[Choice], found: Sequence[int]) -> list[int]:
    """Return those of ``found`` that open with no quotation, or all if there is none."""
    return [i for i in found if not _opens_with_quotation(choices[i])] or list(found)


def _opens_with_quotation(choice: Choice) -> bool:
    return choice.text[0] in OPENERS
