"""The edition file ``DAY.md``, read as an editor may have rewritten it.

::

    Title: Harbour towns vote on the ferry line        metadata, ends at the first blank line
    Number: 142

    A line from the editor, if any.

    # Lead                                             a section
    ## Harbour towns vote on the ferry line {#ferry}   a story; the id is its thread
    Three towns vote on Sunday. [Harbour Post](https://...)    a sentence and what it rests on

    Outlets differ on how many people were hurt: ...           a line of the program's

Everything else below a heading is the editor's own Markdown.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from briefing.errors import ContentError
from briefing.models import is_web_address

DRAFT, PUBLISHED = "draft", "published"
DEFAULT_SECTION, CORRECTIONS = "Stories", "Corrections"
_META = re.compile(r"^ {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)$")
_HEADING = re.compile(
    r"^(?P<marks>#{1,2})(?!#)\s*(?P<title>.*?)\s*"
    r"(?:(?<!\\)\{(?:[^{}]*\s)?#(?P<id>[\w-]+)[^{}]*\})?\s*(?<!\\)#*\s*$"
)
_SOURCED = re.compile(
    r"^(?P<text>(?:\S.*?)?)\s*(?<![\\!])\[(?P<name>(?:\\.|[^\[\]\\])+)\]\(<?(?P<url>[^\s<>]+?)>?\)$"
)
_OURS = re.compile(r"(?:title|date|number|status|tags|summary):", re.I)
_UNREAD = re.compile(r"(?<!\\)\{[:\s]*#")
_PICTURE = re.compile(r"!\[(?:\\.|[^\[\]\\])*\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_BLOCK = re.compile(r"^(?:[*+-]\s|\d+[.)]\s|>|\||```|~~~| {4}|\t|<)")


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a story: a sourced sentence, a paragraph, or (``block``) a block of Markdown.

    ``text`` is Markdown; for a sourced sentence it stands without the link, and is empty where
    there is a link alone.
    """

    text: str
    outlet: str | None = None
    url: str | None = None
    block: bool = False


