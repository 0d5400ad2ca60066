"""Pictures drawn at build time: inline SVG, in the colours of the page, without script or style.

Lengths across are in percent and nothing has a view box, so columns stretch with the page while
figures keep the size of its type.  Colours are ``briefing.css``'s, by class.
"""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

ROOM, GAP = 84, 0.3
"""What the tallest column has of the height, in percent; the gap's share of a column's place."""
FIGURES = 13
"""With more columns than this only the tallest has its figure."""

_PICTURE = Markup(
    '<svg class="picture {kind}" width="{width:g}em" height="{height:g}em" role="img" '
    'aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{title}</title>'
    '<desc id="{name}-d">{description}</desc>{marks}</svg>'
)
_COLUMN = Markup(
    '<rect class="{kind}" x="{x:g}%" y="{y:g}%" width="{width:g}%" height="{height}"/>'
)
_FIGURE = Markup('<text x="{x:g}%" y="{y:g}%" dy="-0.35em">{value}</text>')
_BAR = Markup(
    '<svg class="picture bar" aria-hidden="true" width="100%" height="0.5em">'
    '<rect class="ground" width="100%" height="100%"/>'
    '<rect class="value" width="{width:g}%" height="100%"/></svg>'
)


def columns(values: Sequence[int], name: str, title: str, description: str) -> Markup:
    """Draw a column for each value, with figures.

    Args:
        values: not negative, in the order of time.
        name: what the picture's ids on its page begin with.
        title: what a screen reader says it is.
        description: what is to be seen on it.
    """
    top = max(values, default=0) or 1
    marks = Markup().join((*_columns(values, top, ROOM), *_figures(values, top)))
    return _PICTURE.format(
        kind="columns",
        width=max(8, 3 * len(values)),
        height=9,
        name=name,
        title=title,
        description=description,
        marks=marks,
    )


def spark(
    values: Sequence[int], name: str, title: str, description: str, top: int | None = None
) -> Markup:
    """Draw small columns without figures; ``top`` is the value of a full column, if shared."""
    full = top or max(values, default=0) or 1
    return _PICTURE.format(
        kind="spark",
        width=round(max(4, 0.7 * len(values)), 1),
        height=1.8,
        name=name,
        title=title,
        description=description,
        marks=Markup().join(_columns(values, full, 100)),
    )


def bar(part: float) -> Markup:
    """Draw a bar of ``part`` (0 to 1); decoration beside a figure that is printed."""
    return _BAR.format(width=round(100 * part, 2))


def _columns(values: Sequence[int], top: int, room: int) -> Iterator[Markup]:
    """Yield a column for each value; nothing is a thin line, so that its place can be seen."""
    place = 100 / (len(values) or 1)
    for index, value in enumerate(values):
        height = round(room * value / top, 2)
        yield _COLUMN.format(
            kind="value" if value else "none",
            x=round(place * (index + GAP / 2), 2),
            y=100 - height if value else 99,
            width=round(place * (1 - GAP), 2),
            height=f"{height:g}%" if value else "1",
        )


def _figures(values: Sequence[int], top: int) -> Iterator[Markup]:
    place = 100 / (len(values) or 1)
    shown = range(len(values)) if len(values) <= FIGURES else (list(values).index(max(values)),)
    for index in shown:
        y = 100 - ROOM * values[index] / top
        yield _FIGURE.format(x=round(place * (index + 0.5), 2), y=round(y, 2), value=values[index])
