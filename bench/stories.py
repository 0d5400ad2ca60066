"""Measure the grouping of stories: ``python bench/stories.py DATA_FOLDER``.

Prints BCubed precision, recall and F of the shipped grouping beside plain TF-IDF with average
linkage: on three pools of headlines (``stories-uci.jsonl``) and on the feeds in ``newsroom/``;
then the CPU seconds for 1,000 and 5,000 items.  Nothing is fitted here.
"""

import calendar
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import nh3
import numpy as np
from numpy.typing import NDArray

from briefing.models import Item
from briefing.newsroom.demands import Demands
from briefing.newsroom.linkage import clusters
from briefing.newsroom.pairs import pairs
from briefing.newsroom.semantic import Encoder
from briefing.newsroom.stories import group
from briefing.newsroom.terms import TfIdf, ngrams, tokens

START = datetime(2026, 11, 9, tzinfo=UTC)
BASELINES = (0.04, 0.06, 0.10, 0.15)
Labelled = list[tuple[Item, str]]


def main(folder: Path) -> None:
    """Print all that the folder has material for."""
    rows = folder / "stories-uci.jsonl"
    if rows.is_file():
        records = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
        report("headline pools", [pool(records, seed) for seed in range(3)])
        report_time([headline_item(number, row) for number, row in enumerate(records)])
    else:
        print("SKIPPED headline pools: no stories-uci.jsonl")
    if (folder / "newsroom" / "truth.json").is_file():
        report("newsroom", [newsroom(folder / "newsroom")])
    else:
        print("SKIPPED newsroom: no newsroom/truth.json")


def report(name: str, pools: Sequence[Labelled]) -> None:
    """Print the shipped grouping and the baselines, averaged over pools."""
    print(f"{name}: {sum(map(len, pools))} items, P/R/F")
    ours = np.mean([bcubed(shipped(pool), pool) for pool in pools], axis=0)
    print(f"  shipped       {_scores(ours)}")
    printed = np.mean([bcubed(shipped(pool, firm=True), pool) for pool in pools], axis=0)
    print(f"  as printed    {_scores(printed)}")
    for cut in BASELINES:
        peer = np.mean([bcubed(plain(pool, cut), pool) for pool in pools], axis=0)
        print(f"  TF-IDF {cut:.2f}   {_scores(peer)} (F {ours[2] / peer[2]:.2f} x)")


def _scores(values: Iterable[float]) -> str:
    return "/".join(f"{value:.3f}" for value in values)


def shipped(items: Labelled, *, firm: bool = False, encoder: Encoder | None = None) -> list[int]:
    """Return the number of the group of each item."""
    numbers = {
        id(item): number
        for number, found in enumerate(group([i for i, _ in items], firm=firm, encoder=encoder))
        for item in found.items
    }
    return [numbers[id(item)] for item, _ in items]


def plain(items: Labelled, cut: float) -> list[int]:
    """Return the clusters of average linkage over TF-IDF of title and 150 words, faded by time."""
    order = sorted(range(len(items)), key=lambda at: items[at][0].published)
    chosen = [items[at][0] for at in order]
    documents = [
        ngrams(tokens(item.title)) + ngrams(tokens(" ".join(item.text.split()[:150])))
        for item in chosen
    ]
    hours = np.array([item.published.timestamp() / 3600 for item in chosen])
    blank = np.zeros(len(chosen))
    alike = pairs(TfIdf.fit(documents).matrix(), hours, blank)
    labels = [0] * len(items)
    for number, cluster in enumerate(clusters(alike, Demands(blank + cut, blank), hours)):
        for row in cluster:
            labels[order[row]] = number
    return labels


def bcubed(found: Sequence[object], items: Labelled) -> tuple[float, float, float]:
    """Return precision, recall and F of BCubed (A. Bagga and B. Baldwin, 1998)."""
    return harmonic(shares(found, items))


def shares(found: Sequence[object], items: Labelled) -> NDArray[np.float64]:
    """Return for each item the share of its group in its story, and of its story in its group."""
    here: defaultdict[object, set[int]] = defaultdict(set)
    true: defaultdict[str, set[int]] = defaultdict(set)
    for place, (label, (_, story)) in enumerate(zip(found, items, strict=True)):
        here[label].add(place)
        true[story].add(place)
    sets = [(here[label], true[s]) for label, (_, s) in zip(found, items, strict=True)]
    return np.array([(len(g & t) / len(g), len(g & t) / len(t)) for g, t in sets])


def harmonic(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the means of precision and recall, and F of both."""
    precision, recall = (float(value) for value in values.mean(axis=0))
    return precision, recall, 2 * precision * recall / (precision + recall)


def headline_item(number: int, row: dict[str, str]) -> Item:
    """Make an item of a row; the rows have no times."""
    url = f"https://headlines.example/{number}"
    outlet = row["publisher"]
    return Item(f"{number:06}", outlet, outlet, url, row["title"], START, START)


def pool(rows: Sequence[dict[str, str]], seed: int) -> Labelled:
    """Draw a pool of about 950 headlines: parts of large stories, and 500 of small ones."""
    stories: dict[str, dict[str, list[int]]] = {"a": {}, "b": {}}
    for number, row in enumerate(rows):
        stories[row["batch"]].setdefault(row["story"], []).append(number)
    large, small = stories["a"], stories["b"]
    rng = np.random.RandomState(seed)
    chosen: list[int] = []
    for name in sorted(large):
        count = min(len(large[name]), 1 + rng.geometric(0.09))
        chosen += [large[name][place] for place in rng.permutation(len(large[name]))[:count]]
    names = sorted(set(small) - set(large))
    rng.shuffle(names)
    taken = 0
    for name in names:
        if taken >= 500:
            break
        chosen += small[name]
        taken += len(small[name])
    chosen = [chosen[place] for place in rng.permutation(len(chosen))]
    return [(headline_item(number, rows[number]), rows[number]["story"]) for number in chosen]


def newsroom(folder: Path) -> Labelled:
    """Read the items of the feeds that have a true story."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    items = []
    for path in sorted((folder / "feeds").glob("*.xml")):
        feed = feedparser.parse(path.read_bytes())
        for entry in feed.entries:
            if entry.get("link") in truth:
                item = feed_item(entry, feed.feed.title)
                items.append((item, truth[item.url]))
    return items


def feed_item(entry: Any, outlet: str) -> Item:
    """Make an item of a feed's entry, its text without markup."""
    contents = [part.value for part in entry.get("content", ())] + [entry.get("summary", "")]
    markup = max(contents, key=len).replace("</p>", "</p>\n\n")
    text = nh3.clean(markup, tags=set()).replace("&amp;", "&")
    parsed = entry.get("published_parsed") or entry.updated_parsed
    when = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    return Item(entry.link, outlet, outlet, entry.link, entry.title, when, when, text.strip())


def report_time(items: Sequence[Item]) -> None:
    """Print how long headlines of four days take."""
    rng = random.Random(0)  # noqa: S311 no secret
    spread = [replace(item, published=START + timedelta(hours=rng.random() * 96)) for item in items]
    for count in (1000, 5000):
        began = time.process_time()
        groups = group(spread[:count])
        took = time.process_time() - began
        print(f"{min(count, len(spread))} items: {took:.2f} s CPU, {len(groups)} groups")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print("SKIPPED: give the folder with the material as the one argument")
        sys.exit(0)
    main(Path(sys.argv[1]))
