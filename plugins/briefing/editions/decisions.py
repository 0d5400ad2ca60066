"""What an editor has decided for good: ``content/decisions.toml``, one table a decision.

::

    [[decisions]]
    drop = "https://harbour.example/horoscope"
    note = "no horoscopes"

The first key is the verb and what it is about: the address of an item, the thread of a story or,
of *block*, a word.  ``VERBS`` lists the verbs and what else each may say.  Decisions live in
content, so that losing the database forgets none of them.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from briefing.errors import ContentError
from briefing.models import Item, is_web_address

PLACES = ("lead", "stories", "briefs")
_THREAD = re.compile(r"[\w-]+")
_TABLE = re.compile(r"^\s*\[\[\s*decisions\s*\]\]")


@dataclass(frozen=True, slots=True)
class Verb:
    """What a verb does, in words, how many things it is about, and the keys that go with it."""

    meaning: str
    fewest: int = 1
    keys: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


VERBS: Mapping[str, Verb] = {
    "pin": Verb("in the next edition, whatever its score", keys=("place",)),
    "drop": Verb("never in an edition"),
    "hold": Verb("not before the day that “until” names", required=("until",)),
    "move": Verb("under the section that is named", required=("section",)),
    "retitle": Verb("under the headline that is given", required=("title",)),
    "join": Verb("items that belong to one story", fewest=2),
    "split": Verb("items that do not belong to one story", fewest=2),
    "follow": Verb("a story that is looked for in every edition, however long ago it was in one"),
    "mute": Verb("a story that is not followed any more"),
    "merge": Verb("stories that are one: the first keeps its address", fewest=2),
    "block": Verb("a word: what has it in its title stays out"),
}
_COMMON = ("note", "until")
_VALUES = ("place", "section", "title")
_OF_THREADS = frozenset({"follow", "mute", "merge"})
_OF_ITEMS = frozenset({"join", "split"})


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; ``value`` is what the verb's own key says.

    ``until`` is the last day of an edition for which it holds; of *hold*, the first for which it
    does not.
    """

    verb: str
    about: tuple[str, ...]
    value: str = ""
    until: date | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """The decision as a reason: what was decided, and the editor's note."""
        what = f"{self.verb} {' '.join(self.about)}" + (f" ({self.value})" if self.value else "")
        return f"the editor decided: {what}" + (f" - {self.note}" if self.note else "")

    def holds_on(self, day: date) -> bool:
        """Tell whether it counts for the edition of a day."""
        if self.until is None:
            return True
        return day < self.until if self.verb == "hold" else day <= self.until


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of an editor, in the order of the file; a later one wins over an earlier."""

    all: tuple[Decision, ...] = ()

    def __add__(self, more: "Decisions") -> "Decisions":
        """Return these and more."""
        return Decisions(self.all + more.all)

    def on(self, day: date) -> "Decisions":
        """Return those that count for the edition of a day."""
        return Decisions(tuple(one for one in self.all if one.holds_on(day)))

    def of(self, verb: str) -> Iterator[Decision]:
        """Yield the decisions of a verb, the newest first."""
        return (one for one in reversed(self.all) if one.verb == verb)

    def find(self, verb: str, names: Iterable[str]) -> Decision | None:
        """Return the newest decision of a verb about one of the names, addresses or threads."""
        known = frozenset(names)
        return next((one for one in self.of(verb) if known.intersection(one.about)), None)

    def against(self, item: Item, thread: str | None = None) -> Decision | None:
        """Return the decision that keeps an item out of the edition, if there is one."""
        names = {item.url, thread or item.url}
        blocked = (one for one in self.of("block") if _has_word(item.title, one.about))
        return self.find("drop", names) or self.find("hold", names) or next(blocked, None)

    def thread(self, thread: str) -> str:
        """Return the thread under which a story goes on: the first of those merged with it."""
        merged = self.find("merge", (thread,))
        return merged.about[0] if merged else thread


def parse(text: str, name: str = "content/decisions.toml") -> Decisions:
    """Read the decisions.

    Raises:
        ContentError: it is not TOML, or a decision cannot be understood; names file and line.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(
            f"{name} is not TOML: {error}. Everything but a day stands in straight quotation marks."
        ) from None
    tables = data.pop("decisions", [])
    if data or not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise ContentError(f"{name}: a decision begins with a line [[decisions]]; nothing else.")
    lines = [at for at, line in enumerate(text.splitlines(), 1) if _TABLE.match(line)]
    places = [f"{name}, line {line}" for line in lines] + [name] * len(tables)
    return Decisions(tuple(_decision(t, at) for t, at in zip(tables, places, strict=False)))


