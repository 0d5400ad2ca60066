"""The line that says where outlets differ on a number, on the page and in the feed."""

from dataclasses import replace
from datetime import timedelta

from briefing.editions import record as records
from briefing.editions.differing import differing
from briefing.models import Claim, Disagreement, Sentence, digest
from conftest import FIRST, Build, a_record

SAID = {"Wire": "A fire killed 31 people.", "Harbour Post": "The fire killed 28 people."}


def disagreement() -> Disagreement:
    now = a_record().window.closes
    claims = (
        Claim(
            text.split()[-2],
            outlet,
            now - timedelta(hours=hours),
            Sentence(text, f"https://{hours}.example/fire", 0, len(text), digest(text)),
        )
        for hours, (outlet, text) in enumerate(SAID.items())
    )
    return Disagreement("killed", "", tuple(claims))


def test_it_is_printed_as_the_programs_own(build: Build) -> None:
    one = disagreement()
    record = a_record()
    story = replace(record.stories[0], disagreements=(one,))
    name = "editions/2026-01-26"
    site = build(
        {
            f"{name}.md": f"{FIRST}\n{differing(one)}\n",
            f"{name}.json": records.dumps(replace(record, day=name[-10:], stories=(story,))),
        }
    )
    assert site.status == 0, site.log
    link = '<a href="https://0.example/fire">Wire</a>'
    line = f"Outlets differ on how many people were killed: 31 {link}; 28 "
    page = site.text(f"{name}/index.html")
    assert f"<p>{line}" in page
    assert page.split(line)[1].split("</p>")[0].endswith("Harbour Post</a>.")
    assert "own finding" in page
    assert "own finding" not in site.text("editions/2026-01-28/index.html")
    feeds = [path for path in site.paths() if path.endswith(".xml")]
    assert any("Outlets differ" in site.text(path) for path in feeds)
