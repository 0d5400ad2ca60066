"""Fit the ranker of sentences: ``python bench/fit_ranker.py DATA_FOLDER [RANKER.json]``.

The model is a softmax over the sentences of an article (listwise: Z. Cao and others, "Learning to
rank: from pairwise approach to listwise approach", 2007) that is to give its mass to the greedy
oracle, the up to three sentences whose ROUGE-1 plus ROUGE-2 with the reference is best.  It is
convex with a ridge, so that Newton's method finds the one optimum: same data, same file.

Prints for each set the gain over the lead, of five folds each measured by the model of the other
four, and of a model that never saw the set's publisher; then writes the coefficients of all data.
Needs ``rouge_score``, which is no dependency of the project.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import summaries as bench
from rouge_score.tokenizers import DefaultTokenizer

from briefing.models import Item, Sentence
from briefing.newsroom import ranker
from briefing.newsroom.choices import Budget, Choice, offers, printed
from briefing.newsroom.ranker import Model
from briefing.newsroom.summaries import ENOUGH, MOST_OF_ONE, lead, of_article
from briefing.newsroom.vectors import Vectors

WEIGHTS = {"summaries-cnn.jsonl": 1.0, "summaries-inshorts.jsonl": 2.0}
FOLDS = 5
RIDGE = 8.0
STEPS = 30
ORACLE = 3
DIGITS = 4
TARGET = Path(ranker.__file__).with_name("ranker.json")
Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Table = dict[str, list[float]]
TOKENIZER = DefaultTokenizer(use_stemmer=True)


@dataclass(frozen=True)
class Document:
    """An article: where it is from, its sentences, their features and the oracle's shares."""

    item: Item
    choices: tuple[Choice, ...]
    row: dict[str, object]
    file: str
    fold: int
    features: Array
    shares: Array


def main(folder: Path, target: Path) -> None:
    """Measure, then write the model fitted to everything."""
    documents = [document for file in WEIGHTS for document in read(folder / file, file)]
    print(f"{len(documents)} articles with a choice, {len(ranker.NAMES)} features")
    for file in WEIGHTS:
        own = [document for document in documents if document.file == file]
        others = [document for document in documents if document.file != file]
        measured(
            f"{file}, folds", ((fit(without(documents, n)), part(own, n)) for n in range(FOLDS))
        )
        measured(f"{file}, never seen", [(fit(others), own)])
    lines = [f'  "{name}": {line}' for name, line in fit(documents).items()]
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"{target}: {target.stat().st_size} bytes")


