"""Page furniture: what stands around an article on its page and gets glued to its text."""
# ruff: noqa: RUF001 - dashes and bullets of all kinds

import re
from collections.abc import Callable
from dataclasses import dataclass

from briefing.newsroom import phrases
from briefing.newsroom.datelines import dateline
from briefing.newsroom.language import function_words, word_count
from briefing.newsroom.phrases import Wording

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
_ANY_FRONT = re.compile("|".join(pattern.pattern for pattern in _FRONTS))  # asked first: quicker
_SENTENCE_FOLLOWS = re.compile(r"[\"'“‘(\[«]?[^\W_a-z]")

_LIST_MARK = re.compile(
    r"[•●■▪·*►▶→»>|]|[-–—]+\s|\d{1,2}[.)]\s|[a-z]\)\s|_{2,}|(?:Rule|Step|Tip) \d{1,2}[.:)]"
)
_ASIDE = re.compile(r"\([^()]*\)[.!?]?\Z|\[[^\[\]]*\][.!?]?\Z")
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
_SHOWN_IN = re.compile(
    r"\b(?:is|are) (?:seen|shown|pictured) in (?:this|an?) [^.]{0,60}?"
    r"\b(?:handout|illustration|image|photo|photograph|picture|screen ?grab|still|video)\b"
)
_PLAYER_STAMP = re.compile(r"\|\s*\d{1,2}:\d{2}\b")
_ADDRESS = re.compile(r"https?://|\bwww\.|\bpic\.twitter|\w@[\w-]+\.\w|(?:^|[\s(/])@\w")
_HASHTAG = re.compile(r"(?<!\w)#[^\W\d_]\w*")
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
_ODD = re.compile(r"[^A-Za-z ,.'\"’“”]")
_SMALL = dict.fromkeys(map(ord, "abcdefghijklmnopqrstuvwxyz"))
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|became|has|have|had|do|does|did|will|would|can|could|may|might"
    r"|must|should|get|got)\b"
)
_HEADING_WORDS = 6
_SHORT = 30  # words; phrases in longer sentences are somebody's news
_FRONT_LENGTH = 300
_SHOUTED_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence under examination."""

    text: str
    words: int
    wording: Wording


def _says_phrase(line: _Line) -> bool:
    return phrases.says(line.wording)


def _opens_with_phrase(line: _Line) -> bool:
    return phrases.opens(line.wording)


def _closes_with_phrase(line: _Line) -> bool:
    return phrases.closes(line.wording)


def _is_list_line(line: _Line) -> bool:
    return bool(_LIST_MARK.match(line.text) or _LIST_INSIDE.search(line.text))


def _is_stamp(line: _Line) -> bool:
    return bool(_LIVE_STAMP.match(line.text) or _PLAYER_STAMP.search(line.text))


def _is_byline(line: _Line) -> bool:
    return line.words <= 8 and bool(_BYLINE.match(line.text))


def _is_contact(line: _Line) -> bool:
    text = line.text
    hinted = "@" in text or "://" in text or "www." in text or "pic." in text
    return bool(
        (hinted and _ADDRESS.search(text))
        or (_THREE_DIGITS.search(text) and _TELEPHONE.search(text))
    )


def _is_post(line: _Line) -> bool:
    """``#flood Water is in the cellar #help``: it opens with a hashtag, or has two."""
    if "#" not in line.text:
        return False
    return bool(_HASHTAG.match(line.text)) or len(_HASHTAG.findall(line.text)) > 1


def _is_dated_caption(line: _Line) -> bool:
    """``Ann Lee speaks in Oslo on Monday, Jan. 5, 2026.``"""
    return bool(_FULL_DATE_LAST.search(line.text) and _SHOWN_DOING.search(line.text))


def _is_shown(line: _Line) -> bool:
    """``The harbour is seen in this undated handout photo.``"""
    return bool(_SHOWN_IN.search(line.text))


