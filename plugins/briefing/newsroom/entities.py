"""Names of people, places and organisations, found by capital letters.

A name is a run of capitalised words inside a sentence.  The first word of a sentence is capitalised
anyway, and in a Title Case headline every word is: both prove nothing by themselves.  Languages
that capitalise all nouns (German) or none get no names.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from briefing.models import Item
from briefing.newsroom.language import function_words, of_item

_LEAD_WORDS = 150
_WORD = r"(?:[A-Z][^\W\d_]*(?:[.&-][^\W\d_]+|['’][A-Z][^\W\d_]+)*\.?|[A-Z]\.(?:[A-Z]\.)+)"  # noqa: RUF001 both apostrophes occur
_LINK = r"(?:of the|of|de la|de|del|der|van|von|bin|al|el|da|do|dos|du)"
_NAME = re.compile(rf"\b{_WORD}(?: (?:{_LINK} )?{_WORD})*")
_SENTENCE = re.compile(r"(?<!\b[A-Z].)(?<!\bSt.)(?<=[.!?…:;])[\"'”’)\]]*\s+|\n+")  # noqa: RUF001 quotes as printed
_OPENING = " \"'“‘([—–-"  # noqa: RUF001 quotes and dashes as printed


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_TITLES = _words(
    "mr mrs ms dr sir lady lord rev president minister prime chancellor senator governor mayor",
    "king queen prince princess pope judge general captain professor secretary chief chairman",
    "spokesman spokeswoman",
)
_NO_NAME = _words(
    "mondays tuesdays wednesdays thursdays fridays saturdays sundays",
    "monday tuesday wednesday thursday friday saturday sunday january february march april may",
    "june july august september october november december",
    "video photo photos live update breaking exclusive watch read new year",
)


def title_case(title: str) -> bool:
    """Tell whether a headline capitalises its words as such, so that capitals prove no name."""
    words = [word for word in re.findall(r"[^\W\d_]{4,}", title)[1:] if not word.isupper()]
    return len(words) > 1 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def is_plain(word: str) -> bool:
    """Tell whether a capital letter makes no name of ``word``: *The*, *Monday*."""
    bare = word.rstrip(".").lower()
    acronym = word.isupper() and len(word.strip(".")) > 1
    return bare in _NO_NAME or (bare in function_words() and not acronym)


def _trimmed(words: list[str]) -> list[str]:
    """Take articles and days off both ends, and all up to an office: "German Chancellor"."""
    offices = [at for at, word in enumerate(words) if word.rstrip(".").lower() in _TITLES]
    words = words[offices[-1] + 1 :] if offices else words
    while words and is_plain(words[0]):
        words = words[1:]
    while words and is_plain(words[-1]):
        words = words[:-1]
    if "of" in words[2:]:  # a person of a place, where "Bank of England" is one name
        words = words[: words.index("of", 2)]
    return words


def _runs(sentence: str) -> Iterator[tuple[str, bool]]:
    """Yield the names of a sentence, and whether a capital inside the sentence proves them."""
    start = len(sentence) - len(sentence.lstrip(_OPENING))
    for match in _NAME.finditer(sentence):
        raw = match.group().split()
        words = _trimmed(raw)
        name = " ".join(words)
        if name.count(".") == 1:
            name = name.removesuffix(".")
        if len(name) > 1:
            proven = match.start() > start or len(words) < len(raw) or len(words) > 1
            yield name, proven or name.isupper()


def found(text: str) -> Counter[str]:
    """Count the names of an English text; a word that only ever opens sentences is none."""
    proven: Counter[str] = Counter()
    unproven: Counter[str] = Counter()
    for sentence in _SENTENCE.split(text):
        for name, sure in _runs(sentence):
            (proven if sure else unproven)[name] += 1
    for name, count in unproven.items():
        if name in proven:
            proven[name] += count
    return proven


def names_of(item: Item) -> Counter[str]:
    """Count the names in an item's title and lead; a name in the title counts twice."""
    if of_item(item) != "en":
        return Counter()
    lead = found(" ".join(item.text.split(" ")[:_LEAD_WORDS]))
    if title_case(item.title):
        lead.update(name for name in list(lead) if name in item.title)
        return lead
    title = found(item.title)
    return lead + title + title


def _folded(name: str) -> str:
    """Return ``name`` between spaces without accents, to find it in another."""
    letters = unicodedata.normalize("NFKD", name)
    return f" {''.join(char for char in letters if not unicodedata.combining(char))} "


def _whole(counts: Counter[str]) -> Counter[str]:
    """Give the count of a part of a longer name ("Jackson") to the whole ("Jesse Jackson").

    A part of two words that is as frequent as the whole is the name itself: the whole has a role
    or a verb at its side ("Skater Ami Nakai").
    """
    merged: Counter[str] = Counter()
    for name in sorted(counts, key=lambda name: (-len(name.split()), -counts[name], name)):
        whole = next((other for other in merged if _folded(name) in _folded(other)), name)
        total = merged.pop(whole, 0) + counts[name]
        shorter = len(name.split()) > 1 and counts[name] >= counts[whole]
        merged[name if shorter else whole] = total
    return merged


def names(items: Sequence[Item], limit: int = 3) -> tuple[str, ...]:
    """Return up to ``limit`` names that stand for ``items``, the most telling first.

    A name counts when it is in a title or shared by two items; many items weigh more than many
    mentions.
    """
    each = [_whole(names_of(item)) for item in items]
    spread = _whole(Counter(name for counts in each for name in counts))
    total = _whole(sum(each, Counter()))
    titles = " | ".join(item.title for item in items)
    kept = [name for name in total if spread[name] > 1 or name in titles]
    kept.sort(key=lambda name: (-spread[name], -total[name], name))
    return tuple(kept[:limit])
