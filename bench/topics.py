"""Measure the topics of stories: ``python bench/topics.py DATA_FOLDER [--semantic]``.

``topics-ag.jsonl`` (non-commercial: it only measures) has four classes, the second half of
``stories-uci.jsonl`` headlines of four others.  Forced: only the set's classes, each the sum of its
topics.  Open: any of the class's topics first, or among the first two, of all.  Shown: the tags as
a reader would see them, at the margins in use and at others.

Three systems: *seeds*, the vocabulary alone (the peer to beat); *learned*, with the set itself as
the archive, without its labels; *learned elsewhere*, each half with the other as the archive.  With
``--semantic`` also *meaning* and *learned, meaning*: both with that extra.
"""

import json
import resource
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import NamedTuple

from briefing.models import Item, TopicMatch
from briefing.newsroom import semantic
from briefing.newsroom.margins import LEARNED, MEANING, SEEDS, Policy
from briefing.newsroom.semantic import Encoder
from briefing.newsroom.topics import Learned, Vocabulary, classify, learn, rank

NOW = datetime(2026, 11, 9, tzinfo=UTC)
AG = {
    "world": ("politics", "conflict", "disaster", "crime", "society", "religion"),
    "sport": ("sport",),
    "business": ("business", "labour"),
    "scitech": ("technology", "science", "environment", "health"),
}
UCI = {
    "b": ("business", "labour"),
    "e": ("arts",),
    "t": ("technology", "science"),
    "m": ("health",),
}
MARGINS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
Case = tuple[list[Item], str]
Classes = Mapping[str, Sequence[str]]


class Figures(NamedTuple):
    """Shares of the cases; ``seconds`` of CPU in all."""

    forced: float
    second: float
    at_half: float
    at_most: float
    silent: float
    opened: float
    opened_second: float
    seconds: float


def main(folder: Path, encoder: Encoder | None) -> None:
    """Print all that the folder has material for."""
    news, headlines = folder / "topics-ag.jsonl", folder / "stories-uci.jsonl"
    if news.is_file():
        report("AG-4", [([item(n, r)], r["topic"]) for n, r in enumerate(read(news))], AG, encoder)
    else:
        print("SKIPPED AG-4: no topics-ag.jsonl")
    if headlines.is_file():
        rows = list(enumerate(read(headlines)))
        single = [([item(n, r)], r["category"]) for n, r in rows if r["batch"] == "b"]
        report("UCI-4 headlines", single, UCI, encoder)
        stories: defaultdict[str, Case] = defaultdict(lambda: ([], ""))
        for number, row in rows:
            members, _ = stories[row["story"]]
            stories[row["story"]] = ([*members, item(number, row)], row["category"])
        several = [case for case in stories.values() if len(case[0]) > 2]
        report("UCI-4 stories of 3+", several, UCI, encoder)
    else:
        print("SKIPPED UCI-4: no stories-uci.jsonl")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


