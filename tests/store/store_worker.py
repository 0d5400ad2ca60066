"""A run over a shared database, as a process of its own: claims hosts until nothing is due.

Arguments: the address, the owner's name, the number of sources, and the seconds that a host takes.
It prints ``+ HOST`` and ``- HOST`` with the time as it asks; ``forever``: it claims and hangs.
"""

import sys
import time
from pathlib import Path

from store_samples import LATER, NOW, answer, claim

from briefing.models import Source
from briefing.store import Claim, Store


def sources(number: int) -> list[Source]:
    return [Source(f"https://{n % (number // 2)}.example/{n}", "") for n in range(number)]


def ask(store: Store, claims: tuple[Claim, ...], seconds: float) -> None:
    for host in sorted({one.host for one in claims}):
        print("+", host, time.monotonic(), flush=True)
        time.sleep(seconds)
        print("-", host, time.monotonic(), flush=True)
        mine = [one.ask.source for one in claims if one.host == host]
        store.save_all([answer(None, source=source, next_at=LATER) for source in mine], NOW)


def main(address: str, owner: str, number: str, seconds: str) -> None:
    listed = sources(int(number))
    done: set[str] = set()
    with Store.open(address, Path()) as store:
        if seconds == "forever":
            claim(store, listed, owner=owner)
            print("claimed", flush=True)
            time.sleep(600)
        while claims := claim(store, listed, owner=owner, most=3):
            ask(store, claims, float(seconds))
            done |= {one.state.feed_url for one in claims}
    print("done", len(done), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
