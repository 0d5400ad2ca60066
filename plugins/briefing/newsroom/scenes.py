"""Sentences that set a scene, explain or chat before the news: weak openings of a summary.

Each rule is a pattern that a sentence, without what it quotes, begins with.
"""
# ruff: noqa: RUF001 - quotation marks

import re

_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_MARKS = "\"'“”‘’«»„([?…. "
_YEAR = r"(?:the )?(?:1[5-9]\d\d|20\d\d)s?\b"
_TIMELY = (
    r"\b(?:said|says?|according|told|claims?|killed|dead|died|accused|charged|first|last|new|latest"
    r"|after|today|yesterday|[A-Z]\w+day|set|due|likely|expected|facing|will|could)\b"
)
_TELLS = r"\b(?:has|have|had|is|are|was|were|will|said|says?)\b"

_EXPLAINS = {
    "what someone or something is": (
        rf"(?!.*{_TIMELY})(?:[A-Z][\w.’'-]*|(?:An?|The) [\w’'-]+)(?: [\w.,’'()-]+){{0,6}}?"
        r" (?:is|are|was|were) (?:(?:an?|the|one of|available|known|home to)\b|[\"“])"
    ),
    "how something comes about": (
        r"(?:An? )?(?:[\w’'-]+ ){1,4}(?:develops|occurs|happens|arises) (?:when|if|as)\b"
    ),
    "what a word means": (
        r"(?:[\w’'-]+ ){1,6}(?:refers? to|is defined as|is the (?:term|name|word) for"
        r"|is an? (?:kind|type|form|sort) of)\b"
    ),
    "a saying": (
        r"(?:There|It)(?:['’]s| is| was| are| were| isn['’]t| wasn['’]t)\b"
        r"(?!.*(?:\d|(?<=[a-z,] )[A-Z]))"
    ),
}
_LEADS_UP = {
    "a year that is over": (
        rf"(?!.*\bwill\b)(?:Once|Since|In|On [A-Z]\w+\.? \d+,|By|During|Back in|For) {_YEAR}"
    ),
    "long ago": rf"(?!.*{_TELLS})[^,;:–—]*\b(?:years?|months|decades?) ago\b",
    "for long": r"(?:Ever since|For (?:months|years|decades|centuries))\b",
    "what all know": r"(?:Most|Many|Some|Few|All) (?:of us|people|members)\b",
    "a run-up": (
        r"(?:If|Imagine|Maybe|Perhaps|Suppose|Remember|Picture|When|While|Even if|Whether)\b"
    ),
    "whose page it is": r"(?:At|From|In|On) (?:her|his|their|its)\b",
    "to the reader": r".*\b[Yy]ou(?:r|rs|rself)?\b",
}
_CHATTING = re.compile(
    r"(?:Actually|Apparently|Basically|Clearly|Honestly|Obviously|Of course|Sure|Well|Yes), "
)


def _any(table: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in table.values()))


_EXPLAINING, _LEADING_UP = _any(_EXPLAINS), _any(_LEADS_UP)


def explains(text: str) -> bool:
    """Tell whether ``text`` says what someone or something is, which is no news."""
    return bool(_EXPLAINING.match(_told(text)))


def sets_scene(text: str) -> bool:
    """Tell whether ``text`` explains or leads up to news instead of telling it."""
    return explains(text) or bool(_LEADING_UP.match(_told(text)))


def chats(text: str) -> bool:
    """Tell whether ``text`` begins as people talk."""
    return bool(_CHATTING.match(text))


def _told(text: str) -> str:
    return _QUOTED.sub("“”", text).lstrip(_MARKS)
