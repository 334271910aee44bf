"""公示 of a signed sheet at the desk: made in one click, watched over its window, taken off when the figure changes.

What a 公示 says comes from the sheet as it was signed. Only the newest sheet of a period may hang in the hall: making
it public withdraws whatever hangs of the period besides (R210, R211).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from content.admin.desk import Desk
from content.admin.hall_records import at_hour, blank_notice, notice_from
from content.admin.parts import Card
from content.admin.scoring import FILING, sheet_signed
from content.clock import calendar_day
from content.errors import StoreError
from content.kpi.filed import Assessment
from content.kpi.periods import PeriodKind
from content.model.audit import Action
from content.model.cases import Case, CaseKind, CaseState
from content.model.codes import NoticeKind, Stage
from content.model.notices import Notice
from content.model.people import Staff
from content.model.publicities import Publicity
from content.reports.score_publicity import publicity_body, publicity_title
from content.rules.publicity import Term, standing_words, term_of, years_missing
from content.store.database import Tables

_STARTS_AT = 8  # o'clock, tomorrow: there is time to review it


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One 公示 of a period with all that the page tells of it."""

    link: Publicity
    sheet: Assessment
    notice: Notice
    term: Term
    edition: int | None  # printed number of the 期 that first carried it
    appeals: tuple[Case, ...]  # of its window, in the order they came
    refused: int  # came at another time
    newest: bool  # its sheet is the one that holds
    words: str
    trouble: str  # who has to do what, "" for nothing

    @property
    def hangs(self) -> bool:
        """Say whether it is on its way to the hall, or there."""
        return self.notice.stage is not Stage.WITHDRAWN


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodShown:
    """The 公示 of one period, newest first, and what the button would do."""

    shown: tuple[Shown, ...]
    newest: Assessment | None
    button: str  # its word, "" where there is nothing to do
    old_figure: str  # the sentence where the hall shows a figure that does not hold any more


def look_at_period(tables: Tables, year: int, of: PeriodKind, now: datetime) -> PeriodShown:
    """Return how the results of a period are made public."""
    sheets = tables.score.assessments(year, of)
    by_id, newest = {one.id: one for one in sheets}, next(iter(sheets), None)
    links = tables.publicity.of_assessments(by_id)
    shown = tuple(one for link in links
                  if (one := _shown(tables, link, by_id[link.assessment_id], newest, now)) is not None)  # fmt: skip
    old = next((one for one in shown if one.hangs and not one.newest and now < one.term.ends), None)
    told = "" if old is None or newest is None else _old_figure(old, newest)
    return PeriodShown(shown=shown, newest=newest, old_figure=told, button=_button(shown, newest, old, now))


def _old_figure(old: Shown, newest: Assessment) -> str:
    where = f"第 {old.edition} 期带着" if old.edition is not None else "还没有上屏"
    return (f"得分已经另行定稿为 {newest.printed} 分，旧得分 {old.sheet.printed} 分的公示还没有撤（{where}）。"
            "请考核组或负责人点“撤下旧公示，按新得分公示”，旧的马上从大厅撤下，新的送去审核。")  # fmt: skip


def _button(shown: tuple[Shown, ...], newest: Assessment | None, old: Shown | None, now: datetime) -> str:
    if newest is None:
        return ""
    if old is not None:
        return "撤下旧公示，按新得分公示"
    own = next((one for one in shown if one.newest and one.hangs), None)
    if own is None:
        return "按这一稿公示"
    return "撤下，重新公示" if own.trouble and _lost(own, now) else ""


def _lost(one: Shown, now: datetime) -> bool:
    """Say whether a 公示 cannot stand its seven working days any more."""
    carried = one.notice.carried_at
    came = calendar_day(carried if carried is not None and one.notice.stage is Stage.APPROVED else now)
    first_time = one.notice.published_at
    return one.notice.stage is Stage.RETURNED or (
        (first_time is None or calendar_day(first_time) > calendar_day(one.term.starts))
        and came > calendar_day(one.term.starts))  # fmt: skip


def _shown(tables: Tables, link: Publicity, sheet: Assessment, newest: Assessment | None,
           now: datetime) -> Shown | None:  # fmt: skip
    holidays = tables.market.get().holidays
    notice = tables.notices.get(link.notice_id)
    term = None if notice is None else term_of(notice, holidays)
    if notice is None or term is None:
        return None
    filed = tables.cases.about(CaseKind.APPEAL, [notice.id])
    appeals = tuple(one for one in filed if one.state is not CaseState.REFUSED)
    answered = sum(one.state is CaseState.ANSWERED for one in appeals)
    carried = notice.published_at
    edition = None if carried is None else tables.editions.in_force_at(carried)
    found = Shown(
        link=link, sheet=sheet, notice=notice, term=term, edition=None if edition is None else edition.number,
        appeals=appeals, refused=len(filed) - len(appeals), newest=newest is not None and sheet.id == newest.id,
        words="", trouble="")  # fmt: skip
    stands = standing_words(term, len(appeals), answered, now, holidays)
    return _told(found, stands, years_missing(notice.shown_from, holidays), now)


