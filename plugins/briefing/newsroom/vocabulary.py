"""The vocabulary of topics: the built-in list (IPTC Media Topics) and the editor's own topics."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
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

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic with its stemmed phrases; ``own`` marks the editor's."""

    topic: Topic
    phrases: frozenset[Phrase]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All topics in the order of the files.

    ``weights`` holds for each phrase the topics that it speaks for and how much: a longer phrase
    more, one that several topics share less.
    """

    entries: tuple[Entry, ...]
    categories: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[Phrase, tuple[tuple[str, float], ...]] = field(init=False)

    def __post_init__(self) -> None:
        holders = Counter(phrase for entry in self.entries for phrase in entry.phrases)
        weights: dict[Phrase, list[tuple[str, float]]] = {}
        for entry in self.entries:
            for phrase in entry.phrases:
                weight = (1 + _LENGTH_BONUS * (len(phrase) - 1)) / holders[phrase]
                weights.setdefault(phrase, []).append((entry.topic.id, weight))
        object.__setattr__(self, "weights", {key: tuple(found) for key, found in weights.items()})

    @classmethod
    def load(cls, *own: str) -> "Vocabulary":
        """Read the built-in topics and the editor's TOML texts.

        A text has tables ``[[topic]]`` with ``id``, ``label``, ``slug``, ``phrases`` and, if the
        topic belongs below another one, ``parent``.

        Raises:
            ContentError: a text is no TOML, lacks a key or uses an id or a slug again.
        """
        entries = list(_built_in())
        for text in own:
            entries += _entries(_parsed(text), own=True)
        _check(entries)
        return cls(tuple(entries), _categories(entries))

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All topics in the order of the files."""
        return tuple(entry.topic for entry in self.entries)

    @property
    def narrow(self) -> Mapping[str, str]:
        """The editor's topics below another one: id to the other's id."""
        return {
            entry.topic.id: entry.topic.parent
            for entry in self.entries
            if entry.own and entry.topic.parent
        }

    def find(self, name: str) -> Topic | None:
        """Return the topic that an id, a slug or a label names, however it is written."""
        wanted = (name.strip(), slugify(name))
        for topic in self.topics:
            if topic.id == wanted[0] or wanted[1] in (topic.slug, slugify(topic.label)):
                return topic
        return None


@cache
def _built_in() -> tuple[Entry, ...]:
    return tuple(_entries(_parsed(_read("topics.toml")), own=False))


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"The topics cannot be read: {error}.") from error


def _entries(document: Mapping[str, Any], *, own: bool) -> Iterable[Entry]:
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
    phrases = {tokens(phrase) for phrase in table["phrases"]}
    return Entry(topic, frozenset(p for p in phrases if 0 < len(p) <= LONGEST_PHRASE), own)


def _check_table(table: Any, name: str) -> None:
    """Raise ContentError unless ``table`` has what a topic needs, and nothing else."""
    if not isinstance(table, dict):
        raise ContentError(f"{name} must be a table.")
    missing = [key for key in ("id", "label", "slug", "phrases") if not table.get(key)]
    if missing:
        raise ContentError(f"{name} lacks {', '.join(missing)}.")
    strange = sorted(set(table) - {"id", "label", "slug", "phrases", "parent"})
    if strange:
        raise ContentError(f"{name} has unknown keys: {', '.join(strange)}.")
    for key in ("id", "label", "slug", "parent"):
        if not isinstance(table.get(key, ""), str):
            raise ContentError(f"{name}: {key} must be text.")
    if not _SLUG.fullmatch(table["slug"]):
        raise ContentError(f"{name}: slug must be lower-case letters, digits and hyphens.")
    phrases = table["phrases"]
    if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
        raise ContentError(f"{name}: phrases must be a list of texts.")


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
    found = {name: by_slug[slug] for slug, names in table.items() for name in names}
    for entry in entries:
        for name in (entry.topic.label, entry.topic.slug):
            found.setdefault(name.lower(), entry.topic.id)
    return found
