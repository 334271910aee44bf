"""Finding work and reading, from the edition alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from content.clock import calendar_day
from content.model.codes import CourseKind, FairTheme, InsuranceTopic, RightsTopic, Settlement
from content.model.places import rings_of
from content.model.published import PublicJob
from kiosk.components.qr import qr_svg
from tests.pages.kiosk.world import NOW, World

_TODAY = calendar_day(NOW)


def _can_start_today(job: PublicJob) -> bool:
    begun = job.starts_on is None or job.starts_on <= _TODAY
    lasts = job.ends_on is None or job.ends_on >= _TODAY
    return job.settlement is Settlement.DAY and begun and lasts


async def test_home_counts_what_the_edition_holds(world: World) -> None:
    visitor = await world.walk_in()
    jobs = world.content.jobs
    in_group_c = sum(job.trade_group == "C" for job in jobs)
    await visitor.sees(
        f"家政保洁 {in_group_c} 个岗位", f"全部岗位 {len(jobs)} 个岗位", "第 94 期", "09:30", "11月23日 星期一",
        f"的 {sum(map(_can_start_today, jobs))} 个岗位",
    )  # fmt: skip


async def test_a_trade_shows_its_jobs_in_one_touch_and_pages_without_gap_or_double(world: World) -> None:
    visitor = await world.walk_in()
    (here,), beside = rings_of("341721100")  # the demonstration's market stands in 尧渡镇

    def rank(job: PublicJob) -> tuple[bool, int]:
        ring = 0 if job.township_code == here else 1 if job.township_code in beside else 2
        return job.settlement is not Settlement.DAY, ring

    wanted = [str(job.number) for job in sorted(world.content.jobs, key=rank) if job.trade_group == "A"]
    await visitor.go("/jobs?group=A")
    seen: list[str] = []
    while True:
        await visitor.sees("找到")
        source = visitor.source()
        seen += [part.split('"')[0] for part in source.split("/kiosk/job/")[1:]]
        if "下一页" not in source:
            break
        await visitor.go(source.split('btn b" href="/kiosk')[-1].split('"')[0].replace("&amp;", "&"))
    assert seen == wanted


async def test_filters_go_together_and_say_the_count(world: World) -> None:
    visitor = await world.walk_in("/jobs?town=341721100&settle=day")
    wanted = [job for job in world.content.jobs
              if job.township_code == "341721100" and job.settlement is Settlement.DAY]  # fmt: skip
    await visitor.sees(f"找到 {len(wanted)} 个岗位", "尧渡镇 ×", "日结 ×")


async def test_pinyin_initials_find_the_trade(world: World) -> None:
    visitor = await world.walk_in("/find")
    await visitor.writes(text="caicha")
    await visitor.sees("“caicha”", "茶园采摘")


async def test_nothing_found_says_what_else_to_do(world: World) -> None:
    visitor = await world.walk_in("/jobs?text=zzzzqqqq")
    await visitor.sees("现在没有合适的岗位", "去求职登记")


async def test_strange_addresses_never_break_the_list(world: World) -> None:
    strange = ("group=Z", "town=1", "settle=x", "trail=9-x-99999999999999999999", "pick=rm", "text=%22*OR", "trade=A")
    for query in strange:
        visitor = await world.walk_in(f"/jobs?{query}")
        await visitor.sees("找岗位")


async def test_a_job_page_holds_every_field_of_b3(world: World) -> None:
    job = replace(
        world.content.jobs[0], skills="会打结", certificates="登高证", gathering="6:00 在市场门口集合",
        pay_note="干满五天另奖", lodging="四人间", transport="班车接送", source_name="某某招聘网",
    )  # fmt: skip
    world.content = replace(world.content, jobs=(job,))
    world.publish(order=2)
    visitor = await world.walk_in(f"/job/{job.number}")
    await visitor.sees(
        job.title, job.trade_name, job.employer_name, job.employer_kind.label, job.employer_credit_code,
        job.employer_introduction, f"{job.headcount} 人", job.requirements, "会打结", "登高证", job.duties,
        job.township_name, job.address, "6:00 在市场门口集合", job.hours, job.form.label, job.meals, "四人间",
        "班车接送", job.insurance, "干满五天另奖",
        job.settlement.label, job.contact_name, job.contact_phone, job.source.label,
        "某某招聘网", "核实", "市场审核通过", "不收任何费用", "为止",
    )  # fmt: skip


async def test_a_job_checked_long_ago_says_so_in_the_list_and_on_its_page(world: World) -> None:
    """R110: after two weeks; one checked yesterday does not."""
    old, fresh = (replace(job, verified_at=NOW - timedelta(days=days)) for job, days in
                  zip(world.content.jobs[:2], (15, 1), strict=True))  # fmt: skip
    world.content = replace(world.content, jobs=(old, fresh))
    world.publish(2)
    visitor = await world.walk_in("/jobs")
    await visitor.sees("11月8日核实，去前先打电话问", "11月22日核实")
    await visitor.go(f"/job/{old.number}")
    await visitor.sees("11月8日核实，去前先打电话问")
    assert "已核实" not in visitor.page()
    await visitor.go(f"/job/{fresh.number}")
    await visitor.sees("已核实")
    assert "去前先打电话问" not in visitor.page()


async def test_employer_text_is_never_markup(world: World) -> None:
    job = replace(world.content.jobs[0], title="<script>alert(1)</script>", duties="<img src=x onerror=alert(1)>")
    world.content = replace(world.content, jobs=(job,))
    world.publish(order=2)
    visitor = await world.walk_in(f"/job/{job.number}")
    await visitor.sees("<script>alert(1)</script>")
    assert "<script>alert" not in visitor.source()
    assert "<img" not in visitor.source()


async def test_a_job_that_is_filled_leaves_the_page_that_shows_it(world: World) -> None:
    job = world.content.jobs[0]
    visitor = await world.walk_in(f"/job/{job.number}")
    await visitor.sees(job.title)
    world.content = replace(world.content, jobs=world.content.jobs[1:])
    world.publish(order=2)
    await visitor.sees("这个岗位已经下架了")


async def test_without_a_printer_the_page_says_what_still_works(world: World) -> None:
    visitor = await world.walk_in(f"/job/{world.content.jobs[0].number}")
    await visitor.touch("print")
    await visitor.sees("没有接打印机", "扫码")


async def test_policies_are_read_in_plain_words_first(world: World) -> None:
    policy = world.content.policies[0]
    visitor = await world.walk_in("/policies")
    await visitor.sees(policy.title)
    await visitor.go(f"/policies/{policy.id}")
    await visitor.sees(policy.summary, policy.who, policy.where, policy.document_number)
    page = visitor.page()
    assert page.index(policy.summary) < page.index("文件原话")


async def test_courses_fairs_and_rights_are_no_dead_ends(world: World) -> None:
    for path, one in (("/courses", world.content.courses[0]), ("/fairs", world.content.fairs[0])):
        visitor = await world.walk_in(path)
        await visitor.sees(one.name)
        await visitor.go(f"{path}/{one.id}")
        await visitor.sees(one.place)
    visitor = await world.walk_in(f"/rights/{world.content.articles[0].id}")
    await visitor.sees(world.content.articles[0].summary, "12333")


async def test_courses_are_told_apart_by_skill_and_founding(world: World) -> None:
    """R007."""
    founding = next(one for one in world.content.courses if one.kind is CourseKind.STARTUP)
    skill = next(one for one in world.content.courses if one.kind is CourseKind.SKILL)
    visitor = await world.walk_in("/courses?kind=startup")
    await visitor.sees(founding.name, "想学别的")
    assert skill.name not in visitor.page()
    await visitor.go("/courses?kind=skill")
    await visitor.sees(skill.name)
    assert founding.name not in visitor.page()
    await visitor.go("/courses")
    await visitor.sees(skill.name, founding.name)


async def test_each_of_the_four_insurances_has_its_policies_in_two_touches(world: World) -> None:
    """R139: 养老, 失业, 工伤, 意外伤害; those of another insurance and of none stay out."""
    visitor = await world.walk_in("/policies")
    assert 'href="/kiosk/policies?kind=insured"' in visitor.source()
    await visitor.go("/policies?kind=insured")
    about = {topic: [one.title for one in world.content.policies if one.insurance == topic] for topic in InsuranceTopic}
    assert all(about.values())
    await visitor.sees(*(title for titles in about.values() for title in titles))
    for topic, titles in about.items():
        assert f'href="/kiosk/policies?kind={topic.value}"' in visitor.source()
        await visitor.go(f"/policies?kind={topic.value}")
        await visitor.sees(*titles)
        others = {one.title for one in world.content.policies} - set(titles)
        assert not any(f"<h3>{title}</h3>" in visitor.source() for title in others)


async def test_each_topic_of_rights_has_its_articles(world: World) -> None:
    """R171."""
    visitor = await world.walk_in("/rights")
    for topic in RightsTopic:
        assert f'href="/kiosk/rights?kind={topic.value}"' in visitor.source()
        own = [one.title for one in world.content.articles if one.topic is topic]
        assert own
        await visitor.go(f"/rights?kind={topic.value}")
        await visitor.sees(*own, "要人调解")
        assert not any(one.title in visitor.page() for one in world.content.articles if one.topic is not topic)


async def test_a_live_room_is_entered_by_its_code(world: World) -> None:
    """R008; a fair in the hall has no code."""
    fair = world.content.fairs[0]
    live = replace(fair, id="live", theme=FairTheme.LIVE, stream_url="https://live.example.cn/7")
    world.content = replace(world.content, fairs=(replace(fair, stream_url=""), live))
    world.publish(2)
    visitor = await world.walk_in("/fairs/live")
    await visitor.sees("手机扫码进直播间", "https://live.example.cn/7")
    assert str(qr_svg("https://live.example.cn/7")) in visitor.source()
    await visitor.go(f"/fairs/{fair.id}")
    await visitor.sees(fair.place)
    assert "扫码" not in visitor.page()


async def test_without_an_edition_every_page_is_calm(world: World) -> None:
    world.edition = None
    for path in ("/", "/jobs", "/job/1001", "/policies", "/policies/x", "/find"):
        visitor = await world.walk_in(path)
        await visitor.sees("叫工作人员" if path != "/find" else "想找什么活")


async def test_no_view_has_more_than_a_hundred_elements(world: World) -> None:
    for path in ("/", "/jobs", f"/job/{world.content.jobs[0].number}", "/find", "/register", "/policies"):
        assert (await world.walk_in(path)).elements() <= 100
