"""月度运营数据报告 (R206): a month's numbers beside what the regulation asks for, in words; pure.

Targets of a month come from `cadence.toml`, those of the year and the figure of 招聘会 from the rules of the score; the
numbers are `content.kpi.monthly`, so report and score cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from content.kpi.indicators import Denominator
from content.kpi.measures import Measure
from content.kpi.monthly import MonthCounts, whole_at_least
from content.kpi.periods import month_end
from content.kpi.rulebook import Rulebook
from content.model.reports import Report, ReportCell, ReportPart
from content.reports.month_facts import MonthFacts
from content.reports.score_sheet import percent
from content.rules.cadence import thresholds

FIGURES = ("指标", "本月", "单位", "本月目标", "达标", "计入全年", "全年累计", "全年目标", "依据")
_Row = tuple[ReportCell, ...]
_NONE = "—"
_DOCUMENT = "附件2 四（一）：每月提交运营数据报告"
# what stands in which part: measure, unit, table of cadence.toml that names the month's target
_EMPLOYMENT = ((Measure.NEWLY_EMPLOYED, "人", "new_employment"), (Measure.REFERRED, "人次", "referrals"),
               (Measure.WORKSHOP, "人", "workshop"), (Measure.PLACED, "人次", ""))  # fmt: skip
_AID = ((Measure.AIDED, "人", "hardship_aid"), (Measure.HARDSHIP_PERSONS, "人", ""))
_FIRMS = ((Measure.EMPLOYERS_SERVED, "家", ""), (Measure.POSTED, "个", "new_jobs"), (Measure.VACANCIES, "人", ""))
_BUSINESS = ((Measure.SERVED, "人次", "services"), (Measure.TRAININGS_HELD, "场", "trainings"),
             (Measure.FAIRS_HELD, "场", "fair"))  # fmt: skip


def monthly_report(rules: Rulebook, found: MonthCounts, more: MonthFacts, rows_sha256: str) -> Report:
    """Return the report of a month as it stands."""
    month = f"{found.first.year}年{found.first.month}月"
    running = "" if found.as_of == month_end(found.first) else f"（到 {found.as_of} 为止，本月还没有过完）"
    return Report(
        title=f"{month}运营数据报告", market=more.market, about=f"{month}{running}", as_of=found.as_of,
        document=f"{rules.document.split()[0]} {_DOCUMENT}", rows_sha256=rows_sha256,
        parts=(*_figure_parts(found, more), _kinds(found), _fairs(rules, more), _sessions(more),
               _satisfaction(rules, found), _weeks(more), _notes(found)))  # fmt: skip


def _figure_parts(found: MonthCounts, more: MonthFacts) -> Iterator[ReportPart]:
    own: dict[str, tuple[_Row, ...]] = {
        "帮扶情况": (_plain("新建帮扶档案", more.files_opened, "份"),),
        "服务企业与岗位": (_plain("走访企业", more.firms_visited, "家", "visits"),
                    _plain("走访覆盖行业", more.industries, "个", "industries")),
        "业务开展人次及场次": (_plain("培训人数", more.trainees, "人", "trainees"),
                      _plain("推荐课程", more.courses_picked, "门", "courses")),
    }  # fmt: skip
    parts = (("就业人数", _EMPLOYMENT), ("帮扶情况", _AID), ("服务企业与岗位", _FIRMS),
             ("业务开展人次及场次", _BUSINESS))  # fmt: skip
    for number, (title, measures) in zip("一二三四", parts, strict=True):
        rows = tuple(_counted(found, measure, unit, code) for measure, unit, code in measures)
        asked = f"?year={found.first.year}&of=year&column=operator&month={found.first:%Y-%m}"
        links = tuple(f"/score/{measure.value}{asked}" for measure, _, _ in measures)
        beside = own.get(title, ())
        yield ReportPart(title=f"{number}、{title}", heading=FIGURES, rows=(*rows, *beside),
                         links=(*links, *(_PLACES.get(str(row[0]), "") for row in beside)))  # fmt: skip


_PLACES = {"新建帮扶档案": "/aid?view=all", "走访企业": "/visits", "走访覆盖行业": "/visits", "培训人数": "/sessions",
           "推荐课程": "/courses"}  # fmt: skip


def _counted(found: MonthCounts, measure: Measure, unit: str, code: str) -> _Row:
    one = found.of(measure)
    target, clause = month_target(found, code)
    year = found.target(measure)
    return (measure.label, one.month, unit, _NONE if target is None else target, met_word(one.month, target), one.adds,
            one.year, _NONE if year is None else year, clause)  # fmt: skip


def _plain(label: str, value: int, unit: str, code: str = "") -> _Row:
    table = thresholds()[code] if code else {}
    target = table.get("needed")
    return (label, value, unit, _NONE if target is None else target, met_word(value, target), _NONE, _NONE, _NONE,
            table.get("clause", ""))  # fmt: skip


def month_target(found: MonthCounts, code: str) -> tuple[int | None, str]:
    """Return what a table of cadence.toml asks of a month, and its clause; None where nobody has told the whole yet."""
    if not code:
        return None, ""
    table: dict[str, Any] = thresholds()[code]
    if "share" not in table:
        return int(table["needed"]), table["clause"]
    share_of: Denominator = found.employment if code == "new_employment" else found.aid
    if share_of.value is None:
        return None, f"{table['clause']}；{share_of.asks}"
    share = Fraction(int(table["share"].rstrip("%")), 100)
    source = f"（{share_of.document}）" if share_of.document else ""
    return whole_at_least(share * share_of.value), f"{table['clause']}；{share_of.label} {share_of.value}{source}"


def met_word(value: int, target: int | None) -> str:
    """Return whether a number reaches its target, in a word."""
    if target is None:
        return _NONE
    return "达到" if value >= target else f"差 {target - value}"


def _kinds(found: MonthCounts) -> ReportPart:
    whole = found.of(Measure.SERVED).month
    told = sum(number for _, number in found.services)
    rows: list[_Row] = [(kind.label, number, percent(Fraction(number, whole)) if whole else _NONE)
                        for kind, number in found.services]  # fmt: skip
    if whole != told:
        rows.append(("台账以外带来的数", whole - told, percent(Fraction(whole - told, whole)) if whole else _NONE))
    return ReportPart(title="五、常态业务分类", heading=("业务", "本月人次", "占比"),
                      rows=(*rows, ("合计", whole, _NONE)),
                      note="同一个人同一种业务一天只计一次；浏览、打印、自助小测不计。")  # fmt: skip


def _fairs(rules: Rulebook, more: MonthFacts) -> ReportPart:
    least = rules.counting.least_fair_employers
    rows: tuple[_Row, ...] = tuple(
        (one.on.isoformat(), one.name, one.theme, "已举办" if one.held else "没有举办", one.invited, one.attended,
         one.came, _NONE if one.live else met_word(one.invited, least)) for one in more.fairs)  # fmt: skip
    return ReportPart(title="六、招聘推介活动", rows=rows, links=tuple(one.path for one in more.fairs),
                      heading=("日期", "名称", "主题", "状态", "邀请单位", "到场单位", "签到人数",
                               f"邀请满 {least} 家"),
                      note="" if rows else "本月没有招聘会和直播带岗。")  # fmt: skip


def _sessions(more: MonthFacts) -> ReportPart:
    rows: tuple[_Row, ...] = tuple(
        (one.on.isoformat(), one.course, "已办" if one.held else "没有办", one.attended) for one in more.sessions
    )
    return ReportPart(title="七、技能培训", heading=("日期", "课程", "状态", "到场人数"), rows=rows,
                      links=tuple(one.path for one in more.sessions),
                      note=f"到场的不同的人共 {more.trainees} 个。" if rows else "本月没有培训。")  # fmt: skip


def _satisfaction(rules: Rulebook, found: MonthCounts) -> ReportPart:
    least = rules.counting.least_answers

    def row(label: str, whole: Measure, part: Measure) -> _Row:
        asked, good = found.of(whole), found.of(part)
        share = percent(Fraction(good.month, asked.month)) if asked.month else "没有答卷"
        ahead = percent(Fraction(good.year, asked.year)) if asked.year else "没有答卷"
        return (label, asked.month, good.month, share, asked.year, good.year, ahead,
                "样本不足" if asked.year < least else "")  # fmt: skip

    return ReportPart(
        title="八、服务质量",
        heading=("谁", "本月答卷", "其中满意", "本月满意度", "全年答卷", "全年满意", "全年满意度", "说明"),
        rows=(row("求职者", Measure.SEEKER_ANSWERS, Measure.SEEKERS_SATISFIED),
              row("企业", Measure.EMPLOYER_ANSWERS, Measure.EMPLOYERS_SATISFIED)),
        links=("/satisfaction", "/satisfaction"),
        note=f"一个人、一家企业一个月只算一份；全年不足 {least} 份的注明样本不足。")  # fmt: skip


def _weeks(more: MonthFacts) -> ReportPart:
    needed = thresholds()["policy_updates"]["needed"]

    def done(is_done: bool) -> str:
        return "做了" if is_done else "没有做"

    rows: tuple[_Row, ...] = tuple(
        (one.week, one.policy_updates, met_word(one.policy_updates, needed), done(one.reviewed), done(one.swept),
         done(one.logs_checked)) for one in more.weeks)  # fmt: skip
    told = (f"信息源登记 {more.watched_days} 天，本月工作日 {more.workdays} 天。维权文章 {more.articles} 篇。"
            f"咨询 {more.consultations} 次，写了 {more.consult_actions} 条分析和改进。")  # fmt: skip
    return ReportPart(title="九、每周要做的", note=f"{told}周五在本月的周算本月的。", rows=rows,
                      heading=("周", "政策更新次数", f"满 {needed} 次", "岗位周审核", "台账梳理", "日志检查"),
                      links=tuple(f"/friday?week={one.week}" for one in more.weeks))  # fmt: skip


def _notes(found: MonthCounts) -> ReportPart:
    lines = [
        "本月：这个月里计一次的数；计入全年：其中全年头一次计到的；全年累计：和考核得分表的填报数同一个算法，到本月底。",
        "同一个人、同一家企业、同一个岗位重复的只计一次；核定数以考核组核实的为准。",
        *found.remarks,
    ]
    late = sum(one.late for one in found.counts if one.measure in _ONCE)
    lines += [f"本月的数里有 {late} 条是补录。"] * bool(late)
    lines += [f"{one.measure.label}：考核组核实后是 {one.verified}，填报 {one.month}。"
              for one in found.counts if one.verified != one.month]  # fmt: skip
    lines += list(missing(found))
    return ReportPart(title="说明", heading=(), rows=tuple((line,) for line in dict.fromkeys(lines)))


# measures that share no row with another, so that a late entry is told once
_ONCE = frozenset((Measure.NEWLY_EMPLOYED, Measure.REFERRED, Measure.HARDSHIP_PERSONS, Measure.EMPLOYERS_SERVED,
                   Measure.SERVED, Measure.TRAININGS_HELD, Measure.FAIRS_HELD, Measure.SEEKER_ANSWERS,
                   Measure.EMPLOYER_ANSWERS))  # fmt: skip


def missing(found: MonthCounts) -> Iterator[str]:
    """Yield what somebody has to bring before every target can be told."""
    for share_of in (found.employment, found.aid):
        if share_of.asks:
            yield share_of.asks


def figure_rows(report: Report) -> Iterable[_Row]:
    """Return the rows of the parts that set a number beside its target."""
    return (row for part in report.parts if part.heading == FIGURES for row in part.rows)
