"""Authors: ``content/authors/SLUG.md`` with ``Name:``, ``Role:``, ``Link:`` and a bio below.

There may be several lines ``Link:``, one for each place where the author is to be found.
"""

from dataclasses import dataclass
from html import escape
from pathlib import Path

import nh3

from briefing.articles.files import read_markdown
from briefing.articles.prose import prose
from briefing.articles.slugs import slugify
from briefing.models import is_web_address


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who writes articles; ``bio_html`` is safe to print, every other text is plain.

    ``links`` are absolute http(s) addresses.
    """

    slug: str
    name: str
    role: str = ""
    links: tuple[str, ...] = ()
    bio: str = ""
    bio_html: str = ""

    @property
    def link(self) -> str:
        """The first of the links, "" without any."""
        return next(iter(self.links), "")

    @classmethod
    def from_bio(cls, name: str, bio: str) -> "Author":
        """Make an author from the bio below an article."""
        return cls(slugify(name), name, bio=bio, bio_html=f"<p>{escape(bio)}</p>" if bio else "")


def read_authors(folder: Path) -> tuple[Author, ...]:
    """Read all authors' files, sorted by slug; a missing folder holds none.

    Raises:
        ContentError: no name, a name that is not the file's, a link that is no address; names file
            and line.
    """
    return tuple(_read(path) for path in sorted(folder.glob("*.md")))


def _read(path: Path) -> Author:
    file = read_markdown(path)
    name, links = file.metadata.get("name", ""), tuple(file.metadata.get("link", "").split())
    if not name:
        raise file.error("name", "an author's file begins with “Name: ...”.")
    if path.stem != slugify(name):
        wanted = f"{slugify(name)}.md"  # the address of the author's page is made of the name
        raise file.error("name", f"the file of {name} must be called {wanted}.")
    for link in links:
        if not is_web_address(link):
            raise file.error("link", f"“{link}” is not a whole address like https://example.org.")
    html = nh3.clean(file.html)
    return Author(path.stem, name, file.metadata.get("role", ""), links, prose(html), html)
