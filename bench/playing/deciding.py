"""What the player decides, one function a kind."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from briefing.editions.brief import waits
from briefing.editions.calendar import read_name
from briefing.editions.decisions import PLACES, Decision
from briefing.models import Record

if TYPE_CHECKING:
    from playing.editor import Editor


MOST_BLOCKED = 4


def _told(editor: "Editor", record: Record) -> str | None:
    urls = [item.url for story in record.stories for item in story.items]
    return editor.rng.choice(urls) if urls else None


def _kept_out(editor: "Editor", record: Record) -> str | None:
    urls = [left.url for left in record.left_out if waits(left)]
    return editor.rng.choice(urls) if urls else _told(editor, record)


def _drop(editor: "Editor", record: Record) -> Decision | None:
    url = _told(editor, record)
    return Decision("drop", (url,), note="not for us") if url else None


def _drop_story(editor: "Editor", record: Record) -> Decision | None:
    return Decision("drop", (editor.rng.choice(record.stories).thread,))


def _hold(editor: "Editor", record: Record) -> Decision | None:
    url = _told(editor, record)
    day, _ = read_name(record.day)
    until = editor.rng.choice((None, day + timedelta(days=editor.rng.randrange(1, 16))))
    return Decision("hold", (url,), until=until) if url else None


def _hold_story(editor: "Editor", record: Record) -> Decision | None:
    day, _ = read_name(record.day)
    thread = editor.rng.choice(record.stories).thread
    return Decision("hold", (thread,), until=day + timedelta(days=editor.rng.randrange(1, 10)))


def _pin(editor: "Editor", record: Record) -> Decision | None:
    url = _kept_out(editor, record)
    return Decision("pin", (url,), editor.rng.choice(("", *PLACES))) if url else None


def _move(editor: "Editor", record: Record) -> Decision | None:
    url = _told(editor, record)
    return Decision("move", (url,), editor.rng.choice(("Our own pages", "Briefs"))) if url else None


def _retitle(editor: "Editor", record: Record) -> Decision | None:
    url = _told(editor, record)
    return Decision("retitle", (url,), f"Decided headline {len(editor.decided)}") if url else None


def _join(editor: "Editor", record: Record) -> Decision | None:
    urls = [story.items[0].url for story in record.stories]
    free = [url for url in urls if url not in editor.linked]
    return _linked(editor, "join", free[:2])


def _split(editor: "Editor", record: Record) -> Decision | None:
    for story in record.stories:
        free = [item.url for item in story.items if item.url not in editor.linked]
        if made := _linked(editor, "split", free[:2]):
            return made
    return None


def _linked(editor: "Editor", verb: str, urls: Sequence[str]) -> Decision | None:
    if len(urls) < 2:  # one item in two such decisions could ask for what cannot be
        return None
    editor.linked.update(urls)
    return Decision(verb, tuple(urls))


def _follow(editor: "Editor", record: Record) -> Decision | None:
    return Decision("follow", (editor.rng.choice(record.stories).thread,))


def _mute(editor: "Editor", record: Record) -> Decision | None:
    old = [story.thread for story in record.stories if story.previous]
    return Decision("mute", (editor.rng.choice(old),), note="enough of it") if old else None


def _merge(editor: "Editor", record: Record) -> Decision | None:
    free = [s for s in record.stories if editor.linked.isdisjoint(i.url for i in s.items)][-2:]
    urls = [item.url for story in free for item in story.items]
    if len(free) < 2 or not _linked(editor, "merge", urls):
        return None
    return Decision("merge", tuple(story.thread for story in free))


def _block(editor: "Editor", record: Record) -> Decision | None:
    if editor.count["block"] >= MOST_BLOCKED:
        return None
    words = [word for story in record.stories for word in re.findall(r"\w{7,}", story.headline)]
    return Decision("block", (editor.rng.choice(words),)) if words else None


DECISIONS: Sequence[Callable[["Editor", Record], Decision | None]] = (
    _drop,
    _drop_story,
    _hold,
    _hold_story,
    _pin,
    _pin,
    _move,
    _retitle,
    _join,
    _split,
    _merge,
    _follow,
    _mute,
    _block,
)
