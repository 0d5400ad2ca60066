"""A pasted page: its lines, what each could be, and where the head ends."""

import re
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import Enum, auto

from briefing.articles import dateline, furniture, stamps
from briefing.articles.furniture import Action, Match
from briefing.articles.stamps import Stamp
from briefing.articles.tidy import ends

HEAD_LINES = 14
"""How many lines below the title may hold a byline or a date without any label."""

_SKIP = re.compile(r"(?:skip|jump) to\b|zum inhalt\b", re.IGNORECASE)
WRAPPED_WORDS, SENTENCE_WORDS = 25, 8
"""From so many words on a line is a paragraph: without an end mark, and with one."""


class Region(Enum):
    """Where on the page the walk is."""

    HEAD = auto()
    BODY = auto()
    LINKS = auto()
    BOX = auto()
    FOOT = auto()
    END = auto()


@dataclass(slots=True)
class Page:
    """The lines below the title, and what has been learnt while they are walked through.

    ``marks`` and ``stamps`` hold for every line what furniture and what byline it could be;
    ``head`` is the number of lines above the text, ``signed`` the last of them that is a byline or
    a date; ``listing`` tells that tags follow; ``body`` holds the lines that are text, with their
    numbers.
    """

    title: str
    lines: tuple[str, ...]
    zone: tzinfo
    marks: list[tuple[Match, ...]] = field(init=False)
    stamps: list[Stamp | None] = field(init=False)
    head: int = field(init=False)
    signed: int = field(init=False)
    region: Region = Region.HEAD
    authors: tuple[str, ...] = ()
    date: datetime | None = None
    late: bool = False
    summary: str = ""
    listing: bool = False
    bio: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    body: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        read = [_read(line, self.zone) for line in self.lines]
        self.marks = [marks for marks, _ in read]
        self.stamps = [stamp for _, stamp in read]
        texts = [index for index in range(len(self.lines)) if self.is_text(index)]
        where = dateline.find(self.lines, texts)
        for index in where:
            self.marks[index] = (Match(Action.DROP, {}),)
        if where and self.line(where.stop):
            rest = self.lines[where.stop + 1 :]
            first = dateline.strip_dash(self.lines[where.stop])
            self.lines = (*self.lines[: where.stop], first, *rest)
        self.head = _head(self)
        stamped = (index for index in range(self.head - 1, -1, -1) if self.stamps[index])
        self.signed = next(stamped, -1)
        _spare_lonely(self)

    def line(self, index: int) -> str:
        """Return the line at ``index``, "" below the last."""
        return self.lines[index] if index < len(self.lines) else ""

    def is_furniture(self, index: int) -> bool:
        """Tell whether there is furniture or a byline, or no line any more, at ``index``."""
        if index >= len(self.lines):
            return True
        stamp = self.stamps[index]
        return bool(self.marks[index]) or bool(stamp and stamp.labelled)

    def is_weak(self, index: int) -> bool:
        """Tell whether there is weak furniture at ``index``."""
        marks = self.marks[index] if index < len(self.lines) else ()
        return any(mark.action is Action.WEAK for mark in marks)

    def leads_to_posts(self, index: int) -> bool:
        """Tell whether at ``index`` there is a link to what else an author has written."""
        marks = self.marks[index] if index < len(self.lines) else ()
        return any(mark.action is Action.AUTHOR for mark in marks)

    def is_text(self, index: int) -> bool:
        """Tell whether there is a paragraph of text at ``index``."""
        return not self.is_furniture(index) and is_paragraph(self.lines[index])


def is_paragraph(line: str) -> bool:
    """Tell whether a line is long enough, and ended like a sentence, to be a paragraph."""
    words = len(line.split())
    if words < 4 and len(line) >= 20 and not line.isascii():
        return ends(line)  # a script without spaces
    return words >= WRAPPED_WORDS or (words >= SENTENCE_WORDS and ends(line))


def is_nothing(line: str) -> bool:
    """Tell whether a line cannot be a title: furniture, or not a letter in it."""
    return not any(char.isalnum() for char in line) or bool(furniture.match(line))


def is_skip_link(line: str) -> bool:
    """Tell whether a line says "Skip to content": then a whole page was copied, not an article."""
    return _SKIP.match(line) is not None


def _read(line: str, zone: tzinfo) -> tuple[tuple[Match, ...], Stamp | None]:
    """Return furniture and byline of a line; some lines are made of both."""
    marks, stamp = furniture.match(line), stamps.read(line, zone)
    parts = [part for part in furniture.JOINTS.split(line) if part]
    if marks or stamp or len(parts) < 2 or len(line) > stamps.MAX_LENGTH:
        return marks, stamp
    pieces = [(furniture.match(part), stamps.read(part, zone)) for part in parts]
    if not all(mark or stamp for mark, stamp in pieces):
        return (), None
    return sum((mark for mark, _ in pieces), ()), next((s for _, s in pieces if s), None)


def _head(page: Page) -> int:
    """Return where the text begins; one introductory paragraph may stand above the byline."""
    texts = [index for index in range(len(page.lines)) if page.is_text(index)]
    first, second, *_ = [*texts, len(page.lines), len(page.lines)]
    told = [stamp for stamp in page.stamps[:first] if stamp]
    dated, signed = any(stamp.moment for stamp in told), any(stamp.authors for stamp in told)
    for index in range(min(second, HEAD_LINES) - 1, first, -1):
        stamp = page.stamps[index]
        if stamp and ((stamp.moment and not dated) or (stamp.authors and not signed)):
            return index + 1
    return first


def _spare_lonely(page: Page) -> None:
    """Take the marks off weak furniture that stands alone in the text."""
    count = len(page.lines)
    weak = [page.is_weak(index) for index in range(count)]
    sure = [page.is_furniture(index) and not weak[index] for index in range(count)]
    for order in (range(count), range(count - 1, -1, -1)):
        for index in order:
            beside = any(sure[i] for i in (index - 1, index + 1) if 0 <= i < count)
            sure[index] |= weak[index] and (index < page.head or beside)
    page.marks = [
        () if weak[index] and not sure[index] else marks for index, marks in enumerate(page.marks)
    ]
