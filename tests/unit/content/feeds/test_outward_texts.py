"""Texts to paste: short enough to send, with what a reader needs, and never a job cut in two."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from content.feeds.outward_texts import (
    SMS_LENGTH,
    article_text,
    fair_sms,
    fair_text,
    fresh_jobs,
    sms_parts,
    sms_text,
    wechat_text,
)
from content.model.codes import FairTheme, RightsTopic
from content.model.published import MarketCard, PublicArticle, PublicFair
from tests.unit.content.edition.samples import NOW, public_job, public_policy

MARKET = MarketCard(name="东至县零工市场", phone="0566-7000000", address="样例路 1 号", hours="4:30—18:00")
FAIR = PublicFair(id="fair-1", name="冬季招聘会", theme=FairTheme.GENERAL, starts_at=NOW + timedelta(days=9),
                  place="文化广场", summary="当场面谈", invited=32, booths=("1 号 · 样例厂",),
                  valid_until=NOW + timedelta(days=10))  # fmt: skip


def test_a_message_fits_two_parts_and_never_cuts_a_job() -> None:
    jobs = tuple(public_job(number, title="仓库搬运工" * 2) for number in range(1, 30))
    text = sms_text(jobs, MARKET)
    assert len(text) <= 2 * SMS_LENGTH
    assert sms_parts(text) == 2
    assert text.endswith("免费，电话0566-7000000")
    told = text.removeprefix("【东至县零工市场】").split("。免费")[0].split("；")
    assert set(told) == {"仓库搬运工仓库搬运工220元/天，尧渡镇"}
    assert len(sms_text((replace(jobs[0], title="长" * 200),), MARKET)) <= 2 * SMS_LENGTH


@pytest.mark.parametrize(("length", "parts"), [(0, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)])
def test_a_message_is_charged_by_70_characters_or_by_67_where_it_is_longer(length: int, parts: int) -> None:
    assert sms_parts("长" * length) == parts  # GSM 03.40: 140 octets, less a heading of six in each of several


def test_a_rare_hanzi_counts_two() -> None:
    assert (sms_parts("𠮷" * 35), sms_parts("𠮷" * 36)) == (1, 2)


def test_the_texts_to_paste_say_that_it_is_free_and_whom_to_call() -> None:
    text = wechat_text((public_job(7), public_job(8)), (public_policy(1),), MARKET)
    summary = public_policy(1).summary
    for words in ("2 个新岗位", "岗位号 7", "220元/天（日结）", "0566-7000000", "免费服务，不收任何费用", summary):
        assert words in text
    article = PublicArticle(id="a", topic=RightsTopic.CONTRACT, title="签合同看四样", summary="先看工资", body="一二三")
    assert "12333" in article_text(article, MARKET)


def test_jobs_that_are_not_told_are_counted_and_where_they_stand_is_said() -> None:
    text = wechat_text((public_job(7),), (), replace(MARKET, public_url="https://lg.example/"), more=30)
    assert "31 个新岗位" in text
    assert "还有 30 个岗位，看 https://lg.example/jobs/。" in text
    assert "还有" not in wechat_text((public_job(7),), (), MARKET)


def test_only_what_came_within_seven_days_is_new() -> None:
    old = public_job(2, published_at=NOW - timedelta(days=7))
    new = public_job(3, published_at=NOW - timedelta(days=7) + timedelta(seconds=1))
    assert fresh_jobs((old, new), NOW) == (new,)


def test_a_fair_is_told_with_time_place_and_firms() -> None:
    # NOW is 2026-11-23 09:42 in the hall; nine days later is a Wednesday
    for words in ("冬季招聘会", "12月2日（星期三）09:42", "文化广场", "32 家", "1 号 · 样例厂", "不用门票"):
        assert words in fair_text(FAIR, MARKET)
    live = replace(FAIR, theme=FairTheme.LIVE, stream_url="https://live.example/9")
    assert "https://live.example/9" in fair_text(live, MARKET)
    short = fair_sms(FAIR, MARKET)
    assert (sms_parts(short), short.count("12月2日（星期三）09:42，文化广场，32家单位")) == (1, 1)
    longest = fair_sms(replace(FAIR, name="长" * 90, place="远" * 90), MARKET)
    assert sms_parts(longest) == 2
