"""Sentences of a text, as spans: where a summary may cut.

A list of abbreviations and a handful of rules, each asked in turn about a possible end; on news
text this is about as good as the trained splitters and needs no model.
"""
# ruff: noqa: RUF001 - the marks of other scripts look like ours

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from itertools import pairwise

from briefing.newsroom.language import function_words, primary

END_MARKS = ".!?…。！？｡؟۔։।॥။።"
"""Characters that end a sentence in one script or another."""

CLOSERS = "\"'”“’»›)]}」』）】》"
"""Characters that may stand between an end mark and the end."""

OPENERS = "\"'“‘„«‹([{「『（【《¿¡"
"""Characters that may stand before the first word."""

_CLOSED = rf"[{re.escape(CLOSERS)}]*+(?:[ \u00a0\u202f]»(?=\s|$))?+"  # « non ? » with spaces
_POSSIBLE_END = re.compile(
    rf"(?P<wide>[。！？｡॥။]+){_CLOSED}(?![とってはがのも])"  # so goes on what holds a quotation
    rf"|(?<![.!?…؟۔։।።])(?P<mark>[.!?…؟۔։।።]++)(?P<close>{_CLOSED})(?:\s+|$)"
    r"|(?<=[^\W\d_A-Z]{3})(?P<glued>[.!?][”\"]?)(?=[A-Z][^\W\d_A-Z]+[ ,])"
)
_MARK = re.compile(rf"[{re.escape(END_MARKS)}]")
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BREAKS_WORD = re.compile(r"[\s\"“”‘(\[«„—–-]")
_NEXT_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OWN_CAPITAL = re.compile(r"[a-z]{1,2}[A-Z][a-z]")  # iPhone, eBay
_TIME_FIRST = re.compile(
    r"(?:About|After|Around|At|Before|By|From|Since|Until)\s[\d:.]+\s[ap]\.m\Z"
)
_AFTER_TIME = re.compile(r"\d|[-–—]|[A-Z]\w+ time\b")  # 5 p.m. (4 a.m. ET), 5 p.m. Paris time
_SPEAKER = re.compile(
    r"(?:[A-Z][\w.’'-]*\s){1,3}(?:said|says|asked|asks|told|wrote|added|replied|recalled)\b"
)
_INITIALS = re.compile(r"[\"“(](?:[A-Z]\.)*[A-Z]\Z")
_EXCLAIMING_NAMES = frozenset(("Yahoo", "Jeopardy", "Jeb"))
_BEFORE_WORD = f"{OPENERS} \u00a0"
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


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    """The lists of a language in ``abbreviations.toml``."""

    before: frozenset[str]
    within: frozenset[str]
    numbered: frozenset[str]
    clock: frozenset[str]
    timed: frozenset[str]

    def __contains__(self, word: str) -> bool:
        lists = (self.before, self.within, self.numbered, self.clock)
        return any(word in words for words in lists)


@cache
def _abbreviations(language: str) -> _Abbreviations:
    text = files(__package__).joinpath("abbreviations.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    table = tables.get(language, tables["en"])
    names = [field.name for field in fields(_Abbreviations)]
    return _Abbreviations(*(frozenset(table.get(name, "").split()) for name in names))


def _goes_on_in_lower_case(end: _End) -> bool:
    return end.after[:1].islower() and not _OWN_CAPITAL.match(end.after)


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
    """``No. 5``, ``p. 9``; alone, "No." is an answer."""
    words = _abbreviations(end.language).numbered
    return end.mark == "." and end.last_word in words and end.after[:1].isdigit()


def _is_clock(end: _End) -> bool:
    """``5 p.m. Monday``; ``At 5 p.m. Ann Lee left``."""
    table = _abbreviations(end.language)
    if end.mark != "." or end.last_word not in table.clock:
        return False
    following = _NEXT_WORD.match(end.after)
    timed = following is not None and following.group() in table.timed
    return timed or bool(_AFTER_TIME.match(end.after) or _TIME_FIRST.match(end.before))


def _is_abbreviation(end: _End) -> bool:
    table, word = _abbreviations(end.language), end.last_word
    if end.mark != "." or end.close or word in table.clock:
        return False
    if word in table.before or word[:1].lower() + word[1:] in table.before:
        return True
    dotted = len(word) > 2 and all(len(part) == 1 and part.isalpha() for part in word.split("."))
    return (word in table.within or dotted) and not end.opens_anew


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
    _is_clock,
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
        if not before:
            continue
        after = line[match.end() : match.end() + _LOOK_AHEAD].lstrip(_BEFORE_WORD)
        if match["mark"] is None or not _goes_on(match, before, after, language):
            found.append(match.end())
    return found


def _goes_on(match: re.Match[str], before: str, after: str, language: str) -> bool:
    """Ask the rules, most of which have nothing to say where a plain word stands last."""
    word = _BREAKS_WORD.split(before)[-1].lstrip("'’")
    plain = match["mark"] == "." and word.isalpha() and word.islower()
    if plain and word not in _abbreviations(language):
        return after[:1].islower() and not _OWN_CAPITAL.match(after)
    end = _End(before, word, match["mark"], match["close"], after, language)
    return any(rule(end) for rule in _GOES_ON)


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
