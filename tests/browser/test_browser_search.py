"""The search: the one script of the site, and what is there without it."""

from importlib.util import find_spec

import pytest
from playwright.sync_api import expect

needs_index = pytest.mark.skipif(
    find_spec("pagefind_bin") is None, reason="the extra `search` is not installed"
)


@pytest.fixture
def search(visit):
    return visit("search")


def titles(page) -> list[str]:
    return page.locator(".results .title").all_inner_texts()


@needs_index
def test_it_finds_as_you_type(search):
    search.get_by_role("searchbox").press_sequentially("ferry")
    expect(search.locator(".results li").first).to_be_visible()
    assert any("Ferr" in title for title in titles(search))
    assert search.locator(".results mark").count() > 0
    assert "q=ferry" in search.url


@needs_index
def test_a_result_leads_to_the_story(search):
    search.get_by_role("searchbox").fill("breakwater")
    found = search.locator(".results .title a").first
    expect(found).to_be_visible()
    headline = found.inner_text()
    found.click()
    anchor = search.url.partition("#")[2]
    heading = search.locator(f"[id='{anchor}']" if anchor else "h1")
    assert headline in heading.inner_text()


@needs_index
def test_filters_narrow_what_is_found(search):
    search.get_by_role("searchbox").fill("ferry")
    expect(search.locator(".results li").first).to_be_visible()
    everything = titles(search)
    search.get_by_label("Outlet").select_option("Sorrel Notebook")
    expect(search.get_by_role("status")).not_to_have_text(f"Found: {len(everything)}")
    assert 0 < len(titles(search)) < len(everything)
    assert set(titles(search)) < set(everything)


@needs_index
def test_a_filter_alone_lists_and_the_address_keeps_it(search, visit):
    search.get_by_label("Topic", exact=True).select_option("Weather")
    expect(search.locator(".results li").first).to_be_visible()
    assert "topics=Weather" in search.url
    again = visit("search/?topics=Weather")
    expect(again.locator(".results li").first).to_be_visible()
    assert again.get_by_label("Topic", exact=True).input_value() == "Weather"
    assert titles(again) == titles(search)


@needs_index
def test_more_is_shown_on_demand_and_the_focus_follows(search):
    search.get_by_label("Year").select_option("2026")
    expect(search.locator(".results li")).to_have_count(10)
    search.get_by_role("button", name="Show more").click()
    expect(search.locator(".results li").nth(10)).to_be_visible()
    eleventh = search.locator(".results li").nth(10).locator("a")
    assert eleventh.evaluate("each => each === document.activeElement")


@needs_index
def test_nothing_found_is_said(search):
    search.get_by_role("searchbox").fill("xylophonequark")
    expect(search.get_by_role("status")).to_contain_text("Nothing was found")
    assert titles(search) == []
    search.get_by_role("searchbox").fill("")
    expect(search.get_by_role("status")).to_be_empty()


@needs_index
def test_an_index_that_cannot_be_loaded_is_said(search):
    search.route("**/pagefind/*", lambda route: route.abort())
    search.get_by_role("searchbox").fill("ferry")
    expect(search.get_by_role("status")).to_contain_text("could not be loaded")


def test_without_script_the_page_leads_on(visit, origin):
    page = visit("search", java_script_enabled=False)
    assert not page.locator("#_search").is_visible()
    assert page.locator("noscript p").is_visible()
    for heading in ("Topics", "Archive"):
        section = page.locator("section").filter(has=page.get_by_role("heading", name=heading))
        section.get_by_role("link").first.click()
        assert page.locator("h1").is_visible()
        assert page.url.startswith(origin)
        page.go_back()
    page.locator(".names summary").first.click()
    assert page.locator(".names a").first.is_visible()
