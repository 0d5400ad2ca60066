"""Page furniture: what stands around an article on its page and gets glued to its text."""
# ruff: noqa: RUF001 - dashes and bullets of all kinds

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from briefing.newsroom.datelines import dateline
from briefing.newsroom.language import word_count

_ZONE = r"(?:GMT|UTC|IST|BST|CES?T|[ECMP][SD]?T)\b"
_WHEN = (
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?"
    rf"|{_ZONE}|\d[\d:.,/]*(?:st|nd|rd|th)?|[AaPp]\.?[Mm]\.?|at\b|on\b|[|,·•–-])"
)
_STAMPED = (
    r"(?:(?:Last |First )?(?:published|updated|posted|modified)(?: on| at)?:?"
    r"|PUBLISHED:?|UPDATED:?|POSTED:?)"
)
_STAMPS = rf"(?:(?i:{_STAMPED})\s*(?:{_WHEN}\s*)++)+"
_CREDITS = (
    r"(?:\b(?:AP|AFP|EPA|Reuters) Photo|\bPhoto(?:graph|s)?\b|\bImage(?: credit|:)|\bPicture:"
    r"|\bGetty\b|\bCredit:|\bCourtesy\b|\bFile\)|/(?:AP|AFP|EPA|Reuters|YouTube|Getty)\b"
    r"|(?<=[(\[])Associated Press(?=[)\]]))"
)
_CREDIT = re.compile(rf"[(\[](?=[^()\[\]]{{0,120}}[)\]])[^()\[\]]*?{_CREDITS}[^()\[\]]*[)\]]")
_BUTTON = (
    r"(?i:share|tweet|e-?mail|print|post|save|comments?|pin it|copy link|whatsapp|linkedin"
    r"|pinterest|facebook|twitter|reddit|telegram|this article|this story)"
)
_LABEL = r"(?:BREAKING|EXCLUSIVE|WATCH|LISTEN|VIDEO|PHOTOS?|UPDATED?|LIVE|OPINION|ANALYSIS)"

_FRONTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_CREDIT.pattern}[\s.]*",
        rf"(?:By [^.|()\n]{{3,60}}?\s+)?{_STAMPS}",
        rf"(?:{_BUTTON}[\s|,]+){{2,}}",
        r"(?:ADVERTISEMENT|CLOSE|Continue reading the main story)\s+",
        r"(?:EMBED\s+More (?:News )?Videos?|LISTEN TO (?:THIS )?ARTICLE \d+:\d\d)\s+",
        rf"{_LABEL}(?: NEWS)?(?: \d)?\s*[:|–—-]+\s*",
        r"Breaking(?: [Nn]ews)?:\s+",
    )
)
_SENTENCE_FOLLOWS = re.compile(r"[\"'“‘(\[«]?[^\W_a-z]")

_LIST_MARK = re.compile(
    r"[•●■▪·*►▶→»>|]|[-–—]+\s|\d{1,2}[.)]\s|[a-z]\)\s|_{2,}|(?:Rule|Step|Tip) \d{1,2}[.:)]"
)
_ASIDE = re.compile(r"\([^()]*\)[.!?]?\Z|\[[^\[\]]*\][.!?]?\Z")
_TRAILS_OFF = re.compile(r"(?:\.{3}|…)[\"'”’)]*\Z")
_LIST_INSIDE = re.compile(r"\s[|•●■▪·]\s|\t|_{3,}")
_LIVE_STAMP = re.compile(rf"\d{{1,2}}[:.]\d{{2}}\s*(?:[ap]\.?m\.?|{_ZONE}|[-–—:]|(?=[A-Z]))")
_CAPTION_END = re.compile(
    r"(?:\b(?:Photo|Picture|Image|Credit)(?: by)?: ?(?:[A-Z][\w.'’/-]*\s?){1,6}"
    r"|\|\s*(?:\d{1,2}:\d{2}|Getty|AP|AFP|Reuters)\b[^.]*)$"
)
_FULL_DATE_LAST = re.compile(r"[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}[.,]?(?: in [\w ,.-]+)?$")
_SHOWN_DOING = re.compile(
    r"\b(?:(?:is|are) (?:seen|shown|pictured)|answers?|applauds?|arrives?|attends?|carr(?:y|ies)"
    r"|celebrates?|cheers?|embraces?|gathers?|gestures?|greets?|holds?|hugs?|inspects?|leaves?"
    r"|lies?|listens?|looks?|marches?|participates?|pass(?:es)?|plays?|points?|poses?|prays?"
    r"|prepares?|reacts?|shakes?|shows?|sits?|smiles?|speaks?|stands?|stops?|takes?|talks?|waits?"
    r"|walks?|watch(?:es)?|waves?|works?)\b"
)
_PLAYER_STAMP = re.compile(r"\|\s*\d{1,2}:\d{2}\b")
_ADDRESS = re.compile(r"https?://|\bwww\.|\bpic\.twitter|\w@[\w-]+\.\w|(?:^|[\s(/])@\w")
_IN_ADDRESSES = ("@", "://", "www.", "pic.")
_THREE_DIGITS = re.compile(r"\d{3}[ ).-]")
_TELEPHONE = re.compile(
    r"(?i:call|contact|phone|tel\.?|at)\s[^.]{0,30}?\+?\(?\d{3}\)?[ .-]\d{3}[ .-]?\d{2,}"
)
_NOTE = re.compile(
    r"[\[(*]*(?:Editor['’]?s['’]? note|Corrections?|Clarification|Updated?)\b[^.:]{0,30}:", re.I
)
_BYLINE = re.compile(r"By [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?:$|(?:[,|]| and| for) [A-Z])")
_SPEAKER_LABEL = re.compile(r"[A-Z][A-Z.'’ -]{2,25}:\s|[QA]:\s")
_SPACED_STOP = re.compile(r"[\w)\"”’]\s\.$")
_WORD = re.compile(r"\w+")
_SHORT = 30  # words; phrases in longer sentences are somebody's news
_FRONT_LENGTH = 300
_SHOUTED_SHARE = 0.7


