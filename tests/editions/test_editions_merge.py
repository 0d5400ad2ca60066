"""A proposal made again meets what its editor did to the file."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.editions.markdown import parse
from briefing.editions.merge import Merged, merge, parts

HEAD = "Title: {title}\nNumber: 7\nStatus: draft\n"
FERRY = "## The ferry sails {#ferry}\nIt sails on Monday. [Post](https://post.example/1)\n"
FERRY_LATER = "## The ferry sails {#ferry}\nIt sails on Tuesday. [Post](https://post.example/2)\n"
MINE = "## The mine reopens {#mine}\nMiners go back. [Wire](https://wire.example/1)\n"
SCHOOL = "## A school closes {#school}\nPupils move. [Wire](https://wire.example/2)\n"


def edition(*blocks: str, title: str = "The ferry sails") -> str:
    """Lay an edition out as the program renders it."""
    return HEAD.format(title=title) + "".join(f"\n{block}" for block in blocks)


BASE = edition(f"# Lead\n{FERRY}", f"# Business\n{MINE}")


def swap(old: str, new: str) -> Callable[[str], str]:
    """Return an editor who replaces some words."""

    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return edit


CASES: dict[str, tuple[Callable[[str], str], str, str]] = {
    "a story that the editor left alone follows the proposal": (
        swap("Miners go back.", "Miners go back to work."),
        edition(f"# Lead\n{FERRY_LATER}", f"# Business\n{MINE}"),
        edition(
            f"# Lead\n{FERRY_LATER}",
            f"# Business\n{MINE}".replace("go back.", "go back to work."),
        ),
    ),
    "a story that is new comes in behind what it follows": (
        swap("The mine reopens", "Our mine reopens"),
        edition(f"# Lead\n{FERRY}", f"# Business\n{MINE}", SCHOOL),
        edition(f"# Lead\n{FERRY}", f"# Business\n{MINE}", SCHOOL).replace("The m", "Our m"),
    ),
    "a story that the editor took out stays out": (
        swap(f"\n# Business\n{MINE}", ""),
        edition(f"# Lead\n{FERRY_LATER}", f"# Business\n{MINE}"),
        edition(f"# Lead\n{FERRY_LATER}"),
    ),
    "a section that the proposal emptied does not come back over what moved": (
        swap("Number: 7", "Number: 8"),
        edition(f"# Lead\n{MINE}", f"# Still moving\n{FERRY}", SCHOOL),
        edition(f"# Lead\n{MINE}", f"# Still moving\n{FERRY}", SCHOOL).replace("er: 7", "er: 8"),
    ),
    "a section that holds what the editor keeps takes in nothing else": (
        swap("Miners go back.", "Miners go back to work."),
        edition(f"# Still moving\n{FERRY}", SCHOOL),
        edition(
            f"# Still moving\n{FERRY}",
            SCHOOL,
            f"# Business\n{MINE}".replace("go back.", "go back to work."),
        ),
    ),
    "a heading of the editor's takes in no story of the program's": (
        swap(f"\n# Business\n{MINE}", f"\n# Sea\n\n# Business\n{MINE}"),
        edition(f"# Lead\n{FERRY}", SCHOOL, f"# Business\n{MINE}"),
        edition(f"# Lead\n{FERRY}", SCHOOL, "# Sea\n", f"# Business\n{MINE}"),
    ),
    "a story that the proposal dropped goes, and its empty section": (
        swap("Number: 7", "Number: 8"),
        edition(f"# Lead\n{FERRY}"),
        edition(f"# Lead\n{FERRY}").replace("Number: 7", "Number: 8"),
    ),
    "a story that the editor worked on stays when the proposal drops it": (
        swap("Miners go back.", "Miners go back to work."),
        edition(f"# Lead\n{FERRY}"),
        BASE.replace("go back.", "go back to work."),
    ),
    "the order of the editor holds": (
        lambda _: edition(f"# Business\n{MINE}", f"# Lead\n{FERRY}"),
        edition(f"# Lead\n{FERRY_LATER}", f"# Business\n{MINE}", SCHOOL),
        edition(f"# Business\n{MINE}", SCHOOL, f"# Lead\n{FERRY_LATER}"),
    ),
    "a section and a story of the editor's own stay behind the section they were put behind": (
        lambda text: text + "\n# Notes\n## From our inbox\nA reader writes.\n",
        edition(f"# Lead\n{FERRY_LATER}", f"# Business\n{MINE}", SCHOOL),
        edition(f"# Lead\n{FERRY_LATER}", f"# Business\n{MINE}", SCHOOL)
        + "\n# Notes\n## From our inbox\nA reader writes.\n",
    ),
    "a story that was moved into a section of the editor's own stays there": (
        swap(f"# Business\n{MINE}", f"# Business\n# Notes\n{MINE}"),
        edition(f"# Lead\n{FERRY_LATER}", MINE, f"# Business\n{SCHOOL}"),
        edition(f"# Lead\n{FERRY_LATER}", f"# Business\n{SCHOOL}", f"# Notes\n{MINE}"),
    ),
    "the last story of a section stays where it was moved, and the section goes": (
        swap(f"\n# Business\n{MINE}", f"\n{MINE}"),
        edition(f"# Lead\n{FERRY_LATER}", f"# Schools\n{SCHOOL}", f"# Business\n{MINE}"),
        edition(f"# Lead\n{FERRY_LATER}", MINE, f"# Schools\n{SCHOOL}"),
    ),
    "a section that was renamed stays so": (
        swap("# Business", "# Money"),
        edition(f"# Lead\n{FERRY_LATER}", f"# Schools\n{SCHOOL}", f"# Business\n{MINE}"),
        edition(f"# Lead\n{FERRY_LATER}", f"# Schools\n{SCHOOL}", f"# Money\n{MINE}"),
    ),
    "a story that was moved out of a section that went with it stays there": (
        lambda _: edition(f"# Schools\n{FERRY}", f"# Business\n{MINE}"),
        edition(f"# Lead\n{FERRY_LATER}", f"# Business\n{MINE}", f"# Schools\n{SCHOOL}"),
        edition(f"# Schools\n{SCHOOL}", FERRY_LATER, f"# Business\n{MINE}"),
    ),
    "a section that the editor has given another name takes what comes new": (
        swap("# Business", "# Money"),
        edition(f"# Lead\n{FERRY_LATER}", f"# Business\n{SCHOOL}", MINE),
        edition(f"# Lead\n{FERRY_LATER}", f"# Money\n{SCHOOL}", MINE),
    ),
    "a section that was taken out comes back with a new story": (
        swap(f"\n# Business\n{MINE}", ""),
        edition(f"# Lead\n{FERRY_LATER}", f"# Business\n{MINE}", SCHOOL),
        edition(f"# Lead\n{FERRY_LATER}", f"# Business\n{SCHOOL}"),
    ),
    "a heading that was taken out stays out": (
        swap("# Business\n", ""),
        edition(f"# Lead\n{FERRY_LATER}", f"# Business\n{MINE}", SCHOOL),
        edition(f"# Lead\n{FERRY_LATER}", MINE, SCHOOL),
    ),
    "an introduction stays": (
        swap("draft\n", "draft\n\nGood morning.\n"),
        edition(f"# Lead\n{FERRY_LATER}", f"# Business\n{MINE}"),
        edition("Good morning.\n", f"# Lead\n{FERRY_LATER}", f"# Business\n{MINE}"),
    ),
    "a line of metadata that the editor added stays": (
        swap("Status: draft", "Status: draft\nTranslator: Ada"),
        edition(f"# Lead\n{FERRY_LATER}", title="Ferry late"),
        edition(f"# Lead\n{FERRY_LATER}", title="Ferry late").replace(
            "draft", "draft\nTranslator: Ada"
        ),
    ),
    "white space is no change": (
        swap("Number: 7", "Number:  7"),
        edition(f"# Lead\n{FERRY_LATER}"),
        edition(f"# Lead\n{FERRY_LATER}").replace("Number: 7", "Number:  7"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_merge(name: str) -> None:
    edit, theirs, expected = CASES[name]
    merged = merge(BASE, edit(BASE), theirs)
    assert merged == Merged(expected)
    parse(merged.text)


def test_conflict_keeps_the_editor_and_shows_the_proposal() -> None:
    mine = BASE.replace("It sails on Monday.", "Nobody knows when.")
    merged = merge(BASE, mine, edition(f"# Lead\n{FERRY_LATER}", f"# Business\n{MINE}"))
    assert merged.text == mine
    [conflict] = merged.conflicts
    assert (conflict.kind, conflict.name) == ("story", "ferry")
    assert "It sails on Tuesday." in conflict.proposal


def test_both_made_the_same_change() -> None:
    both = BASE.replace("Monday", "Tuesday")
    assert merge(BASE, both, both) == Merged(both)


STORIES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(["one", "two", "three"])),
    unique_by=lambda story: story[0],
)


@st.composite
def editions(draw: st.DrawFn) -> str:
    """Editions of few threads, so that three of them have much in common."""
    blocks = []
    for name, words in draw(STORIES):
        section = f"# {draw(st.sampled_from(['Lead', 'World']))} {name}\n"
        blocks.append(
            f"{draw(st.sampled_from(['', section]))}## Head {name} {{#{name}}}\n{words}\n"
        )
    return edition(*blocks, title=draw(st.sampled_from(["x", "y"])))


@given(editions(), editions(), editions())
def test_laws(base: str, mine: str, theirs: str) -> None:
    assert merge(base, base, theirs).text == theirs
    assert merge(base, mine, base).text == mine
    assert merge(base, mine, mine).text == mine
    merged = merge(base, mine, theirs).text
    assert merge(theirs, merged, theirs).text == merged
    assert "".join(part.text for part in parts(merged)) == merged
    edited = {p.key: p.said for p in parts(mine)}.items() - {
        p.key: p.said for p in parts(base)
    }.items()
    assert edited <= {part.key: part.said for part in parts(merged)}.items()


def test_a_section_that_the_program_knows_is_no_new_name_for_another() -> None:
    """All that stood under a heading stands under another: was it moved, or is it a new name?"""
    mine = edition(f"# Arts\n{FERRY}", f"# Business\n{MINE}")
    later = edition(f"# Lead\n{SCHOOL}", f"# Health\n{FERRY_LATER}", f"# Business\n{MINE}")
    moved = merge(BASE, mine, later, usual=("Lead", "Arts")).text
    assert f"# Arts\n{FERRY_LATER}" in moved
    assert f"# Lead\n{SCHOOL}" in moved
    assert "# Health" not in moved
    named = merge(BASE, mine, later, usual=("Lead",)).text
    assert f"# Arts\n{SCHOOL}" in named
    assert f"# Health\n{FERRY_LATER}" in named
