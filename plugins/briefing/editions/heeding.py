"""What the editor decided, applied to the items and groups that an edition is made of."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations

from briefing.editions.brief import HELD, MEMORY, Brief
from briefing.editions.decisions import Decision, Decisions
from briefing.editions.markdown import headings
from briefing.models import Group, Item, LeftOut, Record
from briefing.newsroom import headlines, threads

MERGED = "of a story that the editor merged with this one"
OUT = "taken out of this edition by hand"
_BY_HAND = re.compile(re.escape(Decision("drop", ("T",), note=OUT).words).replace("T", r"([\w-]+)"))
DEFAULT_PLACE = "stories"
_AGAINST = ("drop", "hold", "mute")


def sifted(
    items: Sequence[Item], decided: Decisions
) -> tuple[tuple[Item, ...], tuple[LeftOut, ...]]:
    """Take out what the editor has decided against."""
    against = [(item, decided.against(item)) for item in items]
    out = tuple(LeftOut(item.url, _words(why)) for item, why in against if why)
    return tuple(item for item, why in against if why is None), out


def heeded(
    groups: Sequence[Group],
    known: Sequence[threads.Memory | None],
    named: Mapping[Group, str],
    decided: Decisions,
) -> tuple[tuple[Group, ...], tuple[threads.Memory | None, ...], tuple[LeftOut, ...]]:
    """Take out the stories that the editor has dropped, held or muted by their threads."""
    kept, out = [], []
    for group, memory in zip(groups, known, strict=True):
        thread = (named.get(group, ""),)
        found = (decided.find(verb, thread) for verb in _AGAINST)
        why = next((one for one in found if one), None)
        if why is None:
            kept.append((group, memory))
        else:
            out += [LeftOut(item.url, _words(why)) for item in group.items]
    return tuple(g for g, _ in kept), tuple(m for _, m in kept), tuple(out)


def by_hand(record: Record, text: str) -> Decisions:
    """Return what the editor decided by taking stories out of an edition file.

    The record remembers it in its reasons, however the proposal changes.
    """
    reasons = (_BY_HAND.fullmatch(left.reason) for left in record.left_out)
    before = [found[1] for found in reasons if found]
    before += [story.thread for story in record.stories]
    there = {heading.thread for _, heading in headings(text.splitlines())}
    out = (thread for thread in dict.fromkeys(before) if thread not in there)
    return Decisions(tuple(Decision("drop", (thread,), note=OUT) for thread in out))


def _words(decision: Decision) -> str:
    return f"{HELD}: {decision.words}" if decision.verb == "hold" else decision.words


def pairs(decided: Decisions, verb: str) -> Iterator[tuple[str, str]]:
    for decision in decided.of(verb):
        yield from combinations(decision.about, 2)


def pinned(group: Group, named: Mapping[Group, str], brief: Brief, held: frozenset[str]) -> str:
    """Return the place that the editor gave a story; one with a ``held`` item has a place, too."""
    pin = brief.decided.find("pin", names(group, named))
    was_held = not held.isdisjoint(item.url for item in group.items)
    return (pin.value if pin else "") or (DEFAULT_PLACE if pin or was_held else "")


def names(group: Group, named: Mapping[Group, str]) -> tuple[str, ...]:
    """Return what decisions may call a story: its thread, and its items' addresses."""
    return (named.get(group, ""), *(item.url for item in group.items))


def named(
    groups: Sequence[Group], known: Sequence[threads.Memory | None], brief: Brief
) -> Mapping[Group, str]:
    """Return the threads of the groups that have one: from earlier editions, else as proposed.

    So has a new story to which the editor's decisions give the name that it will get.
    """
    named = {
        group: brief.decided.thread(memory.thread)
        for group, memory in zip(groups, known, strict=True)
        if memory
    }
    merged = _merged(brief.decided)
    taken = set(named.values()) - merged
    for _, place, thread in sorted(_claims(groups, _as_proposed(brief))):
        if groups[place] not in named and thread not in taken:
            named[groups[place]] = brief.decided.thread(thread)
            taken |= {thread} - merged
    return {**_foreseen(groups, named, brief), **named}


def _merged(decided: Decisions) -> frozenset[str]:
    """Return the threads that more than one group may have."""
    return frozenset(name for one in decided.of("merge") for name in one.about)


def _foreseen(
    groups: Sequence[Group], named: Mapping[Group, str], brief: Brief
) -> Mapping[Group, str]:
    """Return the names that new stories will get, as far as the editor has decided about them."""
    about = {name for one in brief.decided.all for name in one.about if "/" not in name}
    old = {story.thread for record in brief.memory for story in record.stories}
    found: dict[Group, str] = {}
    for group in groups if about else ():
        taken = old.union(named.values(), found.values()) - _merged(brief.decided)
        name = threads.slug(headlines.headline(group), taken)
        if group not in named and name in about:
            found[group] = brief.decided.thread(name)
    return found


def _claims(groups: Sequence[Group], proposed: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield (claim, the better the smaller; place of the group; thread)."""
    for place, group in enumerate(groups):
        found = Counter(proposed[item.url] for item in group.items if item.url in proposed)
        yield from ((-count, place, thread) for thread, count in found.items())


def _as_proposed(brief: Brief) -> Mapping[str, str]:
    """Return the threads of items as proposed before, also of those that a decision kept out."""
    threads_of: dict[str, str] = {}
    decided = {_words(one): one for verb in _AGAINST for one in brief.decided.of(verb)}
    for record in (*brief.memory[-MEMORY:], *filter(None, [brief.proposal])):
        found = ((left.url, decided.get(left.reason)) for left in record.left_out)
        threads_of |= {url: one.about[0] for url, one in found if one and url not in one.about}
    for story in brief.proposal.stories if brief.proposal else ():
        threads_of |= {item.url: story.thread for item in story.items}
    return threads_of


def united(
    groups: Sequence[Group],
    known: Sequence[threads.Memory | None],
    named: Mapping[Group, str],
    decided: Decisions,
) -> tuple[tuple[Group, ...], tuple[threads.Memory | None, ...], Mapping[Group, str]]:
    """Make one story of those that the editor has merged: they have one thread."""
    merged = _merged(decided)
    found: dict[object, list[tuple[Group, threads.Memory | None]]] = {}
    for place, (group, memory) in enumerate(zip(groups, known, strict=True)):
        name = named.get(group)
        found.setdefault(name if name in merged else place, []).append((group, memory))
    whole = [_whole([group for group, _ in same]) for same in found.values()]
    memories = (next((m for _, m in same if m), None) for same in found.values())
    names = (named.get(same[0][0]) for same in found.values())
    return tuple(whole), tuple(memories), {g: n for g, n in zip(whole, names, strict=True) if n}


def _whole(groups: Sequence[Group]) -> Group:
    if len(groups) == 1:
        return groups[0]
    because = (group.because or (MERGED,) * len(group.items) for group in groups)
    return Group(tuple(i for g in groups for i in g.items), tuple(chain.from_iterable(because)))
