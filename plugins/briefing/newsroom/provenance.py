"""What is printed and what it rests on: nothing appears as quoted that its source does not say."""

from dataclasses import dataclass, replace

from briefing.models import Item, Origin, Sentence, digest
from briefing.newsroom.language import word_count
from briefing.newsroom.openers import connective
from briefing.newsroom.truncation import ELLIPSIS, proper_end

FEWEST_WORDS = 4
"""What is shorter is not printed, and nothing is trimmed down to less."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be printed: ``text`` is what is printed, the span where it stands.

    ``text`` equals the span with white space folded; when something was taken off the front
    (*trimmed*) its first letter may be a restored capital, and a fragment of a cut-off description
    ends in ``…``.  ``follows`` tells that nothing but page furniture stands between it and the
    candidate before it, or the beginning of the text.
    """

    start: int
    end: int
    text: str
    origin: Origin
    follows: bool = False


def fold(text: str) -> str:
    """Return ``text`` with every run of white space as one space."""
    return " ".join(text.split())


def with_capital(text: str) -> str:
    """Return ``text`` with its first letter as a capital, unless the word has its own: iPhone."""
    place = next((i for i, char in enumerate(text) if char.isalpha()), None)
    if place is None or not text[place:].split(maxsplit=1)[0].islower():
        return text
    return text[:place] + text[place].upper() + text[place + 1 :]


def without_connective(candidate: Candidate, text: str) -> Candidate:
    """Take an opening But, And, So, However or Meanwhile off, if at least four words remain."""
    raw = text[candidate.start : candidate.end]
    length = connective(raw)
    if not length or word_count(raw[length:]) < FEWEST_WORDS:
        return candidate
    ending = candidate.text[len(fold(raw)) :]  # the … of a fragment
    return replace(
        candidate,
        start=candidate.start + length,
        text=with_capital(fold(raw[length:])) + ending,
        origin=Origin.TRIMMED,
    )


def sentence(candidate: Candidate, item: Item) -> Sentence:
    """Return ``candidate`` with the address and the digest that prove it."""
    start, end = candidate.start, candidate.end
    return Sentence(candidate.text, item.url, start, end, digest(item.text), candidate.origin)


def verify(sentence: Sentence, text: str) -> bool:
    """Tell whether ``sentence`` really stands in ``text``, the text of its item.

    *quoted*: the span, white space folded, is the sentence.  *trimmed*: the same but for the case
    of the first letter; or, where the text is cut off at the end of the span, the span and ``…``.
    *editor*: nobody's words but the editor's, so never.
    """
    if digest(text) != sentence.sha256 or not 0 <= sentence.start < sentence.end <= len(text):
        return False
    source = fold(text[sentence.start : sentence.end])
    if sentence.origin is Origin.QUOTED:
        return sentence.text == source
    cut = proper_end(text) == (sentence.end, True)
    sources = (source, source + ELLIPSIS) if cut else (source,)
    allowed = {form for words in sources for form in (words, with_capital(words))}
    return sentence.origin is Origin.TRIMMED and sentence.text in allowed
