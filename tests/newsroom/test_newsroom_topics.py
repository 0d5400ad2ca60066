"""Topics: the vocabulary's file format and what makes a tag."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.errors import ContentError
from briefing.models import OWN, Item
from briefing.newsroom import vocabulary
from briefing.newsroom.margins import SEEDS, Policy
from briefing.newsroom.terms import tokens
from briefing.newsroom.topics import Vocabulary, classify, rank

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
VOCABULARY = Vocabulary.load()
FERRIES = """
[[topic]]
id = "own:ferries"
label = "Ferries"
slug = "ferries"
parent = "medtop:04000000"
phrases = ["ferry", "ferry line", "harbour board"]
"""


def item(
    title: str = "A title", text: str = "", url: str = "https://news.example/a", **given: object
) -> Item:
    values: dict[str, object] = {"id": f"{title}{url}", "source": "s", "outlet": "Harbour Post"}
    values |= {"url": url, "title": title, "published": NOW, "first_seen": NOW, "text": text}
    return Item(**(values | given))  # type: ignore[arg-type]  # a table of test values


def slugs(*items: Item, vocabulary: Vocabulary = VOCABULARY) -> list[str]:
    return [match.topic.slug for match in classify(items, vocabulary)]


def test_the_built_in_list_is_the_top_of_media_topics() -> None:
    top = {f"medtop:{number:02}000000" for number in range(1, 18)}
    assert {topic.id for topic in VOCABULARY.broad} - top == {"medtop:20000756"}
    assert top <= {topic.id for topic in VOCABULARY.broad}
    for entry in VOCABULARY.entries:
        assert entry.topic.id.startswith("medtop:")
        assert len(entry.phrases) >= (9 if entry.inner else 80), entry.topic.label


def test_every_inner_topic_has_one_of_level_one_above_it() -> None:
    broad = {topic.id for topic in VOCABULARY.broad}
    assert set(VOCABULARY.above) == {entry.topic.id for entry in VOCABULARY.entries if entry.inner}
    assert set(VOCABULARY.above.values()) <= broad


def test_the_table_of_categories_names_topics_that_there_are() -> None:
    path = Path(vocabulary.__file__).with_name("categories.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(table) <= {topic.slug for topic in VOCABULARY.topics}
    names = [name for names in table.values() for name in names]
    assert len(names) == len(set(names))
    assert all(name == " ".join(name.lower().split()) for name in names)


def test_no_phrase_is_lost_or_written_twice() -> None:
    for name in ("topics.toml", "subtopics.toml"):
        path = Path(vocabulary.__file__).with_name(name)
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["topic"]:
            hints = table.get("hints", [])
            phrases = [*table["phrases"], *table.get("more", [])]
            written = [*phrases, *hints]
            assert len(written) == len(set(written)), table["id"]
            assert all(0 < len(tokens(phrase)) <= 4 for phrase in written), table["id"]
            assert not set(map(tokens, phrases)) & set(map(tokens, hints)), table["id"]


def test_no_narrower_phrase_comes_down_to_a_word_of_every_day() -> None:
    """Stems and small words apart, *days of our lives* is *day*, and *securities* is *secure*."""
    common = "add age become begin believe come day develop direct drop end find follow give"
    common += " good hold home keep leave live look lose make mean meet move need pass pull put"
    common += " read secure see set show start stay step take tell turn want week work world year"
    stems = {tokens(word) for word in common.split()}
    for entry in VOCABULARY.entries:
        if not entry.inner:
            found = stems & entry.phrases
            assert not found, (entry.topic.slug, found)


def test_no_word_speaks_for_a_topic_by_a_stem_that_it_shares_with_another_meaning() -> None:
    """The *Mets* met nobody, *relativity* is not about relatives, and no *caste* is cast."""
    others = "angle box cast dismissed executive globe headline improve"
    others += " interior met occupy paint parent published question relative remember renew rose"
    others += " route sat scale single supporting training"
    stems = {tokens(word) for word in others.split()}
    for entry in VOCABULARY.entries:
        found = stems & entry.phrases
        assert not found, (entry.topic.slug, found)
    sunnis = rank([item("Sunnis meet")], VOCABULARY)
    assert "weather" not in {match.topic.slug for match in sunnis}


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Goalkeeper saves the cup final", "The striker missed twice as the team won.", "sport"),
        ("Voters elect a new parliament", "The prime minister lost the election.", "politics"),
        ("Nurses vaccinate against measles", "The hospital saw forty patients.", "health"),
        ("Telescope finds a planet", "Astronomers saw it orbit a far star.", "science"),
        ("Bakery owner jailed for fraud", "A judge sentenced him after a trial.", "crime"),
        ("Pupils back in classroom", "Teachers opened the primary school on Monday.", "education"),
        ("Snowfall and frost tonight", "The weather service warns of a blizzard.", "weather"),
        ("Miners on strike over wages", "Union members walked out at noon.", "labour"),
    ],
)
def test_a_story_is_tagged_by_its_words(title: str, text: str, expected: str) -> None:
    assert slugs(item(title, text))[0] == expected


def test_a_hint_says_half_of_what_a_phrase_says() -> None:
    table = '[[topic]]\nid = "own:{0}"\nlabel = "{0}"\nslug = "{0}"\nphrases = ["{0}line"]\n{1}'
    hinted = Vocabulary.load(table.format("gull", 'hints = ["quayside"]'))
    plain = Vocabulary.load(table.format("gull", 'more = ["quayside"]'))
    weights = [dict(v.weights[tokens("quayside")])["own:gull"] for v in (hinted, plain)]
    assert weights == [0.5, 1.0]


def test_the_words_of_the_editor_share_with_no_built_in_topic() -> None:
    text = '[[topic]]\nid = "own:goals"\nlabel = "Goals"\nslug = "goals"\nphrases = ["goalkeeper"]'
    weights = dict(Vocabulary.load(text).weights[tokens("goalkeeper")])
    assert weights == {"own:goals": 1.0, "medtop:15000000": 0.5}


def test_a_sure_word_outweighs_a_hint() -> None:
    story = item("Goalkeeper speaks to the party", "He spoke of the visit.")
    assert rank([story], VOCABULARY)[0].topic.slug == "sport"


@pytest.mark.parametrize("text", ["", "It rained.", "The old man sat on a wall and said nothing."])
def test_too_little_evidence_gives_no_tag(text: str) -> None:
    assert slugs(item("Notes from the wall", text)) == []


def test_reasons_are_the_words_and_confidence_is_a_share() -> None:
    (match, *_) = classify([item("Goalkeeper saves the cup final", "The striker ran.")], VOCABULARY)
    assert "goalkeeper" in match.reasons
    assert 0 < match.confidence <= 1


def test_a_category_outweighs_the_text() -> None:
    words = {"title": "Players win the match", "text": "The team and its coach."}
    assert slugs(item(**words, categories=("Business", "News")))[0] == "business"
    assert slugs(item(**words, categories=("News", "World"))) == ["sport"]


def test_two_topics_far_ahead_of_all_others_come_together() -> None:
    text = "The company feared for its shares, the river for its wildlife and from pollution."
    first = item("Pumps stop", text, "https://news.example/1", categories=("Environment",))
    second = item("Pumps wait", text, "https://news.example/2", categories=("Business",))
    assert sorted(slugs(first, second)) == ["business", "environment"]
    third = item("Pumps", "A bill.", "https://news.example/3", categories=("Politics",))
    fourth = item("Pump", "A trial.", "https://news.example/4", categories=("Crime",))
    assert slugs(first, second, third, fourth) == []


def test_a_section_of_the_address_counts() -> None:
    url = "https://news.example/uk/life-and-style/2026/mar/02/story"
    match = classify([item("Notes from the wall", url=url)], VOCABULARY)[0]
    assert (match.topic.slug, match.reasons[0]) == ("lifestyle", "section /life-and-style/")


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "Goalkeeper signs",
            "The striker of the football club won the Premier League.",
            "football",
        ),
        ("Goalkeeper signs", "The team and its coach won the cup and the title.", None),
        ("Telescope finds a galaxy", "Astronomers think that its black hole is old.", "astronomy"),
        ("Judge hears murder trial", "The court met; the jury hears him on Monday.", "courts"),
        ("Judge and jury in murder case", "The killer and the homicide, the court.", None),
    ],
)
def test_an_inner_topic_is_shown_only_where_it_is_certain(
    title: str, text: str, expected: str | None
) -> None:
    first, *second = slugs(item(title, text))
    assert second == ([expected] if expected else [])
    if expected:
        assert VOCABULARY.find(expected).parent == VOCABULARY.find(first).id  # type: ignore[union-attr]


def test_two_topics_of_level_one_leave_no_room_for_an_inner_one() -> None:
    story = item(
        "Court verdict stops hospital nurses",
        "The judge told the clinic and its patients to wait for a jury and its verdict in May.",
    )
    assert sorted(slugs(story)) == ["crime", "health"]


def test_a_category_of_level_two_speaks_for_both_levels() -> None:
    assert slugs(item("Notes from the wall", categories=("Tennis",))) == ["sport", "tennis"]
    url = "https://news.example/world/climate-change/2026/a"
    assert slugs(item("Notes from the wall", url=url)) == ["environment", "climate-change"]


def test_a_category_outweighs_a_section_and_the_text() -> None:
    story = item(
        "Players win the match",
        "The team and its coach.",
        url="https://news.example/politics/a",
        categories=("Health",),
    )
    assert next(match.topic.slug for match in rank([story], VOCABULARY)) == "health"


def test_categories_count_once_however_many_items_have_them() -> None:
    one = [item("Notes", categories=("Business",))]
    many = [item("Notes", url=f"https://n.example/{n}", categories=("Business",)) for n in range(9)]
    assert classify(one, VOCABULARY)[0].confidence == classify(many, VOCABULARY)[0].confidence


def test_a_margin_can_be_asked_for() -> None:
    story = [item("Shareholders on the beach", "Investors and profit; resorts and tourists.")]
    assert classify(story, VOCABULARY, policy=Policy(0.9, 0.9, 0.9, 9.0, 99.0)) == ()
    assert classify(story, VOCABULARY, policy=Policy(0.0, 0.9, 0.9, 9.0, 99.0))


def test_in_a_long_text_the_best_need_not_outweigh_the_sum_of_all_others() -> None:
    text = (
        "Police arrested a man of 40. Detectives say that he stabbed a neighbour; prosecutors ask"
        " for a trial. The court heard of a murder, and a judge sent the suspect to prison."
        " A hotel, a school, a hospital and a computer firm stand in the road; a film was made"
        " there, a minister lived there, and a team of the league has its ground there."
    )
    shares = [match.confidence for match in rank([item("A road in Pelham", text)], VOCABULARY)]
    assert shares[0] < 0.7
    assert slugs(item("A road in Pelham", text))[0] == "crime"


def test_plenty_of_words_need_less_of_a_lead() -> None:
    """A murdered hairdresser is news of crime, however much is told of hairdressing."""
    text = (
        "Police were called to the house of a hairdresser, known for his salons."
        " Detectives found that he had been stabbed. The suspect fled in a stolen car; prosecutors"
        " want him in prison. The hotel chain that he advised lost its investors, a bank its"
        " money, and shareholders the profit."
    )
    story = item("Detectives look into the murder of a stylist", text)
    best, second = rank([story], VOCABULARY)[:2]
    assert (best.topic.slug, second.topic.slug) == ("crime", "business")
    assert slugs(story)[0] == "crime"
    assert classify([story], VOCABULARY, policy=SEEDS._replace(plenty=99.0)) == ()


def test_one_phrase_of_two_words_is_evidence_enough() -> None:
    assert slugs(item("Box office records again"))[0] == "arts"
    assert slugs(item("Goalkeeper speaks again")) == []


def test_a_word_inside_a_longer_phrase_speaks_only_for_what_that_speaks_for() -> None:
    found = rank([item("Settlers on the West Bank", "Palestinians leave.")], VOCABULARY)
    assert {match.topic.slug for match in found} == {"conflict"}
    found = rank([item("The far-right activist speaks")], VOCABULARY)
    assert [match.reasons for match in found] == [("far right",), ("activist",)]
    found = rank([item("The stock market falls")], VOCABULARY)
    assert {"stock market", "stock", "market"} <= set(found[0].reasons)


def test_furniture_in_place_of_a_title_says_nothing() -> None:
    note = "These crawls are part of an effort to keep the data of the internet"
    story = item(note, f"{note} for whoever asks.\n\nThe band gave a concert.")
    assert {match.topic.slug for match in rank([story], VOCABULARY)} == {"arts", "music"}


def test_the_editors_tags_win_outright() -> None:
    own = item("Goalkeeper saves the cup final", source=OWN, topics=("Weather", "arts", "nonsense"))
    assert slugs(own) == ["weather", "arts"]
    assert rank([own], VOCABULARY)[0].confidence == 1.0


def test_other_languages_are_tagged_by_their_feeds_alone() -> None:
    german = item("Sport im Sport", "Das Team und der Coach.", language="de")
    assert slugs(german) == []
    assert slugs(item("Ein Titel", language="de", categories=("Politics",))) == ["politics"]


def test_the_story_is_tagged_as_a_whole() -> None:
    items = [
        item("Petra wins in straight sets", url="https://news.example/1"),
        item("Petra takes the title", "She beat the champion.", url="https://news.example/2"),
        item("Petra the star of Merrow", url="https://news.example/3"),
    ]
    assert slugs(items[2]) == []
    assert slugs(*items) == ["sport"]
    assert classify(items, VOCABULARY) == classify(items[::-1], VOCABULARY)


def test_rank_tells_all_however_unsure() -> None:
    ranked = rank([item("The company on the beach")], VOCABULARY)
    assert {"business", "lifestyle"} <= {match.topic.slug for match in ranked}
    inner = [match.topic.id in VOCABULARY.above for match in ranked]
    assert inner == sorted(inner), "level one comes first"
    assert rank([item("Zzz")], VOCABULARY) == ()


def test_an_own_topic_stands_beside_its_parent() -> None:
    vocabulary = Vocabulary.load(FERRIES)
    story = item("Ferry line sold", "The ferry company made a profit, the harbour board said.")
    assert slugs(story, vocabulary=vocabulary) == ["business", "ferries"]
    assert slugs(item("Notes from the wall"), vocabulary=vocabulary) == []
    assert vocabulary.above["own:ferries"] == "medtop:04000000"


def test_an_own_topic_takes_the_place_of_a_built_in_one_of_level_two() -> None:
    table = FERRIES.replace('"ferries"', '"football"').replace("04000000", "15000000")
    own = Vocabulary.load(table)
    assert own.find("football").id == "own:ferries"  # type: ignore[union-attr]  # it is there
    assert "medtop:20001065" not in own.above
    by_id = FERRIES.replace("own:ferries", "medtop:20001065")
    assert Vocabulary.load(by_id).find("ferries").label == "Ferries"  # type: ignore[union-attr]


def test_an_own_topic_may_lie_inside_an_inner_one() -> None:
    table = FERRIES.replace("medtop:04000000", "medtop:20000337")
    own = Vocabulary.load(table)
    assert own.above["own:ferries"] == "medtop:04000000"
    story = item("Ferry line sold", "The ferry company made a profit, the harbour board said.")
    assert slugs(story, vocabulary=own) == ["business", "ferries"]


def test_an_own_topic_without_parent_competes() -> None:
    vocabulary = Vocabulary.load(FERRIES.replace('parent = "medtop:04000000"\n', ""))
    story = item("Ferry line sold", "The ferry is old, the harbour board said.")
    assert slugs(story, vocabulary=vocabulary)[0] == "ferries"


@pytest.mark.parametrize("name", ["medtop:02000000", "crime", "Crime and courts", " CRIME "])
def test_a_topic_is_found_by_any_of_its_names(name: str) -> None:
    topic = VOCABULARY.find(name)
    assert topic is not None
    assert topic.slug == "crime"
    assert VOCABULARY.find("nonsense") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[topic]", "cannot be read"),
        ("topic = 3", "tables"),
        ("[[topics]]\nid = 'x'", "topics"),
        ('[[topic]]\nid = "own:x"', "'own:x' lacks label, slug, phrases"),
        (FERRIES + "colour = 'red'", "unknown keys: colour"),
        (FERRIES.replace('"ferries"', '"sport"'), "another topic has the slug 'sport'"),
        (FERRIES + FERRIES, "another topic has the id 'own:ferries'"),
        (FERRIES.replace("04000000", "99"), "no topic is 'medtop:99'"),
        (FERRIES.replace("medtop:04000000", "own:ferries"), "round in a circle"),
        (FERRIES.replace('"ferries"', '"Fer ries"'), "slug must be"),
        (FERRIES.replace('["ferry", "ferry line", "harbour board"]', '"ferry"'), "list of texts"),
        (FERRIES.replace('"Ferries"', "5"), "label must be text"),
    ],
)
def test_a_broken_list_is_an_error_that_names_the_topic(text: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        Vocabulary.load(text)
