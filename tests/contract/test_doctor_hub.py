"""The doctor before a hub: key, database, edition and terminals, whole and damaged, at rest and at work."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from content.backup.book import BackupBook
from content.backup.records import Attempt, Check, Drill, TargetKind
from content.clock import SetClock
from content.diagnosis import Level, Observation
from content.doctor import examine_hub
from content.house import House, open_house
from content.hubapi.certificate import certificate_of, prepare
from content.hubapi.handover import put_away
from content.link.channel import fingerprints
from content.model.audit import Action
from content.model.codes import TerminalKind
from content.model.people import Terminal
from content.model.worklog import WorkLog
from content.rules.clock import ClockState
from content.settings import HubSettings
from content.store.tables import Tables
from tests.fixtures.certificates import self_signed

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A hub with a database of its own and one edition, not serving."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    opened = open_house(HubSettings(data=tmp_path / "hub", port=port), SetClock(NOW))
    try:
        opened.publisher.publish(by="审核员", note="第一期")
        yield opened
    finally:
        opened.market.close()


def told(house: House, now: datetime = NOW) -> dict[str, Observation]:
    return {one.about: one for one in examine_hub(house.settings, SetClock(now))}


def paired(house: House, name: str, seen: datetime | None) -> None:
    terminal = Terminal(id=name, kind=TerminalKind.KIOSK, name=name, prefix=f"{len(name):02d}", paired_at=NOW)

    def add(tables: Tables) -> None:
        tables.terminals.add(terminal, os.urandom(32))
        if seen is not None:
            tables.terminals.seen(name, seen, 1, json.dumps({}))

    house.market.write(add)


def test_a_box_without_a_hub_is_not_ill(tmp_path: Path) -> None:
    (only,) = examine_hub(HubSettings(data=tmp_path / "hub"), SetClock(NOW))
    assert only.level is Level.NOTE
    assert not (tmp_path / "hub").exists()


def test_a_hub_that_is_whole_has_nothing_wrong(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGGONG_BACKUP_DISK", str(house.settings.data / "disk"))
    book = BackupBook(house.settings.data)
    book.note_attempt(Attempt(target="/mnt/b", kind=TargetKind.DISK, at=NOW, ok=True, sentence="", seconds=1.0))
    book.note_drill(Drill(target="/mnt/b", at=NOW, seconds=1.0, checks=(Check(about="条数", ok=True, sentence=""),)))
    found = told(house)
    # of the machine the test runs on, not of the hub
    assert {"disk", "time-sync"} <= found.keys()
    del found["disk"], found["time-sync"]
    assert {about: one.level for about, one in found.items()} == {
        "process": Level.NOTE, "sqlite": Level.GOOD, "key": Level.GOOD, "database": Level.GOOD, "audit": Level.GOOD,
        "ledgers": Level.GOOD, "edition": Level.GOOD, "terminals": Level.NOTE,
        "certificate": Level.NOTE, "clock": Level.GOOD, "backup": Level.GOOD,
    }  # fmt: skip
    assert "第 1 期，2026-11-23 10:00 发布" in found["edition"].sentence


def test_a_hub_without_backups_or_with_its_clock_behind_what_it_kept_is_wrong(house: House) -> None:
    house.market.write(lambda tables: tables.clock_marks.put(NOW, ClockState.RIGHT))
    assert told(house)["clock"].level is Level.GOOD
    found = told(house, NOW - timedelta(days=3650))
    assert (found["clock"].level, found["backup"].level) == (Level.WRONG, Level.WRONG)
    assert "2016-11-25" in found["clock"].sentence
    assert "[backup]" in found["backup"].sentence


def test_a_key_others_may_read_is_wrong(house: House) -> None:
    key = house.settings.data / "keys" / "root.key"
    key.chmod(0o640)
    assert told(house)["key"].level is Level.WRONG
    assert f"chmod 600 {key}" in told(house)["key"].sentence


def test_a_lost_key_is_not_made_anew(house: House) -> None:
    key = house.settings.data / "keys" / "root.key"
    key.unlink()
    assert "密钥托管单" in told(house)["key"].sentence
    assert not key.exists()


def test_a_damaged_database_is_wrong(house: House) -> None:
    house.market.close()
    database = house.settings.data / "market.db"
    with database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096)
    found = told(house)
    assert found["database"].level is Level.WRONG
    assert "备份恢复" in found["database"].sentence


def _outside(house: House, *statements: str) -> None:
    db = sqlite3.connect(house.settings.data / "market.db")
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def test_a_ledger_changed_past_the_program_is_wrong(house: House) -> None:
    log = WorkLog(id="log-1", day=NOW.date(), staff_id="a", figures=(), words="", submitted_at=NOW)
    house.market.write(lambda tables: tables.work_logs.add(log))
    assert told(house)["ledgers"].level is Level.GOOD
    _outside(house, "DROP TRIGGER work_log_kept", "UPDATE work_log SET words = '写得更好看'")
    wrong = told(house)["ledgers"]
    assert wrong.level is Level.WRONG
    assert "“工作日志”里编号 log-1 的一条在程序外被改过" in wrong.sentence
    assert told(house)["audit"].level is Level.GOOD  # the control: nobody touched that one


def test_a_record_of_who_did_what_that_was_changed_is_wrong(house: House) -> None:
    house.market.write(lambda tables: tables.audit.note(None, NOW, Action.SAVED, words="记一条"))
    assert told(house)["audit"].level is Level.GOOD
    _outside(house, "DROP TRIGGER audit_unchanged", "UPDATE audit SET words = '' WHERE seq = 1")
    assert told(house)["audit"].level is Level.WRONG


def test_a_ledger_put_back_to_before_the_last_backup_is_wrong(house: House) -> None:
    attempt = Attempt(target="/backup", kind=TargetKind.DISK, at=NOW, ok=True, sentence="", seconds=1.0, ledger_seq=900,
                      ledger_head="00" * 32)  # fmt: skip
    BackupBook(house.settings.data).note_attempt(replace(attempt, ok=False))
    assert told(house)["ledgers"].level is Level.GOOD
    BackupBook(house.settings.data).note_attempt(attempt)
    assert "末尾被截断过" in told(house)["ledgers"].sentence


def test_an_edition_whose_files_are_gone_is_wrong(house: House) -> None:
    for blob in (house.settings.data / "shelf" / "blobs").iterdir():
        blob.unlink()
    assert told(house)["edition"].level is Level.WRONG
    assert "重新发布" in told(house)["edition"].sentence


def test_a_terminal_silent_for_more_than_three_minutes_is_wrong_while_the_hub_works(house: House) -> None:
    paired(house, "东门", NOW - timedelta(minutes=3))
    paired(house, "西门自助机", NOW - timedelta(minutes=3, seconds=1))
    with socket.create_server(("127.0.0.1", house.settings.port)):
        at_work = told(house)
    assert at_work["terminals"].sentence == "2 台终端，1 台在线。"
    assert at_work["terminal"].level is Level.WRONG
    assert at_work["terminal"].sentence.startswith("西门自助机从 11-23 09:56 起没有消息")
    assert told(house)["terminal"].level is Level.NOTE  # at rest it hears nobody


def test_a_revoked_terminal_is_not_missed(house: House) -> None:
    paired(house, "东门", None)
    house.market.write(lambda tables: tables.terminals.revoke("东门", NOW))
    assert "terminal" not in told(house)


def test_a_certificate_is_told_until_when_and_early_enough(house: House) -> None:
    on_the_lan = replace(house.settings, host="192.0.2.7")  # of a documentation network: nobody is there

    def said(now: datetime) -> Observation:
        return next(one for one in examine_hub(on_the_lan, SetClock(now)) if one.about == "certificate")

    assert said(NOW).level is told(house)["certificate"].level is Level.NOTE  # on loopback there is none
    held = certificate_of(on_the_lan)
    assert held is not None
    prepare(held, house.keys.authority, NOW)
    end = NOW + timedelta(days=396)
    assert said(NOW).level is said(end - timedelta(days=29)).level is Level.GOOD
    assert "自己的 CA 签发" in said(NOW).sentence and fingerprints(held.authority_pem)[1] in said(NOW).sentence
    late, over = said(end - timedelta(days=28)), said(end)
    assert late.level is over.level is Level.WRONG
    assert "没有自己换成" in late.sentence and "已经过期" in over.sentence


def test_the_certificate_of_before_and_the_markets_are_told_apart(house: House, tmp_path: Path) -> None:
    settings = replace(house.settings, host="192.0.2.7", names=("hub.lan",))
    paired(house, "东门", NOW)
    first = certificate_of(settings)
    assert first is not None
    prepare(first, house.keys.authority, NOW)
    self_signed(first.folder, NOW)

    def said(settings: HubSettings, now: datetime = NOW) -> Observation:
        return next(one for one in examine_hub(settings, SetClock(now)) if one.about == "certificate")

    certificate, key = self_signed(tmp_path / "bought", NOW, name="hub.lan", days=365)
    market = replace(settings, certificate=certificate, key=key)
    for one in (settings, market):  # terminals that know no other go before browsers
        assert "升级前的证书" in said(one).sentence and "还有 1 台终端" in said(one).sentence
    put_away(first)
    assert said(market).level is Level.GOOD and "市场的证书" in said(market).sentence
    assert said(market, NOW + timedelta(days=335)).level is Level.WRONG
    ended = said(market, NOW + timedelta(days=365))
    assert ended.level is Level.WRONG and "现在用的是自己的证书" in ended.sentence
