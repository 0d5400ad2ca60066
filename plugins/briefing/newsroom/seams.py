"""Seams: where two sentences, or a label and a sentence, were glued together without a stop."""

import re

_OPENS_SENTENCE = (
    r"(?:After|And|As|At|But|For|If|In|It|On|She|Some|The|There|These|They|This|We|When|While|With)"
)
_SEAMS = (
    re.compile(r"[a-z]“(?=[A-Z])"),
    re.compile(rf"[a-z] {_OPENS_SENTENCE} (?:[a-z]+ ){{2}}"),  # in a title a capital would follow
)


def has_seam(text: str) -> bool:
    """Tell whether a quotation or another sentence begins in ``text`` without a stop before it."""
    return any(seam.search(text) for seam in _SEAMS)