def _told(one: Shown, stands: str, unknown: tuple[int, ...], now: datetime) -> Shown:
    """Return it with its words; `unknown` are the years of its window whose 放假安排 nobody typed."""
    notice, trouble = one.notice, ""
    if notice.stage is Stage.WITHDRAWN:
        stands = "已经撤下，不再公示。" + (f"收到过 {len(one.appeals)} 件申诉。" if one.appeals else "")
    elif notice.stage is Stage.RETURNED:
        trouble = f"审核员退回了：{notice.review_note}。请考核组或负责人撤下，重新公示。"
    elif _lost(one, now):
        trouble = "开始的日子过了还没有上屏，公示不够 7 个工作日。请考核组或负责人撤下，重新公示。"
    elif notice.stage is not Stage.APPROVED:
        trouble = "还没有审核，请审核员今天到“审核”里通过，再发布一期。"
    elif notice.carried_at is None:
        trouble = "审核过了，还没有发布，请审核员到“发布”里发一期，不发布大厅看不到。"
    if one.hangs and not trouble and unknown and now < one.term.ends:
        years = "、".join(map(str, unknown))
        trouble = f"市场设置里还没有 {years} 年的放假安排，公示期只除去了周末，请负责人按国务院的通知填上。"
    if one.hangs and not trouble and notice.body != publicity_body(sheet_signed(one.sheet), one.sheet):
        trouble = "公示的文字和定稿的得分表不一样，请审核员撤下，再由考核组按定稿公示。"
    return replace(one, words=stands, trouble=trouble)


def publicity_card(tables: Tables, now: datetime) -> Card:
    """Return how many 公示 of this and last year's results want somebody to do something, and what the first wants."""
    this = calendar_day(now).year
    found = [(year, of, told) for year in (this, this - 1) for of in PeriodKind
             if (told := _wanting(look_at_period(tables, year, of, now), now))]  # fmt: skip
    year, of, told = found[0] if found else (this, PeriodKind.YEAR, "")
    return Card(label="考核公示要处理", figure=len(found), path=f"/score/assessment?year={year}&of={of.value}",
                pressing=bool(found), sentence=told, roles=FILING,
                clause="附件2 四（三）：公示期为7个工作日")  # fmt: skip


def _wanting(period: PeriodShown, now: datetime) -> str:
    """Return what a period's 公示 wants; a signed sheet nobody made public yet wants that."""
    if period.newest is not None and not period.shown:
        return f"{period.newest.year} 年{period.newest.of.label}的得分已经定稿，还没有公示，请考核组或负责人公示。"
    troubles = (one.trouble for one in period.shown if one.hangs and now < one.term.ends and one.trouble)
    return period.old_figure or next(troubles, "")


def make_public(assessment_id: str, now: datetime) -> Callable[[Tables, Staff], tuple[Notice, bool]]:
    """Return the use case that hands a 公示 of a signed sheet in for review and withdraws what hangs of its period.

    The flag says whether something was taken from the hall, so that a patch edition must go out. StoreError where the
    sheet does not hold any more, or hangs as it should.
    """

    def step(tables: Tables, staff: Staff) -> tuple[Notice, bool]:
        sheet = tables.score.assessment(assessment_id)
        if sheet is None:
            raise StoreError("没有这一稿，请刷新页面再试。")
        period = look_at_period(tables, sheet.year, sheet.of, now)
        if period.newest is None or period.newest.id != sheet.id:
            raise StoreError("这一稿之后又定过稿，请按最新一稿公示。")
        if not period.button:
            raise StoreError("这一稿已经公示了，不用再做，公示期和申诉看下面的列表。")
        hanging = [one for one in period.shown if one.hangs and now < one.term.ends]
        for one in hanging:
            tables.notices.set_stage(one.notice.id, Stage.WITHDRAWN, staff.id, now)
            tables.audit.note(staff, now, Action.STAGE, subject="notice", subject_id=one.notice.id,
                              words=f"撤下公示：{one.notice.title}")  # fmt: skip
        notice = _new_notice(tables, staff, sheet, bool(period.shown), now)
        tables.publicity.add(Publicity(assessment_id=sheet.id, notice_id=notice.id, by=staff.id, at=now))
        tables.audit.note(staff, now, Action.STAGE, subject="notice", subject_id=notice.id,
                          words=f"送审公示：{notice.title}")  # fmt: skip
        taken_off = any(one.notice.carried_at is not None for one in hanging)
        return notice, taken_off and tables.editions.highest() is not None

    return step


def _new_notice(tables: Tables, staff: Staff, sheet: Assessment, again: bool, now: datetime) -> Notice:
    words = sheet_signed(sheet)
    start = at_hour(calendar_day(now) + timedelta(days=1), _STARTS_AT)
    said = {"title": publicity_title(words, again), "body": publicity_body(words, sheet), "shown_from": start,
            "kind": NoticeKind.PUBLICITY}  # fmt: skip
    made = notice_from(blank_notice(staff, now), said, staff, now, tables.market.get().holidays)
    return tables.notices.hand_in_new(made, staff.id)


async def publicise(desk: Desk, assessment_id: str) -> tuple[Notice, bool]:
    """Make a signed sheet public; the flag says whether a patch edition took an older 公示 from the hall."""
    notice, taken_off = await desk.change(make_public(assessment_id, desk.now()), FILING)
    if taken_off:
        await desk.work(lambda staff: desk.parts.publisher.patch(staff.id, "撤下旧的考核公示"), FILING)
    return notice, taken_off


def closing_words(tables: Tables, assessment: Assessment, now: datetime) -> str:
    """Return what is printed under a signed sheet of its 公示, "" where it never had one."""
    period = look_at_period(tables, assessment.year, assessment.of, now)
    own = next((one for one in period.shown if one.sheet.id == assessment.id), None)
    if own is None:
        return ""
    number = f"，第 {own.edition} 期起" if own.edition is not None else ""
    return f"{own.notice.title}{number}：{own.words}"
