"""An edition proposed again without overruling its editor: a three-way merge of ``DAY.md``.

The base is what the last proposal rendered to, *mine* the file as the editor left it, *theirs* the
new proposal.  The file is merged by its parts - a metadata line, the introduction, a section's
heading, a story - because a part is what an editor decides on; merging by lines (as diff3 does)
would mix two summaries into one that nobody wrote.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from briefing.editions.markdown import headings, metadata_lines
from briefing.models import Conflict

Key = tuple[str, str]
META, INTRO, SECTION, STORY = "metadata", "introduction", "section", "story"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an edition file: what it is, and its lines as they stand."""

    key: Key
    text: str

    @property
    def said(self) -> str:
        """The text as it counts when two are compared: white space does not."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text, and what of the new proposal did not get into it."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


def merge(base: str, mine: str, theirs: str, usual: Iterable[str] = ()) -> Merged:
    """Merge a new proposal into an edition file.

    What the editor changed, added or took out stays so; what was left alone follows the proposal.
    Where the editor changed the order of sections and stories, the editor's order holds.

    Args:
        base: what the program proposed last.
        mine: the file as its editor left it.
        theirs: the new proposal.
        usual: the headings that the program uses.  Where one of them stands above all stories of
            another section they were moved; any other heading is a new name of the section.
    """
    if mine == base:
        return Merged(theirs)
    if theirs in (base, mine):
        return Merged(mine)
    known = frozenset((SECTION, heading.casefold()) for heading in usual)
    sides = _Sides(by_key(base), by_key(mine), by_key(theirs), known)
    keys = [key for key in sides.order() if sides.is_kept(key)]
    chosen = [sides.choose(key) for key in keys if not sides.is_deserted(key, keys)]
    return Merged(_joined(chosen), tuple(sides.conflicts(keys)))


def parts(text: str) -> Iterator[Part]:
    """Yield the parts of an edition file in order; their texts together are the file."""
    lines = text.splitlines(keepends=True)
    meta = metadata_lines(lines)
    body = lines[len(meta) :]
    starts: list[tuple[Key, int]] = [((META, key), at) for key, at in meta if key]
    starts.append(((INTRO, ""), len(meta)))
    for at, heading in headings(body):
        kind = SECTION if heading.level == 1 else STORY
        starts.append(((kind, heading.thread or heading.title.casefold()), len(meta) + at))
    ends = [at for _, at in starts[1:]] + [len(lines)]
    for (key, at), end in zip(starts, ends, strict=True):
        yield Part(key, "".join(lines[at:end]))


def by_key(text: str) -> dict[Key, Part]:
    """Return the parts by their keys; what has a name for the second time is numbered."""
    found: dict[Key, Part] = {}
    for part in parts(text):
        kind, name = part.key
        key, number = part.key, 1
        while key in found:
            number += 1
            key = (kind, f"{name} {number}")
        found[key] = part
    return found


@dataclass(frozen=True, slots=True)
class _Sides:
    """The three versions, their parts by key and in order, and the program's sections."""

    base: dict[Key, Part]
    mine: dict[Key, Part]
    theirs: dict[Key, Part]
    usual: frozenset[Key]

    def order(self) -> list[Key]:
        """Return the keys of both new versions: the editor's order if it is one, else theirs."""
        renamed = self._renamed()
        theirs = [renamed.get(key, key) for key in self.theirs]
        if self._is_rearranged():
            return _woven(list(self.mine), theirs)
        return _woven(theirs, list(self.mine))

    def _is_rearranged(self) -> bool:
        """Tell whether the editor put parts into another order, or a story into another section."""
        both, renamed = [key for key in self.base if key in self.mine], self._renamed()
        if both != [key for key in self.mine if key in self.base]:
            return True
        return any(renamed.get(before, before) != now for before, now in self._homes())

    def _renamed(self) -> dict[Key, Key]:
        """Return the sections whose stories stand under another heading now, one of their own."""
        homes = set(self._homes())
        before, now = (Counter(pair[at] for pair in homes) for at in (0, 1))
        own = self.mine.keys() - self.base.keys() - self.theirs.keys() - self.usual
        return {
            old: new
            for old, new in homes
            if old not in self.mine and new in own and before[old] == now[new] == 1
        }

    def _homes(self) -> Iterator[tuple[Key, Key]]:
        """Yield the section of a story before and now, for each that the editor has left in."""
        before, now = _section_of_each(self.base), _section_of_each(self.mine)
        yield from ((before[key], now[key]) for key in before if key in now)

    def is_kept(self, key: Key) -> bool:
        """Tell whether a part stays: the editor may have taken it out, or the proposal has."""
        if key not in self.base:
            return True
        if key not in self.mine:
            return key[0] == SECTION and key in self.theirs  # one without stories goes later
        stays = key in self.theirs or (key[0] == SECTION and self._has_own(key))
        return stays or self._is_edited(key)

    def _has_own(self, section: Key) -> bool:
        """Tell whether a section that the proposal has not holds what stays of the editor's file.

        Where the editor's order holds, anything may; an empty section goes later.
        """
        after = list(self.mine)[list(self.mine).index(section) + 1 :]
        held = takewhile(lambda key: key[0] == STORY, after)
        return self._is_rearranged() or any(k not in self.theirs and self.is_kept(k) for k in held)

    def choose(self, key: Key) -> Part:
        """Return the part that is printed."""
        mine, theirs = self.mine.get(key), self.theirs.get(key)
        if theirs is None or (mine is not None and mine.said == theirs.said):
            return self.mine[key]
        return theirs if mine is None or not self._is_edited(key) else mine

    def is_deserted(self, key: Key, keys: Sequence[Key]) -> bool:
        """Tell whether a section of the program's has lost all its stories."""
        if key[0] != SECTION or (key in self.mine and self._is_edited(key)):
            return False
        after = keys[keys.index(key) + 1 :]
        return not after or after[0][0] == SECTION

    def conflicts(self, keys: Sequence[Key]) -> Iterator[Conflict]:
        """Yield what both sides changed, each in its own way."""
        for key in keys:
            mine, theirs, base = self.mine.get(key), self.theirs.get(key), self.base.get(key)
            if not mine or not theirs or mine.said == theirs.said or not self._is_edited(key):
                continue
            if base is None or base.said != theirs.said:
                yield Conflict(*key, theirs.text.strip())

    def _is_edited(self, key: Key) -> bool:
        base = self.base.get(key)
        return base is None or base.said != self.mine[key].said


def _section_of_each(keys: Iterable[Key]) -> dict[Key, Key]:
    """Return the section that each story stands in."""
    homes: dict[Key, Key] = {}
    home: Key = (SECTION, "")
    for key in keys:
        if key[0] == SECTION:
            home = key
        elif key[0] == STORY:
            homes[key] = home
    return homes


def _woven(first: list[Key], second: list[Key]) -> list[Key]:
    """Insert what only ``second`` has into ``first``, each behind what it stands behind there."""
    woven, known = list(first), set(first)
    for at, key in enumerate(second):
        if key not in known:
            before = next((k for k in reversed(second[:at]) if k in known), None)
            place = woven.index(before) if before else -1
            woven.insert(_end_of_section(woven, place) if key[0] == SECTION else place + 1, key)
            known.add(key)
    return woven


def _end_of_section(keys: list[Key], at: int) -> int:
    """Return where the section of a place ends: a new one must not take over its stories."""
    rest = range(at + 1, len(keys))
    return next((place for place in rest if keys[place][0] == SECTION), len(keys))


def _joined(chosen: Sequence[Part]) -> str:
    """Put parts together; a blank line goes before a heading, but for the first of a section."""
    text = ""
    for part in chosen:
        kind = part.key[0]
        if kind in (SECTION, STORY) and text and not text.endswith("\n\n"):
            follows = kind == STORY and _last_line(text).startswith("# ")
            text = text.rstrip("\n") + ("\n" if follows else "\n\n")
        text += part.text if part.text.endswith("\n") else part.text + "\n"
    return text.rstrip("\n") + "\n"


def _last_line(text: str) -> str:
    return text.rstrip("\n").rpartition("\n")[2]
