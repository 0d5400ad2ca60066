"""Plugin: drafts and what is dated after the clock are not in the output.

Pelican writes drafts publicly below ``drafts/``, and judges the future by the real time; here the
clock is ``BRIEFING_NOW`` where it is set, so that a build does not depend on when it is made.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pelican import signals

from briefing.site import project

_DATED = ("articles", "translations", "hidden_articles", "hidden_translations")
_DRAFTS = ("drafts", "drafts_translations", "draft_pages", "draft_translations")


def hold_back(generator: Any) -> None:
    """Take drafts and the future out of a generator of articles or pages."""
    now = project.settings_of(generator.settings).clock()
    for name in _DATED:
        contents = getattr(generator, name, [])
        _forget(generator, (content for content in contents if _is_early(content, now)))
        setattr(generator, name, [each for each in contents if not _is_early(each, now)])
    for name in _DRAFTS:
        _forget(generator, getattr(generator, name, []))
        setattr(generator, name, [])


def _is_early(content: Any, now: datetime) -> bool:
    return bool(content.date > now)


def _forget(generator: Any, contents: Iterable[Any]) -> None:
    """Let a ``{filename}`` link to an unpublished text be reported, not lead nowhere."""
    for content in contents:
        generator.context["generated_content"][content.get_relative_source_path()] = None


def hold_back_pages(generator: Any) -> None:
    """Do the same for pages, whose list is in the context already."""
    hold_back(generator)
    generator.context["draft_pages"] = []


def register() -> None:
    """Connect to Pelican."""
    project.register()
    signals.article_generator_pretaxonomy.connect(hold_back)
    signals.page_generator_finalized.connect(hold_back_pages)
