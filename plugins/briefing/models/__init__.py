"""The words of the project as values: frozen, with aware UTC datetimes and tuples.

Everything between the store and the written edition is made of these; nothing here does I/O or
imports a library.  An invariant is checked where a value is made, so no stage checks it again.
"""

from briefing.models.basics import OWN, digest, is_foreign, is_web_address
from briefing.models.editions import (
    Amends,
    Conflict,
    Correction,
    LeftOut,
    Record,
    RecordItem,
    RecordStory,
    Seal,
)
from briefing.models.news import (
    Claim,
    Disagreement,
    Group,
    Item,
    Origin,
    Sentence,
    Topic,
    TopicMatch,
    Window,
)
from briefing.models.sources import (
    Ask,
    Fetched,
    FetchStatus,
    Heard,
    Hints,
    ParsedFeed,
    ParseStatus,
    Source,
    SourceState,
    Validators,
)

__all__ = [
    "OWN",
    "Amends",
    "Ask",
    "Claim",
    "Conflict",
    "Correction",
    "Disagreement",
    "FetchStatus",
    "Fetched",
    "Group",
    "Heard",
    "Hints",
    "Item",
    "LeftOut",
    "Origin",
    "ParseStatus",
    "ParsedFeed",
    "Record",
    "RecordItem",
    "RecordStory",
    "Seal",
    "Sentence",
    "Source",
    "SourceState",
    "Topic",
    "TopicMatch",
    "Validators",
    "Window",
    "digest",
    "is_foreign",
    "is_web_address",
]
