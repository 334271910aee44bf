"""What must be right before a look at a source or a visit is noted (R101, R106)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from content.model.codes import JobSource
from content.model.outreach import EmployerVisit, Industry, SourceWatch, VisitMode
from content.rules.outreach import check_source, check_visit

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
WATCH = SourceWatch(id="watch-1", day=TODAY, kind=JobSource.PLATFORM, source="样例招聘网", url="", seen=9, taken=9,
                    note="", at=NOW, by="staff-1")  # fmt: skip
VISIT = EmployerVisit(id="visit-1", day=TODAY, mode=VisitMode.PHONE, employer_id="firm-1", industry=Industry.DESIGN,
                      contact_name="李示例", contact_phone="", needs_workers=False, note="", created_at=NOW,
                      created_by="staff-1", updated_at=NOW)  # fmt: skip


def test_an_ordinary_entry_and_visit_are_right() -> None:
    assert check_source(WATCH, TODAY) == ()
    assert check_visit(VISIT, TODAY) == ()


@pytest.mark.parametrize(("changes", "field"), [
    ({"kind": JobSource.EMPLOYER}, "kind"), ({"source": ""}, "source"), ({"url": "javascript:alert(1)"}, "url"),
    ({"taken": 10}, "taken"), ({"day": date(2026, 11, 24)}, "day"), ({"day": date(2026, 11, 20)}, "note"),
    ({"corrects": "watch-0"}, "reason"),
])  # fmt: skip
def test_what_is_wrong_with_an_entry_stands_at_its_field(changes: dict[str, Any], field: str) -> None:
    assert [one.field for one in check_source(replace(WATCH, **changes), TODAY)] == [field]


def test_a_late_entry_with_its_reason_is_right() -> None:
    assert check_source(replace(WATCH, day=date(2026, 11, 20), note="看过，忘了记"), TODAY) == ()


@pytest.mark.parametrize(("changes", "field"), [
    ({"employer_id": ""}, "employer_id"), ({"day": date(2026, 11, 24)}, "day"), ({"contact_name": ""}, "contact_name"),
    ({"contact_phone": "12"}, "contact_phone"), ({"needs_workers": True}, "note"),
])  # fmt: skip
def test_what_is_wrong_with_a_visit_stands_at_its_field(changes: dict[str, Any], field: str) -> None:
    assert [one.field for one in check_visit(replace(VISIT, **changes), TODAY)] == [field]
