"""Summaries of one item and of groups.  All texts are ours."""

import os
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.models import Item, Origin
from briefing.newsroom.language import word_count
from briefing.newsroom.summaries import lead, outline, summarise
from briefing.newsroom.trouble import verify

THEN = datetime(2026, 11, 20, 9, tzinfo=UTC)

ARTICLE = """DOVER (Harbour Post) - Three harbour towns will vote on Sunday on the ferry line.

The line carried 410,000 people last year, the port authority said.

It loses about two million a year.

“We cannot sail without the subsidy,” said Ann Hale, who runs the ferry line.

But the towns have argued about the subsidy for the ferry line since 2019.

Read more about the harbour here.

A second boat lies in the yard for repairs until March.

Bo Lind contributed to this report."""

RIVAL = """Voters in three harbour towns decide on Sunday whether the ferry line keeps its subsidy.

The ferry line needs two million a year from the towns, the port authority said.

She is said to be nervous.

Polling stations open at eight in the morning and close at six."""

THIRD = """By Cy Moss

The subsidy for the ferry line is in the hands of the voters of three harbour towns on Sunday.

The port authority expects a close result in the vote on the ferry line.

Shops along the quay depend on the passengers of the ferry."""


def item(text: str, number: int = 1, title: str = "", **more: object) -> Item:
    url, outlet = f"https://outlet{number}.example/ferry", f"Outlet {number}"
    made = Item(
        f"id-{number}", f"feed-{number}", outlet, url, title, THEN, THEN, text=text, language="en"
    )
    return replace(made, **more)  # type: ignore[arg-type]


def group() -> list[Item]:
    texts = (ARTICLE.replace("Harbour Post", "AP"), RIVAL, THIRD)
    return [item(text, number) for number, text in enumerate(texts)]


def texts(items: Sequence[Item], **budget: int) -> list[str]:
    return [one.text for one in summarise(items, **budget)]


def test_an_article_opens_with_its_lead_and_can_be_proved() -> None:
    own = item(ARTICLE, outlet="Harbour Post")
    said = summarise([own])
    assert said[0].text == "Three harbour towns will vote on Sunday on the ferry line."
    assert said[0].origin is Origin.TRIMMED
    assert all(verify(one, ARTICLE) and one.url == own.url for one in said)
    assert len(said) == 3
    assert sum(word_count(one.text) for one in said) <= 60


def test_no_furniture_and_nothing_that_hangs_in_the_air() -> None:
    shown = texts([item(ARTICLE)], sentences=9, words=500)
    assert not any("contributed" in one or "Read more" in one for one in shown)
    at = shown.index("It loses about two million a year.")
    assert shown[at - 1].startswith("The line carried 410,000 people")


def test_a_connective_goes_when_its_sentence_stands_alone() -> None:
    shown = texts([item(ARTICLE)], sentences=9, words=500)
    assert "But the towns have argued about the subsidy for the ferry line since 2019." in shown
    alone = ARTICLE.replace("“We cannot sail without the subsidy,”", "“We cannot sail,")
    assert "The towns have argued about the subsidy for the ferry line since 2019." in texts(
        [item(alone)], sentences=9, words=500
    )


@pytest.mark.parametrize(("sentences", "words"), [(1, 60), (2, 60), (3, 20), (3, 5), (9, 45)])
def test_budget(sentences: int, words: int) -> None:
    for items in ([item(ARTICLE)], group()):
        shown = texts(items, sentences=sentences, words=words)
        assert 1 <= len(shown) <= sentences
        assert len(shown) == 1 or sum(map(word_count, shown)) <= words


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Ferry", "", []),
        ("Ferry", "The towns vote on Sunday", ["The towns vote on Sunday"]),
        ("Towns vote on Sunday", "The towns vote on Sunday.", []),
        ("Ferry", "The towns vote on […]", ["The towns vote on…"]),
        ("Ferry", "He will vote on Sunday.", ["He will vote on Sunday."]),
        (
            "Ferry",
            "The towns vote on Sunday. It is about the ferry line. But few",
            ["The towns vote on Sunday.", "It is about the ferry line."],
        ),
    ],
)
def test_short_descriptions(title: str, text: str, expected: list[str]) -> None:
    assert texts([item(text, title=title)]) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "de",
            "Drei Orte stimmen am Sonntag ab. Es geht um die Fähre. Sie fährt seit 1950. "
            "Der Hafen zahlt mit. Viele sind dafür. Manche sind dagegen.",
            "Drei Orte stimmen am Sonntag ab.",
        ),
        (
            "ja",
            "三つの町が日曜日に投票する。フェリーの補助金が争点だ。結果は月曜日に出る。",
            "三つの町が日曜日に投票する。",
        ),
        (
            "ar",
            "تصوت ثلاث بلدات يوم الأحد على خط العبارة. هل تبقى؟ تقول الهيئة إنها تحتاج إلى الدعم.",
            "تصوت ثلاث بلدات يوم الأحد على خط العبارة.",
        ),
    ],
)
def test_other_languages_get_their_lead(language: str, text: str, expected: str) -> None:
    own = item(text, language=language)
    said = summarise([own], sentences=2)
    assert said[0].text == expected
    assert said == lead([own], sentences=2)
    assert all(verify(one, text) for one in said)