@dataclass(frozen=True, slots=True)
class StoryFile:
    """A story as the file has it; ``headline`` is Markdown."""

    headline: str
    thread: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SectionFile:
    """A section as the file has it; ``note`` is the Markdown above its first story."""

    title: str
    note: str
    stories: tuple[StoryFile, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is a section, level 2 a story; ``thread`` is the id in braces."""

    level: int
    title: str
    thread: str | None


@dataclass(frozen=True, slots=True)
class EditionFile:
    """``DAY.md`` read: metadata with lower-case keys, in order, and the body in its parts."""

    metadata: Mapping[str, str]
    intro: str
    sections: tuple[SectionFile, ...]

    @property
    def title(self) -> str:
        """The edition's title."""
        return self.metadata["title"]

    @property
    def status(self) -> str:
        """``published`` unless the file says otherwise."""
        return self.metadata.get("status", PUBLISHED).lower()

    @property
    def number(self) -> int | None:
        """The edition's number, if it has one."""
        text = self.metadata.get("number", "")
        return int(text) if text else None

    @property
    def cited(self) -> frozenset[str]:
        """The addresses that sentences rest on."""
        stories = (story for section in self.sections for story in section.stories)
        return frozenset(line.url for story in stories for line in story.lines if line.url)


def parse(text: str, name: str = "the edition") -> EditionFile:
    """Read an edition file, written by the program or by hand.

    Raises:
        ContentError: no title, a number that is none, a line that cannot be meant so, or a thread
            used twice; names file and line.
    """
    lines = text.splitlines()
    for index, wrong in _slips(lines):
        raise ContentError(f"{name}, line {index + 1}: {wrong}")
    metadata, start = _metadata(lines)
    intro, sections = _body(lines, start, name)
    return EditionFile(metadata, intro, sections)


def _slips(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield index and message of what is written by mistake, and would quietly mean other things.

    A line that is no metadata ends it: the status below would not count.
    """
    metadata, start = _metadata(lines)
    places = dict(reversed(metadata_lines(lines)))
    for index, line in enumerate(lines):
        if line.startswith(("<<<<<<< ", ">>>>>>> ")):
            yield index, "git could not merge two versions here: keep one, without its marks."
    if not metadata.get("title"):
        yield 0, "an edition begins with “Title: ...”."
    if not metadata.get("number", "0").isdecimal():
        yield places["number"], f"“Number: {metadata['number']}” is not a whole number."
    if (status := metadata.get("status", PUBLISHED)).lower() not in (DRAFT, PUBLISHED):
        yield places["status"], f"“Status: {status}” is neither {DRAFT} nor {PUBLISHED}."
    for line in takewhile(str.strip, lines[start:]):
        if _OURS.match(line):
            yield start, f"“{lines[start]}” is no “Key: value”, and so “{line}” would not count."
    fences = [index for index, line in enumerate(lines) if _is_fence(line)]
    if len(fences) % 2:
        yield fences[-1], "this block of code has no end, and takes in every story below."
    for index, heading in headings(lines):
        if _UNREAD.search(heading.title):
            yield index, "a thread is written in braces and without spaces, like {#ferry-vote}."


def metadata_lines(lines: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Return the lower-case key and the index of every line of metadata; "" for one that goes on.

    Metadata ends at the first line that is neither.
    """
    found: list[tuple[str, int]] = []
    for index, line in enumerate(lines):
        match = _META.match(line)
        if match:
            found.append((match["key"].lower(), index))
        elif line.strip() and line.startswith("    ") and found:
            found.append(("", index))
        else:
            break
    return tuple(found)


def headings(lines: Sequence[str]) -> Iterator[tuple[int, Heading]]:
    """Yield index and heading of every section and story; what stands in a code block is none."""
    fenced = False
    for index, line in enumerate(lines):
        fenced ^= _is_fence(line)
        found = None if fenced else _HEADING.match(line)
        if found:
            yield index, Heading(len(found["marks"]), found["title"], found["id"])


def _is_fence(line: str) -> bool:
    return line.lstrip().startswith(("```", "~~~"))


def _metadata(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    metadata: dict[str, str] = {}
    key, found = "", metadata_lines(lines)
    for name, index in found:
        if name:
            key = name
            metadata[key] = lines[index].partition(":")[2].strip()
        else:
            metadata[key] = f"{metadata[key]} {lines[index].strip()}".strip()
    return metadata, len(found)


def _body(lines: list[str], start: int, name: str) -> tuple[str, tuple[SectionFile, ...]]:
    found = list(headings(lines[start:]))
    seen: dict[str, int] = {}
    for index, heading in found:
        number = start + index + 1
        if heading.thread in seen:
            raise ContentError(
                f"{name}, line {number}: the thread “{heading.thread}” stands on line "
                f"{seen[heading.thread]} too; give one of the two headings another {{#id}}."
            )
        if heading.thread:
            seen[heading.thread] = number
    ends = [*(index for index, _ in found), len(lines) - start][1:]
    bodies = [
        (heading, lines[start + index + 1 : start + end])
        for (index, heading), end in zip(found, ends, strict=True)
    ]
    first = start + found[0][0] if found else len(lines)
    return "\n".join(lines[start:first]).strip(), _sections(bodies)


def _sections(bodies: Sequence[tuple[Heading, list[str]]]) -> tuple[SectionFile, ...]:
    sections: list[tuple[str, str, list[StoryFile]]] = []
    for heading, body in bodies:
        if heading.level == 1:
            sections.append((heading.title, "\n".join(body).strip(), []))
            continue
        if not sections:
            sections.append((DEFAULT_SECTION, "", []))
        sections[-1][2].append(StoryFile(heading.title, heading.thread, tuple(_lines(body))))
    return tuple(SectionFile(title, note, tuple(stories)) for title, note, stories in sections)


def _lines(body: list[str]) -> Iterator[Line]:
    for paragraph in _paragraphs(body):
        if _BLOCK.match(paragraph[0]):
            yield Line("\n".join(paragraph), block=True)
        else:
            yield from _sentences(paragraph)


def _sentences(paragraph: list[str]) -> Iterator[Line]:
    own: list[str] = []
    for line in paragraph:
        found = _SOURCED.match(line.strip())
        is_sourced = found is not None and is_web_address(found["url"])
        if not is_sourced and not _PICTURE.fullmatch(line.strip()):
            own.append(line)
            continue
        if own:
            yield Line("\n".join(own))
            own = []
        yield Line(found["text"], found["name"], found["url"]) if found else Line(line, block=True)
    if own:
        yield Line("\n".join(own))


def _paragraphs(body: list[str]) -> Iterator[list[str]]:
    paragraph: list[str] = []
    fenced = False
    for line in body:
        fenced ^= _is_fence(line)
        if line.strip() or fenced:
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph
