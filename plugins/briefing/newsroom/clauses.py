"""Long sentences cut where a clause ends, so that what is left is still true.

Headlines of feeds without titles are made so: the words stay the source's own.
"""
# ruff: noqa: RUF001 - dashes of all lengths

import re

from briefing.newsroom.language import function_words
from briefing.newsroom.quotations import surplus

LONGEST = 18
"""Words of a sentence that needs no cut."""

_FEWEST, _MOST = 6, 16  # words that may be left
_FEWEST_IN_MAIN = 4

_CLAUSE = re.compile(
    r"(?:,|;|:| [–—-]{1,2})\s+|\s+(?=(?:after|although|amid|despite|following|which|who)\b)"
)
_TELLS = re.compile(
    r"\b(?:said|says|saying|according|alleg\w+|accus\w+|believ\w+|charged|claim\w*|denied|denies|heard"
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
_SUBORDINATE = re.compile(
    r"(?:after|although|as|because|before|if|once|since|though|until|when|where|while)\b",
    re.IGNORECASE,
)
_HANGING = re.compile(
    r"\b(?:added|announced|argued|asked|claimed|noted|said|says|suggested|that|thought|told|wrote)$"
)
_ADJECTIVE = re.compile(r"\b(?:an?|the|his|her|its|their|another|more|most|very) [a-z-]+$")
_NOUN_FOLLOWS = re.compile(r"(?!\w+(?:ing|ed)\b)[a-z][\w-]+\b")
"""Of *a bitter, costly battle*: one adjective, and the next."""

_INDEFINITE = re.compile(r"\b(?:an?|any|every|those|someone|somebody) ?(?:[\w’'-]+ ?){1,2}$")
"""Whom only the clause with *who* tells apart: *for a woman*."""

_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|do"
    r"|agrees?|asks?|backs?|became|becomes?|began|begins?|bought|breaks?|brings?|broke|brought"
    r"|buys?|calls?|came|comes?|cuts?|dies|drops?|ends?|faces?|falls?|fell|felt|finds?|found|gave"
    r"|gets?|gives?|goes|got|grew|grows?|held|hits?|holds?|hopes?|joins?|kept|keeps?|kills?|knew"
    r"|knows?|launch(?:es)?|leads?|leaves?|led|left|loses?|lost|made|makes?|meets?|met|moves?"
    r"|needs?|offers?|opens?|paid|pays?|plans?|pleads?|puts?|raises?|ran|reach(?:es)?|rises?|rose"
    r"|runs?|said|sank|sat|saw|says|seeks?|seems?|sees?|sent|sets?|shot|shows?|signs?|sold|spent"
    r"|spoke|stands?|starts?|stole|stood|stops?|struck|sues|takes?|talks?|tells?|thinks?|took|tries"
    r"|turns?|urges?|wants?|warns?|went|wins?|won|wrote"
    r"|(?!(?:aged|based|called|dubbed|entitled|located|named|nicknamed|titled)\b)[a-z]{2,}ed)\b"
)


def shortened(sentence: str) -> str:
    """Return a sentence of 18 words at the most, a longer one cut to 6-16; "" if that cannot be.

    What is left has a verb and is as true as the whole: neither who says it nor a condition is cut
    off, and no apposition is left open.
    """
    if len(sentence.split()) <= LONGEST:
        return sentence
    cuts = [match for match in _CLAUSE.finditer(sentence) if _may_end(sentence, match)]
    return sentence[: cuts[-1].start()] if cuts else ""


def _may_end(sentence: str, cut: re.Match[str]) -> bool:
    head, rest = sentence[: cut.start()], sentence[cut.end() :]
    inside_that = bool(cut.group().strip()) and " that " in head  # "that X, the owner, would"
    return (
        _FEWEST <= len(head.split()) <= _MOST
        and _is_whole(head)
        and not _tears_noun(head, cut.group(), rest)
        and not _TURNS.match(rest)
        and (bool(_TELLS.search(head)) or not _TELLS.search(rest))
        and not inside_that
        and surplus(head) == 0
    )


def _tears_noun(head: str, mark: str, rest: str) -> bool:
    """Tell whether what describes a noun would lose it, or a noun what tells it apart."""
    if mark.strip() == ",":
        first = rest.split(maxsplit=1)[0].strip(",.").lower() if rest else ""
        listed = _NOUN_FOLLOWS.match(rest) and first not in function_words()
        return bool(listed and _ADJECTIVE.search(head))
    return not mark.strip() and rest.startswith(("who", "which")) and bool(_INDEFINITE.search(head))


def _is_whole(head: str) -> bool:
    """Tell whether a main clause with a verb is in ``head`` and no apposition is left open."""
    main = _main(head)
    return (
        head.split()[-1].lower() not in function_words()
        and not _HANGING.search(head)
        and not _SUBORDINATE.match(main)
        and len(main.split()) >= _FEWEST_IN_MAIN
        and bool(_VERB.search(main))
        and _commas(head) != 1
    )


def _main(head: str) -> str:
    """Return the main clause: without an opening one, and without what stands between commas."""
    return re.sub(r",[^,]*,", " ", _OPENS_CLAUSE.sub("", head)).strip()


def _commas(head: str) -> int:
    opening = _OPENS_CLAUSE.match(head)
    return len(re.findall(r",(?!\d)", head[opening.end() :] if opening else head))
