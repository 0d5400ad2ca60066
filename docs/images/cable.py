"""Draws the sample's picture, content/images/longstrand-cable.png: `python docs/images/cable.py`.

Flat colours, drawn large and made smaller, so that edges are smooth and the file is small.
"""

from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageDraw

WIDTH, HEIGHT, SCALE = 1600, 1000, 3
COLOURS = 96
TARGET = Path(__file__).parents[2] / "content/images/longstrand-cable.png"
SKY = ("#1d2a3f", "#2b3a52", "#465069", "#75697a", "#b08079", "#dd9f72", "#f0bf80")
SEA = ("#27475a", "#1f3b4d", "#183040", "#122634", "#0d1e2a")
LAND, HILL, FAR = "#12181f", "#1a2027", "#39404c"
LIGHT, CABLE, PALE = "#f6cf7d", "#d9482f", "#f4ead8"
TURBINES = ((1205, 512, 180, 0.3), (1338, 440, 225, 1.55), (1488, 376, 265, 0.75))
SHORE = 560
Point = tuple[float, float]


def at(*points: Point) -> list[Point]:
    """Bring points of the picture to the size that it is drawn in."""
    return [(x * SCALE, y * SCALE) for x, y in points]


def bands(draw: ImageDraw.ImageDraw, colours: tuple[str, ...], top: int, bottom: int) -> None:
    """Fill the whole width with bands, each with a slow wave for its upper edge."""
    step = (bottom - top) / len(colours)
    for index, colour in enumerate(colours):
        y = top + index * step
        lift = 0 if index == 0 else 9
        edge = [(x, y + lift * sin(x / 210 + index * 1.7)) for x in range(0, WIDTH + 20, 20)]
        draw.polygon(at(*edge, (WIDTH, bottom), (0, bottom)), fill=colour)


def turbine(draw: ImageDraw.ImageDraw, x: float, foot: float, tall: float, turn: float) -> None:
    """Draw a wind turbine; ``turn`` is the angle of its first blade."""
    hub = foot - tall
    draw.polygon(at((x - tall / 60, hub), (x + tall / 60, hub), (x + tall / 28, foot + 30),
                    (x - tall / 28, foot + 30)), fill=PALE)  # fmt: skip
    for blade in range(3):
        angle = turn + blade * 2 * pi / 3
        tip = (x + cos(angle) * tall * 0.62, hub + sin(angle) * tall * 0.62)
        side = (x + cos(angle + 0.16) * tall * 0.2, hub + sin(angle + 0.16) * tall * 0.2)
        draw.polygon(at((x, hub), side, tip), fill=PALE)
    draw.ellipse(at((x - tall / 30, hub - tall / 30), (x + tall / 30, hub + tall / 30)), fill=PALE)


def house(draw: ImageDraw.ImageDraw, x: float, foot: float, wide: float, tall: float) -> None:
    """Draw a house with a light in each window."""
    eaves = foot - tall
    outline = ((x, foot + 60), (x, eaves), (x + wide / 2, eaves - wide * 0.42), (x + wide, eaves))
    draw.polygon(at(*outline, (x + wide, foot + 60)), fill=LAND)
    for row in range(int(tall // 42)):
        for column in range(int(wide // 34)):
            left, top = x + 12 + column * 34, eaves + 12 + row * 42
            if (row * 5 + column * 3 + int(x)) % 4:
                draw.rectangle(at((left, top), (left + 13, top + 20)), fill=LIGHT)


def draw_all() -> Image.Image:
    """Return the picture: a town, a sea, a hill with turbines, and the cable below."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
    draw = ImageDraw.Draw(image)
    bands(draw, SKY, 0, SHORE)
    for index in range(46):
        x, y, size = index * 617 % WIDTH, 12 + index * index * 37 % 190, 1 + index % 3 * 0.6
        draw.ellipse(at((x - size, y - size), (x + size, y + size)), fill=PALE)
    ridge = ((x, SHORE - 40 - 22 * sin(x / 170) - 9 * sin(x / 67)) for x in range(300, 1200, 12))
    draw.polygon(at((300, SHORE), *ridge, (1240, SHORE)), fill=FAR)
    bands(draw, SEA, SHORE, HEIGHT)
    for index in range(15):
        x, y = 570 + index * 233 % 400, SHORE + 12 + index * 29 % 62
        draw.line(at((x, y), (x + 26 + index % 4 * 14, y)), fill=SKY[4], width=2 * SCALE)
    slope = [(x, 590 - (x - 1080) * 0.52 - 18 * sin(x / 60)) for x in range(1080, 1601, 10)]
    draw.polygon(at((985, 640), *slope, (WIDTH, HEIGHT), (1330, HEIGHT), (1110, 800)), fill=HILL)
    for x, foot, tall, turn in TURBINES:
        turbine(draw, x, foot, tall, turn)
    draw.polygon(at((0, 520), (330, 532), (455, 575), (540, 640), (430, 800), (240, HEIGHT),
                    (0, HEIGHT)), fill=LAND)  # fmt: skip
    for x, foot, wide, tall in ((14, 530, 118, 150), (120, 534, 86, 100), (196, 536, 110, 190),
                                (296, 540, 84, 84), (372, 556, 70, 62)):  # fmt: skip
        house(draw, x, foot, wide, tall)
    path = [(x, 640 + 268 * sin(pi * (x - 405) / 800) ** 0.7 + 9 * sin(x / 37))
            for x in range(405, 1206, 6)]  # fmt: skip
    way = [(405, 560), *path, (1206, 520)]
    draw.line(at(*way), fill=CABLE, width=9 * SCALE, joint="curve")
    for x, y in (way[0], way[-1]):
        draw.ellipse(at((x - 12, y - 12), (x + 12, y + 12)), fill=CABLE)
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def main() -> None:
    """Write the file."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    few = draw_all().quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
