"""The script of a text, and the language that it most likely means."""

import re
from collections import Counter
from typing import Final

_SCRIPTS: Final = (
    ("ja", "\u3040-\u30ff"),  # kana first: Japanese also has Chinese characters
    ("ko", "\uac00-\ud7af\u1100-\u11ff"),
    ("zh", "\u3400-\u4dbf\u4e00-\u9fff"),
    ("th", "\u0e00-\u0e7f"),
    ("hi", "\u0900-\u097f"),
    ("he", "\u0590-\u05ff"),
    ("ar", "\u0600-\u06ff"),
    ("el", "\u0370-\u03ff"),
    ("ru", "\u0400-\u04ff"),
)
"""A tag for each script, the likeliest where a script has several languages."""

_SHARE, _SHARE_OF_KANA = 0.4, 0.1  # of the letters
_ANY = re.compile(f"[{''.join(characters for _, characters in _SCRIPTS)}]")


def language_of_script(text: str) -> str:
    """Return a BCP 47 tag where the letters of ``text`` are mostly of one such script, else ""."""
    if text.isascii() or not _ANY.search(text):
        return ""
    letters = Counter(filter(str.isalpha, text))
    kinds = "".join(letters)
    for tag, characters in _SCRIPTS:
        found = sum(letters[char] for char in re.findall(f"[{characters}]", kinds))
        if found > (_SHARE_OF_KANA if tag == "ja" else _SHARE) * letters.total():
            return tag
    return ""
