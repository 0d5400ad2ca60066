"""What the editor has decided, read and written."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.editions.decisions import PLACES, VERBS, Decision, Decisions, parse, render
from briefing.errors import ContentError
from briefing.models import Item

URL = "https://harbour.example/1"
NOW = datetime(2026, 1, 5, 6, tzinfo=UTC)


def item(title: str, url: str = URL) -> Item:
    return Item("1", "s", "Harbour Post", url, title, NOW, NOW)


def decided(*tables: str) -> Decisions:
    return parse("\n".join(f"[[decisions]]\n{table}" for table in tables))


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("", "one verb out of"),
        (f'drpo = "{URL}"', "one verb out of .*, not drpo"),
        ("drop = []", "what “drop” is about stands in quotation marks"),
        (f'drop = "{URL}"\npin = "{URL}"', "one verb out of"),
        (f'drop = "{URL}"\nplace = "lead"', "does not know place"),
        (f'move = "{URL}"', "also needs section"),
        ('hold = "ferry"', "also needs until"),
        ('hold = "ferry"\nuntil = "2026-01-07"', "until is a day"),
        ('drop = "no address"', "is about an item.s address, or .*, not “no address”"),
        (f'mute = "{URL}"', "is about the thread of a story"),
        (f'join = ["{URL}", "{URL}"]', "a list of two or more"),
        ('join = ["ferry", "mine"]', "is about an item's address"),
        ("drop = 3", "stands in quotation marks"),
        ('pin = "ferry"\nplace = "cellar"', "place is one of lead, stories, briefs"),
    ],
)
def test_what_cannot_be_understood_is_named_with_its_line(table: str, says: str) -> None:
    with pytest.raises(ContentError, match=says) as caught:
        parse(f"# mine\n[[decisions]]\ndrop = 'a'\n\n[[decisions]]\n{table}\n", "d.toml")
    assert str(caught.value).startswith("d.toml, line 5:")


@pytest.mark.parametrize(
    ("text", "says"), [("[[decisions", "is not TOML"), ("x = 1", "begins with a line")]
)
def test_a_file_that_is_none(text: str, says: str) -> None:
    with pytest.raises(ContentError, match=says):
        parse(text)


def test_days() -> None:
    both = decided(
        'hold = "ferry"\nuntil = 2026-01-07', f'pin = "{URL}"\nplace = "lead"\nuntil = 2026-01-07'
    )
    on = {day: {one.verb for one in both.on(date(2026, 1, day)).all} for day in (5, 7, 9)}
    assert on == {5: {"hold", "pin"}, 7: {"pin"}, 9: set()}


@pytest.mark.parametrize(
    ("table", "title", "keeps_out"),
    [
        (f'drop = "{URL}"', "Ferry", True),
        ('drop = "ferry-vote"', "Ferry", True),
        ('drop = "https://harbour.example/2"', "Ferry", False),
        ('block = "horoscope"', "Your Horoscope today", True),
        ('block = "horoscope"', "Horoscopes", False),
        (f'hold = "{URL}"\nuntil = 2026-01-07', "Ferry", True),
    ],
)
def test_what_keeps_an_item_out(table: str, title: str, keeps_out: bool) -> None:
    found = decided(table).against(item(title), "ferry-vote")
    assert bool(found) == keeps_out


def test_merged_threads_go_on_under_the_first() -> None:
    both = decided('merge = ["ferry", "boat"]')
    assert (both.thread("boat"), both.thread("ferry"), both.thread("mine")) == (
        "ferry",
        "ferry",
        "mine",
    )


def test_a_headline_is_one_line() -> None:
    [one] = decided('retitle = "ferry"\ntitle = """a\nb"""').all
    assert one.value == "a b"


def test_words() -> None:
    [one] = decided('move = "ferry"\nsection = "Sea"\nnote = "not  politics"').all
    assert one.words == "the editor decided: move ferry (Sea) - not politics"


THREADS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
ADDRESSES = THREADS.map(lambda name: f"https://harbour.example/{name}")
NAMES = dict.fromkeys(("follow", "mute", "merge"), THREADS) | {
    "join": ADDRESSES,
    "split": ADDRESSES,
    "block": st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip),
}
LINE = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: " ".join(text.split()))


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    verb = draw(st.sampled_from(sorted(VERBS)))
    rule = VERBS[verb]
    names = NAMES.get(verb, THREADS | ADDRESSES)
    about = draw(st.lists(names, min_size=rule.fewest, max_size=3, unique=True))
    value = ""
    if verb == "pin":
        value = draw(st.sampled_from(("", *PLACES)))
    elif {"section", "title"} & set(rule.required):
        value = draw(LINE.filter(bool))
    until = draw(st.dates() if "until" in rule.required else st.none() | st.dates())
    return Decision(verb, tuple(about), value, until, draw(LINE))


@given(st.lists(decisions()))
def test_what_is_written_is_read_again(several: list[Decision]) -> None:
    assert parse("\n".join(map(render, several))).all == tuple(several)
