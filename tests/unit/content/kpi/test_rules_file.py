"""A county's rules file: every figure of 附件2 stands in it with its clause, and what is wrong in one is refused."""

from __future__ import annotations

from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest

from content.errors import ScoringRulesError
from content.kpi.indicators import satisfaction_points
from content.kpi.measures import Indicator
from content.kpi.rulebook_file import county_rulebook, read_rulebook
from tests.fixtures.score_facts import facts, scored

TEXT = files("content.kpi").joinpath("rules.toml").read_text("utf8")
RULES = county_rulebook()
# typed from 附件2 二（二） and 三, not from the file
YEAR_TARGETS = {
    Indicator.NEW_EMPLOYMENT: (Fraction(1, 2),), Indicator.HARDSHIP_AID: (Fraction(3, 5),),
    Indicator.REFERRALS: (1500, 30), Indicator.EMPLOYERS: (100,), Indicator.POSTINGS: (2000,),
    Indicator.SERVICES: (5000,), Indicator.TRAININGS: (10,), Indicator.FAIRS: (10,),
}  # fmt: skip
GROUPS = {"就业绩效": 40, "服务企业": 20, "业务开展": 30, "服务质量": 10}


def test_the_groups_weigh_as_the_regulation_says() -> None:
    weights: dict[str, Fraction] = {}
    for one in RULES.indicator:
        weights[one.group] = weights.get(one.group, Fraction()) + one.points
    assert weights == GROUPS
    assert [one.code for one in RULES.indicator] == list(Indicator)


def test_the_targets_of_the_year_are_those_of_the_text() -> None:
    assert {one.code: one.year for one in RULES.indicator if one.year} == YEAR_TARGETS


def test_every_figure_has_its_clause_and_every_line_its_text() -> None:
    for one in RULES.indicator:
        assert one.clause.startswith("附件2 三（") and one.half_text and one.year_text
    assert RULES.subsidy.clause == RULES.sanctions.clause == "附件2 五"


@pytest.mark.parametrize(("old", "new", "said"), [
    ("full_points = 100", "full_points = 100\nsurprise = 1", "不认识 surprise"),
    ("late_after_days = 1", "late_days = 1", "不认识 counting.late_days"),
    ("repost_days = 30  #", "#", "缺 counting.repost_days"),
    ("points = 20\n", "points = 25\n", "“新增就业人数占比”的半年各档要从低到高"),
    ("points = 5\n", "points = 6\n", "不是 100 分"),
    ('at = ["15%"], points = 8', 'at = [0.15], points = 8', "应是整数或"),
    ('at = ["15%"], points = 8', 'at = ["15"], points = 8', "应是整数或"),
    ('at = ["15%"], points = 8', 'at = [15], points = 8', "要写成 15% 这样"),
    ("at = [500, 5]", "at = [500]", "都要写 2 个大于 0 的数"),
    ("at = [600, 10]", "at = [600, 4]", "“推荐灵活就业”的半年各档要从低到高"),
    ("year = [1500, 30]", "year = [1500]", "都要写 2 个大于 0 的数"),
    ("year = [100]", "year = [0]", "都要写 1 个大于 0 的数"),
    ('every = "5%"', 'every = "0%"', "every、adds 大于 0"),
    ('code = "fairs"', 'code = "trainings"', "十项指标要各有一段"),
    ('code = "fairs"', 'code = "parties"', "只能是 new_employment"),
    ('half_denominator = "annual_target"', 'half_denominator = "guess"', "readings.half_denominator 只能是"),
    ('satisfied = ["very-good"', 'satisfied = ["delighted"', "counting.satisfied[1] 只能是"),
    ("cap_yuan = 300000", 'cap_yuan = "300000"', "subsidy.cap_yuan 应是整数"),
    ("cap_yuan = 300000", "cap_yuan = true", "subsidy.cap_yuan 应是整数"),
    ("{ least = 95", "{ least = 50", "从高到低"),
    ('clause = "附件2 三（一）1"', 'clause = ""', "indicator[1].clause 应是文字"),
    ("[construction]", "[building]", "不认识 building"),
    ("title =", "title", "写法不对"),
    ("years = [2025, 2026, 2027]", "years = 2025", "应写成 [ ]"),
])  # fmt: skip
def test_a_wrong_rules_file_is_refused_and_says_who_mends_it(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(ScoringRulesError, match="请系统管理员按县里的考核细则改正") as refused:
        read_rulebook(TEXT.replace(old, new, 1), "xian.toml")
    assert said in str(refused.value) and "xian.toml" in str(refused.value)


def test_another_county_is_another_file() -> None:
    text = TEXT.replace('{ at = ["25%"], points = 20 }', '{ at = ["24.5%"], points = 20 }')
    given = facts(employed_of=1000, newly_employed=245)
    printed = [scored("half", given, rules).line(Indicator.NEW_EMPLOYMENT).decisive.printed
               for rules in (read_rulebook(text, "xian.toml"), RULES)]  # fmt: skip
    assert printed == ["20.00", "12.00"]


def test_no_figure_of_the_score_stands_in_the_code() -> None:
    package = Path(str(files("content.kpi")))
    code = "".join(path.read_text("utf8") for path in package.glob("*.py"))
    assert [figure for figure in ("1500", "2000", "2500", "5000", "300000", "100000", "750") if figure in code] == []


def test_satisfaction_outside_its_rule_is_the_rule_of_the_file() -> None:
    steps = RULES.rule(Indicator.SEEKER_SATISFACTION).steps
    assert steps is not None
    assert satisfaction_points(Fraction(17, 20), steps, Fraction(5), RULES.readings) == 4
