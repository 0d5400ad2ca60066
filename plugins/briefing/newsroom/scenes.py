"""Sentences that set a scene, explain or chat before the news: weak openings of a summary.

Each rule is a pattern that the sentence, without what it quotes, begins with.
"""
# ruff: noqa: RUF001 - quotation marks

import re

_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_MARKS = "\"'“”‘’«»„([?…. "
_NAME = r"(?:[A-Z][\w.’'-]* ){1,4}"
_YEAR = r"(?:the )?(?:1[5-9]\d\d|20\d\d)s?\b"
_TELLS = r"\b(?:has|have|had|is|are|was|were|will|said|says?)\b"

_SCENES = {
    "who someone is": rf"{_NAME}(?:is|was) an? (?:[\w’'-]+ ){{1,6}}?(?:who|whose|at|from|with)\b",
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
    "a year that is over": (
        rf"(?:Once|Since|In|On [A-Z]\w+\.? \d+,|By|During|Back in|For) {_YEAR}"
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
_ANY = re.compile("|".join(f"(?:{pattern})" for pattern in _SCENES.values()))


def sets_scene(text: str) -> bool:
    """Tell whether ``text`` leads up to news instead of telling it."""
    return bool(_ANY.match(_QUOTED.sub(" ", text).lstrip(_MARKS)))
