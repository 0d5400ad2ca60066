"""Where outlets give different numbers for one thing: how many died, were hurt, are missing.

To claim a difference that is none would be worse than to miss one.  So only what is counted in a
few plain ways is read, and whatever could make two numbers speak of two things silences the rule:
another time or place, a part of the whole, a rounded number, two numbers in one article.
"""
# ruff: noqa: RUF001 - apostrophes

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, permutations

from briefing.models import Claim, Disagreement, Item, Sentence
from briefing.newsroom.choices import Choice, choices_of
from briefing.newsroom.language import of_item
from briefing.newsroom.numerals import numbers
from briefing.newsroom.provenance import sentence
from briefing.newsroom.terms import surface

_SENTENCES = 6  # of an item: numbers further down are mostly about the past
_SAME_TIME = timedelta(hours=12)  # what is older is overtaken rather than contradicted
_SHARED, _SHARED_NAMES = 3, 1

_SMALL = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_FIGURE = rf"(?P<figure>\d{{1,3}}(?:,\d{{3}})+|\d+|(?i:{_SMALL}))(?![\d.,]*\d| (?:of|or|to)\b)"
_NO_NOUN = (
    "a|after|and|are|as|at|before|by|during|for|from|had|has|have|in|including|near|of|on|or|since"
    "|that|the|to|was|were|when|while|who|with"
)
_NOUN = rf"(?: (?!(?:{_NO_NOUN})\b)[a-z][a-z-]*)"
_WHO, _WHOM = rf"(?P<who>{_NOUN}{{0,3}}?)", rf"(?P<who>{_NOUN}{{0,3}})"
_ARE = r"(?: (?:are|were|was|have been|had been|remain|still|feared|reported|confirmed))*"
_KINDS: dict[str, tuple[str, ...]] = {
    "killed": (
        rf"{_FIGURE}{_WHO}{_ARE} (?:killed|dead|died)\b",
        rf"(?:kill(?:ed|s|ing)|claim(?:ed|s|ing) the lives of) (?:at least )?{_FIGURE}{_WHOM}\b",
        rf"(?:left|leaving|leaves) (?:at least )?{_FIGURE}{_WHO} dead\b",
        rf"death toll\b[\w ]{{0,50}}? (?:to|at|of) (?:at least )?{_FIGURE}(?P<who>)",
        rf"{_FIGURE}(?P<who>) (?:deaths|fatalities)\b",
    ),
    "injured": (
        rf"{_FIGURE}{_WHO}{_ARE} (?:injured|wounded|hurt)\b",
        rf"(?:injur|wound)(?:ed|es|s|ing) (?:at least )?{_FIGURE}{_WHOM}\b",
    ),
    "missing": (rf"{_FIGURE}{_WHO}{_ARE} (?:missing|unaccounted for)\b",),
    "arrested": (
        rf"{_FIGURE}{_WHO}{_ARE} (?:arrested|detained)\b",
        rf"(?:arrest|detain)(?:ed|s|ing) (?:at least )?{_FIGURE}{_WHOM}\b",
    ),
}
"""What is counted, and how that is said."""

