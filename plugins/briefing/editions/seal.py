"""A published edition stays as it was read: its parts are sealed, and change by correction only.

The seal lies in the record, so that every clone can tell; nothing but committed files is asked.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from briefing.editions.merge import META, by_key
from briefing.models import Correction, Record, Seal, digest

SEALED_METADATA = frozenset({"title", "date", "number", "status", "summary", "tags"})
"""Any other line of metadata is the editor's, or of a tool of the editor's."""
_WHOLE = frozenset({"metadata title", "metadata summary", "metadata tags", "introduction"})
"""What is said of the whole edition may have to follow a story that is corrected."""

_REMEMBERED = 512  # editions whose parts are kept: each is looked at before and after sealing


def sealed(text: str, record: Record, now: datetime) -> Record:
    """Return the record with the edition file as it is published now; once more after corrections.

    Raises:
        ValueError: a sealed part was changed without a correction; see :func:`broken`.
    """
    if any(broken(text, record)):
        raise ValueError("a sealed edition was changed")
    parts = _parts(text)
    if record.seal and dict(record.seal.parts) == parts:
        return record
    corrections = tuple(
        one if one.sha256 else replace(one, sha256=parts.get(f"story {one.thread}", "gone"))
        for one in record.corrections
    )
    at = record.seal.at if record.seal else now
    return replace(record, seal=Seal(at, tuple(parts.items())), corrections=corrections)


def broken(text: str, record: Record | None) -> Iterator[str]:
    """Yield what of a published edition was changed, taken out or added without a correction."""
    if record is None or record.seal is None:
        return
    before, now = dict(record.seal.parts), _parts(text)
    open_ = {f"story {one.thread}" for one in open_corrections(record)}
    if open_:
        open_ |= _WHOLE.union(_deserted(before, now))
    if _order(before, now) != _order(now, before):
        yield "the order of its stories was changed"
    for name in sorted((before.keys() | now.keys()) - open_):
        if name not in now:
            yield f"{name} was taken out"
        elif name not in before:
            yield f"{name} was added"
        elif before[name] != now[name]:
            yield f"{name} was changed"


def _order(parts: Iterable[str], others: Collection[str]) -> list[str]:
    """Return the sections and stories that both have, as they stand in the first."""
    return [name for name in parts if name in others and name.startswith(("section ", "story "))]


def _deserted(before: Iterable[str], now: Collection[str]) -> Iterator[str]:
    """Yield the sections whose stories are all gone."""
    section, is_empty = "", True
    for name in (*before, "section "):
        if name.startswith("section "):
            if is_empty:
                yield section
            section, is_empty = name, True
        elif name in now:
            is_empty = False


def open_corrections(record: Record) -> tuple[Correction, ...]:
    """Return the corrections that are being written: not published yet."""
    return tuple(one for one in record.corrections if not one.sha256)


@lru_cache(maxsize=_REMEMBERED)
def _parts(text: str) -> Mapping[str, str]:
    """Return name and digest of what a seal holds; white space does not count."""
    return {
        " ".join(filter(None, key)): digest(part.said)
        for key, part in by_key(text).items()
        if key[0] != META or key[1] in SEALED_METADATA
    }
