"""What is looked at before an edition is published: an ordered table of small checks.

An *error* keeps a published edition from being built by ``briefing publish``; a *note* is for the
editor to read.  What the program proposes by itself has no errors, so that a briefing without an
editor goes out.
"""

import difflib
import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from briefing.editions.assemble import Stored
from briefing.editions.seal import broken
from briefing.editions.view import EditionView, Passage, StoryView
from briefing.models import Origin
from briefing.newsroom.quotations import surplus

REACH = 25
"""Editions back in which a repeat is looked for."""

LONGEST_HEADLINE = 110
"""Characters; what a mail program shows of a subject is less, what it takes is not."""

NEARLY = 0.8
"""From this likeness on (difflib's ratio) a sentence was a quotation once, and is none now."""

_IMAGE = re.compile(r"<img\b[^>]*>", re.I)
_SRC = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_ALT = re.compile(r"""\balt\s*=\s*(?:"\s*[^"\s]|'\s*[^'\s])""", re.I)
_LINK = re.compile(r"""<a\b[^>]*\bhref\s*=\s*["']([^"']*)["']""", re.I)
_FOLLOWED = ("http://", "https://", "mailto:", "#", "/")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about an edition; ``where`` names the story, "" for the whole."""

    where: str
    words: str
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """An edition to look at, with what it is compared with.

    ``earlier`` are the editions before it, the newest first.  ``topics`` maps slug to label,
    ``is_tracked`` tells an address that follows its reader, ``missing`` what is wrong with that of
    a picture, in words, "" if nothing is.
    """

    stored: Stored
    view: EditionView
    earlier: tuple[EditionView, ...]
    topics: Mapping[str, str]
    words: int
    is_tracked: Callable[[str], bool]
    missing: Callable[[str], str] = lambda _src: ""

    @property
    def passages(self) -> Iterator[tuple[StoryView, Passage]]:
        """All passages with their stories."""
        return ((story, passage) for story in self.view.stories for passage in story.passages)

    @property
    def links(self) -> Iterator[tuple[str, str]]:
        """Headline and target of every link."""
        notes = [self.view.intro_html, *(section.note_html for section in self.view.sections)]
        yield from (("", link) for note in notes for link in _LINK.findall(note))
        for story, passage in self.passages:
            yield from ((story.headline, link) for link in _LINK.findall(passage.html))
            if passage.url:
                yield story.headline, passage.url


def check(case: Case) -> tuple[Finding, ...]:
    """Return what is to be said about an edition, errors first."""
    found = [finding for one in CHECKS for finding in one(case)]
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: not finding.is_error))


def _sealed(case: Case) -> Iterator[Finding]:
    day = case.view.name
    for what in broken(case.stored.text, case.stored.record):
        how = f"to change it, run “briefing correct {day} STORY”, else restore it from git."
        yield Finding("", f"It is published, and {what}: {how}")


def _empty(case: Case) -> Iterator[Finding]:
    if not any(case.view.stories):
        yield Finding("", "It has no story.")


def _conflicts(case: Case) -> Iterator[Finding]:
    for one in case.stored.record.conflicts if case.stored.record else ():
        yield Finding(
            "",
            f"The {one.kind} “{one.name}” has a new proposal besides your version: see the desk; "
            f"“briefing edition --keep {case.view.name}” keeps yours.",
        )


def _links(case: Case) -> Iterator[Finding]:
    for where, link in case.links:
        if not link.startswith(_FOLLOWED):
            yield Finding(where, f"The link “{link}” leads nowhere: write a whole address.")
        elif case.is_tracked(link):
            yield Finding(where, f"The link {link} follows its reader: take the tracking off.")


def _pictures(case: Case) -> Iterator[Finding]:
    texts = [("", case.view.intro_html), *(("", s.note_html) for s in case.view.sections)]
    texts += [(story.headline, passage.html) for story, passage in case.passages]
    for where, image in ((where, one) for where, text in texts for one in _IMAGE.findall(text)):
        if not _ALT.search(image):
            yield Finding(where, "A picture has no text for those who do not see it.")
        src = html.unescape("".join(next(iter(_SRC.findall(image)), ())))
        if wrong := case.missing(src):
            yield Finding(where, f"The picture “{src}”: {wrong}")


def _topics(case: Case) -> Iterator[Finding]:
    tags = case.stored.file.metadata.get("tags", "").split(",")
    names = [name for name in (tag.strip() for tag in tags) if name]
    known = {*case.topics, *(label.casefold() for label in case.topics.values())}
    for name in names:
        if name.casefold() not in known:
            near = difflib.get_close_matches(name.casefold(), sorted(known), n=1)
            hint = f"did you mean “{near[0]}”?" if near else "content/topics.toml takes new ones."
            yield Finding("", f"The topic “{name}” is not known: {hint}", is_error=bool(near))
    if not names:
        yield Finding("", "The edition has no topics.", is_error=False)


def _repeats(case: Case) -> Iterator[Finding]:
    told: dict[str, str] = {}
    for edition in reversed(case.earlier[:REACH]):
        for story in edition.stories:
            day = edition.name
            told |= {story.headline.casefold(): day} | {p.text: day for p in story.passages}
    told.pop("", None)
    for story in case.view.stories:
        said = [p.text for p in story.passages if p.text in told]
        if said or story.headline.casefold() in told:
            day = told[said[0] if said else story.headline.casefold()]
            yield Finding(story.headline, f"The edition of {day} said this already.", False)


def _once(case: Case) -> Iterator[Finding]:
    seen: set[str] = set()
    for story, passage in case.passages:
        if passage.text and passage.text in seen:
            yield Finding(story.headline, f"It stands here twice: {passage.text}")
        seen.add(passage.text)


def _quotations(case: Case) -> Iterator[Finding]:
    record = case.stored.record
    said = [s for story in record.stories for s in story.sentences] if record else []
    for story, passage in case.passages:
        if surplus(passage.text, case.view.language):
            words = f"Quotation marks or brackets do not pair: {passage.text}"
            yield Finding(story.headline, words, is_error=False)
        if passage.origin is Origin.EDITOR and passage.url and passage.text:
            of_source = [one.text for one in said if one.url == passage.url]
            if difflib.get_close_matches(passage.text, of_source, n=1, cutoff=NEARLY):
                words = f"Not quoted any more, and marked as yours: {passage.text}"
                yield Finding(story.headline, words, is_error=False)


def _headlines(case: Case) -> Iterator[Finding]:
    for headline in (case.view.title, *(story.headline for story in case.view.stories)):
        if len(headline) > LONGEST_HEADLINE:
            words = f"{len(headline)} characters are too many for a subject line."
            yield Finding(headline, words, is_error=False)


def _length(case: Case) -> Iterator[Finding]:
    words = sum(len(passage.text.split()) for _, passage in case.passages)
    if words > case.words:
        yield Finding("", f"It has {words} words; the budget is {case.words}.", is_error=False)


def _outlets(case: Case) -> Iterator[Finding]:
    for story in case.view.stories:
        owners = {outlet.owner or outlet.name for outlet in story.outlets}
        if len(story.outlets) > 1 and len(owners) == 1:
            words = f"Its {len(story.outlets)} outlets belong to one owner, {min(owners)}."
            yield Finding(story.headline, words, is_error=False)


CHECKS: Iterable[Callable[[Case], Iterator[Finding]]] = (
    _sealed,
    _empty,
    _conflicts,
    _links,
    _pictures,
    _topics,
    _once,
    _repeats,
    _quotations,
    _headlines,
    _length,
    _outlets,
)
