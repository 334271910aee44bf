"""The twice-monthly security check at the desk: who does it, closing it, and the paper it is printed on (R186)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from content.admin.login import AUDITING, RUNNING
from content.clock import local
from content.errors import StoreError
from content.model.audit import Action
from content.model.codes import Role
from content.model.ids import new_id
from content.model.people import Staff
from content.model.security import CheckPart, Observed, Opinion, SecurityCheck
from content.rules.cadence import thresholds
from content.rules.security import check_opinions
from content.store.database import Tables

CHECKING = RUNNING
SEEING_SECURITY = AUDITING | {Role.ASSESSOR}
HOLDS_FOR = timedelta(hours=12)  # what the program found this morning may be closed this afternoon
DRAFT = "security_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What the program found by itself, and when."""

    at: datetime
    program: str
    observed: tuple[Observed, ...]
    installed: tuple[str, ...]


def close_check(found: Examination, opinions: tuple[Opinion, ...], measures: str,
                now: datetime) -> Callable[[Tables, Staff], SecurityCheck]:  # fmt: skip
    """Return the use case that closes a check for good; StoreError while something is open, or too old."""

    def step(tables: Tables, staff: Staff) -> SecurityCheck:
        if check_opinions(opinions, found.observed, measures):
            raise StoreError("三部分都要看过、打上勾，查出不对的要写怎么处理，再结束检查。")
        if not timedelta() <= now - found.at <= HOLDS_FOR:
            raise StoreError("自动检查的结果太旧了，请点“重新检查”，看过新的结果再结束。写的话都还在。")
        check = SecurityCheck(id=new_id(now), examined_at=found.at, closed_at=now, closed_by=staff.id,
                              program=found.program, observed=found.observed, opinions=opinions,
                              measures=measures.strip(), installed=found.installed)  # fmt: skip
        tables.security_checks.add(check)
        tables.drafts.drop(staff.id, DRAFT, "new")
        tables.audit.note(staff, now, Action.SECURED, subject="security_check", subject_id=check.id,
                          words=f"安全检查，{check.wrong} 处不对")  # fmt: skip
        return check

    return step


def check_paper(check: SecurityCheck, by: str, market: str, printed_at: datetime) -> dict[str, Any]:
    """Return what the template of 安全检查表 is filled with."""
    opinions = {one.part: one for one in check.opinions}
    return {
        "title": "信息系统安全检查表", "market": market, "clause": thresholds()["security_check"]["clause"],
        "program": check.program, "examined": f"{local(check.examined_at):%Y-%m-%d %H:%M}",
        "closed": f"{local(check.closed_at):%Y-%m-%d %H:%M}", "by": by,
        "parts": tuple((part.label, tuple((one.about, one.verdict.label, one.sentence)
                                          for one in check.observed if one.part is part),
                        opinions[part].words if part in opinions else "") for part in CheckPart),
        "wrong": check.wrong, "measures": check.measures, "installed": check.installed, "number": check.id[-8:],
        "printed": f"{local(printed_at):%Y-%m-%d %H:%M}", "footer": f"{market} · 安全检查表",
    }  # fmt: skip