def test_unspaced_scripts_have_a_budget_too() -> None:
    own = item("三つの町が日曜日に投票する。補助金が争点になっている。結果は月曜日に出る。")
    assert len(texts([replace(own, language="ja")], words=14)) == 2


def test_a_group_hears_several_outlets_and_says_nothing_twice() -> None:
    said = summarise(group())
    assert len({one.url for one in said}) >= 2
    assert "ferry line" in said[0].text
    assert not any(one.text.startswith(("She ", "By Cy")) for one in said)
    same = [item(RIVAL, 1), item(RIVAL, 2), item(RIVAL, 3)]
    shown = texts(same)
    assert len(shown) == len(set(shown))


def test_a_group_never_repeats_a_headline() -> None:
    items = [*group(), item("", 9, title="Three harbour towns will vote Sunday on the ferry line")]
    assert not any(one.startswith("Three harbour towns will vote") for one in texts(items))


def test_a_group_opens_with_the_first_sentence_of_an_item() -> None:
    quoting = [item(f"“We are glad of the ferry,” said Ann Hale. {RIVAL}", n) for n in (1, 2)]
    assert texts([*quoting, item(THIRD, 5)])[0] == THIRD.splitlines()[2]


def test_full_text_goes_before_excerpts() -> None:
    short = item("Three harbour towns vote on the ferry on Sunday.", 1, excerpt=True)
    full = item("On Sunday three harbour towns vote on the ferry. The polls open at eight.", 2)
    assert texts([short, full]) == [
        "On Sunday three harbour towns vote on the ferry.",
        "The polls open at eight.",
    ]


def test_the_later_version_leads() -> None:
    old = item("Three towns vote on the old line.", 1)
    later = item("Three towns vote on the long line.", 2, published=THEN + timedelta(hours=1))
    assert texts([old, later]) == texts([later, old]) == ["Three towns vote on the long line."]


def test_each_further_sentence_brings_something_new() -> None:
    items = [
        item("Ferry crews at Hale Lines have voted by 81 per cent to strike.", 1),
        item(
            "Ferry crews at Hale Lines have voted by 81 per cent to strike over night shifts, "
            "their union said. The firm offers a rise of 3 per cent.",
            2,
        ),
        item("A strike is near: 81 per cent of ferry crews voted for it on Sunday in Dover.", 3),
    ]
    shown = texts(items, words=90)
    assert shown == [
        "Ferry crews at Hale Lines have voted by 81 per cent to strike over night shifts, "
        "their union said.",
        "The firm offers a rise of 3 per cent.",
    ]


def test_single_sentences_make_a_summary_that_opens_with_the_event() -> None:
    items = [
        item("Sailors in the south remember her kindness", 1, "South mourns Ann Hale"),
        item(
            "Friends share memories of Ann Hale, the ferry pioneer who died on Tuesday",
            2,
            "Tributes after ferry pioneer Ann Hale dies",
        ),
        item("Harbours lowered their flags at noon.", 3, "Ferry pioneer Ann Hale dies at 84"),
    ]
    shown = texts(items, headline="Ferry pioneer Ann Hale dies at 84")
    assert shown[0] == "Friends share memories of Ann Hale, the ferry pioneer who died on Tuesday"
    assert len(shown) == 3


