"""The 节目单 as its page asks for it: the plan with what is wrong with it, and a day of it played through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from content.admin.parts import Elsewhere
from content.clock import calendar_day, local
from content.model.codes import Stage, TerminalKind
from content.model.findings import Finding
from content.model.history import Revision
from content.model.programme import SCENES
from content.model.programme_plan import ProgrammePlan, ProgrammeRecord
from content.model.published import EditionContent
from content.model.screens import read_screen_report
from content.publishing.content import edition_content
from content.publishing.planned_programme import planned_programme, usual_plan
from content.rules.programme_plan import check_plan
from content.store.database import Tables
from signage.desk.day_mix import DayMix, on_the_day, play_day
from signage.painting import KNOWN
from signage.scenes.scene import Shape


def paintable() -> frozenset[str]:
    """Return the kinds of scene the screens of this program can paint."""
    return frozenset(KNOWN) & frozenset(SCENES)


def waiting(tables: Tables, now: datetime) -> tuple[Elsewhere, ...]:
    """Return the plan where it waits for a reviewer."""
    record = tables.programme.get()
    if record is None or record.stage is not Stage.SUBMITTED:
        return ()
    writer = next((one.name for one in tables.staff.all() if one.id == record.updated_by), "")
    when = f"{local(record.updated_at):%m-%d %H:%M}" if record.updated_at else ""
    return (Elsewhere(title="信息屏节目单", words=f"{writer} · {when}", path="/screens/programme"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """What the page of the 节目单 is drawn from."""

    record: ProgrammeRecord | None
    plan: ProgrammePlan
    usual: ProgrammePlan
    screens: dict[str, str]
    zones: dict[str, str]  # of screens, by id
    names: dict[str, str]  # of staff
    revisions: tuple[Revision, ...]
    findings: tuple[Finding, ...]


def look(tables: Tables, now: datetime) -> PlanView:
    """Return the plan as it stands, the usual programme where none was written."""
    content, record = edition_content(tables, now), tables.programme.get()
    usual = usual_plan(content)
    plan = usual if record is None else record.plan
    paired = [one for one in tables.terminals.all()
              if one.kind is TerminalKind.SCREEN and one.revoked_at is None]  # fmt: skip
    screens = {one.id: one.name for one in paired}
    return PlanView(
        record=record, plan=plan, usual=usual, screens=screens,
        zones={one.id: read_screen_report(one.report).zone for one in paired},
        names={one.id: one.name for one in tables.staff.all()}, revisions=tables.programme.revisions()[:12],
        findings=check_plan(plan, calendar_day(now), screens, paintable()),
    )  # fmt: skip


def played(content: EditionContent, plan: ProgrammePlan, ahead: int, shape: Shape, screen: str, zone: str,
           now: datetime) -> DayMix:  # fmt: skip
    """Play a day of a plan through, so many days ahead, as one screen would; takes a second with many jobs."""
    day = calendar_day(now) + timedelta(days=ahead)
    return play_day(on_the_day(content, planned_programme(plan, content), day, screen), day, shape, zone)
