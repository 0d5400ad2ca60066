"""Languages: declared, guessed, and how long a text is."""

from datetime import UTC, datetime

import pytest

from briefing.models import Item
from briefing.newsroom import language

THEN = datetime(2026, 11, 20, 9, tzinfo=UTC)

ENGLISH = "The council has said that it will not close the ferry line before the end of the year."
GERMAN = (
    "Der Gemeinderat hat am Montag beschlossen, die Fähre bis zum Ende des Jahres weiter fahren "
    "zu lassen, obwohl die Kosten stark gestiegen sind."
)


def item(text: str, declared: str, title: str = "") -> Item:
    url = "https://post.example/1"
    return Item("1", "s", "Post", url, title, THEN, THEN, text=text, language=declared)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ENGLISH, "en"),
        (GERMAN, "und"),
        ("今日は港で会議がありました。", "ja"),
        ("市议会周一决定保留渡轮。", "zh"),
        ("시의회는 월요일에 결정했다.", "ko"),
        ("قرر المجلس يوم الاثنين الإبقاء على العبارة.", "ar"),
        ("परिषद ने सोमवार को फैसला किया।", "hi"),
        ("Совет решил оставить паром.", "ru"),
        ("", "und"),
        ("12 345", "und"),
    ],
)
def test_of_text(text: str, expected: str) -> None:
    assert language.of_text(text) == expected


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (ENGLISH, "en-GB", "en"),
        (GERMAN, "de-AT", "de"),
        (GERMAN, "en", "und"),  # a feed that declares nothing counts as English
        (ENGLISH, "pt_BR", "pt"),  # what is declared holds
        ("Ferry line stays open", "en", "en"),  # too short to tell
        ("渡轮将保留。", "en", "zh"),
        ("", "en", "en"),
        (ENGLISH, "", "en"),
    ],
)
def test_of_item(text: str, declared: str, expected: str) -> None:
    assert language.of_item(item(text, declared)) == expected


def test_a_bare_headline_tells_by_its_script() -> None:
    assert language.of_item(item("", "en", title="渡轮将保留到年底")) == "zh"


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("Three old boats", 3), ("渡轮将保留。", 3), ("The 渡轮 line", 3), ("a\n\nb", 2)],
)
def test_word_count(text: str, words: int) -> None:
    assert language.word_count(text) == words


def test_function_words_are_lower_case_and_many() -> None:
    words = language.function_words()
    assert len(words) > 150
    assert {"the", "don't", "which"} <= words
    assert all(word == word.lower() for word in words)
