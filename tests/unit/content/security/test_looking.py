"""What the hub finds out about itself: each probe finds what was planted, and a record of it gives nothing away."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from content.clock import SetClock
from content.model.codec import to_json
from content.model.security import CheckPart, Verdict
from content.privacy import KeyRing
from content.rules.id_numbers import check_character
from content.rules.security import OpenPort
from content.security.examining import Place, Step, _columns, _key, _modes, _numbers, steps
from content.security.files import loose, plain_numbers, unsealed
from content.security.ports import open_ports, ports_in
from content.security.updates import installed_parts, listed_at, pending_in
from content.settings import BackupSettings
from content.store.database import Market
from content.store.sealed_columns import INDEXED, OPEN, SEALED, self_test
from tests.unit.content.store.samples import KEYS, NOW, employer, registration, seeker

FIRST_17 = "34172119900101001"
NUMBER = FIRST_17 + check_character(FIRST_17)
TODAY = date(2026, 11, 23)
# proc(5): local address in hex with its lowest byte first, 0A is LISTEN
TCP = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1 0 100 0 0 10 0
   2: 3200A8C0:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3 1 0 100 0 0 10 0
   3: 3200A8C0:1F92 0100A8C0:D431 01 00000000:00000000 00:00000000 00000000     0        0 4 1 0 100 0 0 10 0
"""
TCP6 = """  sl  local_address                         remote_address                        st tx_queue rx_queue
   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 5 1
   1: 00000000000000000000000001000000:0277 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 6 1
"""


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    tmp_path.chmod(0o700)
    opened = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))

    def put(tables: object) -> None:
        tables.seekers.put(seeker(NOW, id_number=NUMBER))  # type: ignore[attr-defined]
        tables.seekers.add_registration(registration())  # type: ignore[attr-defined]
        tables.employers.save(employer(), None)  # type: ignore[attr-defined]
        tables.drafts.keep("staff-1", "job", "new", {"title": NUMBER}, NOW)  # type: ignore[attr-defined]

    opened.write(put)
    yield opened
    opened.close()


def _place(market: Market, data: Path, keys: KeyRing = KEYS) -> Place:
    (data / "keys").mkdir(exist_ok=True, mode=0o700)
    (data / "keys" / "root.key").write_bytes(bytes(range(32)))
    (data / "keys" / "root.key").chmod(0o600)
    return Place(data=data, market=market, keys=keys, clock=SetClock(NOW), backup=BackupSettings(), ports={})


def test_only_what_listens_beyond_this_machine_is_a_port() -> None:
    assert set(ports_in(TCP, "tcp")) == {OpenPort(protocol="tcp", port=22), OpenPort(protocol="tcp", port=8081)}
    assert ports_in(TCP6, "tcp") == (OpenPort(protocol="tcp", port=80),)


def test_a_real_listening_port_is_seen_and_a_loopback_one_is_not() -> None:
    with socket.socket() as here, socket.socket() as everywhere:
        here.bind(("127.0.0.1", 0))
        everywhere.bind(("0.0.0.0", 0))
        for one in (here, everywhere):
            one.listen()
        found = {one.port for one in open_ports() if one.protocol == "tcp"}
        assert everywhere.getsockname()[1] in found
        assert here.getsockname()[1] not in found


def test_updates_are_counted_by_where_they_come_from(tmp_path: Path) -> None:
    said = ("Listing...\n"
            "openssl/stable-security 3.0.17-1~deb12u3 amd64 [upgradable from: 3.0.17-1~deb12u2]\n"
            "tzdata/stable-updates 2025b-0+deb12u2 all [upgradable from: 2025b-0+deb12u1]\n"
            "N: There is 1 additional version.\n")  # fmt: skip
    assert pending_in(said) == (("openssl", "tzdata"), 1)
    assert listed_at(tmp_path / "nothing") is None
    (tmp_path / "Packages").write_text("x")
    os.utime(tmp_path / "Packages", (NOW.timestamp(), NOW.timestamp()))
    (tmp_path / "lock").touch()  # touched by every apt, says nothing of Debian
    assert listed_at(tmp_path) == NOW


def test_the_libraries_are_listed_with_their_versions() -> None:
    assert f"cryptography {__import__('cryptography').__version__}" in installed_parts()


def test_a_plain_number_is_found_wherever_a_file_is_cut_and_masks_and_other_numbers_are_not(tmp_path: Path) -> None:
    file = tmp_path / "market.db"
    wrong_check = FIRST_17 + ("1" if NUMBER[-1] != "1" else "2")
    file.write_text(f"3417****{NUMBER[-4:]} {wrong_check} 9{NUMBER} {NUMBER}7 20261123093000123456 34172119901301001X")
    assert plain_numbers([file], TODAY) == {}
    file.write_bytes(b"\0" * ((8 << 20) - 9) + NUMBER.encode() + b"\0" + NUMBER.encode())
    assert plain_numbers([file, tmp_path / "gone"], TODAY) == {"market.db": 1}


