"""Tags for articles that have none: by the vocabulary and by what the archive has taught."""

import json

import pytest

from briefing.errors import ContentError
from briefing.shelf import read_learned

LEARNED = "topics.learned.json"
FEW = {"medtop:15000000": 50, "medtop:04000000": 50}
SPORT_WORDS = {"petra": [3.0, {"0": 40.0}], "varnholm": [3.0, {"0": 40.0}]}
BUSINESS_WORDS = {"kelbrook": [3.0, {"1": 40.0}], "orrin": [3.0, {"1": 40.0}]}
TAUGHT = json.dumps(
    {"format": 1, "items": 400, "topics": FEW, "terms": SPORT_WORDS | BUSINESS_WORDS}
)
ARTICLE = "Title: Petra Varnholm again\nDate: 2026-01-20\n\nPetra of Varnholm was there.\n"


def test_what_was_learnt_tags_an_article(build):
    taught = {"articles/petra.md": ARTICLE, LEARNED: TAUGHT}
    plain = build({"articles/petra.md": ARTICLE}, plugins=("topics",))
    built = build(taught, plugins=("topics",))
    assert plain.status == built.status == 0, built.log
    assert "topics/sport/index.html" in built.paths() - plain.paths()


def test_a_file_that_cannot_be_used_stops_the_build(build):
    built = build({LEARNED: "{"}, plugins=("topics",))
    assert built.status != 0
    assert LEARNED in built.log
    assert "learn again" in built.log


def test_the_error_names_the_file(tmp_path):
    path = tmp_path / LEARNED
    assert read_learned(path) is None
    for content in (b"[]", b"\xff"):
        path.write_bytes(content)
        with pytest.raises(ContentError, match=LEARNED):
            read_learned(path)
