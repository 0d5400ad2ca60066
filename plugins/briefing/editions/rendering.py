"""The edition file ``DAY.md``, written from a record; ``markdown`` reads it and tells its form."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from briefing.editions.differing import differing
from briefing.editions.markdown import CORRECTIONS, PUBLISHED
from briefing.editions.markup import escape, link
from briefing.models import Amends, Record, RecordStory

MAX_BARE_LINKS = 3


def render(record: Record, zone: ZoneInfo, status: str = PUBLISHED) -> str:
    """Write the Markdown of a record; the base that an edited file is compared with."""
    closes = record.window.closes.astimezone(zone)
    head = (
        f"Title: {' '.join(record.title.split())}",
        f"Date: {closes:%Y-%m-%d %H:%M}",
        f"Number: {record.number}",
        f"Status: {status}",
        f"Tags: {', '.join(record.tags)}",
        f"Summary: {escape(record.summary)}",
    )
    lines = [line for line in head if not line.endswith(": ")]
    section = None
    for story in record.stories:
        if story.section != section:
            section = story.section
            lines += ["", f"# {escape(section)}"]
        else:
            lines.append("")
        lines += _story_lines(story)
    if record.amends:
        lines += ["", f"# {CORRECTIONS}", *map(_amends_line, record.amends)]
    return "\n".join(lines) + "\n"


def _amends_line(one: Amends) -> str:
    return f"On {link(one.headline, one.url)}: {escape(one.note)}\n"


def _story_lines(story: RecordStory) -> Iterator[str]:
    outlets = {item.url: item.source for item in story.items}
    yield f"## {escape(story.headline)} {{#{story.thread}}}"
    for sentence in story.sentences:
        yield f"{escape(sentence.text)} {link(outlets[sentence.url], sentence.url)}"
    if not story.sentences:  # nothing to quote: the headline and where it stands
        first = {item.source: item.url for item in reversed(story.items)}
        named = [(name, first[name]) for name in story.outlets[:MAX_BARE_LINKS]]
        yield from (link(name, url) for name, url in named)
    for one in story.disagreements:
        yield from ("", differing(one))
