"""Datelines: the place, the day and the agency in front of a news text.

Only a closed list of agencies counts.  "Any short parenthesis" would cut the subject off sentences
such as *The River Board (RB) wants higher dikes*.
"""
# ruff: noqa: RUF001 - dashes of all lengths

import re
from functools import lru_cache

AGENCIES = (
    "AAP|ABC News|ABC|Agence France-Presse|Agencies|AFP|Al Jazeera|ANI|ANSA|AP|Associated Press"
    "|BBC News|BBC|Bernama|Bloomberg|Canadian Press|CBC|CBS|CNBC|CNN|CNNMoney|CP|DPA|dpa|EFE|Efe"
    "|Fox News|IANS|Interfax|ITAR-TASS|Itar-Tass|Jiji|JTA|Kyodo News|Kyodo|NBC News|NBC|NPR|PA"
    "|PA Media|Press Association|Press Trust of India|PTI|Reuters|RIA Novosti|RNS|SDA|SID|Sputnik"
    "|TASS|UPI|WAM|Xinhua|Yonhap"
)

_DESK = (
    r"(?: (?:Business|Editorial|Entertainment|Health|Money|News|Politics|Sports?|Style|Travel))?"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}|[A-Z][a-z]+day)(?:,? \d{{4}})?"
_NAME = r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|de|del|la|al|of|and|upon))*"
_PLACE = rf"{_NAME}(?:[,/] ?{_NAME}){{0,2}}"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]{2,}"
_SHOUTED_PLACES = rf"{_CAPITALS}(?:/{_CAPITALS}(?: {_CAPITALS})?)+(?:, [A-Z][a-z]+)?"
_SHOUTED_PLACE = rf"[A-Z][A-Z.'’-]+(?: [A-Z.'’-]+){{0,3}}(?:[,/] ?{_NAME}){{0,2}}"
_DASH = r"\s*(?:--+|[-–—―:])+\s*"
_SENTENCE = r"(?=[\"'“‘(\[]?[A-Z0-9])"
_PATTERN = (
    rf"(?:{_PLACE}(?:,? {_DAY})?,? )?\((?:AGENCY){_DESK}(?:[/,] ?(?:AGENCY))*\){_DASH}"
    rf"|(?:{_NAME}(?:, {_NAME})?(?:,? {_DAY})? )?\((?:AGENCY){_DESK}\)\s*{_SENTENCE}"
    rf"|(?:AGENCY)\s+(?:--+|[-–—])\s+{_SENTENCE}"
    rf"|{_DAY} \((?:AGENCY)\){_DASH}"
    rf"|{_SHOUTED_PLACE}(?:,? {_DAY})? \([A-Z][\w .&/'’-]{{1,25}}\){_DASH}{_SENTENCE}"
    rf"|{_SHOUTED_PLACE}(?:,? {_DAY})?(?:\s+(?:--+|[-–—―])\s*|[—―]\s*){_SENTENCE}"
    rf"|{_SHOUTED_PLACES}\s+{_SENTENCE}"
    rf"|{_NAME}, [A-Z]{{2}}\s*(?:--+|[-–—])\s+{_SENTENCE}"
)
_SUBJECTS = re.compile(
    r"\b(?:Agency|Association|Broadcasting|Company|Corporation|Network|News|Press|Trust|The)\b"
)
_MARK = re.compile(r"[(/–—―-]")  # one of these is in every dateline
_MAX_LENGTH = 80


@lru_cache(maxsize=256)
def _dateline(outlet: str) -> re.Pattern[str]:
    agencies = f"{AGENCIES}|{re.escape(outlet)}" if outlet.strip() else AGENCIES
    return re.compile(_PATTERN.replace("AGENCY", agencies))


def dateline(text: str, outlet: str = "") -> int:
    """Return how many characters of a dateline ``text`` opens with, 0 without one.

    Args:
        text: a sentence or a paragraph.
        outlet: the name of the outlet, which counts as an agency.
    """
    opening = text[: 2 * _MAX_LENGTH]
    named = outlet if outlet in opening else ""  # most never are: no need for their patterns
    match = _dateline(named).match(opening) if _MARK.search(opening) else None
    if match is None or match.end() > _MAX_LENGTH:
        return 0
    place = match.group().partition("(")[0]
    return 0 if _SUBJECTS.search(place) else match.end()
