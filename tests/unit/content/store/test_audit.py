"""The record of who did what: complete, in order, and any change, gap or swap shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from content.errors import StoreError
from content.model.audit import Action
from content.store.audit import AuditPage
from content.store.database import Market
from tests.unit.content.store.test_people import NOW, STAFF


@pytest.fixture
def noted(market: Market) -> Market:
    """A market with five entries."""
    for number in range(1, 6):
        market.write(
            lambda tables, number=number: tables.audit.note(
                STAFF, NOW, Action.SAVED, subject="job", subject_id=f"job-{number}", words=f"{number} 号岗位"
            )
        )
    return market


def _fault(market: Market) -> int | None:
    with market.reading() as tables:
        return tables.audit.first_fault()


def _go_round(path: Path, *statements: str) -> None:
    """Change the file as somebody with the disk in hand would: without the program and without its triggers."""
    db = sqlite3.connect(path)
    for statement in ("DROP TRIGGER audit_unchanged", "DROP TRIGGER audit_whole", *statements):
        db.execute(statement)
    db.commit()
    db.close()


def test_entries_are_numbered_without_a_gap_and_found_by_subject_and_words(noted: Market) -> None:
    with noted.reading() as tables:
        entries, total = tables.audit.page(AuditPage(limit=2))
        (third,), one = tables.audit.page(AuditPage(subject="job", subject_id="job-3"))
        _, none = tables.audit.page(AuditPage(text="6 号"))
    assert ([entry.seq for entry in entries], total) == ([5, 4], 5)
    assert (third.words, third.login, third.action, third.at, one) == ("3 号岗位", "zhang", Action.SAVED, NOW, 1)
    assert none == 0
    assert _fault(noted) is None


def test_an_entry_goes_with_the_write_it_belongs_to(noted: Market) -> None:
    def fails(tables: object) -> None:
        tables.audit.note(STAFF, NOW, Action.SAVED, words="undone")
        raise StoreError("nothing is stored")

    with pytest.raises(StoreError):
        noted.write(fails)
    with noted.reading() as tables:
        assert tables.audit.head()[0] == 5


@pytest.mark.parametrize("statement", ["UPDATE audit SET words = ''", "DELETE FROM audit WHERE seq = 5"])
def test_the_program_itself_cannot_change_it(noted: Market, statement: str) -> None:
    with pytest.raises(StoreError):
        noted.write(lambda tables: tables._db.execute(statement))
    assert _fault(noted) is None


@pytest.mark.parametrize(
    ("statements", "first"),
    [
        (("UPDATE audit SET words = '别的' WHERE seq = 3",), 3),
        (("DELETE FROM audit WHERE seq = 2",), 2),
        (("DELETE FROM audit WHERE seq = 1",), 1),
        (("UPDATE audit SET seq = 9 WHERE seq = 3", "UPDATE audit SET seq = 3 WHERE seq = 4",
          "UPDATE audit SET seq = 4 WHERE seq = 9"), 3),
        (("UPDATE audit SET mac = zeroblob(32) WHERE seq = 4",), 4),
        (("INSERT INTO audit VALUES (6, '2026-11-23T00:00:00.000Z', '', '', 'saved', '', '', '', zeroblob(32))",), 6),
    ],
)  # fmt: skip
def test_whatever_is_changed_behind_its_back_shows(
    noted: Market, tmp_path: Path, statements: tuple[str, ...], first: int
) -> None:
    path = next(tmp_path.glob("*.db"))
    _go_round(path, *statements)
    assert _fault(noted) == first
