"""`linggong migrate` on real files: brought along, left as they were, put back; and without the copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from content.clock import SetClock
from content.model.codes import Role
from content.model.people import Staff
from content.privacy import KeyRing
from content.store import migrations
from content.store.database import Market
from content.store.driver import WriterLock, open_for_writing
from content.store.snapshot import counts_of
from content.update.migrating import FOLDER, go_back, migrate_hub

NOW = datetime(2026, 11, 26, 3, tzinfo=UTC)
CLOCK = SetClock(NOW)
KEYS = KeyRing.from_root(bytes(32))
Step = Callable[[Database], None]
Steps = Callable[..., None]


def one_more(db: Database) -> None:
    """A step of the version after."""
    db.execute("CREATE TABLE one_more (id TEXT PRIMARY KEY) STRICT")


def failing(db: Database) -> None:
    """A step that fails inside its transaction."""
    db.execute("DELETE FROM staff")
    raise KeyError("what an old record lacked")


def half(db: Database) -> None:
    """A step that commits half of its work, as executescript does, and then fails."""
    db.conn.executescript("CREATE TABLE half (id TEXT PRIMARY KEY) STRICT; DELETE FROM staff;")
    raise KeyError("what an old record lacked")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A hub of this version with one account."""
    market = Market.open(tmp_path / "market.db", KEYS, CLOCK)
    market.write(lambda tables: tables.staff.add(_staff("first")))
    market.close()
    return tmp_path


def _staff(login: str) -> Staff:
    return Staff(id=login, login=login, name="甲", roles=(Role.ADMINISTRATOR,), enabled=True, pledged_on=NOW.date())


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Steps]:
    """Make the program one of a later version: with further steps."""

    def add(*steps: Callable[[Database], None]) -> None:
        monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, *steps))
        migrations._steps.cache_clear()

    yield add
    migrations._steps.cache_clear()


def _tables(data: Path) -> set[str]:
    return {one.table for one in counts_of(data / "market.db")}


def _rows(data: Path, table: str) -> int:
    return next(one.rows for one in counts_of(data / "market.db") if one.table == table)


def test_a_box_without_a_hub_has_nothing_to_bring_along(tmp_path: Path) -> None:
    said: list[str] = []
    assert (migrate_hub(tmp_path, CLOCK, said.append), said) == (0, [])
    assert not list(tmp_path.iterdir())


def test_a_database_of_this_version_is_left_alone(data: Path) -> None:
    said: list[str] = []
    assert migrate_hub(data, CLOCK, said.append) == 0
    assert "不用升级" in said[0] and not (data / FOLDER).exists()


def test_a_step_is_taken_and_the_copy_from_before_is_kept(data: Path, newer: Steps) -> None:
    before = counts_of(data / "market.db")
    newer(one_more)
    assert migrate_hub(data, CLOCK, lambda line: None) == 0
    assert "one_more" in _tables(data)
    assert counts_of(data / FOLDER / "market.db") == before
    assert (data / FOLDER / "market.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("step", [failing, half])
def test_a_step_that_fails_leaves_the_file_as_it_was(data: Path, newer: Steps, step: Step) -> None:
    before, said = counts_of(data / "market.db"), list[str]()
    newer(one_more, step)
    assert migrate_hub(data, CLOCK, said.append) == 1
    assert "内容和升级前一样" in said[-1] and "开发方" in said[-1]
    assert counts_of(data / "market.db") == before


def test_without_the_copy_the_half_step_would_stay(data: Path, newer: Steps) -> None:
    """A control: the one transaction alone does not hold a step that commits by itself."""
    newer(half)
    database = open_for_writing(data / "market.db")
    with pytest.raises(KeyError):
        migrations.migrate(database)
    database.close()
    assert "half" in _tables(data) and _rows(data, "staff") == 0


def test_a_hub_that_runs_is_not_migrated_under_its_feet(data: Path, newer: Steps) -> None:
    newer(one_more)
    lock, said = WriterLock(data / "market.db"), list[str]()
    lock.take()
    try:
        assert migrate_hub(data, CLOCK, said.append) == 1
        assert go_back(data, said.append) == 0  # there is no copy to put anywhere
    finally:
        lock.release()
    assert "另一个中心程序正在写" in said[0] and "one_more" not in _tables(data)


def test_an_older_program_does_not_touch_what_a_newer_one_made(data: Path, newer: Steps) -> None:
    database = open_for_writing(data / "market.db")
    database.execute("UPDATE _sqlite_migrations SET name = 'of_next_year' WHERE rowid = 1")
    database.close()
    said: list[str] = []
    assert migrate_hub(data, CLOCK, said.append) == 1
    assert "更新版本的程序" in said[0]


def test_going_back_puts_the_copy_in_place(data: Path, newer: Steps) -> None:
    before = counts_of(data / "market.db")
    newer(one_more)
    migrate_hub(data, CLOCK, lambda line: None)
    assert go_back(data, lambda line: None) == 0
    assert counts_of(data / "market.db") == before


def test_going_back_is_refused_where_somebody_wrote_since(data: Path, newer: Steps) -> None:
    newer(one_more)
    migrate_hub(data, CLOCK, lambda line: None)
    market = Market.open(data / "market.db", KEYS, CLOCK)
    market.write(lambda tables: tables.staff.add(_staff("second")))
    market.close()
    said: list[str] = []
    assert go_back(data, said.append) == 1
    assert "会丢掉它们" in said[0] and _rows(data, "staff") == 2
