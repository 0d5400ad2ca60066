"""Threads: a story that goes on in a later edition keeps its name and its address.

Conservative: a story that is taken for the continuation of another tells readers something untrue;
one that starts a new thread merely does so.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from slugify import slugify

from briefing.models import Group
from briefing.newsroom.language import of_text
from briefing.newsroom.likeness import Background, language_of, terms_of, weighed
from briefing.newsroom.reasons import is_telling
from briefing.newsroom.terms import Rows, ngrams, tokens

LONGEST = 60
"""Characters of a slug at the most."""

_PAUSE = timedelta(days=28)  # a story that rested for longer starts again
_ALIKE = 0.12
_SHARED = 3
_RARE_GROUPS, _RARE_SHARE = 2, 0.02
_MEMBERS = 6


@dataclass(frozen=True, slots=True)
class Memory:
    """A story as an earlier edition brought it.

    ``day`` is the edition's day, ``text`` its headline and sentences, ``urls`` the addresses of its
    items, ``published`` the time of the newest of them.
    """

    thread: str
    day: str
    text: str
    urls: tuple[str, ...]
    published: datetime


def recognise(
    groups: Sequence[Group], memories: Sequence[Memory], background: Background | None = None
) -> tuple[Memory | None, ...]:
    """Return for each group the newest memory of the thread that it continues, or None.

    A group continues a thread when it holds an item of it, or when it is alike, shares at least
    three telling terms that few others have, and the story rested for four weeks at the most.  A
    thread goes on in one group only: the one with the best claim.
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
    documents = [_terms(group) for group in groups] + [_words(memory) for memory in memories]
    model, rows = weighed(documents, background)
    rare = _rare(model.vocabulary, model.frequencies.tolist(), len(documents))
    for place, group in enumerate(groups):
        urls = {item.url for item in group.items}
        for at, memory in enumerate(memories, len(groups)):
            common = len(urls.intersection(memory.urls))
            if common:
                yield -1.0 - common, place, memory.thread
            elif abs(_newest(group) - memory.published) <= _PAUSE:
                cosine, shared = _overlap(rows, place, at)
                if cosine >= _ALIKE and len(rare & shared) >= _SHARED:
                    yield -cosine, place, memory.thread


def _terms(group: Group) -> tuple[str, ...]:
    members = group.items[:_MEMBERS]
    return tuple(term for item in members for term in terms_of(item, language_of(item)))


def _words(memory: Memory) -> tuple[str, ...]:
    return ngrams(tokens(memory.text, of_text(memory.text)))


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
    base = slugify(headline, max_length=LONGEST, word_boundary=True) or "story"
    number, name = 1, base
    while name in taken:
        number += 1
        tail = f"-{number}"
        name = base[: LONGEST - len(tail)].rstrip("-") + tail
    return name
