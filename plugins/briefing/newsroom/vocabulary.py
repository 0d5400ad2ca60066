"""The vocabulary of topics: the built-in lists (IPTC Media Topics) and the editor's own topics.

Topics have two levels: those of level one compete for a story, an inner one is asked only inside
its parent.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from slugify import slugify

from briefing.errors import ContentError
from briefing.models import Topic
from briefing.newsroom.terms import tokens

LONGEST_PHRASE = 4
"""Words of a phrase at the most, after function words are left out."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LENGTH_BONUS = 0.7
_HINT = 0.5  # of what a phrase says
_LISTS = ("phrases", "more", "hints")

Phrase = tuple[str, ...]


Weights = Mapping[Phrase, tuple[tuple[str, float], ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic with its phrases and hints, stemmed; ``written`` are the phrases that say what it is.

    A hint only leans to the topic.  ``inner`` marks a topic that is asked only inside its parent,
    ``own`` the editor's.
    """

    topic: Topic
    phrases: frozenset[Phrase]
    hints: frozenset[Phrase] = frozenset()
    written: tuple[str, ...] = ()
    inner: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All topics in the order of the files, those of level one first.

    ``topics`` are those of ``entries``, ``broad`` those of level one and the editor's beside them.
    ``above`` maps an inner topic to the one of level one.  ``weights`` holds for each phrase the
    topics of level one that it speaks for, itself or through an inner one, and how much: a longer
    phrase more, one that several built-in topics share less, a hint half.  ``inner_weights`` holds
    the same for inner topics, shared only below the same topic.  ``longest`` is the number of words
    of the longest phrase that begins with a word.
    """

    entries: tuple[Entry, ...]
    categories: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[Topic, ...] = field(init=False)
    broad: tuple[Topic, ...] = field(init=False)
    above: Mapping[str, str] = field(init=False)
    weights: Weights = field(init=False)
    inner_weights: Weights = field(init=False)
    longest: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        above = _above(self.entries)
        speaks = [(p, e.topic.id) for e in self.entries for p in (*e.phrases, *e.hints)]
        hints = {(phrase, entry.topic.id) for entry in self.entries for phrase in entry.hints}
        own = self.own
        broad = {(phrase, above.get(name, name), "") for phrase, name in speaks}
        inner = {(phrase, name, above[name]) for phrase, name in speaks if name in above}
        longest: dict[str, int] = {}
        for phrase, _ in speaks:
            longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
        for name, value in (
            ("topics", tuple(entry.topic for entry in self.entries)),
            ("broad", tuple(entry.topic for entry in self.entries if not entry.inner)),
            ("above", above),
            ("weights", _weights(broad, hints, own)),
            ("inner_weights", _weights(inner, hints, own)),
            ("longest", longest),
        ):
            object.__setattr__(self, name, value)

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, *own: str) -> "Vocabulary":
        """Read the built-in topics and the editor's TOML texts.

        A text has tables ``[[topic]]`` with ``id``, ``label``, ``slug``, ``phrases``, perhaps
        ``more`` and ``hints`` and, if the topic belongs below another one, ``parent``.  The
        editor's topic takes the place of a built-in one of level two that has its id or its slug.

        Raises:
            ContentError: a text is no TOML, lacks a key or uses an id or a slug again.
        """
        added = [entry for text in own for entry in _entries(_parsed(text), own=True)]
        taken = {name for entry in added for name in (entry.topic.id, entry.topic.slug)}
        built_in = (
            entry
            for entry in _built_in()
            if not entry.inner or not taken & {entry.topic.id, entry.topic.slug}
        )
        entries = [*built_in, *added]
        _check(entries)
        return cls(tuple(entries), _categories(entries))

    @property
    def own(self) -> frozenset[str]:
        """The ids of the editor's topics."""
        return frozenset(entry.topic.id for entry in self.entries if entry.own)

    def find(self, name: str) -> Topic | None:
        """Return the topic that an id, a slug or a label names, however it is written."""
        wanted = (name.strip(), slugify(name))
        for topic in self.topics:
            if topic.id == wanted[0] or wanted[1] in (topic.slug, slugify(topic.label)):
                return topic
        return None


def _above(entries: Iterable[Entry]) -> dict[str, str]:
    """Map each inner topic to its ancestor of level one.

    Raises:
        ContentError: the parents go round in a circle.
    """
    parents = {e.topic.id: e.topic.parent for e in entries if e.inner and e.topic.parent}
    above: dict[str, str] = {}
    for name in parents:
        seen, top = {name}, parents[name]
        while top in parents:
            if top in seen:
                raise ContentError(f"Topic {name!r}: its parents go round in a circle.")
            seen.add(top)
            top = parents[top]
        above[name] = top
    return above


def _weights(
    speaks: Iterable[tuple[Phrase, str, str]],
    hints: AbstractSet[tuple[Phrase, str]],
    own: AbstractSet[str],
) -> Weights:
    """Weigh (phrase, topic, level): a phrase is shared among the topics of one level.

    The editor's topics share with none: their words were chosen for this briefing.
    """
    holders = sorted(speaks)
    shares = Counter((phrase, level) for phrase, _, level in holders)
    weights: dict[Phrase, list[tuple[str, float]]] = {}
    for phrase, name, level in holders:
        weight = 1 + _LENGTH_BONUS * (len(phrase) - 1)
        weight /= 1 if name in own else shares[phrase, level]
        weight *= _HINT if (phrase, name) in hints else 1
        weights.setdefault(phrase, []).append((name, weight))
    return {phrase: tuple(found) for phrase, found in weights.items()}


@cache
def _built_in() -> tuple[Entry, ...]:
    level_one = _entries(_parsed(_read("topics.toml")))
    level_two = _entries(_parsed(_read("subtopics.toml")))
    inner = (replace(entry, inner=True) for entry in level_two)
    return (*level_one, *inner)


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"The topics cannot be read: {error}.") from error


