"""What needs the editor."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefing.delivery import Ledger, State
from briefing.desk.coming import Coming
from briefing.desk.going_out import LEDGER
from briefing.desk.health import Condition, Health
from briefing.desk.proofing import Proof, proof, proof_unpublished
from briefing.editions import seal
from briefing.editions.assemble import Stored
from briefing.editions.merge import by_key
from briefing.models import (
    Correction,
)
from briefing.settings import Settings

AILING = (Condition.FAILING, Condition.SILENT, Condition.GONE, Condition.MOVED)


@dataclass(frozen=True, slots=True)
class Clash:
    """A part of an edition that the editor and a new proposal both changed; "" was taken out."""

    day: str
    kind: str
    name: str
    mine: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Matters:
    """What needs the editor; days go with what is told of an edition."""

    clashes: tuple[Clash, ...]
    broken: tuple[tuple[str, str], ...]
    proofs: tuple[Proof, ...]
    corrections: tuple[tuple[str, Correction], ...]
    uncertain: tuple[tuple[str, int], ...]
    sources: tuple[Health, ...]

    @property
    def count(self) -> int:
        """How many there are, without the notes of the gate."""
        told = (self.clashes, self.broken, self.corrections, self.uncertain, self.sources)
        errors = sum(one.is_error for _, findings in self.proofs for one in findings)
        return sum(map(len, told)) + errors


def matters(
    settings: Settings, shelved: Sequence[Stored], coming: Coming, healths: Iterable[Health]
) -> Matters:
    clashes = tuple(_clashes(shelved))
    return Matters(
        clashes=clashes,
        broken=tuple(
            (one.name, what) for one in shelved for what in seal.broken(one.text, one.record)
        ),
        proofs=tuple(_proofs(settings, coming, clashes)),
        corrections=tuple(
            (one.name, correction)
            for one in shelved
            if one.record
            for correction in seal.open_corrections(one.record)
        ),
        uncertain=tuple(_uncertain(settings, [one.name for one in shelved])),
        sources=tuple(health for health in healths if health.condition in AILING),
    )


def _proofs(settings: Settings, coming: Coming, clashes: Iterable[Clash]) -> Iterator[Proof]:
    """Yield what the gate says, without the clashes, of which the page tells itself."""
    known = tuple(f"The {one.kind} \u201c{one.name}\u201d has a new proposal" for one in clashes)
    proofs = dict(proof_unpublished(settings))
    if coming.is_written:
        proofs |= (proof(settings, coming.name),)
    for day, findings in sorted(proofs.items()):
        if found := tuple(one for one in findings if not one.words.startswith(known)):
            yield day, found


def _clashes(shelved: Iterable[Stored]) -> Iterator[Clash]:
    for stored in shelved:
        for one in stored.record.conflicts if stored.record else ():
            part = by_key(stored.text).get((one.kind, one.name))
            mine = part.text.strip() if part else ""
            yield Clash(stored.name, one.kind, one.name, mine, one.proposal)


def _uncertain(settings: Settings, days: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield the editions of which nobody knows whether some readers got them."""
    if not settings.path(LEDGER).is_file():
        return
    with Ledger.open(settings.path(LEDGER)) as ledger:
        for day in days:
            if count := ledger.count(day, State.UNCERTAIN):
                yield day, count
