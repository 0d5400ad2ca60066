"""Which items the editor's rules let in: the attributes of a source in the list of sources.

Pure, and nothing is lost: what is left out stays stored, and each item carries its reason.  The
rules of a paused source hold, too: pausing ends the asking, and what came before it may be used.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import ZoneInfo

from briefing.errors import ContentError
from briefing.models import Item, LeftOut, Source, Topic
from briefing.newsroom.language import UNSPACED
from briefing.newsroom.likeness import lead
from briefing.newsroom.topics import Learned, Vocabulary, classify

TOPIC = "topic:"
REASON = "left out by the list of sources: "

_UNSPACED = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Admission:
    """The items that the rules let in, in their order, and the others with the reasons."""

    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """An item before the rules of its source; ``text`` is where words are looked for, folded."""

    item: Item
    source: Source
    vocabulary: Vocabulary
    learned: Learned | None
    text: str

    def matched(self, rules: Sequence[str]) -> str | None:
        """Return the first of the rules that the item matches."""
        return next((rule for rule in rules if self._matches(rule)), None)

    def _matches(self, rule: str) -> bool:
        if rule.lower().startswith(TOPIC):
            return _topic(rule, self.source, self.vocabulary).id in _topics(self)
        return _pattern(rule).search(self.text) is not None


def admit(
    items: Iterable[Item],
    sources: Mapping[str, Source],
    vocabulary: Vocabulary,
    zone: ZoneInfo,
    learned: Learned | None = None,
) -> Admission:
    """Hold the rules of the sources against their items.

    A word is looked for in the title, the categories and the opening of the text: what an item is
    about rather than what it mentions.  Of a day, in ``zone``, the first ``cap`` items count, so
    that one that counted for an edition is not pushed out when later ones come in.

    Args:
        items: Whole days of items, as the cap counts; those without a listed source, such as
            articles of our own, pass.
        sources: By address.
        vocabulary: What names the topics of ``topic:NAME``.
        zone: The briefing's, in which a day begins and ends.
        learned: What was learnt about the topics from the archive.

    Raises:
        ContentError: a rule names a topic that there is not.
    """
    _check(sources.values(), vocabulary)
    kept = tuple(items)
    reasons = _reasons(kept, sources, vocabulary, learned)
    reasons |= _over_cap([item for item in kept if item.id not in reasons], sources, zone)
    return Admission(
        items=tuple(item for item in kept if item.id not in reasons),
        left_out=tuple(LeftOut(i.url, REASON + reasons[i.id]) for i in kept if i.id in reasons),
    )


def _reasons(
    items: Iterable[Item],
    sources: Mapping[str, Source],
    vocabulary: Vocabulary,
    learned: Learned | None,
) -> dict[str, str]:
    """Return why items are left out for what they are about, by id."""
    reasons = {}
    for item in items:
        source = sources.get(item.source)
        if source and (source.include or source.exclude):
            case = _Case(item, source, vocabulary, learned, _text(item))
            if reason := next(filter(None, (rule(case) for rule in RULES)), None):
                reasons[item.id] = reason
    return reasons


def _excluded(case: _Case) -> str | None:
    rule = case.matched(case.source.exclude)
    return f"exclude \u201c{rule}\u201d" if rule else None


def _not_included(case: _Case) -> str | None:
    include = case.source.include
    if not include or case.matched(include):
        return None
    return f"nothing of include \u201c{', '.join(include)}\u201d"


RULES: tuple[Callable[[_Case], str | None], ...] = (_excluded, _not_included)
"""Each says why an item is left out, or None; the first that says something counts."""


def _over_cap(
    items: Iterable[Item], sources: Mapping[str, Source], zone: ZoneInfo
) -> dict[str, str]:
    counts: Counter[tuple[str, str]] = Counter()
    reasons = {}
    for item in sorted(items, key=lambda item: (item.published, item.id)):
        cap = sources[item.source].cap if item.source in sources else None
        day = f"{item.published.astimezone(zone):%Y-%m-%d}"
        counts[item.source, day] += 1
        if cap and counts[item.source, day] > cap:
            reasons[item.id] = f"over the cap of {cap} a day"
    return reasons


def _text(item: Item) -> str:
    return _folded("\n".join((item.title, *item.categories, lead(item))))


@lru_cache(maxsize=4096)
def _pattern(words: str) -> re.Pattern[str]:
    """Return what finds a word or phrase, whole where its script puts spaces between words."""
    folded = _folded(words)
    before = "" if _UNSPACED.match(folded[:1]) else r"(?<!\w)"
    after = "" if _UNSPACED.match(folded[-1:]) else r"(?!\w)"
    return re.compile(before + re.escape(folded) + after)


def _folded(text: str) -> str:
    """Fold case, forms of characters, apostrophes and white space."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return " ".join(folded.split())


def _topics(case: _Case) -> frozenset[str]:
    """Return the topics of the item itself, with those above them; not the one of its source."""
    parents = {topic.id: topic.parent for topic in case.vocabulary.topics}
    found = set()
    for match in classify([replace(case.item, topics=())], case.vocabulary, case.learned):
        above: str | None = match.topic.id
        while above and above not in found:
            found.add(above)
            above = parents.get(above)
    return frozenset(found)


def _topic(rule: str, source: Source, vocabulary: Vocabulary) -> Topic:
    name = rule[len(TOPIC) :].strip()
    topic = vocabulary.find(name)
    if topic is None:
        names = [known for topic in vocabulary.topics for known in (topic.slug, topic.label)]
        near = get_close_matches(name, names, n=1)
        hint = f"did you mean {near[0]}?" if near else "content/topics.toml can add it."
        raise ContentError(f"The list of sources, {source.title}: {rule} names no topic; {hint}")
    return topic


def _check(sources: Iterable[Source], vocabulary: Vocabulary) -> None:
    """Name a wrong topic also where no item would have come to it."""
    for source in sources:
        given = [TOPIC + source.topic] if source.topic else []
        for rule in (*source.include, *source.exclude, *given):
            if rule.lower().startswith(TOPIC):
                _topic(rule, source, vocabulary)
