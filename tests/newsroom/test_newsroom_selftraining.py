"""Learning topics from an archive: what it gains, and that its file is the same for the same."""

import json
import random
from datetime import UTC, datetime

import pytest

from briefing.errors import ContentError
from briefing.models import Item
from briefing.newsroom.selftraining import LEAST, Learned, learn
from briefing.newsroom.topics import Vocabulary, classify, rank

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
VOCABULARY = Vocabulary.load()

THEMES = {
    # words of the vocabulary, then names that only an archive can teach
    "sport": ("goalkeeper team league coach match cup striker", "Petra Varnholm Ostvik"),
    "business": ("company shares profit investors bank market earnings", "Kelbrook Tandem Orrin"),
    "health": ("hospital patients doctors vaccine disease nurses clinic", "Marwood Silva Yarrow"),
}


def item(number: int, title: str, text: str = "", **given: object) -> Item:
    values: dict[str, object] = {"id": f"{number:05}", "source": "s", "outlet": "Harbour Post"}
    values |= {"url": f"https://news.example/{number}", "title": title, "text": text}
    return Item(published=NOW, first_seen=NOW, **(values | given))  # type: ignore[arg-type]  # a table


def archive(size: int = 2 * LEAST) -> list[Item]:
    """Make items of three themes that mix known words with names."""
    rng = random.Random(7)  # noqa: S311  # made-up texts, no secrets
    found = []
    for number in range(size):
        words, names = THEMES[list(THEMES)[number % len(THEMES)]]
        known, name = rng.sample(words.split(), 3), rng.sample(names.split(), 2)
        title = f"{name[0]} {known[0]} {known[1]}"
        found.append(item(number, title, f"The {known[2]} of {name[0]} and {name[1]} was there."))
    return found


@pytest.fixture(scope="module")
def learned() -> Learned:
    found = learn(archive(), VOCABULARY)
    assert found
    return found


@pytest.mark.parametrize("theme", THEMES)
def test_names_tell_what_only_the_archive_knows(theme: str, learned: Learned) -> None:
    first, second, *_ = THEMES[theme][1].split()
    story = [item(99_999, f"{first} and {second} again", f"It is about {first} and {second}.")]
    assert classify(story, VOCABULARY) == ()
    match, *_ = classify(story, VOCABULARY, learned)
    assert match.topic.slug == theme
    assert first.lower() in match.reasons


def test_the_vocabulary_keeps_its_say(learned: Learned) -> None:
    story = [item(1, "Telescope finds a planet", "Astronomers saw it orbit.")]
    assert classify(story, VOCABULARY, learned)[0].topic.slug == "science"


def test_a_category_still_outweighs_what_was_learnt(learned: Learned) -> None:
    story = [item(1, "Petra and Varnholm again", categories=("Business",))]
    assert rank(story, VOCABULARY, learned)[0].topic.slug == "business"


def test_other_languages_are_left_alone(learned: Learned) -> None:
    story = [item(1, "Petra und Varnholm im Tor", "Petra war da.", language="de")]
    assert classify(story, VOCABULARY, learned) == ()
    german = [item(n, f"Titel {n}", "Das war es.", language="de") for n in range(2 * LEAST)]
    assert learn(german, VOCABULARY) is None


def test_a_topic_that_was_not_there_yet_competes_by_its_words(learned: Learned) -> None:
    table = (
        '[[topic]]\nid = "own:x"\nlabel = "Ferries"\nslug = "ferries"\nphrases = ["ferry", "quay"]'
    )
    vocabulary = Vocabulary.load(table)
    story = [item(1, "The ferry at the quay", "The ferry left the quay.")]
    assert rank(story, vocabulary, learned)[0].topic.slug == "ferries"


def test_the_file_does_not_depend_on_the_order_of_the_archive(learned: Learned) -> None:
    items = archive()
    for seed in range(3):
        random.Random(seed).shuffle(items)  # noqa: S311  # an order, no secret
        again = learn(items, VOCABULARY)
        assert again
        assert again.dump() == learned.dump()


def test_the_file_is_read_as_it_was_written(learned: Learned) -> None:
    text = learned.dump()
    again = Learned.load(text)
    assert again.dump() == text
    story = [item(1, "Petra Varnholm and the hospital")]
    assert rank(story, VOCABULARY, again) == rank(story, VOCABULARY, learned)
    assert text.count("\n") > len(learned.terms), "a line for each term, so that changes show"


def test_a_small_archive_teaches_nothing() -> None:
    assert learn(archive(LEAST - 1), VOCABULARY) is None
    assert learn((), VOCABULARY) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": 2, "items": 1, "topics": {"a": 1}, "terms": {}}',
        '{"format": 1, "items": 1, "topics": {}, "terms": {}}',
        '{"format": 1, "items": 1, "topics": {"a": 1}, "terms": {"x": [1.0, {"1": 2}]}}',
        '{"format": 1, "items": 1, "topics": {"a": 1}, "terms": {"x": [1.0, {"0": "NaN"}]}}',
        '{"format": 1, "items": 1, "topics": {"a": 1}, "terms": {"x": [-1.0, {"0": 2}]}}',
        '{"format": 1, "items": 1, "topics": {"a": 1}, "terms": {"x": 3}}',
        '{"format": 1, "items": 1, "topics": {"a": -1}, "terms": {}}',
    ],
)
def test_a_broken_file_says_what_to_do(text: str) -> None:
    with pytest.raises(ContentError, match="learn again"):
        Learned.load(text)


def test_a_file_without_terms_changes_nothing_but_the_odds() -> None:
    empty = Learned.load(json.dumps({"format": 1, "items": 1, "topics": {"own:x": 1}, "terms": {}}))
    story = [item(1, "Goalkeeper saves the cup final", "The striker missed.")]
    assert classify(story, VOCABULARY, empty)[0].topic.slug == "sport"
