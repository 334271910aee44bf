"""事件包: what, how many, since when, which data, who looked; and nothing by which anybody could be known."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from content.admin.incident_out import gathered
from content.backup.book import BackupBook
from content.backup.records import Attempt, TargetKind
from content.clock import SetClock
from content.errors import StoreError
from content.model.audit import Action
from content.model.codes import Role
from content.model.people import Staff
from content.model.security import IncidentGrade, IncidentKind, SecurityIncident
from content.reports.paper import page_of
from content.security.examining import Place
from content.security.pack import COLUMN_WORDS, TABLE_WORDS, make_pack, paper_values
from content.settings import BackupSettings
from content.store.database import Market
from content.store.sealed_columns import SEALED
from tests.unit.content.store.samples import KEYS, NOW, seeker

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NUMBER = "341721199001010010"
CLERK = Staff(id="staff-1", login="lin", name="林样例", roles=(Role.CLERK,), enabled=True, pledged_on=date(2026, 1, 5))
INCIDENT = SecurityIncident(
    id="i-1", entry_id="i-1", day=date(2026, 11, 23), entered_at=NOW, entered_by="staff-1", noted_at=NOW,
    noted_by="staff-1", incident=IncidentKind.LEAK, grade=IncidentGrade.LARGER, began_at=NOW - 2 * DAY,
    found_at=NOW - HOUR, persons=12, what="张三丰的号码被发到群里", measures="", reported_to="", reported_at=None,
    closed=False,
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    market = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))

    def put(tables: Any) -> None:
        tables.staff.add(CLERK)
        tables.seekers.put(seeker(NOW - 9 * DAY, id_number=NUMBER))
        tables.seekers.put(seeker(NOW - DAY, seeker_id="person-2", id_number="341721199001010029", phone="13900001235"))
        for at, action, subject in (
            (NOW - 4 * DAY, Action.LOOKED, "person-1"), (NOW - 2 * DAY, Action.LOOKED, "person-1"),
            (NOW - DAY, Action.LOOKED, "person-1"), (NOW - DAY, Action.LOOKED, "person-2"),
            (NOW - DAY, Action.EXPORTED, ""), (NOW - DAY, Action.SAVED, "person-2"),
        ):  # fmt: skip
            tables.audit.note(CLERK, at, action, subject="seeker", subject_id=subject, words=f"来电 {NUMBER}")
        tables.security_incidents.add(INCIDENT)

    market.write(put)
    book = BackupBook(tmp_path)
    for days, ok in ((5, True), (3, True), (2.5, False), (1, True)):
        book.note_attempt(Attempt(target="/mnt/b", kind=TargetKind.DISK, at=NOW - timedelta(days=days), ok=ok,
                                  sentence="", seconds=1.0))  # fmt: skip
    yield Place(data=tmp_path, market=market, keys=KEYS, clock=SetClock(NOW), backup=BackupSettings(), ports={})
    market.close()


def _html(values: dict[str, Any]) -> bytes:
    return page_of("incident_pack.html", values).encode()


def _table(archive: ZipFile, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def test_a_pack_says_what_how_many_since_when_and_by_whom(place: Place) -> None:
    archive = ZipFile(io.BytesIO(make_pack(gathered(place, "i-1", CLERK), _html)))
    page = archive.read("1-事件情况表.pdf").decode()
    for words in ("信息泄露或外传", "12 人", "2026-11-21 09:30:00", "2026-11-23 12:30:00（发现后 4 小时内）",
                  "库里一共有求职者", "省级网信部门"):  # fmt: skip
        assert words in page
    deeds = _table(archive, "2-操作记录.csv")[1:]
    # the day before it began counts too; four days ago does not, nor what let nobody see anything
    assert [row[3] for row in deeds] == ["查看完整信息", "查看完整信息", "查看完整信息", "导出"]
    assert {row[2] for row in deeds} == {"lin"}
    columns = {(row[2], row[3]): (row[0], row[1], row[4]) for row in _table(archive, "3-数据项.csv")[1:]}
    assert columns["seeker", "id_number"] == ("求职者", "身份证号码", "2")
    assert columns.keys() == {(table, column) for table, names in SEALED.items() for column in names}
    assert SEALED.keys() <= TABLE_WORDS.keys()
    assert {column for names in SEALED.values() for column in names} <= COLUMN_WORDS.keys()
    backups = _table(archive, "4-备份.csv")[1:]
    assert backups[0][:2] == ["事前最后一份好的备份", "2026-11-20 09:30:00"]
    assert "cryptography" in archive.read("5-版本.txt").decode()


def test_persons_are_counted_as_known_new_and_looked_at(place: Place) -> None:
    counts = gathered(place, "i-1", CLERK).persons
    assert (counts.known, counts.new, counts.looked_at) == (2, 1, 2)


def test_nothing_in_a_pack_names_a_person_though_the_incident_and_the_deeds_do(place: Place) -> None:
    facts = gathered(place, "i-1", CLERK)
    assert "张三丰" in facts.incident.what  # else this shows nothing
    assert any(NUMBER[:14] in one.words for one in facts.deeds)
    archive = ZipFile(io.BytesIO(make_pack(facts, _html)))
    said = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="ignore")
    for secret in (NUMBER, NUMBER[:14], "13800001234", "13900001235", "群里", KEYS.data.hex()):
        assert secret not in said


def test_a_minor_one_has_no_hour_and_a_reported_one_says_to_whom(place: Place) -> None:
    facts = gathered(place, "i-1", CLERK)
    minor = replace(facts, incident=replace(INCIDENT, grade=IncidentGrade.MINOR, reported_to="县局", reported_at=NOW))
    page = _html(paper_values(minor)).decode()
    assert "没有规定的小时数" in page
    assert "县局" in page
    with pytest.raises(StoreError, match="没有这件"):
        gathered(place, "i-2", CLERK)
