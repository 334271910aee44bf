"""A 节目单 that would break the law or puzzle the hall is stopped with a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from content.model.findings import Severity
from content.model.programme import SCENES
from content.model.programme_plan import PlannedSlot, ProgrammePlan
from content.rules.programme_plan import check_plan

TODAY = date(2026, 11, 23)
SERVICE, JOBS = PlannedSlot(scene="service"), PlannedSlot(scene="jobs")


def found(*slots: PlannedSlot, ticker: tuple[str, ...] = ()) -> list[tuple[Severity, str]]:
    plan = ProgrammePlan(slots=slots, ticker=ticker)
    return [(one.severity, one.sentence) for one in check_plan(plan, TODAY, {"s-1": "大厅屏"}, frozenset(SCENES))]


def test_a_plain_plan_has_nothing_wrong() -> None:
    assert found(SERVICE, JOBS, PlannedSlot(scene="notice", title="停水", text="下午停水")) == []


@pytest.mark.parametrize("limits", [
    {"start": time(9)}, {"weekdays": (1, 2)}, {"zones": ("零工待工区",)}, {"screens": ("s-1",)},
    {"last_day": date(2027, 1, 1)},
])  # fmt: skip
def test_the_service_notice_must_be_everywhere_at_all_times(limits: dict[str, object]) -> None:
    ((severity, sentence),) = found(replace(SERVICE, **limits), JOBS)  # type: ignore[arg-type]
    assert severity is Severity.BLOCK
    assert "条例第三十二条" in sentence


@pytest.mark.parametrize(("slot", "word"), [
    (PlannedSlot(scene="weather"), "放不出来"), (PlannedSlot(scene="emergency"), "放不出来"),
    (PlannedSlot(scene="policy", weight=0), "每轮次数"), (PlannedSlot(scene="policy", weekdays=()), "一天也没有选"),
    (PlannedSlot(scene="policy", start=time(9), end=time(9)), "同一个时刻"),
    (PlannedSlot(scene="policy", first_day=date(2026, 12, 2), last_day=date(2026, 12, 1)), "早于"),
    (PlannedSlot(scene="policy", screens=("gone",)), "停用"),
    (PlannedSlot(scene="notice", title="停水"), "要有标题也要有内容"),
    (PlannedSlot(scene="policy", title="停水", text="下午"), "不能另写字"),
    (PlannedSlot(scene="notice", title="停" * 25, text="水"), "超过 24 个字"),
    (PlannedSlot(scene="notice", title="停", text="水" * 201), "超过 200 个字"),
])  # fmt: skip
def test_a_line_that_cannot_be_played_is_stopped(slot: PlannedSlot, word: str) -> None:
    ((severity, sentence),) = found(SERVICE, JOBS, slot)
    assert severity is Severity.BLOCK
    assert word in sentence
    assert sentence.startswith("第 3 行")


def test_a_line_whose_days_are_over_and_a_plan_without_jobs_are_only_warned_of() -> None:
    over = PlannedSlot(scene="policy", last_day=date(2026, 11, 22))
    assert [severity for severity, _ in found(SERVICE, over)] == [Severity.WARN, Severity.WARN]


def test_the_line_at_the_foot_stays_readable() -> None:
    assert found(SERVICE, JOBS, ticker=("防骗三不要",) * 6) == []
    assert "最多 6 条" in found(SERVICE, JOBS, ticker=("防骗",) * 7)[0][1]
    assert "超过 60 个字" in found(SERVICE, JOBS, ticker=("字" * 61,))[0][1]
