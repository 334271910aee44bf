"""Work closed to 16–17, and who may be offered a job at all (B2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.model.findings import Severity
from content.rules.hazards import check_hazards, hazards, hazards_named, may_be_offered
from tests.unit.content.store.samples import JOB

OPEN = replace(JOB, title="小工", duties="打扫", address="老街", risks="无", protection="无", minors_allowed=True,
               hazards=())  # fmt: skip


def codes(*texts: str) -> list[str]:
    return [hazard.code for hazard in hazards_named(texts)]


def test_the_tags_are_the_seventeen_of_the_rule_and_the_places() -> None:
    assert len(hazards()) == 18
    assert all("《未成年工特殊保护规定》第三条" in hazard.law for code, hazard in hazards().items() if code != "venue")
    assert "《未成年人保护法》第六十一条" in hazards()["venue"].law
    assert len({hazard.label for hazard in hazards().values()}) == 18


@pytest.mark.parametrize(("text", "code"), [
    ("外墙清洗，吊篮作业", "height"), ("大棚打药", "poison"), ("冷库理货", "cold"), ("烟花厂包装", "fire"),
    ("K T V 服务员", "venue"), ("清理窨井", "diving"), ("操作電錘拆牆", "power_tool"), ("司炉工", "boiler"),
])  # fmt: skip
def test_words_give_a_hazard_away(text: str, code: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize("text", ["无高空作业", "不接触农药", "没有粉尘", "不涉及高温作业", "打扫办公室"])
def test_a_hazard_denied_is_none(text: str) -> None:
    assert codes(text) == []


def test_a_job_open_to_minors_must_be_tagged_with_what_it_speaks_of() -> None:
    (finding,) = check_hazards(replace(OPEN, duties="登高换灯"))
    assert (finding.field, finding.severity) == ("hazards", Severity.WARN)
    assert "高处作业" in finding.sentence and finding.sentence.endswith("。")
    assert check_hazards(replace(OPEN, duties="登高换灯", hazards=("height",))) == ()
    assert check_hazards(replace(OPEN, duties="登高换灯", minors_allowed=False)) == ()
    assert check_hazards(OPEN) == ()


@pytest.mark.parametrize(("age", "minors_allowed", "tags", "offered"), [
    (15, True, (), False), (16, True, (), True), (17, False, (), False), (17, True, ("height",), False),
    (18, False, ("height",), True), (63, False, (), True), (81, False, ("heaviest",), True),
])  # fmt: skip
def test_under_sixteen_never_and_past_retirement_never_refused(
    age: int, minors_allowed: bool, tags: tuple[str, ...], offered: bool
) -> None:
    assert may_be_offered(age, minors_allowed, tags) is offered