def _is_heading(line: _Line) -> bool:
    """``Star Wants Better Boat You Left Us Dry!``: a verb with a capital is a headline's."""
    capitals = 0
    for match in _WORD.finditer(line.text):  # mostly an early word decides
        word = match[0]
        if word[0].isupper():
            capitals += word.lower() not in function_words()
        elif word.lower() not in function_words():
            return False
    return capitals >= _HEADING_WORDS and not _SMALL_VERB.search(line.text)


def _is_link_line(line: _Line) -> bool:
    """Links between paragraphs often come with a space before their stop."""
    return line.text.endswith(" .") and bool(_SPACED_STOP.search(line.text))


def _shouts(line: _Line) -> bool:
    text = line.text
    if len(text.translate(_SMALL)) <= _SHOUTED_SHARE * len(text):  # the rest is in small letters
        return False
    letters = sum(map(str.isalpha, text))
    return letters > 3 and sum(map(str.isupper, text)) > _SHOUTED_SHARE * letters


def _is_aside(line: _Line) -> bool:
    """``(See the map below.)``"""
    return bool(_ASIDE.match(line.text))


def _trails_off(line: _Line) -> bool:
    """``How to get rich in three steps …``"""
    return line.text.rstrip("\"'”’)").endswith(("...", "…"))


def _is_caption(line: _Line) -> bool:
    return phrases.opens_caption(line.wording)


def _is_archive_note(line: _Line) -> bool:
    return phrases.archives(line.wording)


def _is_coarse(line: _Line) -> bool:
    return phrases.is_coarse(line.wording)


def _is_transcript(line: _Line) -> bool:
    return bool(_SPEAKER_LABEL.match(line.text))


def _has_credit(line: _Line) -> bool:
    return bool(_CREDIT.search(line.text))


def ends_as_caption(paragraph: str) -> bool:
    """Tell whether ``paragraph`` has a photographer's credit or a player's clock at its end."""
    return bool(_CREDIT.search(paragraph) or _CAPTION_END.search(paragraph))


def opens_note(paragraph: str) -> bool:
    """Tell whether ``paragraph`` is a note to the reader about the article."""
    return bool(_NOTE.match(paragraph))


def opens_with_credit(text: str) -> bool:
    """Tell whether ``text`` goes on with such a credit: what stands before it is a caption."""
    return bool(_CREDIT.match(text))


_Rules = tuple[Callable[[_Line], bool], ...]
_WITH_ODD_MARKS: _Rules = (_has_credit, _is_list_line, _is_stamp, _is_transcript, _is_aside)
_ALWAYS: _Rules = (
    _is_contact,
    _is_post,
    _shouts,
    _is_caption,
    _is_shown,
    _trails_off,
    _is_archive_note,
    _is_coarse,
)
_IN_SHORT: _Rules = (
    _says_phrase,
    _opens_with_phrase,
    _closes_with_phrase,
    _is_byline,
    _is_dated_caption,
    _is_heading,
    _is_link_line,
)


def is_furniture(text: str) -> bool:
    """Tell whether a sentence belongs to the page rather than to the article."""
    line = _Line(text, word_count(text), Wording.of(text))
    rules = _ALWAYS if line.words > _SHORT else (*_ALWAYS, *_IN_SHORT)
    if _ODD.search(text):
        rules += _WITH_ODD_MARKS
    return any(rule(line) for rule in rules)


def front(text: str, outlet: str = "") -> int:
    """Return how many characters of datelines, labels and stamps are glued in front of ``text``."""
    taken = 0
    while step := _one_front(text[taken : taken + _FRONT_LENGTH], outlet):
        taken += step
    return taken


def _one_front(text: str, outlet: str) -> int:
    if length := dateline(text, outlet):
        return length
    if not _ANY_FRONT.match(text):
        return 0
    matches = (pattern.match(text) for pattern in _FRONTS)
    ends = (match.end() for match in matches if match)
    return next((end for end in ends if end and _SENTENCE_FOLLOWS.match(text, end)), 0)
