"""Names by capital letters: what counts, what does not."""

from datetime import UTC, datetime

import pytest

from briefing.models import Item
from briefing.newsroom.entities import found, names, title_case

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def item(title: str, text: str = "", language: str = "en", number: int = 0) -> Item:
    url = f"https://news.example/{number}"
    return Item(str(number), "s", "Harbour Post", url, title, NOW, NOW, text, language=language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor met Ada Brunn in Pelham.", {"Ada Brunn", "Pelham"}),
        ("Ferries stay in port. Crews rest.", set()),
        ("The Bank of Merrow closed.", {"Bank of Merrow"}),
        ("Voters chose Ada Brunn of Pelham again.", {"Ada Brunn"}),
        ("A letter from Prime Minister Ada Brunn came.", {"Ada Brunn"}),
        ("On Monday the U.S. and Norrland met.", {"U.S.", "Norrland"}),
        ("They asked St. Brannoc's bell-ringers.", {"St. Brannoc"}),
        ("It was Pelham's bell.", {"Pelham"}),
        ("", set()),
    ],
)
def test_names_of_a_text(text: str, expected: set[str]) -> None:
    assert set(found(text)) == expected


def test_a_first_word_is_a_name_when_it_is_one_elsewhere() -> None:
    assert found("Pelham votes. All of Pelham is awake.")["Pelham"] == 2


def test_title_case_proves_nothing() -> None:
    assert title_case("Ferry Line Sold to Three Harbour Towns")
    assert not title_case("Ferry line sold to Averell and Pelham")
    assert names([item("Ferry Line Sold to Averell Town")]) == ()
    assert names([item("Ferry Line Sold to Averell Town", "The people of Averell cheered.")]) == (
        "Averell",
    )


def test_part_and_whole_are_one_name_with_or_without_accents() -> None:
    items = [
        item("Town cheers José Brunn", "Fans of Brunn sang.", number=1),
        item("Town cheers Jose Brunn", "They sang for Brunn.", number=2),
    ]
    assert len(names(items)) == 1


def test_shared_names_come_first_and_passing_ones_are_left_out() -> None:
    items = [
        item("Ferry to Averell sold", "Ada Brunn and the baker of Thornwick watched.", number=1),
        item("The crew of the Averell ferry cheers", "They cheered Ada Brunn.", number=2),
    ]
    assert names(items) == ("Averell", "Ada Brunn")
    assert names(items, limit=1) == ("Averell",)


def test_only_english_has_names() -> None:
    assert names([item("Der Hafen von Averell", "Die Fähre nach Averell.", language="de")]) == ()
