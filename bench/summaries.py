"""Measure summaries: ``python bench/summaries.py DATA_FOLDER``.

ROUGE F1 (times 100) beside LEAD with the same budget, mean words, the share of summaries with a
pronoun whose sentence before is missing, processor time per document or group, nothing of it known
before.  The last line of a set is the difference to LEAD with the bounds between which 95 % of
1,000 paired bootstrap samples lie: one that holds 0 is none.  The first line is the F1 of the
sentence boundaries in the cases of the tests, all of them tricky.  Needs ``rouge_score``, which is
no dependency of the project: without it only the other columns are shown, and it says so.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from briefing.models import Item, Sentence
from briefing.newsroom.choices import choices_of
from briefing.newsroom.language import of_item
from briefing.newsroom.sentences import split
from briefing.newsroom.summaries import lead, summarise
from briefing.newsroom.terms import tokens

try:
    from rouge_score.rouge_scorer import RougeScorer
except ImportError:
    RougeScorer = None

SENTENCES = Path(__file__).parents[1] / "tests/newsroom/sentences.txt"
NOW = datetime(2026, 11, 9, tzinfo=UTC)
NO_LIMIT = 10_000
DRAWS = 1_000
SEED = 7
KINDS = ("rouge1", "rouge2", "rougeLsum")
PRONOUN = re.compile(r"\W*(?:he|she|it|they|his|her|their|its|this|that|these|those)\b", re.I)
Summarise = Callable[..., tuple[Sentence, ...]]
Scores = np.ndarray[tuple[int, int], np.dtype[np.float64]]  # summaries by kinds


@dataclass(frozen=True)
class Case:
    """A set with a budget; of the reference only the first ``reference`` sentences count."""

    name: str
    file: str
    sentences: int
    words: int
    reference: int = NO_LIMIT


CASES = (
    Case("CNN, 3 sentences", "summaries-cnn.jsonl", 3, NO_LIMIT),
    Case("CNN, <= 60 words", "summaries-cnn.jsonl", 3, 60),
    Case("Inshorts, 2 sentences", "summaries-inshorts.jsonl", 2, NO_LIMIT),
    Case("Inshorts, <= 75 words", "summaries-inshorts.jsonl", 3, 75),
    Case("Multi-News, short", "summaries-multinews.jsonl", 3, 75, 3),
    Case("Multi-News, long", "summaries-multinews.jsonl", NO_LIMIT, 220),
)


def main(folder: Path) -> None:
    """Print all that the folder has material for."""
    print(f"Sentence boundaries    F1 {boundaries(SENTENCES):.3f}")
    if RougeScorer is None:
        print("SKIPPED ROUGE: rouge_score is not installed")
    for case in CASES:
        path = folder / case.file
        if not path.is_file():
            print(f"SKIPPED {case.name}: no {case.file}")
            continue
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        scores = []
        for name, function in (("LEAD", lead), ("ours", summarise)):
            found, figures = measure(rows, case, function)
            scores.append(found)
            print(f"{case.name:22} {name:5} {means(found)}  {figures}", flush=True)
        print(f"{'':22} {'gain':5} {interval(scores[1] - scores[0])}", flush=True)


def boundaries(path: Path) -> float:
    """Return the F1 of the boundaries in a file of marked sentences, those known to fail too."""
    language, right, found, wanted = "en", 0, 0, 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif line and not line.startswith("#"):
            parts = [part for part in re.split("[|¦⏎]", line.lstrip("~")) if part]
            text = line.lstrip("~").replace("|", " ").replace("¦", "").replace("⏎", "\n")
            ours = {end for _, end in split(text, language)} - {len(text)}
            theirs = set(ends(parts, text)) - {len(text)}
            right, found, wanted = (
                right + len(ours & theirs),
                found + len(ours),
                wanted + len(theirs),
            )
    return 2 * right / max(1, found + wanted)


def ends(parts: Sequence[str], text: str) -> Iterator[int]:
    """Yield where each of ``parts``, which follow each other in ``text``, ends."""
    place = 0
    for part in parts:
        place = text.index(part, place) + len(part)
        yield place


def measure(rows: Sequence[dict[str, Any]], case: Case, function: Summarise) -> tuple[Scores, str]:
    """Return the scores of the summaries of one set, and the other figures."""
    sets = [items(row) for row in rows]
    for known in (choices_of, of_item, tokens):
        known.cache_clear()
    begun = time.process_time()
    said = [function(s, sentences=case.sentences, words=case.words) for s in sets]
    spent = 1000 * (time.process_time() - begun) / len(sets)
    words = mean(sum(len(one.text.split()) for one in summary) for summary in said)
    orphans = 100 * mean(orphaned(summary, s) for summary, s in zip(said, sets, strict=True))
    texts = ["\n".join(one.text for one in summary) for summary in said]
    references = [reference(row, case.reference) for row in rows]
    figures = f"words {words:5.1f}  orphans {orphans:4.1f} %  {spent:5.1f} ms"
    return rouge(references, texts), figures


def items(row: dict[str, Any]) -> list[Item]:
    """Make items of ``{"title", "text"}`` or ``{"documents": [...]}``."""
    documents = row.get("documents", [row])
    return [item(number, document) for number, document in enumerate(documents)]


def item(number: int, document: dict[str, str] | str) -> Item:
    """Make an item of a document: each comes from an outlet of its own."""
    given = {"text": document} if isinstance(document, str) else document
    name, url = f"outlet-{number}", f"https://outlet-{number}.example/"
    title, text = given.get("title", ""), given["text"]
    return Item(name, name, name, url, title, NOW, NOW, text=text)


def reference(row: dict[str, Any], most: int) -> str:
    """Return the reference, a sentence a line."""
    told = row["summary"] if isinstance(row["summary"], list) else [row["summary"]]
    return "\n".join([text[a:b] for text in told for a, b in split(text)][:most])


def orphaned(summary: Sequence[Sentence], sources: Sequence[Item]) -> bool:
    """Tell whether a sentence opens with a pronoun and the one before it was not picked."""
    texts = {source.url: source.text for source in sources}
    picked = {(one.url, one.end) for one in summary}
    for one in summary:
        before = [end for start, end in split(texts[one.url]) if end <= one.start]
        if PRONOUN.match(one.text) and before and (one.url, before[-1]) not in picked:
            return True
    return False


def rouge(references: Sequence[str], texts: Sequence[str]) -> Scores:
    """Return R1, R2 and RLsum of each text, times 100; nothing without ``rouge_score``."""
    if RougeScorer is None:
        return np.zeros((0, len(KINDS)))
    scorer = RougeScorer(list(KINDS), use_stemmer=True)
    found = [scorer.score(*pair) for pair in zip(references, texts, strict=True)]
    return 100 * np.array([[score[kind].fmeasure for kind in KINDS] for score in found])


def means(scores: Scores) -> str:
    """Return the mean of each kind."""
    return "/".join(f"{value:5.2f}" for value in scores.mean(axis=0)) if len(scores) else "-"


def interval(gains: Scores) -> str:
    """Return the mean gain of each kind with its paired bootstrap interval."""
    if not len(gains):
        return "-"
    rows = np.random.default_rng(SEED).integers(len(gains), size=(DRAWS, len(gains)))
    bounds = np.percentile(gains[rows].mean(axis=1), (2.5, 97.5), axis=0)
    return "  ".join(
        f"{kind} {mean:+.2f} [{low:+.2f}, {high:+.2f}]"
        for kind, mean, low, high in zip(KINDS, gains.mean(axis=0), *bounds, strict=True)
    )


def mean(values: Iterable[float]) -> float:
    """Return the mean, 0 of nothing."""
    numbers = list(values)
    return sum(numbers) / max(1, len(numbers))


if __name__ == "__main__":
    if len(sys.argv) == 2 and Path(sys.argv[1]).is_dir():
        main(Path(sys.argv[1]))
    else:
        print("SKIPPED: name the folder with the evaluation sets")
