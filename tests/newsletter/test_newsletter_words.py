"""The newsletter in the language of the briefing."""

from dataclasses import replace

import pytest
from newsletter_samples import EDITION, SETTINGS

from briefing.newsletter import compose, faults


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("In dieser Ausgabe", "Montag, 23. November 2026", "Abbestellen", "Zuvor:")),
        ("zh", ("本期内容", "2026年11月23日星期一", "退订", "此前")),
        ("ar", ("في هذا العدد", "الاثنين، 23 نوفمبر 2026", "إلغاء الاشتراك", "سابقًا:")),
    ],
)
def test_all_that_is_not_the_editions_is_in_the_language(language, words):
    made = compose(replace(EDITION, language=language), replace(SETTINGS, language=language))
    assert faults(made) == ()
    for part in (made.html, made.text):
        flat = " ".join(part.replace("&nbsp;", " ").split()).casefold()
        assert not [word for word in words if word.casefold() not in flat]
        for word in ("in this edition", "unsubscribe<", "no tracking", "previously"):
            assert word not in flat
