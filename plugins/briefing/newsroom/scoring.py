"""What speaks for and against a candidate: tables of small functions that say why.

A score is the sum of all points; a refusal keeps a candidate out however much room there is.
"""

from collections.abc import Callable, Iterator
from math import exp, log2

from briefing.newsroom.candidates import Candidate, Choice, Plan, Why
from briefing.newsroom.titles import Form, normalised

_WEAK = 0.0
_FADING_HOURS = 36.0
_OLD_HOURS = 24
_TITLE_WORDS = 4  # a shorter title may be two stories'

Point = tuple[float, str]

FORMS: dict[Form, Point] = {
    Form.NEWS: (0.0, ""),
    Form.ROUTINE: (-1.25, "a routine notice"),
    Form.ROUNDUP: (-1.5, "a page of many subjects"),
    Form.PICTURES: (-0.5, "pictures or a video"),
    Form.PAGE: (-9.0, "a page without an article"),
}


def _outlets(candidate: Candidate, _: Plan) -> Point:
    count = candidate.voices
    return 2 * log2(1 + count) - 2, f"told by {count} outlet{'s' if count > 1 else ''}"


def _weight(candidate: Candidate, _: Plan) -> Point:
    best = {item.outlet: item.weight for item in candidate.group.items}
    extra = sum(best.values()) - len(best)
    return max(-1.0, min(1.5, extra)), "the editor's weight of its sources" if extra else ""


def _freshness(candidate: Candidate, plan: Plan) -> Point:
    hours = _age(candidate, plan)
    return exp(-hours / _FADING_HOURS), f"last news {hours:.0f} hours before closing"


def _age(candidate: Candidate, plan: Plan) -> float:
    """Return how many hours before closing its newest item came out."""
    return max(0.0, (plan.now - candidate.latest).total_seconds() / 3600)


def _own(candidate: Candidate, _: Plan) -> Point:
    return (1.5, "an article of our own") if candidate.own else (0.0, "")


def _text(candidate: Candidate, _: Plan) -> Point:
    return (0.5, "") if candidate.full_words else (-0.5, "no sentence that can be printed")


def _continuing(candidate: Candidate, _: Plan) -> Point:
    return (-0.75, "readers know its beginning") if candidate.previous else (0.0, "")


def _waited(candidate: Candidate, _: Plan) -> Point:
    return (0.5, "carried over from the last edition") if candidate.carried else (0.0, "")


def _form(candidate: Candidate, _: Plan) -> Point:
    return FORMS[candidate.form]


POINTS: tuple[Callable[[Candidate, Plan], Point], ...] = (
    _outlets,
    _weight,
    _freshness,
    _own,
    _text,
    _continuing,
    _waited,
    _form,
)
"""What counts for and against a story."""


def score(candidate: Candidate, plan: Plan) -> Choice:
    """Rate a candidate by the table of points."""
    points = [point(candidate, plan) for point in POINTS]
    reasons = tuple(words for _, words in points if words)
    return Choice(candidate, round(sum(value for value, _ in points), 3), reasons)


Refusal = tuple[Why, str]


def _too_old(choice: Choice, plan: Plan) -> Refusal | None:
    candidate = choice.candidate
    if candidate.carried > plan.carry:
        return Why.TOO_OLD, f"waited for room in {candidate.carried} editions"
    if candidate.latest <= plan.horizon and not candidate.carried:
        return Why.TOO_OLD, "nothing new since the last edition closed"
    return None


def _nothing_new(choice: Choice, _: Plan) -> Refusal | None:
    candidate = choice.candidate
    if not candidate.is_stale:
        return None
    return Why.TOO_OLD, f"nothing new since the edition of {candidate.previous}"


def _nothing_to_print(choice: Choice, _: Plan) -> Refusal | None:
    if choice.candidate.full_words or choice.candidate.words_as_brief:
        return None
    return Why.WEAK, "a headline without text, from too few outlets to stand alone"


def _weak(choice: Choice, plan: Plan) -> Refusal | None:
    candidate = choice.candidate
    if choice.score >= _WEAK:
        return None
    if candidate.form is not Form.NEWS:
        return Why.FORM, FORMS[candidate.form][1]
    return Why.WEAK, f"too weak: {', '.join(_against(candidate, plan))}"


def _against(candidate: Candidate, plan: Plan) -> Iterator[str]:
    """Yield what is weak about a candidate, in an editor's words."""
    hours = _age(candidate, plan)
    light = _weight(candidate, plan)[0] < 0
    yield "one outlet" if candidate.voices == 1 else f"{candidate.voices} outlets"
    if light:
        yield "sources of low weight"
    if hours >= _OLD_HOURS:
        yield f"{hours:.0f} hours old"
    if candidate.previous:
        yield f"little beside what the edition of {candidate.previous} had"
    if not candidate.full_words:
        yield "no sentence that can be printed"


REFUSALS: tuple[Callable[[Choice, Plan], Refusal | None], ...] = (
    _too_old,
    _nothing_new,
    _nothing_to_print,
    _weak,
)
"""What keeps a candidate out whatever room there is; the first that applies is the reason."""


def refusal_as_repeat(choice: Choice, seen: dict[str, str]) -> Refusal | None:
    """Refuse what a better candidate in ``seen`` brings already; add the addresses and titles."""
    items = choice.candidate.group.items
    titles = (normalised(item) for item in items)
    marks = [item.url for item in items]
    marks += [title for title in titles if len(title.split()) >= _TITLE_WORDS]
    before = next((seen[mark] for mark in marks if mark in seen), None)
    for mark in marks:
        seen.setdefault(mark, choice.candidate.title)
    return (Why.DUPLICATE, f"the same as \u201c{before}\u201d") if before else None
