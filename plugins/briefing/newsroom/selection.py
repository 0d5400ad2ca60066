"""Selection: which stories make an edition, in which place, and why each of the others does not.

Places are given out in order: lead, our own, still moving, full stories, briefs; the best
candidates first.  What is close to a story that has a place gets none.  The same candidates give
the same edition whatever their order.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from briefing.newsroom.candidates import Candidate, Choice, Left, Plan, Selection, Why
from briefing.newsroom.scoring import FORMS, REFUSALS, refusal_as_repeat, score
from briefing.newsroom.threads import close
from briefing.newsroom.titles import Form

__all__ = ["Candidate", "Choice", "Left", "Plan", "Selection", "Why", "score", "select"]

LEAD_WORDS = 150
STORY_WORDS = 80
BRIEF_WORDS = 20
"""What a lead, a full story and a brief may take of the budget at the most."""

OWN_STORIES = 2
"""Articles of our own that come before other full stories."""

_ONE_TOPIC = 3
_ONE_OUTLET = 4
_LEAD_VOICES = 2


def select(candidates: Iterable[Candidate], plan: Plan) -> Selection:
    """Give every candidate a place in the edition or a reason for having none."""
    rated = sorted((score(candidate, plan) for candidate in candidates), key=_rank)
    desk = _Desk(plan, rated)
    fit = desk.screened()
    desk.choose_lead(fit)
    for place in (desk.pinned, desk.own, desk.moving, desk.story, desk.brief, desk.notice):
        desk.fill(place, fit)
    desk.leave([choice for choice in fit if not desk.is_placed(choice)])
    return desk.selection()


def _rank(choice: Choice) -> tuple[float, tuple[str, str]]:
    return -choice.score, choice.candidate.key


class _Desk:
    """The edition while places are given out."""

    def __init__(self, plan: Plan, rated: Sequence[Choice]) -> None:
        self._plan, self._rated = plan, rated
        self._words = plan.words
        self._lead: Choice | None = None
        self._places: dict[str, list[Choice]] = {"stories": [], "briefs": [], "moving": []}
        self._left: list[Left] = []
        self._placed: dict[tuple[str, str], Choice] = {}
        self._topics: Counter[str] = Counter()
        self._outlets: Counter[str] = Counter()
        self._firsts = Counter(_first_outlet(choice) for choice in rated)
        self._close = _neighbours(rated)

    def is_placed(self, choice: Choice) -> bool:
        """Tell whether a candidate has its place already."""
        return choice.candidate.key in self._placed

    def screened(self) -> list[Choice]:
        """Return the candidates that may be in the edition; write down why the others may not."""
        fit: list[Choice] = []
        seen: dict[str, str] = {}
        for choice in self._rated:
            refusals = (refusal(choice, self._plan) for refusal in REFUSALS)
            refused = next((found for found in refusals if found), None) or refusal_as_repeat(
                choice, seen
            )
            if refused and not choice.candidate.pinned:
                self._left.append(Left(choice.candidate, choice.score, *refused))
            else:
                fit.append(choice)
        return fit

    def choose_lead(self, fit: Sequence[Choice]) -> None:
        """Take the best story with text, told by two outlets if there is one, as the lead.

        One that the editor pinned there comes before all others.
        """
        for choice in [c for c in fit if c.candidate.pinned == "lead"][:1]:
            self._lead = _because(choice, "leads: pinned by the editor")
            self._take(choice, min(LEAD_WORDS, 2 * choice.candidate.full_words))
            self._topics.update(_topic(choice))
            return
        able = [c for c in fit if c.candidate.full_words and c.candidate.form is Form.NEWS]
        heard = [c for c in able if c.candidate.voices >= _LEAD_VOICES or c.candidate.own]
        for choice in (heard or able)[:1]:
            words = "leads: the best told by several outlets" if heard else "leads: the best"
            self._lead = _because(choice, words)
            self._take(choice, min(LEAD_WORDS, 2 * choice.candidate.full_words))
            self._topics.update(_topic(choice))

    def fill(self, place: Callable[[Choice], None], fit: Sequence[Choice]) -> None:
        """Offer a place to all, the best first, and again as long as somebody takes one.

        Who was held back for variety may come in when others have come in between.
        """
        before = -1
        while before != len(self._placed):
            before = len(self._placed)
            for choice in fit:
                if not self.is_placed(choice) and self._nearest_placed(choice) is None:
                    place(choice)

    def pinned(self, choice: Choice) -> None:
        """Give what the editor pinned its place, whatever the room."""
        if pinned := choice.candidate.pinned:
            full = self._full_cost(choice) if pinned != "briefs" else 0
            place = "stories" if full else "briefs"
            cost = full or min(choice.candidate.words_as_brief, BRIEF_WORDS)
            self._give(place, choice, cost, f"pinned by the editor to the {place}")

    def own(self, choice: Choice) -> None:
        """Give an article of our own a full story, whatever else there is."""
        ours = sum(placed.candidate.own for placed in self._placed.values())
        if choice.candidate.own and ours < OWN_STORIES and self._can_be_story(choice):
            self._give("stories", choice, self._full_cost(choice), "a full story: our own")

    def moving(self, choice: Choice) -> None:
        """Give a continued story its place under Still moving."""
        previous, full = choice.candidate.previous, self._full_cost(choice)
        if previous and full and self._has_room("moving", self._plan.moving, choice, full):
            self._give("moving", choice, full, f"continues from {previous}")

    def story(self, choice: Choice) -> None:
        """Give a full story its place, if its topic has not had its share."""
        crowded = any(self._topics[topic] >= _ONE_TOPIC for topic in _topic(choice))
        if not crowded and not choice.candidate.own and self._can_be_story(choice):
            why = "a full story: among the best with text"
            self._give("stories", choice, self._full_cost(choice), why)

    def brief(self, choice: Choice) -> None:
        """Give a brief its place."""
        cost = min(choice.candidate.words_as_brief, BRIEF_WORDS)
        routine = choice.candidate.form is Form.ROUTINE
        if cost and not routine and self._has_room("briefs", self._plan.briefs, choice, cost):
            self._give("briefs", choice, cost, f"a brief: {self._why_brief(choice)}")

    def notice(self, choice: Choice) -> None:
        """Give a routine notice a brief that nobody else wanted."""
        cost = min(choice.candidate.words_as_brief, BRIEF_WORDS)
        if cost and self._has_room("briefs", self._plan.briefs, choice, cost):
            self._give("briefs", choice, cost, "a brief: a routine notice, as there was room")

    def leave(self, rest: Sequence[Choice]) -> None:
        """Write down why each of the rest has no place, and which of them wait.

        An edition's worth of the best waits; more could never be caught up with.
        """
        waiting = self._plan.stories + self._plan.briefs
        for choice in rest:
            why, words = self._why_left(choice)
            waits = why is Why.NO_ROOM and choice.candidate.carried < self._plan.carry
            waits, waiting = waits and waiting > 0, waiting - waits
            self._left.append(Left(choice.candidate, choice.score, why, words, carry=waits))

    def _why_left(self, choice: Choice) -> tuple[Why, str]:
        if near := self._nearest_placed(choice):
            return Why.DUPLICATE, f"close to \u201c{near.candidate.title}\u201d"
        if choice.candidate.form is not Form.NEWS:
            return Why.FORM, f"{FORMS[choice.candidate.form][1]}, and no room for a brief"
        if not self._outlet_has_room(choice):
            return Why.VARIETY, f"enough from {_first_outlet(choice)} already"
        return Why.NO_ROOM, "better stories took the room"

    def selection(self) -> Selection:
        """Return what came out."""
        places = {name: tuple(choices) for name, choices in self._places.items()}
        left = sorted(self._left, key=lambda out: (-out.score, out.candidate.key))
        return Selection(lead=self._lead, left_out=tuple(left), **places)

    def _nearest_placed(self, choice: Choice) -> Choice | None:
        """Return the best story with a place that has the subject of ``choice``."""
        near = (self._placed.get(key) for key in self._close.get(choice.candidate.key, ()))
        return next((placed for placed in near if placed), None)

    def _full_cost(self, choice: Choice) -> int:
        return min(choice.candidate.full_words, STORY_WORDS)

    def _can_be_story(self, choice: Choice) -> bool:
        full, room = self._full_cost(choice), self._plan.stories - (self._lead is not None)
        able = full and choice.candidate.form is Form.NEWS and not choice.candidate.previous
        return bool(able) and self._has_room("stories", room, choice, full + self._reserve())

    def _reserve(self) -> int:
        """Return the words kept for briefs while full stories are chosen."""
        return BRIEF_WORDS * min(self._plan.briefs, len(self._rated) - len(self._placed) - 1)

    def _has_room(self, place: str, limit: int, choice: Choice, words: int) -> bool:
        free = len(self._places[place]) < limit and words <= self._words
        return free and self._outlet_has_room(choice)

    def _outlet_has_room(self, choice: Choice) -> bool:
        """Tell whether an outlet may come first once more: in half of the places, if others can."""
        outlet = _first_outlet(choice)
        taken = self._outlets[outlet]
        alone = self._firsts[outlet] == len(self._rated)
        return choice.candidate.own or alone or taken < max(_ONE_OUTLET, len(self._placed) - taken)

    def _why_brief(self, choice: Choice) -> str:
        if choice.candidate.form is not Form.NEWS:
            return FORMS[choice.candidate.form][1]
        if not choice.candidate.full_words:
            return "no sentence of it can be printed"
        if any(self._topics[topic] >= _ONE_TOPIC for topic in _topic(choice)):
            return "enough full stories of its topic"
        return "better ones took the room for full stories"

    def _give(self, place: str, choice: Choice, words: int, reason: str) -> None:
        if place == "stories":
            self._topics.update(_topic(choice))
        self._places[place].append(_because(choice, reason))
        self._take(choice, words)

    def _take(self, choice: Choice, words: int) -> None:
        self._words -= words
        self._placed[choice.candidate.key] = choice
        self._outlets[_first_outlet(choice)] += 1


def _neighbours(rated: Sequence[Choice]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Map each candidate that is close to others to those, the best first."""
    keys = [choice.candidate.key for choice in rated]
    groups = [choice.candidate.group for choice in rated]
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for left, right in sorted(close(groups)):
        found.setdefault(keys[left], []).append(keys[right])
        found.setdefault(keys[right], []).append(keys[left])
    return found


def _because(choice: Choice, words: str) -> Choice:
    return replace(choice, reasons=(words, *choice.reasons))


def _first_outlet(choice: Choice) -> str:
    return choice.candidate.group.items[0].outlet


def _topic(choice: Choice) -> tuple[str, ...]:
    return tuple(match.topic.id for match in choice.candidate.topics[:1])
