"""安全检查, 安全培训 and 安全事件 in market.db: added, corrected, never changed; an older file gets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from content.clock import SetClock
from content.errors import StoreError
from content.model.security import (
    CheckPart,
    IncidentGrade,
    IncidentKind,
    Observed,
    Opinion,
    SecurityCheck,
    SecurityIncident,
    SecurityTraining,
    Verdict,
)
from content.store import driver, migrations
from content.store.database import Market
from tests.unit.content.store.samples import DAY, KEYS, NOW

CHECK = SecurityCheck(
    id="check-1", examined_at=NOW - timedelta(minutes=9), closed_at=NOW, closed_by="staff-1", program="1.0",
    observed=(Observed(part=CheckPart.SCAN, about="端口", verdict=Verdict.WRONG, sentence="2049/tcp 开着。"),),
    opinions=(Opinion(part=CheckPart.SCAN, looked=True, words="已知"),), measures="本周关掉",
    installed=("cryptography 50.0.2",),
)  # fmt: skip
_ENTRY = {"day": date(2026, 11, 23), "entered_at": NOW, "entered_by": "staff-1", "noted_at": NOW, "noted_by": "staff-1"}
TRAINING = SecurityTraining(id="t-1", entry_id="t-1", topic="怎样保管号码", trainer="负责人", minutes=45,
                            attended=("王工", "外包李工"), words="讲了责任书", **_ENTRY)  # type: ignore[arg-type]  # fmt: skip
INCIDENT = SecurityIncident(id="i-1", entry_id="i-1", incident=IncidentKind.LEAK, grade=IncidentGrade.LARGER,
                            began_at=NOW - DAY, found_at=NOW, persons=12, what="微信群里发了名单 张三丰",
                            measures="已撤回", reported_to="", reported_at=None, closed=False,
                            **_ENTRY)  # type: ignore[arg-type]  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "market.db"


def test_a_closed_check_comes_back_whole_and_cannot_be_changed_or_deleted(path: Path) -> None:
    market = Market.open(path, KEYS, SetClock(NOW))
    market.write(lambda tables: tables.security_checks.add(CHECK))
    with market.reading() as tables:
        assert tables.security_checks.page() == ((CHECK,), 1)
        assert tables.security_checks.get("check-1") == CHECK
        assert tables.security_checks.closed_between(NOW, NOW + DAY) == (NOW,)
        assert tables.security_checks.closed_between(NOW - DAY, NOW) == ()
    market.close()
    db = sqlite3.connect(path)
    for statement in ("UPDATE security_check SET measures = ''", "DELETE FROM security_check"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            db.execute(statement)
    db.close()


def test_an_incident_is_corrected_by_a_row_with_its_reason_and_its_words_are_ciphertext(path: Path) -> None:
    market = Market.open(path, KEYS, SetClock(NOW))
    market.write(lambda tables: tables.security_incidents.add(INCIDENT))
    later = replace(INCIDENT, id="i-2", corrects="i-1", reason="办结", closed=True, noted_at=NOW + DAY)
    with market.reading() as tables:
        assert tables.security_incidents.open_ones() == (INCIDENT,)
    with pytest.raises(StoreError, match="原因"):
        market.write(lambda tables: tables.security_incidents.add(replace(later, reason="")))
    market.write(lambda tables: tables.security_incidents.add(later))
    with market.reading() as tables:
        assert tables.security_incidents.open_ones() == ()
        assert tables.security_incidents.thread("i-1") == (INCIDENT, later)
    market.close()
    assert "微信群里发了名单".encode() not in path.read_bytes()


def test_a_training_keeps_who_came(path: Path) -> None:
    market = Market.open(path, KEYS, SetClock(NOW))
    market.write(lambda tables: tables.security_trainings.add(TRAINING))
    with market.reading() as tables:
        assert tables.security_trainings.between(date(2026, 11, 1), date(2026, 11, 30)) == (TRAINING,)
    market.close()


def test_a_file_from_before_gets_the_tables_and_keeps_what_it_had(path: Path) -> None:
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="security_records")
    assert "security_check" not in {row[1] for row in db.execute("PRAGMA table_list").fetchall()}
    db.execute("INSERT INTO counter VALUES ('job', 41)")
    db.close()
    market = Market.open(path, KEYS, SetClock(NOW))
    market.write(lambda tables: tables.security_checks.add(CHECK))
    with market.reading() as tables:
        assert tables.security_checks.page() == ((CHECK,), 1)
        assert tables._db.execute("SELECT last FROM counter WHERE name = 'job'").fetchone() == (41,)
    market.close()