def test_a_database_with_people_holds_no_plain_number_until_somebody_types_one_into_a_remark(
    market: Market, tmp_path: Path) -> None:  # fmt: skip
    (clean,) = _numbers(tmp_path, NOW)
    assert clean.verdict is Verdict.GOOD
    market.write(lambda tables: tables.employers.save(employer(id="firm-2", name="另一家", introduction=NUMBER), None))
    (found,) = _numbers(tmp_path, NOW)
    assert found.verdict is Verdict.WRONG
    assert NUMBER not in found.sentence


def test_every_column_of_bytes_is_told_to_be_sealed_or_open(market: Market) -> None:
    with market.reading() as tables:
        rows = tables._db.execute("""SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
            WHERE t.schema = 'main' AND t.type = 'table' AND c.type = 'BLOB'""").fetchall()
    told = [(table, column) for part in (SEALED, INDEXED, OPEN) for table, columns in part.items()
            for column in columns]  # fmt: skip
    assert sorted(told) == sorted(set(rows))


def test_the_self_test_opens_what_is_sealed_and_finds_what_is_not(market: Market, tmp_path: Path) -> None:
    found = {(one.table, one.column): one for one in self_test(tmp_path / "market.db", KEYS)}
    for place in (("seeker", "name"), ("seeker", "id_number"), ("seeker", "phone"), ("employer", "contact_phone"),
                  ("draft", "typed")):  # fmt: skip
        one = found[place]
        assert (one.values, one.strange, one.opened, one.tried) == (1, 0, 1, 1)
    assert _columns(tuple(found.values()))[0].verdict is Verdict.GOOD
    # controls: another key, a value in clear, a value moved to another row
    other = self_test(tmp_path / "market.db", KeyRing.from_root(bytes(32)))
    assert all(one.strange == one.values for one in other)
    db = sqlite3.connect(tmp_path / "market.db")
    db.execute("UPDATE seeker SET id_number = CAST(? AS BLOB)", [NUMBER])
    db.execute("UPDATE employer SET contact_name = contact_phone")
    db.commit()
    db.close()
    spoiled = {(one.table, one.column): one for one in self_test(tmp_path / "market.db", KEYS)}
    assert spoiled["seeker", "id_number"].strange == 1
    assert (spoiled["employer", "contact_name"].strange, spoiled["employer", "contact_name"].opened) == (0, 0)
    (verdict,) = _columns(tuple(spoiled.values()))
    assert verdict.verdict is Verdict.WRONG
    assert "seeker.id_number" in verdict.sentence


def test_what_others_could_read_is_named(tmp_path: Path, market: Market) -> None:
    place = _place(market, tmp_path)
    assert _modes(place.data)[0].verdict is Verdict.GOOD
    (tmp_path / "keys" / "root.key").chmod(0o640)
    assert loose(tmp_path) == ("keys/root.key",)
    (tmp_path / "backup").mkdir(mode=0o755)
    (tmp_path / "backup" / "state.json").touch(mode=0o644)
    assert loose(tmp_path) == ("keys/root.key",)  # what lies in a shut folder is shut
    tmp_path.chmod(0o755)
    assert loose(tmp_path) == (".", "keys/root.key", "backup", "backup/state.json")
    assert _modes(place.data)[0].verdict is Verdict.WRONG


def test_a_key_that_is_gone_or_another_is_wrong(tmp_path: Path, market: Market) -> None:
    place = _place(market, tmp_path)
    assert _key(place)[0].verdict is Verdict.GOOD
    (tmp_path / "keys" / "root.key").write_bytes(bytes(32))
    assert _key(place)[0].verdict is Verdict.WRONG
    (tmp_path / "keys" / "root.key").unlink()
    assert _key(place)[0].verdict is Verdict.WRONG


def test_a_paper_in_clear_among_the_sealed_ones_is_counted(tmp_path: Path, market: Market) -> None:
    market.attachment_files.put("paper-1", b"%PDF-1.7")
    assert unsealed(tmp_path / "attachments") == 0
    (tmp_path / "attachments" / "scan.pdf").write_bytes(b"%PDF-1.7")
    assert unsealed(tmp_path / "attachments") == 1


def test_a_whole_check_gives_nothing_away(market: Market, tmp_path: Path) -> None:
    place = _place(market, tmp_path)
    found = [one for step in steps(place) if step.word != "系统更新" for one in step.run()]
    said = b"\n".join(to_json(one) for one in found)
    assert len(found) >= 15
    for secret in (NUMBER, "张三丰", "13800001234", bytes(range(32)).hex(), KEYS.data.hex(), KEYS.backup.hex()):
        assert secret.encode() not in said


def test_what_could_not_be_looked_at_is_wrong_and_never_passed_over() -> None:
    def fails() -> tuple[()]:
        raise PermissionError(13, "Permission denied")

    (found,) = Step(part=CheckPart.SCAN, word="端口", look=fails).run()
    assert (found.verdict, found.about) == (Verdict.WRONG, "端口")
    assert "没有查成" in found.sentence
