"""What looked ahead to something that has happened since."""

import re
from collections.abc import Iterable
from datetime import timedelta

from briefing.models import Item

_AHEAD = re.compile(
    r"\b(?:set|due|expected|likely|ready|plans?|hopes?|prepar\w+|await\w*|ahead of|eve of|looms?"
    r"|will|to (?:meet|hold|vote|begin|start|open|resume|discuss|decide|visit|face|be|go))\b",
    re.IGNORECASE,
)
"""Words that tell what is to come."""

_AFTER = timedelta(hours=6)


def is_overtaken(text: str, item: Item, items: Iterable[Item]) -> bool:
    """Tell whether ``text`` of ``item`` looks ahead, and a later title among ``items`` does not."""
    later = (other for other in items if other.published - item.published >= _AFTER)
    return bool(_AHEAD.search(text)) and any(not _AHEAD.search(other.title) for other in later)
