"""A long archive that a small seeded generator makes: editions with their records.

As a script it measures the building of one: ``python tests/site/long_archive.py 500``.
"""

import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from briefing.editions import record as records
from briefing.models import (
    Record,
    RecordItem,
    RecordStory,
    Sentence,
    Topic,
    TopicMatch,
    Window,
    digest,
)

LAST = datetime(2026, 1, 30, 6, tzinfo=UTC)
OUTLETS = tuple(f"Outlet {number}" for number in range(40))
TOPICS = tuple(Topic(f"own:t{n}", f"Topic {n}", f"topic-{n}") for n in range(60))
NOUNS = ("harbour", "council", "ferry", "mine", "school", "storm", "court", "budget")
VERBS = ("opens", "closes", "waits", "returns", "agrees", "appeals", "grows", "stops")


def files(editions: int, stories: int = 12, seed: int = 1) -> dict[str, str]:
    """Return the files of editions three times a week up to 30 January 2026, by their names.

    A third of the stories go on from earlier editions.
    """
    rng = random.Random(seed)  # noqa: S311 - a sample, no secret
    days = [LAST]
    while len(days) < editions:
        days.append(days[-1] - timedelta(days=3 if days[-1].weekday() == 0 else 2))
    made: dict[str, str] = {}
    threads: list[str] = []
    for number, day in enumerate(reversed(days), start=1):
        told = [_story(rng, threads, f"{number}-{place}", day) for place in range(stories)]
        told = list({story.thread: story for story in told}.values())
        threads = [*threads, *(story.thread for story in told)][-200:]
        name, window = f"{day:%Y-%m-%d}", Window(day - timedelta(days=2), day)
        title = told[0].headline
        record = Record(name, number, f"tag:x,{name}:e", title, "", window, tuple(told))
        made[f"editions/{name}.json"] = records.dumps(record)
        made[f"editions/{name}.md"] = _file(record, day)
    return made


def _story(rng: random.Random, threads: list[str], key: str, day: datetime) -> RecordStory:
    goes_on = threads and rng.random() < 1 / 3
    thread = rng.choice(threads) if goes_on else f"story-{key}"
    headline = f"The {rng.choice(NOUNS)} {rng.choice(VERBS)}, {key}"
    outlets = rng.sample(OUTLETS, rng.randint(1, 4))
    at = day - timedelta(hours=5)
    items = tuple(RecordItem(_url(o, key), headline, o, at) for o in outlets)
    said = (f"A {rng.choice(NOUNS)} {rng.choice(VERBS)}, said number {n} of {key}." for n in (1, 2))
    sentences = tuple(
        Sentence(text, items[n % len(items)].url, 0, len(text), digest(text))
        for n, text in enumerate(said)
    )
    topics = tuple(TopicMatch(topic, 0.9) for topic in rng.sample(TOPICS, 2))
    return RecordStory(thread, headline, "News", items, (), 1.0, topics, sentences)


def _url(outlet: str, key: str) -> str:
    return f"https://{outlet.lower().replace(' ', '-')}.example/{key}"


def _file(record: Record, day: datetime) -> str:
    lines = [f"Title: {record.title}", f"Date: {day:%Y-%m-%d %H:%M}", f"Number: {record.number}"]
    for place, story in enumerate(record.stories):
        lines += ["", *(["# Lead"] if place == 0 else ["# News"] if place == 1 else [])]
        lines.append(f"## {story.headline} {{#{story.thread}}}")
        outlet = {item.url: item.source for item in story.items}
        lines += [f"{s.text} [{outlet[s.url]}]({s.url})" for s in story.sentences]
    return "\n".join(lines) + "\n"


def main(editions: int) -> None:
    """Build the sample's site with an archive of so many editions, and print what it took."""
    root = Path(__file__).parents[2]
    with tempfile.TemporaryDirectory(prefix="archive-") as name:
        folder = Path(name)
        shutil.copy(root / "pelican.conf.py", folder)
        for part in ("theme", "plugins"):
            (folder / part).symlink_to(root / part)
        (folder / "content/editions").mkdir(parents=True)
        for path, text in files(editions).items():
            (folder / "content" / path).write_text(text, "utf-8")
        shutil.copy(root / "content/sources.opml", folder / "content")
        started = time.monotonic()
        command = ["-m", "pelican", "content", "-s", "pelican.conf.py", "-o", "output"]
        subprocess.run([sys.executable, *command], cwd=folder, check=True)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        pages = sum(1 for _ in (folder / "output").rglob("*.html"))
        print(f"{editions} editions, {pages} pages: {used.ru_utime + used.ru_stime:.1f} s CPU, "
              f"{time.monotonic() - started:.1f} s, {used.ru_maxrss // 1024} MB")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]))
