"""Descriptions that a feed cut off: where the text proper ends."""
# ruff: noqa: RUF001 - ellipses

import re

ELLIPSIS = "…"
_TAIL = 400

_INVITATION = re.compile(
    r"\s*(?:\[?\s*(?:Continue reading|Read more|Read the (?:full|rest)|Keep reading|Read on)\b"
    r"[^.\n]{0,120}|The post [^\n]{1,200} appeared first on [^\n]{1,80}|(?:Read )?[Mm]ore\s*[»›→>]+"
    r"|[»›→])\s*\Z"
)
_CUT = re.compile(
    r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.{3,}|\[\+\d+ chars\])\s*\Z"
)
_HANGING = re.compile(
    r"(?:\b(?:a|an|the|and|or|but|of|to|in|on|at|for|from|with|by|as|is|are|was|were|has|have|had"
    r"|will|would|that|which|who|than|his|her|its|their)|[,;:–—-])\s*\Z",
    re.IGNORECASE,
)


def proper_end(text: str) -> tuple[int, bool]:
    """Return where the text proper ends, and whether its last sentence was cut off.

    Only a mark (``...``, ``[…]``, "Continue reading") or an ending that no sentence can have (an
    article, a preposition, a comma) tells; a missing full stop alone does not.
    """
    end, cut = len(text.rstrip()), False
    while match := _last(_INVITATION, text, end) or _last(_CUT, text, end):
        end, cut = match.start(), cut or match.re is _CUT
    return end, cut or bool(_last(_HANGING, text, end))


def _last(pattern: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    return pattern.search(text, max(0, end - _TAIL), end)
