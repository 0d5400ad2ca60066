"""JSON lines: what is handed in besides the lines takes part in the answers."""

import json
from collections.abc import Sequence

import numpy as np

from briefing import lines
from briefing.newsroom.semantic import WIDTH, Meanings
from briefing.newsroom.topics import Learned, Vocabulary

VOCABULARY = Vocabulary.load()
LEARNED = Learned(
    400,
    {"medtop:15000000": 50.0, "medtop:04000000": 50.0},
    {"petra": (3.0, {0: 40.0}), "varnholm": (3.0, {0: 40.0}), "orrin": (3.0, {1: 40.0})},
)


class Alike:
    """Takes all texts for the same."""

    def encode(self, texts: Sequence[str]) -> Meanings:
        return np.tile(np.eye(1, WIDTH, dtype=np.float32), (len(texts), 1))


def test_topics_know_what_was_learnt() -> None:
    asked = [json.dumps({"title": "Petra and Varnholm again"})]
    plain, taught = (
        json.loads(next(lines.topic_matches(asked, VOCABULARY, learned, everything=True)))["topics"]
        for learned in (None, LEARNED)
    )
    assert plain == []
    assert taught[0]["label"] == "Sport"
    assert taught[0]["confidence"] > taught[1]["confidence"] > 0


def test_groups_and_topics_go_by_the_meaning() -> None:
    titles = ("Ostvik ferry halted", "Ostvik boats cancelled", "Bakers count loaves in Kelbrook")
    asked = [json.dumps({"id": title, "title": title}) for title in titles]
    stories = [json.loads(answer)["story"] for answer in lines.groups(asked, Alike())]
    assert stories[0] == stories[1]
    found = next(lines.topic_matches(asked, VOCABULARY, None, Alike(), everything=True))
    names = {match["id"] for match in json.loads(found)["topics"]}
    assert names >= {topic.id for topic in VOCABULARY.broad}, "all of them mean the same"


def test_each_item_has_its_own_reason() -> None:
    titles = ("Ostvik ferry halted by ice", "Ice halts Ostvik ferry", "Ostvik ferry: ice to blame")
    every = enumerate((*titles, "Loaves counted"))
    asked = [json.dumps({"id": f"no. {number}", "title": title}) for number, title in every]
    *together, alone = map(json.loads, lines.groups(asked))
    assert {answer["story"] for answer in together} == {"no. 0"}
    for answer in together:
        (reason,) = answer["because"]
        assert reason.startswith("with \u201c")
        assert "(no. " in reason, "without a source, an item is named by its id"
        assert f"({answer['id']})" not in reason, "the reason is another item"
    assert alone["because"] == []
