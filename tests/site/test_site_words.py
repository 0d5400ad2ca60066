"""The words of the theme: every one in every catalog, dates and rhythms in the language."""

import ast
import os
import re
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from string import Formatter

import html5lib
import pytest
from markupsafe import Markup

from briefing.editions import record as records
from briefing.errors import ContentError
from briefing.models import (
    Record,
    RecordItem,
    RecordStory,
    Sentence,
    Window,
    digest,
    is_foreign,
)
from briefing.settings import Settings
from briefing.site import project
from briefing.words import _OFTEN, _RHYTHMS, _VERY_OFTEN, direction, rhythm, words_of

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "theme/words"
CATALOGS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
OTHERS = sorted(CATALOGS.keys() - {"en"})
SETTINGS = Settings(root=ROOT, tagline="on life")
SECTIONS = {"Lead", "Briefs", "Still moving", "Corrections"}
FRIDAY = date(2026, 1, 30)
_CALL = re.compile(r"""\bt\(\s*(?:"([^"]+)"|'([^']+)')""")


def asked_in_templates() -> set[str]:
    """Every text that a template asks ``t`` for."""
    texts = (path.read_text("utf-8") for path in (ROOT / "theme/templates").rglob("*.*"))
    return {double or single for text in texts for double, single in _CALL.findall(text)}


def asked_in_code() -> set[str]:
    """Every text that the code asks ``t`` for; those of the rhythms are picked from a table."""
    found = {text for pair in (*_RHYTHMS.values(), _OFTEN, _VERY_OFTEN) for text in pair}
    for room in ("words.py", "site/*.py", "newsletter/*.py"):
        for path in (ROOT / "plugins/briefing").glob(room):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                    first = node.args[0]
                    if node.func.id in ("t", "words", "self") and isinstance(first, ast.Constant):
                        found.add(str(first.value))
    return found


ASKED = asked_in_templates() | asked_in_code() | SECTIONS


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_catalog_has_every_word_and_no_other(language):
    assert sorted(ASKED - CATALOGS[language].keys()) == []
    assert sorted(CATALOGS[language].keys() - ASKED) == []


def test_english_has_the_plurals_alone():
    assert CATALOGS["en"].keys() == {text for text in ASKED if "count" in places(text)}


@pytest.mark.parametrize("language", sorted(CATALOGS))
def test_forms_are_those_of_the_language_and_keep_their_places(language):
    rule = words_of(replace(SETTINGS, language=language)).locale.plural_form
    for text, form in CATALOGS[language].items():
        forms = {"other": form} if isinstance(form, str) else form
        if isinstance(form, dict):
            assert forms.keys() == {*rule.tags, "other"}, text
        for each in forms.values():
            assert places(each) <= places(text), text
            assert places(text) - places(each) <= {"count"}, text  # "one story", "two stories"


@pytest.mark.parametrize(
    ("language", "long", "short", "weekday", "month"),
    [
        ("en", "Friday 30 January 2026", "30 January 2026", "Friday", "January 2026"),
        ("en-US", "Friday, January 30, 2026", "January 30, 2026", "Friday", "January 2026"),
        ("de", "Freitag, 30. Januar 2026", "30. Januar 2026", "Freitag", "Januar 2026"),
        ("zh", "2026年1月30日星期五", "2026年1月30日", "星期五", "2026年1月"),
        ("ar", "الجمعة، 30 يناير 2026", "30 يناير 2026", "الجمعة", "يناير 2026"),
        ("tlh", "Friday 30 January 2026", "30 January 2026", "Friday", "January 2026"),
    ],
)
def test_dates_are_written_as_the_language_does(language, long, short, weekday, month):
    t = words_of(replace(SETTINGS, language=language))
    assert (t.long_date(FRIDAY), t.short_date(FRIDAY)) == (long, short)
    assert (t.weekday(FRIDAY), t.month(FRIDAY)) == (weekday, month)


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("en", 1, "1 story"),
        ("en", 1234, "1,234 stories"),
        ("en-GB", 1, "1 story"),
        ("fr", 2, "2 stories"),
        ("de", 1, "1 Meldung"),
        ("de-AT", 3, "3 Meldungen"),
        ("zh", 3, "3 则报道"),
        ("ar", 2, "قصتان"),
        ("ar", 11, "11 قصة"),
    ],
)
def test_plural_forms(language, count, text):
    assert words_of(replace(SETTINGS, language=language))("{count} stories", count=count) == text


def test_html_in_a_place_makes_html_and_the_rest_is_escaped():
    t = words_of(SETTINGS)
    made = t("{outlet} & {mark}", outlet="<b>", mark=Markup("<i>x</i>"))
    assert isinstance(made, Markup)
    assert made == "&lt;b&gt; &amp; <i>x</i>"
    assert t("{a} & b", a="<b>") == "<b> & b"


@pytest.mark.parametrize(
    ("days", "hour", "often"),
    [
        ("mon", "06:00", "Once a week"),
        ("mon wed fri", "06:00", "Three times a week"),
        ("mon wed fri", "06:00, 17:00", "Several times a week"),
        ("mon tue wed thu fri sat sun", "06:00", "Every day"),
        ("mon tue wed thu fri sat sun", "06:00 12:00 18:00", "Several times a day"),
    ],
)
def test_how_often_comes_from_the_calendar(days, hour, often):
    settings = replace(SETTINGS, days=tuple(days.split()), hour=hour)
    assert rhythm(settings)[1] == often


