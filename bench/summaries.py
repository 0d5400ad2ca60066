"""Measure summaries: ``python bench/summaries.py DATA_FOLDER``.

ROUGE F1 (times 100) beside LEAD with the same budget, mean words, the share of summaries with a
pronoun whose sentence before is missing, processor time.  Needs ``rouge_score``, which is no
dependency of the project: without it only the last three columns are shown, and it says so.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from briefing.models import Item, Sentence
from briefing.newsroom.sentences import split
from briefing.newsroom.summaries import lead, summarise

try:
    from rouge_score.rouge_scorer import RougeScorer
except ImportError:
    RougeScorer = None

NOW = datetime(2026, 11, 9, tzinfo=UTC)
NO_LIMIT = 10_000
KINDS = ("rouge1", "rouge2", "rougeLsum")
PRONOUN = re.compile(r"\W*(?:he|she|it|they|his|her|their|its|this|that|these|those)\b", re.I)
Summarise = Callable[..., tuple[Sentence, ...]]


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
)


def main(folder: Path) -> None:
    """Print all that the folder has material for."""
    if RougeScorer is None:
        print("SKIPPED ROUGE: rouge_score is not installed")
    for case in CASES:
        path = folder / case.file
        if not path.is_file():
            print(f"SKIPPED {case.name}: no {case.file}")
            continue
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for name, function in (("LEAD", lead), ("ours", summarise)):
            print(f"{case.name:22} {name:5} {measure(rows, case, function)}", flush=True)


def measure(rows: Sequence[dict[str, Any]], case: Case, function: Summarise) -> str:
    """Return the figures of one set as a line."""
    sets = [items(row) for row in rows]
    begun = time.process_time()
    said = [function(s, sentences=case.sentences, words=case.words) for s in sets]
    spent = 1000 * (time.process_time() - begun) / len(sets)
    words = mean(sum(len(one.text.split()) for one in summary) for summary in said)
    orphans = 100 * mean(orphaned(summary, s) for summary, s in zip(said, sets, strict=True))
    texts = ["\n".join(one.text for one in summary) for summary in said]
    references = [reference(row, case.reference) for row in rows]
    figures = f"words {words:5.1f}  orphans {orphans:4.1f} %  {spent:5.1f} ms"
    return f"{rouge(references, texts)}  {figures}"


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


def rouge(references: Sequence[str], texts: Sequence[str]) -> str:
    """Return R1/R2/RLsum."""
    if RougeScorer is None:
        return "-"
    scorer = RougeScorer(list(KINDS), use_stemmer=True)
    scores = [scorer.score(*pair) for pair in zip(references, texts, strict=True)]
    return "/".join(f"{100 * mean(score[k].fmeasure for score in scores):5.2f}" for k in KINDS)


def mean(values: Iterable[float]) -> float:
    """Return the mean, 0 of nothing."""
    numbers = list(values)
    return sum(numbers) / max(1, len(numbers))


if __name__ == "__main__":
    if len(sys.argv) == 2 and Path(sys.argv[1]).is_dir():
        main(Path(sys.argv[1]))
    else:
        print("SKIPPED: name the folder with the evaluation sets")
