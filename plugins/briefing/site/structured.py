"""Plugin: what a page is, for machines: JSON-LD in the terms of schema.org.

Templates get the function ``structured``, which prints one data block for the page at hand.  A data
block is no script: browsers do not run it, and no policy forbids it.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pelican import signals

from briefing.articles import prose
from briefing.editions.view import EditionView, Outlet
from briefing.settings import Settings
from briefing.site import project
from briefing.site.browse import Thread
from briefing.site.editions import topics_of
from briefing.site.seeds import authors_of
from briefing.words import words_of

Thing = dict[str, Any]
# What could end the block, or be taken for markup, inside a JSON string.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def block(things: list[Thing]) -> Markup:
    """Return a data block that holds ``things``; no text in it can end it."""
    graph = {"@context": "https://schema.org", "@graph": things}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    # Lone surrogates cannot be written; feeds do bring them.
    safe = text.encode("utf-8", "replace").decode()
    return Markup(f'<script type="application/ld+json">{safe}</script>')  # noqa: S704 - see above


def site(settings: Settings) -> Thing:
    """Return the briefing as a web site."""
    return {
        "@type": "WebSite",
        "@id": project.absolute(settings, "#site"),
        "name": settings.name,
        "url": project.absolute(settings, ""),
        "description": project.capital(words_of(settings).update(settings)),
        "inLanguage": settings.language,
        "publisher": publisher(settings),
    }


def publisher(settings: Settings) -> Thing:
    """Return who publishes: the briefing itself."""
    home = project.absolute(settings, "")
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{home}#publisher",
        "name": settings.name,
        "url": home,
    }


def edition(view: EditionView, settings: Settings, image: str | None = None) -> Thing:
    """Return an edition as a news article that cites what it quotes."""
    outlets = {one.url: one for story in view.stories for one in story.outlets}
    notes = [one for story in view.stories for one in story.corrections]
    thing = _article(view.path, view.title, (view.closed, view.updated), settings)
    thing |= {
        "description": view.summary,
        "inLanguage": view.language,
        "wordCount": view.words,
        "image": image,
        "author": publisher(settings),
        "about": [{"@type": "Thing", "name": topic.label} for topic in topics_of(view)],
        "citation": [_citation(one) for one in outlets.values()],
        "correction": [
            {"@type": "CorrectionComment", "text": one.note, "datePublished": one.at.isoformat()}
            for one in notes
        ],
    }
    if view.number:
        thing["isPartOf"] = {"@type": "PublicationIssue", "issueNumber": view.number}
    return _filled(thing)


def article(
    seed: Any, settings: Settings, profiles: Mapping[str, Any], image: str | None = None
) -> Thing:
    """Return an article of our own with its authors, whose profiles are known by their slugs."""
    dates = (seed.date, getattr(seed, "modified", seed.date))
    thing = _article(seed.url, str(seed.title), dates, settings)
    people = [person(one, settings, profiles.get(one.slug)) for one in authors_of(seed)]
    thing |= {
        "description": prose(seed.summary),
        "inLanguage": seed.lang,
        "image": image,
        "author": people or publisher(settings),
        "keywords": [tag.name for tag in getattr(seed, "tags", ())],
    }
    return _filled(thing)


def person(author: Any, settings: Settings, profile: Any = None) -> Thing:
    """Return an author, with the profile if there is one."""
    thing: Thing = {
        "@type": "Person",
        "name": author.name,
        "url": project.absolute(settings, author.url),
    }
    if profile:
        thing |= {"jobTitle": profile.role, "description": profile.bio}
        thing["sameAs"] = [profile.link] if profile.link else None
    return _filled(thing)


def trail(steps: list[tuple[str, str]], settings: Settings) -> Thing:
    """Return the way to a page from the home page: names with site paths."""
    home = [(settings.name, ""), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": name,
                "item": project.absolute(settings, path),
            }
            for place, (name, path) in enumerate(home, start=1)
        ],
    }


def of_page(page: Mapping[str, Any], settings: Settings) -> list[Thing]:
    """Return what is to be said of the page whose template has the values ``page``."""
    t, image = words_of(settings), page.get("share_image")
    profiles = page.get("AUTHOR_PROFILES") or {}
    if seed := page.get("article"):
        if view := getattr(seed, "edition", None):
            steps = [(t("All editions"), "archives/"), (view.title, view.path)]
            return [edition(view, settings, image), trail(steps, settings)]
        steps = [(t("Our own articles"), "archives/"), (str(seed.title), seed.url)]
        return [article(seed, settings, profiles, image), trail(steps, settings)]
    if author := page.get("author"):
        about = person(author, settings, profiles.get(author.slug))
        who = {"@type": "ProfilePage", "mainEntity": about}
        return [who, trail([(t("Authors"), "authors/"), (author.name, author.url)], settings)]
    if thread := page.get("thread"):
        return [_thread(thread, settings), trail([(thread.headline, thread.path)], settings)]
    if tag := page.get("tag"):
        return [trail([(t("Topics"), "topics/"), (tag.name, tag.url)], settings)]
    return [] if page.get("output_file") != "index.html" else [site(settings)]


def _thread(thread: Thread, settings: Settings) -> Thing:
    return {
        "@type": "ItemList",
        "name": thread.headline,
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": each.story.headline,
                "url": project.absolute(settings, each.path),
            }
            for place, each in enumerate(thread.appearances, start=1)
        ],
    }


def _article(path: str, title: str, dates: tuple[datetime, datetime], settings: Settings) -> Thing:
    url = project.absolute(settings, path)
    return {
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "url": url,
        "mainEntityOfPage": url,
        "headline": title,
        "datePublished": dates[0].isoformat(),
        "dateModified": max(dates).isoformat(),
        "isAccessibleForFree": True,
        "publisher": publisher(settings),
    }


def _citation(outlet: Outlet) -> Thing:
    return {
        "@type": "CreativeWork",
        "url": outlet.url,
        "publisher": {"@type": "Organization", "name": outlet.name},
    }


def _filled(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in (None, "", [])}


def equip(generator: Any) -> None:
    """Give the templates ``structured``."""
    settings = project.settings_of(generator.settings)

    @pass_context
    def structured(context: Context) -> Markup:
        things = of_page(context.get_all(), settings)
        return block(things) if things else Markup()

    generator.env.globals["structured"] = structured


def register() -> None:
    """Connect to Pelican."""
    project.register()
    signals.generator_init.connect(equip)
