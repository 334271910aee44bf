"""A hub with real parts for the desk's tests: market.db, shelf, publisher, and NiceGUI users who log in by link."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI
from nicegui import ui
from nicegui.testing import User

from content.admin.exports import ExportTray
from content.admin.login import issue_link
from content.clock import SetClock
from content.demo.credit_codes import invented_credit_code
from content.edition.reading import Edition
from content.hubapi.calls import CallBoard
from content.hubapi.hall_board import HallBoard
from content.model.codes import (
    EmployerKind,
    JobSource,
    PayUnit,
    PolicyCategory,
    PolicyLevel,
    Role,
    Settlement,
    Stage,
    VerifyMethod,
    WorkForm,
)
from content.model.jobs import Employer, JobPost
from content.model.notices import PolicyNotice
from content.model.people import Staff
from content.privacy import KeyRing
from content.publishing.publisher import Publisher
from content.store.database import Market
from content.store.records import Page
from tests.pages.simulation import PatientUser

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # Monday 09:30 in the hall
KEYS = KeyRing.from_root(bytes(range(32)))
BASE = "http://test/staff"  # NiceGUI navigates below its mount

FIRM = Employer(
    id="firm-1", name="东至样例仓储有限公司", kind=EmployerKind.PRIVATE,
    credit_code=invented_credit_code(EmployerKind.PRIVATE.value, 1), introduction="仓储", industry="仓储",
    township_code="341721100", address="样例路 1 号", contact_name="王样例", contact_phone="13900000001",
    licence_seen=True, agent_id_seen=True, authorisation_seen=True, verified_by="staff-manager", verified_at=NOW,
    verified_how=VerifyMethod.VISIT,
)  # fmt: skip
JOB = JobPost(
    id="job-1", number=0, employer_id="firm-1", title="仓库搬运", trade_code="A11", headcount=3, duties="搬货上车",
    requirements="不限", skills="不限", certificates="", township_code="341721100", address="样例路 1 号",
    gathering="早 7 点市场门口", starts_on=date(2026, 11, 24), ends_on=None, hours="08:00—17:00",
    daily_hours_tenths=80, form=WorkForm.TEMPORARY, meals="包午饭", lodging="无", transport="接送", risks="搬重物",
    protection="发手套", insurance="意外险", pay_min_fen=22000, pay_max_fen=22000, pay_unit=PayUnit.DAY, pay_note="",
    settlement=Settlement.DAY, contact_name="王工", contact_phone="13900000002", source=JobSource.OWN, source_name="",
    source_url="", verified_by="staff-editor", verified_at=NOW, verified_how=VerifyMethod.PHONE, minors_allowed=False,
    hazards=(), is_workshop=False, urgent=False, valid_until=NOW + timedelta(days=5), stage=Stage.DRAFT,
    created_at=NOW, created_by="staff-editor", updated_at=NOW,
)  # fmt: skip
POLICY = PolicyNotice(
    id="policy-1", title="样例创业补贴", level=PolicyLevel.COUNTY, category=PolicyCategory.STARTUP,
    document_number="样例〔2026〕1 号", issuer="样例局", issued_on=date(2026, 1, 5), effective_on=date(2026, 2, 1),
    expires_on=None, source_name="样例网", source_url="", summary="开店能领钱", who="想开店的人", body="正文",
    materials=("身份证",), where="二楼", stage=Stage.DRAFT, created_at=NOW, created_by="staff-editor", updated_at=NOW,
)  # fmt: skip
STAFF = {role: Staff(id=f"staff-{role.value}", login=role.value, name=role.label, roles=(role,), enabled=True,
                     pledged_on=date(2026, 1, 5))
         for role in Role}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One hub under test."""

    market: Market
    publisher: Publisher
    clock: SetClock
    app: FastAPI
    exports: ExportTray
    calls: CallBoard
    hall: HallBoard

    def browser(self) -> httpx.AsyncClient:
        """Return a browser with an empty cookie jar."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=BASE)

    def link(self, role: Role) -> str:
        """Return the token of a new one-time link for the account of a role."""
        return issue_link(self.market, KEYS, role.value, self.clock.now())

    async def user(self, role: Role) -> User:
        """Return someone of that role, logged in by their link."""
        client = self.browser()
        answer = await client.post("http://test/enter", data={"link": self.link(role)})
        assert answer.status_code == 303
        return PatientUser(client)

    def job(self, job_id: str = "job-1") -> JobPost:
        """Return a job as it stands in the database."""
        with self.market.reading() as tables:
            found = tables.jobs.get(job_id)
        assert found is not None
        return found

    def only_job(self) -> JobPost:
        """Return the one job there is."""
        with self.market.reading() as tables:
            (found,), total = tables.jobs.page(Page())
        assert total == 1
        return found

    def add_job(self, stage: Stage = Stage.DRAFT, **changes: Any) -> JobPost:
        """Store a job at a stage it reaches by the rules."""
        def put(tables: Any) -> JobPost:
            job = tables.jobs.save(replace(JOB, number=tables.jobs.next_number(), **changes), None)
            for step in (Stage.SUBMITTED, Stage.APPROVED):
                if stage in (step, Stage.APPROVED):
                    job = tables.jobs.set_stage(job.id, step, "staff-reviewer", NOW)
            return job

        return self.market.write(put)

    def add_policy(self, stage: Stage = Stage.DRAFT) -> None:
        """Store the policy, approved if asked."""
        def put(tables: Any) -> None:
            tables.policies.save(POLICY, None)
            for step in (Stage.SUBMITTED, Stage.APPROVED) if stage is Stage.APPROVED else ():
                tables.policies.set_stage(POLICY.id, step, "staff-reviewer", NOW)

        self.market.write(put)

    def titles(self) -> set[str]:
        """Return the titles of the jobs in the published edition."""
        edition: Edition | None = self.publisher.current()
        assert edition is not None
        try:
            return {job.title for job in edition.jobs(self.clock.now(), 1000)}
        finally:
            edition.close()


async def until(holds: Callable[[], bool], deadline_s: float = 20) -> None:
    """Wait for a condition of the page; AssertionError when it does not come true in time."""
    async with asyncio.timeout(deadline_s):
        while not holds():
            await asyncio.sleep(0.01)


async def asked(user: User) -> None:
    """Wait until a question stands open on the page."""
    await until(lambda: any(dialog.value for dialog in user.find(kind=ui.dialog).elements))


async def pairing_code(user: User, kind: str) -> str:
    """Ask the page for a pairing code and read it off the dialog."""
    user.find(marker=f"pair-{kind}").click()
    (label,) = user.find(kind=ui.label, marker="code").elements
    await until(lambda: bool(label.text))
    return label.text


def content_of(user: User, marker: str) -> str:
    """Return the HTML of a table of the page."""
    (element,) = user.find(kind=ui.html, marker=marker).elements
    return element.content


def press(user: User, marker: str, deed: str, row_id: str) -> None:
    """Click a button in a row, as the browser's delegated listener would tell it."""
    user.find(marker=marker).trigger("click", [deed, row_id])


def field(user: User, name: str) -> Any:
    """Return the element of a field of a form."""
    (element,) = user.find(marker=f"field-{name}").elements
    return element


def remarks(user: User, name: str) -> str:
    """Return the HTML of what the rules say of a field, below it."""
    return content_of(user, f"remarks-{name}")
