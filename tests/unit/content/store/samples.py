"""Invented records for tests of the store; every maker takes the fields a test cares about."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from content.model.codes import (
    Channel,
    CourseKind,
    CourseMode,
    EmployerKind,
    FairTheme,
    IdEntry,
    JobSource,
    PayUnit,
    PayWish,
    PolicyCategory,
    PolicyLevel,
    RightsTopic,
    Settlement,
    Stage,
    StartWish,
    VerifyMethod,
    WorkForm,
)
from content.model.filings import Envelope, FilingHeader
from content.model.jobs import Employer, JobPost
from content.model.notices import Course, JobFair, Notice, PolicyNotice, RightsArticle
from content.model.seekers import Registration, Seeker
from content.privacy import GM_MARK, ColumnCipher, KeyRing, protect

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # Monday 09:30 in the hall
# a run of some of these tests in the other profile sets it (`test_gm_profile`)
KEYS = KeyRing.from_root(GM_MARK * (os.environ.get("TEST_CRYPTO") == "gm") + bytes(range(32)))
DAY = timedelta(days=1)

EMPLOYER = Employer(
    id="firm-1", name="东至样例建筑劳务有限公司", kind=EmployerKind.PRIVATE, credit_code="91341721MA2N00000A",
    introduction="承接厂房劳务", industry="建筑劳务", township_code="341721100", address="样例路 1 号",
    contact_name="王示例", contact_phone="13900005678", licence_seen=True, agent_id_seen=True,
    authorisation_seen=True, verified_by="staff-1", verified_at=NOW, verified_how=VerifyMethod.PHONE, created_at=NOW,
    updated_at=NOW,
)  # fmt: skip
JOB = JobPost(
    id="job-1", number=1001, employer_id="firm-1", title="装卸工", trade_code="A11", headcount=3, duties="装卸建材",
    requirements="不限", skills="不限", certificates="", township_code="341721100", address="样例路 1 号",
    gathering="早 7 点市场门口", starts_on=date(2026, 11, 24), ends_on=None, hours="08:00—17:00",
    daily_hours_tenths=80, form=WorkForm.TEMPORARY, meals="包午饭", lodging="无", transport="接送", risks="搬重物",
    protection="发手套", insurance="意外险", pay_min_fen=22000, pay_max_fen=22000, pay_unit=PayUnit.DAY, pay_note="",
    settlement=Settlement.DAY, contact_name="王工", contact_phone="13900005678", source=JobSource.OWN, source_name="",
    source_url="", verified_by="staff-1", verified_at=NOW, verified_how=VerifyMethod.PHONE, minors_allowed=False,
    hazards=("高处", "重物"), is_workshop=False, urgent=True, valid_until=NOW + 3 * DAY, stage=Stage.DRAFT,
    created_at=NOW, created_by="staff-1", updated_at=NOW,
)  # fmt: skip
POLICY = PolicyNotice(
    id="policy-1", title="创业担保贷款", level=PolicyLevel.COUNTY, category=PolicyCategory.LOAN,
    document_number="样例〔2026〕1 号", issuer="样例局", issued_on=date(2026, 1, 5), effective_on=date(2026, 2, 1),
    expires_on=date(2026, 11, 23), source_name="样例网", source_url="", summary="能贷款", who="想创业的人",
    body="正文", materials=("身份证", "营业执照"), where="二楼", stage=Stage.DRAFT, created_at=NOW,
    created_by="staff-1", updated_at=NOW,
)  # fmt: skip
COURSE = Course(
    id="course-1", name="叉车", kind=CourseKind.SKILL, outline="起步停车", schedule="周末", starts_at=NOW,
    ends_at=NOW + DAY, mode=CourseMode.CLASSROOM, provider="样例学校", sign_up="到窗口", place="201", seats=20,
    stage=Stage.DRAFT, created_at=NOW,
    created_by="staff-1", updated_at=NOW,
)  # fmt: skip
FAIR = JobFair(
    id="fair-1", name="冬季招聘会", theme=FairTheme.GENERAL, starts_at=NOW, ends_at=NOW + DAY, place="广场",
    summary="二十家单位", invited=20, booths=("1 号 · 样例厂",), stage=Stage.DRAFT, created_at=NOW,
    created_by="staff-1", updated_at=NOW,
)  # fmt: skip
ARTICLE = RightsArticle(
    id="article-1", topic=RightsTopic.INJURY, title="工伤怎么办", summary="先就医", body="正文", stage=Stage.DRAFT,
    created_at=NOW,
    created_by="staff-1", updated_at=NOW,
)  # fmt: skip
NOTICE = Notice(
    id="notice-1", title="元旦放假", body="放假一天", shown_from=NOW, shown_until=NOW + DAY, stage=Stage.DRAFT,
    created_at=NOW,
    created_by="staff-1", updated_at=NOW,
)  # fmt: skip


def job(**changes: Any) -> JobPost:
    """Return the sample job with some fields changed."""
    return replace(JOB, **changes)


def employer(**changes: Any) -> Employer:
    """Return the sample employer with some fields changed."""
    return replace(EMPLOYER, **changes)


def seeker(seen: datetime, *, seeker_id: str = "person-1", name: str = "张三丰", id_number: str = "341721199001010010",
           phone: str = "13800001234", **changes: Any) -> Seeker:  # fmt: skip
    """Return a person whose personal columns are protected as projections protect them."""
    cipher = ColumnCipher(key=KEYS.data)
    shown = Seeker(
        id=seeker_id,
        name=protect(cipher, None, "name", name, "seeker", "name", seeker_id),
        id_number=protect(cipher, KEYS.index, "id1", id_number, "seeker", "id_number", seeker_id),
        phone=protect(cipher, KEYS.index, "tel1", phone, "seeker", "phone", seeker_id) if phone else None,
        birth_year=1990, sex="1", township_code="341721100", first_seen_at=seen, last_seen_at=seen,
    )  # fmt: skip
    return replace(shown, **changes)


def registration(**changes: Any) -> Registration:
    """Return a registration of person-1."""
    sample = Registration(
        id="filing-1", seeker_id="person-1", number="0100017", code_digest=b"d" * 32, terminal_id="kiosk-1",
        occurred_at=NOW, clock_ok=True, channel=Channel.KIOSK, id_entry=IdEntry.CARD, trades=("A11", "C01"),
        pay_wishes=(PayWish.DAY,), start_wish=StartWish.TODAY, township_codes=("341721100",), is_minor=False,
        consent_version="2026-1",
    )  # fmt: skip
    return replace(sample, **changes)


def envelope(seq: int, *, filing_id: str = "", terminal: str = "kiosk-1", sealed: str = "c2VhbGVk",
             kind: str = "registration") -> Envelope:  # fmt: skip
    """Return a filing; its id follows from terminal and seq unless one is named."""
    header = FilingHeader(
        id=filing_id or f"{terminal}-{seq}", kind=kind, version=1, site_id="341721-01", terminal=terminal, seq=seq,
        occurred_at=NOW + timedelta(seconds=seq), clock_ok=True,
    )  # fmt: skip
    return Envelope(header=header, sealed=sealed)
