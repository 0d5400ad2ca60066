"""The published sample in the system's Chromium, behind the headers that the site asks for."""

import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

import browsing

LACKING = browsing.missing()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what is in this folder where there is no browser."""
    for item in items:
        if LACKING and item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.skip(reason=f"No browser: {LACKING}."))


@pytest.fixture(scope="package")
def origin(published: Path) -> Iterator[str]:
    """Where the site is, without a slash at the end."""
    with browsing.hosted(published / "output") as origin:
        yield origin


@pytest.fixture(scope="session")
def kinds(published: Path) -> dict[str, str]:
    """One page of each kind: its path."""
    return browsing.kinds(published / "output")


# Until the end of this folder only: the driver keeps an event loop in the main thread.
@pytest.fixture(scope="package")
def browser() -> Iterator[object]:
    """Chromium, running."""
    with browsing.chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def readers(browser) -> Callable[..., object]:
    """Return a function that gives the browser's context for a way of reading, made once."""

    @cache
    def readers(**how: object) -> object:
        return browser.new_context(**how)

    return readers


@pytest.fixture
def visit(readers, origin, kinds) -> Iterator[Callable[..., object]]:
    """Return a function that opens a kind of page, or a path, in a window of its own."""
    pages = []

    def visit(page: str = "home", width: int = 1280, height: int = 900, **how: object) -> object:
        opened = readers(**how).new_page()
        pages.append(opened)
        opened.set_viewport_size({"width": width, "height": height})
        opened.goto(f"{origin}/{kinds.get(page, page)}")
        return opened

    yield visit
    for page in pages:
        page.close()
