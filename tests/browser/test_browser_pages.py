"""What only a browser shows, on one page of each kind."""

import gzip
import re
from urllib.request import urlopen

import pytest

KINDS = (
    *("home", "edition", "story", "topic", "article", "author", "archive", "topics"),
    *("authors", "sources", "coverage", "search", "subscribe", "mail", "404"),
)
OUR_OWN = [kind for kind in KINDS if kind != "mail"]  # a mail has its own styles, of a mail
SOME = ("home", "article", "coverage")

BACKGROUND = "getComputedStyle(document.body).backgroundColor"
OPEN_ALL = "document.querySelectorAll('details').forEach(each => each.open = true)"
WIDER_THAN_WINDOW = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  return [...document.body.querySelectorAll('*')]
    .filter(each => each.getBoundingClientRect().right > edge + 1)
    .map(each => each.outerHTML.slice(0, 120));
}"""
LINES = """() => [...document.querySelectorAll('.prose > p:not([class])')].map(each => {
  const range = document.createRange();
  range.selectNodeContents(each);
  const tops = new Set([...range.getClientRects()].map(box => Math.round(box.top / 8)));
  return [each.textContent.length, tops.size];
})"""
FOCUSED = """() => {
  const each = document.activeElement, box = each.getBoundingClientRect();
  const style = getComputedStyle(each);
  return {
    name: each.outerHTML.slice(0, 100), tag: each.tagName,
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
    '.masthead nav a, .foot nav a, summary, button, input:not([type=hidden]), select')]
  .filter(each => each.checkVisibility() && !each.closest('.trap'))
  .filter(each => Math.min(each.offsetHeight, each.offsetWidth) < 24)
  .map(each => each.outerHTML.slice(0, 80))"""


def colour(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_keeps_to_its_own_host_and_policy(visit, origin, kinds, kind):
    page = visit("about/")
    asked, said, failed = [], [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("response", lambda answer: failed.append(answer.url) if answer.status > 399 else None)
    page.goto(f"{origin}/{kinds[kind]}{'?q=ferry' if kind == 'search' else ''}")
    page.wait_for_load_state("networkidle" if kind == "search" else "load")
    assert [url for url in asked if not url.startswith(f"{origin}/")] == []
    assert said == []
    assert failed == []


def test_home_is_light(visit, origin):
    page = visit("about/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{origin}/")
    assert len(asked) <= 6
    assert sum(len(gzip.compress(urlopen(url).read())) for url in asked) <= 30 * 1024  # noqa: S310 - loopback


@pytest.mark.parametrize("kind", OUR_OWN)
def test_nothing_is_wider_than_a_small_phone_or_large_text(visit, kind):
    page = visit(kind, width=320, height=640)
    page.evaluate(OPEN_ALL)
    assert page.evaluate(WIDER_THAN_WINDOW) == []
    page.set_viewport_size({"width": 640, "height": 640})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(WIDER_THAN_WINDOW) == []


def test_a_mail_fits_a_small_phone(visit):
    assert visit("mail", width=320).evaluate(WIDER_THAN_WINDOW) == []


def test_lines_are_good_to_read(visit):
    full = [(size, lines) for size, lines in visit("article").evaluate(LINES) if lines > 2]
    # The last line of a paragraph is half full.
    per_line = sum(size for size, _ in full) / sum(lines - 0.5 for _, lines in full)
    assert 58 <= per_line <= 72


@pytest.mark.parametrize("kind", [*SOME, "search", "mail"])
def test_a_dark_scheme_is_dark(visit, kind):
    page = visit(kind)
    page.emulate_media(color_scheme="light")
    assert min(colour(page.evaluate(BACKGROUND))) > 220
    page.emulate_media(color_scheme="dark")
    assert max(colour(page.evaluate(BACKGROUND))) < 50


def test_the_skip_link_shows_itself_and_leads_to_the_text(visit):
    page = visit("edition")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("each => each === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "_main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("kind", ["edition", "article", "search"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(visit, kind):
    page = visit(kind, reduced_motion="reduce")
    stops = page.evaluate(
        "[...document.querySelectorAll('a, summary, button, input, select, textarea')].filter("
        "each => each.checkVisibility({visibilityProperty: true}) && each.tabIndex >= 0"
        " && each.type !== 'hidden').length"
    )
    walked = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        walked.append(page.evaluate(FOCUSED))
    assert [stop["name"] for stop in walked if not (stop["outlined"] and stop["inside"])] == []
    assert len({stop["tag"] for stop in walked} & {"A", "SUMMARY", "BUTTON"}) >= 2
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body"), "all have been visited"


def test_outlets_open_by_key(visit):
    page = visit("edition")
    outlets = page.locator(".story details").first
    outlets.locator("summary").focus()
    assert not outlets.locator("li").first.is_visible()
    page.keyboard.press("Enter")
    assert outlets.locator("li").first.is_visible()


@pytest.mark.parametrize("kind", [*SOME, "search"])
def test_targets_are_large_enough_for_a_thumb(visit, kind):
    assert visit(kind, width=390, height=844).evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("kind", SOME)
def test_a_page_says_the_same_without_script(visit, kind):
    without = visit(kind, java_script_enabled=False).inner_text("body")
    assert without == visit(kind).inner_text("body")
    assert len(without) > 200


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_an_edition_is_two_pages_of_paper(visit, paper):
    printed = visit("edition").pdf(format=paper, prefer_css_page_size=False)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


def test_print_leaves_out_what_paper_cannot_do(visit):
    page = visit("edition")
    page.emulate_media(media="print")
    assert page.locator(".story").first.is_visible()
    for part in (".masthead nav", ".signup", ".foot", "details", ".turn"):
        assert not page.locator(part).first.is_visible(), part
    assert colour(page.evaluate(BACKGROUND)) == (255, 255, 255)


def test_from_right_to_left_the_page_is_mirrored(visit):
    page = visit("edition")
    boxes = "['.contents', '.stories'].map(each => document.querySelector(each).offsetLeft)"
    contents, stories = page.evaluate(boxes)
    assert contents > stories
    page.evaluate("document.documentElement.dir = 'rtl'")
    contents, stories = page.evaluate(boxes)
    assert contents < stories
    assert page.evaluate(WIDER_THAN_WINDOW) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("wish", "scrolls"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_nothing_glides_for_whoever_wants_no_motion(visit, wish, scrolls):
    page = visit("edition", reduced_motion=wish)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == scrolls


def test_boxes_keep_an_edge_in_forced_colours(visit):
    page = visit("home", forced_colors="active")
    edges = page.eval_on_selector_all(
        ".signup, .signup button", "all => all.map(each => getComputedStyle(each).borderTopStyle)"
    )
    assert len(edges) == 2
    assert "none" not in edges
