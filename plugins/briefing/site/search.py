"""Plugin: the search page, and with the extra ``search`` an index that the page searches.

The page is whole without script: it leads to topics, to the names in the news and to the archive.
The index is Pagefind's, made of what the editions and articles say, not of pages; it is made anew
only when a text has changed (the last one lies in ``var/search``).

Pagefind writes its own filters in a random order.  So that the same site is the same bytes, the
filters are a file of ours, by the names that Pagefind gives to its fragments.
"""

import gzip
import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from html import escape
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pelican import signals

from briefing.errors import BuildError
from briefing.settings import Settings
from briefing.site import project
from briefing.site.findable import Document, Facets, documents, facets, names

PAGE, BUNDLE = "search/", "search/pagefind"
FACETS = "facets.json"
_CACHE, _PACKAGE = "var/search", "pagefind_bin"
_MAGIC = b"pagefind_dcd"
# Interfaces of Pagefind's own; the page has ours.
_SUPERFLUOUS = ("*-ui.js", "*-ui.css", "pagefind-highlight.js")


@cache
def can_index() -> bool:
    """Tell whether the extra ``search`` is installed."""
    return find_spec(_PACKAGE) is not None


def announce(generator: Any) -> None:
    """Tell the templates where the search is, if the theme has a page for it."""
    if project.has_template(generator, "search"):
        generator.context["search_path"] = PAGE


def write(generator: Any, writer: Any) -> None:
    """Write the page, and the index where it can be made."""
    if not project.has_template(generator, "search"):
        return
    settings = project.settings_of(generator.settings)
    editions = generator.context.get("editions", ())
    found = documents(editions, generator.articles, settings)
    writer.write_file(
        f"{PAGE}index.html",
        generator.get_template("search"),
        generator.context,
        url=PAGE,
        facets=facets(found),
        names=names(editions),
        bundle=f"{settings.base_path}/{BUNDLE}/" if can_index() and found else "",
    )
    if can_index() and found:
        index(found, settings, Path(generator.output_path, BUNDLE))


def index(found: Sequence[Document], settings: Settings, target: Path) -> None:
    """Put the index of ``found`` at ``target``, made anew if a text has changed.

    Raises:
        BuildError: Pagefind failed; it says why.
    """
    pages = {_name(each): _page(each) for each in found}
    key = _key(pages, settings)
    kept = settings.path(_CACHE) / key
    if not kept.is_dir():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as scratch:
            made = Path(scratch, "index")
            _run(pages, settings.language, Path(scratch, "pages"), made)
            _write_facets(found, made)
            with suppress(FileExistsError):  # another build was as far: it is the same index
                made.rename(kept)
        _forget_others(kept)
    shutil.copytree(kept, target, dirs_exist_ok=True)


def _run(pages: dict[str, str], language: str, source: Path, target: Path) -> None:
    source.mkdir()
    for name, page in pages.items():
        (source / name).write_text(page, encoding="utf-8")
    command = [str(import_module(_PACKAGE).get_executable()), "--silent", "--site", str(source)]
    command += ["--output-path", str(target), "--force-language", language.partition("-")[0]]
    done = subprocess.run(  # noqa: S603 - the program of the extra, our own arguments
        command, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise BuildError(f"Pagefind could not index the site: {done.stderr.strip()}")
    for pattern in _SUPERFLUOUS:
        for path in target.glob(pattern):
            path.unlink()


def _write_facets(found: Sequence[Document], target: Path) -> None:
    """Write what each fragment can be filtered by, as places in the lists of all values."""
    lists, by_path = facets(found), {each.path: each for each in found}
    records = {}
    for path in sorted((target / "fragment").glob("*.pf_fragment")):
        told = json.loads(gzip.decompress(path.read_bytes()).removeprefix(_MAGIC))
        records[path.stem] = _places(by_path[told["meta"]["path"]], lists)
    written = {**lists.lists, "records": records}
    text = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
    (target / FACETS).write_text(text, encoding="utf-8")


def _places(document: Document, lists: Facets) -> list[list[int]]:
    told = (document.topics, document.outlets, (document.year,))
    return [
        [values.index(one) for one in each]
        for values, each in zip(lists.lists.values(), told, strict=True)
    ]


def _page(document: Document) -> str:
    facts = {"title": document.title, "path": document.path, "place": document.place}
    metas = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{escape(value)}">'
        for name, value in facts.items()
    )
    # The title is found as well: Pagefind searches what it is told of a page.
    return (
        f'<!doctype html><html lang="{escape(document.language)}"><head>{metas}</head>'
        f"<body data-pagefind-body><p>{escape(document.text)}</p></body></html>"
    )


def _name(document: Document) -> str:
    return f"{hashlib.sha256(document.path.encode()).hexdigest()[:20]}.html"


def _key(pages: dict[str, str], settings: Settings) -> str:
    whole = hashlib.sha256(f"{version(_PACKAGE)}\0{settings.language}\0".encode())
    for name, page in sorted(pages.items()):
        whole.update(f"{name}\0{page}\0".encode("utf-8", "replace"))
    return whole.hexdigest()


def _forget_others(kept: Path) -> None:
    for path in kept.parent.iterdir():
        if path != kept:
            shutil.rmtree(path, ignore_errors=True)


def register() -> None:
    """Connect to Pelican."""
    project.register()
    signals.article_generator_finalized.connect(announce)
    signals.article_writer_finalized.connect(write)
