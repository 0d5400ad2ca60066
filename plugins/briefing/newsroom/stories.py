"""Stories: the items about one event put together, with the reason for each of them.

Precision comes before recall.  A split only repeats; a false merge hides a story and claims that
two newsrooms confirm each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from briefing.models import Group, Item
from briefing.newsroom.copies import copies, repeats
from briefing.newsroom.demands import demands
from briefing.newsroom.firmness import sure_parts
from briefing.newsroom.likeness import language_of
from briefing.newsroom.linkage import clusters
from briefing.newsroom.links import Link, Links
from briefing.newsroom.meant import Meant
from briefing.newsroom.pairs import pairs
from briefing.newsroom.reasons import loners, reasons
from briefing.newsroom.semantic import Encoder
from briefing.newsroom.terms import Floats
from briefing.newsroom.titles import STANDING_ALONE, form_of_title
from briefing.newsroom.weights import Background, Weighted, cosines, weigh

__all__ = ["Background", "group", "repeats"]

_FAINT = 0.2  # of what is asked: pairs that are less alike count as not alike at all

Place = tuple[int, int]


def group(
    items: Sequence[Item],
    *,
    background: Background | None = None,
    must: Sequence[Link] = (),
    cannot: Sequence[Link] = (),
    firm: bool = False,
    encoder: Encoder | None = None,
) -> tuple[Group, ...]:
    """Put every item into exactly one group, whatever the order of ``items``.

    Args:
        items: any items; those in two languages or 72 hours apart never meet.
        background: earlier items, to tell rare words from everyday ones.
        must: pairs of addresses that belong together, and all that follows from them.
        cannot: pairs of addresses that never share a group.  Unknown addresses do no harm.
        firm: for printing: only what is surely one event is one group; the parts of what probably
            is have the same ``kin``.
        encoder: of the extra ``semantic``, to compare English items by their meaning as well.

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
        pool = pools[language]
        weighted = weigh(pool, language, background or Background())
        meant = Meant.of(pool, encoder) if encoder and language == "en" else None
        groups += _groups(weighted, language, links, meant, firm=firm)
    return tuple(sorted(groups, key=lambda found: min(map(_order, found.items))))


def _order(item: Item) -> tuple[object, ...]:
    return item.published, item.id, item.url


def _groups(
    weighted: Weighted, language: str, links: Links, meant: Meant | None, *, firm: bool
) -> Iterator[Group]:
    """Group items of one language, sorted by time."""
    copied = tuple(copies(weighted.items))
    bound = (*copied, *links.together(weighted.items))
    for cluster in _clusters(weighted, language, copied, links, meant):
        for part in _parted(weighted, cluster, bound):
            sure = sure_parts(weighted, part, bound, meant) if firm and len(part) > 1 else [part]
            kin = weighted.items[part[0]].url if len(sure) > 1 else ""
            for places in sure:
                yield _story(weighted, places, links, kin)


def _clusters(
    weighted: Weighted,
    language: str,
    copied: Sequence[Place],
    links: Links,
    meant: Meant | None,
) -> list[list[int]]:
    items = weighted.items
    hours = np.array([item.published.timestamp() / 3600 for item in items])
    asked = demands(items, hours, language, meant=meant is not None)
    alike = pairs(weighted.rows, hours, np.sqrt(_FAINT * asked.thresholds), meant)
    together, apart = links.together(items), links.apart(items)
    return clusters(alike, asked, hours, together=together, copies=copied, apart=apart)


def _parted(weighted: Weighted, cluster: list[int], bound: Iterable[Place]) -> Iterator[list[int]]:
    """Yield a cluster without the members that have no reason to be in it, and each of those."""
    here = set(cluster) if len(cluster) > 1 else set[int]()
    kept = {place for pair in bound if here.issuperset(pair) for place in pair} if here else ()
    leaving = loners(weighted, cluster, kept) if here else set()
    if len(leaving) < len(cluster):
        yield [place for place in cluster if place not in leaving]
    yield from ([place] for place in sorted(leaving))


def _story(weighted: Weighted, places: list[int], links: Links, kin: str) -> Group:
    """Make the group of some places: the most central item first, an outlet's repeats last."""
    if len(places) == 1:
        return Group((weighted.items[places[0]],), kin=kin)
    part = weighted.part(places)
    items, alike = part.items, cosines(part.rows)
    copied = {place for pair in copies(items) for place in pair}
    joined = {place for place, item in enumerate(items) if item in links}
    because = reasons(part, alike, copied, joined)
    order = _by_centrality(items, alike)
    return Group(tuple(items[at] for at in order), tuple(because[at] for at in order), kin)


def _by_centrality(items: Sequence[Item], alike: Floats) -> list[int]:
    again = repeats(items)
    central = np.round(alike.sum(axis=1), 6)
    places = range(len(items))
    return sorted(places, key=lambda at: (items[at].id in again, -central[at], at))
