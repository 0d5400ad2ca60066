"""The edition file ``DAY.md``: written from a record, read as an editor may have rewritten it.

::

    Title: Harbour towns vote on the ferry line        metadata, ends at the first blank line
    Number: 142

    A line from the editor, if any.

    # Lead                                             a section
    ## Harbour towns vote on the ferry line {#ferry}   a story; the id is its thread
    Three towns vote on Sunday. [Harbour Post](https://...)    a sentence and what it rests on

Everything else below a heading is the editor's own Markdown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from briefing.editions.markup import escape, link
from briefing.errors import ContentError
from briefing.models import Record, RecordStory, is_web_address

DRAFT, PUBLISHED = "draft", "published"
DEFAULT_SECTION = "Stories"
MAX_BARE_LINKS = 3
_META = re.compile(r"^ {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)$")
_HEADING = re.compile(
    r"^(?P<marks>#{1,2})(?!#)\s*(?P<title>.*?)\s*"
    r"(?:(?<!\\)\{(?:[^{}]*\s)?#(?P<id>[\w-]+)[^{}]*\})?\s*(?<!\\)#*\s*$"
)
_SOURCED = re.compile(
    r"^(?P<text>(?:\S.*?)?)\s*(?<!\\)\[(?P<name>(?:\\.|[^\[\]\\])+)\]\(<?(?P<url>[^\s<>]+?)>?\)$"
)
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
class EditionFile:
    """``DAY.md`` read: metadata with lower-case keys, in order, and the body in its parts."""

    metadata: dict[str, str]
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


def render(record: Record, zone: ZoneInfo, status: str = PUBLISHED) -> str:
    """Write the Markdown of a record; the base that an edited file is compared with."""
    closes = record.window.closes.astimezone(zone)
    head = (
        f"Title: {' '.join(record.title.split())}",
        f"Date: {closes:%Y-%m-%d %H:%M}",
        f"Number: {record.number}",
        f"Status: {status}",
        f"Tags: {', '.join(record.tags)}",
        f"Summary: {escape(record.summary)}",
    )
    lines = [line for line in head if not line.endswith(": ")]
    section = None
    for story in record.stories:
        if story.section != section:
            section = story.section
            lines += ["", f"# {escape(section)}"]
        else:
            lines.append("")
        lines += _story_lines(story)
    return "\n".join(lines) + "\n"


def parse(text: str, name: str = "the edition") -> EditionFile:
    """Read an edition file, written by the program or by hand.

    Raises:
        ContentError: no title, a number that is none, or a thread used twice; names file and line.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    metadata, start = _metadata(lines)
    if not metadata.get("title"):
        raise ContentError(f"{name}, line 1: an edition begins with “Title: ...”.")
    if not metadata.get("number", "0").isdecimal():
        raise ContentError(f"{name}: “Number: {metadata['number']}” is not a whole number.")
    intro, sections = _body(lines, start, name)
    file = EditionFile(metadata, intro, sections)
    if file.status not in (DRAFT, PUBLISHED):
        raise ContentError(f"{name}: “Status: {file.status}” is neither {DRAFT} nor {PUBLISHED}.")
    return file


def _story_lines(story: RecordStory) -> Iterator[str]:
    outlets = {item.url: item.source for item in story.items}
    yield f"## {escape(story.headline)} {{#{story.thread}}}"
    for sentence in story.sentences:
        yield f"{escape(sentence.text)} {link(outlets[sentence.url], sentence.url)}"
    if not story.sentences:  # nothing to quote: the headline and where it stands
        first = {item.source: item.url for item in reversed(story.items)}
        named = [(name, first[name]) for name in story.outlets[:MAX_BARE_LINKS]]
        yield from (link(name, url) for name, url in named)


def _metadata(lines: list[str]) -> tuple[dict[str, str], int]:
    metadata: dict[str, str] = {}
    key = ""
    for index, line in enumerate(lines):
        found = _META.match(line)
        if found:
            key = found["key"].lower()
            metadata[key] = found["value"].strip()
        elif line.strip() and line.startswith("    ") and key:
            metadata[key] = f"{metadata[key]} {line.strip()}".strip()
        else:
            return metadata, index
    return metadata, len(lines)


@dataclass(slots=True)
class _Part:
    """A heading with the lines below it, while reading."""

    level: int
    title: str
    thread: str | None
    body: list[str]


def _body(lines: list[str], start: int, name: str) -> tuple[str, tuple[SectionFile, ...]]:
    parts = [_Part(0, "", None, [])]
    seen: dict[str, int] = {}
    fenced = False
    for number, line in enumerate(lines[start:], start + 1):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        heading = None if fenced else _HEADING.match(line)
        if heading is None:
            parts[-1].body.append(line)
            continue
        thread = heading["id"]
        if thread in seen:
            raise ContentError(
                f"{name}, line {number}: the thread “{thread}” stands on line {seen[thread]} too; "
                "give one of the two headings another {#id}."
            )
        if thread:
            seen[thread] = number
        parts.append(_Part(len(heading["marks"]), heading["title"], thread, []))
    return "\n".join(parts[0].body).strip(), _sections(parts[1:])


def _sections(parts: list[_Part]) -> tuple[SectionFile, ...]:
    sections: list[tuple[str, str, list[StoryFile]]] = []
    for part in parts:
        if part.level == 1:
            sections.append((part.title, "\n".join(part.body).strip(), []))
            continue
        if not sections:
            sections.append((DEFAULT_SECTION, "", []))
        sections[-1][2].append(StoryFile(part.title, part.thread, tuple(_lines(part.body))))
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
        if found is None or not is_web_address(found["url"]):
            own.append(line)
            continue
        if own:
            yield Line("\n".join(own))
            own = []
        yield Line(found["text"], found["name"], found["url"])
    if own:
        yield Line("\n".join(own))


def _paragraphs(body: list[str]) -> Iterator[list[str]]:
    paragraph: list[str] = []
    fenced = False
    for line in body:
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        if line.strip() or fenced:
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph
