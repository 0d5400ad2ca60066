"""An edition file as the player reads it, what was done to it, and what is counted."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing.models import Record


@dataclass(slots=True)
class Tally:
    """What was done, and what went wrong: every word in ``wrong`` should not be there."""

    did: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def blame(self, what: str, example: str) -> None:
        """Count something that must not happen."""
        self.wrong[what] += 1
        self.examples.setdefault(what, example)


_HEADING = re.compile(r"^(#{1,2}) (.*?)(?: \{#([\w-]+)\})?$")


def cut(text: str) -> dict[str, str]:
    """Return the parts of an edition file by name: white space folded, in order."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        meta = re.match(r"^([A-Z][a-z]+): ", line) if not name else None
        if meta:
            found[meta[1]] = [line]
            continue
        heading = _HEADING.match(line)
        name = _name(heading) if heading else name or "introduction"
        found.setdefault(name, []).append(line)
    return {key: " ".join(" ".join(lines).split()) for key, lines in found.items()}


def _name(heading: re.Match[str]) -> str:
    return f"#{heading[3]}" if heading[3] else f"{heading[1]} {heading[2]}"


def blocks(text: str) -> list[tuple[str, str]]:
    """Return names and texts of what an edition file is made of: its head, sections, stories."""
    found = [("", "")]
    for line in text.splitlines(keepends=True):
        heading = _HEADING.match(line.rstrip("\n"))
        if heading:
            found.append((_name(heading), line))
        else:
            found[-1] = (found[-1][0], found[-1][1] + line)
    return found


def section_of(text: str, story: str) -> str:
    """Return the section that a story stands in."""
    section = ""
    for name, _ in blocks(text):
        section = name if name.startswith("# ") else section
        if name == story:
            return section
    return ""


def is_story(name: str) -> bool:
    return name.startswith("#") and not name.startswith(("# ", "## "))


@dataclass(slots=True)
class Mine:
    """What the editor did to a draft: parts as left (None: taken out), and moved stories."""

    parts: dict[str, str | None] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)

    def agree(self, record: Record) -> None:
        """Forget the moves that the proposal makes by itself by now."""
        for story in record.stories:
            if self.sections.get(f"#{story.thread}") == f"# {story.section}":
                del self.sections[f"#{story.thread}"]

    def missing(self, text: str) -> Iterator[str]:
        """Yield what is not in the file as the editor left it.

        A story that was only moved goes with the proposal, and comes back as any other.
        """
        now = cut(text)
        self.sections = {story: at for story, at in self.sections.items() if story in now}
        yield from (name for name, said in self.parts.items() if now.get(name) != said)
        yield from (
            f"{story} in {section}"
            for story, section in self.sections.items()
            if section_of(text, story) != section
        )
