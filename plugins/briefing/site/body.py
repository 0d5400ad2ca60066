"""An edition as semantic HTML without layout: for feeds and for themes that know no editions.

All addresses are absolute.  Passages are safe as they are (see ``editions.view``), every other text
is escaped by ``Markup.format``.
"""

from collections.abc import Iterator

from markupsafe import Markup

from briefing.editions.view import EditionView, Passage, SectionView, StoryView
from briefing.settings import Settings
from briefing.site import project
from briefing.site.browse import paragraphs

_JOIN, _LINES = Markup(" "), Markup("\n")


def edition_html(edition: EditionView, settings: Settings) -> Markup:
    """Return the whole edition: introduction, sections, stories with their sources."""
    parts = [_trusted(edition.intro_html)]
    for section in edition.sections:
        parts += _section(section, settings)
    return _LINES.join(part for part in parts if part)


def story_html(story: StoryView, settings: Settings) -> Markup:
    """Return a story without its headline."""
    text = map(_paragraph, paragraphs(story.passages))
    return _LINES.join((*text, *_notes(story, settings)))


def _section(section: SectionView, settings: Settings) -> Iterator[Markup]:
    yield Markup("<h2>{}</h2>").format(section.title)
    yield _trusted(section.note_html)
    for story in section.stories:
        yield Markup('<h3 id="{}">{}</h3>').format(story.thread, story.headline)
        yield story_html(story, settings)


def _paragraph(passages: tuple[Passage, ...]) -> Markup:
    if passages[0].block:
        return _trusted(passages[0].html)
    return Markup("<p>{}</p>").format(_JOIN.join(map(_sentence, passages)))


def _sentence(passage: Passage) -> Markup:
    words = _trusted(passage.html)
    if not passage.url:
        return words
    return Markup('{} (<a href="{}">{}</a>)').format(words, passage.url, passage.outlet)


def _notes(story: StoryView, settings: Settings) -> Iterator[Markup]:
    for one in story.corrections:
        yield Markup("<p><strong>Corrected</strong> {}: {}</p>").format(
            project.long_date(one.at), one.note
        )
    for article in story.own:
        yield Markup('<p>From our own pages: <a href="{}">{}</a></p>').format(
            article.url, article.name
        )
    if story.previous:
        yield Markup('<p>Previously: <a href="{}">{}</a></p>').format(
            project.absolute(settings, story.previous.path), story.previous.weekday
        )


def _trusted(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - made by editions.assemble from the editor's own file
