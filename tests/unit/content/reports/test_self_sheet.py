"""自评表: the second example of the domain reference (A2-6) in the operator's column, with what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from content.kpi.facts import CountyFigures
from content.kpi.measures import Indicator
from content.kpi.rulebook_file import county_rulebook
from content.kpi.score import Score, score
from content.reports.paper import draw, page_of
from content.reports.score_sheet import ScoreSheet, sheet_of
from content.reports.self_sheet import SELF_HEADING, rows_of, self_lines, self_rows, self_values
from tests.fixtures.score_facts import facts, period
from tests.unit.content.reports.test_score_sheet import ADJUSTED, MONEY, NOW, YEAR, _text

PAPERS = {Indicator.NEW_EMPLOYMENT: 1}


def _made(**changes: object) -> tuple[ScoreSheet, Score]:
    given = replace(facts(**YEAR), **changes)  # type: ignore[arg-type]
    year = period("year")
    found = score(county_rulebook(), given, year, year.last)
    return sheet_of(county_rulebook(), found, given, MONEY, {}), found


def test_what_is_missing_to_full_points_is_told_in_the_unit_of_the_indicator() -> None:
    sheet, found = _made()
    gaps = {line.words.code: line.gap for line in self_lines(sheet, found, PAPERS)}
    assert gaps == {
        "new_employment": "900 人",  # 50% of 10,000 less 4,100
        "hardship_aid": "50 人",  # 60% of 1,000 less 550
        "referrals": "80 人次，零工作坊 3 人",  # 1500 and 30 less (1420, 27)
        "employers": "4 家", "postings": "已达到", "services": "已达到", "trainings": "已达到", "fairs": "1 场",
        "seeker_satisfaction": "6%（百分点）", "employer_satisfaction": "已达到",  # 90% for all five points
    }  # fmt: skip


def test_it_is_the_operators_own_figure_whatever_the_group_adjusted() -> None:
    sheet, found = _made(adjustments=(ADJUSTED,))
    (line,) = [one for one in self_lines(sheet, found, PAPERS) if one.words.code == "employers"]
    assert (line.words.operator, line.words.verified, line.gap) == ("96 家", "100 家", "4 家")
    rows = self_rows(sheet, self_lines(sheet, found, PAPERS))
    assert {len(row) for row in rows} == {len(SELF_HEADING)}
    # 16.40 + 9.17 + 9.00 + 9.60 + 10 + 10 + 10 + 9 + 3 + 5 (A2-6): the verified column has 0.40 more
    (total,) = [row for row in rows if row[0] == "合计"]
    assert "91.17" in total
    assert sum(row[0] == "口径" for row in rows) == 21


def test_a_figure_the_county_did_not_tell_is_missing_and_not_guessed() -> None:
    sheet, found = _made(county=CountyFigures())
    lines = {line.words.code: line for line in self_lines(sheet, found, PAPERS)}
    assert lines["new_employment"].gap == "缺数，算不出"
    assert any(row[0] == "还缺" for row in self_rows(sheet, tuple(lines.values())))


def test_every_record_counted_is_counted_once_and_papers_stand_beside() -> None:
    sheet, found = _made()
    (line,) = [one for one in found.indicators if one.code is Indicator.NEW_EMPLOYMENT]
    assert len(rows_of(line)) == len(set(rows_of(line))) > 0
    told = {one.words.code: (one.rows, one.papers) for one in self_lines(sheet, found, PAPERS)}
    assert told["new_employment"] == (f"{len(rows_of(line))} 条", "1 条")
    assert told["fairs"][1] == "0 条"


def test_on_paper_it_says_that_nobody_verified_it_and_has_every_reading() -> None:
    sheet, found = _made()
    values = self_values(sheet, self_lines(sheet, found, PAPERS), "示例市场", NOW, "甲")
    paper = _text(draw(page_of("self_sheet.html", values)))
    for said in ("示例市场2026年全年自评表", "运营单位自评，未经县人社局核实", "900人", "91.17", "本表采用的口径"):
        assert said in paper, said
    assert "核定得分" not in paper
    assert sheet.as_of == date(2026, 12, 31)
