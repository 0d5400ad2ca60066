"""The configuration of the sample, "Meanwhile in Merrow".

To make it your own, change the first part; the rest can stay.  Every BRIEFING_ setting is described
in docs/settings.md; an environment variable of the same name wins over this file, and a misspelt
name stops the build.
"""

import os

from jinja2 import select_autoescape

# --- Your briefing -------------------------------------------------------------------------------

SITENAME = "Meanwhile in Merrow"
SITEURL = os.environ.get("SITEURL", "https://merrow.example").rstrip("/")
TIMEZONE = "UTC"  # the zone of the calendar and of all dates, e.g. "Europe/Lisbon"
DEFAULT_LANG = "en"

# Printed in sentences: "a triweekly update on life, work and ..."
BRIEFING_TAGLINE = "on life, work and politics in the island republic"

# Delete this line, too: it stands at the head of every page.
BRIEFING_NOTICE = "A sample. Merrow is an invented country, and so is its news."

# The sample's clock. Delete this line to run on real time.
BRIEFING_NOW = "2026-01-30T06:30:00Z"

# The newsletter. Leave BRIEFING_SUBSCRIBE_ACTION empty to take sign-ups by mail.
BRIEFING_MAIL_FROM = "briefing@merrow.example"
BRIEFING_MAIL_REPLY_TO = "editor@merrow.example"
BRIEFING_UNSUBSCRIBE = "leave@merrow.example"
BRIEFING_ONE_CLICK = "https://merrow.example/leave/{token}"  # needs a service of yours; "": by mail
BRIEFING_CONTACT = "https://merrow.example/about/"  # shown to the owners of the feeds you read
BRIEFING_SUBSCRIBE_ACTION = "https://merrow.example/sign-up"
BRIEFING_COMMENT_ACTION = "https://merrow.example/reply"  # "": replies by mail

# --- Where things are ----------------------------------------------------------------------------

PATH = "content"
ARTICLE_PATHS = ["articles", "editions"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
# What stands in content/ for the program, not for the public.
IGNORE_FILES = ["**/.*", ".*", "*.json", "*.opml", "*.toml", "feeds", "authors"]

# --- Plugins: each does one thing, and each can be used alone on another Pelican site ------------

PLUGIN_PATHS = ["plugins"]
PLUGINS = [
    "briefing.site.seed_articles",  # plain-text articles, authors, "a version of this story ..."
    "briefing.site.summaries",  # a summary for an article that has none
    "briefing.site.topics",  # topics for an article that has none; pages that list stories
    "briefing.site.editions",  # content/editions/DAY.md as editions; nothing from the future
    "briefing.site.newsletter",  # the newsletter in the browser
    "briefing.site.feeds",  # feeds of editions, stories, topics, authors; sitemaps, robots.txt
    "briefing.site.structured",  # what a page is, for machines (JSON-LD)
    "briefing.site.shares",  # pictures for shared links, icons, the web manifest
    "briefing.site.search",  # a page to search; with the extra `search` by words
    "briefing.site.hosting",  # _headers and _redirects for static hosts
    "briefing.site.ingest",  # with BRIEFING_LIVE: fetch and compose before the build
]

# --- The look ------------------------------------------------------------------------------------

THEME = os.environ.get("THEME", "theme")  # "simple" and "notmyidea" work too
LOCALE = ["C"]
DEFAULT_DATE_FORMAT = "%A %d %B %Y"
DEFAULT_PAGINATION = False
DISPLAY_CATEGORIES_ON_MENU = False

# Feeds are full of other people's text: everything printed is escaped unless it is marked as safe.
JINJA_ENVIRONMENT = {
    "autoescape": select_autoescape(("html", "xml")),
    "trim_blocks": True,
    "lstrip_blocks": True,
}
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},  # attr_list, footnotes, tables and more
        "markdown.extensions.sane_lists": {},
        "markdown.extensions.meta": {},
    },
    "output_format": "html5",
}

# --- Addresses: they are promises; change them before the first issue or never -------------------

ARTICLE_URL = "articles/{slug}/"
ARTICLE_SAVE_AS = "articles/{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
AUTHOR_URL = "authors/{slug}/"
AUTHOR_SAVE_AS = "authors/{slug}/index.html"
TAG_URL = "topics/{slug}/"
TAG_SAVE_AS = "topics/{slug}/index.html"
# There are no category pages; themes that print a category link it to the archives.
DEFAULT_METADATA = {"category": "Articles"}
CATEGORY_URL = "archives/"
CATEGORY_SAVE_AS = ""
# The slug of an edition is its day, so that two may have the same title.
PATH_METADATA = r"editions/(?P<slug>\d{4}-\d{2}-\d{2}(-\d+)?)\.md"

DIRECT_TEMPLATES = ["index", "archives", "authors", "tags"]
ARCHIVES_URL = "archives/"
ARCHIVES_SAVE_AS = "archives/index.html"
AUTHORS_URL = "authors/"
AUTHORS_SAVE_AS = "authors/index.html"
TAGS_URL = "topics/"
TAGS_SAVE_AS = "topics/index.html"

# The feeds are ours (briefing.site.feeds): their ids survive a corrected date or title.
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

DELETE_OUTPUT_DIRECTORY = False
