"""What copying tore apart or ran together: labels, author links, captions, each on a line again.

Works on the lines as they were copied: whether a caption belongs to the credit below it, only the
blank lines tell.
"""

import re
from collections.abc import Callable, Sequence

from briefing.articles import dateline, furniture, stamps
from briefing.articles.furniture import Action
from briefing.articles.page import is_paragraph
from briefing.articles.tidy import ends, fold

_BY = re.compile(
    r"(?:- ?)?(?P<label>(?:(?:written|posted|published|words|story) )?by|author):?", re.I
)
_IN = re.compile(r"in(?: (?P<section>[^\W\d_].{0,80}))?", re.I)
_NEIGHBOUR = re.compile(r"(?:previous|next)(?: (?:post|article|story))?:", re.I)
_CREDIT = re.compile(r"(?:photo|image|picture) credits?:?", re.I)
_DURATION = re.compile(r"\d{1,2}:\d{2}(?: - source: .{1,40})?", re.I)
_AGENCY = re.compile(r"/|\bgetty\b|\breuters\b", re.I)
_SENTENCE_END = re.compile(r"[.!?][\"')]* ?(?=[A-Z])|(?<=\w) (?=View )")
_PICTURED = re.compile(
    r"\b(?:on|in) (?:[A-Z][a-z]+ \d{1,2},?|\d{1,2} [A-Z][a-z]+) (?:19|20)\d\d\b|"
    r"\b(?:pictured|seen here|file (?:photo|image|picture))\b"
)
_TAIL = 120  # characters of a line in which the link to an author's posts stands
_CAPTION_WORDS, _LEAD_WORDS, _VIDEO_WORDS, _LABEL_WORDS, _CAPTION_LINES = 60, 25, 20, 3, 3
_SPACED = 0.2  # blank lines for every other line in a text that parts its paragraphs by them


def mend(lines: Sequence[str]) -> list[str]:
    """Return the lines with labels beside what they label, links apart, and without captions."""
    parted = [part for line in lines for part in _parted(line)]
    return _without_captions(_joined(parted))


def _parted(line: str) -> tuple[str, ...]:
    """Part ``... lives in Dali. View all posts by Mei Lin`` from its link."""
    for end in _SENTENCE_END.finditer(fold(line), max(0, len(line) - _TAIL)):
        tail = line[end.end() :]
        if any(match.action is Action.AUTHOR for match in furniture.match(tail)):
            return line[: end.end()].rstrip(), tail
    return (line,)


def _joined(lines: Sequence[str]) -> list[str]:
    """Put a label on a line of its own before the next line: ``Written by``, ``Previous:``."""
    kept: list[str] = []
    label = ""
    for line in lines:
        whole = _labelled(label, line) if label and line else ""
        if whole:
            kept = kept[: _last(kept, len(kept))]
        kept.append(_section(whole or line, kept))
        label = kept[-1] or label
    return kept


def _labelled(label: str, line: str) -> str:
    label = fold(label)
    for pattern, fits, form in _LABELS:
        found = pattern.fullmatch(label)
        if found and fits(line):
            return form.format(found.groupdict().get("label", label), line)
    return ""


def _is_other(line: str) -> bool:
    return not furniture.match(line)


def _is_people(line: str) -> bool:
    return _is_other(line) and bool(stamps.people(line))


_LABELS: tuple[tuple[re.Pattern[str], Callable[[str], bool], str], ...] = (
    (_BY, _is_people, "{} {}"),
    (_NEIGHBOUR, _is_other, "{} {}"),
    (_CREDIT, _is_people, "Image credit: {1}"),
    (_IN, _is_people, "in {1}"),
)


def _section(line: str, above: Sequence[str]) -> str:
    """Below a byline ``in Harbours, Animals`` says where the post was put."""
    found = _IN.fullmatch(line)
    if not found or not found["section"] or ends(line):
        return line
    last = _last(above, len(above))
    stamp = stamps.read(above[last]) if last >= 0 else None
    return f"Posted in {found['section']}" if stamp and stamp.labelled else line


def _without_captions(lines: list[str]) -> list[str]:
    """Blank the captions above credits, and the titles of videos above their durations."""
    kept = list(lines)
    is_spaced = sum(not line for line in lines) > _SPACED * sum(bool(line) for line in lines)
    for index, line in enumerate(lines):
        if _DURATION.fullmatch(fold(line)):
            gone = _video(lines, index)
        elif any(match.action is Action.CREDIT for match in furniture.match(line)):
            gone = _caption(lines, index, is_spaced)
        elif is_spaced and dateline.is_agency(line) and ends(lines[index - 1]):
            gone = _caption(lines, index, is_spaced)  # an agency's name is a credit only there
            gone = range(gone.start, index + 1) if gone else gone
        else:
            continue
        kept[gone.start : gone.stop] = [""] * len(gone)
    return kept


def _video(lines: Sequence[str], index: int) -> range:
    above = _last(lines, index)
    is_title = above > 0 and len(lines[above].split()) <= _VIDEO_WORDS and not ends(lines[above])
    return range(above, above + 1) if is_title and not _is_known(lines[above]) else range(0)


def _caption(lines: Sequence[str], index: int, is_spaced: bool) -> range:
    """Return the lines of the caption that goes with the credit at ``index``."""
    start = index
    while start > 1 and lines[start - 1] and not _is_known(lines[start - 1]):
        start -= 1
    words = sum(len(line.split()) for line in lines[start:index])
    is_block = is_spaced and 0 < index - start <= _CAPTION_LINES and words <= _CAPTION_WORDS
    is_agency = _AGENCY.search(lines[index]) is not None
    if is_block and (ends(lines[index - 1]) or (is_agency and words > _LABEL_WORDS)):
        return range(start, index)
    above = _last(lines, index)
    is_caption = above > 0 and _shows(lines, above, leads=is_agency)
    return range(above, above + 1) if is_caption else range(0)


def _shows(lines: Sequence[str], above: int, *, leads: bool) -> bool:
    """Tell whether the line ``above`` speaks of a picture where no blank lines tell.

    If the credit is an agency's (``leads``), the first sentence below the byline does.
    """
    line = lines[above]
    words = len(line.split())
    if _is_known(line) or words > _CAPTION_WORDS:
        return False
    if _PICTURED.search(line):
        return True
    is_first = not any(is_paragraph(other) and not _is_known(other) for other in lines[1:above])
    below_byline = _is_known(lines[_last(lines, above)])
    return leads and is_first and below_byline and words <= _LEAD_WORDS and ends(line)


def _last(lines: Sequence[str], index: int) -> int:
    """Return where the last line above ``index`` stands that is not blank, -1 if there is none."""
    return next((i for i in range(index - 1, -1, -1) if lines[i]), -1)


def _is_known(line: str) -> bool:
    return bool(furniture.match(line) or stamps.read(line))
