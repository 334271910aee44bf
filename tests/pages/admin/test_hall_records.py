"""培训课程, 招聘会, 维权知识, 通知公示 and 工价参考 at the desk: written, handed in, listed, copied, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from nicegui.testing import User

from content.admin.hall_records import blank_course, blank_fair, blank_notice
from content.model.audit import Action
from content.model.codes import (
    CourseMode,
    FairTheme,
    Invited,
    MediaKind,
    NoticeChannel,
    NoticeKind,
    PayUnit,
    Role,
    Stage,
)
from content.model.market import HolidayYear
from content.model.media import MediaItem
from content.model.notices import Announcement, Invitation, WageLine
from content.store.audit import AuditPage
from content.store.records import Page
from tests.pages.admin.world import FIRM, NOW, STAFF, World, content_of, field, press, until

_EDITOR = STAFF[Role.EDITOR]
_COURSE = {"name": "叉车入门", "outline": "驾驶、装卸", "schedule": "连上三天", "provider": "样例培训学校",
           "sign_up": "到窗口报名", "place": "样例路 5 号", "starts_at": "2026-12-01T09:00",
           "ends_at": "2026-12-03T17:00", "seats": "30", "month": "2026-12",
           "contact_phone": "0566-7000000"}  # fmt: skip
_FAIR = {"name": "冬季招聘会", "place": "市场一楼", "summary": "二十家单位来招人", "starts_at": "2026-12-20T09:00",
         "ends_at": "2026-12-20T12:00", "plan": "分区", "plan_fixed_at": "2026-12-01T10:00", "emergency_plan": "疏散",
         "security_plan": "验证入场", "roster": "引导两人"}  # fmt: skip
_ARTICLE = {"title": "签合同看什么", "topic": "contract", "summary": "先看工钱", "body": "正文", "month": "2026-11"}
_NOTICE = {"title": "周六照常开门", "body": "早上四点半开门", "shown_from": "2026-11-24T08:00",
           "shown_until": "2026-11-28"}  # fmt: skip
_GUIDE = {"title": "样例价位", "document_number": "样例〔2026〕9 号", "issuer": "样例局", "issued_on": "2026-06-30",
          "lines": "搬运\t装卸搬运\t元/月\t3000\t4500.5\t6000\n瓦工|砌筑瓦工|元/天||320|"}  # fmt: skip


def _type(user: User, values: dict[str, str]) -> None:
    for name, text in values.items():
        field(user, name).set_value(text)


def _only(world: World, table: str) -> Any:
    with world.market.reading() as tables:
        (found,), total = getattr(tables, table).page(Page())
    assert total == 1
    return found


@pytest.mark.parametrize(("path", "table", "typed", "named"), [
    ("/courses", "courses", _COURSE, "叉车入门"), ("/fairs", "fairs", _FAIR, "冬季招聘会"),
    ("/articles", "articles", _ARTICLE, "签合同看什么"), ("/notices", "notices", _NOTICE, "周六照常开门"),
    ("/wages", "wage_guides", _GUIDE, "样例价位"),
])  # fmt: skip
async def test_each_kind_is_written_handed_in_and_listed(world: World, path: str, table: str,
                                                         typed: dict[str, str], named: str) -> None:  # fmt: skip
    user = await world.user(Role.EDITOR)
    await user.open(f"{path}/new")
    _type(user, typed)
    user.find(marker="submit").click()
    await user.should_see(f"“{named}”已提交")
    record = _only(world, table)
    assert (record.stage, record.created_by, record.updated_by) == (Stage.SUBMITTED, "staff-editor", "staff-editor")
    await user.open(path)
    await until(lambda: named in content_of(user, "list"))
    await until(lambda: "待审核" in content_of(user, "list"))


async def test_a_course_keeps_every_field_of_the_form(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/courses/new")
    _type(user, _COURSE)
    field(user, "mode").set_value("live")
    user.find(marker="save").click()
    await user.should_see("已保存")
    course = _only(world, "courses")
    assert (course.seats, course.month, course.mode) == (30, "2026-12", CourseMode.LIVE)
    assert course.starts_at == datetime(2026, 12, 1, 1, tzinfo=UTC)  # nine in the hall


async def test_what_a_course_lacks_is_said_at_the_field(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/courses/new")
    _type(user, {**_COURSE, "outline": ""})
    user.find(marker="submit").click()
    await user.should_see("标红的几处")
    assert "内容大纲" in field(user, "outline").error
    assert _only(world, "courses").stage is Stage.DRAFT


async def test_announcements_and_invitations_are_rows(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/fairs/new")
    _type(user, _FAIR)
    # all four channels wait for their time
    assert [line.split("\t")[0] for line in field(user, "announcements").value.split("\n")] == [
        channel.value for channel in NoticeChannel]  # fmt: skip
    field(user, "announcements").set_value("短信群发\t2026-12-10 09:30\t发 800 人\nwebsite\t\t")
    field(user, "invitations").set_value(f"{FIRM.name}\t已确认\t3 号\t2\t15\t4\n样例小店")
    user.find(marker="save").click()
    await user.should_see("已保存")
    fair = _only(world, "fairs")
    assert fair.announcements == (Announcement(channel=NoticeChannel.SMS, at=datetime(2026, 12, 10, 1, 30, tzinfo=UTC),
                                               by="staff-editor", where="发 800 人"),)  # fmt: skip
    assert fair.invitations == (
        Invitation(employer_id=FIRM.id, name=FIRM.name, answer=Invited.CONFIRMED, booth="3 号", jobs=2, headcount=15,
                   hired=4),
        Invitation(employer_id="", name="样例小店", answer=Invited.ASKED),
    )
    assert fair.invited == 2


@pytest.mark.parametrize(("name", "typed", "said"), [
    ("announcements", "sms\t\t发 800 人", "第 1 行“发出时间”"), ("announcements", "电报\t2026-12-10\t", "没有“电报”"),
    ("invitations", "甲\n甲", "第 2 行“甲”"), ("invitations", "甲\t\t\t三", "第 1 行“岗位数”"),
    ("invitations", "甲\t\t\t\t\t若干", "第 1 行“当场录用”"),
])  # fmt: skip
async def test_a_row_that_does_not_fit_is_named_and_stays_typed(world: World, name: str, typed: str,
                                                                said: str) -> None:  # fmt: skip
    user = await world.user(Role.EDITOR)
    await user.open("/fairs/new")
    _type(user, _FAIR)
    field(user, name).set_value(typed)
    user.find(marker="save").click()
    await user.should_see("填好的内容都还在")
    assert said in field(user, name).error
    assert field(user, name).value == typed


async def test_the_lines_of_a_document_are_kept_as_it_says_them(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/wages/new")
    _type(user, _GUIDE)
    user.find(marker="save").click()
    await user.should_see("已保存")
    assert _only(world, "wage_guides").lines == (
        WageLine(trade_code="A11", trade_name="搬运", unit=PayUnit.MONTH, low_fen=300000, median_fen=450050,
                 high_fen=600000),
        WageLine(trade_code="A02", trade_name="瓦工", unit=PayUnit.DAY, low_fen=0, median_fen=32000, high_fen=0),
    )  # fmt: skip


async def test_a_copy_of_a_fair_leaves_behind_what_happened_to_the_last_one(world: World) -> None:
    last = replace(
        blank_fair(_EDITOR, NOW), id="fair-1", name="十一月招聘会", place="市场一楼", held=True,
        theme=FairTheme.SPECIAL, follow_up="来了 300 人", followed_up_on=date(2026, 11, 20),
        invitations=(Invitation(employer_id=FIRM.id, name=FIRM.name, answer=Invited.ATTENDED, booth="1 号", hired=6),),
    )  # fmt: skip
    world.market.write(lambda tables: tables.fairs.save(last, None))
    user = await world.user(Role.EDITOR)
    await user.open("/fairs/new?from=fair-1")
    assert field(user, "name").value == "十一月招聘会"
    assert field(user, "theme").value == "special"
    assert field(user, "held").value is False
    assert field(user, "follow_up").value == ""
    assert field(user, "invitations").value == f"{FIRM.name}\tasked\t\t\t\t"


async def test_a_withdrawn_notice_is_gone_from_the_edition_at_once(world: World) -> None:
    notice = replace(blank_notice(_EDITOR, NOW), id="notice-1", title="周六照常开门", body="四点半开门")

    def put(tables: Any) -> None:
        tables.notices.save(notice, None)
        for stage in (Stage.SUBMITTED, Stage.APPROVED):
            tables.notices.set_stage("notice-1", stage, "staff-reviewer", NOW)

    world.market.write(put)
    world.publisher.publish("staff-manager")
    user = await world.user(Role.REVIEWER)
    await user.open("/notices")
    await until(lambda: "已发布" in content_of(user, "list"))
    press(user, "list", "withdraw", "notice-1")
    await user.should_see("撤下这条通知？")
    user.find(marker="sure").click()
    await user.should_see("正在更新")
    edition = world.publisher.current()
    assert edition is not None
    assert edition.notices(NOW) == ()
    edition.close()
    with world.market.reading() as tables:
        (noted,), _ = tables.audit.page(AuditPage(action=Action.STAGE))
    assert (noted.staff_id, noted.words) == ("staff-reviewer", "已撤下：周六照常开门")


async def test_a_course_that_is_over_says_so(world: World) -> None:
    course = replace(blank_course(_EDITOR, NOW), id="course-1", name="旧课", ends_at=NOW - timedelta(hours=1))

    def put(tables: Any) -> None:
        tables.courses.save(course, None)
        for stage in (Stage.SUBMITTED, Stage.APPROVED):
            tables.courses.set_stage("course-1", stage, "staff-reviewer", NOW)

    world.market.write(put)
    user = await world.user(Role.CLERK)
    await user.open("/courses")
    await until(lambda: "已过期" in content_of(user, "list"))
    assert "复制" not in content_of(user, "list")


async def test_a_publicity_notice_stands_seven_working_days(world: World) -> None:
    off = HolidayYear(year=2026, days_off=(date(2026, 11, 26),), working_weekends=(date(2026, 11, 28),), source="样例")
    world.market.write(
        lambda tables: tables.market.save(replace(tables.market.get(), holidays=(off,)), 0, "staff-manager"))
    user = await world.user(Role.EDITOR)
    await user.open("/notices/new?kind=publicity")
    _type(user, {"title": "考核结果公示", "body": "有意见请在公示期内提出", "shown_from": "2026-11-23T10:00"})
    # Tuesday 24th is day 1; Thursday 26th is off, Saturday 28th is worked: 24 25 27 28 30 1 2
    await user.should_see("12 月 2 日是最后一天")
    user.find(marker="submit").click()
    await user.should_see("已提交")
    notice = _only(world, "notices")
    assert notice.kind is NoticeKind.PUBLICITY
    assert notice.shown_until == datetime(2026, 12, 2, 16, tzinfo=UTC)  # midnight after 2 December in the hall


async def test_pictures_are_chosen_by_title_and_kept_in_order(world: World) -> None:
    def put(tables: Any) -> None:
        for place, title in enumerate(("教室", "大门")):
            tables.media.save(MediaItem(
                id=f"media-{place}", title=title, kind=MediaKind.IMAGE, mime="image/png", sha256=f"{place}" * 64,
                size=1, stage=Stage.DRAFT, created_at=NOW, created_by="staff-editor", updated_at=NOW,
            ), None)  # fmt: skip

    world.market.write(put)
    user = await world.user(Role.EDITOR)
    await user.open("/courses/new")
    _type(user, _COURSE)
    (pictures,) = user.find(marker="pictures").elements
    assert pictures.options == {"media-1": "大门（图片 · 草稿）", "media-0": "教室（图片 · 草稿）"}
    pictures.set_value(["media-1", "media-0"])
    user.find(marker="save").click()
    await user.should_see("已保存")
    assert _only(world, "courses").media == ("media-1", "media-0")


async def test_a_firm_in_the_books_is_invited_by_choosing_it(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/fairs/new?theme=live")
    assert field(user, "theme").value == "live"
    user.find(marker="from-books").elements.pop().set_value(FIRM.name)
    assert field(user, "invitations").value == f"{FIRM.name}\tasked\t\t\t\t"


async def test_who_wrote_and_handed_in_is_noted_once_a_change(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/articles/new")
    _type(user, _ARTICLE)
    user.find(marker="save").click()
    await user.should_see("已保存")
    user.find(marker="submit").click()
    await user.should_see("已提交")
    article = _only(world, "articles")
    with world.market.reading() as tables:
        entries, _ = tables.audit.page(AuditPage(subject="article", subject_id=article.id))
    # the second save changed nothing
    assert {(one.action, one.words, one.staff_id) for one in entries} == {
        (Action.SAVED, "新维权知识", "staff-editor"), (Action.STAGE, "提交审核：维权知识", "staff-editor")}  # fmt: skip
    assert len(entries) == 2
