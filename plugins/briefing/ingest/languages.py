"""The language of a feed that does not say: by its script, or by its commonest small words.

It only has to be right for running text; of a few words nothing is guessed.
"""

import re
from collections import Counter
from collections.abc import Iterable

from briefing.alphabet import language_of_script
from briefing.ingest.raw import RawEntry
from briefing.ingest.text import strip_tags

_SMALL_WORDS = {
    "en": "the of and to in is that for it was on with as at by from has have this are",
    "de": "der die und den das von zu mit sich des auf ist im nicht eine dem für auch wird ein",
    "fr": "le la les des et en du une est dans pour que qui sur pas au par avec ce sont",
    "es": "el la de que y en los del las un por con una para es se su lo más como",
    "it": "il di che la e un per una in del della sono con non si le da al dei gli",
    "pt": "o de a que e do da em um para com não uma os no se na por mais dos",
    "nl": "de het een van en in is dat op te voor met zijn aan niet er ook maar bij om",
    "sv": "och att det i en som på är av för med den till inte har de ett om var från",
    "da": "og at det i en er på af for med den til ikke har de et om var som der",
    "nb": "og i det på er av en som for med at til den har ikke et de om fra å",
    "fi": "ja on ei että se hän oli mutta kun myös joka ovat ole sen mukaan ovat jo nyt vain kuin",
    "pl": "i w na z nie do się jest o że to za od po jak przez dla ale który są",
    "cs": "a v se na je že o z s do i pro by za jako ale jsou který podle to",
    "hu": "a az és hogy nem is egy van meg ez csak már de volt el még mint szerint ki lesz",
    "ro": "de și în a la cu pe care o din un nu este mai că pentru fost sunt se au",
    "tr": "ve bir bu da de için ile çok daha olarak olan gibi sonra kadar en ise ne var yeni göre",
}
_WORDS = {tag: frozenset(words.split()) for tag, words in _SMALL_WORDS.items()}

_SHARE = 0.15  # of the words; running text of these languages has a fifth and more
_ENOUGH = 20  # words
_SAMPLE = 2000  # characters
_WORD = re.compile(r"[^\W\d_]+")


def of_feed(entries: Iterable[RawEntry]) -> str:
    """Guess the language of the entries together: a BCP 47 tag, "" if it is not plain."""
    sample = ""
    for entry in entries:
        body = entry.bodies[0].value[:500] if entry.bodies else ""
        sample += f"{entry.title} {strip_tags(body)} "
        if len(sample) > _SAMPLE:
            break
    return of_text(sample)


def of_text(text: str) -> str:
    """Guess the language of ``text``: a BCP 47 tag, "" if it is not plain."""
    return language_of_script(text) or _of_words(text)


def _of_words(text: str) -> str:
    words = Counter(_WORD.findall(text.lower()))
    if words.total() < _ENOUGH:
        return ""
    shares = {
        tag: sum(words.get(word, 0) for word in small) / words.total()
        for tag, small in _WORDS.items()
    }
    best, second = sorted(shares.values(), reverse=True)[:2]
    return max(shares, key=lambda tag: shares[tag]) if best >= _SHARE and best > second else ""
