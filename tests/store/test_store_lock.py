"""The lock of a run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.errors import LockedError, StoreError
from briefing.store import run_lock


def test_a_second_run_is_told_at_once_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "var/briefing.lock"
    with run_lock(path):
        with pytest.raises(LockedError, match=rf"process {os.getpid()}\) holds {path}") as caught:
            run_lock(path).__enter__()
        assert caught.value.exit_code == 75
    with run_lock(path):
        assert path.read_text() == f"{os.getpid()}\n"


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    program = (
        "import sys, os, signal; from pathlib import Path; from briefing.store import run_lock\n"
        "with run_lock(Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert done.returncode == -9
    with run_lock(path):
        pass


def test_a_lock_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made"), run_lock(tmp_path / "file/lock"):
        pass
