"""The life of market.db: one writer, committed state for readers, faults in words."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from content.clock import SetClock
from content.errors import StoreError
from content.store import driver, migrations
from content.store.database import Market, Readers
from content.store.driver import refuse_old_driver
from content.store.tables import Tables
from tests.unit.content.store.samples import KEYS, NOW

WAIT_S = 10


def test_a_sqlite_with_the_wal_reset_bug_is_refused() -> None:
    with pytest.raises(StoreError, match=r"3\.51\.2.*请系统管理员"):
        refuse_old_driver((3, 51, 2))
    refuse_old_driver((3, 51, 3))


def test_a_second_process_or_market_cannot_open_the_same_file_for_writing(market: Market, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="另一个中心程序"):
        Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))
    market.close()
    Market.open(tmp_path / "market.db", KEYS, SetClock(NOW)).close()


def test_every_write_runs_in_the_same_one_thread(market: Market) -> None:
    seen: list[int] = []
    callers = [
        threading.Thread(target=market.write, args=(lambda _: seen.append(threading.get_ident()),)) for _ in range(8)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(WAIT_S)
    assert len(seen) == 8
    assert len(set(seen)) == 1
    assert threading.get_ident() not in seen


def test_the_result_of_a_use_case_comes_back(market: Market) -> None:
    assert market.write(lambda tables: tables.jobs.next_number()) == 1001


def test_an_exception_undoes_the_use_case_and_comes_back_as_it_was(market: Market) -> None:
    def use_case(tables: Tables) -> None:
        tables.settings.put("half", "1")
        raise KeyError("asked for")

    with pytest.raises(KeyError, match="asked for"):
        market.write(use_case)
    with market.reading() as tables:
        assert tables.settings.get("half") is None
    market.write(lambda tables: tables.settings.put("next", "1"))


def test_a_write_within_a_write_is_refused_instead_of_waiting_for_itself(market: Market) -> None:
    with pytest.raises(StoreError, match="一次写完"):
        market.write(lambda _: market.write(lambda tables: tables.jobs.next_number()))


def test_readers_see_only_what_was_committed_and_keep_their_snapshot(market: Market) -> None:
    written, may_commit = threading.Event(), threading.Event()

    def use_case(tables: Tables) -> None:
        tables.settings.put("news", "1")
        written.set()
        assert may_commit.wait(WAIT_S)

    writer = threading.Thread(target=market.write, args=(use_case,))
    writer.start()
    assert written.wait(WAIT_S)
    with market.reading() as before:
        assert before.settings.get("news") is None
        may_commit.set()
        writer.join(WAIT_S)
        assert before.settings.get("news") is None
    with market.reading() as after:
        assert after.settings.get("news") == "1"


def test_a_reader_cannot_write(market: Market) -> None:
    with pytest.raises(StoreError), market.reading() as tables:
        tables.settings.put("smuggled", "1")
    with market.reading() as tables:
        assert tables.settings.get("smuggled") is None


def test_many_threads_read_at_once(market: Market) -> None:
    market.write(lambda tables: tables.settings.put("a", "1"))
    together = threading.Barrier(16, timeout=WAIT_S)
    read: list[str | None] = []

    def look() -> None:
        with market.reading() as tables:
            together.wait()
            read.append(tables.settings.get("a"))

    readers = [threading.Thread(target=look) for _ in range(16)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(WAIT_S)
    assert read == ["1"] * 16


def test_a_reader_of_another_process_sees_the_same_file(market: Market, tmp_path: Path) -> None:
    market.write(lambda tables: tables.settings.put("a", "1"))
    elsewhere = Readers(tmp_path / "market.db", KEYS, SetClock(NOW))
    with elsewhere.reading() as tables:
        assert tables.settings.get("a") == "1"
    elsewhere.close()


def test_the_file_is_wal_full_strict_and_its_owners_alone(market: Market, tmp_path: Path) -> None:
    path = tmp_path / "market.db"
    pragmas = market.write(
        lambda tables: [tables._db.execute(f"PRAGMA {name}").fetchone()[0]
                        for name in ("journal_mode", "synchronous", "foreign_keys", "wal_autocheckpoint", "mmap_size")]
    )  # fmt: skip
    assert pragmas == ["wal", 2, 1, 0, 0]
    assert path.stat().st_mode & 0o077 == 0
    reader = driver.open_for_reading(path)
    loose = [row[1] for row in reader.execute("PRAGMA table_list") if row[0] == "main" and not row[5]
             and not row[1].startswith("job_words")]  # FTS5 makes its own tables
    reader.close()
    assert {name for name in loose if not name.startswith(("sqlite_", "_sqlite_"))} == set()


def test_the_wal_is_folded_in_by_the_writer_as_work_goes_on(market: Market, tmp_path: Path) -> None:
    big = "x" * 100_000
    for number in range(120):
        market.write(lambda tables, number=number: tables.settings.put(f"big-{number % 3}", big))
    # without checkpoints twelve megabytes would lie in the WAL
    assert (tmp_path / "market.db-wal").stat().st_size < 6_000_000


def test_after_close_nothing_is_written_and_the_wal_is_gone(market: Market, tmp_path: Path) -> None:
    market.write(lambda tables: tables.settings.put("a", "1"))
    market.close()
    with pytest.raises(StoreError, match="没有保存"):
        market.write(lambda tables: tables.settings.put("b", "1"))
    market.close()
    assert not (tmp_path / "market.db-wal").exists()


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "market.db"
    Market.open(path, KEYS, SetClock(NOW)).close()
    db = driver.open_for_writing(path)
    db.table("_sqlite_migrations").insert({"migration_set": "market", "name": "from_next_year", "applied_at": ""})
    db.close()
    with pytest.raises(StoreError, match="更新版本"):
        Market.open(path, KEYS, SetClock(NOW))
    with pytest.raises(StoreError, match="更新版本"):  # the lock was given back
        Market.open(path, KEYS, SetClock(NOW))


def test_a_damaged_file_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "market.db"
    path.write_bytes("这不是数据库".encode() * 500)
    with pytest.raises(StoreError, match="请系统管理员"):
        Market.open(path, KEYS, SetClock(NOW))


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="请系统管理员检查文件夹"):
        Market.open(tmp_path / "file" / "market.db", KEYS, SetClock(NOW))


def test_an_older_file_is_upgraded_step_by_step_and_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "market.db"
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="people_and_filings")
    assert "inbox" not in db.table_names()
    db.execute("INSERT INTO setting VALUES ('kept', '1', '')")
    db.close()
    market = Market.open(path, KEYS, SetClock(NOW))
    with market.reading() as tables:
        assert tables.settings.get("kept") == "1"
        assert tables.inbox.pending() == ()
    market.close()
    db = driver.open_for_reading(path)
    steps = db.execute("SELECT name, applied_at FROM _sqlite_migrations ORDER BY id").fetchall()
    db.close()
    assert [name for name, _ in steps][:3] == ["market_records", "people_and_filings", "accounts_and_audit"]
    assert all(applied_at for _, applied_at in steps)


def test_a_failed_step_leaves_the_old_shape(tmp_path: Path) -> None:
    db = driver.open_for_writing(tmp_path / "market.db")
    db.execute("CREATE TABLE staff (id TEXT)")  # stands in the way of the second step
    with pytest.raises(StoreError, match="没有成功"):
        migrations.migrate(db)
    assert db.table_names() == ["staff"]
    db.close()


def test_a_full_disk_is_told_and_the_next_write_works_again(market: Market) -> None:
    def limit(tables: Tables, pages: int) -> None:
        tables._db.execute(f"PRAGMA max_page_count = {pages}").fetchall()

    market.write(lambda tables: limit(tables, 1))  # SQLite takes the present size as the least
    with pytest.raises(StoreError, match="磁盘满了"):
        market.write(lambda tables: tables.settings.put("big", "x" * 1_000_000))
    market.write(lambda tables: limit(tables, 1_000_000))
    market.write(lambda tables: tables.settings.put("big", "x" * 1_000_000))


def test_the_driver_is_the_bundled_one() -> None:
    assert sqlite3.__name__ == "pysqlite3"


def _money_asked_of_people(db: sqlite3.Connection) -> set[str]:
    words = {"fee", "fees", "price", "charge", "deposit", "tuition", "paid", "payment"}
    columns = db.execute("SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c "
                         "WHERE m.type = 'table'")  # fmt: skip
    # what the county pays the operator (A2-4) is no charge on anybody
    return {f"{table}.{column}" for table, column in columns if words & {*table.split("_"), *column.split("_")}
            if table != "subsidy_payment"}  # fmt: skip


def test_no_table_has_room_for_a_fee(market: Market, tmp_path: Path) -> None:
    """R001: the service is free, so there is nowhere to keep a charge; a planted column is found."""
    market.close()
    with sqlite3.connect(tmp_path / "market.db") as db:
        assert _money_asked_of_people(db) == set()
        db.execute("CREATE TABLE planted (id TEXT, service_fee INTEGER)")
        assert _money_asked_of_people(db) == {"planted.service_fee"}
