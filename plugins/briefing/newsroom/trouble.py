"""The sentences of an item that may be printed, and the proof that a printed one is its source's.

Every rule is a small function; `candidates` asks them in turn.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice, pairwise

from briefing.models import Item, Origin, Sentence, digest
from briefing.newsroom import language as languages
from briefing.newsroom.furniture import ends_as_caption, front, is_furniture, opens_with_credit
from briefing.newsroom.openers import connective
from briefing.newsroom.quotations import surplus
from briefing.newsroom.sentences import CLOSERS, END_MARKS, OPENERS, split
from briefing.newsroom.terms import tokens
from briefing.newsroom.truncation import ELLIPSIS, proper_end

FEWEST_WORDS = 4
MOST_WORDS = 60
_SHORT_TEXT = 3  # sentences; below, a description often has no full stop
_JOINED_AT_MOST = 4
_CAPTION_WORDS = 80
_NO_END_MARKS = frozenset(("th", "lo", "km"))
_TITLE_SHARE = 0.9
_TITLE_LENGTHS = 2  # what is so much longer says more

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be printed: ``text`` is what is printed, the span where it stands.

    ``text`` equals the span with white space folded; when something was taken off the front
    (*trimmed*) its first letter may be a restored capital, and a fragment of a cut-off description
    ends in ``…``.  ``follows`` tells that nothing but page furniture stands between it and the
    candidate before it, or the beginning of the text.
    """

    start: int
    end: int
    text: str
    origin: Origin
    follows: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence under examination: without what is glued to its front."""

    text: str
    after: str
    item: Item
    language: str
    short: bool
    trimmed: bool


def fold(text: str) -> str:
    """Return ``text`` with every run of white space as one space."""
    return " ".join(text.split())


def repeats(text: str, title: str, language: str = "en") -> bool:
    """Tell whether ``text`` says hardly a word that is not in ``title``."""
    if len(text) > _TITLE_LENGTHS * len(title):
        return False
    words, known = set(tokens(text, language)), set(tokens(title, language))
    return bool(known) and len(words & known) >= _TITLE_SHARE * len(words)


def _is_page_furniture(piece: _Piece) -> bool:
    return is_furniture(piece.text) or opens_with_credit(piece.after)


def _has_no_end(piece: _Piece) -> bool:
    if piece.short or piece.language in _NO_END_MARKS:
        return False
    return piece.text.rstrip(CLOSERS)[-1:] not in tuple(END_MARKS)


def _has_no_beginning(piece: _Piece) -> bool:
    word = piece.text.lstrip(OPENERS).split(maxsplit=1)[0:1]
    return bool(word) and word[0].islower() and not (piece.short or piece.trimmed)


def _is_too_short(piece: _Piece) -> bool:
    return languages.word_count(piece.text) < FEWEST_WORDS


def _is_garbled(piece: _Piece) -> bool:
    """Bytes were lost before the text came to us."""
    return "\ufffd" in piece.text


def _is_unbalanced(piece: _Piece) -> bool:
    return surplus(piece.text, piece.language) != 0


def _repeats_title(piece: _Piece) -> bool:
    return repeats(piece.text, piece.item.title, piece.language)


_REJECTIONS: tuple[Callable[[_Piece], bool], ...] = (
    _is_too_short,
    _is_garbled,
    _has_no_end,
    _has_no_beginning,
    _is_unbalanced,
    _repeats_title,
)


def candidates(item: Item, most: int = 200) -> tuple[Candidate, ...]:
    """Return the first ``most`` sentences of ``item.text`` that may be printed, in order.

    A sentence of more than 60 words is among them only if there is no other; the fragment that a
    feed cut off, ending in ``…``, only if there is no sentence at all.
    """
    language = languages.of_item(item)
    end, cut = proper_end(item.text)
    spans = split(item.text[:end], language)
    whole = spans[:-1] if cut else spans
    found = tuple(islice(_found(item, whole, language, len(spans) < _SHORT_TEXT), most))
    usable = tuple(one for one in found if languages.word_count(one.text) <= MOST_WORDS) or found
    return usable or (_fragment(item, spans[-1], language) if cut and spans else ())


def _found(item: Item, spans: tuple[Span, ...], language: str, short: bool) -> Iterator[Candidate]:
    seen: set[str] = set()
    follows = True
    for paragraph in _paragraphs(item.text, spans):
        for start, end in _joined(item.text, _without_captions(item, paragraph), language):
            piece, skipped = _piece(item, (start, end), language, short)
            if _is_page_furniture(piece) or piece.text in seen:
                continue
            seen.add(piece.text)
            accepted = not any(rule(piece) for rule in _REJECTIONS)
            if accepted:
                yield _candidate(piece.text, start + skipped, end, skipped > 0, follows)
            follows = accepted


def _piece(item: Item, span: Span, language: str, short: bool) -> tuple[_Piece, int]:
    raw = item.text[span[0] : span[1]]
    skipped = front(raw, item.outlet)
    if languages.word_count(raw[skipped:]) < FEWEST_WORDS:
        skipped = 0
    after = item.text[span[1] : span[1] + 200].lstrip(" ")
    return _Piece(fold(raw[skipped:]), after, item, language, short, skipped > 0), skipped


def _candidate(text: str, start: int, end: int, trimmed: bool, follows: bool) -> Candidate:
    if not trimmed:
        return Candidate(start, end, text, Origin.QUOTED, follows)
    return Candidate(start, end, with_capital(text), Origin.TRIMMED, follows)


def _paragraphs(text: str, spans: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    """Yield the spans line by line."""
    lines = [0]
    for (_, end), (start, _) in pairwise(spans):
        lines.append(lines[-1] + ("\n" in text[end:start]))
    numbered = zip(lines, spans, strict=False)
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        yield tuple(span for _, span in group)


def _without_captions(item: Item, paragraph: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return ``paragraph``, or nothing when it is one of several and a credit marks a caption."""
    whole = fold(item.text[paragraph[0][0] : paragraph[-1][1]])
    several = len(whole) < len(fold(item.text))
    caption = several and ends_as_caption(whole[front(whole, item.outlet) :])
    return () if caption and languages.word_count(whole) <= _CAPTION_WORDS else paragraph


