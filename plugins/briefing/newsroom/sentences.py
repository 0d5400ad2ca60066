"""Sentences of a text, as spans: where a summary may cut.

A list of abbreviations and a handful of rules, each asked in turn about a possible end; on news
text this is about as good as the trained splitters and needs no model.
"""
# ruff: noqa: RUF001 - the marks of other scripts look like ours

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from briefing.newsroom.language import function_words, primary

END_MARKS = ".!?…。！？｡؟।॥။።"
"""Characters that end a sentence in one script or another."""

CLOSERS = "\"'”“’»›)]}」』）】》"
"""Characters that may stand between an end mark and the end."""

OPENERS = "\"'“‘„«‹([{「『（【《¿¡"
"""Characters that may stand before the first word."""

_CLOSED = rf"[{re.escape(CLOSERS)}]*"
_POSSIBLE_END = re.compile(
    rf"(?P<wide>[。！？｡॥။]+){_CLOSED}+(?![とってはがのも])"  # so goes on what holds a quotation
    rf"|(?<![.!?…؟।።])(?P<mark>[.!?…؟।።]++)(?P<close>{_CLOSED}+)(?:\s+|$)"
    r"|(?<=[^\W\d_A-Z]{3})(?P<glued>[.!?][”\"]?)(?=[A-Z][^\W\d_A-Z]+[ ,])"
)
_MARK = re.compile(rf"[{re.escape(END_MARKS)}]")
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BREAKS_WORD = re.compile(r"[\s\"“”‘(\[«„—–-]")
_NEXT_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SPEAKER = re.compile(
    r"(?:[A-Z][\w.’'-]*\s){1,3}(?:said|says|asked|asks|told|wrote|added|replied|recalled)\b"
)
_INITIALS = re.compile(r"[\"“(](?:[A-Z]\.)*[A-Z]\Z")
_EXCLAIMING_NAMES = frozenset(("Yahoo", "Jeopardy", "Jeb"))
_LOOK_BACK = 40
_LOOK_AHEAD = 80


@dataclass(frozen=True, slots=True)
class _End:
    """A possible end: what stands around it."""

    before: str
    last_word: str
    mark: str
    close: str
    after: str
    language: str

    @property
    def opens_anew(self) -> bool:
        """The next word is a function word with a capital: names do not look like that."""
        match = _NEXT_WORD.match(self.after)
        word = match.group() if match else ""
        return len(word) > 1 and word[0].isupper() and word.lower() in function_words()


@cache
def _abbreviations(language: str) -> tuple[frozenset[str], frozenset[str]]:
    text = files(__package__).joinpath("abbreviations.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    table = tables.get(language, tables["en"])
    return frozenset(table["before"].split()), frozenset(table["within"].split())


def _goes_on_in_lower_case(end: _End) -> bool:
    return end.after[:1].islower()


def _names_its_speaker(end: _End) -> bool:
    """``"Why?" Ann Lee asked.``"""
    return bool(end.close) and end.mark[-1] in "?!" and bool(_SPEAKER.match(end.after))


def _is_exclaiming_name(end: _End) -> bool:
    return end.mark == "!" and end.last_word in _EXCLAIMING_NAMES and not end.opens_anew


def _is_pause(end: _End) -> bool:
    """``It is ... Ann who knows.``: dots between spaces."""
    dots = end.mark in ("..", "...", "....", "…")
    return dots and not end.close and end.before[-1:].isspace() and not end.opens_anew


def _is_list_number(end: _End) -> bool:
    return end.mark == "." and end.before.isdigit()


def _is_ordinal(end: _End) -> bool:
    """German ``am 3. Oktober``."""
    short = end.last_word.isdigit() and len(end.last_word) <= 2
    return end.language == "de" and end.mark == "." and short


def _is_initial(end: _End) -> bool:
    word = end.last_word
    single = len(word) == 1 and word.isalpha() and word.isupper() and word != "I"
    return end.mark == "." and not end.close and single and not end.opens_anew


def _is_nickname(end: _End) -> bool:
    """``Orenthal "O.J." Simpson``: the quotation marks hold nothing but initials."""
    initials = _INITIALS.search(end.before)
    return end.mark == "." and bool(end.close and initials) and not end.opens_anew


def _is_numero(end: _End) -> bool:
    """``No. 5``; alone, "No." is an answer."""
    return end.mark == "." and end.last_word in ("No", "Nos", "no") and end.after[:1].isdigit()


def _is_abbreviation(end: _End) -> bool:
    before, within = _abbreviations(end.language)
    word = end.last_word
    if end.mark != "." or end.close:
        return False
    if word in before or word[:1].lower() + word[1:] in before:
        return True
    dotted = len(word) > 2 and all(len(part) == 1 and part.isalpha() for part in word.split("."))
    return (word in within or dotted) and not end.opens_anew


_GOES_ON: tuple[Callable[[_End], bool], ...] = (
    _goes_on_in_lower_case,
    _names_its_speaker,
    _is_exclaiming_name,
    _is_pause,
    _is_list_number,
    _is_ordinal,
    _is_initial,
    _is_nickname,
    _is_numero,
    _is_abbreviation,
)


def split(text: str, language: str = "en") -> tuple[tuple[int, int], ...]:
    """Return the sentences of ``text`` as character spans without the white space around them.

    The spans are in order, do not overlap and leave out nothing but white space.  A line break is
    always a boundary.

    Args:
        text: any plain text.
        language: a BCP 47 tag; it chooses the abbreviations.
    """
    tongue = primary(language)
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        cuts = [line.start() + cut for cut in _cuts(line.group(), tongue)]
        bounds = [line.start(), *cuts, line.end()]
        spans += [_trimmed(text, start, end) for start, end in pairwise(bounds)]
    return tuple((start, end) for start, end in spans if start < end)


def _cuts(line: str, language: str) -> list[int]:
    found: list[int] = []
    for match in _possible_ends(line):
        start = max(found[-1] if found else 0, match.start() - _LOOK_BACK)
        before = line[start : match.start()].lstrip()
        after = line[match.end() : match.end() + _LOOK_AHEAD].lstrip(f"{OPENERS} \u00a0")
        word = _BREAKS_WORD.split(before)[-1].lstrip("'’")
        end = _End(before, word, match["mark"] or "", match["close"] or "", after, language)
        certain = match["mark"] is None
        if before and (certain or not any(rule(end) for rule in _GOES_ON)):
            found.append(match.end())
    return found


def _possible_ends(line: str) -> Iterator[re.Match[str]]:
    """Yield the possible ends; to look for a mark first is many times faster."""
    place = 0
    while mark := _MARK.search(line, place):
        match = _POSSIBLE_END.match(line, mark.start())
        if match:
            yield match
        place = max(mark.end(), match.end() if match else 0)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
