"""Terms of what names a person: never below the law, each with its footing, and no clock is believed blindly."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content.model.published import MarketCard
from content.rules.consent import notice
from content.rules.retention import Kept, is_due, terms, why_not, wrong_term
from content.theme import templates
from kiosk.consent import application_notice
from kiosk.pages.case_filing import PROMISE

TEMPLATES = Path(templates.__file__).parent
NOON = datetime(2026, 11, 26, 4, tzinfo=UTC)
BY = {one.kept: one for one in terms({})}


def test_a_market_begins_with_the_figures_of_the_law_and_the_privacy_notes() -> None:
    # 网络招聘服务管理规定: 3 years; 网络安全法: six months; 人力资源市场暂行条例 §33: 2 years
    assert (BY[Kept.PERSONS].days, BY[Kept.PERSONS].least) == (3 * 365, 3 * 365)
    assert (BY[Kept.FILINGS].days, BY[Kept.ENQUIRIES].days) == (90, 90)
    assert BY[Kept.LOGINS].least == 183
    assert BY[Kept.RIGHTS].least >= 2 * 365
    assert all(one.least <= one.days <= one.most and one.basis and one.word and one.since for one in BY.values())


def test_people_are_told_the_years_they_are_kept_and_no_market_may_set_others() -> None:
    """PIPL §17: the notice says how long; it said two years while the law's three were kept."""
    years = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
    said = [line.text for line in (*notice(MarketCard()), *application_notice(MarketCard())) if line.label == "存多久"]
    told = {years[found] for text in said for found in re.findall(r"([一二两三四五])年", text)}
    persons = BY[Kept.PERSONS]
    assert len(said) == 2
    assert told == {persons.days // 365} == {persons.least // 365} == {persons.most // 365}


def test_what_is_filed_in_the_hall_is_kept_no_longer_than_people_are_told() -> None:
    """PIPL §17: 最多存三年 stands where a phone is asked for, so no setting may go beyond it."""
    asks = ("kiosk_hire_who.html", "kiosk_report_more.html")
    said = [PROMISE, *((TEMPLATES / name).read_text("utf8") for name in asks)]
    assert all("存三年" in text for text in said)
    assert all(BY[kept].most <= 3 * 365 for kept in (Kept.ENQUIRIES, Kept.RIGHTS, Kept.HIRINGS))


def test_what_a_market_set_is_held_to_the_bounds() -> None:
    own = {one.kept: one.days for one in terms({"persons": 1, "filings": 9999, "loans": 45})}
    assert (own[Kept.PERSONS], own[Kept.FILINGS], own[Kept.LOANS]) == (1095, 365, 45)


@pytest.mark.parametrize(("days", "reason", "word"), [
    (29, "少留一点", "只能定 30—365 天"), (366, "多留一点", "只能定"), (60, "少", "写明为什么"),
    (60, "13900001234 要求的", "不要写电话"), (60, "局里的要求", ""),
])  # fmt: skip
def test_a_figure_out_of_bounds_or_without_a_reason_is_refused(days: int, reason: str, word: str) -> None:
    told = wrong_term(BY[Kept.FILINGS], days, reason)
    assert word in told if word else told == ""


def test_a_run_is_due_once_a_day_after_three_in_the_county() -> None:
    assert not is_due(datetime(2026, 11, 25, 18, 59, tzinfo=UTC), None)  # 02:59
    assert is_due(datetime(2026, 11, 25, 19, 0, tzinfo=UTC), None)
    assert not is_due(NOON, NOON - timedelta(hours=9))  # the same day at three
    assert is_due(NOON, NOON - timedelta(hours=13))


def test_a_clock_that_went_back_or_far_ahead_waits_for_a_person() -> None:
    assert why_not(NOON, None) == why_not(NOON, NOON - timedelta(days=31)) == ""
    assert "还早" in why_not(NOON, NOON + timedelta(seconds=1))
    assert "核对时钟" in why_not(NOON, NOON - timedelta(days=31, seconds=1))
