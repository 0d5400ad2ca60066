"""Summaries made of the sources' own sentences.

A sentence is chosen for lying near the centre of its article or group, near the top, and far from
what is chosen already: the centroid method (D. Radev and others, "Centroid-based summarization of
multiple documents", 2004) with a prior for the lead and maximal marginal relevance (J. Carbonell
and J. Goldstein, 1998).  Leads of news are hard to beat: wherever there is too little to go by, the
first sentences it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from briefing.models import Item, Sentence
from briefing.newsroom import language as languages
from briefing.newsroom.openers import in_own_voice, leans_back, names_nobody
from briefing.newsroom.provenance import Candidate, sentence, without_connective
from briefing.newsroom.sentences import CLOSERS, OPENERS
from briefing.newsroom.terms import Floats, Integers, TfIdf, tokens
from briefing.newsroom.trouble import candidates, repeats

_ENOUGH = 5  # sentences; with fewer there is nothing to choose
_LEAD = 3  # sentences that count as an item's lead
_MOST_COMPARED = 150  # sentences; the prior of the lead makes later ones hopeless
_SAME = 0.5  # cosine from which two sentences of a group say the same
_GROUP_LEAD = 0.5
_GROUP_PLACE = 3.0
_CORROBORATION = 0.5
_EXCERPT = 0.3
_OWN_VOICE = 1.0
_WEAK = 0.5
_BRIEF = 7  # words
_SAME_OUTLET = 0.2
_DECIMALS = 6
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class _Choice:
    """A candidate and where it stands: in which item, at which place among its candidates."""

    candidate: Candidate
    item: Item
    place: int
    words: int
    leans: bool

    def comes_after(self, other: "_Choice") -> bool:
        """Tell whether ``other`` is the sentence before it in the same item."""
        near = other.item is self.item and other.place == self.place - 1
        return near and self.candidate.follows


@dataclass(frozen=True, slots=True)
class _Budget:
    sentences: int
    words: int

    def admits(self, choice: _Choice, chosen: Sequence[_Choice]) -> bool:
        return not chosen or (
            len(chosen) < self.sentences
            and sum(one.words for one in chosen) + choice.words <= self.words
        )


def summarise(
    items: Sequence[Item], *, sentences: int = 3, words: int = 60
) -> tuple[Sentence, ...]:
    """Return at most ``sentences`` sentences of ``items`` with together at most ``words`` words.

    The first sentence always comes, however long, and can stand alone.  The result is empty only
    when no item has a sentence that may be printed.

    Args:
        items: one item, or all items about one event, in any order.
        sentences: the most sentences, at least 1.
        words: the most words; two characters are a word where words are not spaced.
    """
    documents = _documents(items)
    choices = [choice for document in documents for choice in document]
    english = all(languages.of_item(document[0].item) == "en" for document in documents)
    if not english or len(choices) < _ENOUGH:
        return lead(items, sentences=sentences, words=words)
    of = _of_article if len(documents) == 1 else _of_group
    return _printed(of(choices, _Budget(sentences, words)))


def lead(items: Sequence[Item], *, sentences: int = 3, words: int = 60) -> tuple[Sentence, ...]:
    """Return the first sentences of one of ``items``: what `summarise` has to be better than."""
    documents = _documents(items)
    return _printed(_lead(_best(documents), _Budget(sentences, words))) if documents else ()


def _documents(items: Sequence[Item]) -> list[list[_Choice]]:
    """Return what each item offers, in an order that does not depend on theirs."""
    share = max(_LEAD, _MOST_COMPARED // max(1, len(items)))
    ordered = sorted(items, key=lambda item: item.id)
    return [found for item in ordered if (found := _choices(item, items, share))]


def _choices(item: Item, items: Sequence[Item], most: int) -> list[_Choice]:
    """Return the candidates of ``item`` that repeat no title of ``items``."""
    language = languages.of_item(item)
    others = {other.title for other in items} - {item.title}
    found: list[_Choice] = []
    for candidate in candidates(item, most):
        if any(repeats(candidate.text, title, language) for title in others):
            continue
        alone = without_connective(candidate, item.text).text
        opens = not found and candidate.follows
        leans = names_nobody(alone) if opens else leans_back(alone)
        count = languages.word_count(candidate.text)
        found.append(_Choice(candidate, item, len(found), count, leans))
    return found


def _best(documents: Sequence[list[_Choice]]) -> list[_Choice]:
    """Return the item to take the lead of: full text, with enough sentences, the latest."""

    def key(document: list[_Choice]) -> tuple[bool, int, float, str]:
        item = document[0].item
        return item.excerpt, -min(len(document), _LEAD), -item.published.timestamp(), item.id

    return min(documents, key=key)


def _stands(choices: Sequence[_Choice], index: int, chosen: Iterable[int]) -> bool:
    """Tell whether a choice can be printed beside ``chosen`` without hanging in the air."""
    if not choices[index].leans:
        return True
    return index - 1 in chosen and choices[index].comes_after(choices[index - 1])


def _lead(choices: Sequence[_Choice], budget: _Budget) -> list[_Choice]:
    """Return the first sentences until one does not fit, without those that hang in the air."""
    chosen: list[int] = []
    for index, choice in enumerate(choices):
        if not budget.admits(choice, [choices[one] for one in chosen]):
            break
        if _stands(choices, index, chosen):
            chosen.append(index)
    return [choices[index] for index in chosen or [0]]


def _of_article(choices: Sequence[_Choice], budget: _Budget) -> list[_Choice]:
    rows = _rows(choices)
    central = _centrality(rows, np.arange(len(choices)))
    base = _standard(central / max(float(central.max()), _TINY) + _place(choices))
    base -= _weakness(choices)
    first = next((i for i, choice in enumerate(choices) if not choice.leans), 0)
    chosen = _greedy(choices, base, rows @ rows.T, budget, first)
    return [choices[index] for index in sorted(chosen)]


def _of_group(choices: Sequence[_Choice], budget: _Budget) -> list[_Choice]:
    rows = _rows(choices)
    near = rows @ rows.T
    leads = np.array([i for i, choice in enumerate(choices) if choice.place < _LEAD])
    base = (
        _standard(_centrality(rows, np.arange(len(choices))))
        + _GROUP_LEAD * _standard(_centrality(rows, leads))
        + _GROUP_PLACE * _place(choices)
        + _CORROBORATION * _standard(_corroboration(choices, near))
        - _EXCERPT * np.array([choice.item.excerpt for choice in choices])
        - _weakness(choices)
        - _OWN_VOICE * np.array([in_own_voice(choice.candidate.text) for choice in choices])
    )
    first = max(_openings(choices), key=lambda i: (round(float(base[i]), _DECIMALS), -i))
    _, *others = _greedy(choices, base, near, budget, first, different=True)
    others.sort(key=lambda i: (choices[i].place, i))
    return [choices[index] for index in (first, *others)]


def _openings(choices: Sequence[_Choice]) -> list[int]:
    """Return what a group's summary may open with: an item's first sentence, best not a quote."""
    safe = [i for i, choice in enumerate(choices) if not choice.leans]
    first = [i for i in safe if choices[i].place == 0 and choices[i].candidate.follows]
    plain = [i for i in first if choices[i].candidate.text[0] not in OPENERS]
    return plain or first or safe or [0]


def _rows(choices: Sequence[_Choice]) -> Floats:
    return TfIdf.fit([tokens(choice.candidate.text) for choice in choices]).matrix().dense()


def _centrality(rows: Floats, members: Integers) -> Floats:
    """Return the cosine of each row to the mean of ``members``."""
    mean = rows[members].mean(axis=0)
    return np.asarray(rows @ (mean / max(float(np.linalg.norm(mean)), _TINY)))


def _place(choices: Sequence[_Choice]) -> Floats:
    """Return the prior of the lead: 1 for the first sentence, then ever less."""
    return np.asarray(1 / np.sqrt(1 + np.array([choice.place for choice in choices])))


def _weakness(choices: Sequence[_Choice]) -> Floats:
    """Return what questions and interjections lose: they tell little."""
    asks = np.array([choice.candidate.text.rstrip(CLOSERS).endswith("?") for choice in choices])
    brief = np.array([choice.words < _BRIEF for choice in choices])
    return np.where(asks | brief, _WEAK, 0.0)


def _corroboration(choices: Sequence[_Choice], near: Floats) -> Floats:
    """Return how much the other outlets say the same: the mean of the best match in each."""
    outlets = np.array([choice.item.outlet for choice in choices])
    names = sorted(set(outlets.tolist()))
    if len(names) < 2:
        return np.zeros(len(choices))
    best = np.stack([near[:, outlets == name].max(axis=1) for name in names], axis=1)
    own = outlets[:, None] == np.array(names)[None, :]
    return np.asarray(np.where(own, 0, best).sum(axis=1) / (len(names) - 1))


def _standard(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / max(float(values.std()), _TINY))


def _greedy(
    choices: Sequence[_Choice],
    base: Floats,
    near: Floats,
    budget: _Budget,
    first: int,
    different: bool = False,
) -> list[int]:
    """Pick the best that is unlike what is picked, again and again while the budget lasts.

    With ``different`` what says the same as a picked sentence is out, and outlets take turns.
    """
    chosen = [first]

    def value(index: int) -> float:
        nearest = float(near[index, chosen].max())
        known = different and choices[index].item.outlet in {choices[i].item.outlet for i in chosen}
        return round(float(base[index]) - nearest - known * _SAME_OUTLET, _DECIMALS)

    def is_open(index: int) -> bool:
        return (
            index not in chosen
            and budget.admits(choices[index], [choices[one] for one in chosen])
            and _stands(choices, index, chosen)
            and not (different and near[index, chosen].max() > _SAME)
        )

    while possible := [index for index in range(len(choices)) if is_open(index)]:
        chosen.append(max(possible, key=lambda index: (value(index), -index)))
    return chosen


def _printed(chosen: Sequence[_Choice]) -> tuple[Sentence, ...]:
    """Make sentences, without the opening connectives of those that stand alone."""
    printed: list[Sentence] = []
    before: _Choice | None = None
    for choice in chosen:
        together = before is not None and choice.comes_after(before)
        alone = without_connective(choice.candidate, choice.item.text)
        printed.append(sentence(choice.candidate if together else alone, choice.item))
        before = choice
    return tuple(printed)
