"""The walk through a pasted page: every line is offered to an ordered list of small readers.

A reader takes a line, by returning True, or leaves it to the next; what none takes is text.
"""

import re

from briefing.articles import dateline, dates, furniture, stamps
from briefing.articles.furniture import Action, Match
from briefing.articles.page import Page, Region
from briefing.articles.stamps import Stamp
from briefing.articles.tidy import ends, fold

_BOX_LINES, _BOX_WORDS = 4, 150
_FIELD = re.compile(r"(?P<key>author|date|tags|summary): *(?P<value>\S.*)", re.IGNORECASE)
_ABOUT = re.compile(
    r"about (?P<role>(?:the )?(?:author|writer|contributor)s?|me)\b:?(?: (?P<text>.+))?|"
    r"about (?:the author:? )?(?P<name>[^:.]{2,60})(?:: (?P<bio>.+))?",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?:(?:published|posted|written) by|author:) (?P<name>[\w .'-]{2,60})", re.IGNORECASE
)
_OPINION = re.compile(
    r"editor's note:? (?P<bio>.*\b(?:views|opinions) expressed\b.*)", re.IGNORECASE
)
_LINKS = (Action.LINKS, Action.BOX)
_TAGS_LENGTH = 120
_STANDFIRST_WORDS, _LABEL_WORDS, _LINK_WORDS = 6, 5, 25


def walk(page: Page) -> None:
    """Read the page from top to bottom; what it says is kept on it."""
    for index, line in enumerate(page.lines):
        if page.region is Region.HEAD and index >= page.head:
            page.region = Region.BODY
        if not any(reader(page, index, line) for reader in _READERS):
            page.body.append((index, line))


def stands_alone(line: str) -> bool:
    """Tell whether a line is a byline, a box or furniture, so that no other line continues it."""
    about = _ABOUT.fullmatch(fold(line))
    return bool(furniture.match(line) or stamps.read(line) or (about and not ends(line)))


def _field(page: Page, _index: int, line: str) -> bool:
    """``Author: Jane Roe``, ``Date: 2026-01-12`` in the head, as above a Markdown article."""
    found = _FIELD.fullmatch(line) if page.region is Region.HEAD else None
    if not found:
        return False
    key, value = found["key"].lower(), found["value"]
    if key == "summary":
        page.summary = value
    elif key == "tags":
        page.tags += furniture.tags(value)
    elif key == "author":
        page.authors = stamps.people(value) or (value,)
    else:
        page.date = dates.read(value, page.zone)
        return page.date is not None
    return True


def _box(page: Page, index: int, line: str) -> bool:
    """``About NAME`` below the text opens the author's box."""
    opening = None if page.region is Region.HEAD else _box_opening(page, index, line)
    if opening is None:
        return False
    name, bio = opening
    page.authors = page.authors or ((name,) if name else ())
    page.bio += [bio] if bio else []
    page.region = Region.BOX
    return True


def _end(page: Page, index: int, _line: str) -> bool:
    """The comments and their form: nothing below them is the article's, but for a box."""
    if page.body and any(mark.action is Action.END for mark in page.marks[index]):
        page.region = Region.END
    return page.region is Region.END


def _furniture(page: Page, index: int, line: str) -> bool:
    stamp = page.stamps[index]
    if stamp and page.marks[index]:
        _believe(page, stamp)
    for mark in page.marks[index]:
        if page.is_text(index + 1) and _is_heading(page, mark, line):
            return False
        _note(page, mark)
        page.listing = mark.action is Action.LIST and page.region is not Region.HEAD
        if page.region is Region.BOX and page.bio:
            page.region = Region.FOOT  # below the author's box there is no article
        elif mark.action in _LINKS and _may_link(page, index):
            page.region = Region.LINKS
    return bool(page.marks[index])


def _stamp(page: Page, index: int, _line: str) -> bool:
    """A byline or a date; below the head only with a label, and not as a sub-heading."""
    stamp = page.stamps[index]
    if stamp is None:
        return False
    if page.region is Region.HEAD or (stamp.labelled and page.is_furniture(index + 1)):
        _believe(page, stamp)
        return True
    return page.region is Region.LINKS or (stamp.labelled and stamp.moment is not None)


def _tag(page: Page, _index: int, line: str) -> bool:
    """The tags below ``Tags:``: one a line, or all on one."""
    page.listing = page.listing and len(line) <= _TAGS_LENGTH and not ends(line)
    if not page.listing:
        return False
    page.tags += furniture.tags(line)
    page.listing = "," not in line
    return True


def _head(page: Page, index: int, line: str) -> bool:
    """What else stands in a head: the title again, a section, a place, a name, a standfirst."""
    if page.region is not Region.HEAD:
        return False
    if line.casefold() == page.title.casefold() or not any(char.isalnum() for char in line):
        return True
    if dateline.is_agency(line):
        return True
    if index < page.signed:
        return _above_byline(page, line)
    names = stamps.people(line) if "," in line and not page.authors else ()
    page.authors = page.authors or names
    return bool(names)


def _above_byline(page: Page, line: str) -> bool:
    words = line.split()
    if len(words) >= _STANDFIRST_WORDS and sum(word[0].islower() for word in words) > 1:
        page.summary = page.summary or line
    elif " " in line and not page.authors and not ends(line):
        page.authors = stamps.people(line)
    return not ends(line)


def _link(page: Page, index: int, line: str) -> bool:
    """The headlines below ``Related articles``: up to the next sentence or sub-heading."""
    if page.region is not Region.LINKS:
        return False
    words = len(line.split())
    is_sentence = words >= 4 and fold(line).rstrip("\"')").endswith((".", "。"))
    is_label = words <= _LABEL_WORDS and not ends(line)
    is_heading = is_label and page.is_text(index + 1) and not page.marks[index - 1]
    if is_sentence or is_heading or words >= _LINK_WORDS:
        page.region = Region.BODY
    return page.region is Region.LINKS


def _bio(page: Page, _index: int, line: str) -> bool:
    if page.region is Region.BOX and len(page.bio) < _BOX_LINES:
        page.bio.append(line)
    return page.region in (Region.BOX, Region.FOOT)


def _opinion(page: Page, _index: int, line: str) -> bool:
    """An editor's note that presents the author of a comment is a bio."""
    found = _OPINION.fullmatch(fold(line))
    if found:
        page.bio.append(line[found.start("bio") :])
    return bool(found)


_READERS = (_field, _box, _end, _furniture, _stamp, _tag, _head, _link, _bio, _opinion)


def _note(page: Page, mark: Match) -> None:
    said = mark.said
    for name in ("category", "tags"):
        page.tags += furniture.tags(said.get(name, ""))
    if not page.authors:
        page.authors = stamps.people(said.get("author") or said.get("by") or "")
    if "date" in said and page.date is None:
        page.date = dates.read(said["date"], page.zone)


def _is_heading(page: Page, mark: Match, line: str) -> bool:
    """Tell whether furniture directly above a paragraph is a sub-heading: "Trending", "Tags"."""
    if page.region not in (Region.BODY, Region.LINKS):
        return False
    lonely = " " not in line and not line.endswith(":")
    return mark.action is Action.BOX or (mark.action in (Action.LINKS, Action.LIST) and lonely)


def _may_link(page: Page, index: int) -> bool:
    below_byline = page.region is Region.HEAD and index > page.signed
    return below_byline or page.region in (Region.BODY, Region.LINKS)


def _believe(page: Page, stamp: Stamp) -> None:
    page.authors = page.authors or stamp.authors
    if stamp.moment and (page.date is None or (page.late and not stamp.late)):
        page.date, page.late = stamp.moment, stamp.late


def _box_opening(page: Page, index: int, line: str) -> tuple[str, str] | None:
    """Return the name and the first words of the author's box that opens here, or None."""
    about, signed = _ABOUT.fullmatch(fold(line)), _SIGNED.fullmatch(fold(line))
    if about and about["role"]:
        return None if page.region is Region.END and not page.authors else ("", about["text"] or "")
    if about:
        name, bio = about["name"], about["bio"] or ""
    elif signed:
        name, bio = signed["name"], ""  # "Published by NAME" with the bio below
    else:
        return None
    size = _box_size(page, index + 1)
    if not bio and not size:
        return None
    if name.casefold() in (author.casefold() for author in page.authors):
        return name, bio
    if page.authors or not (page.leads_to_posts(index + 1 + size) or about):
        return None
    return (name, bio) if signed or (" " in name and stamps.is_name(name)) else None


def _box_size(page: Page, start: int) -> int:
    """Return how many lines of a bio follow; 0 if what follows is too long for one."""
    start += page.is_weak(start)  # "312 followers"
    end = start
    while end <= start + _BOX_LINES and not page.is_furniture(end):
        end += 1
    lines = page.lines[start:end]
    fits = len(lines) <= _BOX_LINES and sum(len(line.split()) for line in lines) <= _BOX_WORDS
    return len(lines) if fits else 0
