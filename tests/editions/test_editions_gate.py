"""What is looked at before an edition is published."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from editions_samples import RECORD, SENTENCE, STORY

from briefing.editions import markdown
from briefing.editions.assemble import Stored, assemble
from briefing.editions.gate import Case, Finding, check
from briefing.editions.rendering import render
from briefing.editions.seal import sealed
from briefing.models import Conflict, Record, RecordItem, Source
from briefing.settings import Settings

SETTINGS = Settings(root=Path(), site_url="https://briefing.example")
OWNED = [Source(f"https://{name}.example/feed", name, owner="One Trust") for name in ("A", "B")]
GOOD = replace(RECORD, tags=("politics",))
TEXT = render(GOOD, ZoneInfo("UTC"))


def findings(text: str = TEXT, record: Record = GOOD, earlier: str = "") -> tuple[Finding, ...]:
    before = [Stored(date(2026, 11, 20), markdown.parse(earlier))] if earlier else []
    stored = Stored(date.fromisoformat(record.day), markdown.parse(text), record, text)
    *old, view = assemble([*before, stored], SETTINGS, OWNED)
    topics = {"politics": "Politics", "economy": "Economy"}
    return check(Case(stored, view, tuple(reversed(old)), topics, 20, lambda u: "utm_" in u))


def test_a_good_edition_passes() -> None:
    assert findings() == ()


def test_a_picture_that_is_not_there() -> None:
    text = TEXT.replace("# Lead", "![a boat](boat&amp;.jpg)\n\n# Lead")
    stored = Stored(date(2026, 11, 23), markdown.parse(text), GOOD, text)
    case = Case(
        stored,
        *assemble([stored], SETTINGS, OWNED),
        earlier=(),
        topics={"politics": ""},
        words=20,
        is_tracked=lambda _url: False,
        missing=lambda src: f"no {src}",
    )
    assert [one.words for one in check(case)] == ["The picture “boat&.jpg”: no boat&.jpg"]


def put(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


LINE = SENTENCE.text


@pytest.mark.parametrize(
    ("edit", "says", "is_error"),
    [
        (put("# Lead", "See [this](harbour.example).\n\n# Lead"), "leads nowhere", True),
        (put("/vote)", "/vote?utm_source=x)"), "follows its reader", True),
        (put("# Lead", "![ ](https://a.example/a.png)\n\n# Lead"), "no text for those", True),
        (put("Tags: politics", "Tags: politcs"), "did you mean “politics”?", True),
        (put("Tags: politics", "Tags: Economy, gardening"), "content/topics.toml", False),
        (put("Tags: politics\n", ""), "has no topics", False),
        (lambda text: text + f"\n## Again {{#again}}\n{LINE}\n", "stands here twice", True),
        (put(LINE, "He said “no."), "do not pair", False),
        (put("Three towns", "Four towns"), "marked as yours", False),
        (put("Title: Harbour", f"Title: {'very ' * 30}"), "subject line", False),
        (lambda text: text + "word " * 30, "the budget is 20", False),
    ],
)  # fmt: skip
def test_finding(edit: Callable[[str], str], says: str, is_error: bool) -> None:
    [found] = findings(edit(TEXT))
    assert says in found.words
    assert found.is_error == is_error


def test_what_was_said_before() -> None:
    [found] = findings(earlier=f"Title: Old\nTags: politics\n\n# Lead\n## Other\n{LINE}\n")
    assert found == Finding(STORY.headline, "The edition of 2026-11-20 said this already.", False)


def test_two_outlets_of_one_owner() -> None:
    items = tuple(
        RecordItem(f"https://{n.lower()}.example/1", n, n, datetime(2026, 11, 22, tzinfo=UTC))
        for n in ("A", "B")
    )
    one = replace(STORY, items=items, sentences=(replace(SENTENCE, url=items[0].url),))
    record = replace(GOOD, stories=(one,))
    [found] = findings(render(record, ZoneInfo("UTC")), record)
    assert "belong to one owner, One Trust" in found.words


def test_a_conflict_and_a_broken_seal() -> None:
    record = replace(
        sealed(TEXT, GOOD, GOOD.window.closes), conflicts=(Conflict("story", "x", ""),)
    )
    found = findings(TEXT.replace("Number: 142", "Number: 143"), record)
    assert [one.words.split(":")[0] for one in found] == [
        "It is published, and metadata number was changed",
        "The story “x” has a new proposal besides your version",
    ]
