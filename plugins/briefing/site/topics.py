"""Plugin: Pelican's tag pages become topic pages, which list stories.

What readers follow is not that an edition has a tag but which of its stories has the topic.  So
the templates ``tag`` and ``tags`` get ``topic_stories``: the stories by the slug of the tag.  A tag
that an author has given is printed by the label that the vocabulary has for it.
"""

from typing import Any

from pelican import signals
from pelican.contents import Tag

from briefing.models import Topic
from briefing.newsroom.topics import Vocabulary
from briefing.site import project, tags
from briefing.site.browse import by_topic


def relabel(generator: Any) -> None:
    """Give the authors' tags the labels of the vocabulary, before Pelican gathers them."""
    vocabulary = project.vocabulary_of(generator.settings)
    for article in [*generator.articles, *generator.hidden_articles]:
        tags = (_labelled(tag, vocabulary) for tag in getattr(article, "tags", ()))
        article.tags = list({tag.slug: tag for tag in tags}.values())


def gather(generator: Any) -> None:
    """Put the stories of every topic into the context."""
    generator.context["topic_stories"] = by_topic(generator.context.get("editions", ()))


def _labelled(tag: Tag, vocabulary: Vocabulary) -> Tag:
    known = vocabulary.find(tag.name)
    label = tag.name[:1].upper() + tag.name[1:]
    return project.tag_of(known or Topic("", label, tag.slug), tag.settings)


def register() -> None:
    """Connect to Pelican: tags for the articles that have none, then the pages."""
    project.register()
    tags.register()
    signals.article_generator_pretaxonomy.connect(relabel)
    signals.article_generator_finalized.connect(gather)
