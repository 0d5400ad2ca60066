"""The sentences of an item that may be printed.

Feeds carry datelines, captions, bylines, buttons, torn descriptions and half quotations.  Every
rule about them is a small function in a table here or in one of the modules named below.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, pairwise

from briefing.models import Item, Origin
from briefing.newsroom.furniture import (
    ends_as_caption,
    front,
    is_furniture,
    opens_note,
    opens_with_credit,
)
from briefing.newsroom.language import of_item, word_count
from briefing.newsroom.openers import is_subject_alone, lacks_verb
from briefing.newsroom.provenance import FEWEST_WORDS, Candidate, fold, verify, with_capital
from briefing.newsroom.quotations import surplus
from briefing.newsroom.seams import has_seam
from briefing.newsroom.sentences import CLOSERS, END_MARKS, OPENERS, split
from briefing.newsroom.terms import tokens
from briefing.newsroom.truncation import ELLIPSIS, proper_end

__all__ = ["Candidate", "candidates", "repeats", "verify"]

_MOST_WORDS = 60
_FRAGMENT_WORDS = 7
_MOST_READ = 12_000  # characters; what matters stands at the top
_LEAST_READ, _READ_EACH = 2_000, 400  # characters of a text and for each sentence that is asked for
_SHORT_TEXT = 3  # sentences; a shorter description often has no full stop
_JOINED_AT_MOST = 4
_CAPTION_WORDS = 80
_NO_END_MARKS = frozenset(("th", "lo", "km"))
_TITLE_SHARE = 0.9
_TITLE_LENGTHS = 2  # what is so much longer says more

_ENDS = tuple(END_MARKS)

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Page:
    """An item under examination; ``unstopped``: its sentences need no end mark."""

    item: Item
    language: str
    spans: tuple[_Span, ...]
    unstopped: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence under examination, without what was glued to its front."""

    page: _Page
    start: int
    end: int
    text: str
    words: int
    trimmed: bool


def repeats(text: str, title: str, language: str = "en") -> bool:
    """Tell whether ``text`` says hardly a word that is not in ``title``."""
    if len(text) > _TITLE_LENGTHS * len(title):
        return False
    words, known = set(tokens(text, language)), set(tokens(title, language))
    return bool(known) and len(words & known) >= _TITLE_SHARE * len(words)


def _is_page_furniture(piece: _Piece) -> bool:
    after = piece.page.item.text[piece.end : piece.end + 200].lstrip(" ")
    return opens_with_credit(after) or is_furniture(piece.text)


def _is_too_short(piece: _Piece) -> bool:
    return piece.words < FEWEST_WORDS


def _is_fragment(piece: _Piece) -> bool:
    """``In our drinking water.``; ``The fact that it leaks.``"""
    short = piece.words < _FRAGMENT_WORDS
    return (short and lacks_verb(piece.text)) or is_subject_alone(piece.text)


def _is_glued(piece: _Piece) -> bool:
    return has_seam(piece.text)


def _is_garbled(piece: _Piece) -> bool:
    """Bytes were lost before the text came to us."""
    return "\ufffd" in piece.text


def _has_no_end(piece: _Piece) -> bool:
    return not piece.page.unstopped and not _is_stopped(piece.text)


def _has_no_beginning(piece: _Piece) -> bool:
    """A small letter begins a sentence only in a name: at the top, or after a dateline."""
    word = piece.text.lstrip(OPENERS).split(maxsplit=1)[:1]
    opens = piece.trimmed or piece.page.unstopped or piece.start == piece.page.spans[0][0]
    return bool(word) and word[0].islower() and not opens


def _is_unbalanced(piece: _Piece) -> bool:
    return surplus(piece.text, piece.page.language) != 0


_REJECTIONS: tuple[Callable[[_Piece], bool], ...] = (
    _is_too_short,
    _is_fragment,
    _is_glued,
    _is_garbled,
    _has_no_end,
    _has_no_beginning,
    _is_unbalanced,
)


def candidates(item: Item, most: int = 60) -> tuple[Candidate, ...]:
    """Return the first ``most`` sentences of ``item.text`` that may be printed, in order.

    A sentence of more than 60 words is among them only if there is no other; the fragment that a
    feed cut off, ending in ``…``, only if there is no sentence at all.
    """
    page, cut = _page(item, min(_MOST_READ, max(_LEAST_READ, _READ_EACH * most)))
    found = tuple(islice(_found(page), most))
    usable = tuple(one for one in found if word_count(one.text) <= _MOST_WORDS) or found
    return usable or (_fragment(page, cut) if cut else ())


