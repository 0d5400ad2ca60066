"""Stories: the items about one event put together, with the reason for each of them.

Precision comes before recall.  A split only repeats; a false merge hides a story and claims that
two newsrooms confirm each other.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from briefing.models import Group, Item
from briefing.newsroom.copies import copies, repeats
from briefing.newsroom.headlines import headline
from briefing.newsroom.likeness import Background, Weighted, language_of, likeness, weigh
from briefing.newsroom.linkage import APART, TOGETHER, Floats, clusters
from briefing.newsroom.links import Link, Links
from briefing.newsroom.reasons import loners, reasons
from briefing.newsroom.titles import STANDING_ALONE, form_of_title

__all__ = ["Background", "group", "headline", "repeats"]

AT_ONCE = 5000
"""Items that are compared with each other; more are taken in overlapping runs, by time."""

_ENOUGH = 1.0  # in thresholds, see `likeness`


def group(
    items: Sequence[Item],
    *,
    background: Background | None = None,
    must: Sequence[Link] = (),
    cannot: Sequence[Link] = (),
) -> tuple[Group, ...]:
    """Put every item into exactly one group, whatever the order of ``items``.

    Args:
        items: any items; those in two languages or 72 hours apart never meet.
        background: earlier items, to tell rare words from everyday ones.
        must: pairs of addresses that belong together, and all that follows from them.
        cannot: pairs of addresses that never share a group.  Unknown addresses do no harm.

    Returns:
        Groups in the order of their first items, each with the most central item first and with
        one reason for each of its items in ``because``; a single item needs none.

    Raises:
        ContentError: ``must`` puts together what ``cannot`` keeps apart.
    """
    links = Links(items, must, cannot)
    pools: defaultdict[str, list[Item]] = defaultdict(list)
    groups = []
    for item in sorted(items, key=_order):
        if form_of_title(item.title) in STANDING_ALONE and item not in links:
            groups.append(Group((item,)))
        else:
            pools[language_of(item)].append(item)
    for language in sorted(pools):
        groups += _pool(pools[language], language, background or Background(), links)
    return tuple(sorted(groups, key=lambda found: min(map(_order, found.items))))


def _order(item: Item) -> tuple[object, ...]:
    return item.published, item.id, item.url


def _pool(
    items: list[Item], language: str, background: Background, links: Links
) -> Iterator[Group]:
    """Group items of one language, sorted by time, a run of them at a time."""
    weighted = weigh(items, language, background)
    run, rest = list(range(len(items))), list[int]()
    while run:
        run, rest = run[:AT_ONCE], run[AT_ONCE:] + rest
        found = [
            [run[at] for at in cluster] for cluster in _run(weighted.part(run), language, links)
        ]
        waiting = _unsettled(found) if rest else 0
        for cluster in found[waiting:]:
            yield _story(weighted.part(cluster), links)
        run, rest = sorted(place for cluster in found[:waiting] for place in cluster) + rest, []


def _unsettled(found: list[list[int]]) -> int:
    """Sort clusters by their latest item and tell how many of them wait for the next run.

    Those are the latest, up to half a run of items: later items may belong to them.
    """
    found.sort(key=max, reverse=True)
    sizes = np.cumsum([len(cluster) for cluster in found])
    return int(np.searchsorted(sizes, AT_ONCE // 2, side="right"))


def _run(weighted: Weighted, language: str, links: Links) -> list[list[int]]:
    """Return the places of the members of each cluster."""
    items = weighted.items
    matrix = likeness(weighted, language)
    for pairs, value in (
        (copies(items), TOGETHER),
        (links.apart(items), APART),
        (links.together(items), TOGETHER),
    ):
        for left, right in pairs:
            matrix[left, right] = matrix[right, left] = value
    members: defaultdict[int, list[int]] = defaultdict(list)
    for place, root in enumerate(clusters(matrix, _ENOUGH)):
        members[root].append(place)
    return [part for cluster in members.values() for part in _parted(weighted, cluster, links)]


def _parted(weighted: Weighted, cluster: list[int], links: Links) -> Iterator[list[int]]:
    """Yield a cluster without the members that have no reason to be in it, and each of those."""
    items = [weighted.items[place] for place in cluster]
    bound = {cluster[at] for pair in copies(items) for at in pair}
    bound.update(place for place in cluster if weighted.items[place] in links)
    leaving = loners(weighted, cluster, bound)
    if len(leaving) < len(cluster):
        yield [place for place in cluster if place not in leaving]
    yield from ([place] for place in sorted(leaving))


def _story(part: Weighted, links: Links) -> Group:
    """Make the group of a cluster: the most central item first, an outlet's repeats last."""
    items = part.items
    if len(items) == 1:
        return Group(items)
    cosines = np.round(part.rows.similarities(), 6)
    because = reasons(part, cosines, *_without_likeness(items, links))
    order = _by_centrality(items, cosines)
    return Group(tuple(items[at] for at in order), tuple(because[at] for at in order))


def _without_likeness(items: Sequence[Item], links: Links) -> tuple[set[int], set[int]]:
    copied = {place for pair in copies(items) for place in pair}
    return copied, {place for place, item in enumerate(items) if item in links}


def _by_centrality(items: Sequence[Item], cosines: Floats) -> list[int]:
    again = repeats(items)
    central = np.round(cosines.sum(axis=1), 6)
    places = range(len(items))
    return sorted(places, key=lambda at: (items[at].id in again, -central[at], at))
