"""Selection: places, budget, variety, and a reason for everything."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.models import OWN, Group, Item, Topic, TopicMatch
from briefing.newsroom.selection import (
    BRIEF_WORDS,
    LEAD_WORDS,
    OWN_STORIES,
    STORY_WORDS,
    Candidate,
    Plan,
    Selection,
    Why,
    select,
)

NOW = datetime(2026, 3, 4, 6, tzinfo=UTC)
PLAN = Plan(words=900, stories=7, briefs=6, moving=4, now=NOW, opens=NOW - timedelta(days=2))
WORDS = ("amber", "basalt", "cedar", "dune", "ember", "fjord", "grove", "heron", "islet", "kelp")


def item(number: int, outlet: str = "", **given: Any) -> Item:
    hours = given.pop("hours", 10)
    when = NOW - timedelta(hours=hours)
    name = outlet or f"Outlet {number}"
    title = given.pop("title", f"The {WORDS[number % 10]} of {number} is found at last")
    url = f"https://news.example/{number}"
    return Item(str(number), given.pop("source", name), name, url, title, when, when, **given)


def candidate(number: int, outlets: int = 1, **given: Any) -> Candidate:
    values = {"full_words": 60, "brief_words": 18}
    for name in ("full_words", "brief_words", "topics", "previous", "carried"):
        if name in given:
            values[name] = given.pop(name)
    items = tuple(item(100 * number + n, **given) for n in range(outlets))
    return Candidate(Group(items), **values)  # type: ignore[arg-type]  # a table of test values


def topic(name: str) -> tuple[TopicMatch, ...]:
    return (TopicMatch(Topic(f"t:{name}", name, name), 0.9),)


def placed(selection: Selection) -> list[Candidate]:
    lead = [selection.lead] if selection.lead else []
    choices = [*lead, *selection.stories, *selection.briefs, *selection.moving]
    return [choice.candidate for choice in choices]


def why(selection: Selection, wanted: Candidate) -> Why:
    return next(left.why for left in selection.left_out if left.candidate == wanted)


def test_the_lead_has_text_and_two_outlets() -> None:
    wordless, single, double = candidate(1, 4, full_words=0), candidate(2), candidate(3, 2)
    selection = select([wordless, single, double], PLAN)
    assert selection.lead is not None
    assert selection.lead.candidate == double
    assert [choice.candidate for choice in selection.briefs] == [wordless]
    assert "no sentence" in selection.briefs[0].reasons[0]


def test_without_two_outlets_the_best_with_text_leads() -> None:
    old, fresh = candidate(1, hours=40), candidate(2, hours=1)
    lead = select([old, fresh], PLAN).lead
    assert lead is not None
    assert lead.candidate == fresh


def test_a_reprint_is_no_second_outlet() -> None:
    title = "The amber room is found at last"
    reprint = candidate(1, 2, title=title)
    assert reprint.voices == 1
    assert candidate(2, 2).voices == 2


def test_a_continuing_thread_moves_unless_it_leads() -> None:
    going_on, new = candidate(1, 2, previous="2026-03-02"), candidate(2, 3)
    selection = select([going_on, new], PLAN)
    assert [choice.candidate for choice in selection.moving] == [going_on]
    assert selection.moving[0].reasons[0] == "continues from 2026-03-02"
    assert placed(select([going_on], PLAN)) == [going_on]
    assert select([going_on], PLAN).moving == ()


def test_a_roundup_never_leads_and_is_a_brief_at_most() -> None:
    roundup = candidate(1, 5, title="Island news round-up", hours=1)
    selection = select([roundup, candidate(2)], PLAN)
    assert selection.lead is not None
    assert selection.lead.candidate != roundup
    assert roundup not in [choice.candidate for choice in selection.stories]


def test_our_own_article_goes_first_among_equals() -> None:
    own = candidate(1, source=OWN)
    selection = select([candidate(2), own, candidate(3)], PLAN)
    assert selection.lead is not None
    assert selection.lead.candidate == own
    assert "an article of our own" in selection.lead.reasons


def test_our_own_articles_are_full_stories_two_of_them() -> None:
    own = [candidate(n, source=OWN, hours=40, topics=topic("arts")) for n in range(1, 5)]
    others = [candidate(n, 3, hours=1) for n in range(10, 20)]
    selection = select([*own, *others], PLAN)
    full = [choice.candidate for choice in selection.stories]
    assert sum(found in own for found in full) == OWN_STORIES
    assert "our own" in next(c.reasons[0] for c in selection.stories if c.candidate in own)
    wordless = candidate(30, source=OWN, full_words=0, brief_words=0)
    assert wordless not in placed(select([wordless, *others], PLAN))


def test_pictures_make_no_full_story() -> None:
    gallery = candidate(1, 2, title="Spring fair in pictures", hours=1)
    mixed = Candidate(
        Group((item(5, title="Bell fair in pictures"), item(6), item(7))), full_words=60
    )
    selection = select([gallery, mixed, candidate(8)], PLAN)
    assert [choice.candidate for choice in selection.briefs] == [gallery]
    assert mixed in [selection.lead.candidate] if selection.lead else False


def test_a_routine_notice_is_a_brief_when_there_is_room() -> None:
    notice = candidate(1, 3, title="Weather: mild and wet", hours=1)
    assert [c.candidate for c in select([notice, candidate(2)], PLAN).briefs] == [notice]
    crowd = [candidate(n, hours=30) for n in range(2, 20)]
    crowded = select([notice, *crowd], PLAN)
    assert notice not in placed(crowded)
    assert "a routine notice, and no room" in next(
        left.words for left in crowded.left_out if left.candidate == notice
    )


def test_three_outlets_with_headlines_alone_make_a_brief() -> None:
    three, two = (
        candidate(n, outlets, full_words=0, brief_words=0) for n, outlets in ((1, 3), (2, 2))
    )
    selection = select([three, two, candidate(3)], PLAN)
    assert [choice.candidate for choice in selection.briefs] == [three]
    assert why(selection, two) is Why.WEAK


def test_one_subject_has_one_place() -> None:
    sold = Candidate(
        Group(
            (
                item(1, title="Merrow ferry line sold to Averell and Pelham", hours=1),
                item(2, title="Averell and Pelham buy the ferry line to Merrow", hours=1),
            )
        ),
        full_words=60,
    )
    debate = candidate(7, title="Averell and Pelham debate who runs the Merrow ferry line")
    selection = select([sold, debate, *(candidate(n) for n in (20, 31, 42))], PLAN)
    assert why(selection, debate) is Why.DUPLICATE
    words = next(left.words for left in selection.left_out if left.candidate == debate)
    assert words == "close to “Merrow ferry line sold to Averell and Pelham”"


def test_of_what_may_be_one_event_one_is_printed() -> None:
    mark = "https://news.example/first"
    kin = [Candidate(Group((item(n),), kin=mark), full_words=60) for n in (1, 12)]
    selection = select([*kin, *(candidate(n) for n in (20, 31, 42))], PLAN)
    assert len([found for found in placed(selection) if found in kin]) == 1
    assert [left.why for left in selection.left_out if left.candidate in kin] == [Why.DUPLICATE]


def test_a_page_without_an_article_is_never_printed() -> None:
    page = candidate(1, 5, title="Page not found", hours=1)
    selection = select([page, candidate(2)], PLAN)
    assert why(selection, page) is Why.FORM


def test_a_weak_candidate_is_told_so_in_plain_words() -> None:
    dull = candidate(1, hours=44, full_words=0, previous="2026-03-02")
    selection = select([dull, candidate(2)], PLAN)
    words = next(left.words for left in selection.left_out if left.candidate == dull)
    assert words == (
        "too weak: one outlet, 44 hours old, little beside what the edition of 2026-03-02 had,"
        " no sentence that can be printed"
    )


def test_three_full_stories_of_a_topic_are_enough() -> None:
    many = [candidate(n, topics=topic("sport")) for n in range(6)]
    other = candidate(9, hours=30, topics=topic("arts"))
    selection = select([*many, other], PLAN)
    full = [choice.candidate for choice in selection.stories]
    assert other in full
    assert len(full) == 3
    assert any("topic" in choice.reasons[0] for choice in selection.briefs)


def test_no_outlet_comes_first_in_more_than_half_of_the_places() -> None:
    loud = [candidate(n, outlet="Loud") for n in range(20)]
    others = [candidate(n, hours=30) for n in range(20, 28)]
    selection = select([*loud, *others], PLAN)
    first = [found.group.items[0].outlet for found in placed(selection)]
    assert first.count("Loud") <= len(first) / 2
    few = select([*loud, *others[:2]], PLAN)
    assert len(placed(few)) == 6
    assert {left.why for left in few.left_out} == {Why.VARIETY}


def test_a_single_outlet_may_fill_an_edition() -> None:
    selection = select([candidate(n, outlet="Only") for n in range(20)], PLAN)
    assert len(placed(selection)) >= PLAN.stories


def test_what_is_left_out_says_why() -> None:
    stale = candidate(1, hours=60)
    waited = candidate(2, hours=60, carried=2)
    dull = candidate(3, hours=47, full_words=0)
    empty = candidate(4, full_words=0, brief_words=0)
    twin = candidate(5, hours=20, title="The lost bell of Pelham is found")
    copy = candidate(6, hours=22, title="The lost bell of Pelham is found")
    selection = select([stale, waited, dull, empty, twin, copy, candidate(7, 2)], PLAN)
    assert why(selection, stale) is Why.TOO_OLD
    assert why(selection, waited) is Why.TOO_OLD
    assert why(selection, dull) is Why.WEAK
    assert why(selection, empty) is Why.WEAK
    assert why(selection, copy) is Why.DUPLICATE
    assert twin in placed(selection)


def test_what_did_not_fit_waits_once() -> None:
    plan = Plan(words=100, stories=1, briefs=0, moving=0, now=NOW, opens=PLAN.opens)
    fresh, waited = candidate(2), candidate(3, hours=60, carried=1)
    selection = select([candidate(1, 3), fresh, waited], plan)
    waits = {left.candidate.key: left.carry for left in selection.left_out}
    assert waits == {fresh.key: True, waited.key: False}
    assert all(left.why is Why.NO_ROOM for left in selection.left_out)


def test_nothing_gives_an_empty_edition() -> None:
    assert select([], PLAN) == Selection()


CANDIDATES = st.lists(
    st.builds(
        lambda number, outlets, hours, words, previous, name: candidate(
            number,
            outlets,
            hours=hours,
            full_words=words,
            previous=previous,
            topics=topic(name),
        ),
        st.integers(0, 10_000),
        st.integers(1, 4),
        st.integers(0, 70),
        st.sampled_from([0, 30, 75, 200]),
        st.sampled_from([None, "2026-03-02"]),
        st.sampled_from(["politics", "sport", "arts"]),
    ),
    max_size=30,
    unique_by=lambda found: found.key,
)


@given(CANDIDATES, st.integers(0, 1200), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_everything_has_one_place_within_the_budget_whatever_the_order(
    candidates: list[Candidate], words: int, rng: random.Random
) -> None:
    plan = Plan(words=words, stories=5, briefs=4, moving=2, now=NOW, opens=PLAN.opens)
    selection = select(candidates, plan)
    assert select(rng.sample(candidates, len(candidates)), plan) == selection
    everything = placed(selection) + [left.candidate for left in selection.left_out]
    assert sorted(c.key for c in everything) == sorted(c.key for c in candidates)
    assert len(selection.stories) + bool(selection.lead) <= 5
    assert len(selection.briefs) <= 4
    assert len(selection.moving) <= 2
    full = [*selection.stories, *selection.moving]
    used = sum(min(STORY_WORDS, choice.candidate.full_words) for choice in full)
    used += sum(min(BRIEF_WORDS, choice.candidate.brief_words) for choice in selection.briefs)
    lead = selection.lead
    if lead:
        used += min(LEAD_WORDS, 2 * lead.candidate.full_words)
    assert used <= max(words, LEAD_WORDS)
    assert all(choice.reasons for choice in (*full, *selection.briefs))
