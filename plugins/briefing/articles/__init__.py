"""Seed articles: plain text and Markdown of our own, and their authors.

Files in, values out; the Pelican plugin reads the same files through the same functions, so that
an item's address is the address of its page.
"""

from briefing.articles.authors import Author, read_authors
from briefing.articles.collect import article_slug, published, read_articles, read_plain
from briefing.articles.plaintext import Block, Kind, PlainArticle, parse
from briefing.articles.prose import prose

__all__ = [
    "Author",
    "Block",
    "Kind",
    "PlainArticle",
    "article_slug",
    "parse",
    "prose",
    "published",
    "read_articles",
    "read_authors",
    "read_plain",
]
