"""What the newsletter says, as values: made once, printed twice (HTML and plain text).

Both parts print exactly this, so that they carry the same information and the same addresses
(RFC 2046, 5.1.4).  ``html`` fields are safe to print as they are; all other text is plain.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from markupsafe import Markup

from briefing.editions.view import EditionView, Passage, Previous, SectionView, StoryView
from briefing.newsletter.addresses import unsubscribe_link
from briefing.newsletter.clean import fold
from briefing.newsletter.prose import Prose, prose, secure
from briefing.settings import Settings
from briefing.words import Words, direction, words_of

CONTENTS = 8
"""Lines of the contents list at the most."""
PREHEADER = (40, 130)


@dataclass(frozen=True, slots=True)
class Link:
    """A name and the absolute address behind it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences that follow each other and rest on the same source; an editor's have none."""

    prose: Prose
    source: Link | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs that are printed as one paragraph; a ``block`` brings its own tags."""

    runs: tuple[Run, ...]
    block: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """A story: ``further`` outlets reported it too, ``own`` are articles of our own."""

    number: int
    headline: str
    paragraphs: tuple[Paragraph, ...]
    further: tuple[Link, ...] = ()
    own: tuple[Link, ...] = ()
    previous: Link | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Stories under a title; ``kind`` as in ``SectionView``."""

    title: str
    kind: str
    note: Prose
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole newsletter.  ``more`` stories did not fit and are on the web only.

    ``words`` are for what the templates say themselves.
    """

    name: str
    tagline: str
    title: str
    preheader: str
    facts: tuple[str, ...]
    language: str
    direction: str
    intro: Prose
    contents: tuple[Story, ...]
    sections: tuple[Section, ...]
    browser_url: str
    edition_url: str
    subscribe_url: str
    unsubscribe_url: str
    next_day: str
    postal: str
    words: Words
    more: int = 0

    @property
    def stories(self) -> Iterator[Story]:
        """All stories in order."""
        return (story for section in self.sections for story in section.stories)


def letter(edition: EditionView, settings: Settings) -> Letter:
    """Make the letter of an edition.

    Raises:
        DeliveryError: the settings name an address that is none.
        ContentError: the words of the briefing's language cannot be read.
    """
    words = words_of(settings)
    home = settings.site_url.rstrip("/")
    web = f"{home}/{edition.path}"
    sections = tuple(_section(section, home, web, words) for section in edition.sections)
    stories = [story for section in sections for story in section.stories]
    facts = _facts(edition, len(stories), words)
    name = fold(settings.name)
    return Letter(
        name=name,
        tagline=fold(settings.tagline),
        title=fold(edition.title) or name,
        preheader=_preheader(edition, stories, facts),
        facts=facts,
        language=edition.language,
        direction=direction(edition.language),
        intro=prose(edition.intro_html, home, web),
        contents=tuple(stories[:CONTENTS]) if len(stories) > 1 else (),
        sections=sections,
        browser_url=f"{home}/newsletter/{edition.name}/",
        edition_url=web,
        subscribe_url=f"{home}/subscribe/",
        unsubscribe_url=unsubscribe_link(settings) or f"{home}/subscribe/",
        next_day=words.long_date(edition.next_day) if edition.next_day else "",
        postal=fold(settings.postal),
        words=words,
    )


def shorten(whole: Letter, keep: int) -> Letter:
    """Keep the first ``keep`` stories and count the others as ``more`` on the web."""
    kept = {story.number for story in list(whole.stories)[:keep]}
    sections = (
        replace(section, stories=tuple(s for s in section.stories if s.number in kept))
        for section in whole.sections
    )
    return replace(
        whole,
        contents=tuple(story for story in whole.contents if story.number in kept),
        sections=tuple(section for section in sections if section.stories),
        more=sum(1 for _ in whole.stories) - len(kept),
    )


def _section(section: SectionView, home: str, web: str, words: Words) -> Section:
    stories = tuple(_story(story, home, web, words) for story in section.stories)
    return Section(fold(section.title), section.kind, prose(section.note_html, home, web), stories)


def _story(story: StoryView, home: str, web: str, words: Words) -> Story:
    here = f"{web}#{story.thread}"
    cited = {passage.url for passage in story.passages}
    further = [outlet for outlet in story.outlets if outlet.url not in cited]
    return Story(
        number=story.number,
        headline=fold(story.headline),
        paragraphs=tuple(_paragraphs(story.passages, home, here)),
        further=tuple(Link(fold(each.name), secure(each.url, here)) for each in further),
        own=tuple(Link(fold(each.name), secure(each.url, here)) for each in story.own),
        previous=_previous(story.previous, home, story.thread, words) if story.previous else None,
    )


def _previous(previous: Previous, home: str, thread: str, words: Words) -> Link:
    name = words.long_date(date.fromisoformat(previous.day))
    return Link(name, f"{home}/{previous.path}#{thread}")


def _paragraphs(passages: Iterable[Passage], home: str, here: str) -> Iterator[Paragraph]:
    for block, group in groupby(passages, key=lambda passage: passage.block):
        if block:
            for passage in group:
                if (made := prose(passage.html, home, here)).text:
                    yield Paragraph((Run(made),), block=True)
        else:
            yield Paragraph(tuple(_runs(group, home, here)))


def _runs(passages: Iterable[Passage], home: str, here: str) -> Iterator[Run]:
    for (url, outlet), group in groupby(passages, key=lambda each: (each.url, each.outlet)):
        made = [prose(passage.html, home, here) for passage in group]
        joined = Prose(
            Markup(" ").join(each.html for each in made),
            " ".join(each.text for each in made),
            tuple(link for each in made for link in each.links),
        )
        yield Run(joined, Link(fold(outlet or "Source"), secure(url, here)) if url else None)


def _facts(edition: EditionView, stories: int, t: Words) -> tuple[str, ...]:
    number = () if edition.number is None else (t("No. {number}", number=edition.number),)
    counted = (
        t("{count} stories", count=stories),
        t("{count} words", count=edition.words),
        t("{count} minutes", count=edition.minutes),
    )
    return (*number, t.long_date(edition.day), *counted)


def _preheader(edition: EditionView, stories: list[Story], facts: tuple[str, ...]) -> str:
    """Return the second and third headline, filled up from what is at hand to 40 characters."""
    least, most = PREHEADER
    spare = [fold(edition.summary), *(s.headline for s in stories[3:]), *facts]
    text = " · ".join(story.headline for story in stories[1:3])
    while len(text) < least and spare:
        text = " · ".join(part for part in (text, spare.pop(0)) if part)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return f"{cut[: cut.rfind(' ', least)]}…" if " " in cut[least:] else f"{cut}…"
