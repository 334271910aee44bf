"""Sifting, going from job to job, one slip of several, a number typed: by touch, against a recount of the records."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from content.clock import calendar_day
from content.edition.search import search_jobs
from content.model.codes import Settlement
from content.model.published import PublicJob
from content.theme.words import can_start_on, is_provided
from kiosk.listing import PAY_WAYS, Question, chips, walk_of
from kiosk.pages.basket import flipped
from kiosk.pages.number import trouble_with
from kiosk.visit import Standing
from tests.pages.kiosk.world import NOW, World

TODAY = calendar_day(NOW)
YAODU, DONGLIU = "341721100", "341721101"


def _day_work_in_two_towns(job: PublicJob) -> bool:
    return job.township_code in (YAODU, DONGLIU) and job.settlement is Settlement.DAY and is_provided(job.meals)


async def test_the_sheet_counts_before_it_is_applied_and_applies_all_at_once(world: World) -> None:
    visitor = await world.walk_in("/jobs?pick=sheet")
    jobs = world.content.jobs
    await visitor.sees(f"看 {len(jobs)} 个岗位")
    for value in (f"town:{YAODU}", f"town:{DONGLIU}", "settle:day", "offer:meals"):
        await visitor.touch("flip", value)
    wanted = [job for job in jobs if _day_work_in_two_towns(job)]
    assert 0 < len(wanted) < len(jobs)
    await visitor.sees(f"看 {len(wanted)} 个岗位", "尧渡镇 ✓", "管饭 ✓")
    await visitor.touch("flip", "offer:meals")
    await visitor.touch("flip", "offer:meals")
    await visitor.touch("apply")
    await visitor.sees(f"找到 {len(wanted)} 个岗位", "尧渡镇 ×", "东流镇 ×", "日结 ×", "管饭 ×", "离尧渡镇近的在前")


async def test_a_sheet_that_leaves_nothing_says_so_and_offers_no_empty_list(world: World) -> None:
    visitor = await world.walk_in("/jobs?pick=sheet&today=1&settle=month")
    await visitor.sees("一个也没有，请去掉几样")
    assert 'data-act="apply"' not in visitor.source()
    await visitor.touch("clear")
    await visitor.sees(f"看 {len(world.content.jobs)} 个岗位")


async def test_a_chip_takes_its_filter_away_and_leaves_the_others(world: World) -> None:
    question = Question(town=f"{YAODU}-{DONGLIU}", settle="day", offer="meals", today="1")
    made = {chip.label: chip for chip in chips(question, YAODU) if chip.clears}
    assert set(made) == {"尧渡镇", "东流镇", "日结", "管饭", "今天上工"}
    assert Question(town=DONGLIU, settle="day", offer="meals", today="1").href() == made["尧渡镇"].href
    many = replace(question, town="-".join((YAODU, DONGLIU, "341721102")))
    assert "3 个乡镇" in {chip.label for chip in chips(many, YAODU)}


@pytest.mark.parametrize("way", sorted(PAY_WAYS))
async def test_a_way_of_reckoning_pay_finds_its_units_and_no_others(world: World, way: str) -> None:
    assert world.edition is not None
    query = replace(Question(pay=way).query(TODAY, YAODU), limit=900)
    found = {job.number for job in search_jobs(world.edition, query, NOW).jobs}
    assert found == {job.number for job in world.content.jobs if job.pay_unit in PAY_WAYS[way][1]}


def test_every_pay_unit_belongs_to_one_way() -> None:
    units = [unit for _, units in PAY_WAYS.values() for unit in units]
    assert len(units) == len(set(units)) == 20


async def test_the_reason_for_a_match_stands_on_its_card(world: World) -> None:
    visitor = await world.walk_in("/jobs?text=caicha")
    await visitor.sees("因为您找“caicha”", "拼音一样")
    assert "<mark>采茶" in visitor.source() or "里有“采茶”" in visitor.page()
    visitor = await world.walk_in("/jobs?text=采茶")
    await visitor.sees("因为您找“采茶”：")


async def test_from_job_to_job_in_the_order_of_the_list_with_its_filters(world: World) -> None:
    visitor = await world.walk_in("/jobs?today=1")
    assert world.edition is not None
    walk = walk_of(world.edition, Question(today="1").query(TODAY, YAODU), Standing.ADULT, NOW)
    assert set(walk.numbers) == {job.number for job in world.content.jobs if can_start_on(job, TODAY)}
    await visitor.sees("找到")
    shown = [int(part.split('"')[0]) for part in visitor.source().split("/kiosk/job/")[1:]]
    assert list(walk.numbers[: len(shown)]) == shown
    await visitor.go(f"/job/{shown[0]}")
    await visitor.sees(f"第 1 个，共 {len(walk.numbers)} 个", "下一个 ›")
    assert "上一个" not in visitor.page()
    await visitor.go(f"/job/{shown[1]}")
    await visitor.sees("第 2 个", "‹ 上一个", "下一个 ›")
    assert f'href="/kiosk/job/{shown[0]}"' in visitor.source()
    assert f'href="/kiosk/job/{shown[2]}"' in visitor.source()
    await visitor.go(f"/job/{walk.numbers[-1]}")
    await visitor.sees(f"第 {len(walk.numbers)} 个")
    assert "下一个" not in visitor.page()


async def test_a_job_that_is_not_in_the_list_offers_no_next(world: World) -> None:
    visitor = await world.walk_in(f"/job/{world.content.jobs[0].number}")
    await visitor.sees("放进小票")
    assert "下一个" not in visitor.page()


async def test_three_jobs_go_on_one_slip_and_a_replayed_tap_prints_it_once(printing_world: World) -> None:
    world, jobs = printing_world, printing_world.content.jobs[:3]
    world.worker.start()
    visitor = await world.walk_in()
    for number, job in enumerate(jobs, start=1):
        await visitor.go(f"/job/{job.number}")
        await visitor.touch_once_there("pick")
        await visitor.sees(f"小票 {number}/5", "从小票拿掉")
    await visitor.go("/basket")
    await visitor.sees("小票 3/5", "打印这 3 个", *(job.title for job in jobs))
    await visitor.touch("print", "0")
    await visitor.touch("print", "0")
    await visitor.sees("小票打好了，请取走")
    assert world.printing is not None
    slips = world.printing.recent()
    assert len(slips) == 1
    await visitor.touch("print", "1")
    await visitor.until(lambda: world.printing is not None and len(world.printing.recent()) == 2, "a second slip")


async def test_a_filled_job_leaves_the_slip_and_is_named(world: World) -> None:
    first, second = world.content.jobs[:2]
    visitor = await world.walk_in()
    for job in (first, second):
        await visitor.go(f"/job/{job.number}")
        await visitor.touch_once_there("pick")
    await visitor.go("/basket")
    world.content = replace(world.content, jobs=world.content.jobs[1:])
    world.publish(order=2)
    await visitor.sees(f"{first.number} 号已经下架，不打了", "打印这 1 个")
    await visitor.touch("drop", str(second.number))
    await visitor.sees("小票里还没有岗位")


def test_a_sixth_job_does_not_fit_and_the_same_one_comes_out() -> None:
    assert flipped((1, 2, 3, 4, 5), 6) == (1, 2, 3, 4, 5)
    assert flipped((1, 2, 3), 2) == (1, 3)
    assert flipped((), 9) == (9,)


async def test_a_number_typed_opens_its_job_and_a_wrong_one_gets_a_kind_sentence(world: World) -> None:
    job = world.content.jobs[0]
    visitor = await world.walk_in("/number")
    await visitor.writes(number=str(job.number))
    await visitor.sees(job.title, job.contact_phone)
    assert world.edition is not None
    adult, later = Standing.ADULT, job.valid_until + timedelta(seconds=1)
    assert "招满下架" in trouble_with("987654", world.edition, adult, NOW)
    assert "招到期" in trouble_with(str(job.number), world.edition, adult, later)
    assert "请点数字" in trouble_with("", world.edition, adult, NOW)
    barred = next(job for job in world.content.jobs if not job.minors_allowed)
    assert "不满 18 岁" in trouble_with(str(barred.number), world.edition, Standing.MINOR, NOW)
    assert trouble_with(str(barred.number), world.edition, adult, NOW) == ""
    assert "叫工作人员" in trouble_with("1", None, adult, NOW)
