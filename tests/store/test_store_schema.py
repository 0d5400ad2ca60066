"""The tables: those of an older version are brought up to this one, and nothing is lost."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import inspect
from store_samples import LATER, NOW, SOURCE, claim, item, save

from briefing.errors import StoreError
from briefing.models import Hints, SourceState, Validators
from briefing.store import Saved, Store
from briefing.store.engine import open_engine

FIRST = (Path(__file__).parent / "version1.sql").read_text(encoding="utf-8")


def execute(address: str, root: Path, script: str) -> None:
    engine = open_engine(address, root)
    with engine.begin() as connection:
        for statement in filter(str.strip, script.split(";\n")):
            connection.exec_driver_sql(statement)
    engine.dispose()


def shape(store: Store) -> dict[str, object]:
    """Return what the tables are like, in any order."""
    found = inspect(store._engine)
    return {
        table: (
            {(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)},
            {index["name"] for index in found.get_indexes(table)},
        )
        for table in found.get_table_names()
    }


def test_the_first_version_becomes_this_one(address: str, tmp_path: Path) -> None:
    execute(address, tmp_path, FIRST)
    with Store.open(address, tmp_path) as store:
        assert store.all_items() == (replace(item(1), enclosures=()),)
        (state,) = store.states()
        assert state == SourceState(
            SOURCE.feed_url, validators=Validators('"1"'), last_asked=NOW, last_success=NOW
        )
        assert state.hints == Hints()
        assert len(claim(store, [SOURCE])) == 1
        assert save(store, item(1), item(2), now=LATER) == Saved(new=1, updated=1)
        migrated = shape(store)
    with Store.open("sqlite:///new.db", tmp_path) as new:
        if address.startswith("sqlite"):
            assert shape(new) == migrated


def test_tables_of_a_newer_version_are_left_alone(address: str, tmp_path: Path) -> None:
    Store.open(address, tmp_path).close()
    execute(address, tmp_path, "UPDATE meta SET version = 99")
    with pytest.raises(StoreError, match="newer version"):
        Store.open(address, tmp_path)
