"""Summaries made of the sources' own sentences.

A sentence is chosen for lying near the centre of its article or group, near the top, and far from
what is chosen already: the centroid method (D. Radev and others, "Centroid-based summarization of
multiple documents", 2004) with a prior for the lead and maximal marginal relevance (J. Carbonell
and J. Goldstein, 1998).  Leads of news are hard to beat: wherever there is too little to go by, the
first sentences it is.
"""

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from briefing.models import Item, Sentence
from briefing.newsroom.choices import LEAD, Budget, Choice, offers, printed, stands
from briefing.newsroom.language import of_item
from briefing.newsroom.novelty import Novelty
from briefing.newsroom.openers import in_own_voice
from briefing.newsroom.overtaken import is_overtaken
from briefing.newsroom.sentences import CLOSERS, OPENERS
from briefing.newsroom.terms import Floats, Integers, Rows, TfIdf, tokens

_ENOUGH = 5  # sentences of an article; with fewer there is nothing to choose
_MANY = 10  # sentences of a group; with fewer there is no telling which are far off
_MOST_OF_ONE = 60  # sentences of an item; the prior of the lead makes later ones hopeless
_MOST_COMPARED = 150  # sentences of a group
_SAME = 0.5  # cosine from which two sentences of a group say the same
_GROUP_LEAD = 0.5
_GROUP_PLACE = 3.0
_CORROBORATION = 0.5
_NEWNESS, _MOVES_ON = 1.0, 6 * 3600.0  # the newest facts first, when there are hours between
_OVERTAKEN = 2.0
_NEAR_TITLES = 0.5
_TOLD = 1.0
_EXCERPT = 0.3
_FAR = -0.75  # deviations from the mean centrality from which a sentence is about something else
_OWN_VOICE = 1.0
_WEAK = 0.5
_BRIEF = 7  # words
_SAME_OUTLET = 0.2
_DECIMALS = 6
_TINY = 1e-9


def summarise(
    items: Sequence[Item], *, sentences: int = 3, words: int = 60, headline: str = ""
) -> tuple[Sentence, ...]:
    """Return at most ``sentences`` sentences of ``items`` with together at most ``words`` words.

    The first sentence always comes, however long, and can stand alone.  The result is empty only
    when no item has a sentence that may be printed.

    Args:
        items: one item, or all items about one event, in any order.
        sentences: the most sentences, at least 1.
        words: the most words; two characters are a word where words are not spaced.
        headline: what stands above, which no sentence repeats; without it no title is repeated.
    """
    titles = [item.title for item in items]
    documents = offers(items, [headline] if headline else titles, _share(len(items)))
    choices = [choice for document in documents for choice in document]
    english = all(of_item(document[0].item) == "en" for document in documents)
    budget = Budget(sentences, words)
    if english and len(documents) > 1:
        return printed(_of_group(choices, budget, sorted({headline, *titles})))
    if english and len(choices) >= _ENOUGH:
        return printed(_of_article(choices, budget))
    return printed(_lead(_best(documents), budget)) if documents else ()


def lead(items: Sequence[Item], *, sentences: int = 3, words: int = 60) -> tuple[Sentence, ...]:
    """Return the first sentences of one of ``items``: what `summarise` has to be better than."""
    documents = offers(items, [item.title for item in items], _share(len(items)))
    return printed(_lead(_best(documents), Budget(sentences, words))) if documents else ()


def _share(items: int) -> int:
    """Return how many sentences of each item are looked at."""
    return min(_MOST_OF_ONE, max(LEAD, _MOST_COMPARED // max(1, items)))


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


def _of_article(choices: Sequence[Choice], budget: Budget) -> list[Choice]:
    rows = _weighed(choices).matrix()
    central = _centrality(rows)
    base = _standard(central / max(float(central.max()), _TINY) + _place(choices))
    base -= _weakness(choices)
    first = next((i for i, choice in enumerate(choices) if not choice.leans), 0)
    chosen = _greedy(choices, base, rows.similarities(), budget, first)
    return [choices[index] for index in sorted(chosen)]


def _of_group(choices: Sequence[Choice], budget: Budget, titles: Sequence[str]) -> list[Choice]:
    weighed = _weighed(choices)
    rows = weighed.matrix()
    near = np.round(rows.similarities(), _DECIMALS)
    central = np.round(_standard(_centrality(rows)), _DECIMALS)
    base = central + _merits(choices, rows, near)
    named = weighed.transform([tokens(title) for title in titles]).mean()
    novelty = Novelty.of(weighed)
    first = _opening(choices, base + _NEAR_TITLES * _standard(rows.dot(named)), budget, novelty)
    related = (central >= _FAR) | (len(choices) < _MANY)
    base = np.where(related, base, -np.inf)
    _, *others = _greedy(choices, base, near, budget, first, novelty)
    others.sort(key=lambda i: (choices[i].place, i))
    return [choices[index] for index in (first, *others)]


def _merits(choices: Sequence[Choice], rows: Rows, near: Floats) -> Floats:
    """Return what speaks for each sentence of a group besides its own centrality."""
    leads = np.array([i for i, choice in enumerate(choices) if choice.place < LEAD], dtype=np.intp)
    return np.asarray(
        _GROUP_LEAD * _standard(_centrality(rows, leads))
        + _GROUP_PLACE * _place(choices)
        + _CORROBORATION * _standard(_corroboration(choices, near))
        + _NEWNESS * _newness(choices)
        - _EXCERPT * np.array([choice.item.excerpt for choice in choices])
        - _OWN_VOICE * np.array([in_own_voice(choice.text) for choice in choices])
        - _OVERTAKEN * _overtaken(choices)
        - _weakness(choices)
    )


def _overtaken(choices: Sequence[Choice]) -> Floats:
    items = list(dict.fromkeys(choice.item for choice in choices))
    return np.array([is_overtaken(choice.text, choice.item, items) for choice in choices], float)


def _newness(choices: Sequence[Choice]) -> Floats:
    """Return how late each sentence came, 0 to 1, in a story that went on for hours."""
    moments = np.array([choice.item.published.timestamp() for choice in choices])
    span = float(np.ptp(moments))
    return (moments - moments.min()) / span if span > _MOVES_ON else np.zeros(len(choices))


def _opening(choices: Sequence[Choice], base: Floats, budget: Budget, novelty: Novelty) -> int:
    """Return what a group's summary opens with: the best beginning, or one that says it fuller."""

    def value(index: int) -> tuple[float, datetime, int]:
        return round(float(base[index]), _DECIMALS), choices[index].item.published, -index

    possible = _openings(choices)
    best = max(possible, key=value)
    fuller = set(possible).intersection(novelty.fuller(best))
    fitting = [index for index in fuller if choices[index].words <= budget.words]
    return max(fitting, key=value, default=best)


def _openings(choices: Sequence[Choice]) -> list[int]:
    """Return what a group's summary may open with: an item's first sentence, best not a quote."""
    safe = [i for i, choice in enumerate(choices) if not choice.leans]
    first = [i for i in safe if choices[i].place == 0 and choices[i].candidate.follows]
    plain = [i for i in first if choices[i].text[0] not in OPENERS]
    return plain or first or safe or [0]


def _weighed(choices: Sequence[Choice]) -> TfIdf:
    return TfIdf.fit([choice.terms for choice in choices])


def _centrality(rows: Rows, members: Integers | None = None) -> Floats:
    """Return the cosine of each row to the mean of all rows, or of ``members``."""
    mean = rows.mean(members)
    return rows.dot(mean / max(float(np.sqrt((mean**2).sum())), _TINY))


def _place(choices: Sequence[Choice]) -> Floats:
    """Return the prior of the lead: 1 for the first sentence, then ever less."""
    return np.asarray(1 / np.sqrt(1 + np.array([choice.place for choice in choices])))


def _weakness(choices: Sequence[Choice]) -> Floats:
    """Return what questions and interjections lose: they tell little."""
    asks = np.array([choice.text.rstrip(CLOSERS).endswith("?") for choice in choices])
    brief = np.array([choice.words < _BRIEF for choice in choices])
    return np.where(asks | brief, _WEAK, 0.0)


def _corroboration(choices: Sequence[Choice], near: Floats) -> Floats:
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
    choices: Sequence[Choice],
    base: Floats,
    near: Floats,
    budget: Budget,
    first: int,
    novelty: Novelty | None = None,
) -> list[int]:
    """Pick the best that is unlike what is picked, again and again while the budget lasts.

    What has a ``base`` of minus infinity is out.  With ``novelty`` what is told already is out,
    what is half told comes later, and outlets take turns.
    """
    chosen = [first]
    usable = np.isfinite(base)
    while possible := [i for i in _possible(choices, chosen, budget) if usable[i]]:
        value = base - near[:, chosen].max(axis=1)
        if novelty:
            value -= _TOLD * novelty.told(chosen) + _SAME_OUTLET * _heard(choices, chosen)
            again = novelty.is_told(chosen) | (near[:, chosen].max(axis=1) > _SAME)
            possible = [index for index in possible if not again[index]]
        if not possible:
            break
        value = np.round(value, _DECIMALS)
        chosen.append(max(possible, key=lambda index: (value[index], -index)))
    return chosen


def _possible(choices: Sequence[Choice], chosen: Sequence[int], budget: Budget) -> list[int]:
    before = [choices[index] for index in chosen]
    return [
        index
        for index, choice in enumerate(choices)
        if index not in chosen and budget.admits(choice, before) and stands(choices, index, chosen)
    ]


def _heard(choices: Sequence[Choice], chosen: Sequence[int]) -> Floats:
    """Return 1 for the choices of outlets that have a say already."""
    outlets = {choices[index].item.outlet for index in chosen}
    return np.array([float(choice.item.outlet in outlets) for choice in choices])