def _page(item: Item, most: int) -> tuple[_Page, _Span | None]:
    """Return the whole sentences in ``most`` characters of ``item``, and one that was cut off."""
    language = of_item(item)
    end, marked = proper_end(item.text)
    spans = split(item.text[: min(end, most)], language)
    if end > most:  # the last may be torn
        end, marked, spans = most, False, spans[:-1]
    few = len(spans) < _SHORT_TEXT and not any(_is_stopped(item.text[a:b]) for a, b in spans[:-1])
    unstopped = few or language in _NO_END_MARKS
    if spans and marked and not _is_stopped(item.text[:end]):
        return _Page(item, language, spans[:-1], unstopped), spans[-1]
    return _Page(item, language, spans, unstopped), None


def _is_stopped(text: str) -> bool:
    return text.rstrip(CLOSERS).endswith(_ENDS)


def _found(page: _Page) -> Iterator[Candidate]:
    seen: set[str] = set()
    follows = True
    for paragraph in _paragraphs(page):
        for span in _joined(page, _without_asides(page, paragraph)):
            piece = _piece(page, span)
            if _is_page_furniture(piece) or piece.text in seen:
                continue
            seen.add(piece.text)
            accepted = not any(rule(piece) for rule in _REJECTIONS)
            if accepted:
                yield _candidate(piece, follows)
            follows = accepted


def _piece(page: _Page, span: _Span) -> _Piece:
    start, end = span
    raw = page.item.text[start:end]
    glued = front(raw, page.item.outlet)
    if glued and word_count(raw[glued:]) < FEWEST_WORDS:
        glued = 0
    text = fold(raw[glued:])
    return _Piece(page, start + glued, end, text, word_count(text), glued > 0)


def _candidate(piece: _Piece, follows: bool) -> Candidate:
    text = with_capital(piece.text) if piece.trimmed else piece.text
    origin = Origin.TRIMMED if piece.trimmed else Origin.QUOTED
    return Candidate(piece.start, piece.end, text, origin, follows)


def _fragment(page: _Page, span: _Span) -> tuple[Candidate, ...]:
    piece = _piece(page, span)
    if _is_too_short(piece) or _is_page_furniture(piece):
        return ()
    text = with_capital(piece.text) if piece.trimmed else piece.text
    return (Candidate(piece.start, piece.end, text + ELLIPSIS, Origin.TRIMMED, follows=True),)


def _paragraphs(page: _Page) -> Iterator[tuple[_Span, ...]]:
    """Yield the spans line by line."""
    lines = [0]
    for (_, end), (start, _) in pairwise(page.spans):
        lines.append(lines[-1] + ("\n" in page.item.text[end:start]))
    numbered = zip(lines, page.spans, strict=False)  # without spans there still is a line
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        yield tuple(span for _, span in group)


def _without_asides(page: _Page, paragraph: tuple[_Span, ...]) -> tuple[_Span, ...]:
    """Return ``paragraph``, or nothing when it is one of several and a caption or a note."""
    several = paragraph[0] != page.spans[0] or paragraph[-1] != page.spans[-1]
    whole = fold(page.item.text[paragraph[0][0] : paragraph[-1][1]])
    rest = whole[front(whole, page.item.outlet) :]
    caption = word_count(rest) <= _CAPTION_WORDS and ends_as_caption(rest)
    return () if several and (caption or opens_note(whole)) else paragraph


def _joined(page: _Page, spans: Sequence[_Span]) -> Iterator[_Span]:
    """Yield the spans, those of one quotation or parenthesis as one."""
    index = 0
    while index < len(spans):
        count = _balanced(page, spans[index : index + _JOINED_AT_MOST])
        yield spans[index][0], spans[index + count - 1][1]
        index += count


def _balanced(page: _Page, spans: Sequence[_Span]) -> int:
    """Return how many of ``spans`` leave nothing open together, 1 when none do."""
    for count, (_, end) in enumerate(spans, start=1):
        if surplus(page.item.text[spans[0][0] : end], page.language) == 0:
            return count
    return 1