def _joined(text: str, spans: Sequence[Span], language: str) -> Iterator[Span]:
    """Yield the spans, those of one quotation or parenthesis as one."""
    index = 0
    while index < len(spans):
        taken = next(
            (
                count
                for count in range(1, _JOINED_AT_MOST + 1)
                if index + count <= len(spans)
                and surplus(text[spans[index][0] : spans[index + count - 1][1]], language) == 0
            ),
            1,
        )
        yield spans[index][0], spans[index + taken - 1][1]
        index += taken


def _fragment(item: Item, span: Span, language: str) -> tuple[Candidate, ...]:
    piece, skipped = _piece(item, span, language, short=True)
    if _is_too_short(piece) or _is_page_furniture(piece) or _repeats_title(piece):
        return ()
    text = with_capital(piece.text) if skipped else piece.text
    return (Candidate(span[0] + skipped, span[1], text + ELLIPSIS, Origin.TRIMMED),)


def with_capital(text: str) -> str:
    """Return ``text`` with its first letter as a capital, unless the word has its own: iPhone."""
    place = next((i for i, char in enumerate(text) if char.isalpha()), None)
    if place is None or not text[place:].split(maxsplit=1)[0].islower():
        return text
    return text[:place] + text[place].upper() + text[place + 1 :]


def without_connective(candidate: Candidate, text: str) -> Candidate:
    """Take an opening But, And, So, However or Meanwhile off, if at least four words remain."""
    raw = text[candidate.start : candidate.end]
    length = connective(raw)
    if not length or languages.word_count(raw[length:]) < FEWEST_WORDS:
        return candidate
    return replace(
        candidate,
        start=candidate.start + length,
        text=with_capital(fold(raw[length:])) + candidate.text[len(fold(raw)) :],
        origin=Origin.TRIMMED,
    )


def sentence(candidate: Candidate, item: Item) -> Sentence:
    """Return ``candidate`` with the address and the digest that prove it."""
    return Sentence(
        candidate.text,
        item.url,
        candidate.start,
        candidate.end,
        digest(item.text),
        candidate.origin,
    )


def verify(sentence: Sentence, text: str) -> bool:
    """Tell whether ``sentence`` really stands in ``text``, the text of its item.

    *quoted*: the span, white space folded, is the sentence.  *trimmed*: the same but for the case
    of the first letter; or, where the text is cut off at the end of the span, the span and ``…``.
    *editor*: nobody's words but the editor's, so never.
    """
    if digest(text) != sentence.sha256 or not 0 <= sentence.start < sentence.end <= len(text):
        return False
    source = fold(text[sentence.start : sentence.end])
    if sentence.origin is Origin.QUOTED:
        return sentence.text == source
    if sentence.origin is not Origin.TRIMMED:
        return False
    cut = proper_end(text) == (sentence.end, True)
    return any(
        sentence.text in (words, with_capital(words))
        for words in (source, *([source + ELLIPSIS] if cut else []))
    )
