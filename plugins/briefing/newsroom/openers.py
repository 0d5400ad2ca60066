"""How a sentence opens: whether it can stand without the sentence before it.

Of the misleading extractive summaries most mislead so: a pronoun or a connective points at a
sentence that was not picked (S. Zhang, D. Wan and M. Bansal, "Extractive is not Faithful", 2023).
"""
# ruff: noqa: RUF001 - quotation marks

import re

from briefing.newsroom.quotations import unquoted

_QUOTES = "\"'“”‘’«»„([ ?…."  # a question mark where a quotation mark was lost on the way
_CONNECTIVE = re.compile(
    r"(?:(?:But|And)(?:,)?\s+(?!(?:also|then|yet|so)\b)"
    r"|So,?\s+(?=(?:the|a|an|this|these|those|that|he|she|it|they|we|you|I|what|why|how|when|who)\b)"
    r"|(?:However|Meanwhile),\s+)"
)
_PRONOUN = re.compile(
    r"(?:he|she|it|they|his|her|hers|its|their|theirs|him|them|this|that|these|those)"
    r"(?:['’](?:s|d|ll|re|ve))?\b(?!-)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"this (?:(?:past|coming) )?(?:week|month|year|season|summer|winter|spring|autumn|fall|morning"
    r"|afternoon|evening|weekend|time)\b|these days\b",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"(?:yet|still|then|instead|therefore|thus|hence|nevertheless|nonetheless|moreover|furthermore"
    r"|besides|otherwise|consequently|accordingly|likewise|similarly|also|too|indeed"
    r"|for (?:example|instance)|as a result|as such|in (?:addition|contrast|turn|fact|response"
    r"|other words|both cases)|by contrast|on the other hand|on the contrary|at the same time"
    r"|at that|after that|before that|because of (?:this|that)|despite (?:this|that)|even so"
    r"|all the while|in the meantime|in doing so|until then|by then|for that reason"
    r"|(?:with that|further|additionally)(?=,)|to do so|when asked"
    r"|that said|to that end|here(?:['’]s| is| are)|such|both|neither|either|another|others?"
    r"|the (?:latter|former|following|same|other|others|two|pair|duo|trio)"
    r"|(?:one|some|most) of (?:them|these|those)|not so|or|nor)\b(?!-)",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"(?:and|but|however|meanwhile)\b|so\b(?! (?:far|many|much|long)\b)", re.I)
_UNNAMED_SPEAKER = re.compile(
    r"[,?!]['\"”’]\s?(?:he|she|they|said (?:he|she)|(?:the )?(?:latter|former))\b"
)
_BARE_QUOTATION = re.compile(r"[\"“][^\"“”]*[\"”]\Z")
_ANSWERING = re.compile(r"[A-Z][\w’'-]+: [\"“A-Z]")  # a line of an interview
_COUNTED = re.compile(
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|several|many|some|most|all|none|few|half)"
    r"(?: more| others?)? (?:is|are|was|were|has|have|had|will|would|can|could|did|said|say)\b",
    re.IGNORECASE,
)
_ALSO = re.compile(r"(?:[\w’'-]+ ){1,3}also\b")
_EARLY_PRONOUN = re.compile(
    r"(?!(?:The|A|An|One|Every) )[\w’']+ (?:(?!(?:the|a|an) )[a-z0-9’']+,? ){0,2}(?:he|she)\b"
)
_LATE_PRONOUN = re.compile(  # Between Friday and Sunday they ...
    r"(?:After|At|Before|Between|By|During|For|From|In|On|Over|Since|Until|Within) "
    r"(?:(?!(?:the|a|an) )(?:[A-Z][a-z]+day|[a-z0-9’'-]+),? ){1,8}?(?:he|she|they)\b"
)
_DOING_PRONOUN = re.compile(  # Crossing only the upper lake, they ...
    r"(?!(?:Anything|Beijing|During|Everything|Nothing|Something|Spring)\b)"
    r"[A-Z][a-z]{2,}ing (?=[a-z\d])[^,]{0,80}, (?:he|she|they)\b"
)
_OWN_VOICE = re.compile(
    r"\b(?:(?:me|us)\b(?!-|\.\w)|(?:I|[Ww]e|[Mm]y|[Oo]ur)(?:['’](?:m|s|d|ll|re|ve))?\b(?![.-]))"
)
_NOBODY = re.compile(r"(?:he|she|they|his|her|hers|their|theirs|him|them)\b", re.IGNORECASE)


