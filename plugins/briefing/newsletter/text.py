"""The plain text part: made from the letter, never from the HTML.

Lines are wrapped at 78 characters, addresses stay whole.  Links are footnotes: a number in the
text, the address below the story; an address has one number in the whole mail.
"""

import re
import textwrap
from collections.abc import Iterable
from pathlib import Path

from jinja2 import TemplateError

from briefing.errors import DeliveryError
from briefing.newsletter.clean import printable
from briefing.newsletter.html import environment
from briefing.newsletter.letter import Letter, Link, Paragraph, Run
from briefing.newsletter.prose import MARK, Prose

TEMPLATE = "edition.txt"
WIDTH = 78
TIE = "\u00a0"
"""A space at which a line is not broken; only here, since white space in a letter is folded."""
_BLANKS = re.compile(r"\n{3,}")


class Footnotes:
    """Numbers for addresses, in the order in which they are met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._due: list[str] = []

    def marked(self, prose: Prose) -> str:
        """Return the words with a number behind each link: ``how we work [1]``."""
        first, *others = prose.text.split(MARK)
        numbered = zip(prose.links, others, strict=True)
        return first + "".join(f"{self._mark(url)}{words}" for url, words in numbered)

    def names(self, links: Iterable[Link]) -> str:
        """Return ``Name [1], Other [2]``."""
        return ", ".join(link.name + self._mark(link.url) for link in links)

    def paragraph(self, paragraph: Paragraph) -> str:
        """Return the words of a paragraph, each run with the marks of its links and source."""
        return " ".join(self._run(run) for run in paragraph.runs)

    def _run(self, run: Run) -> str:
        words = self.marked(run.prose)
        return f"{words} ({self.names([run.source])})" if run.source else words

    def flush(self) -> list[str]:
        """Return the lines of the notes since the last time."""
        lines = [f"[{self._numbers[url]}] {url}" for url in self._due]
        self._due.clear()
        return lines

    def _mark(self, url: str) -> str:
        if url not in self._numbers:
            self._numbers[url] = len(self._numbers) + 1
            self._due.append(url)
        return f"{TIE}[{self._numbers[url]}]"


def render(letter: Letter, templates: Path) -> str:
    """Return the letter as plain text with ``\\n`` at the end of each line.

    Raises:
        DeliveryError: the template in ``templates`` is missing or fails.
    """
    try:
        page = environment(templates).get_template(TEMPLATE)
        printed = page.render(letter=letter, notes=Footnotes(), wrap=wrap)
    except (OSError, TemplateError) as error:
        raise DeliveryError(f"The newsletter's text could not be made: {error}") from error
    lines = "\n".join(line.rstrip() for line in printable(printed).split("\n"))
    return _BLANKS.sub("\n\n", lines).strip("\n") + "\n"


def wrap(text: str, indent: str = "") -> str:
    """Wrap each line of a text at 78; later lines of a paragraph begin with ``indent``.

    A word is broken only if it is longer than a line, as in a script without spaces; not in a
    paragraph with an address, which must stay whole.
    """
    wrapped = (
        textwrap.fill(
            line,
            WIDTH,
            subsequent_indent=indent,
            break_long_words="://" not in line,
            break_on_hyphens=False,
        )
        for line in text.split("\n")
    )
    return "\n".join(wrapped).replace(TIE, " ")
