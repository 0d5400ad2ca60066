"""Plugin: the picture that goes with a shared link, the icons, and the web manifest.

Each edition and each article gets ``share.png`` beside its page: name, headline, number and date in
the theme's colours.  The icons are ``content/images/icon.svg`` and ``icon.png`` where the editor
has them, else the initials.  Templates get ``article.share_path``, ``share_path`` and ``icons``.
"""

import io
import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from pelican import signals
from PIL import Image

from briefing.errors import ContentError
from briefing.settings import Settings
from briefing.site import project
from briefing.site.lettering import Card, Colours, Lettering, lettering
from briefing.site.seeds import authors_of
from briefing.words import direction, words_of

SHARE, ICON, MANIFEST = "share.png", "icon.svg", "manifest.webmanifest"
SIZES = (180, 192, 512)
"""Apple's home screen; the two that a manifest must name."""
_COLOUR = re.compile(r"--(paper|ink|accent):\s*(#[0-9a-fA-F]{6})\b")


@dataclass(frozen=True, slots=True)
class Icons:
    """Site paths of the icons, and the theme's colours for the browser's own frame."""

    svg: str
    touch: str
    manifest: str


def announce(generator: Any) -> None:
    """Tell the templates where the pictures will be."""
    for article in generator.articles:
        article.share_path = f"{article.url}{SHARE}"
    generator.context["share_path"] = SHARE
    generator.context["icons"] = Icons(ICON, _icon(SIZES[0]), MANIFEST)


def write(generator: Any, writer: Any) -> None:  # noqa: ARG001 - the signal's own arguments
    """Write the pictures, the icons and the manifest."""
    settings = project.settings_of(generator.settings)
    output, letters = Path(generator.output_path), lettering(settings.path(settings.share_font))
    colours = colours_of(Path(generator.theme), settings.look)
    turned = direction(settings.language) == "rtl"
    for article in generator.articles:
        card = _card(article, settings)
        _save(output / article.share_path, letters.share(card, colours, turned))
    tagline = project.capital(words_of(settings).update(settings))
    _save(output / SHARE, letters.share(Card(settings.name, tagline, ""), colours, turned))
    _write_icons(output, settings, letters, colours)
    _save(output / MANIFEST, manifest(settings, colours))


def colours_of(theme: Path, look: str) -> Colours:
    """Return the colours by day that the theme's sheets give to paper, ink and accent."""
    found: dict[str, str] = {}
    for name in ("briefing.css", f"looks/{look}.css"):
        sheet = theme / "static/css" / name
        if sheet.is_file():
            pairs = _COLOUR.findall(sheet.read_text(encoding="utf-8"))
            found |= dict(reversed(pairs))  # the first of a sheet; what follows is for the night
    return Colours(**found)


def manifest(settings: Settings, colours: Colours) -> bytes:
    """Return the web manifest (https://www.w3.org/TR/appmanifest/)."""
    root = settings.base_path
    document = {
        "name": settings.name,
        "short_name": settings.name,
        "lang": settings.language,
        "dir": direction(settings.language),
        "start_url": f"{root}/",
        "scope": f"{root}/",
        "display": "minimal-ui",
        "background_color": colours.paper,
        "theme_color": colours.paper,
        "icons": [
            {"src": f"{root}/{_icon(size)}", "sizes": f"{size}x{size}", "type": "image/png"}
            for size in SIZES[1:]
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def initials(name: str) -> str:
    """Return the first letters of the first two words that begin with a capital."""
    words = [word for word in re.findall(r"\w+", name) if not word[0].islower()]
    return "".join(word[0] for word in (words or [name or "?"])[:2]).upper()


def _card(article: Any, settings: Settings) -> Card:
    t = words_of(settings)
    edition = getattr(article, "edition", None)
    if edition is None:
        by = ", ".join(author.name for author in authors_of(article))
        line = (by, t.short_date(article.date))
        return Card(settings.name, str(article.title), " · ".join(filter(None, line)))
    number = t("No. {number}", number=edition.number) if edition.number else ""
    line = (number, t.long_date(edition.day))
    return Card(settings.name, edition.title, " · ".join(filter(None, line)))


def _write_icons(output: Path, settings: Settings, letters: Lettering, colours: Colours) -> None:
    images = settings.root / "content/images"
    svg, png, text = images / "icon.svg", images / "icon.png", initials(settings.name)
    drawn = svg.read_bytes() if svg.is_file() else _svg(text, colours)
    _save(output / ICON, drawn)
    picture = _open(png) if png.is_file() else letters.icon(text, colours)
    for size in SIZES:
        _save(output / _icon(size), _png(picture, size))
    small = io.BytesIO()
    picture.save(small, "ICO", sizes=[(32, 32)])
    _save(output / "favicon.ico", small.getvalue())


def _open(path: Path) -> Image.Image:
    try:
        with Image.open(path, formats=("PNG",)) as picture:
            square = picture.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise ContentError(f"{path.name} in content/images/ cannot be read: {error}") from error
    if square.width != square.height or square.width < max(SIZES):
        raise ContentError(
            f"content/images/{path.name} must be a square of at least {max(SIZES)} pixels, "
            f"not {square.width} x {square.height}."
        )
    return square


def _png(picture: Image.Image, size: int) -> bytes:
    written = io.BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(written, "PNG", optimize=True)
    return written.getvalue()


def _svg(text: str, colours: Colours) -> bytes:
    font = "Georgia, 'Times New Roman', serif"
    size = 21 if len(text) == 1 else 16
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="5" fill="{colours.accent}"/>'
        f'<text x="16" y="{16 + size * 0.34:.1f}" text-anchor="middle" font-family="{font}" '
        f'font-size="{size}" font-weight="700" fill="{colours.paper}">{escape(text)}</text></svg>\n'
    ).encode()


def _icon(size: int) -> str:
    return f"icon-{size}.png"


def _save(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def register() -> None:
    """Connect to Pelican."""
    project.register()
    signals.article_generator_finalized.connect(announce)
    signals.article_writer_finalized.connect(write)
