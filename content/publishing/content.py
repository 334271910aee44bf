"""The allow-list: which of the market's records may stand in an edition, and which of their fields.

Every public record is written out field by field, so a column added at the desk stays at the desk until it is added
here. What does not qualify is named with the reason, for the staff.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from content.clock import SHANGHAI, calendar_day
from content.model.codes import NoticeKind, RightsTopic, Settlement, Stage
from content.model.fairs import shown_booths
from content.model.jobs import Employer, JobPost
from content.model.market import HolidayYear
from content.model.notices import Course, JobFair, Notice, PolicyNotice, RightsArticle
from content.model.places import TOWNSHIPS
from content.model.published import (
    EditionContent,
    HardshipDisplay,
    PublicArticle,
    PublicCourse,
    PublicFair,
    PublicJob,
    PublicNotice,
    PublicPolicy,
)
from content.model.trades import trades
from content.publishing.displays import with_media
from content.publishing.wages import of_guide, own_medians
from content.rules.publicity import publicity_end
from content.store.records import Page
from content.store.tables import Tables


def why_not(post: JobPost, employer: Employer | None, now: datetime) -> str:
    """Return why a job may not be published, "" when it may (R101, R104; 条例 §26)."""
    if post.stage is not Stage.APPROVED or post.reviewed_at is None:
        return "还没有审核通过，请审核员审核"
    if post.valid_until <= now:
        return "有效期已过，请录入员核实后延期或撤下"
    if post.suspended:
        return "因举报暂停展示，请审核员查清后恢复或撤下"
    if employer is None or employer.verified_at is None or employer.verified_how is None:
        return "用工单位还没有核实，请录入员核实单位"
    if employer.suspended:
        return "用工单位已暂停招聘，请负责人处理好再恢复"
    if employer.licence_until is not None and employer.licence_until < calendar_day(now):
        return "用工单位的营业执照已过期，请录入员查验新的执照"
    if post.verified_at is None or post.verified_how is None:
        return "岗位还没有核实，请录入员电话或上门核实"
    if post.trade_code not in trades():
        return "工种代码不在目录里，请录入员重新选工种"
    return ""


def public_job(post: JobPost, employer: Employer, now: datetime,
               also_numbers: tuple[int, ...] = ()) -> PublicJob | None:  # fmt: skip
    """Return the public side of a job, or None when it may not be published; `now` dates its first edition.

    `also_numbers` are those of duplicates merged into it, which may stand on slips.
    """
    if why_not(post, employer, now) or post.reviewed_at is None or post.verified_at is None or not post.verified_how:
        return None
    trade = trades()[post.trade_code]
    return PublicJob(
        id=post.id, number=post.number, title=post.title, trade_code=trade.code, trade_name=trade.name,
        trade_group=trade.group, employer_name=employer.name, employer_kind=employer.kind,
        employer_credit_code=employer.credit_code, employer_introduction=employer.introduction,
        headcount=post.headcount, duties=post.duties, requirements=post.requirements, skills=post.skills,
        certificates=post.certificates, township_code=post.township_code,
        township_name=TOWNSHIPS.get(post.township_code, ""), address=post.address, gathering=post.gathering,
        starts_on=post.starts_on, ends_on=post.ends_on, hours=post.hours,
        daily_hours_tenths=post.daily_hours_tenths, form=post.form, meals=post.meals, lodging=post.lodging,
        transport=post.transport, risks=post.risks, protection=post.protection, insurance=post.insurance,
        pay_min_fen=post.pay_min_fen, pay_max_fen=post.pay_max_fen, pay_unit=post.pay_unit, pay_note=post.pay_note,
        settlement=post.settlement, contact_name=post.contact_name, contact_phone=post.contact_phone,
        source=post.source, source_name=post.source_name, source_url=post.source_url,
        verified_at=post.verified_at, verified_how=post.verified_how, reviewed_at=post.reviewed_at,
        minors_allowed=post.minors_allowed, hazards=post.hazards, is_workshop=post.is_workshop, urgent=post.urgent,
        valid_until=post.valid_until, published_at=post.published_at or now, pick_up=post.pick_up,
        ask_for=post.ask_for, also_numbers=also_numbers, media=post.media,
    )  # fmt: skip


def _end_of(day: date | None) -> datetime | None:
    """Return when a last day is over in the county."""
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def public_policy(policy: PolicyNotice, now: datetime) -> PublicPolicy | None:
    """Return the public side of a policy, or None when it is not approved or has ended."""
    ends = _end_of(policy.expires_on)
    if policy.stage is not Stage.APPROVED or (ends is not None and ends <= now):
        return None
    return PublicPolicy(
        id=policy.id, title=policy.title, level=policy.level, category=policy.category,
        document_number=policy.document_number, issuer=policy.issuer, issued_on=policy.issued_on,
        effective_on=policy.effective_on, valid_until=ends, source_name=policy.source_name,
        source_url=policy.source_url, summary=policy.summary, who=policy.who, body=policy.body,
        materials=policy.materials, where=policy.where, published_at=policy.published_at or now,
        insurance=policy.insurance, media=policy.media,
    )  # fmt: skip


def public_course(course: Course, now: datetime) -> PublicCourse | None:
    """Return the public side of a course, or None when it is not approved or is over."""
    if course.stage is not Stage.APPROVED or course.ends_at <= now:
        return None
    return PublicCourse(
        id=course.id, name=course.name, kind=course.kind, outline=course.outline, schedule=course.schedule,
        starts_at=course.starts_at, mode=course.mode, provider=course.provider, sign_up=course.sign_up,
        place=course.place, seats=course.seats, valid_until=course.ends_at, contact_phone=course.contact_phone,
        media=course.media,
    )  # fmt: skip


def public_fair(fair: JobFair, now: datetime) -> PublicFair | None:
    """Return the public side of a fair, or None when it is not approved or is over."""
    if fair.stage is not Stage.APPROVED or fair.ends_at <= now:
        return None
    return PublicFair(
        id=fair.id, name=fair.name, theme=fair.theme, starts_at=fair.starts_at, place=fair.place,
        summary=fair.summary, invited=fair.invited, booths=shown_booths(fair), valid_until=fair.ends_at,
        stream_url=fair.stream_url, media=fair.media,
    )  # fmt: skip


def public_article(article: RightsArticle, now: datetime) -> PublicArticle | None:
    """Return the public side of a rights article, or None when it is not approved or has ended."""
    ends = _end_of(article.expires_on)
    if article.stage is not Stage.APPROVED or (ends is not None and ends <= now):
        return None
    return PublicArticle(id=article.id, topic=article.topic, title=article.title, summary=article.summary,
                         body=article.body, valid_until=ends, source_name=article.source_name,
                         media=article.media)  # fmt: skip


def public_notice(notice: Notice, now: datetime, holidays: tuple[HolidayYear, ...] = ()) -> PublicNotice | None:
    """Return the public side of a notice, or None when it is not approved or is over; one to come is taken.

    The end of a 公示 is counted anew with the holidays known today: the year's table may have come since it was saved.
    """
    ends = notice.shown_until
    if notice.kind is NoticeKind.PUBLICITY:
        ends = publicity_end(notice.shown_from, holidays)
    if notice.stage is not Stage.APPROVED or ends <= now:
        return None
    return PublicNotice(id=notice.id, title=notice.title, body=notice.body, shown_from=notice.shown_from,
                        valid_until=ends, media=notice.media, kind=notice.kind)  # fmt: skip


def display_order(jobs: list[PublicJob]) -> tuple[PublicJob, ...]:
    """Return jobs as the hall reads them: day work first, then newest."""
    return tuple(sorted(jobs, key=lambda job: (job.settlement is not Settlement.DAY, -job.published_at.timestamp(),
                                               -job.number)))  # fmt: skip


def public_jobs(tables: Tables, now: datetime) -> tuple[PublicJob, ...]:
    """Return every job an edition built at `now` shows."""
    employers = {one.id: one for one in tables.employers.publishable(now)}
    found, others = [], tables.jobs.other_numbers()
    for post in tables.jobs.publishable(now):
        employer = employers.get(post.employer_id)
        job = None if employer is None else public_job(post, employer, now, others.get(post.id, ()))
        if job is not None:
            found.append(job)
    return display_order(found)


def edition_content(tables: Tables, now: datetime) -> EditionContent:
    """Return everything an edition built at `now` shows."""
    policies = [public_policy(one, now) for one in tables.policies.publishable(now)]
    courses = [public_course(one, now) for one in tables.courses.publishable(now)]
    articles = [public_article(one, now) for one in tables.articles.publishable(now)]
    topics, settings, jobs = list(RightsTopic), tables.market.get(), public_jobs(tables, now)
    notices = [public_notice(one, now, settings.holidays) for one in tables.notices.publishable(now)]
    fairs = [public_fair(one, now) for one in tables.fairs.publishable(now)]
    guides = [line for one in tables.wage_guides.publishable(now) for line in of_guide(one)]
    content = EditionContent(
        market=settings.card, licences=settings.licences, jobs=jobs,
        hardship=HardshipDisplay(categories=settings.hardship), windows=tables.windows.display(settings.holidays),
        wages=(*guides, *own_medians(jobs, calendar_day(now))),
        policies=tuple(sorted((one for one in policies if one), key=lambda one: (one.issued_on, one.id), reverse=True)),
        courses=tuple(sorted((one for one in courses if one), key=lambda one: (one.starts_at, one.id))),
        fairs=tuple(sorted((one for one in fairs if one), key=lambda one: (one.starts_at, one.id))),
        articles=tuple(sorted((one for one in articles if one), key=lambda one: (topics.index(one.topic), one.id))),
        notices=tuple(sorted((one for one in notices if one), key=lambda one: (one.shown_from, one.id), reverse=True)),
    )
    return with_media(tables, content, now)


def held_back(tables: Tables, now: datetime) -> tuple[str, ...]:
    """Return a sentence for every approved job in its term that stays out of the edition all the same."""
    employers: dict[str, Employer | None] = {}
    found = []
    for post in tables.jobs.every(Page(stage=Stage.APPROVED)):
        if post.valid_until <= now:
            continue
        if post.employer_id not in employers:
            employers[post.employer_id] = tables.employers.get(post.employer_id)
        reason = why_not(post, employers[post.employer_id], now)
        if reason:
            found.append(f"{post.number} 号“{post.title}”没有进这一期：{reason}。")
    return tuple(found)
