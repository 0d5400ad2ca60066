"""What must hold: decisions are heeded, every item is accounted for, every reader told."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from briefing.editions.brief import waits
from briefing.editions.calendar import read_name
from briefing.editions.decisions import Decision
from briefing.models import Record, RecordStory
from briefing.settings import Settings

if TYPE_CHECKING:
    from playing.editor import Editor


def obeys(editor: "Editor", record: Record, settings: Settings) -> None:
    """Look for the decisions in a proposal."""
    day, _ = read_name(record.day)
    decided = [one for one in reversed(editor.decided) if one.holds_on(day)]
    told = {item.url: story for story in record.stories for item in story.items}
    left = {one.url: one.reason for one in record.left_out}
    titles = {item.url: item.title for story in record.stories for item in story.items}
    for url in sorted(told.keys() & left.keys()):
        editor.tally.blame("told and left out", f"{record.day} {url}")
    for one in decided:
        for broken in _broken(one, told, titles, left, decided):
            editor.tally.blame("decisions not heeded", f"{settings.now} {record.day} {broken}")
        editor.tally.did["decisions looked for"] += 1


def account(editor: "Editor") -> None:
    """Ask of every item where it went, of every correction who was told."""
    shelved = editor.shelved().values()
    records = [one.record for one in shelved if one.record]
    place: dict[str, set[str]] = {}
    final: dict[str, set[str]] = {}
    waiting: set[str] = set()
    for stored in shelved:
        told = {i.url for s in stored.record.stories for i in s.items} if stored.record else set()
        for url in told | stored.file.cited:
            place.setdefault(url, set()).add(stored.name)
    for record in records:
        for left in record.left_out:
            if waits(left):
                waiting.add(left.url)
            else:
                final.setdefault(left.url, set()).add(record.day)
    last = max((record.window.closes for record in records), default=editor.proposed)
    for one in editor.world.deliveries:
        if editor.fed is None or one.at > editor.fed:
            break
        item, url = one.item, one.item.url
        editor.tally.did["items"] += 1
        if len(place.get(url, ())) > 1 or len(final.get(url, ())) > 1:
            where = f"{url} {place.get(url)} {final.get(url)}"
            editor.tally.blame("items twice", where)
        elif url in place:
            editor.tally.did["items in one edition"] += 1
        elif url in final:
            editor.tally.did["items left out, with the reason"] += 1
        elif url in waiting:
            editor.tally.did["items that wait"] += 1
        elif one.at > editor.proposed or item.published > last:
            editor.tally.did["items of the coming edition"] += 1
        elif url not in editor.shown:  # the editor was away until the feed had let it go
            editor.tally.did["items that no run was shown"] += 1
        else:
            editor.tally.blame("items unaccounted for", f"{url} {item.published} {one.at}")
    told_of = Counter(one.note for record in records for one in record.amends)
    for note, (at, name) in editor.noted.items():
        due = any(record.window.closes > at for record in records) and at < editor.proposed
        if told_of[note] > 1 or (due and not told_of[note]):
            editor.tally.blame("corrections not carried once", f"{note} of {name} at {at}")


_OVER_PINS = re.compile("the editor decided|^close to ")
"""Reasons that keep a pinned item out: another decision, or a story that tells the same."""


def _broken(
    one: Decision,
    told: Mapping[str, RecordStory],
    titles: Mapping[str, str],
    left: Mapping[str, str],
    decided: Sequence[Decision],
) -> Iterator[str]:
    """Yield what in a proposal is against a decision."""
    threads = {story.thread for story in told.values()}
    stories = [told[url] for url in one.about if url in told]
    match one.verb:
        case "drop" | "hold" | "mute":
            yield from (
                f"{one.verb} {name}" for name in one.about if name in threads or name in told
            )
        case "block":
            yield from (f"block {t}" for t in titles.values() if _says(t, one.about))
        case "pin":
            out = (left.get(url, "the editor decided") for url in one.about)
            yield from (f"pin {one.about}: {why}" for why in out if not _OVER_PINS.search(why))
        case "retitle" | "move":
            for story in stories:
                known = {story.thread, *(i.url for i in story.items)}
                same = (d for d in decided if d.verb == one.verb)
                newest = next(d for d in same if known.intersection(d.about))
                is_so = story.headline if one.verb == "retitle" else story.section
                if newest is one and is_so != one.value:
                    yield f"{one.verb} {one.about}: {is_so} instead of {one.value}"
        case "merge" if threads.intersection(one.about[1:]):
            yield f"merge {one.about}"
        case "join" if len({story.thread for story in stories}) > 1:
            yield f"join {one.about}"
        case "split" if len(stories) > len({story.thread for story in stories}):
            yield f"split {one.about}"


def _says(title: str, words: Iterable[str]) -> bool:
    return any(word.casefold() in re.findall(r"\w+", title.casefold()) for word in words)
