"""Seed articles: plain text and Markdown of our own, their authors, pictures and readers' replies.

Files in, values out; the Pelican plugin reads the same files through the same functions, so that
an item's address is the address of its page.
"""

from briefing.articles.authors import Author, read_authors
from briefing.articles.collect import (
    article_slug,
    article_slugs,
    check_article,
    published,
    read_articles,
    read_plain,
)
from briefing.articles.comments import Comment, Talk, read_comments
from briefing.articles.plaintext import Block, Kind, PlainArticle, parse
from briefing.articles.prose import prose

__all__ = [
    "Author",
    "Block",
    "Comment",
    "Kind",
    "PlainArticle",
    "Talk",
    "article_slug",
    "article_slugs",
    "check_article",
    "parse",
    "prose",
    "published",
    "read_articles",
    "read_authors",
    "read_comments",
    "read_plain",
]
