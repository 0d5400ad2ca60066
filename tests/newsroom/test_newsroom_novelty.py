"""What a sentence brings beside printed ones.  All sentences are ours."""

import pytest

from briefing.newsroom.novelty import Novelty, says_again
from briefing.newsroom.terms import tokens
from briefing.newsroom.vectors import Vectors

PRINTED = "Ferry crews voted by 81 per cent to strike over night shifts in Dover on Sunday."


def novelty(*sentences: str) -> Novelty:
    """Look at sentences each of which is of an item of its own."""
    vectors = Vectors.of([tokens(sentence) for sentence in sentences])
    return Novelty.of(vectors, [str(number) for number in range(len(sentences))])


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Crews voted to strike.", True),
        ("Night shifts are why crews voted to strike.", True),
        ("The strike was backed by 81 per cent, the union said.", True),
        ("The firm offers a rise of 3 per cent.", False),
        ("The strike would be the first since 1998, and 12 boats would stay in port.", False),
        ("Passengers will have to take the bridge.", False),
    ],
)
def test_is_told(sentence: str, told: bool) -> None:
    assert novelty(PRINTED, sentence).is_told([0])[1] == told


def test_two_printed_sentences_tell_together_what_neither_tells_alone() -> None:
    known = ("The harbour closes at noon.", "Captain Hale sails on Monday.")
    third = "Captain Hale, the harbour and a red bus."
    assert novelty(*known, third).told([0, 1])[2] > novelty(*known, third).told([0])[2]


def test_fuller() -> None:
    found = novelty("Crews voted to strike.", PRINTED, "A storm came up.")
    assert found.fuller(0) == [1]
    assert found.fuller(1) == []


def test_without_terms_nothing_is_told() -> None:
    assert novelty("It is.", PRINTED).told([1]).tolist() == [0, 1]


STORY = (
    "Mayor Ann Hale met fishermen on Thursday and defended the new harbour fee.",
    "Mayor Ann Hale met angry fishermen on Thursday.",
    "Fishermen, furious and loud, heard Mayor Ann Hale on Thursday with folded arms and frowns.",
    "The fee will pay for a crane and a deeper harbour.",
    "A crane and a deeper harbour are what the towns will get for it.",
)


def test_other_colours_of_what_is_printed_are_told() -> None:
    found = novelty(*STORY)
    assert found.told([0])[2] < 0.5
    assert found.is_told([0]).tolist() == [True, True, True, False, False]


def test_what_is_told_in_other_colours_may_have_a_figure() -> None:
    counted = STORY[2].replace("with folded", "with nine folded")
    assert not novelty(*STORY[:2], counted, *STORY[3:]).is_told([0])[2]


def test_fresh_is_what_others_tell_too_and_nobody_has_told_yet() -> None:
    found = novelty(*STORY, "A gull screamed.")
    _, again, colour, crane, deeper, gull = found.fresh([0])
    assert again == colour == gull == 0
    assert min(crane, deeper) > 0


def test_the_headline_has_told_its_part() -> None:
    vectors = Vectors.of([tokens(sentence) for sentence in STORY])
    named = Novelty.of(vectors, list("12345"), tokens("A crane and a deeper harbour"))
    assert named.fresh([0])[3] == 0


@pytest.mark.parametrize(
    ("sentence", "again"),
    [
        ("The mine at Brack reopened on Tuesday after a flood.", True),
        ("After a flood the mine at Brack reopened Tuesday.", True),
        ("The mine at Brack reopened.", True),
        ("The mine at Brack reopened on Tuesday after a flood that killed 3 men.", False),
        ("In 2024 the mine at Brack reopened after a flood.", False),
        ("Pumps had run there for eleven weeks.", False),
    ],
)
def test_what_earlier_editions_said(sentence: str, again: bool) -> None:
    told = ["The mine at Brack reopened on Tuesday after a flood.", "A choir sang in Pelham."]
    assert says_again(tokens(sentence), [tokens(one) for one in told]) is again
