"""Measure the newsroom in one run: ``python bench/newsroom.py DATA_FOLDER [--semantic]``.

Summaries, topics and stories come through the commands ``briefing summarise``, ``topics`` and
``group``, as a script would ask for them; each figure stands beside its baseline with the bounds
between which 95 % of 1,000 bootstrap samples lie.  Baselines: LEAD with the same budget, LexRank
(sumy), TF-IDF with average linkage (scikit-learn, scipy), faded by time.  A
baseline whose package is not installed is skipped, and so is a set that is not in the folder.

CPU seconds and peak memory are those of the command's own process.  With ``--semantic`` stories are
measured with that extra, too.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import stories
import summaries
import topics
from command import Answer, asked, read, run
from speed import report_speed

from briefing.models import Item
from briefing.newsroom import semantic
from briefing.newsroom.pairs import HOURS
from briefing.newsroom.semantic import Encoder
from briefing.newsroom.sentences import split
from briefing.newsroom.topics import Vocabulary

DRAWS, SEED = 1_000, 7
PRODUCED = summaries.Case("newsroom, short", "references.json", 3, 75, 3)
CUTS = (0.04, 0.06, 0.10, 0.15)
Array = np.ndarray[Any, np.dtype[np.float64]]


def main(folder: Path, encoder: Encoder | None) -> None:
    """Print all that the folder has material for."""
    rest = run("group", [{"id": 0, "title": "One"}])
    print(f"a command that does nothing: {rest.seconds:.2f} s CPU, {rest.peak:.0f} MB")
    for case in summaries.CASES:
        if rows := read(folder / case.file, case.name):
            report_summaries(case, rows)
    for name, file, classes in (
        ("AG-4", "topics-ag.jsonl", topics.AG),
        ("UCI-4", "stories-uci.jsonl", topics.UCI),
    ):
        if rows := read(folder / file, f"topics {name}"):
            report_topics(name, [row for row in rows if row.get("batch") != "a"], classes)
    if rows := read(folder / "stories-uci.jsonl", "pools"):
        report_groups("pools", [stories.pool(rows, seed) for seed in range(3)], encoder)
    if (folder / "newsroom" / "truth.json").is_file():
        pool = stories.newsroom(folder / "newsroom")
        report_groups("newsroom", [pool], encoder)
        references = json.loads((folder / "newsroom" / PRODUCED.file).read_text(encoding="utf-8"))
        report_summaries(PRODUCED, produced(pool, references))
    else:
        print("SKIPPED newsroom: no newsroom/truth.json")
    report_speed(folder)


def bounds(values: Array) -> Array:
    """Return the bootstrap bounds of the mean of each column."""
    draws = np.random.default_rng(SEED).integers(len(values), size=(DRAWS, len(values)))
    return np.asarray(np.percentile(values[draws].mean(axis=1), (2.5, 97.5), axis=0))


# Summaries


def report_summaries(case: summaries.Case, rows: Sequence[Answer]) -> None:
    """Print ROUGE of ours and of the baselines, and the gain over LEAD."""
    if summaries.RougeScorer is None:
        print(f"SKIPPED {case.name}: rouge_score is not installed")
        return
    budget = ("--sentences", str(case.sentences), "--words", str(case.words))
    lines = [{"documents": [documented(item) for item in summaries.items(row)]} for row in rows]
    ran = run("summarise", lines, *budget)
    references = [summaries.reference(row, case.reference) for row in rows]
    texts = {
        "LEAD": [said(row, case, summaries.lead) for row in rows],
        "LexRank": lexrank(rows, case),
        "ours": ["\n".join(answer["summary"]) for answer in ran.answers],
    }
    scores = {name: summaries.rouge(references, found) for name, found in texts.items() if found}
    for name, found in scores.items():
        words = np.mean([len(text.split()) for text in texts[name]])
        print(f"{case.name:22} {name:8} {summaries.means(found)}  words {words:5.1f}")
    print(f"{'':22} gain     {summaries.interval(scores['ours'] - scores['LEAD'])}")
    each = 1000 * ran.seconds / len(rows)
    print(f"{'':22} CPU      {each:.1f} ms each, {ran.peak:.0f} MB", flush=True)


def produced(pool: stories.Labelled, references: Mapping[str, str]) -> list[Answer]:
    """Return for each reference the group that holds most of its items: ties, fewest others."""
    labels = stories.shipped(pool, firm=True)
    sizes = Counter(labels)
    held = Counter(zip(labels, (story for _, story in pool), strict=True))
    best: dict[str, int] = {}
    for (label, story), _ in sorted(held.items(), key=lambda one: (-one[1], sizes[one[0][0]], one)):
        best.setdefault(story, label)
    members = defaultdict(list)
    for label, (item, _) in zip(labels, pool, strict=True):
        members[label].append(documented(item))
    return [
        {"documents": members[best[story]], "summary": told}
        for story, told in sorted(references.items())
        if story in best
    ]


def documented(item: Item) -> Answer:
    """Return an item as a document of a line for ``briefing summarise``."""
    return {"title": item.title, "text": item.text}


def said(row: Answer, case: summaries.Case, function: summaries.Summarise) -> str:
    """Return the summary that a function makes of a row, a sentence a line."""
    found = function(summaries.items(row), sentences=case.sentences, words=case.words)
    return "\n".join(sentence.text for sentence in found)


def lexrank(rows: Sequence[Answer], case: summaries.Case) -> list[str]:
    """Return sumy's LexRank of each row within the budget; nothing without sumy."""
    try:
        from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
        from sumy.nlp.stemmers import Stemmer
        from sumy.summarizers.lex_rank import LexRankSummarizer
    except ImportError:
        print("SKIPPED LexRank: sumy is not installed")
        return []
    rank = LexRankSummarizer(Stemmer("english"))
    words = _Words()
    found = []
    for row in rows:
        texts = [item.text for item in summaries.items(row)]
        parts = [text[a:b] for text in texts for a, b in split(text)]
        document = ObjectDocumentModel([Paragraph([Sentence(part, words) for part in parts])])
        best = [str(one) for one in rank(document, min(case.sentences, len(parts)))]
        found.append("\n".join(_within(best, case.words)))
    return found


