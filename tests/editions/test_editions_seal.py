"""A published edition changes by correction only."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from editions_samples import RECORD

from briefing.editions import record
from briefing.editions.rendering import render
from briefing.editions.seal import broken, open_corrections, sealed
from briefing.models import Correction

TEXT = render(RECORD, ZoneInfo("UTC"))
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
SEALED = sealed(TEXT, RECORD, NOW)
WRONG, RIGHT = "Three towns hold", "Four towns hold"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ((WRONG, RIGHT), ["story ferry-vote was changed"]),
        (("Title: Harbour", "Title: No harbour"), ["metadata title was changed"]),
        (("Status: published", "Status: draft"), ["metadata status was changed"]),
        (
            ("{#ferry-vote}", "{#ferry}"),
            ["story ferry was added", "story ferry-vote was taken out"],
        ),
        (("Number: 142", "Number: 142\nModified: 2026-11-24"), []),
        (("Three towns", "Three  towns"), []),
        (("\n", "\r\n"), []),
    ],
)
def test_what_breaks_a_seal(change: tuple[str, str], found: list[str]) -> None:
    assert list(broken(TEXT.replace(*change), SEALED)) == found


def test_what_was_never_published_has_no_seal() -> None:
    assert not list(broken(TEXT + "more", RECORD))
    assert not list(broken(TEXT, None))


def test_a_correction_opens_its_story_until_it_is_published() -> None:
    corrected = TEXT.replace(WRONG, RIGHT)
    open_ = replace(SEALED, corrections=(Correction(NOW, "ferry-vote", "It was four towns."),))
    assert not list(broken(corrected, open_))
    again = sealed(corrected, open_, NOW + timedelta(days=1))
    assert not open_corrections(again)
    assert again.seal
    assert again.seal.at == NOW
    assert not list(broken(corrected, again))
    assert list(broken(TEXT, again)) == ["story ferry-vote was changed"]


def test_a_broken_seal_cannot_be_renewed() -> None:
    with pytest.raises(ValueError, match="sealed"):
        sealed(TEXT.replace(WRONG, RIGHT), SEALED, NOW)


def test_sealing_twice_changes_nothing() -> None:
    assert sealed(TEXT, SEALED, NOW + timedelta(days=1)) is SEALED


def test_a_seal_and_its_corrections_are_kept_in_the_record() -> None:
    kept = replace(SEALED, corrections=(Correction(NOW, "ferry-vote", "It was four towns."),))
    assert record.loads(record.dumps(kept)) == kept


def test_the_order_of_what_was_published_is_sealed() -> None:
    moved = replace(RECORD.stories[0], thread="mine", section="Briefs", headline="The mine reopens")
    two = replace(RECORD, stories=(*RECORD.stories, moved))
    text = render(two, ZoneInfo("UTC"))
    head, lead, briefs = (text[: text.index("# Lead")], *text[text.index("# Lead") :].split("\n\n"))
    other = f"{head}{briefs}\n{lead}\n"
    assert list(broken(other, sealed(text, two, NOW))) == ["the order of its stories was changed"]


def test_a_correction_also_opens_what_is_said_of_the_whole() -> None:
    """The lead's headline is the title, and a section goes with its last story."""
    open_ = replace(SEALED, corrections=(Correction(NOW, "ferry-vote", "No vote was held."),))
    corrected = TEXT[: TEXT.index("# Lead")].replace("Title: Harbour", "Title: No harbour")
    assert not list(broken(corrected, open_))
    assert list(broken(corrected.replace("Number: 142", "Number: 143"), open_)) == [
        "metadata number was changed"
    ]
