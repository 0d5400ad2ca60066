"""``python -m briefing``: the same as the command ``briefing``."""

from briefing.cli import main

if __name__ == "__main__":
    main()
