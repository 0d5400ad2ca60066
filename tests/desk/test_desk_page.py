"""The desk's page: everything is on it, nothing of it is dangerous, and it says what changed."""

import json
import re
import shlex
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest

from briefing import desk
from briefing.cli import editor
from briefing.delivery import Ledger, State
from briefing.desk.changes import STATE
from briefing.desk.correcting import correct, seal_published
from briefing.desk.page import PAGE, DeskPage, gather, write_page
from briefing.editions.decisions import Decision
from briefing.models import (
    Fetched,
    FetchStatus,
    Item,
    ParsedFeed,
    ParseStatus,
    Source,
    SourceState,
    digest,
)
from briefing.settings import Settings
from briefing.store import Answer, Store

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)  # a Monday, an hour before closing
HOUR = timedelta(hours=1)
HOSTILE = "<script>alert(1)</script> \"><img src=x onerror=alert(1)> & 'quotes' $(touch x) `id`"
RTL = "\u202e\u05e9\u05dc\u05d5\u05dd \u0639\u0627\u0644\u0645"
OUTLETS = ("Harbour Post", "Meridian Wire", "Quay & Cargo")
STORIES = (
    (
        f"Ferry council of Skerrow votes on tariffs {HOSTILE}",
        "The ferry council of Skerrow voted for dearer crossings on Sunday. Islanders who hold a"
        " season card will go on paying the old price until the spring.",
    ),
    (
        f"Tungsten mine at Dunholt reopens {RTL}",
        "Miners went down the tungsten shaft at Dunholt for the first time since 1986. The owner"
        " promises ore for the smelter before next winter.",
    ),
    (
        "Seal pups counted at Sorrel beach",
        "Wardens with telescopes found 212 grey seal pups between the dunes of Sorrel. Storms had"
        " drowned a third of the litter a year ago.",
    ),
    (
        "Lighthouse keeper of Averell retires",
        "Agnes Crane has put out the lamp of Averell by hand for the last time after 41 years."
        " A relay in a grey box does her work from tonight.",
    ),
)
EARLIER = (
    (
        "Harvest of barley ends on Brannick",
        "Farmers of Brannick brought in the last barley before the rain. Maltsters had feared for"
        " the grain since a wet August.",
    ),
    (
        "Library of Castlemere opens a new wing",
        "Readers queued around the block when the library of Castlemere opened its glass wing. It"
        " holds 60,000 volumes and a room for chess.",
    ),
    (
        "Cup final moved to Holmsund stadium",
        "The football association moved the cup final to Holmsund, as turf was laid in the"
        " capital too late. Supporters of both clubs get free trains.",
    ),
)
LATE = (
    "Bridge at Hallin closed for repairs",
    "Engineers shut the iron bridge at Hallin when a diver saw cracks in a pillar. Lorries take"
    " the long road over the pass until Easter.",
)

Tree = ElementTree.Element


def source(number: int) -> Source:
    return Source(f"https://s{number}.example/feed", OUTLETS[number])


def item(number: int, told: tuple[str, str], hours: int, name: str) -> Item:
    url = f"https://s{number}.example/{name}?a='b'&c=$(d)"
    at, of, (title, text) = NOW - hours * HOUR, source(number), told
    return Item(digest(url), of.feed_url, of.title, url, title, at, at, text=text)


def items() -> Iterable[Item]:
    """The first story by three outlets, the second by two, the others by one each."""
    for at, told in enumerate(STORIES):
        for number in range(max(1, 3 - at)):
            yield item(number, told, 5 + at, f"story-{at}")


def earlier() -> Iterable[Item]:
    """What came out before the last edition."""
    return (item(at, told, 75 + at, f"early-{at}") for at, told in enumerate(EARLIER))


def fill(settings: Settings, found: Iterable[Item], **state: Any) -> None:
    """Store items as if their feeds had just brought them."""
    given = list(found)
    with Store.open(settings.database, settings.root) as store:
        for number in range(len(OUTLETS)):
            of = source(number)
            known = SourceState(of.feed_url, last_asked=NOW, last_success=NOW, **state)
            mine = tuple(one for one in given if one.source == of.feed_url)
            feed = ParsedFeed(ParseStatus.OK, items=mine)
            store.save_all([Answer(Fetched(of, FetchStatus.FETCHED), feed, known)], NOW)


