"""Measure the topics of stories: ``python bench/topics.py DATA_FOLDER``.

``topics-ag.jsonl`` (non-commercial: it only measures) has four classes, the second half of
``stories-uci.jsonl`` headlines of four others.  Forced: only the set's classes, each the sum of its
topics.  Open: any of the class's topics first, or among the first two, of all.  Shown: the tags as
a reader would see them.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from briefing.models import Item
from briefing.newsroom.topics import Vocabulary, classify, rank

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
Case = tuple[list[Item], str]
Classes = Mapping[str, Sequence[str]]


def main(folder: Path) -> None:
    """Print all that the folder has material for."""
    news, headlines = folder / "topics-ag.jsonl", folder / "stories-uci.jsonl"
    if news.is_file():
        report("AG-4", [([item(n, r)], r["topic"]) for n, r in enumerate(read(news))], AG)
    else:
        print("SKIPPED AG-4: no topics-ag.jsonl")
    if headlines.is_file():
        rows = list(enumerate(read(headlines)))
        single = [([item(n, r)], r["category"]) for n, r in rows if r["batch"] == "b"]
        report("UCI-4 headlines", single, UCI)
        stories: defaultdict[str, Case] = defaultdict(lambda: ([], ""))
        for number, row in rows:
            members, _ = stories[row["story"]]
            stories[row["story"]] = ([*members, item(number, row)], row["category"])
        report("UCI-4 stories of 3+", [c for c in stories.values() if len(c[0]) > 2], UCI)
    else:
        print("SKIPPED UCI-4: no stories-uci.jsonl")


def read(path: Path) -> list[dict[str, str]]:
    """Read JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def item(number: int, row: Mapping[str, str]) -> Item:
    """Make an item of a row."""
    url = f"https://news.example/{number}"
    return Item(str(number), "s", "s", url, row["title"], NOW, NOW, row.get("text", ""))


def report(name: str, cases: Sequence[Case], classes: Classes) -> None:
    """Print the measures of one set."""
    vocabulary = Vocabulary.load()
    forced, opened, shown = [], [], []
    for items, true in cases:
        matches = rank(items, vocabulary)
        shares = {match.topic.slug: match.confidence for match in matches}
        forced.append(_forced(shares, classes, true))
        slugs = [match.topic.slug for match in matches[:2]]
        opened.append((slugs[:1] and slugs[0] in classes[true], set(slugs) & set(classes[true])))
        tags = classify(items, vocabulary)
        shown.append(tags[0].topic.slug in classes[true] if tags else None)
    forced.sort(reverse=True)
    right = [first for _, first, _ in forced]
    count, tagged = len(cases), [tag for tag in shown if tag is not None]
    print(f"{name}: {count} cases")
    print(f"  forced top-1 {_share(right)}, top-2 {_share([two for _, _, two in forced])}, at")
    print(
        f"  50 % {_share(right[: count // 2])}, at 80 % {_share(right[: count * 4 // 5])}, ", end=""
    )
    print(f"without evidence {_share([margin < 0 for margin, _, _ in forced])}")
    print(
        f"  open top-1 {_share([one for one, _ in opened])}, top-2 {_share([t for _, t in opened])}"
    )
    print(f"  shown {len(tagged) / count:.3f}, of these right {_share(tagged)}")


def _forced(shares: Mapping[str, float], classes: Classes, true: str) -> tuple[float, bool, bool]:
    """Return (margin, whether the first class is right, whether one of the first two is)."""
    points = {name: sum(shares.get(slug, 0) for slug in classes[name]) for name in sorted(classes)}
    order = sorted(points, key=lambda name: (-points[name], name))
    total = sum(points.values())
    margin = (points[order[0]] - points[order[1]]) / total if total else -1.0
    return margin, order[0] == true, true in order[:2]


def _share(values: Sequence[object]) -> str:
    return f"{sum(map(bool, values)) / max(1, len(values)):.3f}"


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print("SKIPPED: give the folder with the material as the one argument")
        sys.exit(0)
    main(Path(sys.argv[1]))
