"""Pictures: one file of the editor's in, small files for every screen out.

A picture is decoded once, turned upright, brought to sRGB and copied pixel by pixel, so that none
of what a camera writes beside it (place, name, thumbnail) reaches a reader.  It is then written in
a few widths as WebP, and once as JPEG (PNG where it is see-through or drawn) for everything older.
Names hold a digest of the content: same file, same bytes, same address.  A cache keeps what was
made; it may be deleted at any time.
"""

import hashlib
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from PIL import Image, ImageCms, ImageOps
from PIL import __version__ as pillow

from briefing.articles.slugs import slugify
from briefing.errors import ContentError
from briefing.files import replace

WIDTHS = (400, 800, 1200)
"""Pixels: a phone, a column, a column on a screen with two pixels in place of one."""
MAX_BYTES, MAX_PIXELS = 40_000_000, 60_000_000
"""What a file and its picture may have; a small file can unpack to more than a machine holds."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_DRAWN = ("PNG", "GIF")
_LOSSY: dict[str, Any] = {"format": "WEBP", "quality": 78, "method": 5}
_LOSSLESS: dict[str, Any] = {"format": "WEBP", "lossless": True, "method": 5, "quality": 80}
_JPEG: dict[str, Any] = {"format": "JPEG", "quality": 82, "optimize": True, "progressive": True}
_PNG: dict[str, Any] = {"format": "PNG", "optimize": True}
_RECIPE = repr(("1", pillow, WIDTHS, _LOSSY, _LOSSLESS, _JPEG, _PNG))
_PLACE = re.compile(r"[{|](?:static|attach|filename)[}|]")
_ENDINGS = {"WEBP": "webp", "JPEG": "jpg", "PNG": "png"}
_FAILURES = (
    *(OSError, ValueError, SyntaxError, EOFError, MemoryError),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)


@dataclass(frozen=True, slots=True)
class Variant:
    """One made file: its name, its size in pixels, its media type."""

    name: str
    width: int
    height: int
    type: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What was made of a picture: WebP from narrow to wide, and what stands behind it."""

    variants: tuple[Variant, ...]
    fallback: Variant

    @property
    def files(self) -> tuple[Variant, ...]:
        """Everything that a page with this picture needs."""
        return (*self.variants, self.fallback)


def find(src: str, text: Path, folder: Path) -> Path:
    """Return the file behind an address in a text: from the content ``folder``, or from beside it.

    Raises:
        ContentError: it is from another host, or there is none; says so without a place.
    """
    place = _PLACE.match(src)
    name = src[place.end() :] if place else src
    if urlsplit(name).scheme or name.startswith("//"):
        raise ContentError("a picture must lie in content/, so that nobody else is asked.")
    name = unquote(urlsplit(name).path)
    beside, above = text.parent / name, folder / name.lstrip("/")
    for path in (beside, above) if place and not name.startswith("/") else (above, beside):
        found = path.resolve()
        if found.is_relative_to(folder) and found.is_file():
            return found
    raise ContentError(f"there is no picture “{name}” in content/.")


def make(path: Path, cache: Path) -> Picture:
    """Make a picture's files in the folder ``cache``, unless they are there already.

    Raises:
        ContentError: it cannot be read, is no picture, is broken or too large; names the file.
    """
    data = _read(path)
    key = hashlib.sha256(f"{_RECIPE}\0{path.stem}\0".encode() + data).hexdigest()[:32]
    manifest = cache / f"{key}.json"
    picture = _remembered(manifest)
    if picture is None:
        try:
            picture = _make(data, slugify(path.stem), cache)
        except _FAILURES as error:
            raise ContentError(f"{path} is not a picture that can be used: {error}.") from error
        replace(manifest, json.dumps(asdict(picture)).encode())
    return picture


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ContentError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB; make it less.")
        return path.read_bytes()
    except OSError as error:
        raise ContentError(f"{path} cannot be read: {error.strerror}.") from error


def _make(data: bytes, stem: str, cache: Path) -> Picture:
    image, origin = _decode(data)
    cache.mkdir(parents=True, exist_ok=True)
    sizes = list(_sizes(image))
    widest = image.resize(sizes[-1], Image.Resampling.LANCZOS, reducing_gap=3.0)
    drawn = origin in _DRAWN and len(_encode(widest, _LOSSLESS)) <= len(_encode(widest, _LOSSY))
    webp = _LOSSLESS if drawn else _LOSSY
    behind = _PNG if drawn or image.mode == "RGBA" else _JPEG
    scaled = [image.resize(s, Image.Resampling.LANCZOS, reducing_gap=3.0) for s in sizes[:-1]]
    variants = tuple(_save(each, webp, stem, cache) for each in (*scaled, widest))
    return Picture(variants, _save(widest, behind, stem, cache))


def _decode(data: bytes) -> tuple[Image.Image, str]:
    """Return the bare pixels (RGB or RGBA, upright, sRGB) and the format that they came in."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise ValueError(f"it has more than {MAX_PIXELS // 1_000_000} million pixels")
            if opened.mode.startswith(("I", "F")):
                raise ValueError("it has more than 8 bits a colour; save it with 8")
            origin = opened.format or ""
            image = _srgb(ImageOps.exif_transpose(opened))
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare, origin


def _srgb(image: Image.Image) -> Image.Image:
    """Bring the colours to sRGB; a profile that cannot be used is left out."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, own, target, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError):
        return image


def _sizes(image: Image.Image) -> Iterator[tuple[int, int]]:
    """Yield the sizes to make, never more than there is."""
    for width in sorted({min(width, image.width) for width in WIDTHS}):
        yield width, max(1, round(image.height * width / image.width))


def _encode(image: Image.Image, how: dict[str, Any]) -> bytes:
    stream = BytesIO()
    image.save(stream, **how)
    return stream.getvalue()


def _save(image: Image.Image, how: dict[str, Any], stem: str, cache: Path) -> Variant:
    data, kind = _encode(image, how), str(how["format"])
    name = f"{stem}-{image.width}.{_short(data)}.{_ENDINGS[kind]}"
    replace(cache / name, data)
    return Variant(name, image.width, image.height, f"image/{kind.lower()}")


def _remembered(manifest: Path) -> Picture | None:
    """Return what was made before if all of it is still there, byte for byte."""
    try:
        kept = json.loads(manifest.read_bytes())
        picture = Picture(
            tuple(Variant(**v) for v in kept["variants"]), Variant(**kept["fallback"])
        )
        sound = all(_is_sound(manifest.parent / each.name) for each in picture.files)
        return picture if sound else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _is_sound(path: Path) -> bool:
    return f".{_short(path.read_bytes())}." in path.name


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]