def test_only_the_headline_shown_is_not_repeated() -> None:
    items = [
        item("The ferry line is saved.", 1, "Ferry line saved"),
        item("The subsidy stays until 2030, the towns decided.", 2, "Towns keep subsidy"),
    ]
    assert "The ferry line is saved." not in texts(items)
    assert "The ferry line is saved." in texts(items, headline="Towns keep subsidy")
    assert "The ferry line is saved." not in texts(items, headline="Ferry line saved")


def test_what_is_about_something_else_is_no_news() -> None:
    stray = "Lobsters blink."
    items = [*group(), item(f"{RIVAL} {stray}", 7)]
    assert stray not in texts(items, sentences=20, words=500)


def test_an_opening_pronoun_gives_way_to_a_sentence_that_stands() -> None:
    text = "It was a long night. " + RIVAL.replace("\n\n", " ")
    assert texts([item(text)])[0].startswith("Voters in three harbour towns")
    assert texts([item("It was a long night. He slept.")])[0] == "It was a long night."


TEASERS = [
    "Interested in the ferry line of the harbour towns?",
    "Here's what we know about the vote on the ferry line.",
    "We think the ferry line of the harbour towns is a joke.",
]


@pytest.mark.parametrize("teaser", TEASERS)
def test_a_group_neither_asks_nor_promises_nor_speaks_of_itself(teaser: str) -> None:
    items = [*group(), item(f"{teaser} {RIVAL}", 7)]
    assert teaser not in texts(items, sentences=20, words=500)


def test_an_article_opens_with_news_rather_than_with_a_promise_of_it() -> None:
    text = RIVAL.replace("\n\n", " ") + " Shops along the quay depend on the ferry."
    shown = texts([item(f"Here's what we know about the vote. {text}")])
    assert shown[0].startswith("Voters in three harbour towns")


def test_the_order_of_the_items_does_not_matter() -> None:
    items = group()
    expected = summarise(items)
    rng = random.Random(3)  # noqa: S311 - test data
    for _ in range(20):
        rng.shuffle(items)
        assert summarise(items) == expected


def test_the_hash_seed_does_not_matter() -> None:
    script = (
        "import test_newsroom_summaries as t; from briefing.newsroom.summaries import summarise;"
        "print(summarise(t.group()), summarise([t.item(t.ARTICLE)]))"
    )
    folder = os.path.dirname(__file__)  # noqa: PTH120 - for PYTHONPATH
    shown = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": folder},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(shown) == 1


lines = st.sampled_from(
    [*ARTICLE.splitlines(), *RIVAL.splitlines(), "He sank.", "And then it rained a lot.", "…", "“"]
)


@given(st.lists(st.lists(lines, max_size=8).map("\n".join), max_size=4))
def test_whatever_comes_is_proved_and_in_budget(bodies: list[str]) -> None:
    items = [item(body, number) for number, body in enumerate(bodies)]
    bodies_of = {one.url: one.text for one in items}
    said = summarise(items)
    assert all(verify(one, bodies_of[one.url]) for one in said)
    assert len(said) < 2 or sum(word_count(one.text) for one in said) <= 60


def test_what_earlier_editions_told_is_not_said_again() -> None:
    first = texts([item(ARTICLE)], sentences=2, words=60)
    later = summarise([item(ARTICLE)], sentences=2, words=60, told=first)
    assert later
    assert not {sentence.text for sentence in later} & set(first)


@pytest.mark.parametrize("items", [[item(ARTICLE)], group(), [item("")]])
def test_an_outline_is_about_as_long_as_the_summary(items: list[Item]) -> None:
    said = [word_count(text) for text in texts(items, sentences=3, words=60)]
    guess = outline(items, sentences=3, words=60)
    assert bool(guess) == bool(said)
    assert abs(sum(guess) - sum(said)) <= 20


@pytest.mark.parametrize("hours", [1, 30])
def test_of_two_numbers_the_newer_one_is_printed(hours: int) -> None:
    old = "At least 28 people were killed when a fire swept through a ferry terminal in Dover."
    new = "A fire at the ferry terminal in Dover killed 31 people on Sunday, officials said."
    later = THEN + timedelta(hours=hours)
    items = [item(old, 1), item(new, 2, published=later, first_seen=later)]
    assert texts(items, sentences=3, words=90) == [new]
    items = [item(new, 1), item(old, 2, published=later, first_seen=later)]
    assert texts(items, sentences=3, words=90) == [old]
