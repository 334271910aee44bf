"""我要报名: the consent that names the employer, filed once, told in words, and taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.link.envelope import open_envelope
from content.model.codec import from_json
from content.model.filings import ApplicationBody, WithdrawalBody
from content.model.published import PublicJob
from kiosk.consent import APPLICATION_CONSENT_VERSION
from kiosk.reader.numbers import check_character
from tests.pages.kiosk.world import NOW, Visitor, World, card
from tests.pages.kiosk_market import KEYS

PHONE, FIRST = "13805660000", "34172119710508002"


def _filed(world: World) -> list[tuple[str, bytes]]:
    envelopes = world._opened_outbox.after(0, limit=50, max_bytes=10_000_000)
    return [(one.header.kind, open_envelope(one, KEYS.seal)) for one in envelopes]


async def _to_terms(world: World, job: PublicJob, name: str = "man_52") -> Visitor:
    visitor = await world.walk_in(f"/apply/{job.number}")
    await visitor.sees("谁在收", job.employer_name, job.contact_phone)
    await visitor.touch("agree")
    await visitor.sees("请放好身份证")
    world.reader.put(card(name))
    return visitor


async def _to_filed(visitor: Visitor, job: PublicJob) -> None:
    await visitor.sees("您同意吗", job.employer_name, "身份证号、住址不给单位")
    await visitor.touch("agree")
    await visitor.sees("单位打哪个电话找您")
    await visitor.writes(phone=PHONE)
    await visitor.sees("报名好了")


async def test_an_application_is_filed_with_the_consent_that_names_the_employer(world: World) -> None:
    job = world.content.jobs[0]
    visitor = await _to_terms(world, job)
    await _to_filed(visitor, job)
    ((kind, sealed),) = _filed(world)
    body = from_json(ApplicationBody, sealed)
    given = card("man_52")
    assert kind == "application"
    assert (body.name, body.id_number, body.phone) == (given.name, given.number, PHONE)
    assert (body.job_id, body.job_number, body.employer_name) == (job.id, job.number, job.employer_name)
    assert (body.consent_version, body.consented_at) == (APPLICATION_CONSENT_VERSION, NOW)
    await visitor.sees(body.number, body.code, "单位打您留的电话", "到窗口")
    assert given.name not in visitor.source()
    assert given.number not in visitor.source()
    assert world.woken == 1


async def test_a_replayed_tap_or_coming_back_files_it_once(world: World) -> None:
    job = world.content.jobs[0]
    visitor = await _to_terms(world, job)
    await visitor.sees("您同意吗")
    await visitor.touch("agree")
    await visitor.sees("单位打哪个电话找您")
    await visitor.writes(phone=PHONE)
    await visitor.writes(phone=PHONE)
    await visitor.sees("报名好了")
    number = from_json(ApplicationBody, _filed(world)[0][1]).number
    await visitor.go(f"/job/{job.number}")
    await visitor.sees("我的报名")
    await visitor.go(f"/apply/{job.number}")
    await visitor.sees("报名好了", number)
    assert len(_filed(world)) == 1


async def test_a_wrong_phone_is_said_and_nothing_filed(world: World) -> None:
    job = world.content.jobs[0]
    visitor = await _to_terms(world, job)
    await visitor.sees("您同意吗")
    await visitor.touch("agree")
    await visitor.sees("单位打哪个电话找您")
    await visitor.writes(phone="138")
    assert _filed(world) == []


async def test_an_application_is_taken_back_after_a_second_question_and_once(world: World) -> None:
    job = world.content.jobs[0]
    visitor = await _to_terms(world, job)
    await _to_filed(visitor, job)
    await visitor.touch("withdraw")
    await visitor.sees("确定撤回")
    await visitor.touch("keep")
    assert len(_filed(world)) == 1
    await visitor.touch_once_there("withdraw")
    await visitor.touch_once_there("withdraw-yes")
    await visitor.sees("报名撤回了", "不再给这家单位")
    (_, first), (kind, sealed) = _filed(world)
    back = from_json(WithdrawalBody, sealed)
    assert kind == "withdrawal"
    assert back.application_number == from_json(ApplicationBody, first).number
    assert back.id_number == card("man_52").number
    assert 'data-act="withdraw"' not in visitor.source()


async def test_who_took_it_back_may_apply_anew_under_a_new_number(world: World) -> None:
    job = world.content.jobs[0]
    visitor = await _to_terms(world, job)
    await _to_filed(visitor, job)
    await visitor.touch("withdraw")
    await visitor.touch_once_there("withdraw-yes")
    await visitor.sees("报名撤回了")
    await visitor.go(f"/job/{job.number}")
    await visitor.sees("我要报名")
    await visitor.go(f"/apply/{job.number}")
    await _to_filed(visitor, job)
    kinds = [kind for kind, _ in _filed(world)]
    numbers = {from_json(ApplicationBody, sealed).number for kind, sealed in _filed(world) if kind == "application"}
    assert (kinds, len(numbers)) == (["application", "withdrawal", "application"], 2)


async def test_who_applied_with_their_card_registers_without_laying_it_on_again(world: World) -> None:
    job = world.content.jobs[0]
    visitor = await _to_terms(world, job)
    await _to_filed(visitor, job)
    await visitor.go("/register")
    await visitor.touch_once_there("agree")
    await visitor.sees("想干什么活", "汪*生，您好")


async def test_who_has_no_card_registers_by_hand_and_comes_back_to_the_job(world: World) -> None:
    job = world.content.jobs[0]
    visitor = await world.walk_in(f"/apply/{job.number}")
    await visitor.touch("agree")
    await visitor.sees("没带身份证")
    await visitor.go("/register")
    await visitor.touch_once_there("agree")
    await visitor.touch_once_there("hand")
    await visitor.sees("请照身份证填写")
    await visitor.writes(name="李芳", id_number=FIRST + check_character(FIRST))
    await visitor.touch_once_there("unsure")
    await visitor.touch("next")
    await visitor.writes(phone=PHONE)
    await visitor.sees("登记成功", "接着报名", job.title)
    assert f'href="/kiosk/apply/{job.number}"' in visitor.source()
    await visitor.go(f"/apply/{job.number}")
    await _to_filed(visitor, job)
    assert [kind for kind, _ in _filed(world)] == ["registration", "application"]
    await visitor.go("/register")
    await visitor.sees("登记成功")
    assert "接着报名" not in visitor.page()  # that is done


async def test_the_next_person_is_not_led_to_the_job_of_the_one_before(world: World) -> None:
    first = await world.walk_in(f"/apply/{world.content.jobs[0].number}")
    await first.touch("agree")
    await first.sees("没带身份证")
    second = await world.walk_in("/register")
    await second.touch("agree")
    world.reader.put(card("man_52"))
    await second.touch_once_there("unsure")
    await second.touch("next")
    await second.writes(phone=PHONE)
    await second.sees("登记成功", "看看今天的活")
    assert "接着报名" not in second.page()


async def test_under_16_is_stopped_and_nothing_is_kept(world: World) -> None:
    visitor = await _to_terms(world, world.content.jobs[0], "boy_15")
    await visitor.sees("未满16周岁不能报名", "没有存下来")
    assert _filed(world) == []


async def test_17_cannot_apply_for_a_job_with_a_hazard_but_for_another(world: World) -> None:
    barred = next(job for job in world.content.jobs if not job.minors_allowed)
    visitor = await _to_terms(world, barred, "girl_17")
    await visitor.sees("不满 18 岁不能干")
    assert barred.employer_name not in visitor.page()
    open_to_all = next(job for job in world.content.jobs if job.minors_allowed and not job.hazards)
    await visitor.go(f"/apply/{open_to_all.number}")
    await _to_filed(visitor, open_to_all)
    assert [kind for kind, _ in _filed(world)] == ["application"]


async def test_a_card_is_not_read_before_the_notice_and_not_consenting_files_nothing(world: World) -> None:
    job = world.content.jobs[0]
    visitor = await world.walk_in(f"/apply/{job.number}")
    world.reader.put(card("man_52"))
    await visitor.sees("谁在收")
    assert card("man_52").name[0] + "*" not in visitor.page()
    await visitor.go(f"/job/{job.number}")
    assert _filed(world) == []


async def test_without_pairing_the_page_says_how_to_go_on(world: World) -> None:
    job = world.content.jobs[0]
    visitor = await _to_terms(world, job)
    await visitor.sees("您同意吗")
    world.outbox = None
    await visitor.touch("agree")
    await visitor.sees("还不能报名", "自己打单位电话")


async def test_a_job_that_is_gone_takes_no_application(world: World) -> None:
    job = world.content.jobs[0]
    world.content = replace(world.content, jobs=world.content.jobs[1:])
    world.publish(order=2)
    visitor = await world.walk_in(f"/apply/{job.number}")
    await visitor.sees("这个岗位已经下架了")


async def test_the_receipt_is_printed_with_what_comes_next(printing_world: World) -> None:
    world = printing_world
    world.worker.start()
    job = world.content.jobs[0]
    visitor = await _to_terms(world, job)
    await _to_filed(visitor, job)
    await visitor.sees("小票打好了，请取走")
    assert world.printing is not None
    (slip,) = world.printing.recent()
    assert slip.number == from_json(ApplicationBody, _filed(world)[0][1]).number


async def test_at_17_page_and_paper_say_what_the_employer_owes_first(printing_world: World) -> None:
    """劳动法 §65, 未成年工特殊保护规定 §9 (domain B2); an adult's do not."""
    world = printing_world
    world.worker.start()
    open_to_all = next(job for job in world.content.jobs if job.minors_allowed and not job.hazards)
    for who, told in (("girl_17", True), ("man_52", False)):
        visitor = await _to_terms(world, open_to_all, who)
        await _to_filed(visitor, open_to_all)
        await visitor.sees("小票打好了，请取走")
        assert ("未成年工登记" in visitor.page()) == told
        paper = "".join(str(world.printer.slips()[-1]["text"]).split())  # lines are cut at the edge of the paper
        assert ("未成年工登记" in paper and "体检" in paper) == told


@pytest.mark.parametrize("path", ["/apply/x", "/apply/999999999999999999999", "/apply/0"])
async def test_strange_numbers_are_calm(world: World, path: str) -> None:
    visitor = await world.walk_in(path)
    await visitor.sees("这个岗位已经下架了")