def test_what_the_briefing_is():
    assert words_of(SETTINGS).update(SETTINGS) == "a triweekly update on life"
    bare = replace(SETTINGS, tagline="", days=("mon",))
    assert words_of(bare).update(bare) == "a weekly update"


def test_directions_and_foreign_words():
    assert [direction(tag) for tag in ("ar-EG", "he", "ur", "en", "", "!")] == ["rtl"] * 3 + [
        "ltr"
    ] * 3
    assert is_foreign("fr", "en")
    assert not any(is_foreign(tag, "en") for tag in ("en-GB", "", '" onload="x'))
    assert project.tongue("de", "en") == ' lang="de"'
    assert project.tongue("en", "ar") == ' lang="en" dir="ltr"'


def test_a_broken_catalog_is_named(tmp_path):
    (tmp_path / "theme/words").mkdir(parents=True)
    (tmp_path / "theme/words/en.toml").write_text("= no", "utf-8")
    with pytest.raises(ContentError, match=r"en\.toml"):
        words_of(Settings(root=tmp_path))


def a_french_record() -> str:
    """The record of the newest edition of the sample tree, its one item French."""
    url, closes = "https://wire.example/d", datetime(2026, 1, 30, 6, tzinfo=UTC)
    item = RecordItem(url, "Ferry line in doubt", "Wire", closes, language="fr")
    sentence = Sentence("It is in doubt.", url, 0, 15, digest("It is in doubt."))
    story = RecordStory("new", item.title, "Lead", (item,), (), 1.0, (), (sentence,))
    window = Window(closes - timedelta(days=2), closes)
    return records.dumps(Record("2026-01-30", 3, "tag:x,2026:3", "A", "", window, (story,)))


def test_a_page_from_right_to_left_marks_what_is_not(build):
    more = 'DEFAULT_LANG = "ar"\nBRIEFING_TAGLINE = "on life"\nBRIEFING_LOOK = "paper"\n'
    built = build({"editions/2026-01-30.json": a_french_record()}, more=more)
    assert built.status == 0, built.log
    page = built.page("index.html")
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    told = page.findall(".//*[@id='new']") + page.findall(".//p[@lang='fr']")
    assert [(each.get("lang"), each.get("dir")) for each in told] == [("fr", "ltr")] * 2
    assert page.find(".//header/p[@class='tagline']").text == "نشرة ثلاث مرات في الأسبوع on life"
    assert page.find(".//p[@class='topline']//time").text == "الجمعة، 30 يناير 2026"
    assert page.findall(".//link[@rel='stylesheet']")[1].get("href").endswith("looks/paper.css")
    html = html5lib.parseFragment(built.text("feeds/editions.rss.xml"))
    assert '<span lang="fr" dir="ltr">It is in doubt.</span>' in "".join(html.itertext())


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ('BRIEFING_LOOK = "none"', "BRIEFING_LOOK is one of paper"),
        ('BRIEFING_LOGO = "images/none.svg"', "no content/images/none.svg"),
    ],
)
def test_a_look_or_logo_that_is_not_there_stops_the_build(build, more, message):
    built = build(more=more)
    assert built.status != 0
    assert message in built.log


def test_a_logo_stands_for_the_name(build):
    logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    built = build({"images/logo.svg": logo}, more='BRIEFING_LOGO = "images/logo.svg"')
    picture = built.page("about/index.html").find(".//p[@class='name']/a/img")
    assert picture.get("src") == "/images/logo.svg"
    assert picture.get("alt") == "Meanwhile in Merrow"
    assert "images/logo.svg" in built.paths()


def colours(css: str) -> list[dict[str, str]]:
    """The named colours of a sheet: for light, for dark and for paper."""
    schemes = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    light, *others = [dict(re.findall(r"--(\w+): (#\w+);", scheme)) for scheme in schemes]
    return [light, *(light | other for other in others)]


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("sheet", ["briefing.css", "looks/paper.css"])
def test_every_look_can_be_read_in_every_scheme(sheet):
    schemes = colours((ROOT / "theme/static/css" / sheet).read_text("utf-8"))
    assert len(schemes) == 3
    for named in schemes:
        for text in ("ink", "soft", "accent"):
            for ground in ("paper", "tint"):
                pair = sorted((luminance(named[text]), luminance(named[ground])))
                assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (sheet, text, ground)


def test_a_look_is_made_of_variables_alone_and_all_are_explained():
    explained = (ROOT / "docs/theme.md").read_text("utf-8")
    known = re.findall(r"^  (--\w+):", (ROOT / "theme/static/css/briefing.css").read_text(), re.M)
    assert all(f"`{name}`" in explained for name in known)
    for path in (ROOT / "theme/static/css/looks").glob("*.css"):
        names = re.findall(r"^ +([\w-]+):", path.read_text("utf-8"), re.M)
        assert names, path
        assert set(names) <= {*known}, path


@pytest.mark.skipif("FLEX" not in os.environ, reason="FLEX names a folder with the theme Flex")
def test_flex_prints_the_rendering(build):
    built = build(THEME=os.environ["FLEX"], more='BRIEFING_LOOK = "paper"')
    assert built.status == 0, built.log
    text = built.text("editions/2026-01-28/index.html")
    assert '<h3 id="ferry-vote">' in text
    assert "<script>alert" not in text
    assert "topics/ferries/index.html" in built.paths()
