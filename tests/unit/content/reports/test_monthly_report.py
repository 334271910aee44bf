"""月度运营数据报告: targets of the regulation beside the numbers, sealed, on paper, as a workbook of numbers."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook

from content.admin.reporting import as_paper, as_workbook, since_frozen
from content.kpi.facts import Facts
from content.kpi.measures import Measure
from content.kpi.monthly import MonthCounts, month_counts
from content.kpi.periods import month_end
from content.kpi.rulebook_file import county_rulebook
from content.model.reports import Report
from content.reports.month_counting import STEPS, CountingError, count_month, counted_here
from content.reports.month_facts import MonthFacts, weeks_of_month
from content.reports.monthly_report import FIGURES, figure_rows, met_word, monthly_report
from content.reports.report_paper import sealed
from tests.fixtures.market_year import market_year
from tests.fixtures.report_books import MORE, TYPED
from tests.fixtures.score_facts import facts, period
from tests.fixtures.year.planting import planted

AFTER = date(2027, 1, 5)
NOW = datetime(2027, 1, 5, 2, tzinfo=UTC)
MAY = date(2026, 5, 1)


def _counts(given: Facts | None = None, **numbers: int) -> MonthCounts:
    """Return a January in which so much of each measure was counted."""
    given = given or facts(employed_of=3000, aid_task=900, **numbers)
    return month_counts(county_rulebook(), given, period("year"), date(2026, 1, 1), AFTER)


def _report(counts: MonthCounts | None = None, more: MonthFacts = MORE) -> Report:
    return monthly_report(county_rulebook(), counts or _counts(), more, "ab" * 32)


def _row(report: Report, label: str) -> tuple[object, ...]:
    return next(row for row in figure_rows(report) if row[0] == label)


@pytest.mark.parametrize(
    ("measure", "target"),
    [("referred", 125), ("workshop", 3), ("newly_employed", 150), ("aided", 45), ("posted", 170), ("served", 420),
     ("trainings_held", 1), ("fairs_held", 1)],
)  # fmt: skip
def test_a_number_meets_its_target_at_the_regulations_figure_and_misses_it_one_below(measure: str, target: int) -> None:
    """附件1: 125 with 3 of workshops, 5 % of 3000 and of 900, 170 posts, 420 services, one training, one fair."""
    label = Measure(measure).label
    met, missed = (_row(_report(_counts(**{measure: number})), label) for number in (target, target - 1))
    assert met[1:5] == (target, met[2], target, "达到")
    assert missed[1:5] == (target - 1, met[2], target, "差 1")


def test_visits_trainees_and_courses_have_their_targets_too() -> None:
    """附件1 一（一）1: ten firms; 四: twenty trainees, two or three courses."""
    report = _report()
    assert _row(report, "走访企业")[1:5] == (9, "家", 10, "差 1")
    assert _row(report, "培训人数")[1:5] == (20, "人", 20, "达到")
    assert _row(report, "推荐课程")[1:5] == (2, "门", 2, "达到")


def test_a_share_without_the_countys_figure_has_no_target_and_says_who_brings_it() -> None:
    report = _report(_counts(facts(employed_of=None, newly_employed=12)))
    row = _row(report, "新增就业人数")
    assert row[1:5] == (12, "人", "—", "—")
    assert "请县人社局填报并附文件" in str(row[-1])
    assert any("还没有全县全年新增就业目标数" in str(row[0]) for row in report.parts[-1].rows)


def test_the_parts_are_those_the_regulation_names_and_every_figure_leads_to_its_rows() -> None:
    """附件2 四（一）: 就业人数、帮扶情况、服务企业与岗位信息、业务开展人次及场次."""
    report = _report()
    named = ["就业人数", "帮扶情况", "服务企业与岗位", "业务开展人次及场次"]
    assert [part.title[2:] for part in report.parts[:4]] == named
    for part in report.parts[:4]:
        assert part.heading == FIGURES
        assert all(part.links)
        assert len(part.links) == len(part.rows)
    assert report.parts[0].links[0] == "/score/newly_employed?year=2026&of=year&column=operator&month=2026-01"


def test_a_fair_with_18_firms_and_a_week_with_one_update_are_told_as_short() -> None:
    report = {part.title: part for part in _report().parts}
    assert report["六、招聘推介活动"].rows[0][-1] == "差 2"  # 附件1 一（二）1: 20 firms
    assert report["九、每周要做的"].rows[0][1:] == (1, "差 1", "做了", "没有做", "做了")  # 附件1 三（一）: 2 a week


def test_kinds_of_service_add_up_to_the_number_of_the_month() -> None:
    counts = month_counts(county_rulebook(), market_year(), period("year"), MAY, AFTER)
    kinds = next(part for part in _report(counts).parts if part.title.startswith("五"))
    *each, whole = (int(row[1]) for row in kinds.rows)
    assert sum(each) == whole == counts.of(Measure.SERVED).month
    brought = next(part for part in _report(_counts(served=7)).parts if part.title.startswith("五"))
    assert brought.rows[-2][:2] == ("台账以外带来的数", 7)


def test_a_week_belongs_to_the_month_of_its_friday() -> None:
    # 31 January 2026 is a Saturday, 1 May 2026 a Friday
    assert weeks_of_month(date(2026, 1, 1), date(2026, 1, 31)) == (
        "2026-W01", "2026-W02", "2026-W03", "2026-W04", "2026-W05")  # fmt: skip
    assert weeks_of_month(date(2026, 5, 1), date(2026, 5, 31))[0] == "2026-W18"
    year = [week for month in range(1, 13) for week in weeks_of_month(
        date(2026, month, 1), month_end(date(2026, month, 1)))]  # fmt: skip
    assert len(year) == len(set(year)) == 52


def test_met_in_a_word() -> None:
    assert [met_word(*one) for one in ((3, 3), (2, 3), (0, None))] == ["达到", "差 1", "—"]


def test_the_seal_changes_with_any_cell_and_with_nothing_else() -> None:
    report = _report()
    one, same = sealed(report), sealed(_report())
    assert (one.sha256, one.content) == (same.sha256, same.content)
    assert sealed(replace(report, as_of=date(2026, 1, 30))).sha256 != one.sha256
    assert sealed(_report(more=replace(MORE, firms_visited=10))).sha256 != one.sha256


def test_what_changed_since_is_told_number_by_number() -> None:
    frozen, now = sealed(_report(_counts(posted=169))), sealed(_report(_counts(posted=171)))
    assert since_frozen(frozen, now) == (
        "发布岗位个数：本月 169 → 171，达标 差 1 → 达到，计入全年 169 → 171，全年累计 169 → 171",)  # fmt: skip
    assert since_frozen(frozen, frozen) == ()
    other = sealed(replace(frozen.report, rows_sha256="cd" * 32))
    assert since_frozen(frozen, other) == ("有记录补录、更正或核实过，报告里的数没有变。",)


def test_the_workbook_holds_numbers_as_numbers_and_no_formula() -> None:
    one = sealed(_report(_counts(posted=171)))
    book = load_workbook(io.BytesIO(as_workbook(one, NOW, "=负责人")))
    assert book.sheetnames == ["报告", *(part.title for part in one.report.parts)]
    cells = {name: [[cell.value for cell in row] for row in book[name].iter_rows()] for name in book.sheetnames}
    assert cells["三、服务企业与岗位"][2][:5] == ["发布岗位个数", 171, "个", 170, "达到"]
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds == {"s", "n", "inlineStr"}  # a formula would be "f"
    assert cells["六、招聘推介活动"][1][1] == f"'{TYPED}"  # typed by somebody, and no formula
    assert ["内容指纹（SHA-256）", one.sha256] in cells["报告"]
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_the_paper_says_all_that_the_report_says_and_its_digest() -> None:
    one = sealed(_report(_counts(posted=171)))
    with pypdfium2.PdfDocument(io.BytesIO(as_paper(one, NOW, "负责人"))) as document:
        pages = ["".join(document[place].get_textpage().get_text_range().split()) for place in range(len(document))]
    text = "".join(pages)
    for part in one.report.parts:
        assert "".join(part.title.split()) in text
        for row in part.rows:
            assert all("".join(str(cell).split()) in text for cell in row), row
    assert one.sha256 in text
    assert "未定稿，仅供核对" in text
    for place, page in enumerate(pages, 1):
        assert f"第{place}页，共{len(pages)}页" in page


def test_a_child_counts_the_same_and_says_its_steps_in_order(tmp_path: Path) -> None:
    path = tmp_path / "market.db"
    market = planted(path)
    try:
        said: list[str] = []
        found = count_month(path, MAY, AFTER, said.append)
        assert said == list(STEPS)
        assert found == counted_here(path, MAY, AFTER, said.append)
        with market.reading() as tables:
            read = tables.score.facts(2026)
        assert found.counts == month_counts(county_rulebook(), read, period("year"), MAY, AFTER)
        with pytest.raises(CountingError, match="没有算成"):
            count_month(tmp_path / "nothing.db", MAY, AFTER)
    finally:
        market.close()
