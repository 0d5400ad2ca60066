"""The editor's files that more than one room reads: the editions and the topics.

The only place that writes editions, the pairs ``DAY.md`` and ``DAY.json``.  ``DAY.md`` is what
counts: a record without it is the rest of a run that died, and is written anew.
"""

from datetime import date
from pathlib import Path

from briefing.editions import markdown, record
from briefing.editions.assemble import Stored
from briefing.errors import BriefingError, ContentError
from briefing.files import replace
from briefing.models import Record
from briefing.newsroom.topics import Vocabulary

FOLDER, TOPICS = "content/editions", "content/topics.toml"


def read(folder: Path) -> tuple[Stored, ...]:
    """Read all editions, oldest first.

    Raises:
        ContentError: a file cannot be read, or its name is not a day.
    """
    return tuple(read_one(path) for path in sorted(folder.glob("[!.]*.md")))


def read_one(path: Path) -> Stored:
    """Read one edition with its record, if there is one.

    Raises:
        ContentError: as for :func:`read`.
    """
    try:
        day = date.fromisoformat(path.stem)
        if day.isoformat() != path.stem:  # 20261123 and 2026-W48-1 are ISO dates, too
            raise ValueError(path.stem)
    except ValueError:
        raise ContentError(
            f"{path}: the file of an edition is named after its day, like 2026-11-23.md."
        ) from None
    beside = path.with_suffix(".json")
    kept = record.loads(_text(beside), str(beside)) if beside.is_file() else None
    return Stored(day, markdown.parse(_text(path), str(path)), kept)


def read_vocabulary(path: Path) -> Vocabulary:
    """Return the built-in topics, with the editor's own where the file ``path`` exists.

    Raises:
        ContentError: the file cannot be used; names it.
    """
    try:
        return Vocabulary.load(*([_text(path)] if path.is_file() else []))
    except ContentError as error:
        raise ContentError(f"{path}: {error}") from None


def write(folder: Path, kept: Record, text: str) -> Path:
    """Write a new edition; the record first, since the Markdown makes it count.

    Raises:
        BriefingError: there is such an edition already, or the disk does not take it.
    """
    path = folder / f"{kept.day}.md"
    if path.exists():
        raise BriefingError(f"{path} exists: an edition is never overwritten.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace(path.with_suffix(".json"), record.dumps(kept).encode())
        replace(path, text.encode())
    except OSError as error:
        raise BriefingError(f"{path} could not be written: {error.strerror}.") from error
    return path


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8.") from None
    except OSError as error:
        raise ContentError(f"{path} cannot be read: {error.strerror}.") from error
