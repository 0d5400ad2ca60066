"""Plugin: an article without a summary gets one made of its own sentences.

What its author wrote always wins.  Editions have summaries of their own.
"""

import html
from typing import Any

from pelican import signals

from briefing.newsroom.summaries import summarise
from briefing.site import project
from briefing.site.seeds import item_of, seed_articles

SENTENCES, WORDS = 2, 45


def add_summaries(generator: Any) -> None:
    """Set the summary of every article that has none, before anybody reads one."""
    for article in seed_articles(generator):
        if not str(article.metadata.get("summary", "")).strip():
            chosen = summarise([item_of(article)], sentences=SENTENCES, words=WORDS)
            if chosen:
                text = " ".join(sentence.text for sentence in chosen)
                article.metadata["summary"] = article._summary = html.escape(text, quote=False)


def register() -> None:
    """Connect to Pelican."""
    project.register()
    signals.article_generator_pretaxonomy.connect(add_summaries)