@cache
def _table() -> dict[str, list[str]]:
    text = files(__package__).joinpath("furniture.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _phrases(where: str) -> re.Pattern[str]:
    return re.compile("|".join(_pattern(phrase) for phrase in _table()[where]))


def _pattern(phrase: str) -> str:
    """``…`` stands for up to five words; a phrase that ends in a letter ends with the word."""
    words = re.escape(phrase).replace("…", r"(?:[^.\s]+\s?){1,5}?")
    return (r"\b" if phrase[0].isalnum() else "") + words + (r"\b" if phrase[-1].isalpha() else "")


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")


@cache
def _needles() -> dict[str, list[str]]:
    """Map a word of each phrase to the part of the phrase that a text must hold to have it."""
    needles: dict[str, list[str]] = {}
    for phrase in _table()["anywhere"]:
        word = max(_WORD.findall(phrase), key=len)
        needles.setdefault(word, []).append(max(phrase.split("…"), key=len))
    return needles


def _says_phrase(text: str) -> bool:
    """Search the phrases, which takes long, only where a part of one is found."""
    plain, needles = _plain(text), _needles()
    words = needles.keys() & _WORD.findall(plain)
    worth = any(needle in plain for word in words for needle in needles[word])
    return worth and bool(_phrases("anywhere").search(plain))


def _opens_with_phrase(text: str) -> bool:
    return bool(_phrases("opening").match(_plain(text).lstrip("[(\"“' ")))


def _closes_with_phrase(text: str) -> bool:
    plain = _plain(text).rstrip(".)] ")
    return any(match.end() == len(plain) for match in _phrases("closing").finditer(plain))


def _is_list_line(text: str) -> bool:
    return bool(_LIST_MARK.match(text) or _LIST_INSIDE.search(text))


def _is_stamp(text: str) -> bool:
    return bool(_LIVE_STAMP.match(text) or _PLAYER_STAMP.search(text))


def _is_byline(text: str) -> bool:
    return bool(_BYLINE.match(text)) and word_count(text) <= 8


def _is_contact(text: str) -> bool:
    address = any(mark in text for mark in _IN_ADDRESSES) and _ADDRESS.search(text)
    return bool(address or (_THREE_DIGITS.search(text) and _TELEPHONE.search(text)))


def _is_dated_caption(text: str) -> bool:
    """``Ann Lee speaks in Oslo on Monday, Jan. 5, 2026.``"""
    return bool(_FULL_DATE_LAST.search(text) and _SHOWN_DOING.search(text))


def _is_link_line(text: str) -> bool:
    """Links between paragraphs often come with a space before their stop."""
    return bool(_SPACED_STOP.search(text))


def _shouts(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters > 3 and sum(map(str.isupper, text)) > _SHOUTED_SHARE * letters


def _is_aside(text: str) -> bool:
    """``(See the map below.)``"""
    return bool(_ASIDE.match(text))


def _trails_off(text: str) -> bool:
    """``How to get rich in three steps …``"""
    return bool(_TRAILS_OFF.search(text))


def _is_caption(text: str) -> bool:
    return bool(_phrases("caption").match(_plain(text)))


def _is_coarse(text: str) -> bool:
    return not _coarse().isdisjoint(_WORD.findall(_plain(text)))


@cache
def _coarse() -> frozenset[str]:
    return frozenset(_table()["coarse"])


def _is_transcript(text: str) -> bool:
    return bool(_SPEAKER_LABEL.match(text))


def ends_as_caption(paragraph: str) -> bool:
    """Tell whether ``paragraph`` has a photographer's credit or a player's clock at its end."""
    return bool(_CREDIT.search(paragraph) or _CAPTION_END.search(paragraph))


def opens_note(paragraph: str) -> bool:
    """Tell whether ``paragraph`` is a note to the reader about the article."""
    return bool(_NOTE.match(paragraph))


def _has_credit(text: str) -> bool:
    return bool(_CREDIT.search(text))


def opens_with_credit(text: str) -> bool:
    """Tell whether ``text`` goes on with such a credit: what stands before it is a caption."""
    return bool(_CREDIT.match(text))


_IN_SHORT: tuple[Callable[[str], bool], ...] = (
    _says_phrase,
    _opens_with_phrase,
    _closes_with_phrase,
    _is_byline,
    _is_dated_caption,
    _is_link_line,
)
_ALWAYS: tuple[Callable[[str], bool], ...] = (
    _has_credit,
    _is_list_line,
    _is_stamp,
    _is_contact,
    _shouts,
    _is_transcript,
    _is_caption,
    _is_aside,
    _trails_off,
    _is_coarse,
)


def is_furniture(text: str) -> bool:
    """Tell whether a sentence belongs to the page rather than to the article."""
    rules = (*_ALWAYS, *_IN_SHORT) if word_count(text) <= _SHORT else _ALWAYS
    return any(rule(text) for rule in rules)


def front(text: str, outlet: str = "") -> int:
    """Return how many characters of datelines, labels and stamps are glued in front of ``text``."""
    taken = 0
    while step := _one_front(text[taken : taken + _FRONT_LENGTH], outlet):
        taken += step
    return taken


def _one_front(text: str, outlet: str) -> int:
    if length := dateline(text, outlet):
        return length
    matches = (pattern.match(text) for pattern in _FRONTS)
    ends = (match.end() for match in matches if match)
    return next((end for end in ends if end and _SENTENCE_FOLLOWS.match(text, end)), 0)
