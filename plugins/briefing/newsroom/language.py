"""Which language a text is in, as far as the newsroom must know: English, or spaced or not."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from briefing.alphabet import language_of_script
from briefing.models import Item

UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""A character class of the scripts that put no spaces between words."""

UNKNOWN: Final = "und"
"""The BCP 47 tag of a language that is not known."""

_ENGLISH_SHARE: Final = 0.2  # of function words; running English has .27 and more
_FOREIGN_SHARE: Final = 0.1  # below it, text that is declared English is not
_ENOUGH_WORDS: Final = 12
_SAMPLE: Final = 1_000  # characters are enough to tell
_WORD = re.compile(rf"[^\W_{UNSPACED}]+(?:['\u2019][^\W_{UNSPACED}]+)*")
_UNSPACED_RUN = re.compile(rf"[{UNSPACED}\u3001-\u303f\uff01-\uff1f]+")  # with their marks


@cache
def function_words() -> frozenset[str]:
    """Return the English function words, lower case."""
    text = files(__package__).joinpath("stopwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def is_english(language: str) -> bool:
    """Tell whether the BCP 47 tag ``language`` is some kind of English."""
    return primary(language) == "en"


@lru_cache(maxsize=256)
def primary(language: str) -> str:
    """Return the first part of a BCP 47 tag, lower case: ``en-GB`` gives ``en``."""
    return language.lower().replace("_", "-").split("-")[0]


def word_count(text: str) -> int:
    """Count words; two characters count as a word where words are not spaced."""
    if text.isascii() or not _UNSPACED_RUN.search(text):
        return len(text.split())
    characters = sum(len(run) for run in _UNSPACED_RUN.findall(text))
    return len(_UNSPACED_RUN.sub(" ", text).split()) + (characters + 1) // 2


def english_share(text: str) -> float:
    """Return the share of English function words among the words of ``text``, 0..1."""
    words = [word.lower().replace("\u2019", "'") for word in _WORD.findall(text)]
    return sum(word in function_words() for word in words) / max(1, len(words))


def of_text(text: str) -> str:
    """Guess the language of ``text``: by its script, then English or ``und``."""
    return language_of_script(text) or ("en" if english_share(text) >= _ENGLISH_SHARE else UNKNOWN)


@lru_cache(maxsize=4096)
def of_item(item: Item) -> str:
    """Return the language to treat ``item`` in.

    What the feed declares holds, except that English is the default of feeds that declare nothing:
    a long enough text without English function words is not English, and a script tells.
    """
    return of_opening(item, item.text)


def of_opening(item: Item, text: str) -> str:
    """Return the same by a part of the text of ``item``."""
    if item.language and not is_english(item.language):
        return primary(item.language)
    sample = text[:_SAMPLE]
    if script := language_of_script(sample or item.title):
        return script
    if _is_plainly_english(sample) or word_count(sample) < _ENOUGH_WORDS:
        return "en"
    return "en" if english_share(sample) >= _FOREIGN_SHARE else UNKNOWN


def _is_plainly_english(text: str) -> bool:
    """Tell whether function words alone between spaces are enough: mostly they are, and quicker."""
    pieces = text.split()
    return sum(map(function_words().__contains__, pieces)) > 2 * _FOREIGN_SHARE * len(pieces)
