"""Says what is wrong with a Markdown file, and in which line.

Pelican logs that it "could not process" a file and keeps the reason to itself; one without a title
or a date it skips later.
"""

import logging
from pathlib import Path
from typing import Any

from markdown import Markdown
from pelican import signals
from pelican.readers import MarkdownReader
from pelican.utils import pelican_open

from briefing import frontmatter
from briefing.articles import check_article
from briefing.errors import BriefingError
from briefing.site import project

ARTICLES = "articles"

logger = logging.getLogger(__name__)


class SpeakingReader(MarkdownReader):  # type: ignore[misc]  # Pelican has no types
    """Pelican's reader; a file that it cannot use is named with line and reason."""

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return HTML and metadata.

        Raises:
            ContentError: the file cannot be used; logged first.
        """
        try:
            content, metadata = self._read(source_path)
            if not {"title", "date"} <= metadata.keys():
                self._check(Path(source_path))
        except BriefingError as error:
            logger.error("%s", error)
            raise
        except (ValueError, UnicodeError) as error:
            self._explain(Path(source_path), error)
            raise
        return content, metadata

    def _read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Do what Pelican does, but with the header of a CMS understood."""
        self._source_path = source_path
        self._md = Markdown(**self.settings["MARKDOWN"])
        with pelican_open(source_path) as text:
            content = self._md.convert(frontmatter.plain(text))
        return content, self._parse_metadata(getattr(self._md, "Meta", {}))

    def _check(self, path: Path) -> None:
        """Look over an article of our own, as composing will; editions have a check of theirs."""
        if project.content_folder(self.settings) / ARTICLES in path.resolve().parents:
            check_article(path, project.settings_of(self.settings))

    def _explain(self, path: Path, error: Exception) -> None:
        try:
            check_article(path, project.settings_of(self.settings))
        except BriefingError as better:
            logger.error("%s", better)
        else:
            logger.error("%s: %s", path, error)


def add(readers: Any) -> None:
    """Take the place of Pelican's reader."""
    for suffix in MarkdownReader.file_extensions:
        readers.reader_classes[suffix] = SpeakingReader


def register() -> None:
    """Connect to Pelican."""
    signals.readers_init.connect(add)
