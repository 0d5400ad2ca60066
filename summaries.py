"""Summaries made of the sources' own sentences.

A sentence is chosen for lying near the centre of its article or group, near the top, and far from
what is chosen already: the centroid method (D. Radev and others, "Centroid-based summarization of
multiple documents", 2004) with a prior for the lead and maximal marginal relevance (J. Carbonell
and J. Goldstein, 1998).  Leads of news are hard to beat, so wherever the method has too little to
go by, the lead it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from briefing.models import Item, Sentence
from briefing.newsroom import language as languages
from briefing.newsroom.openers import leans_back, names_nobody
from briefing.newsroom.terms import Floats, TfIdf, tokens
from briefing.newsroom.trouble import (
    Candidate,
    candidates,
    repeats,
    sentence,
    without_connective,
)

_FEWEST_TO_CHOOSE_FROM = 5
_LEAD = 3
_ORPHAN_PENALTY = 1.0
_SAME = 0.5
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class _Choice:
    """A candidate with where it stands: the number of its item, its place among its sentences."""

    candidate: Candidate
    item: Item
    document: int
    place: int

    @property
    def words(self) -> int:
        return languages.word_count(self.candidate.text)
