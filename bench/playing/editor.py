"""The player: sits down twice a day, and remembers all that must still be there."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from briefing import desk, shelf
from briefing.editions.assemble import Stored
from briefing.editions.decisions import Decision
from briefing.errors import ContentError
from briefing.models import Fetched, FetchStatus, Item, ParsedFeed, ParseStatus, SourceState
from briefing.settings import Settings
from briefing.store import Answer, Store
from playing.audit import account, obeys
from playing.deciding import DECISIONS
from playing.draft import Mine, Tally, blocks, cut, is_story
from playing.editing import EDITS, put
from playing.world import START, World

PHASES: Sequence[Mapping[str, Any]] = (
    {},
    {"days": ("tue", "thu", "sat"), "carry": 2},
    {"thin": "short"},
    {"days": ("mon", "tue", "wed", "thu", "fri"), "hour": "06:00, 17:00"},
    {"missed": "fold"},
    {"thin": "skip", "min_stories": 6},
    {"missed": "fold", "thin": "skip"},
    {"breaks": ("2026-08-10..2026-08-23", "12-24..12-26")},
    {"days": ("sun", "wed"), "hour": "02:30"},
    {"days": ("fri",)},
    {"words": 500, "stories": 4, "briefs": 3},
    {"breaks": ("12-24..12-26",), "hour": "17:00"},
)
"""What the settings say in each month; the clocks of the zone change in two of them."""

ODDS = {
    "away": 0.1,
    "review": 0.7,
    "next": 0.3,
    "again": 0.4,
    "edit": 0.8,
    "decide": 0.4,
    "publish": 0.9,
    "early": 0.08,
    "correct": 0.1,
    "tamper": 0.04,
    "scrap": 0.02,
    "lose": 0.02,
}
"""How likely an editor does what, at each sitting."""

RECENT = 8
"""Editions back in which an editor still corrects, and in which every step looks for changes."""


class Editor:
    """An editor who plays a year in a folder, and remembers all that must still be there."""

    def __init__(self, root: Path, world: World, seed: int, **settings: Any) -> None:
        """Begin a briefing in ``root``; ``settings`` are those that stay all the time."""
        self.root, self.world, self.rng = root, world, random.Random(seed)  # noqa: S311  # a game
        self.fixed = settings
        self.tally = Tally()
        self.fed: datetime | None = None
        self.shown: set[str] = set()
        self.proposed = datetime.min.replace(tzinfo=UTC)
        self.mine: dict[str, Mine] = {}
        self.sealed: dict[str, str] = {}
        self.names: dict[str, tuple[Any, ...]] = {}
        self.decided: list[Decision] = []
        self.linked: set[str] = set()
        self.noted: dict[str, tuple[datetime, str]] = {}
        self.own = 0
        self.count: Counter[str] = Counter()
        self.folder = root / shelf.FOLDER
        (root / "content").mkdir(parents=True)
        (root / "content/sources.opml").write_text(world.opml(), encoding="utf-8")

    def play(
        self, first: date, days: int, told: Callable[[date], None] = lambda _day: None
    ) -> None:
        """Sit down every day, and look over everything at the end; ``told`` hears of months."""
        back = first
        for day in (first + timedelta(days=n) for n in range(days)):
            if day.day == 1:
                told(day - timedelta(days=1))
            if day.weekday() == 0:
                self.review = self.rng.random() < ODDS["review"]
            if day >= back and self.lucky("away"):
                back = day + timedelta(days=self.rng.choice((1, 1, 2, 3, 9)))
            if day < back:
                continue
            for hour in sorted(self.rng.sample(range(5, 22), 2)):
                moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
                self.sit(moment + timedelta(minutes=self.rng.randrange(60)))
        account(self)

    review = False

    def lucky(self, what: str) -> bool:
        """Draw whether something happens."""
        return self.rng.random() < ODDS[what]

    def settings(self, now: datetime) -> Settings:
        """Return the settings of the month."""
        months = (now.year - START.year) * 12 + now.month - START.month
        phase = PHASES[months % len(PHASES)]
        values = {"review": self.review, **phase, **self.fixed, "now": now.isoformat()}
        return Settings(root=self.root, **values)

    def sit(self, now: datetime) -> None:
        """Work for a while."""
        settings = self.settings(now)
        if self.lucky("lose"):
            self.lose()
        self.feed(now)
        self.compose(settings)
        if self.lucky("scrap"):
            self.scrap()
        if self.lucky("decide"):
            self.decide(settings)
        if self.review and self.lucky("edit"):
            self.edit()
        self.compose(settings)
        self.publish(settings)
        if self.lucky("correct"):
            self.correct(settings)
        if self.lucky("tamper"):
            self.tamper(settings)
        self.look()

    def feed(self, now: datetime) -> None:
        """Store what the feeds show; a new database gets all of it again."""
        shown: dict[str, list[Item]] = {source.feed_url: [] for source in self.world.sources}
        fresh = set()
        for item in self.world.shown(now):
            shown[item.source].append(item)
            self.shown.add(item.url)
            if self.fed is None or item.first_seen > self.fed:
                fresh.add(item.source)
        answers = [
            Answer(
                Fetched(source, FetchStatus.FETCHED, url=source.feed_url),
                ParsedFeed(ParseStatus.OK, items=tuple(shown[source.feed_url])),
                SourceState(source.feed_url),
            )
            for source in self.world.sources
            if source.feed_url in fresh
        ]
        with Store.open(self.settings(now).database, self.root) as store:
            store.save_all(answers, now)
        self.fed = now

    def lose(self) -> None:
        """Delete the database."""
        for path in self.root.glob("var/briefing.db*"):
            path.unlink()
        self.fed = None
        self.tally.did["databases deleted"] += 1

    def compose(self, settings: Settings) -> None:
        """Have editions proposed, twice, and look for what was decided and edited."""
        before, ahead = self.shelved(), self.lucky("next")
        done = desk.compose(settings, ahead=ahead)
        self.tally.did["editions proposed"] += len(done.written)
        self.tally.did["proposals merged"] += len(done.again)
        self.tally.did["conflicts"] += len(done.conflicts)
        last = next(reversed(before.values()), None)
        again = [last.name] if last and last.file.status == "draft" else []
        for name, stored in self.shelved().items():
            if stored.record and name in (*again, *(path.stem for path in done.written)):
                obeys(self, stored.record, settings)
                self.mine.get(name, Mine()).agree(stored.record)
                self.proposed = settings.clock()
        self.look()
        if not self.lucky("again"):
            return
        first = self.bytes()
        desk.compose(settings, ahead=ahead)
        self.tally.did["composed again"] += 1
        if (second := self.bytes()) != first:
            changed = [name for name in second if first.get(name) != second[name]]
            self.tally.blame("composing again changed something", f"{settings.now} {changed}")

    def shelved(self) -> dict[str, Stored]:
        """Return all editions by name, oldest first."""
        return {one.name: one for one in shelf.read(self.folder)}

    def bytes(self) -> dict[str, bytes]:
        """Return what lies in the folder of editions."""
        return {path.name: path.read_bytes() for path in sorted(self.folder.glob("*.*"))}

    def draft(self) -> Stored | None:
        """Return the draft that is proposed again."""
        newest = next(reversed(self.shelved().values()), None)
        return newest if newest and newest.file.status == "draft" and newest.record else None

    def scrap(self) -> None:
        """Delete the draft: the next run proposes it anew."""
        if draft := self.draft():
            for suffix in (".md", ".json"):
                (self.folder / f"{draft.name}{suffix}").unlink()
            self.mine.pop(draft.name, None)
            self.tally.did["drafts scrapped"] += 1

    def decide(self, settings: Settings) -> None:
        """Decide on something in or around the draft, or around the newest edition."""
        stored = self.draft() or next(reversed(self.shelved().values()), None)
        if stored is None or stored.record is None:
            return
        made = self.rng.choice(DECISIONS)(self, stored.record)
        if made is not None:
            desk.decide(settings, made)
            self.decided = list(shelf.read_decisions(settings.path(shelf.DECISIONS)).all)
            if self.decided[-1].verb != made.verb or self.decided[-1].about != made.about:
                self.tally.blame("decisions lost", str(made))
            self.count[made.verb] += 1
            self.tally.did["decisions"] += 1

    def edit(self) -> None:
        """Change the draft by hand in one way or several."""
        draft = self.draft()
        if draft is None:
            return
        mine = self.mine.setdefault(draft.name, Mine())
        for _ in range(self.rng.choice((1, 1, 2, 4))):
            text = (self.folder / f"{draft.name}.md").read_text(encoding="utf-8")
            changed = self.rng.choice(EDITS)(self, text, mine, draft)
            (self.folder / f"{draft.name}.md").write_text(changed, encoding="utf-8")
            self.tally.did["edits"] += changed != text

    def publish(self, settings: Settings) -> None:
        """Publish what has closed, and sometimes what has not."""
        now = settings.clock()
        for name, stored in self.shelved().items():
            if stored.file.status != "draft" or not stored.record:
                continue
            is_closed = stored.record.window.closes <= now
            if self.lucky("publish") if is_closed else self.lucky("early"):
                path = self.folder / f"{name}.md"
                text = path.read_text(encoding="utf-8")
                path.write_text(text.replace("Status: draft", "Status: published", 1), "utf-8")
        self.seal(settings)

    def seal(self, settings: Settings) -> None:
        """Mend what the gate finds, and seal what is published."""
        for name, stored in self.shelved().items():
            if stored.file.status == "published" and name not in self.sealed:
                self.mend(name, stored, settings)
        try:
            desk.gate(settings)
        except ContentError as error:
            self.tally.blame("kept back by the gate", str(error))
        for name in desk.seal_published(settings):
            stored = self.shelved()[name]
            if name not in self.sealed:
                self.missed(name, stored.text)
                self.tally.did["editions sealed"] += 1
            self.sealed[name] = stored.text
        self.compare(settings)

    def mend(self, name: str, stored: Stored, settings: Settings) -> None:
        """Settle conflicts by keeping what stands; take out what is told twice.

        A story that was edited stays when its items are grouped anew: the gate finds what another
        one says, too.
        """
        if stored.record and stored.record.conflicts:
            self.tally.did["conflicts kept"] += len(desk.keep(settings, name))
        path, mine = self.folder / f"{name}.md", self.mine.setdefault(name, Mine())
        _, findings = desk.proof(settings, name)
        if any("no story" in one.words for one in findings):
            path.write_text(
                stored.text + "\n# Ours\n## A quiet day\nAll is well.\n", encoding="utf-8"
            )
        for headline in {one.where for one in findings if "stands here twice" in one.words}:
            text = path.read_text(encoding="utf-8")
            for story, part in blocks(text)[::-1]:  # two stories may have one headline
                if is_story(story) and headline in part.partition("\n")[0]:
                    path.write_text(put(text, mine, part, "", story), encoding="utf-8")
                    mine.sections.pop(story, None)
                    self.tally.did["repeats taken out"] += 1
                    break

    def compare(self, settings: Settings) -> None:
        """See that what readers hold on to stays: addresses, feed ids, numbers."""
        for view in desk.editions(settings, RECENT):
            if view.name not in self.sealed:
                continue
            held = (view.id, view.path, view.number, *(story.path for story in view.stories))
            if self.names.setdefault(view.name, held) != held:
                self.tally.blame("addresses or feed ids changed", view.name)

    def correct(self, settings: Settings) -> None:
        """Correct a story of a published edition."""
        name = self.rng.choice([*self.sealed][-RECENT:] or [""])
        stories = [part for part in cut(self.sealed.get(name, "")) if part.startswith("#")]
        stories = [part[1:] for part in stories if not part.startswith(("# ", "## "))]
        if not stories:
            return
        thread, note = self.rng.choice(stories), f"Correction {len(self.noted) + 1}."
        desk.correct(settings, name, thread, note)
        path = self.folder / f"{name}.md"
        text = path.read_text(encoding="utf-8")
        heading = next(line for line in text.splitlines() if f"{{#{thread}}}" in line)
        path.write_text(text.replace(heading, f"{heading}\nPut right: {note}\n", 1), "utf-8")
        self.sealed[name] = path.read_text(encoding="utf-8")
        self.noted[note] = (settings.clock(), name)
        self.tally.did["corrections"] += 1
        self.seal(settings)

    def tamper(self, settings: Settings) -> None:
        """Change a published edition without a correction, and see that it is refused."""
        name = self.rng.choice([*self.sealed] or [""])
        if not name:
            return
        path = self.folder / f"{name}.md"
        path.write_text(self.sealed[name].replace(". ", ", so they say. ", 1), encoding="utf-8")
        try:
            desk.seal_published(settings)
        except ContentError:
            self.tally.did["tampering refused"] += 1
        else:
            self.tally.blame("tampering went through", name)
        path.write_text(self.sealed[name], encoding="utf-8")

    def look(self) -> None:
        """See that every edit is there and no sealed edition has changed."""
        for name in self.mine.keys() - self.sealed.keys():
            self.missed(name, (self.folder / f"{name}.md").read_text(encoding="utf-8"))
        for name in [*self.sealed][-RECENT:]:
            if (self.folder / f"{name}.md").read_text(encoding="utf-8") != self.sealed[name]:
                self.tally.blame("editions changed after their seal", name)

    def missed(self, name: str, text: str) -> None:
        """Count the edits of an edition that are not in it any more, each once."""
        mine = self.mine.get(name, Mine())
        for what in list(mine.missing(text)):
            self.tally.blame("edits lost", f"{name}: {what}: wanted {mine.parts.get(what)}")
            mine.parts.pop(what, None)
            mine.sections.pop(what.partition(" in ")[0], None)
