"""Hand-made editions, shared by the tests of this room."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from briefing.editions.view import (
    EditionView,
    Outlet,
    Passage,
    Previous,
    SectionView,
    StoryView,
)
from briefing.models import Origin
from briefing.settings import Settings

ROOT = Path(__file__).parents[2]
SETTINGS = Settings(
    root=ROOT,
    name="The Harbour Briefing",
    site_url="https://briefing.example.org",
    tagline="Three times a week: what moved along the coast",
    mail_from="desk@briefing.example.org",
    mail_reply_to="editor@briefing.example.org",
    postal="Harbour Briefing, 1 Quay Street, Saltmarsh",
)
ONE_CLICK = replace(SETTINGS, one_click="https://leave.example.org/u?t={token}&k=1")


def quoted(text: str, url: str, outlet: str) -> Passage:
    """A sentence of a source's."""
    return Passage(text, text, Origin.QUOTED, url, outlet)


FERRY = StoryView(
    number=1,
    thread="ferry-vote",
    headline="Harbour towns vote on the ferry line",
    passages=(
        quoted(
            "Three towns hold a vote on Sunday on whether to keep the ferry line that has joined "
            "them since 1911.",
            "https://harbour.example/vote?a=1&amp=2&b=3",
            "Harbour Post",
        ),
        quoted(
            "The line carried 410,000 people last year, a tenth more than the year before.",
            "https://harbour.example/vote?a=1&amp=2&b=3",
            "Harbour Post",
        ),
        quoted(
            "“Without the boat the school has to close,” said Mara Lindqvist, its head teacher.",
            "https://meridian.example/ferry",
            "Meridian Wire",
        ),
        Passage(
            '<ul>\n<li>Ballots close at <a href="/articles/ballot/">8 p.m.</a></li>\n'
            "<li>Results on Monday</li>\n</ul>",
            "Ballots close at 8 p.m. Results on Monday",
            Origin.EDITOR,
            block=True,
        ),
    ),
    outlets=(
        Outlet("Harbour Post", "https://harbour.example/vote?a=1&amp=2&b=3"),
        Outlet("Meridian Wire", "https://meridian.example/ferry"),
        Outlet("Old Port Gazette", "http://gazette.example/2026/ferry"),
    ),
    previous=Previous("2026-11-20", "editions/2026-11-20/"),
    own=(Outlet("A night on the last boat", "https://briefing.example.org/articles/last-boat/"),),
)
MINE = StoryView(
    number=2,
    thread="mine-reopens",
    headline="The slate mine reopens with 60 people and a lawsuit",
    passages=(
        quoted(
            "The slate mine above Corran takes up work in January with 60 people.",
            "https://valley.example/mine",
            "Valley Sentinel",
        ),
        quoted(
            "Two villages have gone to court over the dust.",
            "https://meridian.example/mine",
            "Meridian Wire",
        ),
    ),
)
SPRING = StoryView(
    number=3,
    thread="cold-spring",
    headline="A cold spring costs growers a third of the plums",
    passages=(
        quoted(
            "Growers expect a third fewer plums than in an ordinary year.",
            "https://orchard.example/plums",
            "Orchard Weekly",
        ),
    ),
)
LIGHTHOUSE = StoryView(
    number=4,
    thread="lighthouse",
    headline="The lighthouse at Skerry Point gets its third lamp in 180 years",
    passages=(
        quoted(
            "The new lamp draws 70 watts and can be seen from 18 miles out.",
            "https://harbour.example/lamp",
            "Harbour Post",
        ),
    ),
)
EDITION = EditionView(
    day=date(2026, 11, 23),
    number=142,
    id="tag:briefing.example.org,2026-11-23:editions/2026-11-23",
    title="Harbour towns vote on the ferry line",
    summary="Also: the mine reopens; a cold spring for growers.",
    status="published",
    closed=datetime(2026, 11, 23, 6, tzinfo=ZoneInfo("Europe/Oslo")),
    language="en",
    intro_html=(
        '<p>Good morning. Our <em>readers</em> asked: <a href="/pages/how/">how we work</a>.</p>'
    ),
    intro_text="Good morning. Our readers asked: how we work.",
    sections=(
        SectionView("Lead", "lead", "lead", (FERRY,)),
        SectionView("Stories", "stories", "stories", (MINE, SPRING)),
        SectionView("Briefs", "briefs", "briefs", (LIGHTHOUSE,), "<p>Short and sweet.</p>"),
    ),
    words=812,
    minutes=4,
    next_day=date(2026, 11, 25),
)


def grown(stories: int, sentences: int = 4) -> EditionView:
    """An edition with many stories, each with sentences of two outlets."""
    words = "The council of Saltmarsh put off its decision on the quay for the third time this year"
    made = tuple(
        StoryView(
            number=number,
            thread=f"story-{number}",
            headline=f"Council puts off decision number {number} on the quay",
            passages=tuple(
                quoted(
                    f"{words}, for reason {number}.{n}.",
                    f"https://paper{n % 2}.example/2026/11/23/council-quay-decision-{number}",
                    f"Paper {n % 2}",
                )
                for n in range(sentences)
            ),
        )
        for number in range(1, stories + 1)
    )
    return replace(
        EDITION,
        sections=(
            SectionView("Lead", "lead", "lead", made[:1]),
            SectionView("Stories", "stories", "stories", made[1:]),
        ),
    )
