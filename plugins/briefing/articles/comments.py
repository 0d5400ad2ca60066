"""Readers' replies: ``content/comments/ARTICLE-SLUG/ID.md`` or ``.txt``, put there by the editor.

``Name:``, ``Date:`` and, for an answer, ``Reply-To:`` with the id of the reply that it answers;
then a blank line and the text.  The text is somebody else's: it is shown as it is, never as HTML
or Markdown.  An e-mail address has no place in a file that is published and committed.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from markupsafe import Markup

from briefing.articles import dates
from briefing.articles.collect import SUFFIXES
from briefing.articles.files import read_text
from briefing.articles.slugs import is_slug
from briefing.errors import ContentError
from briefing.models import is_web_address

NAME, DATE, ANSWERS = "name", "date", "reply-to"
_KNOWN = (NAME, DATE, ANSWERS)
_PRIVATE = re.compile(r"e?-?mail.*|from|address")
_HEADER = re.compile(r"(?P<key>[A-Za-z][A-Za-z0-9 _-]*):(?:\s+(?P<value>.*))?")
_UNSEEN = re.compile("[\0-\b\v-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, among them those that turn the direction of what follows."""
_ADDRESS = re.compile(r"https?://[^\s<>\"()]+(?:\([^\s<>\"()]*\)[^\s<>\"()]*)*")
_TRAILING = ".,;:!?'\u2019\u201d]}*_"


@dataclass(frozen=True, slots=True)
class Comment:
    """A reply to an article; ``answers`` is the id of the reply that it answers, or "".

    ``published`` is aware (UTC); name and text are plain, the text with its line breaks.
    """

    id: str
    name: str
    published: datetime
    text: str
    answers: str = ""

    @property
    def anchor(self) -> str:
        """The id of its element on the article's page."""
        return f"reply-{self.id}"

    @property
    def html(self) -> Markup:
        """The text as paragraphs, everything in it escaped, web addresses linked."""
        paragraphs = (part for part in re.split(r"\n\s*\n", self.text) if part.strip())
        return Markup("\n").join(map(_paragraph, paragraphs))


@dataclass(frozen=True, slots=True)
class Talk:
    """A reply to an article, and all that was said to it, the oldest first."""

    comment: Comment
    answers: tuple[Comment, ...]

    @property
    def all(self) -> tuple[Comment, ...]:
        """The reply and its answers."""
        return (self.comment, *self.answers)


def read_comments(folder: Path, zone: tzinfo, now: datetime) -> tuple[Talk, ...]:
    """Read the replies to one article, the oldest first; those dated after ``now`` must wait.

    Raises:
        ContentError: a file cannot be used, or answers a reply that is not there; names file and
            line.
    """
    paths = (path for path in folder.iterdir() if path.suffix in SUFFIXES and path.name[0] != ".")
    files = {path.stem: (path, _read(path, zone)) for path in sorted(paths)}
    said = {name: comment for name, (_, comment) in files.items()}
    for path, comment in files.values():
        if comment.answers and _root(comment, said) is None:
            raise ContentError(
                f"{path}: there is no reply “{comment.answers}” in {folder} that this could answer."
            )
    return _talks([each for each in said.values() if each.published <= now], said)


def _talks(shown: list[Comment], said: Mapping[str, Comment]) -> tuple[Talk, ...]:
    """Gather answers, also those to answers, below the reply that began it: one level."""
    gathered: dict[str, list[Comment]] = {each.id: [] for each in shown if not each.answers}
    ordered = sorted(shown, key=lambda each: (each.published, each.id))
    for each in ordered:
        if each.answers and (root := _root(each, said)) and root.id in gathered:
            gathered[root.id].append(each)
    return tuple(Talk(each, tuple(gathered[each.id])) for each in ordered if not each.answers)


def _root(comment: Comment, said: Mapping[str, Comment]) -> Comment | None:
    """Return the reply that a chain of answers began with; None if it leads nowhere."""
    for _ in said:
        if not comment.answers:
            return comment
        if comment.answers not in said:
            return None
        comment = said[comment.answers]
    return None  # in a circle


def _read(path: Path, zone: tzinfo) -> Comment:
    if not is_slug(path.stem):
        raise ContentError(f"{path}: a reply's file is called by letters, digits and hyphens.")
    header, text = _parted(path)
    name = header.get(NAME, (1, ""))[1]
    if not name:
        raise ContentError(f"{path}, line 1: a reply begins with “Name: ...”.")
    line, said = header.get(DATE, (1, ""))
    moment = dates.read(said, zone) if said else None
    if moment is None:
        raise ContentError(f"{path}, line {line}: write “Date: 2026-01-13 09:00”, not “{said}”.")
    if not text:
        raise ContentError(f"{path}: there is no text below the blank line.")
    return Comment(path.stem, name, moment.astimezone(UTC), text, header.get(ANSWERS, (1, ""))[1])


def _parted(path: Path) -> tuple[dict[str, tuple[int, str]], str]:
    """Return the header, by lower-case key with the lines' numbers, and the text."""
    lines = _UNSEEN.sub("", read_text(path).replace("\r\n", "\n")).split("\n")
    end = next((index for index, line in enumerate(lines) if not line.strip()), len(lines))
    header: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines[:end], 1):
        found = _HEADER.fullmatch(line.rstrip())
        key = found["key"].lower() if found else ""
        if key not in _KNOWN:
            raise ContentError(f"{path}, line {number}: {_wrong(key)}")
        header[key] = number, (found["value"] or "").strip() if found else ""
    return header, "\n".join(lines[end:]).strip()


def _wrong(key: str) -> str:
    if _PRIVATE.fullmatch(key):
        return (
            f"take the line “{key.capitalize()}:” out, and out of the history if it is in there: "
            "an address is used to answer, it is never published or committed."
        )
    near = difflib.get_close_matches(key, _KNOWN, n=1)
    hint = f"; did you mean “{near[0].title()}:”?" if near else "."
    return f"above the blank line stand “Name:”, “Date:” and “Reply-To:” only{hint}"


def _paragraph(text: str) -> Markup:
    lines = (Markup().join(_linked(line.strip())) for line in text.strip().split("\n"))
    return Markup("<p>{}</p>").format(Markup("<br>\n").join(lines))


def _linked(line: str) -> Iterator[Markup]:
    """Yield a line escaped, in which web addresses lead where they say, unrecommended."""
    done = 0
    for found in _ADDRESS.finditer(line):
        url = found[0].rstrip(_TRAILING)
        if is_web_address(url):
            yield Markup("{}").format(line[done : found.start()])
            yield Markup('<a href="{}" rel="nofollow ugc">{}</a>').format(url, url)
            done = found.start() + len(url)
    yield Markup("{}").format(line[done:])