def briefing_in(folder: Path) -> Settings:
    (folder / "content").mkdir()
    outlines = "".join(
        f'<outline type="rss" text="{name.replace("&", "&amp;")}"'
        f' xmlUrl="{source(number).feed_url}"/>'
        for number, name in enumerate(OUTLETS)
    )
    opml = f'<opml version="2.0"><head><title>x</title></head><body>{outlines}</body></opml>'
    (folder / "content/sources.opml").write_text(opml, encoding="utf-8")
    return Settings(root=folder, min_stories=2, now=NOW.isoformat(), days=("mon", "wed", "fri"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A briefing with three sources, nothing in its database."""
    return briefing_in(tmp_path)


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The same with a draft of the coming edition, after one that was published; do not touch."""
    settings = briefing_in(tmp_path_factory.mktemp("composed"))
    fill(settings, [*earlier(), *items()])
    desk.compose(at(settings, NOW - 24 * HOUR))
    desk.compose(settings, ahead=True)
    return settings


@pytest.fixture
def draft(composed: Settings, tmp_path: Path) -> Settings:
    """A copy of it."""
    shutil.copytree(composed.root, tmp_path, dirs_exist_ok=True)
    return replace(composed, root=tmp_path)


def at(settings: Settings, moment: datetime) -> Settings:
    return replace(settings, now=moment.isoformat())


def made(settings: Settings) -> tuple[DeskPage, Tree]:
    """Make the page; return what it shows and its tree."""
    page = gather(settings)
    return page, tree(write_page(settings, page))


def tree(path: Path) -> Tree:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    parsed: Tree = parser.parse(path.read_text(encoding="utf-8"))
    return parsed


def text_of(element: Tree | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def section(page: Tree, name: str) -> str:
    return text_of(page.find(f".//section[@aria-labelledby='{name}']"))


def commands(page: Tree) -> list[list[str]]:
    return [shlex.split(text_of(code)) for code in page.iter("code")]


def draft_file(settings: Settings) -> Path:
    return settings.path("content/editions/2026-11-23.md")


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_all_sections_are_there_in_order(draft: Settings) -> None:
    _, page = made(draft)
    order = ["needs", "next", "items", "groups", "decisions", "sources", "changes"]
    assert [head.get("id") for head in page.iter("h2")] == order
    assert [link.get("href") for link in page.findall(".//nav//a")] == [f"#{n}" for n in order]
    assert page.find(".//meta[@name='robots']").get("content") == "noindex"  # type: ignore[union-attr]


def test_it_shows_the_draft_with_its_stories(draft: Settings) -> None:
    gathered, page = made(draft)
    assert gathered.coming.is_written
    told = section(page, "next")
    for story in gathered.coming.stories.values():
        assert " ".join(story.headline.split()) in told
        assert story.thread in told
        assert f"score {story.score:.1f}" in told
    assert "draft" in told
    assert "Why 3 reports are one story" in told


def test_hostile_text_stays_text_and_nothing_is_loaded(draft: Settings) -> None:
    desk.decide(draft, Decision("block", (HOSTILE,), note=HOSTILE))
    _, page = made(draft)
    names = {element.tag for element in page.iter()}
    assert not names & {"script", "img", "iframe", "object", "link", "form", "base", "svg", "b"}
    for element in page.iter():
        assert not [name for name in element.attrib if name.startswith("on") or name == "src"]
        assert element.get("href", "#").startswith(("#", "https://"))
    style = text_of(page.find(".//style"))
    assert "url(" not in style
    assert "@import" not in style
    assert HOSTILE in text_of(page.find(".//body"))
    titles = [text_of(bdi) for bdi in page.iter("bdi")]
    assert any(RTL in title for title in titles)
    assert OUTLETS[2] in titles


def test_an_address_that_could_do_something_is_no_link(draft: Settings) -> None:
    path = draft_file(draft).with_suffix(".json")
    record = json.loads(path.read_text(encoding="utf-8"))
    record["left_out"].append({"url": "javascript:alert(1)", "reason": "too weak: one outlet"})
    path.write_text(json.dumps(record), encoding="utf-8")
    _, page = made(draft)
    assert "javascript:alert(1)" in section(page, "items")
    assert not [a for a in page.iter("a") if "javascript" in a.get("href", "")]


def test_commands_are_those_of_the_command_and_name_stories_and_reports(draft: Settings) -> None:
    gathered, page = made(draft)
    found = [words[2:] for words in commands(page) if words[:2] == ["briefing", "decide"]]
    parsed = [editor.decide.make_context("decide", words).params for words in found]
    about = [(one["verb"], one["what"]) for one in parsed]
    for thread in gathered.coming.stories:
        for verb in ("pin", "drop", "hold", "move", "retitle", "mute"):
            assert (verb, (thread,)) in about
    for story in gathered.coming.stories.values():
        urls = tuple(one.url for one in story.items)
        if len(urls) > 1:
            assert ("split", urls) in about
        assert {("split", (url, urls[0])) for url in urls[1:]} <= set(about)
    for one in parsed:
        desk.decide(draft, Decision(one["verb"], one["what"], one["section"] or one["title"] or ""))


def test_every_item_of_the_window_is_there_once(draft: Settings) -> None:
    late = item(1, LATE, 1, "late")
    fill(draft, [late])
    gathered, page = made(draft)
    found = [fate.url for pile in gathered.piles for fate in pile.fates]
    assert len(found) == len(set(found))
    assert set(found) == {one.url for one in (*items(), late)}
    piles = {pile.kind: [fate.url for fate in pile.fates] for pile in gathered.piles}
    assert piles["waiting"] == [late.url]
    assert len(piles["in"]) == 4
    assert len(piles["merged"]) == 3
    assert "Came in since: not weighed yet 1" in section(page, "items")


def test_what_the_editor_took_out_and_brought_in(draft: Settings) -> None:
    path = draft_file(draft)
    head, sep, _ = path.read_text(encoding="utf-8").partition("## Lighthouse")
    own = "## Ours {#ours}\nOur words. [Elsewhere](https://elsewhere.example/a)\n"
    path.write_text(head + own, encoding="utf-8")
    assert sep
    gathered, page = made(draft)
    piles = {pile.label: pile.fates for pile in gathered.piles}
    assert "Lighthouse keeper of Averell retires" in [
        fate.title for fate in piles["Taken out by the editor"]
    ]
    assert piles["In the edition"][-1].words == "brought in by the editor"
    assert "ours · yours".replace(" · ", " ") in section(page, "next")
    desk.compose(draft)
    again = {pile.label: pile.fates for pile in gather(draft).piles}
    assert again["Taken out by the editor"]


def test_a_proposal_is_written_nowhere(settings: Settings) -> None:
    fill(settings, items())
    before = everything(settings.root)
    gathered, page = made(settings)
    assert not gathered.coming.is_written
    assert len(gathered.coming.threads) == 4
    assert "a proposal, written nowhere yet" in section(page, "next")
    added = set(everything(settings.root)) - set(before)
    assert {str(path.relative_to(settings.root)) for path in added} == {PAGE, STATE}
    desk.compose(at(settings, NOW + HOUR))
    threads = re.findall(r"\{#([\w-]+)\}", draft_file(settings).read_text(encoding="utf-8"))
    assert set(threads) == gathered.coming.threads


def test_the_second_edition_of_a_day(draft: Settings) -> None:
    path = draft_file(draft)
    path.write_text(path.read_text(encoding="utf-8").replace("draft", "published", 1), "utf-8")
    twice = replace(at(draft, NOW + 3 * HOUR), hour="06:00, 17:00", min_stories=1)
    fill(twice, [item(1, LATE, -2, "late"), item(2, STORIES[2], -9, "not-out-yet")])
    gathered, _ = made(twice)
    assert gathered.coming.name == "2026-11-23-2"
    assert gathered.coming.view is not None
    assert gathered.coming.view.name == "2026-11-23-2"
    assert [fate.title for pile in gathered.piles for fate in pile.fates] == [LATE[0]]


def test_too_little_for_an_edition(settings: Settings) -> None:
    fill(settings, list(items())[:1])
    gathered, page = made(settings)
    assert "There is too little yet" in section(page, "next")
    assert [pile.label for pile in gathered.piles] == ["Waiting for an edition"]


def test_an_empty_briefing_has_a_page(settings: Settings) -> None:
    _, page = made(settings)
    assert "None has come in." in section(page, "items")


def test_a_clone_without_database_shows_what_the_files_say(draft: Settings) -> None:
    path = draft_file(draft).with_suffix(".json")
    record = json.loads(path.read_text(encoding="utf-8"))
    left = "https://s1.example/left"
    record["left_out"].append({"url": left, "reason": "better stories took the room"})
    path.write_text(json.dumps(record), encoding="utf-8")
    shutil.rmtree(draft.path("var"))
    _, page = made(draft)
    assert "Seal pups counted at Sorrel beach" in section(page, "next")
    assert left in section(page, "items")
    assert "never asked" in section(page, "sources")
    assert sorted(path.name for path in draft.path("var").rglob("*") if path.is_file()) == [
        "index.html",
        "state.json",
    ]


def test_the_same_again_is_the_same_to_the_byte(draft: Settings) -> None:
    made(draft)
    draft_file(draft).write_text(
        draft_file(draft).read_text(encoding="utf-8").replace("Seal pups", "Seals"), "utf-8"
    )
    made(draft)
    before = everything(draft.path("var/desk"))
    made(draft)
    assert everything(draft.path("var/desk")) == before


def test_what_changed_since_the_last_page(draft: Settings) -> None:
    _, page = made(draft)
    assert "This is the first page" in section(page, "changes")
    fill(draft, [item(2, LATE, 1, "late")])
    desk.decide(draft, Decision("drop", ("lighthouse-keeper-of-averell-retires",)))
    desk.compose(draft)
    gathered, page = made(draft)
    assert gathered.changes is not None
    stories = {(one.kind, one.title) for one in gathered.changes.stories}
    assert ("gone", "Lighthouse keeper of Averell retires") in stories
    assert ("new", LATE[0]) in stories
    moved = [one for one in gathered.changes.items if one.kind == "moved"]
    assert ("In the edition", "Decided by the editor") in {(one.before, one.after) for one in moved}
    assert "from “In the edition” to “Decided by the editor”" in section(page, "changes")


def test_stories_that_changed_places(draft: Settings) -> None:
    made(draft)
    path = draft_file(draft)
    text = path.read_text(encoding="utf-8")
    seals, keeper = (text[text.index(f"## {name}") :] for name in ("Seal", "Lighthouse"))
    first, second = sorted((seals, keeper), key=len, reverse=True)
    swapped = f"{text.removesuffix(first)}{second}\n{first.removesuffix(second)}"
    path.write_text(swapped, encoding="utf-8")
    changes = gather(draft).changes
    assert changes is not None
    assert [(one.kind, one.before[:5]) for one in changes.stories] == [("moved", "place")]


@pytest.mark.parametrize("state", ["", "[]", "{}", '{"shown": 1, "before": null}', "\x00"])
def test_a_broken_state_is_a_first_page(draft: Settings, state: str) -> None:
    made(draft)
    draft.path(STATE).write_text(state, encoding="utf-8")
    assert gather(draft).changes is None


def test_the_next_edition_is_another_one(draft: Settings) -> None:
    made(draft)
    path = draft_file(draft)
    path.write_text(path.read_text(encoding="utf-8").replace("draft", "published", 1), "utf-8")
    later = at(draft, NOW + 2 * HOUR)
    gathered, page = made(later)
    assert gathered.coming.name == "2026-11-25"
    assert "before, it showed that of 2026-11-23" in section(page, "changes")


def test_decisions_in_force_over_and_about_nothing(draft: Settings) -> None:
    day = datetime(2026, 11, 22).date()  # noqa: DTZ001  # a day of the calendar, no instant
    desk.decide(draft, Decision("pin", ("no-such-thread",), "briefs", note="a slip"))
    desk.decide(draft, Decision("drop", ("seal-pups-counted-at-sorrel-beach",), until=day))
    desk.decide(draft, Decision("block", ("horoscope",)))
    gathered, page = made(draft)
    assert [(one.decision.verb, one.holds, one.unknown) for one in gathered.rulings] == [
        ("block", True, ()),
        ("drop", False, ()),
        ("pin", True, ("no-such-thread",)),
    ]
    told = section(page, "decisions")
    assert "a slip nothing known by the name no-such-thread" in told
    assert "over since 2026-11-22" in told


def test_a_dropped_story_is_still_known(draft: Settings) -> None:
    desk.decide(draft, Decision("drop", ("seal-pups-counted-at-sorrel-beach",), note="enough"))
    desk.compose(draft)
    (ruling,) = gather(draft).rulings
    assert ruling.unknown == ()


def test_what_needs_the_editor(draft: Settings) -> None:
    path = draft_file(draft).with_suffix(".json")
    record = json.loads(path.read_text(encoding="utf-8"))
    thread = record["stories"][0]["thread"]
    proposal = "## Another <b>headline</b>\nAnother sentence."
    record["conflicts"] = [{"kind": "story", "name": thread, "proposal": proposal}]
    path.write_text(json.dumps(record), encoding="utf-8")
    fill(draft, [], failures=3, last_reason="It answered “500”.")
    gathered, page = made(draft)
    told = section(page, "needs")
    assert gathered.matters.count == 1 + len(OUTLETS)
    assert "Another <b>headline</b>" in told
    assert "The ferry council of Skerrow voted" in told
    assert ["briefing", "edition", "--keep", "2026-11-23"] in commands(page)
    assert "It answered “500”. (3 times in a row)" in told
    assert "has a new proposal" not in told  # what the gate says of it, too


def test_gate_corrections_seals_and_uncertain_mail(draft: Settings) -> None:
    day = "2026-11-20"
    (sealed,) = seal_published(draft)
    assert sealed == day
    path = draft.path(f"content/editions/{day}.md")
    text = path.read_text(encoding="utf-8")
    threads = re.findall(r"\{#([\w-]+)\}", text)
    correct(draft, day, threads[0], "It was barley & not wheat.")
    path.write_text(text.replace("Readers queued", "Some queued"), encoding="utf-8")
    draft_file(draft).write_text(
        draft_file(draft).read_text(encoding="utf-8") + "\n[Nowhere](nowhere)\n", encoding="utf-8"
    )
    with Ledger.open(draft.path("var/send.db")) as ledger:
        ledger.freeze(day, "x", ["a@example.org", "b@example.org"], NOW)
        ledger.claim(day, "a@example.org", NOW)
        ledger.recover(day, NOW)
        assert ledger.count(day, State.UNCERTAIN) == 1
    _, page = made(draft)
    told = section(page, "needs")
    assert "It was barley & not wheat." in told
    assert "1 reader may or may not have got it" in told
    assert "Error. The link “nowhere” leads nowhere" in told
    assert "Readers have another version: story library-of-castlemere-opens-a-new-wing" in told
    fix = ["briefing", "correct", day, "library-of-castlemere-opens-a-new-wing"]
    assert fix in commands(page)


def test_the_sources_and_how_they_are(draft: Settings) -> None:
    _, page = made(draft)
    rows = [[text_of(cell) for cell in row] for row in page.findall(".//tbody/tr")]
    assert [row[0] for row in rows] == list(OUTLETS)
    assert [row[1] for row in rows] == ["ok"] * 3
    assert rows[0][4] == "0 min ago"


def test_a_disk_that_does_not_take_it(draft: Settings) -> None:
    page = gather(draft)
    draft.path("var/desk").write_text("in the way", encoding="utf-8")
    with pytest.raises(Exception, match="could not be written"):
        write_page(draft, page)
