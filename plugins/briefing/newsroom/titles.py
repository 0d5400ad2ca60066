"""What a title tells: its clean form, whether it heads a round-up, and which of several to print.

A headline is always chosen among the members' own, never composed (an editor may write one).
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from briefing.models import Group, Item
from briefing.newsroom.entities import found, title_case

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
_CUT = re.compile(r"\s*(?:\.\.\.|…)\s*$")
_FEWEST_WORDS = 3
_SIDE = re.compile(
    r"(?:photos?|pictures|images|videos?|a look|see|watch|how|why|what|who|inside)\b", re.IGNORECASE
)
"""How titles begin that tell a side of a story rather than its news."""


def clean(title: str, outlet: str = "") -> str:
    """Return ``title`` without outlet, agency, label and dateline; as it came if little is left."""
    text = " ".join(title.split())
    short = _without_outlet(text, outlet)
    for mark in (*_MARKS, *_MARKS):
        short = mark.sub("", short)
    short = _CUT.sub("…", short).strip()
    if len(short.split()) < min(_FEWEST_WORDS, len(text.split())):
        return text
    return short[:1].upper() + short[1:] if text[:1].isupper() and short[1:2].islower() else short


def _without_outlet(title: str, outlet: str) -> str:
    match = _OUTLET.match(title)
    if not match or not outlet:
        return title
    tail, name = (_letters(match["outlet"]), _letters(outlet))
    return match["title"] if tail and (tail in name or name in tail) else title


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+|^the\s", "", text.lower())


def normalised(item: Item) -> str:
    """Return the words of the clean title in lower case: equal for two copies of an article."""
    return " ".join(re.findall(r"\w+", clean(item.title, item.outlet).lower()))


def is_roundup(title: str) -> bool:
    """Tell whether a title heads many subjects or a service page rather than one event."""
    return any(pattern.search(title) for pattern in _roundups())


@cache
def _roundups() -> tuple[re.Pattern[str], ...]:
    """Read the table of title forms."""
    lines = files(__package__).joinpath("roundups.txt").read_text(encoding="utf-8").splitlines()
    patterns = (line for line in lines if line and not line.startswith("#"))
    return tuple(
        re.compile(pattern.replace("DASH", _DASH).replace("'S", "['\u2019]s"), re.IGNORECASE)
        for pattern in patterns
    )


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "m": 10**6}
_SCALES |= {"bn": 10**9, "b": 10**9, "tn": 10**12, "k": 10**3}
_SCALED = re.compile(
    r"(\d+(?:[.,]\d+)*)[ -]?(thousand|million|billion|trillion|bn|tn|k|m|b)\b", re.I
)
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve"
_COUNTS = {word: str(value) for value, word in enumerate(_SMALL.split())}


def numbers(text: str) -> set[str]:
    """Return the figures in ``text`` in one notation: "1.2 million" and "1,200,000" are equal."""
    values = set()
    for figure, scale in _SCALED.findall(text):
        values.add(f"{float(_plain(figure)) * _SCALES[scale.lower()]:.10g}")
    rest = _SCALED.sub(" ", text)
    values.update(f"{float(_plain(figure)):.10g}" for figure in _NUMBER.findall(rest))
    values.update(_COUNTS[word] for word in re.findall(r"[a-z]+", rest.lower()) if word in _COUNTS)
    return values


def _plain(figure: str) -> str:
    """Read thousands separators away; a comma before one or two digits is a decimal comma."""
    joined = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", figure) if figure.count(".") != 1 else figure
    joined = joined.replace(",", "" if "." in joined else ".")
    whole, _, rest = joined.partition(".")
    return f"{whole}.{rest.replace('.', '')}" if rest else whole


def supported(title: str, evidence: str) -> bool:
    """Tell whether every figure and every name of ``title`` occurs in ``evidence``."""
    names = () if title_case(title) else tuple(found(title))
    lower = evidence.lower()
    return numbers(title) <= numbers(evidence) and all(name.lower() in lower for name in names)


def _evidence(item: Item, group: Group) -> str:
    others = (f"{other.title}\n{other.text}" for other in group.items if other.id != item.id)
    return "\n".join((item.text, *others))


def _faults(item: Item, title: str, group: Group) -> Iterator[bool]:
    """Yield what speaks against printing ``title``, the worst first."""
    yield title.endswith("…")
    yield is_roundup(item.title)
    yield len(group.items) > 1 and not supported(title, _evidence(item, group))
    yield title.endswith("?")
    yield title.isupper()
    yield bool(_SIDE.match(title))
    yield not 4 <= len(title.split()) <= 18
    yield not (numbers(title) or found(title))
    yield not item.is_own


def headline(group: Group) -> str:
    """Choose the headline of ``group`` among its members': the best kept rules, most central first.

    Preferred are uncut titles whose names and figures others confirm, that ask no question and
    that name someone or a number; a title of our own wins over one that is no better.
    """
    titles = [(item, clean(item.title, item.outlet)) for item in group.items]
    _, best = min(titles, key=lambda pair: tuple(_faults(pair[0], pair[1], group)))
    return best
