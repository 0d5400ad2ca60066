"""Plugin: an article without tags gets those topics of the vocabulary that it is surely about.

What its author gave always wins; an article that fits no topic stays without.  What was learnt from
the archive has a say; the extra ``semantic`` has none, so that every machine builds the same site.
"""

from pathlib import Path
from typing import Any

from pelican import signals

from briefing.newsroom.topics import classify
from briefing.shelf import LEARNED, read_learned
from briefing.site import project
from briefing.site.seeds import item_of, seed_articles


def add_tags(generator: Any) -> None:
    """Tag every untagged article, before Pelican gathers the tags."""
    vocabulary = project.vocabulary_of(generator.settings)
    learned = read_learned(project.content_folder(generator.settings) / Path(LEARNED).name)
    for article in seed_articles(generator):
        if not getattr(article, "tags", ()):
            matches = classify([item_of(article)], vocabulary, learned)
            article.tags = [project.tag_of(match.topic, article.settings) for match in matches]


def register() -> None:
    """Connect to Pelican."""
    project.register()
    signals.article_generator_pretaxonomy.connect(add_tags)
