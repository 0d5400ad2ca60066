"""Measure the speed of the newsroom: ``python bench/speed.py DATA_FOLDER``.

1,000 items to the text of an edition, and 10,000 to their stories, made of all texts there are.
"""

import resource
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import stories
import summaries
from command import asked, read, run

from briefing.editions.brief import Brief
from briefing.editions.compose import compose
from briefing.editions.rendering import render
from briefing.models import Item, Window
from briefing.newsroom.sentences import split
from briefing.newsroom.topics import Vocabulary
from briefing.settings import Settings

SEED = 7
DEK = 300  # characters


def report_speed(folder: Path) -> None:
    """Print CPU and memory for 1,000 items to an edition, and for 10,000 to their stories."""
    texts = everything(folder)
    described = [pair for pair in texts if pair[1]]
    for what, pairs, most in (("headlines", texts, 0), ("with a dek", described, DEK)):
        for count in (1_000, 10_000):
            if len(pairs) < count:
                print(f"SKIPPED {count} items: the folder has {len(pairs)}")
                continue
            items = spread([(title, text[:most]) for title, text in pairs[:count]])
            ran = run("group", [asked(item) for item in items])
            print(f"group {count} {what}: {ran.seconds:.2f} s CPU, {ran.peak:.0f} MB", flush=True)
    for what, chosen in (("of all kinds", texts), ("with texts", described)):
        report_edition(what, spread(chosen[:1_000]))


def everything(folder: Path) -> list[tuple[str, str]]:
    """Return title and text of each row of all sets, and of each three sentences of articles."""
    texts: list[tuple[str, str]] = []
    for name in ("stories-uci", "topics-ag", "summaries-inshorts"):
        for row in read(folder / f"{name}.jsonl", f"{name} for speed"):
            texts.append((row["title"], row.get("text", "")))
    for name in ("summaries-cnn", "summaries-multinews"):
        for row in read(folder / f"{name}.jsonl", f"{name} for speed"):
            for item in summaries.items(row):
                texts.append((" ".join(item.text.split()[:14]), item.text))
                spans = split(item.text)[1:]
                three = zip(spans[::3], spans[1::3], spans[2::3], strict=False)
                texts += [(item.text[a:b], item.text[c:d]) for (a, b), (c, _), (_, d) in three]
    return [texts[at] for at in np.random.default_rng(SEED).permutation(len(texts)).tolist()]


def spread(texts: Sequence[tuple[str, str]]) -> list[Item]:
    """Make items of forty outlets over four days."""
    hours = np.random.default_rng(SEED).uniform(0, 96, len(texts))
    items = []
    for number, (title, text) in enumerate(texts):
        outlet, url = f"Outlet {number % 40}", f"https://item.example/{number}"
        when = stories.START + timedelta(hours=float(hours[number]))
        items.append(Item(f"{number:06}", outlet, outlet, url, title, when, when, text))
    return items


def report_edition(what: str, items: Sequence[Item]) -> None:
    """Print the CPU seconds from items to the text of an edition."""
    if not items:
        return
    closes = max(item.published for item in items)
    brief = Brief(
        window=Window(closes - timedelta(days=5), closes),
        number=1,
        archive=(),
        memory=(),
        cited=frozenset(),
        vocabulary=Vocabulary.load(),
        settings=Settings(root=Path()),
    )
    began = time.process_time()
    record = compose(items, brief)
    text = render(record, brief.settings.timezone) if record else ""
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    made = f"{len(record.stories) if record else 0} stories, {len(text.split())} words"
    print(f"edition of {len(items)} items {what}: {spent:.2f} s CPU, {peak:.0f} MB ({made})")


if __name__ == "__main__":
    folders = [Path(argument) for argument in sys.argv[1:]]
    if len(folders) == 1 and folders[0].is_dir():
        report_speed(folders[0])
    else:
        print("SKIPPED: give the folder with the material as the one argument")
