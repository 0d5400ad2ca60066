"""Play an editor for a simulated year: ``python bench/year.py DATA [DAYS] [SEED]``.

The feeds of DATA/newsroom are stretched in time: every fortnight they come again with other names,
titles and addresses, some items days late.  Twice a day, unless it is away, a seeded editor sits
down: items come in, the coming edition is proposed, and rewritten, decided on, checked, published
and corrected at random; sealed editions are tampered with, the database is deleted now and then.
The rules of the calendar change with the months (``PHASES``).  After every step what the editor
did is looked for.  All counts of what is lost, unaccounted for, twice or changed must be 0; the
same seed gives the same year.  A line a month says how far it is.
"""

import random
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from playing.editor import Editor
from playing.world import START, stretched

WRONG = (
    "edits lost",
    "decisions lost",
    "decisions not heeded",
    "composing again changed something",
    "told and left out",
    "items unaccounted for",
    "items twice",
    "corrections not carried once",
    "editions changed after their seal",
    "tampering went through",
    "addresses or feed ids changed",
    "kept back by the gate",
)


def main(arguments: Sequence[str]) -> int:
    """Play, and print what came of it; 1 where something is wrong."""
    folder = Path(arguments[0] if arguments else "") / "newsroom"
    if not arguments or not folder.is_dir():
        print("year: no DATA/newsroom, nothing played")
        return 0
    days, seed = (*map(int, arguments[1:3]), *(365, 1)[len(arguments) - 1 :])
    started = time.process_time()
    with tempfile.TemporaryDirectory(prefix="year-") as root:
        editor = Editor(Path(root), stretched(folder, days, random.Random(seed)), seed)  # noqa: S311

        def tell(day: date) -> None:
            spent = time.process_time() - started
            count = editor.tally.did["editions proposed"]
            print(f"{day:%Y-%m}: {count} editions so far, {spent:.0f} CPU seconds", flush=True)

        editor.play(START, days, tell)
    tally = editor.tally
    for what, count in tally.did.items():
        print(f"{what:<34} {count}")
    for verb, count in sorted(editor.count.items()):
        print(f"  {verb:<32} {count}")
    for what in WRONG:
        print(
            f"{what:<34} {tally.wrong[what]}"
            + (f"  {tally.examples[what]}" if tally.wrong[what] else "")
        )
    print(f"{'CPU seconds':<34} {time.process_time() - started:.0f}")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
