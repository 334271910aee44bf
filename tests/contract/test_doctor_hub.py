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

from content.clock import SetClock
from content.diagnosis import Level, Observation
from content.doctor import RENEW_BEFORE, examine_hub
from content.house import House, open_house
from content.hubapi.certificate import certificate_for, valid_until
from content.model.codes import TerminalKind
from content.model.people import Terminal
from content.settings import HubSettings
from content.store.tables import Tables

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


def test_a_hub_that_is_whole_has_nothing_wrong(house: House) -> None:
    found = told(house)
    assert {about: one.level for about, one in found.items()} == {
        "process": Level.NOTE, "sqlite": Level.GOOD, "key": Level.GOOD, "database": Level.GOOD, "edition": Level.GOOD,
        "terminals": Level.NOTE,
    }  # fmt: skip
    assert "第 1 期，2026-11-23 10:00 发布" in found["edition"].sentence


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

    assert "certificate" not in told(house)  # on loopback there is none
    assert said(NOW).level is Level.NOTE
    certificate_for("192.0.2.7", house.settings.data / "tls", NOW)
    end = valid_until(house.settings.data / "tls")
    assert end is not None and said(NOW).level is Level.GOOD
    assert said(end - RENEW_BEFORE - timedelta(days=1)).level is Level.GOOD
    late, over = said(end - RENEW_BEFORE), said(end)
    assert late.level is over.level is Level.WRONG
    assert "重新配对" in late.sentence and "已经到期" in over.sentence