def read(path: Path, file: str) -> Iterator[Document]:
    """Read the articles of a set that have enough sentences to choose from."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        (item,) = bench.items(row)
        choices = next(iter(offers([item], [item.title], MOST_OF_ONE)), ())
        if len(choices) < ENOUGH:
            continue
        vectors = Vectors.of([choice.terms for choice in choices])
        features = ranker.features(choices, vectors, vectors.similarities())
        shares = np.zeros(len(choices))
        shares[oracle([one.text for one in choices], bench.reference(row, bench.NO_LIMIT))] = 1
        if shares.any():
            yield Document(
                item, choices, row, file, number % FOLDS, features, shares / shares.sum()
            )


def oracle(sentences: Sequence[str], reference: str) -> list[int]:
    """Pick the sentence that makes the summary better, until none does."""
    tokens = [TOKENIZER.tokenize(sentence) for sentence in sentences]
    wanted = grams(TOKENIZER.tokenize(reference))
    chosen: list[int] = []
    best = 0.0
    while len(chosen) < ORACLE:
        values = [(value(tokens, [*chosen, i], wanted), -i) for i in range(len(tokens))]
        found, index = max(pair for pair in values if -pair[1] not in chosen)
        if found <= best:
            break
        best = found
        chosen.append(-index)
        if len(chosen) == len(tokens):
            break
    return chosen


def grams(words: Sequence[str]) -> tuple[Counter[object], Counter[object]]:
    """Count the words and the pairs of words."""
    return Counter(words), Counter(pairwise(words))


def value(
    tokens: Sequence[Sequence[str]], chosen: Iterable[int], wanted: tuple[Counter[object], ...]
) -> float:
    """Return ROUGE-1 plus ROUGE-2 (F1) of some sentences."""
    found = grams([word for index in sorted(chosen) for word in tokens[index]])
    return sum(
        2 * (one & other).total() / max(1, one.total() + other.total())
        for one, other in zip(found, wanted, strict=True)
    )


def without(documents: Iterable[Document], fold: int) -> list[Document]:
    """Return the documents of the other folds."""
    return [document for document in documents if document.fold != fold]


def part(documents: Iterable[Document], fold: int) -> list[Document]:
    """Return the documents of one fold."""
    return [document for document in documents if document.fold == fold]


def fit(documents: Sequence[Document]) -> Table:
    """Return mean, deviation and weight of each feature."""
    weights = np.concatenate([np.full(len(d.shares), WEIGHTS[d.file]) for d in documents])
    raw = np.concatenate([document.features for document in documents])
    means = np.average(raw, axis=0, weights=weights)
    deviations = np.sqrt(np.average((raw - means) ** 2, axis=0, weights=weights))
    values = ranker.scaled(raw, means, deviations)
    found = newton(values, documents, weights)
    table = np.round(np.stack([means, deviations, found], axis=1), DIGITS)
    return {name: line.tolist() for name, line in zip(ranker.NAMES, table, strict=True)}


def newton(values: Array, documents: Sequence[Document], weights: Array) -> Array:
    """Return the weights whose softmax gives the oracle's sentences the most."""
    starts = np.cumsum([0, *(len(document.shares) for document in documents)])[:-1]
    owner = np.repeat(np.arange(len(documents)), [len(d.shares) for d in documents])
    shares = np.concatenate([document.shares for document in documents])
    found = np.zeros(values.shape[1])
    for _ in range(STEPS):
        odds = np.exp(values @ found)
        chances = odds / np.add.reduceat(odds, starts)[owner]
        centred = values - np.add.reduceat(chances[:, None] * values, starts)[owner]
        slope = values.T @ (weights * (chances - shares)) + 2 * RIDGE * found
        bend = (centred * (weights * chances)[:, None]).T @ centred
        found = found - np.linalg.solve(bend + 2 * RIDGE * np.eye(len(found)), slope)
    return found


def measured(name: str, parts: Iterable[tuple[Table, Sequence[Document]]]) -> None:
    """Print the gain over the lead of models on documents that they have not seen."""
    cases = [case for case in bench.CASES if name.startswith(case.file)]
    gains: list[list[Array]] = [[] for _ in cases]
    for table, documents in parts:
        model = Model.read(json.dumps(table))
        for case, found in zip(cases, gains, strict=True):
            found.append(gain(documents, case, model))
    for case, found in zip(cases, gains, strict=True):
        print(f"{name:38} {case.name:22} {bench.interval(np.concatenate(found))}", flush=True)


def gain(documents: Sequence[Document], case: bench.Case, model: Model) -> Array:
    """Return ROUGE of the summaries of ``documents`` less that of their leads."""
    budget = Budget(case.sentences, case.words)
    references = [bench.reference(d.row, case.reference) for d in documents]
    ours = [printed(of_article(d.choices, budget, model)) for d in documents]
    leads = [lead([d.item], sentences=case.sentences, words=case.words) for d in documents]
    return scores(references, ours) - scores(references, leads)


def scores(references: Sequence[str], said: Iterable[Sequence[Sentence]]) -> Array:
    """Return ROUGE of some summaries."""
    return bench.rouge(references, ["\n".join(one.text for one in summary) for summary in said])


if __name__ == "__main__":
    if len(sys.argv) in (2, 3) and Path(sys.argv[1]).is_dir():
        main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else TARGET)
    else:
        print("SKIPPED: name the folder with the evaluation sets")
