"""What a sentence brings beside printed ones.  All sentences are ours."""

import pytest

from briefing.newsroom.novelty import Novelty, says_again
from briefing.newsroom.terms import tokens
from briefing.newsroom.vectors import Vectors

PRINTED = "Ferry crews voted by 81 per cent to strike over night shifts in Dover on Sunday."


def novelty(*sentences: str) -> Novelty:
    return Novelty.of(Vectors.of([tokens(sentence) for sentence in sentences]))


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