_PATTERNS = {kind: tuple(map(re.compile, said)) for kind, said in _KINDS.items()}
_ROUNDED = re.compile(
    r"\b(?:about|almost|approximately|around|as (?:many|few) as|close to|fewer than|less than"
    r"|more than|nearly|over|roughly|some|up to|under|between|another"
    rf"|(?:\d|{_SMALL}) (?:or|to))\s\Z",
    re.IGNORECASE,
)
_ANOTHER_TIME = re.compile(
    r"\b(?:(?:19|20)\d\d|ago|annually|average|compared|decades?|deadliest|each|earlier|every|if"
    r"|initial(?:ly)?|last|months?|per|previous(?:ly)?|record|since|so far this|weeks?|would|worst"
    r"|(?<!-)years?|yesterday)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"\b(?:including|among them|of them|of whom|others?|more)\b", re.IGNORECASE)
_EVERYBODY = frozenset(("people", "persons"))
_PLACE = re.compile(r"\b(?:[Ii]n|[Nn]ear|[Aa]t|[Oo]utside|[Aa]cross)\s(?:the\s)?([A-Z][\w’'-]+)")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+")


@dataclass(frozen=True, slots=True)
class _Count:
    """A number read in a sentence, with what it counts."""

    what: str
    who: str
    figure: str
    value: str
    choice: Choice


def superseded(items: Sequence[Item]) -> frozenset[tuple[str, int]]:
    """Return (address, end) of the sentences to whose number a newer article has another one."""
    return frozenset((old.choice.item.url, old.choice.candidate.end) for old in _old(items))


def old_figures(items: Sequence[Item]) -> frozenset[str]:
    """Return the numbers, as `numerals` writes them, to which a newer article has another one."""
    return frozenset(old.value for old in _old(items))


def _old(items: Sequence[Item]) -> Iterator[_Count]:
    counts = [count for item in items for count in _certain(item)]
    for old, new in permutations(counts, 2):
        same = (old.what, old.who) == (new.what, new.who) and old.value != new.value
        if same and old.choice.item.published < new.choice.item.published and _fit(old, new):
            yield old


def disagreements(items: Sequence[Item], sentences: Sequence[Sentence]) -> tuple[Disagreement, ...]:
    """Return where outlets contradict a number of ``sentences``, the printed summary of ``items``.

    The order of ``items`` does not matter.  Only English is read.
    """
    counts = [count for item in sorted(items, key=_newest) for count in _certain(item)]
    printed = {(one.url, one.end) for one in sentences}
    found = []
    for what, who in sorted({(count.what, count.who) for count in counts}):
        rivals = _by_outlet([count for count in counts if (count.what, count.who) == (what, who)])
        shown = any((r.choice.item.url, r.choice.candidate.end) in printed for r in rivals)
        if shown and len({rival.value for rival in rivals}) > 1 and _is_one_thing(rivals):
            found.append(Disagreement(what, who, tuple(map(_claim, rivals))))
    return tuple(found)


def _newest(item: Item) -> tuple[float, str]:
    return -item.published.timestamp(), item.id


def _claim(count: _Count) -> Claim:
    item = count.choice.item
    said = sentence(count.choice.candidate, item)
    return Claim(count.figure, item.outlet, item.published, said)


def _certain(item: Item) -> Iterator[_Count]:
    """Yield the numbers of the top of an item, none of what it gives two numbers for."""
    if of_item(item) != "en":
        return
    choices = choices_of(item, _SENTENCES)
    counts = [count for choice in choices for count in _counts(choice)]
    for count in counts:
        same = [one for one in counts if (one.what, one.who) == (count.what, count.who)]
        if same[0] is count and len({one.value for one in same}) == 1:
            yield count


def _counts(choice: Choice) -> Iterator[_Count]:
    if _ANOTHER_TIME.search(choice.text):
        return
    for what, patterns in _PATTERNS.items():
        for match in (match for pattern in patterns for match in pattern.finditer(choice.text)):
            whole = not _PART.search(match.group()) and not _rounded(choice.text, match)
            if whole:
                (value,) = numbers(match["figure"])
                yield _Count(what, _head(match["who"]), match["figure"], value, choice)


def _head(who: str) -> str:
    words = who.split()
    return "" if not words or _EVERYBODY.intersection(words) else words[-1]


def _rounded(text: str, match: re.Match[str]) -> bool:
    return bool(_ROUNDED.search(text, 0, match.start("figure")))


def _by_outlet(counts: Sequence[_Count]) -> list[_Count]:
    """Return the newest number of each outlet, without those that are long overtaken."""
    newest: dict[str, _Count] = {}
    for count in counts:
        newest.setdefault(count.choice.item.outlet, count)
    kept = list(newest.values())
    last = max(count.choice.item.published for count in kept)
    return [count for count in kept if last - count.choice.item.published <= _SAME_TIME]


def _is_one_thing(counts: Sequence[_Count]) -> bool:
    return all(_fit(one, other) for one, other in combinations(counts, 2))


def _fit(one: _Count, other: _Count) -> bool:
    """Tell whether two sentences, read with title and lead, tell of one event in one place."""
    left, right = _context(one), _context(other)
    terms = surface(left).keys() & surface(right).keys()
    names = set(_NAME.findall(left)) & set(_NAME.findall(right))
    if len(terms) < _SHARED or len(names) < _SHARED_NAMES:
        return False
    here, there = _places(one), _places(other)
    return bool(not here or not there or here & there) or (
        all(place in right for place in here) and all(place in left for place in there)
    )


def _context(count: _Count) -> str:
    item = count.choice.item
    lead = choices_of(item, _SENTENCES)[0].text
    return f"{lead}\n{count.choice.text}" if lead != count.choice.text else lead


def _places(count: _Count) -> set[str]:
    return set(_PLACE.findall(count.choice.text))
