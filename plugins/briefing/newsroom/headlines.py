"""Which words stand above a story: always a member's own, never composed (an editor may write some).

Some feeds have no titles, so that the first words of a text stand in for one, torn in the middle of
a sentence.  The text has the whole sentence: it is taken from there, and cut where a clause ends.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.models import Group, Item
from briefing.newsroom.entities import found, title_case
from briefing.newsroom.furniture import ends_as_caption, front, is_furniture, opens_with_credit
from briefing.newsroom.language import function_words, of_item
from briefing.newsroom.numerals import numbers
from briefing.newsroom.openers import in_own_voice, leans_back
from briefing.newsroom.provenance import with_capital
from briefing.newsroom.quotations import surplus
from briefing.newsroom.sentences import split
from briefing.newsroom.titles import Form, clean, form_of
from briefing.newsroom.trouble import candidates

LONGEST = 18
"""Words of a sentence that can be a headline as it is."""

_FEWEST, _MOST = 6, 16  # words of a sentence that is cut at the end of a clause
_TORN = 16
_LOOK = 2000  # characters of a text in which a borrowed title stands
_SUBSTITUTES = 3
_CUT = "…"

_SIDE = re.compile(
    r"(?:photos?|pictures|images|videos?|a look|see|watch|how|why|what|who|inside)\b", re.IGNORECASE
)
"""How titles begin that tell a side of a story rather than its news."""

_PAGE = re.compile(
    r"(?:enlarge (?:this )?image|view images?|(?:image|media|video|photo) (?:caption|copyright|source)"
    r"|media playback|story highlights|listen to (?:this )?article|embed\b|share (?:on|this)"
    r"|(?:white house |ap |file )?photo,|photo(?:graph)?s? (?:by|courtesy)|warning:|abstract\b"
    r"|sorry,|updated?\b|published\b|skip to|sign in|loading)",
    re.IGNORECASE,
)
"""How a page begins, and no headline."""

_CLAUSE = re.compile(
    r"(?P<comma>,|;|:| [–—-]{1,2})\s+"
    r"|\s+(?=(?:after|amid|although|as|because|before|despite|following|since|though|when|where"
    r"|which|while|who)\b)"
)
_TELLS = re.compile(
    r"\b(?:said|says|saying|according|alleg\w+|accus\w+|believ\w+|charged|claim\w*|denied|denies"
    r"|lawsuit|prosecutors|report(?:ed|edly|s)?|suspect\w*|suing|told)\b",
    re.IGNORECASE,
)
"""Who speaks: cutting it off would make an allegation a fact."""

_TURNS = re.compile(r"(?:and|but|except|if|nor|or|unless|without|yet)\b", re.IGNORECASE)
_OPENS_CLAUSE = re.compile(
    r"(?:after|amid|as|at|because|before|by|despite|during|following|for|from|if|in|on|once|since"
    r"|though|under|until|when|while|with)\b[^,]*,",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|do"
    r"|agrees?|asks?|backs?|became|becomes?|began|begins?|bought|breaks?|brings?|broke|brought|buys?"
    r"|calls?|came|comes?|cuts?|dies|drops?|ends?|faces?|falls?|fell|felt|finds?|found|gave|gets?"
    r"|gives?|goes|got|grew|grows?|held|hits?|holds?|hopes?|joins?|kept|keeps?|kills?|knew|knows?"
    r"|launche?s?|leads?|leaves?|led|left|loses?|lost|made|makes?|meets?|met|moves?|needs?|offers?"
    r"|opens?|paid|pays?|plans?|pleads?|puts?|raises?|ran|reache?s|rises?|rose|runs?|said|sank|sat|saw"
    r"|says|seeks?|seems?|sees?|sent|sets?|shot|shows?|signs?|sold|spent|spoke|stands?|starts?|stole"
    r"|stood|stops?|struck|sues|takes?|talks?|tells?|thinks?|took|tries|turns?|urges?|wants?|warns?"
    r"|went|wins?|won|wrote|[a-z]{2,}ed)\b"
)


@dataclass(frozen=True, slots=True)
class _Wording:
    """What could be printed for an item: its title, or (``said``) words of its text."""

    item: Item
    text: str
    said: bool = False


def headline(group: Group) -> str:
    """Choose the headline of ``group`` among its members': the best kept rules, most central first.

    Preferred are whole titles whose names and figures others confirm, that ask no question and that
    name someone or a number; a title of our own wins over one that is no better.  Where titles are
    torn, the sentence that they are torn from takes their place, or else an opening sentence.
    """
    wordings = [wording for item in group.items for wording in _wordings(item)]
    best = min(wordings, key=lambda wording: tuple(_faults(wording, group)))
    return _unstopped(best.text)


def _wordings(item: Item) -> Iterator[_Wording]:
    title = clean(item.title, item.outlet)
    span = _torn_from(item, title)
    if span is None:
        yield _Wording(item, title)
    else:
        yield _Wording(item, _torn(title, item))
        if (sentence := _printable(item, *span)) and (short := shortened(sentence)):
            yield _Wording(item, short, said=True)
    if span is not None or _is_page(title):
        yield from _substitutes(item)


def _torn_from(item: Item, title: str) -> tuple[int, int] | None:
    """Return the sentence of the text that goes on where ``title`` ends, or None."""
    stem = title.rstrip("….").strip()
    words = r"\s+".join(re.escape(word) for word in stem.split())
    match = re.search(rf"(?<!\w){words}", item.text[:_LOOK]) if stem else None
    if match is None:
        return None
    spans = split(item.text[: 2 * _LOOK], of_item(item))
    start, end = next((s for s in spans if s[1] >= match.end()), (0, 0))
    rest = item.text[match.end() : end].strip(" .")
    whole = not title.endswith((_CUT, ".")) or not rest
    return None if whole else (start, end)


def _printable(item: Item, start: int, end: int) -> str:
    """Return a sentence without what is glued to its front, nothing if the page says it."""
    raw = item.text[start:end]
    sentence = with_capital(" ".join(raw[front(raw, item.outlet) :].split()))
    line = item.text[item.text.rfind("\n", 0, start) + 1 :].split("\n", 1)[0]
    page = is_furniture(sentence) or opens_with_credit(item.text[end : end + 200].lstrip(" "))
    return "" if page or ends_as_caption(line) or surplus(sentence) else sentence


def _substitutes(item: Item) -> Iterator[_Wording]:
    """Yield the first sentences that can stand alone and are short or can be cut."""
    for candidate in candidates(item, _SUBSTITUTES):
        short = shortened(candidate.text)
        if short and not leans_back(candidate.text):
            yield _Wording(item, short, said=True)


def shortened(sentence: str) -> str:
    """Cut a long sentence where a clause ends, to 6-16 words; nothing if that cannot be done.

    What is left has a verb and is as true as the whole: neither who says it nor a condition is cut
    off, and no apposition is left open.
    """
    if len(sentence.split()) <= LONGEST:
        return sentence
    cuts = [match for match in _CLAUSE.finditer(sentence) if _may_end(sentence, match)]
    return sentence[: cuts[-1].start()] if cuts else ""


def _may_end(sentence: str, cut: re.Match[str]) -> bool:
    head, rest = sentence[: cut.start()], sentence[cut.end() :]
    words = head.split()
    return (
        _FEWEST <= len(words) <= _MOST
        and words[-1].lower() not in function_words()
        and bool(_VERB.search(_main(head)))
        and not _TURNS.match(rest)
        and (bool(_TELLS.search(head)) or not _TELLS.search(rest))
        and _commas(head) != 1
        and surplus(head) == 0
    )


def _main(head: str) -> str:
    """Return the main clause: without an opening one, and what stands between commas."""
    plain = _OPENS_CLAUSE.sub("", head)
    return re.sub(r",[^,]*,", " ", plain)


def _commas(head: str) -> int:
    opening = _OPENS_CLAUSE.match(head)
    return len(re.findall(r",(?!\d)", head[opening.end() :] if opening else head))


def _torn(title: str, item: Item) -> str:
    """Return a torn title without furniture in front and dangling words at its end."""
    words = title[front(title, item.outlet) :].rstrip("….").split()[:_TORN]
    while len(words) > 1 and words[-1].lower().strip(",;:–—-") in (*function_words(), ""):
        words.pop()
    return " ".join(words).rstrip(",;:–—-. ") + _CUT


def _unstopped(text: str) -> str:
    """Take the full stop off, unless it belongs to initials."""
    return text if re.search(r"\.\w\.$|\.\.$", text) else text.removesuffix(".")


def _is_page(title: str) -> bool:
    return bool(_PAGE.match(title)) or is_furniture(title) or title.startswith((_CUT, "..."))


def supported(title: str, evidence: str) -> bool:
    """Tell whether every figure and every name of ``title`` occurs in ``evidence``."""
    names = () if title_case(title) else tuple(found(title))
    lower = evidence.lower()
    return numbers(title) <= numbers(evidence) and all(name.lower() in lower for name in names)


def _evidence(item: Item, group: Group) -> str:
    others = (f"{other.title}\n{other.text}" for other in group.items if other.id != item.id)
    return "\n".join((item.text, *others))


def _faults(wording: _Wording, group: Group) -> Iterator[bool]:
    """Yield what speaks against printing a wording, the worst first."""
    item, title = wording.item, wording.text
    yield _is_page(title)
    yield title.endswith(_CUT)
    yield form_of(item) is not Form.NEWS
    yield len(group.items) > 1 and not supported(title, _evidence(item, group))
    yield wording.said and (leans_back(title) or in_own_voice(title))
    yield title.endswith("?")
    yield title.isupper()
    yield bool(_SIDE.match(title))
    yield not 4 <= len(title.split()) <= LONGEST
    yield wording.said
    yield not (numbers(title) or found(title))
    yield not item.is_own
