"""Measure the text of pages: ``python bench/fulltext.py FOLDER...``.

A folder is a checkout of scrapinghub/article-extraction-benchmark (181 pages; scored as there: the
mean precision and recall of shingles of four words, with repetitions, and the F1 of these means)
or of adbar/trafilatura (990 pages; scored as there: passages that must and must not be in the
text).  The peer is trafilatura's own plain text; both go over every page in the same run, the
order changing from page to page.
"""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from time import process_time
from typing import Any

from briefing.ingest.fulltext import available, extract

GOALS = {"article-extraction-benchmark": 0.955, "trafilatura": 0.92}
MILLISECONDS = 30
Score = tuple[float, float, float]
"""Right, wrongly there, wrongly missing."""


@dataclass(frozen=True)
class Page:
    """A page and how a text of it is scored."""

    url: str
    body: bytes
    score: Callable[[str], Score]


@dataclass
class Column:
    """What one system made of a set."""

    scores: list[Score] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    empty: int = 0

    def add(self, page: Page, system: Callable[[Page], str]) -> None:
        """Run the system on a page."""
        start = process_time()
        text = system(page)
        self.seconds.append(process_time() - start)
        self.empty += not text
        self.scores.append(page.score(text))


def ours(page: Page) -> str:
    """What would be stored."""
    return extract(page.body, page.url, "").text


def peer(page: Page) -> str:
    """trafilatura as it comes."""
    import trafilatura

    return trafilatura.extract(page.body, url=page.url, include_comments=False) or ""


def benchmark_pages(folder: Path) -> Iterator[Page]:
    """Read scrapinghub's set."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for key, row in truth.items():
        wanted = shingles(row["articleBody"])
        body = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        yield Page(row["url"], body, lambda text, wanted=wanted: overlap(wanted, shingles(text)))


def passage_pages(folder: Path) -> Iterator[Page]:
    """Read trafilatura's set."""
    rows = json.loads((folder / "tests/evaldata.json").read_text(encoding="utf-8"))
    for url, row in rows.items():
        places = [folder / "tests" / name / row["file"] for name in ("cache", "eval")]
        found = [place for place in places if place.is_file()]
        if found:
            body = found[0].read_bytes()
            yield Page(url, body, lambda text, row=row: passages(row, text))


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Count the runs of four words."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3)) if words)


def overlap(wanted: Counter[Any], got: Counter[Any]) -> Score:
    """Compare two counts."""
    return ((wanted & got).total(), (got - wanted).total(), (wanted - got).total())


def passages(row: dict[str, Any], text: str) -> Score:
    """Look for the passages, with white space folded."""
    folded = " ".join(text.split())
    right = sum(" ".join(one.split()) in folded for one in row["with"])
    wrong = sum(" ".join(one.split()) in folded for one in row["without"])
    return (right, wrong, len(row["with"]) - right)


def f1_of_means(scores: list[Score]) -> Score:
    """Return F1, precision and recall: each page counts the same."""
    precision = mean(r / (r + w) for r, w, _ in scores if r + w)
    recall = mean(r / (r + m) for r, _, m in scores if r + m)
    return 2 * precision * recall / (precision + recall), precision, recall


def f1_of_sums(scores: list[Score]) -> Score:
    """Return F1, precision and recall: each passage counts the same."""
    right, wrong, missing = (sum(column) for column in zip(*scores, strict=True))
    return (
        2 * right / (2 * right + wrong + missing),
        right / (right + wrong),
        right / (right + missing),
    )


SETS = (
    ("article-extraction-benchmark", "ground-truth.json", benchmark_pages, f1_of_means),
    ("trafilatura", "tests/evaldata.json", passage_pages, f1_of_sums),
)


def report(name: str, pages: Iterator[Page], f1: Callable[[list[Score]], Score]) -> None:
    """Print the figures of one set."""
    columns = {ours: Column(), peer: Column()}
    for number, page in enumerate(pages):
        for system in (ours, peer) if number % 2 else (peer, ours):
            columns[system].add(page, system)
    for system, column in columns.items():
        score, precision, recall = f1(column.scores)
        times = sorted(column.seconds)
        print(
            f"{name} {system.__name__}: {len(times)} pages, F1 {score:.3f} (P {precision:.3f}, "
            f"R {recall:.3f}), {column.empty} empty, CPU ms a page mean {mean(times) * 1000:.1f}, "
            f"p95 {times[len(times) * 95 // 100] * 1000:.0f}, max {times[-1] * 1000:.0f}"
        )
    score, cost = f1(columns[ours].scores)[0], mean(columns[ours].seconds)
    ratio = cost / mean(columns[peer].seconds)
    met = score >= GOALS[name] and cost * 1000 <= MILLISECONDS
    print(
        f"{name}: F1 {score:.3f} (goal {GOALS[name]}), CPU {cost * 1000:.1f} ms a page (goal "
        f"{MILLISECONDS}), {ratio:.2f} x the peer's: {'met' if met else 'MISSED'}"
    )


def main(folders: list[Path]) -> None:
    """Print the figures of every set that is there."""
    available()
    for name, mark, read, f1 in SETS:
        found = [folder for folder in folders if (folder / mark).is_file()]
        if not found:
            print(f"SKIPPED {name}: no folder with {mark}")
        for folder in found:
            report(name, read(folder), f1)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
