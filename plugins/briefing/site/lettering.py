"""Pictures made of type: what is shared with a link, and icons of initials (pure but for fonts).

Drawn in two layers of grey, ink and accent, which a palette turns into the theme's colours: the
files are small, quickly written, and the same bytes on every machine with the same font.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from PIL import Image, ImageChops, ImageDraw, ImageFont

from briefing.errors import ContentError

WIDTH, HEIGHT, MARGIN = 1200, 630, 72
"""Pixels; the proportion that every service shows whole."""
_HEADLINES = ((84, 3), (70, 4), (58, 5), (48, 6))
"""Sizes of a headline with the lines that fit, the largest first."""
_PACKAGE, _FILE = "font_source_serif_pro", "files/SourceSerifPro-Bold.ttf"
_STEPS = 16
_UNKNOWN = "\uffff"


@dataclass(frozen=True, slots=True)
class Colours:
    """Three colours as ``#rrggbb``."""

    paper: str = "#fbfaf6"
    ink: str = "#1d1b18"
    accent: str = "#97291e"


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a share picture: the name, a headline and a line below."""

    name: str
    headline: str
    line: str


@dataclass(frozen=True)
class Lettering:
    """A font, and what is drawn with it."""

    font: ImageFont.FreeTypeFont

    def share(self, card: Card, colours: Colours, turned: bool = False) -> bytes:
        """Draw a share picture as PNG; ``turned``: from right to left.

        A text that the font has no letters for is left out.
        """
        sheet = _Sheet((WIDTH, HEIGHT), turned)
        sheet.rule("accent", 0, 14)
        sheet.text("ink", MARGIN - 10, self.fitted(card.name, 40))
        sheet.rule("ink", 142, 4, MARGIN)
        sheet.rule("ink", 150, 1, MARGIN)
        top = 186
        for line, font in self.headline(card.headline):
            sheet.text("ink", top, (line, font))
            top += round(font.size * 1.14)
        sheet.rule("ink", HEIGHT - 118, 1, MARGIN)
        sheet.text("accent", HEIGHT - 96, self.fitted(card.line, 30))
        return sheet.png(colours)

    def icon(self, text: str, colours: Colours, size: int = 512) -> Image.Image:
        """Draw initials on the accent, within the circle that a phone may cut out."""
        picture = Image.new("RGB", (size, size), colours.accent)
        if self.can_write(text):
            font = self.at(round(size * (0.62 if len(text) == 1 else 0.42)))
            left, top, right, bottom = font.getbbox(text)
            at = ((size - left - right) / 2, (size - top - bottom) / 2)
            ImageDraw.Draw(picture).text(at, text, fill=colours.paper, font=font)
        return picture

    def headline(self, text: str) -> list[tuple[str, ImageFont.FreeTypeFont]]:
        """Return the lines of a headline in the largest size that holds it, or its beginning."""
        if not self.can_write(text):
            return []
        font, lines = self.at(_HEADLINES[-1][0]), [""]
        for size, most in _HEADLINES:
            font = self.at(size)
            lines = _lines(text, font)
            if len(lines) <= most:
                return [(line, font) for line in lines]
        kept = lines[: _HEADLINES[-1][1]]
        kept[-1] = kept[-1].rstrip(" ,;:") + "…"
        return [(line, font) for line in kept]

    def fitted(self, text: str, size: int) -> tuple[str, ImageFont.FreeTypeFont]:
        """Return one line, smaller where it must be, with its font."""
        written = text if self.can_write(text) else ""
        wide = self.at(size).getlength(written)
        room = WIDTH - 2 * MARGIN
        return written, self.at(size if wide <= room else max(12, int(size * room / wide)))

    def can_write(self, text: str) -> bool:
        """Tell whether the font has every letter of ``text``."""
        return all(char.isspace() or self._draws(char) for char in set(text))

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """Return the font in a size (pixels)."""
        if size not in self._sizes:
            self._sizes[size] = self.font.font_variant(size=size)
        return self._sizes[size]

    def _draws(self, char: str) -> bool:
        if char not in self._known:
            self._known[char] = bytes(self.font.getmask(char)) != self._unknown
        return self._known[char]

    @cached_property
    def _sizes(self) -> dict[int, ImageFont.FreeTypeFont]:
        return {}

    @cached_property
    def _known(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _unknown(self) -> bytes:
        return bytes(self.font.getmask(_UNKNOWN))


@cache
def lettering(chosen: Path) -> Lettering:
    """Return the editor's font, if ``chosen`` is a file, else the one we bring, else Pillow's.

    Raises:
        ContentError: the editor's file is not a font.
    """
    spec = find_spec(_PACKAGE)
    ours = Path(spec.origin).with_name("files") / Path(_FILE).name if spec and spec.origin else None
    path = chosen if chosen.is_file() else ours
    if path is None:
        return Lettering(cast(ImageFont.FreeTypeFont, ImageFont.load_default(40)))
    try:
        return Lettering(ImageFont.truetype(path, 40))
    except OSError as error:
        raise ContentError(f"BRIEFING_SHARE_FONT: {path} is not a font: {error}") from error


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Break a text; between letters where the words are wider than the line (as in Chinese)."""
    room, lines = WIDTH - 2 * MARGIN, [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= room:
            lines[-1] = longer
            continue
        rest = word
        if font.getlength(word) <= room:
            lines.append("")
        elif lines[-1]:
            rest = longer
        while font.getlength(rest) > room:
            cut = _cut(rest, font, room)
            lines[-1] = rest[:cut]
            lines.append("")
            rest = rest[cut:]
        lines[-1] = rest
    return lines


def _cut(text: str, font: ImageFont.FreeTypeFont, room: int) -> int:
    """Return how many letters fit, one at the least."""
    fits = (n for n in range(len(text), 1, -1) if font.getlength(text[:n]) <= room)
    return next(fits, 1)


class _Sheet:
    """Two layers of grey of one size, drawn from the left or, turned, from the right."""

    def __init__(self, size: tuple[int, int], turned: bool) -> None:
        self.turned = turned
        self.layers = {name: Image.new("L", size) for name in ("ink", "accent")}
        self.pens = {name: ImageDraw.Draw(layer) for name, layer in self.layers.items()}

    def rule(self, layer: str, top: int, height: int, margin: int = 0) -> None:
        """Draw a line over the width."""
        box = (margin, top, WIDTH - margin - 1, top + height - 1)
        self.pens[layer].rectangle(box, fill=255)

    def text(self, layer: str, top: int, written: tuple[str, ImageFont.FreeTypeFont]) -> None:
        """Write a line below ``top``."""
        line, font = written
        at = WIDTH - MARGIN if self.turned else MARGIN
        self.pens[layer].text((at, top), line, 255, font, anchor="ra" if self.turned else "la")

    def png(self, colours: Colours) -> bytes:
        """Return both layers on the paper."""
        ink = self.layers["ink"].point(lambda v: v * (_STEPS - 1) // 255)
        accent = self.layers["accent"].point(lambda v: _STEPS + v * (_STEPS - 1) // 255 if v else 0)
        picture = ImageChops.lighter(ink, accent)
        picture.putpalette(_ramp(colours.paper, colours.ink) + _ramp(colours.paper, colours.accent))
        written = io.BytesIO()
        picture.save(written, "PNG", compress_level=3)
        return written.getvalue()


def _ramp(light: str, dark: str) -> list[int]:
    """Return the steps from one colour to another, as three numbers each."""
    ends = list(zip(_channels(light), _channels(dark), strict=True))
    last = _STEPS - 1
    return [a + (b - a) * step // last for step in range(_STEPS) for a, b in ends]


def _channels(colour: str) -> Sequence[int]:
    return bytes.fromhex(colour.removeprefix("#"))
