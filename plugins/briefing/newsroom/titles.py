"""What a title tells: its words without label, agency and outlet, and the form of its page."""

import re
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from briefing.models import Item

_AGENCIES = (
    "AAP|ABC|AFP|ANI|AP|BBC|Bloomberg|Bloomberg News|CBS|CBS News|CNBC|CNN|CNN Business|dpa|DPA|EFE"
    "|IANS|KUNA|NBC News|NPR|PA|PTI|REUTERS|Reuters|TASS|UPI|Xinhua"
)
_LABELS = (
    "analysis|audio|breaking|breaking news|correction|corrected|developing|exclusive|explainer"
    "|factbox|feature|gallery|in full|interview|just in|listen|live|news alert|opinion|photos?"
    "|pictures|podcast|refile|rpt|timeline|update|updated|urgent|video|watch|watch live|wrapup"
)
_DASH = "[:|\\-\u2013\u2014]"
_MARKS = (
    re.compile(rf"^(?:[A-Z][^()\n]{{1,50}} )?\((?:{_AGENCIES})\)\s*(?:{_DASH}+\s*)?(?=\w+ \w)"),
    re.compile(rf"^(?:{_LABELS})(?: \d{{1,2}})?\s*{_DASH}\s*(?=\S)", re.IGNORECASE),
    re.compile(r"^\[[^\]]{1,20}\]\s*"),
    re.compile(rf"\s*[(\[](?:{_AGENCIES}|{_LABELS})[)\]]\s*$", re.IGNORECASE),
)
"""What stands before or behind a headline without being part of it; each is tried twice."""

_OUTLET = re.compile(rf"^(?P<title>.{{12,}}\S)\s+{_DASH}\s+(?P<outlet>[^|]{{2,50}})$")
_SPACED_DASH = re.compile(rf"\s{_DASH}\s")  # asked first: quicker
_SIGNS = frozenset("()[]:|-\u2013\u2014")  # one of them is in every mark
_CUT = re.compile(r"\s*(?:\.\.\.|…)\s*$")
_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 3
_PICTURE_SECTION = re.compile(
    r"/(?:gallery|galleries|in-pictures|photos?|pictures|slideshow|videos?|watch|audio)/"
)


@lru_cache(maxsize=16_384)
def clean(title: str, outlet: str = "") -> str:
    """Return ``title`` without outlet, agency, label and dateline; as it came if little is left."""
    text = " ".join(title.split())
    short = _without_outlet(text, outlet)
    if not _SIGNS.isdisjoint(short):
        once = _unmarked(short)
        short = short if once == short else _unmarked(once)
    if short.endswith(("...", "…", " ")):
        short = _CUT.sub("…", short).strip()
    if short != text and len(short.split()) < min(_FEWEST_WORDS, len(text.split())):
        return text
    return short[:1].upper() + short[1:] if text[:1].isupper() and short[1:2].islower() else short


def _unmarked(title: str) -> str:
    for mark in _MARKS:
        title = mark.sub("", title)
    return title


def _without_outlet(title: str, outlet: str) -> str:
    match = _OUTLET.match(title) if outlet and _SPACED_DASH.search(title) else None
    if not match:
        return title
    tail, name = (_letters(match["outlet"]), _letters(outlet))
    return match["title"] if tail and (tail in name or name in tail) else title


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+|^the\s", "", text.lower())


def normalised(item: Item) -> str:
    """Return the words of the clean title in lower case: equal for two copies of an article."""
    return " ".join(_WORD.findall(clean(item.title, item.outlet).lower()))


class Form(StrEnum):
    """What kind of page a title heads; see ``forms.txt``."""

    NEWS = "news"
    ROUTINE = "routine"
    ROUNDUP = "round-up"
    PICTURES = "pictures"
    PAGE = "page"


STANDING_ALONE = frozenset((Form.ROUTINE, Form.ROUNDUP, Form.PAGE))
"""Forms that are never put together with others."""


def form_of_title(title: str) -> Form:
    """Return the form that a title tells by itself."""
    lower = title.lower()  # quicker than to ignore the case
    if not any(pattern.search(lower) for pattern in _any_form()):
        return Form.NEWS
    found = (form for form, pattern in _forms() if pattern.search(lower))
    return next(found, Form.NEWS)


def form_of(item: Item) -> Form:
    """Return the form of an item, by its title and by the section in its address."""
    form = form_of_title(item.title)
    pictures = form is Form.NEWS and _PICTURE_SECTION.search(urlsplit(item.url).path)
    return Form.PICTURES if pictures and not item.is_own else form


@cache
def _any_form() -> tuple[re.Pattern[str], ...]:
    """Return three questions that most titles answer with no: quicker than all one by one.

    The beginning that many of the forms share is looked for once.
    """
    rest, found = [pattern.pattern for _, pattern in _forms()], []
    for beginning in ("^", r"\b", ""):
        ours = [source for source in rest if source.startswith(beginning)]
        rest = [source for source in rest if source not in ours]
        tails = "|".join(source.removeprefix(beginning) for source in ours)
        found.append(re.compile(f"{beginning}(?:{tails})"))
    return tuple(found)


@cache
def _forms() -> tuple[tuple[Form, re.Pattern[str]], ...]:
    """Read the table of title forms."""
    text = files(__package__).joinpath("forms.txt").read_text(encoding="utf-8")
    table, form = [], Form.NEWS
    for line in filter(None, text.splitlines()):
        if heading := re.fullmatch(r"\[([a-z-]+)\]", line):
            form = Form(heading[1])
        elif not line.startswith("#"):
            pattern = line.replace("DASH", _DASH).replace("'S", "['\u2019]s")
            table.append((form, re.compile(pattern)))
    return tuple(table)
