"""What people file for the score: what is refused, what holds, and what the money of a year depends on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from content.kpi.facts import Check
from content.kpi.filed import (
    Assessment,
    CountyFigure,
    FigureName,
    MoneyFiled,
    PaymentRound,
    Rectification,
    RectificationStep,
    RowCheck,
    SubsidyPayment,
    check_filed,
    check_of_row,
    check_payment,
    county_figures,
    subsidy_facts,
)
from content.kpi.periods import PeriodKind
from content.kpi.rulebook_file import county_rulebook
from content.kpi.subsidy import ConstructionState, sanctions, year_round

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def _figure(name: FigureName, value: str, **changes: Any) -> CountyFigure:
    whole = {"id": name.value, "year": 2026, "document": "县人社局函", "entered_by": "staff-1", "entered_at": NOW}
    return CountyFigure(name=name, value=value, **(whole | changes))


@pytest.mark.parametrize(("name", "value", "field"), [
    (FigureName.NEW_EMPLOYMENT_TARGET, "0", "value"), (FigureName.NEW_EMPLOYMENT_TARGET, "三千", "value"),
    (FigureName.NEW_EMPLOYMENT_TARGET, "", "value"), (FigureName.NEW_EMPLOYMENT_TARGET, "３０００", "value"),
    (FigureName.BUDGET, "30000001", "value"), (FigureName.PLAN_FILED, "2026-11-24", "value"),
    (FigureName.PLAN_FILED, "1月5日", "value"),
])  # fmt: skip
def test_a_figure_that_cannot_be_is_refused_beside_its_field(name: FigureName, value: str, field: str) -> None:
    assert [one.field for one in check_filed(_figure(name, value), county_rulebook(), TODAY)] == [field]


def test_the_cap_of_the_regulation_is_still_allowed_and_a_figure_without_document_is_not() -> None:
    """方案 二（三）: 年度运营补贴不超过30万元."""
    figure = _figure(FigureName.BUDGET, "30000000")
    assert check_filed(figure, county_rulebook(), TODAY) == ()
    assert [one.field for one in check_filed(replace(figure, document=" "), county_rulebook(), TODAY)] == ["document"]


def test_the_task_is_both_groups_and_unknown_until_both_are_told() -> None:
    """附件1 二（二）1: 失业人员 and 就业困难人员 together."""
    one = {FigureName.UNEMPLOYED_TASK: _figure(FigureName.UNEMPLOYED_TASK, "600", document="甲")}
    assert county_figures(one).aid_task is None
    both = one | {FigureName.HARDSHIP_TASK: _figure(FigureName.HARDSHIP_TASK, "300", document="乙")}
    task = county_figures(both).aid_task
    assert task is not None
    assert (task.value, task.document) == (900, "甲；乙")


def _payment(kind: PaymentRound, fen: int, year: int = 2026) -> SubsidyPayment:
    return SubsidyPayment(id=f"{kind}{fen}{year}", year=year, round=kind, fen=fen, paid_on=TODAY, document="凭证",
                          by="staff-1", at=NOW)  # fmt: skip


def _assessment(year: int, of: PeriodKind, points: str) -> Assessment:
    return Assessment(id=f"{year}{of}", year=year, of=of, as_of=TODAY, printed=points, points=points, readings="{}",
                      rules_sha256="", rows_sha256="", sheet="{}", signers="甲、乙", note="", signed_by="staff-1",
                      signed_at=NOW)  # fmt: skip


def _filed(**changes: Any) -> MoneyFiled:
    whole: dict[str, Any] = {
        "standing": {FigureName.BUDGET: _figure(FigureName.BUDGET, "30000000")}, "payments": (), "violations": (),
        "rectifications": (), "assessments": (),
    }  # fmt: skip
    return MoneyFiled(**(whole | changes))


def test_the_example_of_the_regulation_pays_what_it_says() -> None:
    """A2-6: 91.17 points of 300,000 yuan, 150,000 paid at the half-year, leave 123,510 for the end of the year."""
    filed = _filed(payments=(_payment(PaymentRound.HALF, 150_000_00), _payment(PaymentRound.HALF, 99, 2025)))
    money = subsidy_facts(2026, filed)
    found = year_round(county_rulebook(), Fraction("91.17"), money)
    assert (found.entitled_fen, found.paid_fen, found.due_fen) == (273_510_00, 150_000_00, 123_510_00)


def test_two_signed_years_in_a_row_below_sixty_end_the_contract_and_a_year_not_assessed_breaks_the_row() -> None:
    """附件2 五: 连续两年年度考核分值低于60分."""
    low = subsidy_facts(2026, _filed(assessments=(_assessment(2025, PeriodKind.YEAR, "59"),)))
    assert sanctions(county_rulebook(), Fraction(50), low).end_contract
    gap = subsidy_facts(2026, _filed(assessments=(_assessment(2024, PeriodKind.YEAR, "59"),)))
    assert gap.points_before == (None, Fraction(59))
    assert not sanctions(county_rulebook(), Fraction(50), gap).end_contract
    half = subsidy_facts(2026, _filed(assessments=(_assessment(2025, PeriodKind.HALF, "59"),)))
    assert not sanctions(county_rulebook(), Fraction(50), half).end_contract


def test_construction_money_waits_for_the_end_of_a_rectification_and_a_payment_set_right_is_no_year_paid() -> None:
    """方案 二（二） and 附件2 五: 整改合格后方可享受下一年度建设补贴."""
    accepted = {FigureName.ACCEPTED: _figure(FigureName.ACCEPTED, "2025-07-01")}
    asked = Rectification(id="r1", year=2026, step=RectificationStep.ASKED, on=date(2026, 8, 1), document="通知", by="",
                          at=NOW)  # fmt: skip
    paid = (_payment(PaymentRound.CONSTRUCTION, 100_000_00, 2025), _payment(PaymentRound.CONSTRUCTION, 100_000_00),
            _payment(PaymentRound.CONSTRUCTION, -100_000_00))  # fmt: skip
    waiting = subsidy_facts(2026, _filed(standing=accepted, rectifications=(asked,), payments=paid))
    assert (waiting.construction_paid_years, waiting.construction_paid_fen) == (1, 100_000_00)
    assert sanctions(county_rulebook(), Fraction(80), waiting).construction is ConstructionState.WAITING
    passed = replace(asked, id="r2", step=RectificationStep.PASSED, on=date(2026, 9, 1))
    done = subsidy_facts(2026, _filed(standing=accepted, rectifications=(asked, passed)))
    assert sanctions(county_rulebook(), Fraction(80), done).construction is ConstructionState.PAYABLE


def test_a_payment_of_nothing_is_refused_and_one_that_takes_back_is_not() -> None:
    assert [one.field for one in check_payment(_payment(PaymentRound.HALF, 0), TODAY)] == ["fen"]
    assert check_payment(_payment(PaymentRound.HALF, -100), TODAY) == ()


def test_a_row_is_found_untrue_with_a_reason_only() -> None:
    check = RowCheck(table="job", row_id="1", check=Check.REJECTED, reason="无", by="staff-1", at=NOW)
    assert [one.field for one in check_of_row(check)] == ["reason"]
    assert check_of_row(replace(check, reason="单位说没有发过")) == ()
    assert check_of_row(replace(check, check=Check.CONFIRMED, reason="")) == ()
