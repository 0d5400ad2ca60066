"""What an item offers to a summary: its printable sentences and what is known about each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from briefing.models import Item, Sentence
from briefing.newsroom.introductions import People, is_riddle
from briefing.newsroom.language import of_item, word_count
from briefing.newsroom.novelty import says_again
from briefing.newsroom.openers import (
    is_a_saying,
    leans_back,
    may_lack_verb,
    names_nobody,
    opens_with_pronoun,
)
from briefing.newsroom.phrases import Wording, teases
from briefing.newsroom.provenance import Candidate, sentence, without_connective
from briefing.newsroom.sentences import CLOSERS
from briefing.newsroom.terms import tokens
from briefing.newsroom.trouble import candidates, repeats

LEAD = 3
"""Sentences that count as an item's lead."""

_BRIEF, _SHORT = 7, 13  # words


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate and where it stands: in which item, at which place among its candidates.

    ``leans``: it cannot be printed without the one before it.  ``asks``: it is a question or
    promises news instead of telling it.  ``weak``: it does so, or tells little, being brief.
    ``names``: what may be a name in it; ``strangers``: the surnames of people introduced before;
    ``riddle``: it speaks of someone whom only what stands before it names.
    """

    candidate: Candidate
    item: Item
    place: int
    words: int
    leans: bool
    asks: bool
    weak: bool
    terms: tuple[str, ...]
    names: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()
    riddle: bool = False

    @property
    def text(self) -> str:
        """What would be printed."""
        return self.candidate.text

    def comes_after(self, other: "Choice") -> bool:
        """Tell whether ``other`` is the sentence before it in the same item."""
        near = other.item is self.item and other.place == self.place - 1
        return near and self.candidate.follows

    def hangs_on(self, other: "Choice") -> bool:
        """Tell whether it is understood only right behind ``other``."""
        return (self.leans or self.riddle) and self.comes_after(other)


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be printed."""

    sentences: int
    words: int

    def rest(self, chosen: Sequence[Choice]) -> int:
        """Return how many words there is room for beside ``chosen``."""
        if len(chosen) >= self.sentences:
            return 0
        return self.words - sum(one.words for one in chosen)

    def admits(self, choice: Choice, chosen: Sequence[Choice]) -> bool:
        """Tell whether there is room for ``choice`` beside ``chosen``; for a first one always."""
        return not chosen or choice.words <= self.rest(chosen)


@lru_cache(maxsize=2048)
def choices_of(item: Item, most: int) -> tuple[Choice, ...]:
    """Return what ``item`` offers, in order; an edition asks for it several times."""
    language = of_item(item)
    found, introduced, read = [], set[str](), 0
    for place, candidate in enumerate(candidates(item, most)):
        alone = without_connective(candidate, item.text).text
        terms = tokens(candidate.text, language)
        count = word_count(candidate.text)
        asks = _asks(candidate.text)
        weak = asks or count < _BRIEF or (count < _SHORT and _says_little(candidate.text))
        introduced |= People.of(item.text[read : candidate.start]).whole
        people, leans = People.of(candidate.text), leans_back(alone)
        strangers, riddle = people.lone & introduced, is_riddle(candidate.text)
        choice = Choice(candidate, item, place, count, leans, asks, weak, terms)
        found.append(replace(choice, names=people.words, strangers=strangers, riddle=riddle))
        introduced |= people.whole
        read = candidate.end
    return _opened(tuple(found))


def _says_little(text: str) -> bool:
    return may_lack_verb(text) or is_a_saying(text)


def _asks(text: str) -> bool:
    return text.rstrip(CLOSERS).endswith("?") or teases(Wording.of(text))


def _opened(found: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Let the first sentence of a text stand, but for one with a pronoun where a next one stands.

    "It was to be a quiet day" may open an article, yet says less than the sentence after it.
    """
    if not found or not found[0].candidate.follows:
        return found
    replaceable = not all(choice.leans for choice in found[:LEAD])
    unclear = opens_with_pronoun if replaceable else names_nobody
    return (replace(found[0], leans=unclear(found[0].text)), *found[1:])


def offers(
    items: Sequence[Item], titles: Iterable[str], most: int, told: Iterable[str] = ()
) -> list[tuple[Choice, ...]]:
    """Return what each item offers, at most ``most`` choices, none that repeats a title.

    Nor does any say what the sentences ``told`` have said.  The order does not depend on that of
    ``items``; items without an offer are left out.
    """
    shown, known = sorted(set(titles)), tuple(told)
    found = (
        tuple(
            one
            for one in choices_of(item, most)
            if not _repeats_any(one, shown) and not _is_told(one, known)
        )
        for item in sorted(items, key=lambda item: item.id)
    )
    return [offer for offer in found if offer]


def _is_told(choice: Choice, told: Sequence[str]) -> bool:
    """Tell whether readers know a choice: its very words, or all that it says."""
    if choice.text in told:
        return True
    language = of_item(choice.item)
    return bool(choice.terms) and says_again(choice.terms, (tokens(t, language) for t in told))


def _repeats_any(choice: Choice, titles: Sequence[str]) -> bool:
    return any(repeats(choice.text, title, of_item(choice.item)) for title in titles)


def stands(choices: Sequence[Choice], index: int, chosen: Iterable[int]) -> bool:
    """Tell whether a choice can be printed beside ``chosen`` without hanging in the air."""
    if not choices[index].leans:
        return True
    return index - 1 in chosen and choices[index].comes_after(choices[index - 1])


def speaks_of_strangers(
    choices: Sequence[Choice], chosen: Iterable[int], headlines: Iterable[str]
) -> NDArray[np.bool_]:
    """Tell which choices speak of someone whom neither ``chosen`` nor ``headlines`` name.

    A *he* is named by the sentence before.
    """
    told = set(chosen)
    known = People.of(" | ".join(headlines)).words.union(*(choices[one].names for one in told))

    def is_unknown(index: int, one: Choice) -> bool:
        before = index - 1 in told and one.comes_after(choices[index - 1])
        return not one.strangers <= known or (one.riddle and not before)

    return np.array([is_unknown(*numbered) for numbered in enumerate(choices)], dtype=bool)


def printed(chosen: Sequence[Choice]) -> tuple[Sentence, ...]:
    """Make sentences, without the opening connectives of those that stand alone."""
    made: list[Sentence] = []
    before: Choice | None = None
    for choice in chosen:
        together = before is not None and choice.comes_after(before)
        alone = without_connective(choice.candidate, choice.item.text)
        made.append(sentence(choice.candidate if together else alone, choice.item))
        before = choice
    return tuple(made)
