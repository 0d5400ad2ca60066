"""Empty databases: a SQLite file, and one on a PostgreSQL server where there is one."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url
from store_server import cluster

from briefing.store import Store

_numbers = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server, with a place for the name of a database."""
    with cluster() as address:
        yield address


@pytest.fixture
def postgresql(server: str) -> str:
    """The address of an empty database on the server."""
    name = f"briefing_{next(_numbers)}"
    url = make_url(server.format(name="postgres")).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.format(name=name)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, of each kind."""
    if request.param == "sqlite":
        return "sqlite:///var/briefing.db"
    address: str = request.getfixturevalue("postgresql")
    return address


@pytest.fixture
def other(address: str, tmp_path: Path) -> Iterator[Store]:
    """The same store as another run has it open."""
    with Store.open(address, tmp_path) as opened:
        yield opened


@pytest.fixture
def store(address: str, tmp_path: Path) -> Iterator[Store]:
    """An open and empty store, of each kind."""
    with Store.open(address, tmp_path) as opened:
        yield opened
