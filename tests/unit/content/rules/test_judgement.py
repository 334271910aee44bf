"""One job under all rules, and what a reviewer's reason settles."""

from __future__ import annotations

from dataclasses import replace

from content.model.codes import PayUnit, Settlement
from content.model.editorial import Release
from content.model.findings import Finding, Severity
from content.rules.duplicates import Likeness, Twin
from content.rules.judgement import judge_job, twin_findings, undecided, word_of
from tests.unit.content.rules.test_completeness import EMPLOYER
from tests.unit.content.store.samples import JOB, NOW


def judged(**changed: object) -> tuple[Finding, ...]:
    return judge_job(replace(JOB, **changed), EMPLOYER, NOW, None, {})  # type: ignore[arg-type]


def release(finding: Finding, word: str | None = None) -> Release:
    text = word_of(finding) if word is None else word
    return Release(code=finding.code, field=finding.field, word=text, reason="特种作业", by="s1", at=NOW)


def test_every_kind_of_rule_is_asked() -> None:
    found = judged(hours="", duties="限男性", pay_unit=PayUnit.HOUR, settlement=Settlement.MONTH,
                   minors_allowed=True, hazards=(), risks="登高", trade_code="C01")  # fmt: skip
    assert {one.code for one in found} == {"STRUCT", "SEX-1", "PAY-5", "MINOR"}
    assert judged() == ()


def test_a_reason_settles_a_warning_for_the_words_it_was_given_for() -> None:
    (age,) = judged(requirements="55岁以下")
    assert undecided((age,), ()) == (age,)
    assert undecided((age,), (release(age),)) == ()
    assert undecided((age,), (release(age, "45岁以下"),)) == (age,)
    assert undecided((age,), (replace(release(age), field="duties"),)) == (age,)


def test_no_reason_settles_what_the_law_forbids() -> None:
    (sex,) = judged(requirements="限男性")
    assert undecided((sex,), (release(sex),)) == (sex,)


def test_where_the_law_keeps_women_from_the_work_a_reason_settles_it() -> None:
    (sex,) = judged(requirements="限男性", hazards=("underground",))
    assert undecided((sex,), (release(sex),)) == ()


def test_pay_can_be_released_and_a_missing_field_cannot() -> None:
    pay, = judged(pay_unit=PayUnit.HOUR, settlement=Settlement.MONTH)
    assert undecided((pay,), (release(pay),)) == ()
    missing, = judged(hours="")
    assert undecided((missing,), (release(missing),)) == (missing,)


def test_twins_are_named_by_number_and_end_by_merging_only() -> None:
    exact = Twin(id="a", score=0.961, likeness=Likeness.RENEWAL, same_fingerprint=True)
    near = Twin(id="b", score=0.6, likeness=Likeness.NEAR, same_fingerprint=False)
    found = twin_findings([exact, near, replace(near, id="gone")], {"a": 1017, "b": 1020})
    assert [one.severity for one in found] == [Severity.BLOCK, Severity.WARN]
    assert "岗位 1017" in found[0].sentence and "96%" in found[0].sentence
    assert undecided(found, [release(one) for one in found]) == found


def test_a_hint_needs_no_decision() -> None:
    (hint,) = judged(title="妈妈岗")
    assert undecided((hint,), ()) == ()
