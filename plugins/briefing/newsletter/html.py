"""The HTML part: a template, its style sheet inlined, one small ``<style>`` for dark and narrow."""

from functools import cache
from pathlib import Path

from css_inline import CSSInliner, InlineError
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape

from briefing.errors import DeliveryError
from briefing.newsletter.clean import printable
from briefing.newsletter.letter import Letter

TEMPLATE, STYLES = "edition.html", "edition.css"
PREHEADER_PADDING = "\u034f\u200c\u00a0" * 60
"""After the preheader, so that a client does not go on with the first words of the mail."""


def render(letter: Letter, templates: Path, *, browser: bool = False) -> str:
    """Return the letter as HTML; for a ``browser`` without what only mail clients need.

    Raises:
        DeliveryError: a template in ``templates`` is missing or fails.
    """
    try:
        page = environment(templates).get_template(TEMPLATE)
        printed = page.render(letter=letter, browser=browser, padding=PREHEADER_PADDING)
        inliner = CSSInliner(
            extra_css=(templates / STYLES).read_text(encoding="utf-8"),
            keep_style_tags=True,
            load_remote_stylesheets=False,
        )
        return printable(inliner.inline(printed)) + "\n"
    except (OSError, TemplateError, InlineError) as error:
        raise DeliveryError(f"The newsletter's HTML could not be made: {error}") from error


@cache
def environment(templates: Path) -> Environment:
    """Return the Jinja environment of a folder: HTML is escaped, plain text is not."""
    return Environment(
        loader=FileSystemLoader(templates),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
