"""What readers see: the file has the last word, the record adds what it does not say."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from editions_samples import RECORD, SENTENCE, STORY

from briefing.editions import markdown
from briefing.editions.assemble import Stored, assemble, published
from briefing.editions.calendar import Calendar
from briefing.editions.record import dumps, loads
from briefing.editions.rendering import render
from briefing.editions.view import EditionView
from briefing.models import Correction, Origin, Record, Source
from briefing.settings import Settings

SETTINGS = Settings(root=Path(), site_url="https://briefing.example")
SOURCE = Source("https://harbour.example/feed", "Harbour Post", owner="A Trust", country="Merrow")


def stored(record: Record = RECORD, text: str | None = None) -> Stored:
    file = markdown.parse(text or render(record, ZoneInfo("UTC")))
    return Stored(date.fromisoformat(record.day), file, record)


def view(*editions: Stored) -> EditionView:
    return assemble(editions, SETTINGS, [SOURCE])[-1]


def test_the_record_enriches_the_file() -> None:
    edition = view(stored())
    (section,) = edition.sections
    (story,) = section.stories
    (passage,) = story.passages
    assert (section.kind, section.slug, story.number) == ("lead", "lead", 1)
    assert passage.origin is Origin.QUOTED
    assert (passage.outlet, passage.url) == ("Harbour Post", SENTENCE.url)
    assert (story.outlets[0].owner, story.outlets[0].country) == ("A Trust", "Merrow")
    assert [topic.slug for topic in story.topics] == ["politics"]
    assert edition.next_day == date(2026, 11, 25)
    assert (edition.words, edition.minutes) == (14, 1)
    assert edition.id == RECORD.id


def test_a_sentence_that_the_editor_changed_is_the_editors() -> None:
    text = render(RECORD, ZoneInfo("UTC")).replace("Three towns", "Four towns")
    (story,) = view(stored(text=text)).stories
    assert story.passages[0].origin is Origin.EDITOR


def test_a_sentence_under_another_address_is_not_quoted() -> None:
    text = render(RECORD, ZoneInfo("UTC")).replace("/vote)", "/other)")
    (story,) = view(stored(text=text)).stories
    assert story.passages[0].origin is Origin.EDITOR


def test_a_hand_written_edition_needs_no_record() -> None:
    file = markdown.parse("Title: By hand\n\nHello.\n\n# Lead\n## What is up\nOwn *words*.\n")
    edition = view(Stored(date(2026, 11, 25), file))
    (story,) = edition.stories
    assert (story.thread, story.passages[0].html) == ("what-is-up", "Own <em>words</em>.")
    assert edition.id == "tag:briefing.example,2026-11-25:editions/2026-11-25"
    assert edition.intro_html == "<p>Hello.</p>"
    assert edition.closed.isoformat() == "2026-11-25T06:00:00+00:00"


def test_headings_with_the_same_words_have_addresses_of_their_own() -> None:
    text = "Title: By hand\n\n# Today\n## Rain\nA.\n## Rain {#rain-2}\nB.\n# Today\n## Rain\nC.\n"
    edition = view(Stored(date(2026, 11, 25), markdown.parse(text)))
    assert [story.thread for story in edition.stories] == ["rain", "rain-2", "rain-3"]
    assert [story.number for story in edition.stories] == [1, 2, 3]
    assert [section.slug for section in edition.sections] == ["today", "today-2"]


def test_a_thread_knows_where_it_was_last() -> None:
    later = replace(RECORD, day="2026-11-25")
    first, second = assemble([stored(later), stored()], SETTINGS, [])
    assert next(first.stories).previous is None
    previous = next(second.stories).previous
    assert previous is not None
    assert (previous.day, previous.path) == ("2026-11-23", "editions/2026-11-23/")


def test_what_is_foreign_says_in_which_language_it_is() -> None:
    french = replace(STORY.items[0], title=STORY.headline, language="fr")
    record = replace(RECORD, stories=(replace(STORY, items=(french,)),))
    assert loads(dumps(record)) == record
    assert '"language": ""' not in dumps(RECORD)
    (story,) = view(stored(record)).stories
    assert (story.language, story.passages[0].language) == ("fr", "fr")
    text = render(record, ZoneInfo("UTC")).replace("Three towns", "Four towns")
    (story,) = view(stored(record, text)).stories
    assert story.passages[0].language == ""  # the editor's own words


def test_own_articles_are_linked_back() -> None:
    own = replace(STORY.items[0], own=True, source="A Pelican Briefing")
    story = replace(STORY, items=(own,))
    (seen,) = view(stored(replace(RECORD, stories=(story,)))).stories
    assert [(link.name, link.url) for link in seen.own] == [(own.title, own.url)]


def test_markdown_and_markup_of_a_feed_stay_text() -> None:
    said = replace(SENTENCE, text="<script>alert(1)</script> *x* {#y}")
    record = replace(RECORD, stories=(replace(STORY, sentences=(said,)),))
    (story,) = view(stored(record)).stories
    assert story.passages[0].html == "&lt;script&gt;alert(1)&lt;/script&gt; *x* {#y}"
    assert story.passages[0].text == said.text
    assert story.passages[0].origin is Origin.QUOTED


def test_the_correction_of_a_story_that_was_taken_out_is_shown() -> None:
    note = Correction(RECORD.window.closes, "ferry-vote", "No vote <was> held.")
    record = replace(RECORD, corrections=(note,))
    edition = view(
        stored(record, "Title: Harbour towns\n\n# Briefs\n## Mine {#mine}\nIt reopens.\n")
    )
    *_, last = edition.sections
    assert (last.title, last.kind) == ("Corrections", "note")
    assert "<time>2026-11-23</time>" in last.note_html
    assert f"{STORY.headline}</strong>: No vote &lt;was&gt; held." in last.note_html
    assert [section.title for section in view(stored(record)).sections] == ["Lead"]


def test_published_is_what_has_closed_and_is_no_draft() -> None:
    editions = tuple(
        Stored(date(2026, 1, day), markdown.parse(f"Title: A\nStatus: {status}\n"))
        for day, status in ((26, "draft"), (28, "published"), (30, "published"))
    )
    now = datetime(2026, 1, 28, 6, tzinfo=UTC)
    assert published(editions, Calendar.from_settings(SETTINGS), now) == editions[1:2]
