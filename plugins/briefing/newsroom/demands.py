"""How much is asked of items before they share a story: a table by how much of them there is.

Bare headlines about one event share few words, and a big story has many sides: what its members
have in common is the yardstick for the next one (see `linkage`).  Articles share enough words to be
held to the plain mean of their likenesses.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from briefing.models import Item
from briefing.newsroom.likeness import BARE, LONG, SHORT, kind
from briefing.newsroom.pairs import HOURS
from briefing.newsroom.terms import Floats

_KINDS = {BARE: (0.16, 1.0), SHORT: (0.25, 0.75), LONG: (0.11, 0.0)}  # threshold, leniency
_MEANT = {BARE: (0.32, 0.75), SHORT: (0.3, 0.5), LONG: _KINDS[LONG]}  # with likeness of meaning
_CROWD, _LEAST = 1000, 0.35
_FEWER, _MORE, _MORE_MEANT = 0.5, 0.35, 0.15  # by chance more are alike in words than in meaning
_FOREIGN = 1.5  # without stop list and stems likeness says less: ask for more


@dataclass(frozen=True, slots=True, eq=False)
class Demands:
    """For each item the likeness that it asks for, and how far its story's own mean lowers it.

    A ``leniency`` of 0 takes the likeness as it is, 1 in proportion to that within the story.
    """

    thresholds: Floats
    leniency: Floats


def demands(items: Sequence[Item], hours: Floats, language: str, *, meant: bool = False) -> Demands:
    """Return what is asked of ``items``, in the order of their times.

    ``meant`` tells that what they mean has a part in how alike they are.
    Among more items around the same time more are alike by chance: thresholds hold for 1,000.
    """
    kinds, more = (_MEANT, _MORE_MEANT) if meant else (_KINDS, _MORE)
    values = np.array([kinds[kind(item)] for item in items])
    near = np.searchsorted(hours, hours + HOURS, "right")
    near -= np.searchsorted(hours, hours - HOURS, "left")
    crowd = near / _CROWD
    crowding = np.maximum(_LEAST, crowd ** np.where(crowd < 1, _FEWER, more))
    foreign = 1.0 if language == "en" else _FOREIGN
    return Demands(np.minimum(1.0, values[:, 0] * crowding * foreign), values[:, 1])
