"""The records of a busy market in an ordinary week, all invented, all dated around `now`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from content.clock import SHANGHAI, calendar_day
from content.demo.credit_codes import invented_credit_code
from content.demo.drafts import EmployerDraft, JobDraft, employer_drafts, hall_drafts, job_drafts, policy_drafts
from content.demo.flaws import with_flaws
from content.model.codes import (
    CourseKind,
    CourseMode,
    EmployerKind,
    FairTheme,
    Invited,
    JobSource,
    NoticeChannel,
    PayUnit,
    PolicyCategory,
    PolicyLevel,
    RightsTopic,
    Settlement,
    Stage,
    VerifyMethod,
    WorkForm,
)
from content.model.ids import new_id
from content.model.jobs import Employer, JobPost
from content.model.notices import Announcement, Course, Invitation, JobFair, Notice, PolicyNotice, RightsArticle
from content.model.places import TOWNSHIPS
from content.model.published import MarketCard
from content.model.trades import trades
from content.rules.hazards import hazards_named

COPIES = 3  # each draft becomes this many jobs
_WAITING = {7: Stage.SUBMITTED, 23: Stage.DRAFT}  # of every 45 jobs, what is not yet approved
_OWN_PLACE = {"J", "I", "D"}  # work that happens where the employer is
_BY = "demo"
_PICKED = 2  # courses recommended this month


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRecords:
    """Everything the seed plants."""

    market: MarketCard
    employers: tuple[Employer, ...]
    jobs: tuple[JobPost, ...]
    policies: tuple[PolicyNotice, ...]
    courses: tuple[Course, ...]
    fairs: tuple[JobFair, ...]
    articles: tuple[RightsArticle, ...]
    notices: tuple[Notice, ...]


def _at(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI).astimezone(UTC)


def _fen(yuan: str, copy: int) -> int:
    """Pay of a copy: by the day it rises ten yuan a copy, small pay stays as written."""
    return round(float(yuan) * 100) + (1000 * copy if float(yuan) >= 100 else 0)


def _employer(draft: EmployerDraft, place: int, now: datetime) -> Employer:
    return Employer(
        id=new_id(now - timedelta(days=60, seconds=place)), name=draft.name, kind=EmployerKind(draft.kind),
        credit_code=invented_credit_code(draft.kind, place), introduction=draft.introduction,
        industry=draft.industry, township_code=draft.township, address=draft.address,
        contact_name=draft.contact, contact_phone=f"0566-7000{100 + place}",
        licence_seen=True, agent_id_seen=True, authorisation_seen=True, verified_by=_BY,
        verified_at=now - timedelta(days=30), verified_how=VerifyMethod.VISIT,
    )  # fmt: skip


def _dates(draft: JobDraft, place: int, today: date) -> tuple[date | None, date | None, date]:
    """Return first day, last day and last day of validity."""
    if draft.settlement == "day":
        first = today + timedelta(days=place % 3)
        last = first + timedelta(days=2 + place % 5)
        return first, last, last
    return None, None, today + timedelta(days=9 + place % 20)


def _job(draft: JobDraft, copy: int, place: int, employer: Employer, now: datetime) -> JobPost:
    today = calendar_day(now)
    trade = trades()[draft.trade]
    first, last, valid = _dates(draft, place, today)
    codes = list(TOWNSHIPS)
    moves = copy > 0 and trade.group not in _OWN_PLACE
    township = codes[(place * 7) % len(codes)] if moves else employer.township_code
    created = now - timedelta(hours=2, minutes=100 * (COPIES * len(job_drafts()) - place))  # numbers rise with time
    stage = _WAITING.get(place % 45, Stage.APPROVED)
    reviewed = stage is Stage.APPROVED
    none = "无" if reviewed else ""  # what waits for review still has gaps to find
    return JobPost(
        id=new_id(created), number=1001 + place, employer_id=employer.id, title=draft.title,
        trade_code=draft.trade, headcount=2 + (place * 5) % 11, duties=draft.duties,
        requirements=draft.requirements, skills="不限", certificates="需持证" if trade.certificate else "",
        township_code=township,
        address=f"{TOWNSHIPS[township]}示例路 {1 + place % 90} 号" if moves else employer.address,
        gathering="6:00 在市场门口集合" if "接送" in draft.transport else "",
        pick_up="6:10 发车，晚上送回" if "接送" in draft.transport else "", ask_for=employer.contact_name,
        starts_on=first, ends_on=last, hours=draft.hours, daily_hours_tenths=round(float(draft.daily) * 10),
        form=WorkForm(draft.form), meals=draft.meals or none, lodging=draft.lodging or none,
        transport=draft.transport or none,
        risks=draft.risks or none, protection=draft.risks.split("，")[-1] if "发" in draft.risks else none,
        insurance="单位买意外险", pay_min_fen=_fen(draft.pay_min, copy),
        pay_max_fen=_fen(draft.pay_max, copy), pay_unit=PayUnit(draft.unit), pay_note="",
        settlement=Settlement(draft.settlement), contact_name=employer.contact_name,
        contact_phone=employer.contact_phone, source=JobSource.EMPLOYER if copy else JobSource.OWN,
        source_name="", source_url="", verified_by=_BY, verified_at=now - timedelta(days=place % 4, hours=2),
        verified_how=VerifyMethod.PHONE if place % 3 else VerifyMethod.VISIT, minors_allowed=trade.minors,
        hazards=tuple(hazard.code for hazard in hazards_named((draft.title, draft.duties, draft.risks))),
        is_workshop="w" in draft.marks,
        urgent="u" in draft.marks and copy == 0, valid_until=_at(valid + timedelta(days=1)), stage=stage,
        created_at=created, created_by=_BY, updated_at=created,
        reviewed_by=_BY if reviewed else None, reviewed_at=created + timedelta(hours=1) if reviewed else None,
    )  # fmt: skip


def _jobs(employers: tuple[Employer, ...], now: datetime) -> tuple[JobPost, ...]:
    drafts = employer_drafts()
    made: list[JobPost] = []
    for copy in range(COPIES):
        for draft in job_drafts():
            fitting = [at for at, one in enumerate(drafts) if draft.trade[0] in one.groups]
            employer = employers[fitting[(len(made) + copy) % len(fitting)]]
            made.append(_job(draft, copy, len(made), employer, now))
    standing = tuple(job for job in made if job.stage is Stage.APPROVED)
    waiting = iter(with_flaws(tuple(job for job in made if job.stage is Stage.SUBMITTED), standing))
    return tuple(next(waiting) if job.stage is Stage.SUBMITTED else job for job in made)


def _policies(now: datetime) -> tuple[PolicyNotice, ...]:
    today = calendar_day(now)
    made = []
    for place, table in enumerate(policy_drafts()):
        level = PolicyLevel(table["level"])
        issued = today - timedelta(days=10 + place * 9)
        made.append(PolicyNotice(
            id=new_id(now - timedelta(days=place % 12, seconds=place)), title=table["title"], level=level,
            category=PolicyCategory(table["category"]), document_number=f"演示〔{issued.year}〕{place + 1}号",
            issuer=f"{level.label}级人社部门（演示）", issued_on=issued, effective_on=issued,
            expires_on=date(today.year + 1, 12, 31), source_name="演示内容，以窗口答复为准", source_url="",
            summary=table["summary"], who=table["who"], body=table["body"], materials=tuple(table["materials"]),
            where="市场一楼 综合服务窗口", stage=Stage.APPROVED, created_at=now - timedelta(days=place % 12),
            created_by=_BY, updated_at=now - timedelta(days=place % 12), reviewed_by=_BY,
            reviewed_at=now - timedelta(days=place % 12), insurance=table.get("insurance", ""),
        ))  # fmt: skip
    return tuple(made)


def _courses(tables: list[dict[str, object]], now: datetime) -> tuple[Course, ...]:
    made = []
    for place, table in enumerate(tables):
        first = calendar_day(now) + timedelta(days=int(str(table["starts_in_days"])))
        made.append(Course(
            id=new_id(now), name=str(table["name"]), kind=CourseKind(str(table["kind"])),
            outline=str(table["outline"]), schedule=str(table["schedule"]), starts_at=_at(first, 8),
            ends_at=_at(first + timedelta(days=int(str(table["days"]))), 18), mode=CourseMode(str(table["mode"])),
            provider=str(table["provider"]), sign_up=str(table["sign_up"]), place=str(table["place"]),
            seats=int(str(table["seats"])), stage=Stage.APPROVED, created_at=now,
            created_by=_BY, updated_at=now, month=f"{calendar_day(now):%Y-%m}" if place < _PICKED else "",
        ))  # fmt: skip
    return tuple(made)


def _told(starts_at: datetime, now: datetime) -> tuple[Announcement, ...]:
    """Return the channels told so far: all nine days before a fair, the website alone before that."""
    ahead = starts_at - timedelta(days=9)
    channels = list(NoticeChannel) if ahead <= now else [NoticeChannel.WEBSITE]
    at = min(ahead, now - timedelta(hours=20))
    return tuple(Announcement(channel=one, at=at, by=_BY, where="演示") for one in channels)


def _asked(employers: tuple[Employer, ...], count: int) -> tuple[Invitation, ...]:
    answers = (Invited.CONFIRMED, Invited.CONFIRMED, Invited.ASKED)
    return tuple(
        Invitation(employer_id=one.id, name=one.name, answer=answers[place % 3], jobs=1 + place % 3,
                   headcount=4 + place % 9)
        for place, one in enumerate(employers[:count])
    )  # fmt: skip


def _fairs(tables: list[dict[str, object]], employers: tuple[Employer, ...], now: datetime) -> tuple[JobFair, ...]:
    made = []
    for table in tables:
        day = calendar_day(now) + timedelta(days=int(str(table["starts_in_days"])))
        hour = int(str(table["hour"]))
        booths = table["booths"]
        made.append(JobFair(
            id=new_id(now), name=str(table["name"]), theme=FairTheme(str(table["theme"])),
            starts_at=_at(day, hour), ends_at=_at(day, hour + int(str(table["hours"]))), place=str(table["place"]),
            summary=str(table["summary"]), invited=int(str(table["invited"])),
            booths=tuple(booths) if isinstance(booths, list) else (), plan="演示：按展位分区，入口发岗位单。",
            plan_fixed_at=min(now, _at(day - timedelta(days=15))), emergency_plan="演示：分区疏散，专人值守出口。",
            security_plan="演示：入口验证，人数到限分批进场。", roster="演示：引导 2 人、秩序 2 人、咨询 2 人。",
            announcements=_told(_at(day, hour), now), invitations=_asked(employers, int(str(table["invited"]))),
            stream_url="https://live.example.cn/" if table["theme"] == "live" else "",
            stage=Stage.APPROVED, created_at=now, created_by=_BY, updated_at=now,
        ))  # fmt: skip
    return tuple(made)


def demo_records(now: datetime) -> DemoRecords:
    """Return a full market around `now`: 255 jobs of which at least 240 are approved, 24 policies and the rest."""
    employers = tuple(_employer(draft, place, now) for place, draft in enumerate(employer_drafts()))
    hall = hall_drafts()
    articles = tuple(
        RightsArticle(id=new_id(now), topic=RightsTopic(table["topic"]), title=table["title"],
                      summary=table["summary"], body=table["body"], stage=Stage.APPROVED,
                      created_at=now, created_by=_BY, updated_at=now)
        for table in hall["article"]
    )  # fmt: skip
    notices = tuple(
        Notice(id=new_id(now), title=table["title"], body=table["body"], shown_from=now - timedelta(hours=1),
               shown_until=_at(calendar_day(now) + timedelta(days=table["shown_for_days"])),
               stage=Stage.APPROVED,
                      created_at=now, created_by=_BY, updated_at=now)
        for table in hall["notice"]
    )  # fmt: skip
    market = MarketCard(
        address="尧渡镇至德大道示例路 1 号", hours="每天 4:30—19:00", phone="0566-7000000",
        operator="东至示范人力资源服务有限公司", licence_number="演示许可证 341721000000",
    )  # fmt: skip
    return DemoRecords(
        market=market, employers=employers, jobs=_jobs(employers, now), policies=_policies(now),
        courses=_courses(hall["course"], now), fairs=_fairs(hall["fair"], employers, now), articles=articles,
        notices=notices,
    )  # fmt: skip
