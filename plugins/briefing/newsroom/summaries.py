"""Summaries made of the sources' own sentences.

One item: its lead and what a ranker fitted to people's summaries finds (`ranker`).  Several items
about one event: what the outlets tell together (`chorus`).  Leads of news are hard to beat:
wherever there is too little to go by, the first sentences it is.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from briefing.models import Item, Sentence
from briefing.newsroom import chorus, ranker
from briefing.newsroom.choices import (
    LEAD,
    Budget,
    Choice,
    offers,
    printed,
    speaks_of_strangers,
    stands,
)
from briefing.newsroom.language import of_item
from briefing.newsroom.picking import greedy
from briefing.newsroom.ranker import Model
from briefing.newsroom.terms import Floats
from briefing.newsroom.vectors import Vectors, standard

ENOUGH = 5
"""Sentences of an article; with fewer there is nothing to choose."""

MOST_OF_ONE = 60
"""Sentences of an article that are looked at."""

GLANCE = 5
"""Sentences of each item that a guess looks at."""

_WEAK = 0.5
_STRANGER = 0.3
_MOST_COMPARED = 45  # sentences of a group; more make no better summaries


def summarise(
    items: Sequence[Item],
    *,
    sentences: int = 3,
    words: int = 60,
    headline: str = "",
    told: Iterable[str] = (),
) -> tuple[Sentence, ...]:
    """Return at most ``sentences`` sentences of ``items`` with together at most ``words`` words.

    The first sentence always comes, however long, and can stand alone.  The result is empty only
    when no item has a sentence that may be printed.

    Args:
        items: one item, or all items about one event, in any order.
        sentences: the most sentences, at least 1.
        words: the most words; two characters are a word where words are not spaced.
        headline: what stands above, which no sentence repeats; without it no title is repeated.
        told: the sentences of earlier editions, which are not said again.
    """
    headlines = [headline] if headline else [item.title for item in items]
    documents = offers(items, headlines, _share(len(items)), told)
    choices = [choice for document in documents for choice in document]
    english = all(of_item(document[0].item) == "en" for document in documents)
    budget = Budget(sentences, words)
    if english and len(documents) > 1:
        return printed(chorus.told(choices, budget, headlines))
    if english and len(choices) >= ENOUGH:
        return printed(of_article(choices, budget, ranker.shipped(), headlines))
    return printed(_lead(_best(documents), budget)) if documents else ()


def lead(items: Sequence[Item], *, sentences: int = 3, words: int = 60) -> tuple[Sentence, ...]:
    """Return the first sentences of one of ``items``: what `summarise` has to be better than."""
    documents = offers(items, [item.title for item in items], _share(len(items)))
    return printed(_lead(_best(documents), Budget(sentences, words))) if documents else ()


def outline(items: Sequence[Item], *, sentences: int = 3, words: int = 60) -> tuple[int, ...]:
    """Return about how many words each sentence of a summary would have, by the items' tops.

    It is empty only when no item has a sentence that may be printed; the rest is a guess, made in
    a fraction of the time.  ``items`` stand with the most central first.
    """
    titles = [item.title for item in items[:1]]
    found = [choice for offer in offers(items, titles, GLANCE) for choice in offer]
    lengths: list[int] = []
    for choice in sorted(found, key=lambda choice: choice.place):
        if lengths and (len(lengths) == sentences or sum(lengths) + choice.words > words):
            break
        lengths.append(choice.words)
    return tuple(lengths)


def _share(items: int) -> int:
    """Return how many sentences of each item are looked at."""
    return min(MOST_OF_ONE, max(LEAD, _MOST_COMPARED // max(1, items)))


def _best(documents: Sequence[tuple[Choice, ...]]) -> tuple[Choice, ...]:
    """Return the item to take the lead of: full text, with enough sentences, the latest."""

    def key(document: tuple[Choice, ...]) -> tuple[bool, int, float, str]:
        item = document[0].item
        return item.excerpt, -min(len(document), LEAD), -item.published.timestamp(), item.id

    return min(documents, key=key)


def _lead(choices: Sequence[Choice], budget: Budget) -> list[Choice]:
    """Return the first sentences until one does not fit, without those that hang in the air."""
    chosen: list[int] = []
    for index, choice in enumerate(choices):
        if not budget.admits(choice, [choices[one] for one in chosen]):
            break
        if stands(choices, index, chosen):
            chosen.append(index)
    return [choices[index] for index in chosen or [0]]


def of_article(
    choices: Sequence[Choice], budget: Budget, model: Model, headlines: Sequence[str] = ()
) -> list[Choice]:
    """Return what to print of one item with enough sentences: its first and what tells most."""
    vectors = Vectors.of([choice.terms for choice in choices])
    near = vectors.similarities()
    merit = ranker.merit(ranker.features(choices, vectors, near), model)
    base = standard(merit) - _WEAK * np.array([choice.weak for choice in choices])
    first = _opening(choices)
    base[:first] = -np.inf  # what was passed over does not come back in front of the opening

    def loss(chosen: Sequence[int]) -> Floats:
        strange = speaks_of_strangers(choices, chosen, headlines)
        return np.asarray(near[:, chosen].max(axis=1) + _STRANGER * strange)

    chosen = greedy(choices, base, loss, budget, first)
    return [choices[index] for index in sorted(chosen)]


def _opening(choices: Sequence[Choice]) -> int:
    """Return the first sentence that stands by itself, best a telling one of the lead."""
    safe = [index for index, choice in enumerate(choices) if not choice.leans] or [0]
    strong = [index for index in safe if index < LEAD and not choices[index].weak]
    return (strong or safe)[0]