def render(decision: Decision) -> str:
    """Write a decision as the table that :func:`parse` reads."""
    about = [_quoted(name) for name in decision.about]
    lines = ["[[decisions]]", f"{decision.verb} = {_one_or_list(about)}"]
    own = next((key for key in (*_keys(decision.verb),) if key in _VALUES), "")
    if decision.value:
        lines.append(f"{own} = {_quoted(decision.value)}")
    if decision.until:
        lines.append(f"until = {decision.until.isoformat()}")
    if decision.note:
        lines.append(f"note = {_quoted(decision.note)}")
    return "\n".join(lines) + "\n"


def _decision(table: dict[str, Any], place: str) -> Decision:
    verbs = [key for key in table if key in VERBS]
    if len(verbs) != 1:
        said = f", not {' and '.join(verbs or table)}" if table else ""
        raise ContentError(f"{place}: a decision has one verb out of {', '.join(VERBS)}{said}.")
    verb = verbs[0]
    strange = set(table) - {verb, *_keys(verb), *_COMMON}
    if strange:
        raise ContentError(f"{place}: “{verb}” does not know {', '.join(sorted(strange))}.")
    missing = [key for key in VERBS[verb].required if not table.get(key)]
    if missing:
        raise ContentError(f"{place}: “{verb}” also needs {', '.join(missing)}.")
    value = next((" ".join(str(table[key]).split()) for key in _VALUES if key in table), "")
    if verb == "pin" and value and value not in PLACES:
        raise ContentError(f"{place}: place is one of {', '.join(PLACES)}, not “{value}”.")
    note = " ".join(str(table.get("note", "")).split())
    return Decision(verb, _about(verb, table[verb], place), value, _day(table, place), note)


def _about(verb: str, said: Any, place: str) -> tuple[str, ...]:
    names = said if isinstance(said, list) else [said]
    if not names or not all(isinstance(name, str) and name.strip() for name in names):
        raise ContentError(f"{place}: what “{verb}” is about stands in quotation marks.")
    if len(set(names)) < VERBS[verb].fewest:
        raise ContentError(f"{place}: “{verb}” is about a list of two or more.")
    for name in names:
        if verb != "block" and not _names(verb, name):
            raise ContentError(f"{place}: “{verb}” is about {_kind(verb)}, not “{name}”.")
    return tuple(names)


def _kind(verb: str) -> str:
    if verb in _OF_THREADS:
        return "the thread of a story, as in {#ferry-vote} without braces and #"
    return "an item's address" + ("" if verb in _OF_ITEMS else ", or the thread of a story")


def _names(verb: str, name: str) -> bool:
    if is_web_address(name):
        return verb not in _OF_THREADS
    return verb not in _OF_ITEMS and bool(_THREAD.fullmatch(name))


def _day(table: dict[str, Any], place: str) -> date | None:
    day = table.get("until")
    if day is not None and type(day) is not date:
        raise ContentError(f"{place}: until is a day without quotation marks, like 2026-11-23.")
    return day


def _keys(verb: str) -> tuple[str, ...]:
    return VERBS[verb].keys + VERBS[verb].required


def _has_word(title: str, words: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", title, re.I) for w in words)


def _one_or_list(about: list[str]) -> str:
    return about[0] if len(about) == 1 else f"[{', '.join(about)}]"


def _quoted(text: str) -> str:
    """Write a TOML basic string (https://toml.io/en/v1.0.0#string)."""
    marked = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in marked) + '"'
