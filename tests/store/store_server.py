"""A PostgreSQL server for the tests: a cluster of its own in a folder, gone when they are done."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

COLLECTIONS = Path("/usr/lib/postgresql")


def _programs() -> Path:
    found = [Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    found += sorted(path.parent for path in COLLECTIONS.glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL's initdb is not here: install the package postgresql")
    return found[0]


def _someone() -> str | None:
    """Return whom the server runs as: it refuses to be run by root."""
    if os.getuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def cluster() -> Iterator[str]:
    """Run a server that listens in its own folder alone; give the address of its databases."""
    pytest.importorskip("psycopg", reason="psycopg is not installed", exc_type=ImportError)
    programs, user = _programs(), _someone()
    folder = Path(tempfile.mkdtemp(prefix="briefing-pg-"))
    if user:
        shutil.chown(folder, user)

    def run(*command: str) -> None:
        environ = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(folder)}
        subprocess.run(
            command,
            check=True,
            cwd=folder,
            env=environ,
            user=user,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    data, control = str(folder / "data"), str(programs / "pg_ctl")
    settings = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=50"
    try:
        initdb = (str(programs / "initdb"), "-U", "briefing", "-A", "trust", "-E", "UTF8")
        run(*initdb, "--no-sync", "-D", data)
        run(control, "-D", data, "-o", settings, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://briefing@/{{name}}?host={folder}"
        finally:
            run(control, "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
