"""Pictures of every kind of page for docs/, made in a real browser: `python bench/screenshots.py`.

Publishes the sample in a temporary folder, serves it on loopback with its own headers and
photographs one page of each kind on a phone and on a desk, in the light and in the dark scheme.
Takes the folder to write to (docs/images by default) and `--site OUTPUT` for a site already built.
"""

import argparse
import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from browsing import chromium, hosted, kinds, missing
from PIL import Image

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

SIZES = {390: 844, 1280: 900}
SCHEMES = ("light", "dark")
README = ("home", 1280, "light")
SHOWN = (
    *("home", "edition", "story", "topic", "sources", "coverage"),
    *("article", "author", "search", "archive", "404", "mail"),
)
QUERY = {"search": "?q=ferry"}
QUALITY = 30


@contextmanager
def built(site: Path | None) -> Iterator[Path]:
    """Give a built site: the one named, or the sample, published in a temporary folder."""
    if site:
        yield site
        return
    from sample import copy_project, run_briefing

    with tempfile.TemporaryDirectory() as scratch:
        folder = copy_project(Path(scratch, "sample"))
        done = run_briefing(folder, "publish")
        if done.returncode != 0:
            sys.exit(done.stdout + done.stderr)
        yield folder / "output"


def photograph(output: Path, target: Path) -> int:
    """Write the pictures of the site at ``output`` below ``target``; gives their bytes."""
    pages, total = kinds(output), 0
    (target / "pages").mkdir(parents=True, exist_ok=True)
    with hosted(output) as origin, chromium() as browser:
        for width, height in SIZES.items():
            for scheme in SCHEMES:
                viewport = {"width": width, "height": height}
                context = browser.new_context(
                    viewport=viewport, color_scheme=scheme, reduced_motion="reduce"
                )
                page = context.new_page()
                for kind in filter(pages.__contains__, SHOWN):
                    page.goto(f"{origin}/{pages[kind]}{QUERY.get(kind, '')}")
                    page.wait_for_load_state("networkidle")
                    picture = Image.open(io.BytesIO(page.screenshot()))
                    path = target / "pages" / f"{kind}-{width}-{scheme}.webp"
                    picture.save(path, quality=QUALITY, method=6)
                    total += path.stat().st_size
                    if (kind, width, scheme) == README:
                        picture.convert("RGB").quantize(128).save(
                            target / "home.png", optimize=True
                        )
                context.close()
    return total


def main() -> None:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("target", nargs="?", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--site", type=Path, help="a site already built: its output folder")
    asked = parser.parse_args()
    if lacking := missing():
        sys.exit(f"No pictures: {lacking}.")
    with built(asked.site) as output:
        print(f"pictures_kb {photograph(output, asked.target) / 1024:.0f}")


if __name__ == "__main__":
    main()
