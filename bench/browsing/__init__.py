"""A built site in a real browser: what the pictures in docs/ and the tests have in common."""

from browsing.browser import chromium, missing
from browsing.host import hosted
from browsing.kinds import kinds

__all__ = ["chromium", "hosted", "kinds", "missing"]
