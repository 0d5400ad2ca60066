"""Pictures made smaller: what is in the files, what is not, and what is refused."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageCms

from briefing.articles.pictures import make
from briefing.errors import ContentError

GPS, ORIENTATION = ExifTags.IFD.GPSInfo, ExifTags.Base.Orientation


def gradient(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture in which every corner has its own colour."""
    small = Image.new(mode, (2, 2))
    small.putdata([(200, 30, 30, 255), (30, 200, 30, 255), (30, 30, 200, 255), (9, 9, 9, 40)])
    return small.resize((width, height), Image.Resampling.BICUBIC)


def photograph(path: Path, turned: int = 1) -> Path:
    """A JPEG as a camera writes it: with a place, a name, a comment and a colour profile."""
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    exif[ExifTags.Base.Artist] = "Jane Roe"
    exif.get_ifd(GPS)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    gradient(1500, 1000).convert("RGB").save(
        path, "JPEG", exif=exif, icc_profile=profile, comment=b"Jane's kitchen"
    )
    return path


def png(width: int, height: int, depth: int = 8) -> bytes:
    """The beginning of a PNG that claims to be as large as one likes."""
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 4000)), (b"IEND", b""))
    body = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def test_photograph_comes_in_three_widths_and_once_for_old_programs(tmp_path: Path) -> None:
    picture = make(photograph(tmp_path / "Quay side.jpg"), tmp_path / "cache")
    assert [(v.width, v.height, v.type) for v in picture.variants] == [
        (400, 267, "image/webp"),
        (800, 533, "image/webp"),
        (1200, 800, "image/webp"),
    ]
    assert (picture.fallback.width, picture.fallback.type) == (1200, "image/jpeg")
    assert all(each.name.startswith("quay-side-") for each in picture.files)
    for each in picture.files:
        with Image.open(tmp_path / "cache" / each.name) as made:
            assert made.size == (each.width, each.height)


def test_nothing_that_a_camera_knows_is_in_the_files(tmp_path: Path) -> None:
    picture = make(photograph(tmp_path / "a.jpg"), tmp_path)
    for each in picture.files:
        data = (tmp_path / each.name).read_bytes()
        assert b"Jane" not in data
        assert b"Exif" not in data
        with Image.open(BytesIO(data)) as made:
            assert not made.getexif()
            assert not {"exif", "icc_profile", "comment", "xmp"} & set(made.info)


def test_picture_stands_upright(tmp_path: Path) -> None:
    picture = make(photograph(tmp_path / "a.jpg", turned=6), tmp_path)
    assert (picture.fallback.width, picture.fallback.height) == (1000, 1500)
    with Image.open(tmp_path / picture.fallback.name) as made:
        red, green, _ = made.getpixel((990, 10))
    assert red > 150 > green  # it was at the top left before the camera was turned


def test_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    gradient(300, 200).convert("RGB").save(tmp_path / "a.jpg")
    picture = make(tmp_path / "a.jpg", tmp_path)
    assert [each.width for each in picture.files] == [300, 300]


@pytest.mark.parametrize(
    ("image", "fallback"),
    [
        (gradient(500, 300, "RGBA"), "image/png"),  # see-through
        (Image.new("P", (500, 300)), "image/png"),  # drawn
        (gradient(500, 300).convert("RGB").effect_spread(40), "image/jpeg"),  # a photograph
    ],
    ids=["see-through", "drawn", "photograph"],
)
def test_what_stands_behind_a_png(tmp_path: Path, image: Image.Image, fallback: str) -> None:
    image.save(tmp_path / "a.png")
    assert make(tmp_path / "a.png", tmp_path).fallback.type == fallback


def test_same_file_same_bytes_and_the_cache_mends_itself(tmp_path: Path) -> None:
    source = photograph(tmp_path / "a.jpg")
    first, again = make(source, tmp_path / "one"), make(source, tmp_path / "two")
    assert first == again
    spoilt = tmp_path / "one" / first.fallback.name
    whole = spoilt.read_bytes()
    spoilt.write_bytes(whole[:100])
    assert make(source, tmp_path / "one") == first
    assert spoilt.read_bytes() == whole == (tmp_path / "two" / first.fallback.name).read_bytes()


def test_what_was_made_before_is_not_made_again(tmp_path: Path) -> None:
    source = photograph(tmp_path / "a.jpg")
    made = [tmp_path / each.name for each in make(source, tmp_path).files]
    before = [path.stat().st_mtime_ns for path in made]
    make(source, tmp_path)
    assert [path.stat().st_mtime_ns for path in made] == before


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (png(30_000, 30_000), "pixels"),
        (png(9_000, 9_000), "60 million pixels"),
        (png(40, 40, depth=16), "8 bits"),
        (png(400, 400), "a.png"),  # ends too early
        (b"<svg/>", "not a picture"),
        (b"", "not a picture"),
    ],
    ids=["bomb", "large", "16 bits", "truncated", "text", "empty"],
)
def test_what_cannot_be_used_is_refused_and_named(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(ContentError, match=r"a\.png") as refused:
        make(tmp_path / "a.png", tmp_path / "cache")
    assert reason in str(refused.value)


def test_other_formats_are_left_to_other_programs(tmp_path: Path) -> None:
    gradient(30, 30).convert("RGB").save(tmp_path / "a.jpg", "BMP")
    with pytest.raises(ContentError, match="not a picture"):
        make(tmp_path / "a.jpg", tmp_path / "cache")
    with pytest.raises(ContentError, match="cannot be read"):
        make(tmp_path / "none.jpg", tmp_path / "cache")