class _Words:
    """The tokenizer that sumy asks for, without its download."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(word for word in text.split() if word[:1].isalnum())


def _within(sentences: Sequence[str], words: int) -> list[str]:
    """Return the sentences until one does not fit, the first always."""
    sizes = np.cumsum([len(one.split()) for one in sentences])
    return [one for one, size in zip(sentences, sizes, strict=True) if size <= words] or list(
        sentences[:1]
    )


# Topics


def report_topics(name: str, rows: Sequence[Answer], classes: topics.Classes) -> None:
    """Print how often the best topics are right, of the set's own classes and of all."""
    ran = run("topics", rows, "--all")
    slugs = {topic.id: topic.slug for topic in Vocabulary.load().topics}
    outcomes, opened = [], []
    for row, answer in zip(rows, ran.answers, strict=True):
        true = row.get("topic") or row["category"]
        shares = {slugs[m["id"]]: m["confidence"] for m in answer["topics"] if m["id"] in slugs}
        outcomes.append(topics.forced(shares, classes, true))
        two = [slug in classes[true] for slug in list(shares)[:2]]
        opened.append((any(two[:1]), any(two)))
    outcomes.sort(key=lambda outcome: -outcome[0])
    right = np.array([[first] for _, first, _ in outcomes], dtype=np.float64)
    sure = right[: len(right) * 4 // 5]
    for what, values in (
        ("forced top-1", right),
        ("forced top-1 at 80 % coverage", sure),
        ("accepted top-1", np.array(opened, dtype=np.float64)[:, :1]),
        ("accepted in top-2", np.array(opened, dtype=np.float64)[:, 1:]),
    ):
        low, high = bounds(values)[:, 0]
        print(f"topics {name:15} {what:30} {values.mean():.3f} [{low:.3f}, {high:.3f}]")
    each = 1000 * ran.seconds / len(rows)
    print(f"topics {name:15} CPU {each:.2f} ms each, {ran.peak:.0f} MB", flush=True)


# Stories


def report_groups(name: str, pools: Sequence[stories.Labelled], encoder: Encoder | None) -> None:
    """Print BCubed of ours, of what would be printed as one story, and of the baseline."""
    rans = [run("group", [asked(item) for item, _ in pool]) for pool in pools]
    ours = [[answer["story"] for answer in ran.answers] for ran in rans]
    firm = [stories.shipped(pool, firm=True) for pool in pools]
    for system, found in (("ours", ours), ("ours, as printed", firm)):
        tell_groups(name, system, found, pools)
    if encoder:
        meant = [stories.shipped(pool, encoder=encoder) for pool in pools]
        tell_groups(name, "ours, semantic", meant, pools)
    for cut in CUTS:
        peer = [plain(pool, cut) for pool in pools]
        if all(peer):
            tell_groups(name, f"TF-IDF {cut:.2f}", peer, pools)
    each = 1000 * sum(ran.seconds for ran in rans) / sum(map(len, pools))
    print(f"{name:22} CPU {each:.2f} ms each, {max(ran.peak for ran in rans):.0f} MB", flush=True)


def tell_groups(
    name: str, system: str, found: Sequence[Sequence[object]], pools: Sequence[stories.Labelled]
) -> None:
    """Print P/R/F, the bounds of F, and how many groups there are."""
    each = [stories.shares(labels, pool) for labels, pool in zip(found, pools, strict=True)]
    mean = np.mean([stories.harmonic(values) for values in each], axis=0)
    values = np.concatenate(each)
    draws = np.random.default_rng(SEED).integers(len(values), size=(DRAWS, len(values)))
    spread = [stories.harmonic(values[draw])[2] for draw in draws]
    low, high = np.percentile(spread, (2.5, 97.5))
    count = np.mean([len(set(labels)) for labels in found])
    scores = "/".join(f"{value:.3f}" for value in mean)
    print(f"{name:22} {system:16} {scores} F [{low:.3f}, {high:.3f}], {count:.0f} groups")


def plain(pool: stories.Labelled, cut: float) -> list[int]:
    """Return the clusters of TF-IDF and average linkage as the libraries have them."""
    try:
        from scipy.cluster.hierarchy import fcluster, linkage
        from scipy.spatial.distance import squareform
        from sklearn.feature_extraction.text import TfidfVectorizer
    except ImportError:
        return _skipped("TF-IDF: scikit-learn is not installed")
    words = [f"{item.title} {' '.join(item.text.split()[:150])}" for item, _ in pool]
    model = TfidfVectorizer(stop_words="english", ngram_range=(1, 2), sublinear_tf=True)
    rows = model.fit_transform(words)
    hours = np.array([item.published.timestamp() / 3600 for item, _ in pool])
    apart = 1 - (rows @ rows.T).toarray() * np.exp(-np.abs(hours[:, None] - hours) / HOURS)
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform(np.clip(apart, 0, 1), checks=False), "average")
    return [int(label) for label in fcluster(tree, 1 - cut, "distance")]


@cache
def _skipped(words: str) -> list[int]:
    """Say once what is skipped."""
    print(f"SKIPPED {words}")
    return []


if __name__ == "__main__":
    folders = [Path(argument) for argument in sys.argv[1:] if argument != "--semantic"]
    if len(folders) == 1 and folders[0].is_dir():
        model = semantic.load() if "--semantic" in sys.argv else None
        main(folders[0], model)
    else:
        print("SKIPPED: give the folder with the material as the one argument")
