"""招聘会小结 and 培训小结: one fair, one course, as a report in words (R112–R118, R165–R168)."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from fractions import Fraction

from content.clock import calendar_day, local
from content.kpi.rulebook_file import county_rulebook
from content.model.cases import CaseKind
from content.model.codes import FairTheme, Invited, NoticeChannel
from content.model.notices import Course, JobFair
from content.model.reports import Report, ReportCell, ReportPart
from content.model.sessions import CourseReview, TraineeCheck, TraineeOutcome, TraineeResult
from content.reports.monthly_report import met_word
from content.reports.score_sheet import percent
from content.rules.cadence import thresholds
from content.rules.training import Part, asked_for, evaluation, owed, people_of
from content.store.database import Tables

_NONE = "—"
_Row = tuple[ReportCell, ...]


def fair_report(tables: Tables, fair_id: str, today: date) -> Report | None:
    """Return the report of a fair, None where there is no such fair."""
    fair = tables.fairs.get(fair_id)
    if fair is None:
        return None
    came = tables.cases.numbers_about(CaseKind.FAIR_CHECK_IN, (fair.id,)).get(fair.id, 0)
    wishes = tables.cases.chosen(CaseKind.FAIR_INTEREST, fair.id)
    return Report(
        title=f"招聘会小结：{fair.name}", market=tables.market.get().card.name,
        about=f"{fair.name}（{local(fair.starts_at):%Y-%m-%d}）", as_of=today,
        document="附件1 一（二）：招聘会组织",
        parts=(_held(fair), _in_time(fair, today), _firms(fair), _came(fair, came, wishes), _after(fair)))  # fmt: skip


def _held(fair: JobFair) -> ReportPart:
    rows: tuple[_Row, ...] = (
        ("名称", fair.name), ("主题", fair.theme.label),
        ("时间", f"{local(fair.starts_at):%Y-%m-%d %H:%M} 至 {local(fair.ends_at):%Y-%m-%d %H:%M}"),
        ("地点", fair.place or fair.stream_url or _NONE), ("状态", "已举办" if fair.held else "没有举办或还没有记"),
        ("现场人员", fair.roster or "没有记"), ("活动方案", _there(fair.plan)),
        ("应急预案", _there(fair.emergency_plan)), ("安全保卫工作方案", _there(fair.security_plan)),
    )  # fmt: skip
    return ReportPart(title="一、基本情况", heading=("项目", "内容"), rows=rows, links=(f"/fairs/{fair.id}",))


def _there(words: str) -> str:
    return "有" if words else "没有"


def _deadline(on: date | None, due: date, today: date) -> str:
    if on is None:
        return "没有记" if today <= due else "没有做"
    return "按时" if on <= due else f"晚了 {(on - due).days} 天"


def _in_time(fair: JobFair, today: date) -> ReportPart:
    begins, ends = calendar_day(fair.starts_at), calendar_day(fair.ends_at)
    days = {code: timedelta(days=thresholds()[code]["days"]) for code in ("fair_plan", "fair_notice", "fair_follow_up")}
    told = {one.channel: min(also.at for also in fair.announcements if also.channel is one.channel)
            for one in fair.announcements}  # fmt: skip
    first = min(map(calendar_day, told.values()), default=None)
    fixed = None if fair.plan_fixed_at is None else calendar_day(fair.plan_fixed_at)

    def row(code: str, due: date, on: date | None) -> _Row:
        table = thresholds()[code]
        return (table["label"], due.isoformat(), on.isoformat() if on else _NONE, _deadline(on, due, today),
                table["clause"])  # fmt: skip

    rows: list[_Row] = [row("fair_plan", begins - days["fair_plan"], fixed),
                        row("fair_notice", begins - days["fair_notice"], first),
                        row("fair_follow_up", ends + days["fair_follow_up"], fair.followed_up_on)]  # fmt: skip
    channels = "，".join(f"{one.label} {local(told[one]):%m-%d}" if one in told else f"{one.label} 没有发"
                        for one in NoticeChannel)  # fmt: skip
    return ReportPart(title="二、按规定的时间", heading=("事项", "最晚", "实际", "按时", "依据"), rows=tuple(rows),
                      note=f"四个渠道：{channels}。")  # fmt: skip


def _firms(fair: JobFair) -> ReportPart:
    least, number = county_rulebook().counting.least_fair_employers, len(fair.invitations)
    rows: tuple[_Row, ...] = tuple(
        (place, one.name, one.answer.label, one.booth or _NONE, one.jobs, one.headcount, one.hired)
        for place, one in enumerate(fair.invitations, 1))  # fmt: skip
    came = [one for one in fair.invitations if one.answer is Invited.ATTENDED]
    met = "" if fair.theme is FairTheme.LIVE else f"（规定不少于 {least} 家，{met_word(number, least)}）"
    told = (f"邀请 {number} 家{met}，到场 {len(came)} 家，到场单位带来岗位 {sum(one.jobs for one in came)} 个、"
            f"招聘 {sum(one.headcount for one in came)} 人。")  # fmt: skip
    return ReportPart(title="三、邀请和到场单位", rows=rows, note=told,
                      heading=("序号", "单位", "答复", "展位", "岗位数", "招聘人数", "当场录用"))  # fmt: skip


def _came(fair: JobFair, came: int, wishes: dict[str, int]) -> ReportPart:
    names = {one.booth: one.name for one in fair.invitations if one.booth}
    booths: list[_Row] = [(f"想和 {booth or '没有写展位的单位'} 谈" + (f"（{names[booth]}）" if booth in names else ""),
                           number, "人次") for booth, number in wishes.items()]  # fmt: skip
    hired: list[_Row] = [(f"{one.name}{f'（{one.booth}）' if one.booth else ''}当场录用", one.hired, "人")
                         for one in fair.invitations if one.hired]  # fmt: skip
    told = (f"当场录用共 {sum(one.hired for one in fair.invitations)} 人，由各展位报来，填在邀请单位一栏。"
            "签到和意向由自助机的招聘会模式记，不记姓名；上岗的在“推荐与就业”里登记。")  # fmt: skip
    return ReportPart(title="四、当天求职对接", heading=("项目", "数", "单位"),
                      rows=(("现场签到", came, "人次"), *booths, *hired), note=told)  # fmt: skip


def _after(fair: JobFair) -> ReportPart:
    words = tuple(line.strip() for line in fair.follow_up.splitlines() if line.strip())
    return ReportPart(title="五、回访和总结", heading=(), rows=tuple((line,) for line in words) or (
        ("还没有写。会后一周内回访参会单位和求职者，写在这场招聘会的“回访、总结”里。",),))  # fmt: skip


def course_report(tables: Tables, course_id: str, today: date) -> Report | None:
    """Return 培训小结 of a course, None where there is no such course."""
    course, table = tables.courses.get(course_id), tables.course_sessions
    if course is None:
        return None
    sessions, results = table.of_course(course_id), table.results(course_id)
    sums, names = evaluation(sessions, results), {one.id: one.name for one in tables.staff.all()}
    rows: tuple[_Row, ...] = tuple((one.day.isoformat(), "已办" if one.held else "没有办", len(one.attended),
                                    "有" if one.evidence else "没有") for one in sessions)  # fmt: skip
    wanted, people = thresholds()["trainees"], len(people_of(sessions))
    attended = ReportPart(
        title="二、办了哪几天", heading=("日期", "状态", "到场人数", "签到表"), rows=rows, links=("/sessions",),
        note=f"共 {sums.days} 天，到场的不同的人 {people} 个（{wanted['clause']}）。")  # fmt: skip
    waits = Counter(one.check for one in owed(sessions, results, today) if one.overdue)
    return Report(
        title=f"培训小结：{course.name}",
        market=tables.market.get().card.name,
        about=f"{course.name}（{local(course.starts_at):%Y-%m-%d}）",
        as_of=today,
        document="附件1 四（二）2：技能考核、学员就业情况调查，评估培训成效",
        parts=(
            _course(course, tables.cases.numbers_about(CaseKind.COURSE_SIGN_UP, (course.id,)).get(course.id, 0)),
            attended,
            _results(sums.parts, people, waits),
            _reasons(results),
            _reviews(table.reviews(course_id), names),
        ),
    )


def _course(course: Course, signed_up: int) -> ReportPart:
    rows: tuple[_Row, ...] = (
        ("课程", course.name), ("类别", course.kind.label), ("授课方式", course.mode.label),
        ("培训机构", course.provider), ("时间安排", course.schedule), ("内容大纲", course.outline),
        ("名额", course.seats), ("自助机报名", signed_up),
    )  # fmt: skip
    return ReportPart(title="一、课程", heading=("项目", "内容"), rows=rows, links=(f"/courses/{course.id}",))


def _results(parts: tuple[Part, ...], people: int, waits: Counter[TraineeCheck]) -> ReportPart:
    def row(part: Part) -> _Row:
        good = "合格" if part.check is TraineeCheck.EXAM else "在干活"
        share = percent(Fraction(part.good, part.answered)) if part.answered else "还没有结果"
        return (part.check.label, part.asked, part.answered, good, part.good, share, part.asked - part.answered,
                waits[part.check])  # fmt: skip

    return ReportPart(
        title="三、考核和就业情况", rows=tuple(map(row, parts)),
        note=f"占比是占考核过或联系上的人；学员共 {people} 个。",
        heading=("哪一项", "问到", "有结果", "怎样算好", "其中好的", "占比", "没联系上", "过期没做"))  # fmt: skip


def _reasons(results: tuple[TraineeResult, ...]) -> ReportPart:
    counts = Counter(one.outcome for one in results)
    rows: tuple[_Row, ...] = tuple((one.label, counts[one]) for one in TraineeOutcome)
    return ReportPart(title="四、各种结果的人次", heading=("结果", "人次"), rows=rows)


def _reviews(reviews: tuple[CourseReview, ...], names: dict[str, str]) -> ReportPart:
    def told(at: datetime, by: str) -> str:
        return f"{local(at):%Y-%m-%d} {names.get(by, '已离开的人')}"

    rows: tuple[_Row, ...] = tuple((one.kind.label, one.words, told(one.at, one.by)) for one in reviews)
    missing = "；".join(kind.label for kind in asked_for(one.kind for one in reviews))
    return ReportPart(
        title="五、开班准备、检查、学员反映和效果",
        heading=("记的是什么", "怎么样", "谁写的"),
        rows=rows,
        note=f"还没有写：{missing}。请在这门课的培训评估里写。" if missing else "",
    )
