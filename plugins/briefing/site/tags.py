"""Plugin: an article without tags gets those topics of the vocabulary that it is surely about.

What its author gave always wins; an article that fits no topic stays without.
"""

from typing import Any

from pelican import signals
from pelican.contents import Tag

from briefing.models import Topic
from briefing.newsroom.topics import classify
from briefing.site import project
from briefing.site.seeds import item_of, seed_articles


def add_tags(generator: Any) -> None:
    """Tag every untagged article, before Pelican gathers the tags."""
    vocabulary = project.vocabulary_of(generator.settings)
    for article in seed_articles(generator):
        if not getattr(article, "tags", ()):
            matches = classify([item_of(article)], vocabulary)
            article.tags = [_tag(match.topic, article.settings) for match in matches]


def _tag(topic: Topic, configured: Any) -> Tag:
    tag = Tag(topic.label, configured)
    tag.slug = topic.slug
    return tag


def register() -> None:
    """Connect to Pelican."""
    project.register()
    signals.article_generator_pretaxonomy.connect(add_tags)