_HANGING = re.compile(
    r"(?:about|after|among|at|before|by|for|from|in|inside|into|like|not|of|off|on|over|since|to"
    r"|under|until|with|without)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|can(?:not)?|could|may|might|must"
    r"|should|began|bought|broke|brought|came|cut|died|fell|felt|found|gave|get|gets|go|goes|got"
    r"|grew|held|hit|kept|knew|led|left|lost|made|met|paid|put|ran|rose|said|sank|sat|saw|say|says"
    r"|sent|set|shot|sold|spent|spoke|stood|struck|take|takes|think|told|took|want|went|won|wrote"
    r"|[a-z]{2,}ed|\w+n['’]t|(?:he|she|it|that)['’]s|(?:we|they|you)['’]re)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:(?:And|But|Or|Then),? )?(?:the|an?) (?:\w+ )?(?:that|who|which|where)\b", re.IGNORECASE
)
_SAYING = re.compile(r"(?:There|It)(?:['’]s| is| was| are| were)\b")
_NAMED = re.compile(r"\d|(?<=[a-z,] )[A-Z]")
_LIKE_VERB = re.compile(r"\b[a-z]+(?:s|ed)\b|['’](?:s|re|ve|d|ll|m)\b")  # an s may be a plural's


def connective(text: str) -> int:
    """Return how many characters of an opening But, And, So, However or Meanwhile there are."""
    match = _CONNECTIVE.match(text)
    return match.end() if match else 0


def leans_back(text: str) -> bool:
    """Tell whether ``text`` cannot stand without the sentence before it.

    It opens, after any quotation mark, with a pronoun or a phrase that answers to something, with
    a number of nobody knows what, has a *he* or *she* before any name or an early *also*, answers
    in an interview, or quotes nobody knows whom.
    """
    opening = text.lstrip(_QUOTES)
    if _CLOCK.match(opening):
        return False
    quoting = text[:1] in ('"', "“", "‘")
    return bool(
        _PRONOUN.match(opening)
        or _LEANING.match(opening)
        or _CONTINUED.match(opening)
        or _COUNTED.match(opening)
        or _ALSO.match(opening)
        or _ANSWERING.match(opening)
        or _EARLY_PRONOUN.match(opening)
        or _LATE_PRONOUN.match(opening)
        or _DOING_PRONOUN.match(opening)
        or (quoting and (_UNNAMED_SPEAKER.search(text) or _BARE_QUOTATION.match(text)))
    )


def opens_with_pronoun(text: str) -> bool:
    """Tell whether ``text`` opens, after any quotation mark, with a pronoun: *It*, *These*."""
    opening = text.lstrip(_QUOTES)
    return bool(_PRONOUN.match(opening)) and not _CLOCK.match(opening)


def names_nobody(text: str) -> bool:
    """Tell whether the very first sentence of a text opens with *he*, *she* or *they*.

    *It* and *this* may open an article: "It was to be a quiet day."
    """
    return bool(_NOBODY.match(text.lstrip(_QUOTES)))


def lacks_verb(text: str) -> bool:
    """Tell whether ``text`` opens with a preposition or *not* and has no word like a verb."""
    return bool(_HANGING.match(text.lstrip(_QUOTES))) and not _VERB.search(text)


def is_subject_alone(text: str) -> bool:
    """Tell whether ``text`` is no more than a noun and what tells it apart: *The man who ran.*"""
    if not _SUBJECT.match(text.lstrip(_QUOTES)):
        return False
    places = {verb.start() for rule in (_VERB, _LIKE_VERB) for verb in rule.finditer(text)}
    return len(places) < 2


def is_a_saying(text: str) -> bool:
    """Tell whether *There is* or *It was* opens ``text`` and nobody and no figure is in it."""
    return bool(_SAYING.match(text.lstrip(_QUOTES))) and not _NAMED.search(text)


def may_lack_verb(text: str) -> bool:
    """Tell whether no word of ``text`` looks like a verb, as in most captions: *Lee in Oslo.*"""
    return not (_VERB.search(text) or _LIKE_VERB.search(text))


def in_own_voice(text: str) -> bool:
    """Tell whether ``text`` says *I* or *we* outside quotation marks: a group names no author."""
    return bool(_OWN_VOICE.search(unquoted(text)))
