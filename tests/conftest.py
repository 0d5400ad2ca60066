"""The sample briefing, published once for all tests that look at it whole."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from sample import Run, copy_project, run_briefing

# Speed is measured in bench/: a busy machine fails no test.
settings.register_profile(
    "project", settings(), deadline=None, suppress_health_check=(HealthCheck.too_slow,)
)
settings.load_profile("project")


@pytest.fixture
def briefing() -> Run:
    """Return the function that runs the command in a folder."""
    return run_briefing


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh copy of the sample, nothing ingested."""
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample after ``briefing publish``; look, do not touch."""
    folder = copy_project(tmp_path_factory.mktemp("sample") / "project")
    done = run_briefing(folder, "publish")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
