"""Threads: a story that goes on in a later edition keeps its name and its address.

Conservative: a story that is taken for the continuation of another tells readers something untrue;
one that starts a new thread merely does so.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import chain, combinations

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
    """A story as earlier editions brought it.

    ``day`` is the day of the newest of them, ``urls`` the addresses of its items and ``published``
    the time of the newest item.  ``chapters`` hold the headlines, titles and sentences of each
    edition: a story may come back to its beginning.  ``told`` are the sentences of all.
    """

    thread: str
    day: str
    chapters: tuple[str, ...]
    urls: tuple[str, ...]
    published: datetime
    told: tuple[str, ...] = ()


def recognise(
    groups: Sequence[Group], memories: Sequence[Memory], background: Background | None = None
) -> tuple[Memory | None, ...]:
    """Return for each group the newest memory of the thread that it continues, or None.

    A group continues a thread when it holds half of its items, or when it is alike, shares at
    least three telling terms that few others have, and the story rested for four weeks at the most.
    A thread goes on in the group with the best claim.  Those with a claim that grouping took for
    the same event, without being sure, go on with it too: an edition has room for one of them.
    """
    newest = {memory.thread: memory for memory in sorted(memories, key=lambda found: found.day)}
    claims = sorted(_claims(groups, memories, background or Background()))
    heirs: dict[str, int] = {}
    for _, place, thread in claims:
        if thread not in heirs and place not in heirs.values():
            heirs[thread] = place
    result = {place: newest[thread] for thread, place in heirs.items()}
    for _, place, thread in claims:
        kin = groups[place].kin
        if kin and kin == groups[heirs.get(thread, place)].kin:
            result.setdefault(place, newest[thread])
    return tuple(result.get(place) for place in range(len(groups)))


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
    chapters = [(at, text) for at, memory in enumerate(memories) for text in _texts(memory)]
    documents = [_terms(group) for group in groups] + [_words(text) for _, text in chapters]
    stories = [*range(len(groups)), *(len(groups) + at for at, _ in chapters)]
    for place, other, cosine in _similar(documents, stories, background, _ALIKE):
        if place < len(groups) <= other:
            at, _ = chapters[other - len(groups)]
            pause = _newest(groups[place]) - memories[at].published
            if abs(pause) <= _PAUSE:
                yield -cosine, place, at


def _texts(memory: Memory) -> tuple[str, ...]:
    """Return the chapters, and all as one: each is like a new one, and together hold its words."""
    return tuple(dict.fromkeys((*memory.chapters, "\n".join(memory.chapters))))


def fresh(group: Group, memory: Memory) -> tuple[Item, ...]:
    """Return the items that are new since an edition told of the thread, in their order."""
    known = set(memory.urls)
    return tuple(i for i in group.items if i.published > memory.published and i.url not in known)


def close(groups: Sequence[Group]) -> frozenset[tuple[int, int]]:
    """Return the places (smaller, larger) of groups that an edition should not bring side by side.

    They are as alike as a story and its thread, though perhaps not about the same event; or
    grouping was not sure that they are.
    """
    documents = [_terms(group) for group in groups]
    similar = _similar(documents, range(len(groups)), Background(), _SIDE_BY_SIDE)
    return frozenset((left, right) for left, right, _ in similar).union(_kin(groups))


def _kin(groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    """Yield the places of groups that may be about one event."""
    families: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        families.setdefault(group.kin or f"alone {place}", []).append(place)
    for family in families.values():
        yield from combinations(family, 2)


def _similar(
    documents: Sequence[Sequence[str]],
    stories: Sequence[int],
    background: Background,
    least: float,
) -> Iterator[tuple[int, int, float]]:
    """Yield the places of two documents that are alike and share rare words, and how alike.

    ``stories`` tells of which story each document is; those of one count once.
    """
    model, rows = weighed(documents, background)
    rare = _rare(model.vocabulary, _holders(rows, stories), len(set(stories)))
    for left, right, cosines in meetings(rows):
        near = np.flatnonzero(cosines >= least / 2)  # everyday words have not been counted yet
        for one, other in zip(left[near].tolist(), right[near].tolist(), strict=True):
            cosine, shared = _overlap(rows, one, other)
            if cosine >= least and len(rare & shared) >= _SHARED:
                yield one, other, cosine


def _holders(rows: Rows, stories: Sequence[int]) -> list[int]:
    """Return how many stories hold the term of each column."""
    of = np.array(stories, dtype=np.intp)[rows.owners()]
    held = np.unique(of * rows.width + rows.columns) % max(1, rows.width)
    counts: list[int] = np.bincount(held, minlength=rows.width).tolist()
    return counts


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
