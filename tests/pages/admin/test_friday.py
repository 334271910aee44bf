"""The Friday review: step by step, kept over a reload, published, three channels, closed once, on paper; and 各期."""

from __future__ import annotations

from datetime import timedelta

from content.model.codes import Role, Stage
from content.model.friday import FridayChannel, FridayReview, FridayStep
from tests.pages.admin.world import NOW, World, asked, content_of, press, until

WEEK = "2026-W48"  # of NOW, a Monday


def _review(world: World) -> FridayReview | None:
    with world.market.reading() as tables:
        return tables.friday.of(WEEK)


async def test_the_week_is_looked_through_step_by_step_and_closed_once(world: World) -> None:
    world.add_job(Stage.APPROVED)
    world.add_job(Stage.APPROVED, id="job-2", title="洗碗工", address="新街 9 号", duties="洗碗扫地", trade_code="B11",
                  valid_until=NOW + timedelta(days=20))  # fmt: skip
    user = await world.user(Role.REVIEWER)
    await user.open("/friday")
    await user.should_see("应在 2026-11-27 审核")
    await user.should_not_see(marker="files")
    await until(lambda: "洗碗工" in content_of(user, "items"))
    user.find(marker="step-note").type("都核实过")
    user.find(marker="next").click()
    await user.should_see("到期和快到期 · 1 条")
    await user.open("/friday")  # a reload: what was done is done
    await user.should_see("到期和快到期 · 1 条")
    assert "洗碗工" not in content_of(user, "items")
    await until(lambda: "都核实过" in content_of(user, "walk"))
    for step in ("疑似重复", "有提示的"):
        user.find(marker="next").click()
        await user.should_see(f"{step} · ", retries=30)
    user.find(marker="next").click()
    await user.should_see("发布第 1 期", retries=30)
    user.find(marker="publish").click()
    await user.should_see("第 1 期已发布", retries=30)
    await user.should_see(marker="files")
    user.find(marker="close").click()
    await user.should_see("结束 2026-W48 的审核？")
    user.find(marker="sure").click()
    await user.should_see("还没有记下官方网站、智能化招聘平台的更新时间")
    for channel in ("website", "platform"):
        user.find(marker=channel).click()
    await user.should_see("官方网站 11-23", retries=30)
    user.find(marker="close").click()
    user.find(marker="sure").click()
    await user.should_see("本周审核已结束", retries=30)
    review = _review(world)
    assert review is not None
    assert [one.step for one in review.steps] == list(FridayStep)
    assert {one.channel for one in review.channels} == set(FridayChannel)
    assert (review.edition_number, review.closed_by) == (1, "staff-reviewer")
    assert review.steps[0].count == 2
    press(user, "weeks", "print", WEEK)
    response = await user.download.next(timeout=20)
    assert response.content.startswith(b"%PDF")


async def test_an_expiring_job_is_taken_off_and_twins_are_told_apart_in_their_steps(world: World) -> None:
    world.add_job(Stage.APPROVED)
    world.add_job(Stage.APPROVED, id="job-2")  # the same words again
    user = await world.user(Role.REVIEWER)
    await user.open("/friday")
    user.find(marker="next").click()
    await user.should_see("到期和快到期 · 2 条")
    user.find(marker="next").click()
    await user.should_see("疑似重复 · 1 条")
    press(user, "items", "apart", "job-1/job-2")
    await user.should_see("疑似重复 · 0 条", retries=30)
    with world.market.reading() as tables:
        assert tables.not_duplicates.every() == {("job-1", "job-2")}


async def test_an_edition_is_planned_and_the_plan_taken_back(world: World) -> None:
    world.add_job(Stage.APPROVED)
    user = await world.user(Role.REVIEWER)
    await user.open("/editions")
    user.find(marker="plan").click()
    await asked(user)
    user.find(marker="when").type("2026-11-23T09:00")  # half an hour ago
    user.find(marker="planned").click()
    await user.should_see("定时发布的时间已经过了")
    user.find(marker="when").clear().type("2026-11-27T17:00")
    user.find(marker="planned").click()
    await user.should_see("已定在 2026-11-27 17:00 发布")
    with world.market.reading() as tables:
        (plan,) = tables.planned_editions.waiting()
    assert (plan.due_at - NOW, plan.planned_by) == (timedelta(days=4, hours=7, minutes=30), "staff-reviewer")
    await user.should_see(marker="plans", retries=30)
    press(user, "plans", "cancel", plan.id)
    await user.should_see("定时发布已取消")
    with world.market.reading() as tables:
        assert tables.planned_editions.waiting() == ()


async def test_going_back_warns_of_what_stays_away(world: World) -> None:
    world.add_job(Stage.APPROVED)
    world.add_job(Stage.APPROVED, id="job-2", title="洗碗工")
    first = world.publisher.publish("staff-reviewer")
    world.market.write(lambda tables: tables.jobs.set_stage("job-2", Stage.FILLED, "staff-editor", NOW))
    world.publisher.publish("staff-reviewer")
    user = await world.user(Role.REVIEWER)
    await user.open("/editions")
    await until(lambda: "下架 1 个岗位：洗碗工" in content_of(user, "editions"))
    press(user, "editions", "back", str(first.order))
    await user.should_see("有 1 条不会带回来", retries=30)
    user.find(marker="sure").click()
    await user.should_see("已退回，以前的内容作为第 3 期发布", retries=30)
    assert world.titles() == {"仓库搬运"}


async def test_an_emergency_needs_an_end_and_is_lifted_in_one_click(world: World) -> None:
    world.add_job(Stage.APPROVED)
    world.publisher.publish("staff-reviewer")
    user = await world.user(Role.REVIEWER)
    await user.open("/emergency")
    user.find(marker="title").type("停电")
    user.find(marker="text").type("请从南门离开")
    user.find(marker="declare").click()
    await user.should_see("到什么时候结束")
    with world.market.reading() as tables:
        assert tables.emergencies.get(NOW) is None
    user.find(marker="in-180").click()
    (until_when,) = user.find(marker="until").elements
    await until(lambda: until_when.value == "2026-11-23T12:30")  # three hours on, as the hall's clock says
    user.find(marker="until").clear().type("2026-11-23T12:00")
    (declare,) = user.find(marker="declare").elements
    await until(lambda: declare.enabled)  # what came of the first press is drawn
    user.find(marker="declare").click()
    await user.should_see("把“停电”发到所有屏和自助机？")
    user.find(marker="sure").click()
    await user.should_see("到 11-23 12:00 自动结束", retries=30)
    await until(lambda: "停电" in content_of(user, "alarm"))
    user.find(marker="lift").click()
    await user.should_see("紧急通知已结束", retries=30)
    with world.market.reading() as tables:
        assert tables.emergencies.get(NOW) is None


async def test_what_publishing_would_change_stands_above_the_list_and_nothing_new_is_asked_about(world: World) -> None:
    world.add_job(Stage.APPROVED)
    user = await world.user(Role.REVIEWER)
    await user.open("/editions")
    await until(lambda: "新增 1 个岗位：仓库搬运" in content_of(user, "difference"))
    user.find(marker="publish").click()
    await user.should_see("第 1 期已发布", retries=30)
    await until(lambda: "没有差别" in content_of(user, "difference"))
    user.find(marker="publish").click()
    await user.should_see("没有改动，还要发一期吗？", retries=30)
    with world.market.reading() as tables:
        assert len(tables.editions.kept()) == 1
