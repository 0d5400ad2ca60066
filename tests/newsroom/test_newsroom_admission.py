"""The editor's rules: who is let in, and what is said of the others."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import ContentError
from briefing.models import OWN, Item, Source
from briefing.newsroom.admission import REASON, Admission, admit
from briefing.newsroom.topics import Learned, Vocabulary

FEED = "https://a.example/f"
NOON = datetime(2026, 1, 28, 12, tzinfo=UTC)
VOCABULARY = Vocabulary.load()
LISBON = ZoneInfo("Europe/Lisbon")


def item(name: str, **more: Any) -> Item:
    values = {"title": name, "published": NOON, "first_seen": NOON, **more}
    return Item(name, values.pop("source", FEED), "A", f"https://a.example/{name}", **values)


def admitted(items: list[Item], zone: ZoneInfo = LISBON, **rules: Any) -> Admission:
    return admit(items, {FEED: Source(FEED, "A", **rules)}, VOCABULARY, zone)


def reason(of: Item, **rules: Any) -> str | None:
    """Return why an item is left out, None if it is in."""
    done = admitted([of], **rules)
    assert len(done.items) + len(done.left_out) == 1
    return done.left_out[0].reason.removeprefix(REASON) if done.left_out else None


STORM = {"title": "Storm Ragna\u2019s path", "categories": ("Weather & Sea",)}
WORDS: list[tuple[str, dict[str, Any], bool]] = [
    ("storm", STORM, True),
    ("RAGNA", STORM, True),
    ("storm  ragna", STORM, True),
    ("ragna's path", STORM, True),
    ("weather & sea", STORM, True),
    ("stor", STORM, False),
    ("orm", STORM, False),
    ("agna", STORM, False),
    ("c++", {"title": "Learning C++ at sea"}, True),
    ("c", {"title": "Learning C++ at sea"}, True),
    (".*", {"title": "Anything"}, False),
    ("stra\u00dfe", {"title": "DIE STRASSE"}, True),
    ("ferry", {"title": "A vote", "text": "The ferry line stays, say three towns."}, True),
    ("\u53f0\u98a8", {"title": "\u5f37\u3044\u53f0\u98a8\u304c\u63a5\u8fd1"}, True),
]


@pytest.mark.parametrize(("word", "told", "hit"), WORDS)
def test_words_are_found_whole_in_any_case(word: str, told: dict[str, Any], hit: bool) -> None:
    one = item("n", **told)
    assert reason(one, exclude=(word,)) == (f"exclude \u201c{word}\u201d" if hit else None)
    expected = None if hit else f"nothing of include \u201c{word}\u201d"
    assert reason(one, include=(word,)) == expected


def test_a_word_far_down_in_a_text_is_only_a_mention() -> None:
    told = "The council met in the old hall and spoke of money for a long time. " * 40
    assert reason(item("n", text=told + "Horoscope follows."), exclude=("horoscope",)) is None


def test_exclude_outweighs_include() -> None:
    one = item("n", **STORM)
    assert reason(one, include=("storm",), exclude=("ragna",)) == "exclude \u201cragna\u201d"


GAME = {
    "title": "Champions win cup final after penalty shoot-out",
    "text": "The football team won the cup final in the stadium. The striker scored twice and the "
    "coach praised the players of the league.",
    "categories": ("Sport",),
}


@pytest.mark.parametrize("name", ["sport", "Sport", "medtop:15000000"])
def test_a_topic_by_slug_label_or_id(name: str) -> None:
    rule = f"topic:{name}"
    assert reason(item("n", **GAME), exclude=(rule,)) == f"exclude \u201c{rule}\u201d"
    assert reason(item("n", **STORM), exclude=(rule,)) is None
    assert reason(item("n", **GAME), include=("Topic: sport",)) is None


def test_the_topic_of_the_source_is_not_asked() -> None:
    one = item("n", **GAME, topics=("economy",))
    assert reason(one, topic="economy", exclude=("topic:sport",)) is not None


def test_a_topic_that_there_is_not_is_an_error_even_without_items() -> None:
    with pytest.raises(ContentError, match=r"A: topic:sprot .*did you mean sport\?"):
        admitted([], exclude=("topic:sprot",))
    with pytest.raises(ContentError, match=r"A: topic:sprot .*did you mean sport\?"):
        admitted([], topic="sprot")


def test_an_editor_s_topic_is_below_another() -> None:
    own = Vocabulary.load(
        '[[topic]]\nid = "own:cup"\nlabel = "The Cup"\nslug = "cup"\nparent = "medtop:15000000"\n'
        'phrases = ["cup final", "penalty shoot-out"]\n'
    )
    one = item("n", **GAME)
    for rule in ("topic:The Cup", "topic:sport"):
        done = admit([one], {FEED: Source(FEED, "A", exclude=(rule,))}, own, LISBON)
        assert done.items == ()


def test_the_first_of_a_day_count() -> None:
    items = [item(f"{hour:02}", published=NOON - timedelta(hours=hour)) for hour in range(12)]
    done = admitted(items, cap=3)
    assert [one.id for one in done.items] == ["09", "10", "11"]
    assert {out.reason for out in done.left_out} == {REASON + "over the cap of 3 a day"}


def test_a_day_is_one_of_the_briefing_s_zone() -> None:
    late = [item(f"{hour}", published=NOON + timedelta(hours=hour)) for hour in (10, 11, 13)]
    assert len(admitted(late, cap=1).items) == 2
    assert len(admitted(late, ZoneInfo("Asia/Tokyo"), cap=1).items) == 1


def test_what_is_excluded_does_not_count() -> None:
    items = [item("a", title="Horoscope"), item("b"), item("c")]
    assert [i.id for i in admitted(items, cap=1, exclude=("horoscope",)).items] == ["b"]


def test_our_own_and_paused_sources() -> None:
    own = item("own", source=OWN)
    assert admitted([own], include=("nothing",), cap=1).items == (own,)
    assert reason(item("n"), paused=True) is None


@given(
    hours=st.lists(st.integers(0, 72), unique=True, max_size=30),
    cap=st.integers(1, 5),
    later=st.integers(0, 72),
)
def test_one_that_counted_counts_when_later_ones_come_in(
    hours: list[int], cap: int, later: int
) -> None:
    items = [item(f"{hour:02}", published=NOON + timedelta(hours=hour)) for hour in hours]
    early = [one for one in items if one.published <= NOON + timedelta(hours=later)]
    before, after = admitted(early, cap=cap), admitted(items[::-1], cap=cap)
    assert {one.id for one in before.items} <= {one.id for one in after.items}
    assert len(after.items) + len(after.left_out) == len(items)


def test_what_was_learnt_about_topics_counts() -> None:
    learned = Learned(
        400,
        {"medtop:15000000": 50.0, "medtop:04000000": 50.0},
        {"petra": (3.0, {0: 40.0}), "varnholm": (3.0, {0: 40.0}), "orrin": (3.0, {1: 40.0})},
    )
    sources = {FEED: Source(FEED, "A", exclude=("topic:sport",))}
    found = item("x", title="Petra and Varnholm again", text="Petra met Varnholm in Ostvik.")
    plain, taught = (
        admit([found], sources, VOCABULARY, LISBON, known).left_out for known in (None, learned)
    )
    assert plain == ()
    assert [out.reason for out in taught] == [f"{REASON}exclude \u201ctopic:sport\u201d"]
