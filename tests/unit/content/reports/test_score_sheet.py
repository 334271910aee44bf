"""The score sheet on paper and as a table: the example of the domain reference in words, with every reading on it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pypdfium2
import pytest

from content.kpi.facts import Adjustment, Check, Posting, SubsidyFacts
from content.kpi.indicators import Standing
from content.kpi.measures import Indicator, Measure
from content.kpi.periods import PeriodKind
from content.kpi.readings import FirstYear, Readings
from content.kpi.rulebook_file import county_rulebook
from content.kpi.score import score
from content.model.codec import from_json, to_json
from content.reports.paper import draw, page_of
from content.reports.score_sheet import (
    HEADING,
    ScoreSheet,
    paper_values,
    percent,
    rows_digest,
    rules_digest,
    sheet_lines,
    sheet_of,
    value_words,
    yuan,
)
from tests.fixtures.score_facts import facts, period, read_as

NOW = datetime(2027, 1, 8, 2, tzinfo=UTC)
# A2-6, the second example: 41%, 55%, (1420, 27), 96, 2040, 5040, 10, 9, 84%, 92%
YEAR: dict[str, int] = {
    "newly_employed": 4100, "aided": 550, "referred": 1420, "workshop": 27, "employers_served": 96, "posted": 2040,
    "served": 5040, "trainings_held": 10, "fairs_held": 9, "seeker_answers": 100, "seekers_satisfied": 84,
    "employer_answers": 100, "employers_satisfied": 92,
}  # fmt: skip
ADJUSTED = Adjustment(id="a1", measure=Measure.EMPLOYERS_SERVED, of=PeriodKind.YEAR, change=4, reason="走访记录补齐",
                      by="staff-assessor", at=NOW, document="核查 3 号")  # fmt: skip
MONEY = SubsidyFacts(budget_fen=300_000_00, paid_half_fen=150_000_00)


def _sheet(money: SubsidyFacts = MONEY, **changes: Any) -> ScoreSheet:
    given = replace(facts(**YEAR), **changes)
    year = period("year")
    return sheet_of(county_rulebook(), score(county_rulebook(), given, year, year.last), given, money,
                    {"staff-assessor": "考核员甲"})  # fmt: skip


def _text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        pages = (document[number].get_textpage().get_text_range() for number in range(len(document)))
        return "".join("".join(pages).split())


def test_the_example_of_the_reference_is_told_as_it_was_computed() -> None:
    sheet = _sheet()
    assert (sheet.total, sheet.operator_total, sheet.decides) == ("91.17", "91.17", "核定数")
    assert [line.points for line in sheet.lines] == [
        "16.40 / 20", "9.17 / 10", "9.00 / 10", "9.60 / 10", "10.00 / 10", "10.00 / 10", "10.00 / 10", "9.00 / 10",
        "3.00 / 5", "5.00 / 5"]  # fmt: skip
    assert [line.verified for line in sheet.lines][:4] == [
        "41%（4100 人）", "55%（550 人）", "1420 人次，零工作坊 27 人", "96 家"]  # fmt: skip
    assert sheet.money == (("年度运营补贴预算", "300,000 元"), ("按 91.17 分应得", "273,510 元"),
                           ("上半年已拨付", "150,000 元"), ("年终应付", "123,510 元"))  # fmt: skip


def test_the_paper_holds_every_reading_both_columns_and_the_corrections() -> None:
    sheet = _sheet(adjustments=(ADJUSTED,))
    text = _text(draw(page_of("score_sheet.html", paper_values(sheet, "样例市场", "", NOW, "负责人"))))
    for line in sheet.lines:
        assert line.label in text
        assert "".join(line.operator.split()) in text
    assert "91.57" in text  # 100 firms after the correction are 10 of 10, 0.40 more
    assert "91.17" in text  # what the operator filled in stays beside it
    assert "走访记录补齐（核查3号），考核员甲2027-01-08" in text
    assert len(sheet.readings) == len(Readings.__dataclass_fields__)
    for sentence, _, _ in sheet.readings:
        assert "".join(sentence.split()) in text
    assert "未定稿，仅供核对" in text
    assert "负责人2027-01-0810:00打印" in text


def test_a_signed_paper_says_who_signed_and_no_longer_that_it_is_a_draft() -> None:
    sheet = from_json(ScoreSheet, to_json(_sheet()))
    assert sheet == _sheet()
    text = page_of("score_sheet.html", paper_values(sheet, "样例市场", "甲、乙 定稿", NOW, "负责人"))
    assert "甲、乙 定稿" in text
    assert "未定稿" not in text


def test_what_is_missing_stands_on_the_sheet_and_no_money_is_guessed() -> None:
    given = facts(None, **YEAR)
    year = period("year")
    sheet = sheet_of(county_rulebook(), score(county_rulebook(), given, year, year.last), given,
                     SubsidyFacts(budget_fen=0), {})  # fmt: skip
    assert sheet.missing == ("还没有全县全年新增就业目标数，请县人社局填报并附文件。",)
    assert sheet.money == (("年度运营补贴预算", "未填"),)
    assert any(row[:2] == ("还缺", sheet.missing[0]) for row in sheet_lines(sheet))


def test_every_row_of_the_table_is_as_wide_as_its_heading() -> None:
    assert {len(row) for row in sheet_lines(_sheet(adjustments=(ADJUSTED,)))} == {len(HEADING)}


@pytest.mark.parametrize(("share", "words"), [
    (Fraction(8499, 10000), "84.99%"), (Fraction(849999, 1000000), "84.99%"), (Fraction(1, 2), "50%"),
    (Fraction(0), "0%"), (Fraction(1, 3), "33.33%"), (Fraction(9, 8), "112.5%"), (Fraction(1, 1000), "0.1%"),
])  # fmt: skip
def test_a_share_is_cut_so_that_what_has_not_reached_a_step_never_reads_as_if_it_had(share: Fraction,
                                                                                     words: str) -> None:  # fmt: skip
    assert percent(share) == words


def test_money_is_told_in_yuan() -> None:
    assert [yuan(fen) for fen in (0, 273_510_00, 12_345, -100_00)] == ["0 元", "273,510 元", "123.45 元", "-100 元"]


def test_no_answers_are_told_as_none() -> None:
    none = Standing(counted=(0, 0), values=(Fraction(),), targets=(Fraction(9, 10),), fulfilled=Fraction(),
                    points=Fraction(), missing="还没有")  # fmt: skip
    assert value_words(Indicator.SEEKER_SATISFACTION, none) == "没有答卷"


def test_the_digest_of_rows_sees_a_check_a_changed_row_and_a_new_one_and_no_later_day_or_order() -> None:
    row = Posting(id="job/1", on=date(2026, 5, 2), entered_at=NOW, fingerprint="x", headcount=2)
    other = replace(row, id="job/2")
    last = date(2026, 12, 31)

    def digest(*rows: Posting) -> str:
        return rows_digest(replace(facts(), postings=rows), last)

    before = digest(row, other)
    assert digest(other, row) == before
    assert digest(row, other, replace(row, id="job/3", on=date(2027, 1, 1))) == before
    changed = (replace(row, check=Check.CONFIRMED), replace(row, headcount=3), replace(row, fingerprint="y"))
    assert len({before, digest(row), *(digest(one, other) for one in changed)}) == 5


def test_another_reading_is_another_set_of_rules() -> None:
    assert rules_digest(read_as(first_year=FirstYear.FULL_TARGETS)) == rules_digest(county_rulebook())
    assert rules_digest(read_as(first_year=FirstYear.PRORATED)) != rules_digest(county_rulebook())


@pytest.mark.parametrize(("money", "told"), [
    ({"paid_half_fen": 310_000_00}, "上半年已拨付的"),
    ({"construction_paid_years": 4}, "建设补贴最多拨 3 年"),  # 方案 二（三）
])  # fmt: skip
def test_money_that_cannot_be_right_is_said_beside_it_and_right_money_is_not(money: dict[str, int], told: str) -> None:
    assert [one for one in _sheet(replace(MONEY, **money)).money_notes if told in one]
    assert not [one for one in _sheet().money_notes if told in one]
