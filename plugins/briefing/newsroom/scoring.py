"""What speaks for and against a candidate: tables of small functions that say why.

A score is the sum of all points; a refusal keeps a candidate out however much room there is.
"""

from collections.abc import Callable
from math import exp, log2

from briefing.newsroom.candidates import Candidate, Choice, Plan, Why
from briefing.newsroom.titles import normalised

_WEAK = 0.0
_FADING_HOURS = 36.0
_TITLE_WORDS = 4  # a shorter title may be two stories'

Point = tuple[float, str]


def _outlets(candidate: Candidate, _: Plan) -> Point:
    count = candidate.voices
    return 2 * log2(1 + count) - 2, f"told by {count} outlet{'s' if count > 1 else ''}"


def _weight(candidate: Candidate, _: Plan) -> Point:
    best = {item.outlet: item.weight for item in candidate.group.items}
    extra = sum(best.values()) - len(best)
    return max(-1.0, min(1.5, extra)), "the editor's weight of its sources" if extra else ""


def _freshness(candidate: Candidate, plan: Plan) -> Point:
    hours = max(0.0, (plan.now - candidate.latest).total_seconds() / 3600)
    return exp(-hours / _FADING_HOURS), f"last news {hours:.0f} hours before closing"


def _own(candidate: Candidate, _: Plan) -> Point:
    return (1.5, "an article of our own") if candidate.own else (0.0, "")


def _text(candidate: Candidate, _: Plan) -> Point:
    return (0.5, "") if candidate.full_words else (-0.5, "no sentence that can be printed")


def _continuing(candidate: Candidate, _: Plan) -> Point:
    return (-0.75, "readers know its beginning") if candidate.previous else (0.0, "")


def _waited(candidate: Candidate, _: Plan) -> Point:
    return (0.5, "carried over from the last edition") if candidate.carried else (0.0, "")


def _many_subjects(candidate: Candidate, _: Plan) -> Point:
    return (-1.5, "a round-up of many subjects") if candidate.roundup else (0.0, "")


POINTS: tuple[Callable[[Candidate, Plan], Point], ...] = (
    _outlets,
    _weight,
    _freshness,
    _own,
    _text,
    _continuing,
    _waited,
    _many_subjects,
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
        return Why.TOO_OLD, f"waited for {candidate.carried} editions"
    if candidate.latest <= plan.horizon and not candidate.carried:
        return Why.TOO_OLD, "nothing new since the last edition closed"
    return None


def _nothing_to_print(choice: Choice, _: Plan) -> Refusal | None:
    if choice.candidate.full_words or choice.candidate.brief_words:
        return None
    return Why.WEAK, "nothing of it can be printed"


def _weak(choice: Choice, _: Plan) -> Refusal | None:
    if choice.score >= _WEAK:
        return None
    why = Why.ROUNDUP if choice.candidate.roundup else Why.WEAK
    return why, f"scores {choice.score:.1f}: {'; '.join(choice.reasons)}"


REFUSALS: tuple[Callable[[Choice, Plan], Refusal | None], ...] = (
    _too_old,
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
        seen.setdefault(mark, items[0].title)
    return (Why.DUPLICATE, f"the same as \u201c{before}\u201d") if before else None
