"""The letter and its two printings: what they say, and that they say the same."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsletter_samples import EDITION, FERRY, MINE, ROOT, SETTINGS

from briefing.editions.view import EditionView, Passage, SectionView
from briefing.models import Origin
from briefing.newsletter import html, text
from briefing.newsletter.letter import PREHEADER, Letter, letter, shorten
from briefing.newsletter.prose import MARK, prose
from briefing.newsletter.text import wrap

TEMPLATES = ROOT / "theme/templates/newsletter"
HOME = "https://briefing.example.org"
HERE = f"{HOME}/editions/2026-11-23/#ferry"


class _Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.handlers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if tag == "a" and name == "href"]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


def links_of_html(page: str) -> set[str]:
    return {link for link in _Links(page).found if not link.startswith("#")}


def links_of_text(part: str) -> set[str]:
    return set(re.findall(r"(?m)^(?:\[\d+\] )?((?:https?://|mailto:)\S+)$", part))


def printed(edition: EditionView) -> tuple[str, str]:
    made = letter(edition, SETTINGS)
    return html.render(made, TEMPLATES), text.render(made, TEMPLATES)


def with_passage(passage: Passage) -> EditionView:
    story = replace(FERRY, passages=(passage,), outlets=(), own=(), previous=None)
    return replace(EDITION, sections=(SectionView("Lead", "lead", "lead", (story, MINE)),))


def test_the_parts_have_the_same_links() -> None:
    page, part = printed(EDITION)
    assert links_of_html(page) == links_of_text(part)
    assert all(link.startswith(("https://", "mailto:")) for link in links_of_html(page))


@given(st.text(max_size=150), st.sampled_from(["a", "p", "b", "img", "script", "li"]))
@settings(max_examples=60)
def test_whatever_a_passage_holds_the_parts_agree(words: str, tag: str) -> None:
    fragment = f'<{tag} href="https://x.example/?q={words}" src="x" onclick="y">{words}</{tag}>'
    passage = Passage(fragment, words, Origin.EDITOR, "http://x.example/plain", words)
    page, part = printed(with_passage(passage))
    assert links_of_html(page) == links_of_text(part)
    assert not _Links(page).handlers


def test_a_letter_in_words() -> None:
    _, part = printed(EDITION)
    assert part.startswith(
        "THE HARBOUR BRIEFING\n"
        "Three times a week: what moved along the coast\n"
        "No. 142 · Monday 23 November 2026 · 4 stories · 812 words · 4 minutes\n"
    )
    assert (
        "Three towns hold a vote on Sunday on whether to keep the ferry line that has\n"
        "joined them since 1911. The line carried 410,000 people last year, a tenth\n"
        "more than the year before. (Harbour Post [2]) “Without the boat the school has\n"
        "to close,” said Mara Lindqvist, its head teacher. (Meridian Wire [3])\n"
        "\n"
        "Ballots close at 8 p.m. [4]\n"
        "Results on Monday\n"
        "\n"
        "Also reported by Old Port Gazette [5]\n"
        "From our own pages: A night on the last boat [6]\n"
        "Previously: Friday 20 November 2026 [7]\n"
        "\n"
        "[2] https://harbour.example/vote?a=1&amp=2&b=3\n"
    ) in part
    assert "\n\n\n" not in part
    assert "The next edition comes on Wednesday 25 November 2026.\n" in part


def test_an_address_has_one_number() -> None:
    _, part = printed(EDITION)
    noted = re.findall(r"(?m)^\[(\d+)\] (\S+)$", part)
    assert [int(number) for number, _ in noted] == list(range(1, len(noted) + 1))
    assert len({url for _, url in noted}) == len(noted)


@given(st.text(max_size=400), st.sampled_from(["", "    "]))
def test_wrapped_lines_are_short_unless_they_hold_an_address(words: str, indent: str) -> None:
    line = " ".join(words.split())
    assert all(len(each) <= 78 or "://" in line for each in wrap(line, indent).split("\n"))
    url = f"https://long.example/{'x' * 100}"
    assert url in wrap(f"{line} {url} {line}", indent)


def test_only_the_mail_has_what_only_mail_needs() -> None:
    made = letter(EDITION, SETTINGS)
    mail, page = (html.render(made, TEMPLATES, browser=flag) for flag in (False, True))
    for mark in ("[if mso]", 'class="preheader"', "mso-hide", "cellpadding"):
        assert mark in mail
        assert mark not in page
    for both in ("prefers-color-scheme", "[data-ogsc]", "Unsubscribe", 'lang="en" dir="ltr"'):
        assert both in mail
        assert both in page
    assert "<main" in page
    assert f'rel="canonical" href="{HOME}/editions/2026-11-23/"' in page


def test_right_to_left() -> None:
    page, _ = printed(replace(EDITION, language="ar"))
    assert page.count('dir="rtl"') == 3


def test_contents_are_left_out_for_one_story() -> None:
    single = replace(EDITION, sections=EDITION.sections[:1])
    assert "In this edition" not in printed(single)[0]


@pytest.mark.parametrize(
    ("headlines", "expected"),
    [
        (("A", "B" * 30, "C" * 30), f"{'B' * 30} · {'C' * 30}"),
        (("A", "B", "C"), "B · C · Also: the mine reopens; a cold spring for growers."),
        (("A",), "Also: the mine reopens; a cold spring for growers."),
        (("A", "word " * 40, "C"), "word " * 24 + "word…"),
        (("A", "B" * 200), "B" * 129 + "…"),
    ],
)
def test_preheader(headlines: tuple[str, ...], expected: str) -> None:
    stories = tuple(
        replace(MINE, number=number, headline=headline)
        for number, headline in enumerate(headlines, start=1)
    )
    sections = (SectionView("Lead", "lead", "lead", stories),)
    made = letter(replace(EDITION, sections=sections), SETTINGS)
    assert made.preheader == expected
    assert PREHEADER[0] <= len(made.preheader) <= PREHEADER[1]


def test_shorten() -> None:
    whole = letter(EDITION, SETTINGS)
    short = shorten(whole, 2)
    assert [story.number for story in short.stories] == [1, 2]
    assert [story.number for story in short.contents] == [1, 2]
    assert [section.title for section in short.sections] == ["Lead", "Stories"]
    assert short.more == 2


def test_without_a_mail_address_readers_leave_where_they_came_in() -> None:
    made: Letter = letter(EDITION, replace(SETTINGS, mail_from="", mail_reply_to=""))
    assert made.unsubscribe_url == f"{HOME}/subscribe/"


@pytest.mark.parametrize(
    ("fragment", "markup", "words", "links"),
    [
        (
            'See <a href="/a/" class="x">this</a>.',
            f'See <a href="{HOME}/a/">this</a>.',
            f"See this{MARK}.",
            (f"{HOME}/a/",),
        ),
        ('<a href="http://x.example/">x</a>', f'<a href="{HERE}">x</a>', f"x{MARK}", (HERE,)),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>", "x", ()),
        ('<a href="{filename}a.md">x</a>', "<a>x</a>", "x", ()),
        (
            '<a href="mailto:a@b.example">x</a>',
            '<a href="mailto:a@b.example">x</a>',
            f"x{MARK}",
            ("mailto:a@b.example",),
        ),
        ('<a href="mailto:a@b.example?bcc=c@d.example">x</a>', "<a>x</a>", "x", ()),
        ("<p>a &amp; b</p><p>c<br>d</p>", "<p>a &amp; b</p><p>c<br>d</p>", "a & b\nc\nd", ()),
        (
            '<a href="https://x.example/a\u2003b">x</a>',
            '<a href="https://x.example/a%E2%80%83b">x</a>',
            f"x{MARK}",
            ("https://x.example/a%E2%80%83b",),
        ),
        ('<img src="https://x.example/pixel.gif">', "", "", ()),
        ("<script>x</script><style>y</style>a\x00\x9b\ud800&#x1;&#xfdd0;", "a", "a", ()),
    ],
)
def test_prose(fragment: str, markup: str, words: str, links: tuple[str, ...]) -> None:
    made = prose(fragment, HOME, HERE)
    assert (str(made.html), made.text, made.links) == (markup, words, links)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _inverted(colour: str) -> str:
    return f"#{0xFFFFFF - int(colour[1:], 16):06x}"


@pytest.mark.parametrize(
    ("source", "paper"), [("edition.css", "#fdfbf6"), ("edition.html", "#1d1b19")]
)
def test_colours_can_be_read_as_they_are_and_inverted(source: str, paper: str) -> None:
    """Contrast of at least 4.5:1 (WCAG 2.2, 1.4.3), also in a client that inverts everything."""
    styles = (TEMPLATES / source).read_text("utf-8").replace(".preheader", "\n.preheader")
    lines = [line for line in styles.splitlines() if "preheader" not in line]
    colours = set(re.findall(r"[ {]color: (#[0-9a-f]{6})", "\n".join(lines)))
    assert len(colours) == 3
    for colour in colours:
        for ink, ground in ((colour, paper), (_inverted(colour), _inverted(paper))):
            dark, light = sorted((_luminance(ink), _luminance(ground)))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)
