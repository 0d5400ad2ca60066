"""Articles as plain text, pasted as they came from a blog or a news site.

The first line is the title.  :mod:`.tidy` makes clean lines of the file, :mod:`.page` and
:mod:`.walk` tell text from furniture, and here the text becomes paragraphs and sub-headings.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import Enum
from itertools import pairwise

from briefing.articles import dateline, stamps
from briefing.articles.page import (
    HEAD_LINES,
    SENTENCE_WORDS,
    Page,
    is_nothing,
    is_paragraph,
    is_skip_link,
)
from briefing.articles.pieces import mend
from briefing.articles.tidy import clean, ends, fold, unwrap
from briefing.articles.walk import stands_alone, walk

_HEADING_WORDS, _HEADING_LENGTH = 10, 80
_OPENING = 3  # lines in which the dateline stands: a standfirst, a caption may be above it
_BIO_WORDS, _LABEL_WORDS = 80, 4
_TITLE = re.compile(r"^(?:#{1,6} +|title: *(?=\S))", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-*•·▪◦‣] +|\d{1,2}[.)] +)(?=\S)")
_MARKS = re.compile(r"^#{1,6} +")


class Kind(Enum):
    """What a block of the text is, by the name of its HTML element."""

    PARAGRAPH = "p"
    HEADING = "h2"
    ENTRY = "li"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a sub-heading or an entry of a list, as plain text."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class PlainArticle:
    """An article as its file gives it; every text is plain, and "" where there is none.

    ``date`` is UTC; ``tags`` are the author's words; ``summary`` is what stood between title and
    byline (a whole sentence there is the first block, too).
    """

    title: str
    authors: tuple[str, ...] = ()
    date: datetime | None = None
    bio: str = ""
    blocks: tuple[Block, ...] = ()
    tags: tuple[str, ...] = ()
    summary: str = ""

    @property
    def author(self) -> str:
        """The authors in a row: ``A, B and C``."""
        *most, last = self.authors or ("",)
        return f"{', '.join(most)} and {last}" if most else last

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text without its sub-headings."""
        return tuple(block.text for block in self.blocks if block.kind is not Kind.HEADING)

    @property
    def headings(self) -> tuple[str, ...]:
        """The sub-headings."""
        return tuple(block.text for block in self.blocks if block.kind is Kind.HEADING)


def parse(text: str, zone: tzinfo = UTC) -> PlainArticle:
    """Read an article; a date without a zone of its own is in ``zone``.

    Never raises: of a text without any title the title is "".
    """
    lines = unwrap(mend(clean(text).strip("\n").split("\n")), stands_alone)
    start = _title_line(lines)
    if start is None:
        return PlainArticle("")
    page = Page(_TITLE.sub("", lines[start]), lines[start + 1 :], zone)
    walk(page)
    body = _body(page)
    if not page.bio and (bio := _closing_bio(page, body)):
        page.bio, body = [bio], body[:-1]
    return PlainArticle(
        title=page.title,
        authors=page.authors,
        date=page.date.astimezone(UTC) if page.date else None,
        bio=" ".join(page.bio),
        blocks=_blocks(body),
        tags=tuple(dict.fromkeys(page.tags)),
        summary=page.summary,
    )


def _title_line(lines: tuple[str, ...]) -> int | None:
    """Return where the title stands: the first line, or below the navigation that was copied."""
    head = lines[:HEAD_LINES]
    first = next((index for index, line in enumerate(lines) if not is_nothing(line)), None)
    if first is None or not any(is_skip_link(line) for line in head):
        return first
    # The site's name, its motto and a section may stand above the title, its date stands below.
    dated = next((index for index, line in enumerate(head) if stamps.read(line)), first)
    menu = max((index for index in range(dated) if is_nothing(lines[index])), default=first)
    below = [index for index in range(menu + 1, dated) if not is_nothing(lines[index])]
    long = (index for index in below if len(lines[index].split()) > _LABEL_WORDS)
    return next(long, below[0] if below else first)


def _body(page: Page) -> list[str]:
    """Return the lines of text without what stands below the last paragraph *and* furniture."""
    last = max((index for index, line in page.body if is_paragraph(line)), default=len(page.lines))
    rest = next((i for i in range(last + 1, len(page.lines)) if page.is_furniture(i)), last)
    return [
        line
        for index, line in page.body
        if any(char.isalnum() for char in line)
        and (index <= last or ends(line) or (index <= rest and not _is_label(line)))
    ]


def _is_label(line: str) -> bool:
    return len(line.split()) <= _LABEL_WORDS and not _BULLET.match(line)


def _closing_bio(page: Page, body: list[str]) -> str:
    """Return the last paragraph if it presents an author: ``Jane Roe is a reporter ...``."""
    names = "|".join(re.escape(name) for name in page.authors if " " in name)
    if not names or len(body) < 3 or len(body[-1].split()) > _BIO_WORDS:
        return ""
    presents = rf"(?:{names})(?:, .{{1,60}},)? (?:is|was|has|writes|covers|reports|works|lives)\b"
    if any(line == body[-1] and page.leads_to_posts(index + 1) for index, line in page.body[-1:]):
        presents = rf"(?:{names})\b"
    return body[-1] if re.match(presents, fold(body[-1])) else ""


def _blocks(body: list[str]) -> tuple[Block, ...]:
    opening = [dateline.strip(line) for line in body[:_OPENING]]
    lines = [*opening, *body[_OPENING:], ""]
    return tuple(_block(line, following) for line, following in pairwise(lines))


def _block(line: str, following: str) -> Block:
    if bullet := _BULLET.match(line):
        return Block(Kind.ENTRY, line[bullet.end() :])
    if marks := _MARKS.match(line):
        return Block(Kind.HEADING, line[marks.end() :])
    short = len(line) <= _HEADING_LENGTH and len(line.split()) <= _HEADING_WORDS
    above_text = len(following.split()) >= SENTENCE_WORDS or ends(following)
    is_heading = short and above_text and not ends(line) and line[-1] not in ",-"
    return Block(Kind.HEADING if is_heading else Kind.PARAGRAPH, line)
