"""Threads: a story that goes on in a later edition keeps its name and its address.

Conservative: a story that is taken for the continuation of another tells readers something untrue;
one that starts a new thread merely does so.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import chain

import numpy as np
from slugify import slugify

from briefing.models import Group, Item
from briefing.newsroom.furniture import is_furniture
from briefing.newsroom.language import function_words, of_text
from briefing.newsroom.likeness import language_of, terms_of, words_of
from briefing.newsroom.pairs import meetings
from briefing.newsroom.reasons import is_telling
from briefing.newsroom.terms import Rows, ngrams
from briefing.newsroom.titles import STANDING_ALONE, form_of_title
from briefing.newsroom.weights import Background, weighed

LONGEST = 48
"""Characters of a slug at the most."""

_PAUSE = timedelta(days=28)  # a story that rested for longer starts again
_ALIKE = 0.135
_SIDE_BY_SIDE = 0.16  # within an edition: leaving a story out does more harm than a new thread
_SHARED = 3
_RARE_GROUPS, _RARE_SHARE = 2, 0.02
_MEMBERS = 6
_REMEMBERED = 1024  # memories whose words are kept: a draft is proposed again with the same ones


@dataclass(frozen=True, slots=True)
class Memory:
    """A story as an earlier edition brought it.

    ``day`` is the edition's day, ``text`` its headline and sentences, ``urls`` the addresses of its
    items, ``published`` the time of the newest of them.  ``told`` are the sentences of this and of
    earlier editions.
    """

    thread: str
    day: str
    text: str
    urls: tuple[str, ...]
    published: datetime
    told: tuple[str, ...] = ()


def recognise(
    groups: Sequence[Group], memories: Sequence[Memory], background: Background | None = None
) -> tuple[Memory | None, ...]:
    """Return for each group the newest memory of the thread that it continues, or None.

    A group continues a thread when it holds half of its items, or when it is alike, shares at
    least three telling terms that few others have, and the story rested for four weeks at the most.
    A thread goes on in one group only: the one with the best claim.
    """
    newest = {memory.thread: memory for memory in sorted(memories, key=lambda found: found.day)}
    result: list[Memory | None] = [None] * len(groups)
    free = set(newest)
    for _, place, thread in sorted(_claims(groups, memories, background or Background())):
        if thread in free and result[place] is None:
            result[place] = newest[thread]
            free.remove(thread)
    return tuple(result)


def _claims(
    groups: Sequence[Group], memories: Sequence[Memory], background: Background
) -> Iterator[tuple[float, int, str]]:
    """Yield (claim, the better the smaller; place of the group; thread)."""
    able = [form_of_title(group.items[0].title) not in STANDING_ALONE for group in groups]
    for claim, place, at in chain(_held(groups, memories), _told(groups, memories, background)):
        if able[place]:
            yield claim, place, memories[at].thread


def _held(groups: Sequence[Group], memories: Sequence[Memory]) -> Iterator[tuple[float, int, int]]:
    """Yield (claim, place, memory) of groups that hold half of a memory's items, or more."""
    known: defaultdict[str, set[int]] = defaultdict(set)
    for at, memory in enumerate(memories):
        for url in memory.urls:
            known[url].add(at)
    for place, group in enumerate(groups):
        urls = {item.url for item in group.items}
        for at, count in Counter(at for url in urls for at in known.get(url, ())).items():
            if 2 * count >= len(set(memories[at].urls)):
                yield -1.0 - count, place, at


def _told(
    groups: Sequence[Group], memories: Sequence[Memory], background: Background
) -> Iterator[tuple[float, int, int]]:
    """Yield (claim, place, memory) of groups that tell of the same."""
    if not memories:
        return
    documents = [_terms(group) for group in groups] + [_words(memory.text) for memory in memories]
    for place, other, cosine in _similar(documents, background, _ALIKE):
        at = other - len(groups)
        if place < len(groups) <= other:
            pause = _newest(groups[place]) - memories[at].published
            if abs(pause) <= _PAUSE:
                yield -cosine, place, at


def fresh(group: Group, memory: Memory) -> tuple[Item, ...]:
    """Return the items that are new since an edition told of the thread, in their order."""
    known = set(memory.urls)
    return tuple(i for i in group.items if i.published > memory.published and i.url not in known)


def close(groups: Sequence[Group]) -> frozenset[tuple[int, int]]:
    """Return the places (smaller, larger) of groups that an edition should not bring side by side.

    They are as alike as a story and its thread, though perhaps not about the same event.
    """
    documents = [_terms(group) for group in groups]
    similar = _similar(documents, Background(), _SIDE_BY_SIDE)
    return frozenset((left, right) for left, right, _ in similar)


def _similar(
    documents: Sequence[Sequence[str]], background: Background, least: float
) -> Iterator[tuple[int, int, float]]:
    """Yield the places of two documents that are alike and share rare words, and how alike."""
    model, rows = weighed(documents, background)
    rare = _rare(model.vocabulary, model.frequencies.tolist(), len(documents))
    for left, right, cosines in meetings(rows):
        near = np.flatnonzero(cosines >= least / 2)  # everyday words have not been counted yet
        for one, other in zip(left[near].tolist(), right[near].tolist(), strict=True):
            cosine, shared = _overlap(rows, one, other)
            if cosine >= least and len(rare & shared) >= _SHARED:
                yield one, other, cosine


def _terms(group: Group) -> tuple[str, ...]:
    members = group.items[:_MEMBERS]
    return tuple(term for item in members for term in terms_of(item, language_of(item)))


@lru_cache(maxsize=_REMEMBERED)
def _words(told: str) -> tuple[str, ...]:
    text = "\n".join(line for line in told.splitlines() if not is_furniture(line.rstrip("\u2026.")))
    return ngrams(words_of(text, of_text(text)))


def _newest(group: Group) -> datetime:
    return max(item.published for item in group.items)


def _rare(vocabulary: Sequence[str], frequencies: Sequence[int], total: int) -> set[int]:
    """Return the columns of telling words that hardly any story has besides the two compared."""
    limit = 2 + max(_RARE_GROUPS, _RARE_SHARE * total)
    return {
        column
        for column, (term, count) in enumerate(zip(vocabulary, frequencies, strict=True))
        if count <= limit and " " not in term and is_telling(term)
    }


def _overlap(rows: Rows, left: int, right: int) -> tuple[float, set[int]]:
    """Return the cosine of two rows and the columns that they share."""
    columns, values = rows.row(left)
    others, weights = rows.row(right)
    shared, here, there = np.intersect1d(columns, others, return_indices=True)
    return round(float((values[here] * weights[there]).sum()), 6), set(shared.tolist())


def slug(headline: str, taken: Collection[str]) -> str:
    """Make the name of a new thread: letters, digits and hyphens, different from all ``taken``."""
    base = _short(slugify(headline)) or "story"
    number, name = 1, base
    while name in taken:
        number += 1
        tail = f"-{number}"
        name = base[: LONGEST - len(tail)].rstrip("-") + tail
    return name


def _short(slug: str) -> str:
    """Cut a slug between two words, not behind one that wants another: "between", "and"."""
    if len(slug) <= LONGEST:
        return slug
    words = slug[: LONGEST + 1].split("-")[:-1]
    while len(words) > 1 and words[-1] in function_words():
        words.pop()
    return "-".join(words) or slug[:LONGEST]
