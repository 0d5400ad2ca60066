"""Plugin: pictures of articles, pages and editions, in sizes and formats for every screen.

``Image:``, ``Alt:``, ``Caption:`` and ``Credit:`` above a text put a picture at its head; a picture
in the text is written as in Markdown, its title being the caption.  Both become a ``<figure>`` in
the content itself, so that feeds and other themes show them too; templates get ``article.picture``.
A picture without a description, or from another host, stops the build.  What is shown is not
published as the file that the camera wrote.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from shutil import copyfile
from typing import Any

from markupsafe import Markup
from pelican import signals

from briefing.articles.pictures import Picture, Variant, find, make
from briefing.editions.view import EditionView, SectionView, StoryView
from briefing.errors import ContentError
from briefing.settings import Settings
from briefing.site import project
from briefing.site.seeds import seed_articles

FOLDER, CACHE, SHOWN = "pictures", "var/pictures", "PICTURES"
SIZES = "(min-width: 42rem) 37rem, 92vw"
"""How wide the theme shows a picture: as the text, see ``--measure`` in its style sheet."""

_IMAGE = re.compile(
    r"""(?P<open><p>\s*)?(?P<tag><img\b(?:[^>"']|"[^"]*"|'[^']*')*>)(?P<close>\s*</p>)?""", re.I
)
_TAG = "<img"
_FIRST, _LATER = Markup('fetchpriority="high"'), Markup('loading="lazy"')


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture and what is said of it, all of it plain text; ``alt`` is never empty."""

    picture: Picture
    alt: str
    caption: str = ""
    credit: str = ""

    @property
    def path(self) -> str:
        """Site path of the file that every program can show."""
        return f"{FOLDER}/{self.picture.fallback.name}"


def treat_articles(generator: Any) -> None:
    """Give the articles their pictures."""
    _treat(seed_articles(generator), generator)


def treat_pages(generator: Any) -> None:
    """Give the pages theirs."""
    _treat([*generator.pages, *generator.hidden_pages, *generator.translations], generator)


def publish(generator: Any) -> None:
    """Write what is shown, in place of the files that it was made of."""
    shown: dict[Path, Picture] = generator.context.get(SHOWN, {})
    originals = {str(path) for path in shown}
    # In place: Pelican copies the list that it has put into the context.
    generator.staticfiles[:] = [
        each
        for each in generator.staticfiles
        if str(Path(each.source_path).resolve()) not in originals
    ]
    folder = Path(generator.output_path, FOLDER)
    cache = project.settings_of(generator.settings).path(CACHE)
    for picture in shown.values():
        folder.mkdir(parents=True, exist_ok=True)
        for variant in picture.files:
            copyfile(cache / variant.name, folder / variant.name)


def element(shown: Shown, settings: Settings, *, first: bool = False) -> Markup:
    """Return the ``<picture>``; ``first`` is the one that a reader waits for."""
    picture, behind = shown.picture, shown.picture.fallback
    srcset = ", ".join(f"{_url(each, settings)} {each.width}w" for each in picture.variants)
    return Markup(
        '<picture><source type="{}" srcset="{}" sizes="{}">'
        '<img src="{}" width="{}" height="{}" alt="{}" decoding="async" {}></picture>'
    ).format(
        *(picture.variants[0].type, srcset, SIZES, _url(behind, settings)),
        *(behind.width, behind.height, shown.alt, _FIRST if first else _LATER),
    )


def figure(shown: Shown, settings: Settings, *, first: bool = False) -> Markup:
    """Return the picture with its caption and its credit."""
    said = [Markup("<span>{}</span>").format(shown.caption)] if shown.caption else []
    said += [Markup("<small>{}</small>").format(shown.credit)] if shown.credit else []
    below = Markup("\n<figcaption>{}</figcaption>").format(Markup(" ").join(said)) if said else ""
    inner = element(shown, settings, first=first)
    return Markup('<figure class="photo">\n{}{}\n</figure>').format(inner, below)


def illustrated(edition: EditionView, path: Path, generator: Any) -> EditionView:
    """Return an edition with the pictures that its editor put into the file at ``path``."""
    studio = _studio(path, generator)

    def body(html: str) -> str:
        # No content of Pelican's, which would put an address in place of {static}.
        return studio.body(html).replace("{static}", studio.settings.base_path)

    def story(view: StoryView) -> StoryView:
        told = (replace(p, html=body(p.html)) if _TAG in p.html else p for p in view.passages)
        return replace(view, passages=tuple(told))

    def section(view: SectionView) -> SectionView:
        return replace(
            view, note_html=body(view.note_html), stories=tuple(map(story, view.stories))
        )

    notes = (part.note_html for part in edition.sections)
    told = (passage.html for each in edition.stories for passage in each.passages)
    if not any(_TAG in html for html in (edition.intro_html, *notes, *told)):
        return edition
    sections = tuple(map(section, edition.sections))
    return replace(edition, intro_html=body(edition.intro_html), sections=sections)


def _treat(contents: Iterable[Any], generator: Any) -> None:
    for content in contents:
        studio = _studio(Path(content.source_path), generator)
        body = studio.body(content._content)
        content.picture = studio.lead(content.metadata)
        if content.picture:
            body = f"{figure(content.picture, studio.settings, first=True)}\n{body}"
        content._content = body


def _studio(path: Path, generator: Any) -> "_Studio":
    settings = project.settings_of(generator.settings)
    folder = project.content_folder(generator.settings)
    return _Studio(path, folder, settings, generator.context.setdefault(SHOWN, {}))


@dataclass(frozen=True, slots=True)
class _Studio:
    """One text whose pictures are made; ``shown`` gathers those of the whole site."""

    path: Path
    folder: Path
    settings: Settings
    shown: dict[Path, Picture]

    def body(self, html: str) -> str:
        """Return a text with its pictures."""
        return _IMAGE.sub(self._replace, html)

    def lead(self, metadata: Mapping[str, Any]) -> Shown | None:
        """Return the picture at the head, if the metadata name one."""
        said = {name: _said(metadata, name) for name in ("image", "alt", "caption", "credit")}
        if not said["image"]:
            return None
        if not said["alt"]:
            raise self._error("Image:", "add a line “Alt: ...” that says what the picture shows.")
        source = self._find(said["image"])
        return Shown(self._make(source), said["alt"], said["caption"], said["credit"])

    def _replace(self, found: re.Match[str]) -> str:
        attributes = _Tag(found["tag"]).found
        src, alt = attributes.get("src", ""), attributes.get("alt", "").strip()
        if not alt:
            raise self._error(src, "say what the picture shows, as in ![a boat at sea](boat.jpg).")
        source = self._find(src)
        if source.suffix.lower() == ".svg":
            return found[0].replace(found["tag"], self._drawing(source, alt))
        shown = Shown(self._make(source), alt, attributes.get("title", ""))
        if found["open"] and found["close"]:
            return str(figure(shown, self.settings))
        return str(f"{found['open'] or ''}{element(shown, self.settings)}{found['close'] or ''}")

    def _drawing(self, source: Path, alt: str) -> str:
        """Return a drawing in vectors, which fits every screen as it is."""
        path = source.relative_to(self.folder).as_posix()
        return str(Markup('<img src="{{static}}/{}" alt="{}" loading="lazy">').format(path, alt))

    def _make(self, source: Path) -> Picture:
        if source not in self.shown:
            self.shown[source] = make(source, self.settings.path(CACHE))
        return self.shown[source]

    def _find(self, src: str) -> Path:
        try:
            return find(src, self.path, self.folder)
        except ContentError as error:
            raise self._error(src, str(error)) from None

    def _error(self, sign: str, message: str) -> ContentError:
        """Name the file, and the line that ``sign`` stands on."""
        path = self.path
        lines = path.read_text("utf-8", "replace").casefold().splitlines()
        line = next((n for n, text in enumerate(lines, 1) if sign.casefold() in text), 1)
        return ContentError(f"{path}, line {line}: {message}")


def _said(metadata: Mapping[str, Any], name: str) -> str:
    value = metadata.get(name, "")
    return " ".join(value if isinstance(value, list) else str(value).split())


class _Tag(HTMLParser):
    """Reads the attributes of one tag."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own
        self.found.update((name, value or "") for name, value in attrs)


def _url(variant: Variant, settings: Settings) -> str:
    return f"{settings.base_path}/{FOLDER}/{variant.name}"


def register() -> None:
    """Connect to Pelican."""
    project.register()
    signals.article_generator_finalized.connect(treat_articles)
    signals.page_generator_finalized.connect(treat_pages)
    signals.static_generator_finalized.connect(publish)
