"""The line of a story that says where outlets differ on a number.

It is the program's own: a paragraph in the edition file that the editor may rewrite or delete, and
the one thing it says without quoting.  Only English is compared, so it is English, too.
"""

from collections.abc import Sequence

from briefing.editions.markup import link
from briefing.models import Claim, Disagreement
from briefing.newsroom.numerals import numbers

_WHAT = {
    "killed": "were killed",
    "injured": "were injured",
    "missing": "are missing",
    "arrested": "were arrested",
}
_OUTLETS = 3  # to a figure


def differing(one: Disagreement) -> str:
    """Return the line as Markdown, the newest figure first: ``Outlets differ on how many ...``."""
    figures: dict[str, list[Claim]] = {}
    for claim in one.claims:
        (value,) = numbers(claim.figure)
        figures.setdefault(value, []).append(claim)
    said = "; ".join(_said(claims) for claims in figures.values())
    return f"Outlets differ on how many {one.who or 'people'} {_WHAT[one.what]}: {said}."


def _said(claims: Sequence[Claim]) -> str:
    outlets = (link(claim.outlet, claim.sentence.url) for claim in claims[:_OUTLETS])
    return f"{claims[0].figure} {', '.join(outlets)}"
