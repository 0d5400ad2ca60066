"""Figures in titles, in one notation, so that two that mean the same are equal."""

import re

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "m": 10**6}
_SCALES |= {"bn": 10**9, "b": 10**9, "tn": 10**12, "k": 10**3}
_SCALED = re.compile(
    r"(\d+(?:[.,]\d+)*)[ -]?(thousand|million|billion|trillion|bn|tn|k|m|b)\b", re.I
)
SMALL = "zero one two three four five six seven eight nine ten eleven twelve"
"""The numbers that are written as words, in their order."""

_COUNTS = {word: str(value) for value, word in enumerate(SMALL.split())}


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
