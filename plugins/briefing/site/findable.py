"""What can be found on the site: documents for an index, filters, and names (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from briefing.articles import prose
from briefing.editions.view import EditionView
from briefing.newsroom.entities import found
from briefing.settings import Settings
from briefing.site.browse import Appearance, appearances
from briefing.site.seeds import authors_of
from briefing.words import words_of

RECENT = timedelta(weeks=13)
"""How far back from the newest edition names are looked for."""
NAMES, STORIES = 48, 6
"""How many names there are at the most, and how many stories under each."""
_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found: a story in its edition, an introduction, an article.

    ``path`` is a site path with a leading slash; ``place`` says where it stands.
    """

    path: str
    title: str
    text: str
    place: str
    year: str
    language: str
    topics: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facets:
    """All values that documents can be filtered by, sorted; years with the newest first."""

    topics: tuple[str, ...]
    outlets: tuple[str, ...]
    years: tuple[str, ...]

    @cached_property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """The lists by name, in a fixed order."""
        return {"topics": self.topics, "outlets": self.outlets, "years": self.years}


@dataclass(frozen=True, slots=True)
class Name:
    """A person, place or organisation, with the stories that name it, the newest first."""

    name: str
    stories: tuple[Appearance, ...]


def documents(
    editions: Iterable[EditionView], articles: Iterable[Any], settings: Settings
) -> tuple[Document, ...]:
    """Return what can be found: every story of every edition, introductions, our own articles."""
    found: list[Document] = []
    for edition in editions:
        if edition.intro_text:
            found.append(_introduction(edition, settings))
        found += (_story(each, settings) for each in appearances([edition]))
    own = (article for article in articles if not hasattr(article, "edition"))
    return tuple(found + [_article(each, settings) for each in own])


def facets(found: Iterable[Document]) -> Facets:
    """Gather the values of all documents."""
    every = tuple(found)
    return Facets(
        tuple(sorted({topic for each in every for topic in each.topics})),
        tuple(sorted({outlet for each in every for outlet in each.outlets})),
        tuple(sorted({each.year for each in every}, reverse=True)),
    )


def names(editions: Sequence[EditionView]) -> tuple[Name, ...]:
    """Return the names in several stories of the last weeks, in the order of the alphabet.

    What names are is known for English only (see ``newsroom.entities``).  A part of a longer name
    that is listed ("Marrack") is not listed again.
    """
    gathered: dict[str, dict[str, Appearance]] = {}
    since = editions[0].day - RECENT if editions else date.min
    recent = (edition for edition in editions if edition.day >= since)
    for each in appearances(e for e in recent if e.language.startswith(_ENGLISH)):
        for name in sorted(found(_text(each))):
            gathered.setdefault(name, {}).setdefault(each.story.thread, each)
    shared = [name for name, stories in gathered.items() if len(stories) > 1]
    whole = [name for name in shared if not any(_is_part(name, other) for other in shared)]
    most = sorted(whole, key=lambda name: (-len(gathered[name]), name))[:NAMES]
    return tuple(
        Name(name, tuple(gathered[name].values())[:STORIES])
        for name in sorted(most, key=str.casefold)
    )


def _is_part(name: str, whole: str) -> bool:
    return name != whole and f" {name} " in f" {whole} "


def _text(each: Appearance) -> str:
    return "\n".join(passage.text for passage in each.story.passages)


def _story(each: Appearance, settings: Settings) -> Document:
    outlets = (outlet.name for outlet in each.story.outlets)
    return Document(
        path=f"{settings.base_path}/{each.path}",
        title=each.story.headline,
        text=_text(each),
        place=_place(each.edition, settings),
        year=str(each.edition.day.year),
        language=each.edition.language,
        topics=tuple(dict.fromkeys(topic.label for topic in each.story.topics)),
        outlets=tuple(dict.fromkeys(outlets)),
    )


def _introduction(edition: EditionView, settings: Settings) -> Document:
    return Document(
        path=f"{settings.base_path}/{edition.path}",
        title=edition.title,
        text=edition.intro_text,
        place=_place(edition, settings),
        year=str(edition.day.year),
        language=edition.language,
    )


def _article(article: Any, settings: Settings) -> Document:
    authors = [author.name for author in authors_of(article)]
    when = words_of(settings).short_date(article.date)
    return Document(
        path=f"{settings.base_path}/{article.url}",
        title=str(article.title),
        text=prose(article._content),
        place=" · ".join([*authors, when]),
        year=str(article.date.year),
        language=article.lang,
        topics=tuple(tag.name for tag in getattr(article, "tags", ())),
        outlets=(settings.name,),
    )


def _place(edition: EditionView, settings: Settings) -> str:
    t = words_of(settings)
    number = t("No. {number}", number=edition.number) if edition.number else ""
    return " · ".join(filter(None, (number, t.long_date(edition.day))))
