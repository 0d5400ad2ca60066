"""The editor's files that more than one room reads: editions, decisions and topics.

The only place that writes editions, the pairs ``DAY.md`` and ``DAY.json``.  A pair that is changed
is first written whole into a journal beside it; whoever next holds the lock finishes what a
killed run left half done.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

from briefing import frontmatter
from briefing.editions import decisions, markdown, record, seal
from briefing.editions.assemble import Stored
from briefing.editions.calendar import read_name
from briefing.editions.decisions import Decisions
from briefing.errors import BriefingError, ContentError
from briefing.files import replace
from briefing.models import Record
from briefing.newsroom.topics import Learned, Vocabulary

FOLDER, TOPICS = "content/editions", "content/topics.toml"
DECISIONS, LEARNED = "content/decisions.toml", "content/topics.learned.json"
_JOURNAL = ".pair.journal"
_REMEMBERED = 512  # editions, of which a run asks again and again

_file = lru_cache(_REMEMBERED)(markdown.parse)
_record = lru_cache(_REMEMBERED)(record.loads)


def read(folder: Path) -> tuple[Stored, ...]:
    """Read all editions, oldest first.

    Raises:
        ContentError: a file cannot be read, its name is not a day, or that of a published edition
            is missing.
    """
    for beside in folder.glob("[!.]*.json"):
        path = beside.with_suffix(".md")
        if not path.is_file() and record.loads(_text(beside), str(beside)).seal:
            raise ContentError(
                f"{FOLDER}/{path.name} is missing, and its edition is published: restore the file "
                f"from git. To withdraw the edition for good, delete {beside.name} as well."
            )
    editions = (read_one(path) for path in folder.glob("[!.]*.md"))
    return tuple(sorted(editions, key=attrgetter("order")))


def read_one(path: Path) -> Stored:
    """Read one edition with its record, if there is one.

    Raises:
        ContentError: as for :func:`read`.
    """
    try:
        day, nth = read_name(path.stem)
    except ValueError:
        raise ContentError(
            f"{path}: the file of an edition is named after its day, like 2026-11-23.md; a second "
            "one of that day is 2026-11-23-2.md."
        ) from None
    beside = path.with_suffix(".json")
    kept = _record(_text(beside), str(beside)) if beside.is_file() else None
    text = frontmatter.plain(_text(path))
    return Stored(day, _file(text, str(path)), kept, text, nth)


def read_decisions(path: Path) -> Decisions:
    """Return what the editor has decided; nothing where there is no such file.

    Raises:
        ContentError: a decision cannot be understood; names file and line.
    """
    return decisions.parse(_text(path), str(path)) if path.is_file() else Decisions()


def check_seals(editions: Iterable[Stored]) -> None:
    """Make sure that published editions changed by correction only.

    Raises:
        ContentError: one was changed otherwise; says how to do it right.
    """
    for stored in editions:
        for what in seal.broken(stored.text, stored.record):
            thread = what.split()[1] if what.startswith("story") else "STORY"
            raise ContentError(
                f"{FOLDER}/{stored.name}.md is published, and {what}. Readers have the other "
                f"version: run “briefing correct {stored.name} {thread}” and publish again, or "
                "restore the file from git."
            )


def read_vocabulary(path: Path) -> Vocabulary:
    """Return the built-in topics, with the editor's own where the file ``path`` exists.

    Raises:
        ContentError: the file cannot be used; names it.
    """
    try:
        return Vocabulary.load(*([_text(path)] if path.is_file() else []))
    except ContentError as error:
        raise ContentError(f"{path}: {error}") from None


def read_learned(path: Path) -> Learned | None:
    """Return what was learnt from the archive; None where there is no such file.

    Raises:
        ContentError: the file cannot be used; names it.
    """
    try:
        return Learned.load(_text(path)) if path.is_file() else None
    except ContentError as error:
        raise ContentError(f"{path}: {error}") from None


def write(folder: Path, kept: Record, text: str) -> Path:
    """Write the pair of an edition, a new one or one that changed: all of it or nothing.

    What is the same already is not touched.

    Raises:
        BriefingError: the disk does not take it.
    """
    path, journal = folder / f"{kept.day}.md", folder / _JOURNAL
    pair = {f"{kept.day}.json": record.dumps(kept), path.name: _as_found(path, text)}
    before = {name: _content(folder / name) for name in pair}
    if before == pair:
        return path
    with _writing(path):
        folder.mkdir(parents=True, exist_ok=True)
        replace(journal, json.dumps({"before": before, "pair": pair}).encode())
    finish(folder)
    return path


def finish(folder: Path) -> None:
    """Finish what a killed run left half done; to be called under the lock of the run.

    Where the editor has been at the file since, the editor's file stays, with its old record.

    Raises:
        BriefingError: the disk does not take it.
    """
    journal = folder / _JOURNAL
    if not journal.is_file():
        return
    with _writing(journal):
        kept: dict[str, dict[str, str | None]] = json.loads(journal.read_bytes())
        before, pair = kept["before"], kept["pair"]
        is_edited = any(_content(folder / name) not in (before[name], pair[name]) for name in pair)
        for name, content in pair.items():
            if not is_edited:
                _put(folder / name, content)
            elif name.endswith(".json"):
                _put(folder / name, before[name])
        journal.unlink()


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BriefingError(f"{path} could not be written: {error.strerror}.") from error


def _as_found(path: Path, text: str) -> str:
    """Return a text in the form of the file that is there: a CMS's header, Windows' line ends."""
    if not path.is_file():
        return text
    there = _text(path)
    if frontmatter.plain(there) == text:
        return path.read_bytes().decode()
    made = frontmatter.dressed(text, there)
    return made.replace("\n", "\r\n") if b"\r\n" in path.read_bytes() else made


def _put(path: Path, content: str | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        replace(path, content.encode())


def _content(path: Path) -> str | None:
    return path.read_bytes().decode(errors="replace") if path.is_file() else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8.") from None
    except OSError as error:
        raise ContentError(f"{path} cannot be read: {error.strerror}.") from error
