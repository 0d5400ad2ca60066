"""Debian's Chromium, driven by Playwright: no browser of Playwright's own is downloaded."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROGRAMS = ("chromium", "chromium-browser")
QUIET = (
    "--no-sandbox",  # needed as root, as in most containers; the pages are our own
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)


def program() -> str | None:
    """Return the path of the system's Chromium."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def missing() -> str:
    """Say what is missing to drive a browser; nothing is, if the text is empty."""
    if find_spec("playwright") is None:
        return "the package playwright is not installed"
    return "" if program() else "chromium is not installed"


@contextmanager
def chromium() -> Iterator["Browser"]:
    """Start Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program(), args=list(QUIET))
        yield browser
        browser.close()