def read(path: Path) -> list[dict[str, str]]:
    """Read JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def item(number: int, row: Mapping[str, str]) -> Item:
    """Make an item of a row."""
    url = f"https://news.example/{number}"
    return Item(str(number), "s", "s", url, row["title"], NOW, NOW, row.get("text", ""))


def report(
    name: str, cases: Sequence[Case], classes: Classes, encoder: Encoder | None = None
) -> None:
    """Print the measures of one set for each system."""
    vocabulary = Vocabulary.load()
    print(f"{name}: {len(cases)} cases")
    seeds = ranked(cases, vocabulary, None)
    peer = figures(seeds, cases, classes)
    tell("seeds", peer, peer, len(cases))
    margins("seeds", SEEDS, cases, classes, vocabulary)
    if encoder:
        found = ranked(cases, vocabulary, None, encoder)
        tell("meaning", figures(found, cases, classes), peer, len(cases))
        margins("meaning", MEANING, cases, classes, vocabulary, None, encoder)
    start = process_time()
    learned = learn([item for items, _ in cases for item in items], vocabulary)
    if not learned:
        print("  SKIPPED learned: too few items")
        return
    print(f"  learning {process_time() - start:.2f} s, file {len(learned.dump()) // 1024} kB")
    tell("learned", figures(ranked(cases, vocabulary, learned), cases, classes), peer, len(cases))
    margins("learned", LEARNED, cases, classes, vocabulary, learned)
    if encoder:
        found = ranked(cases, vocabulary, learned, encoder)
        tell("learned, meaning", figures(found, cases, classes), peer, len(cases))
        used = MEANING
        margins("learned, meaning", used, cases, classes, vocabulary, learned, encoder)
    elsewhere = halves(cases, vocabulary)
    if elsewhere:
        tell("learned elsewhere", figures(elsewhere, cases, classes), peer, len(cases))


Ranked = tuple[list[tuple[TopicMatch, ...]], float]


def ranked(
    cases: Sequence[Case],
    vocabulary: Vocabulary,
    learned: Learned | None = None,
    encoder: Encoder | None = None,
) -> Ranked:
    """Return the ranking of every case and the CPU seconds of all."""
    start = process_time()
    found = [rank(items, vocabulary, learned, encoder) for items, _ in cases]
    return found, process_time() - start


def halves(cases: Sequence[Case], vocabulary: Vocabulary) -> Ranked | None:
    """Rank every case by what was learnt from the cases of the other half."""
    found: list[tuple[TopicMatch, ...]] = [()] * len(cases)
    seconds = 0.0
    for half in (0, 1):
        others = [item for items, _ in cases[1 - half :: 2] for item in items]
        learned = learn(others, vocabulary)
        if not learned:
            return None
        found[half::2], spent = ranked(cases[half::2], vocabulary, learned)
        seconds += spent
    return found, seconds


def figures(found: Ranked, cases: Sequence[Case], classes: Classes) -> Figures:
    """Compare rankings with the truth."""
    outcomes, opened = [], []
    for matches, (_, true) in zip(found[0], cases, strict=True):
        shares = {match.topic.slug: match.confidence for match in matches}
        outcomes.append(forced(shares, classes, true))
        slugs = [match.topic.slug for match in matches[:2]]
        opened.append((slugs[:1] and slugs[0] in classes[true], set(slugs) & set(classes[true])))
    outcomes.sort(key=lambda outcome: -outcome[0])
    right = [first for _, first, _ in outcomes]
    return Figures(
        share(right),
        share([two for _, _, two in outcomes]),
        share(right[: len(cases) // 2]),
        share(right[: len(cases) * 4 // 5]),
        share([margin < 0 for margin, _, _ in outcomes]),
        share([one for one, _ in opened]),
        share([two for _, two in opened]),
        found[1],
    )


def forced(shares: Mapping[str, float], classes: Classes, true: str) -> tuple[float, bool, bool]:
    """Return (margin, whether the first class is right, whether one of the first two is)."""
    points = {name: sum(shares.get(slug, 0) for slug in classes[name]) for name in sorted(classes)}
    order = sorted(points, key=lambda name: (-points[name], name))
    total = sum(points.values())
    margin = (points[order[0]] - points[order[1]]) / total if total else -1.0
    return margin, order[0] == true, true in order[:2]


def tell(system: str, found: Figures, peer: Figures, count: int) -> None:
    """Print one figure a line with its ratio to the peer's."""
    for name, value, other in (
        ("forced top-1", found.forced, peer.forced),
        ("forced top-2", found.second, peer.second),
        ("forced at 50 % coverage", found.at_half, peer.at_half),
        ("forced at 80 % coverage", found.at_most, peer.at_most),
        ("without evidence", found.silent, peer.silent),
        ("open top-1", found.opened, peer.opened),
        ("open top-2", found.opened_second, peer.opened_second),
        ("CPU ms a case", 1000 * found.seconds / count, 1000 * peer.seconds / count),
    ):
        ratio = f"{value / other:.2f}" if other else "-"
        print(f"  {system}: {name} {value:.3f} ({ratio} x seeds)")


def margins(
    system: str,
    used: Policy,
    cases: Sequence[Case],
    classes: Classes,
    vocabulary: Vocabulary,
    learned: Learned | None = None,
    encoder: Encoder | None = None,
) -> None:
    """Print what is shown, and how much of it is right, at the margin in use and at others."""
    for margin in sorted({used.margin, *MARGINS}):
        policy = used._replace(margin=margin)
        tags = [classify(items, vocabulary, learned, encoder, policy)[:1] for items, _ in cases]
        right = [
            tag[0].topic.slug in classes[true]
            for tag, (_, true) in zip(tags, cases, strict=True)
            if tag
        ]
        mark = " (in use)" if margin == used.margin else ""
        shown = f"shown {len(right) / len(cases):.3f}, of these right {share(right):.3f}"
        print(f"  {system}: margin {margin:.2f}: {shown}{mark}")


def share(values: Sequence[object]) -> float:
    """Return the share of true values."""
    return sum(map(bool, values)) / max(1, len(values))


if __name__ == "__main__":
    folders = [Path(argument) for argument in sys.argv[1:] if argument != "--semantic"]
    if len(folders) != 1 or not folders[0].is_dir():
        print("SKIPPED: give the folder with the material as the one argument")
        sys.exit(0)
    main(folders[0], semantic.load() if "--semantic" in sys.argv else None)