def _entries(document: Mapping[str, Any], *, own: bool = False) -> Iterable[Entry]:
    tables = document.get("topic", [])
    strange = sorted(set(document) - {"topic"})
    if strange or not isinstance(tables, list):
        raise ContentError(f"The topics must be tables [[topic]], not {strange or 'one table'}.")
    for number, table in enumerate(tables, start=1):
        yield _entry(table, number, own)


def _entry(table: Any, number: int, own: bool) -> Entry:
    name = f"Topic {table.get('id', number)!r}" if isinstance(table, dict) else f"Topic {number}"
    _check_table(table, name)
    topic = Topic(table["id"], table["label"], table["slug"], table.get("parent"))
    written = tuple(table["phrases"])
    phrases, hints = _stemmed([*written, *table.get("more", ())]), _stemmed(table.get("hints", ()))
    return Entry(topic, phrases, hints, written, own and topic.parent is not None, own)


def _stemmed(written: Iterable[str]) -> frozenset[Phrase]:
    phrases = map(tokens.__wrapped__, written)  # each is read once: none to remember
    return frozenset(phrase for phrase in phrases if 0 < len(phrase) <= LONGEST_PHRASE)


def _check_table(table: Any, name: str) -> None:
    """Raise ContentError unless ``table`` has what a topic needs, and nothing else."""
    if not isinstance(table, dict):
        raise ContentError(f"{name} must be a table.")
    missing = [key for key in ("id", "label", "slug", "phrases") if not table.get(key)]
    if missing:
        raise ContentError(f"{name} lacks {', '.join(missing)}.")
    strange = sorted(set(table) - {"id", "label", "slug", "parent", *_LISTS})
    if strange:
        raise ContentError(f"{name} has unknown keys: {', '.join(strange)}.")
    for key in ("id", "label", "slug", "parent"):
        if not isinstance(table.get(key, ""), str):
            raise ContentError(f"{name}: {key} must be text.")
    if not _SLUG.fullmatch(table["slug"]):
        raise ContentError(f"{name}: slug must be lower-case letters, digits and hyphens.")
    for key in _LISTS:
        phrases = table.get(key, [])
        if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
            raise ContentError(f"{name}: {key} must be a list of texts.")


def _check(entries: Iterable[Entry]) -> None:
    """Raise ContentError where ids or slugs clash or a parent is unknown."""
    ids: set[str] = set()
    slugs: set[str] = set()
    for entry in entries:
        topic = entry.topic
        for value, used, what in ((topic.id, ids, "id"), (topic.slug, slugs, "slug")):
            if value in used:
                raise ContentError(f"Topic {topic.id!r}: another topic has the {what} {value!r}.")
            used.add(value)
    for entry in entries:
        if entry.topic.parent and entry.topic.parent not in ids:
            raise ContentError(f"Topic {entry.topic.id!r}: no topic is {entry.topic.parent!r}.")


def _categories(entries: Iterable[Entry]) -> dict[str, str]:
    """Map what feeds call a category, in lower case, to a topic's id."""
    by_slug = {entry.topic.slug: entry.topic.id for entry in entries}
    table = _parsed(_read("categories.toml"))
    found = {
        name: by_slug[slug] for slug, names in table.items() for name in names if slug in by_slug
    }
    for entry in entries:
        for name in (entry.topic.label, entry.topic.slug):
            found.setdefault(name.lower(), entry.topic.id)
    return found
