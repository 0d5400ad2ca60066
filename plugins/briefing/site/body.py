"""An edition as semantic HTML without layout: for feeds and for themes that know no editions.

All addresses are absolute.  Passages are safe as they are (see ``editions.view``), every other text
is escaped by ``Markup.format``.
"""

from collections.abc import Iterator
from datetime import date

from markupsafe import Markup

from briefing.editions.view import EditionView, Passage, SectionView, StoryView
from briefing.settings import Settings
from briefing.site import project
from briefing.site.browse import paragraphs
from briefing.words import words_of

_JOIN, _LINES = Markup(" "), Markup("\n")


def edition_html(edition: EditionView, settings: Settings) -> Markup:
    """Return the whole edition: introduction, sections, stories with their sources."""
    parts = [_trusted(edition.intro_html)]
    for section in edition.sections:
        parts += _section(section, settings)
    return _LINES.join(part for part in parts if part)


def story_html(story: StoryView, settings: Settings) -> Markup:
    """Return a story without its headline."""
    text = (_paragraph(run, settings.language) for run in paragraphs(story.passages))
    return _LINES.join((*text, *_notes(story, settings)))


def _section(section: SectionView, settings: Settings) -> Iterator[Markup]:
    yield Markup("<h2>{}</h2>").format(words_of(settings).heading(section.title))
    yield _trusted(section.note_html)
    for story in section.stories:
        attributes = project.tongue(story.language, settings.language)
        yield Markup('<h3 id="{}"{}>{}</h3>').format(story.thread, attributes, story.headline)
        yield story_html(story, settings)


def _paragraph(passages: tuple[Passage, ...], home: str) -> Markup:
    if passages[0].block:
        return _trusted(passages[0].html)
    return Markup("<p>{}</p>").format(_JOIN.join(_sentence(each, home) for each in passages))


def _sentence(passage: Passage, home: str) -> Markup:
    words = _trusted(passage.html)
    if tongue := project.tongue(passage.language, home):
        words = Markup("<span{}>{}</span>").format(tongue, words)
    if not passage.url:
        return words
    return Markup('{} (<a href="{}">{}</a>)').format(words, passage.url, passage.outlet)


def _notes(story: StoryView, settings: Settings) -> Iterator[Markup]:
    t = words_of(settings)
    for one in story.corrections:
        yield Markup("<p><strong>{}</strong> {}: {}</p>").format(
            t("Corrected"), t.long_date(one.at), one.note
        )
    for article in story.own:
        yield Markup('<p>{} <a href="{}">{}</a></p>').format(
            t("From our own pages:"), article.url, article.name
        )
    if story.previous:
        yield Markup('<p>{} <a href="{}">{}</a></p>').format(
            t("Previously:"),
            project.absolute(settings, story.previous.path),
            t.weekday(date.fromisoformat(story.previous.day)),
        )


def _trusted(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - made by editions.assemble from the editor's own file
