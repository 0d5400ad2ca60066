"""A small content tree, and Pelican run on it as an editor would run it."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import html5lib
import pytest

from briefing.editions import record as records
from briefing.models import (
    Record,
    RecordItem,
    RecordStory,
    Sentence,
    Topic,
    TopicMatch,
    Window,
    digest,
)

ROOT = Path(__file__).parents[2]
PLUGINS = ("editions", "embargo", "topics", "pages", "feeds", "sitemap", "safe")
EVIL = "<script>alert(1)</script>"
FERRIES = Topic("own:ferries", "Ferries", "ferries")
SAYING = f"Three towns vote on Sunday & so does {EVIL}."

CONFIGURATION = """
from pathlib import Path
exec(Path({root!r}, "pelican.conf.py").read_text())
if THEME == "theme":
    THEME = {root!r} + "/theme"
PLUGINS = {plugins!r}
BRIEFING_NOW = "2026-01-30T06:30:00Z"
{more}
"""

SOURCES = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Sources</title></head><body>
<outline type="rss" text="Harbour &lt;Post&gt;" xmlUrl="https://post.example/feed"
  htmlUrl="https://post.example/" owner="Press Trust" country="Merrow" kind="newspaper"/>
<outline type="rss" text="Wire" paused="true" xmlUrl="content/feeds/wire.xml"
  htmlUrl="https://wire.example/"/>
</body></opml>
"""

LEAD = f"""Title: Vote {EVIL}
Date: 2026-01-28 06:00
Number: 2
Summary: Also: the mine &lt;b&gt;reopens&lt;/b&gt;.

A line *from the editor*.

# Lead
## Vote {EVIL.replace("<", "&lt;").replace(">", "&gt;")} {{#ferry-vote}}
Three towns vote on Sunday & so does &lt;script&gt;alert(1)&lt;/script&gt;. [Harbour &lt;Post&gt;](https://post.example/a)
The line carried 410,000 people. [Wire](https://wire.example/b)

Nobody asked the gulls.

- a list of the editor's

# Briefs
## The mine reopens {{#mine}}
It did. [Wire](https://wire.example/c)
"""

FIRST = """Title: The same title
Date: 2026-01-26 06:00
Number: 1
Status: published

# Lead
## Ferry line in doubt {#ferry-vote}
It is in doubt. [Wire](https://wire.example/d)
"""

FILES = {
    "sources.opml": SOURCES,
    "editions/2026-01-26.md": FIRST,
    "editions/2026-01-28.md": LEAD,
    "editions/2026-01-30.md": FIRST.replace("Number: 1", "Number: 3").replace("ferry-vote", "new"),
    "editions/2026-01-29.md": "Title: Unfinished\nDate: 2026-01-29 06:00\nStatus: draft\n",
    "editions/2026-02-02.md": "Title: Too early\nDate: 2026-02-02 06:00\n\n# Lead\n## Early\nNo.\n",
    "articles/own.md": f"Title: Our own {EVIL}\nDate: 2026-01-20\nAuthor: Ann {EVIL}\nSlug: own\n"
    "Tags: ferries, gulls\n\nA *long* text. [About]({filename}/pages/about.md)\n",
    "articles/later.md": "Title: Not yet\nDate: 2026-01-31\n\nLater.\n",
    "articles/draft.md": "Title: A sketch\nDate: 2026-01-20\nStatus: draft\n\nSketch.\n",
    "pages/about.md": "Title: About\n\nThis is about us.\n",
    "pages/secret.md": "Title: Hush\nStatus: draft\n\nHush.\n",
    "pages/subscribe.md": "Title: Subscribe\nTemplate: subscribe\n\nThree times a week.\n",
}


def a_record() -> Record:
    """The record behind the lead edition."""
    published = datetime(2026, 1, 27, 9, tzinfo=UTC)
    items = (
        RecordItem("https://post.example/a", "Vote", "Harbour <Post>", published),
        RecordItem("https://wire.example/b", "Towns vote", "Wire", published),
        RecordItem("https://merrow.example/articles/own/", "Our own", "Us", published, own=True),
    )
    sentence = Sentence(SAYING, "https://post.example/a", 0, len(SAYING), digest(SAYING))
    story = RecordStory(
        "ferry-vote",
        "Vote",
        "Lead",
        items,
        (f"with “Towns {EVIL}” (Wire): ferry, vote",),
        1.0,
        (TopicMatch(FERRIES, 0.9),),
        (sentence,),
    )
    window = Window(datetime(2026, 1, 26, 6, tzinfo=UTC), datetime(2026, 1, 28, 6, tzinfo=UTC))
    return Record(
        "2026-01-28", 2, "tag:merrow.example,2026-01-28:minted", "Vote", "", window, (story,)
    )


@dataclass(frozen=True)
class Site:
    """What a build left: its output and how it went."""

    folder: Path
    status: int
    log: str

    def text(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def page(self, path: str):
        """Parse a page strictly."""
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        return parser.parse(self.text(path))

    def paths(self) -> set[str]:
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix() for path in found}


Build = Callable[..., Site]


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    """Write the content tree with its one record."""
    for name, text in files.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    record = folder / "content" / "editions" / "2026-01-28.json"
    record.write_text(records.dumps(a_record()), "utf-8")


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Return a function that writes a tree, runs Pelican on it and returns the site."""

    def run(
        changes: dict[str, str | bytes] | None = None,
        plugins: tuple[str, ...] = PLUGINS,
        more: str = "",
        fatal: bool = True,
        **environ: str,
    ) -> Site:
        folder = tmp_path_factory.mktemp("project")
        write(folder, FILES | (changes or {}))
        names = [f"briefing.site.{name}" for name in plugins]
        conf = CONFIGURATION.format(root=str(ROOT), plugins=names, more=more)
        (folder / "pelican.conf.py").write_text(conf, "utf-8")
        command = ["-m", "pelican", "content", "-s", "pelican.conf.py", "-o", "output"]
        command += ["--log-handler", "plain"] + (["--fatal", "warnings"] if fatal else [])
        clean = {key: value for key, value in os.environ.items() if not key.startswith("BRIEFING")}
        done = subprocess.run(
            (sys.executable, *command),
            cwd=folder,
            env=clean | environ,
            capture_output=True,
            text=True,
            check=False,
        )
        return Site(folder / "output", done.returncode, done.stdout + done.stderr)

    return run


@pytest.fixture(scope="session")
def site(build: Build) -> Site:
    """The sample tree, built with our theme."""
    built = build()
    assert built.status == 0, built.log
    return built
