"""举报, 用工登记 and 查回执 at the kiosk: what is filed, what is printed, and what the next person does not see."""

from __future__ import annotations

from datetime import date, timedelta

from content.demo.credit_codes import invented_credit_code
from content.errors import HubAway
from content.link.envelope import open_envelope
from content.link.numbers import write_number
from content.model.codec import from_json
from content.model.codes import EmployerKind, PayUnit, Settlement
from content.model.walk_in import ComplaintKind, HiringBody, ReceiptAnswer, ReportBody
from tests.pages.kiosk.world import NOW, Visitor, World
from tests.pages.kiosk_market import KEYS

PHONE = "13805660000"
CODE = invented_credit_code(EmployerKind.PRIVATE.value, 3)


def _filed(world: World, kind: type[ReportBody] | type[HiringBody]) -> list[ReportBody | HiringBody]:
    assert world.outbox is not None
    return [from_json(kind, open_envelope(one, KEYS.seal)) for one in world.outbox.after(0, limit=9, max_bytes=9**9)]


async def _report(world: World, path: str = "/report") -> Visitor:
    visitor = await world.walk_in(path)
    await visitor.sees("要举报什么事", "不用写名字", "110")
    await visitor.touch("kind", "fee")
    await visitor.sees("要交钱、要押金", "都可以空着")
    return visitor


async def test_a_job_is_reported_from_its_page_in_two_touches_and_nothing_typed(world: World) -> None:
    job = world.content.jobs[0]
    seen = await world.walk_in(f"/job/{job.number}")
    assert f"/kiosk/report/{job.number}" in seen.source()
    visitor = await _report(world, f"/report/{job.number}")
    await visitor.sees(f"岗位 {job.number}", job.title)
    await visitor.writes(phone="", text="")
    await visitor.sees("好了，举报收下了")
    (body,) = _filed(world, ReportBody)
    assert isinstance(body, ReportBody)
    assert (body.kind, body.job_id, body.job_number, body.employer_name) == (
        ComplaintKind.FEE, job.id, job.number, job.employer_name)  # fmt: skip
    assert (body.text, body.phone) == ("", "")
    assert body.number in visitor.page()
    assert body.code in visitor.page()
    assert world.woken == 1


async def test_a_typed_number_finds_the_job_or_is_told_as_it_is(world: World) -> None:
    job = world.content.jobs[3]
    visitor = await _report(world)
    await visitor.writes(job=str(job.number), phone=PHONE, text="要押金")
    await visitor.sees("好了，举报收下了")
    other = await _report(world)
    await other.writes(job="4", phone="", text="")
    await other.sees("好了，举报收下了")
    first, second = _filed(world, ReportBody)
    assert isinstance(first, ReportBody)
    assert isinstance(second, ReportBody)
    assert (first.job_id, first.phone, first.text) == (job.id, PHONE, "要押金")
    assert (second.job_id, second.job_number) == ("", 4)


async def test_a_wrong_phone_keeps_the_page_and_a_replayed_tap_files_once(world: World) -> None:
    visitor = await _report(world)
    await visitor.writes(job="", phone="138", text="")
    await visitor.until(lambda: "都可以空着" in visitor.page(), "the same page")
    assert _filed(world, ReportBody) == []
    await visitor.writes(job="", phone="", text="")
    await visitor.sees("好了，举报收下了")
    assert len(_filed(world, ReportBody)) == 1


async def _hire(world: World, *, household: bool = False) -> Visitor:
    visitor = await world.walk_in("/hiring")
    await visitor.sees("您是", "要几个人")
    await visitor.touch("whereto")
    await visitor.sees("请点一样要招的活")
    if household:
        await visitor.touch("who", "household")
    await visitor.touch("group", "C")
    await visitor.touch("trade", "C01")
    await visitor.touch("headcount", "2")
    await visitor.touch("day", "0")
    await visitor.touch("life", "3")
    await visitor.touch("whereto")
    await visitor.sees("怎么算钱")
    await visitor.touch("deal", "hour")
    await visitor.touch("who-next")
    await visitor.sees("没写明工钱的岗位不能发布")
    await visitor.touch("pay", "2500")
    await visitor.touch("more", "1")
    await visitor.touch("who-next")
    await visitor.sees("请点在哪个乡镇")
    await visitor.touch("township", "341721100")
    await visitor.sees("26 元/小时，尧渡镇")
    await visitor.touch("who-next")
    await visitor.sees("核实好了才发布")
    return visitor


async def test_an_employer_says_in_three_steps_whom_they_want(world: World) -> None:
    visitor = await _hire(world)
    texts = {"unit_name": "东至样例保洁有限公司", "contact_name": "李样例", "contact_phone": PHONE}
    await visitor.writes(credit_code=CODE[:-1] + "I", **texts)
    await visitor.sees("核实好了才发布")
    assert _filed(world, HiringBody) == []
    await visitor.writes(credit_code=CODE.lower(), **texts)
    await visitor.sees("好了，登记收下了", "带营业执照")
    (body,) = _filed(world, HiringBody)
    assert isinstance(body, HiringBody)
    assert (body.unit_name, body.credit_code, body.household) == ("东至样例保洁有限公司", CODE, False)
    assert (body.trade_code, body.headcount, body.township_code, body.starts_on) == (
        "C01", 2, "341721100", date(2026, 11, 23))  # fmt: skip
    assert (body.pay_fen, body.pay_unit, body.settlement) == (2600, PayUnit.HOUR, Settlement.DAY)
    assert (body.valid_days, body.contact_phone, body.consented_at) == (3, PHONE, NOW)
    assert body.number in visitor.page()
    assert PHONE not in visitor.source()


async def test_a_household_is_asked_for_a_name_and_a_phone_only(world: World) -> None:
    visitor = await _hire(world, household=True)
    await visitor.writes(contact_name="李样例", contact_phone=PHONE)
    await visitor.sees("好了，登记收下了")
    (body,) = _filed(world, HiringBody)
    assert isinstance(body, HiringBody)
    assert (body.household, body.unit_name, body.credit_code) == (True, "", "")


async def test_the_slip_of_a_report_tells_neither_story_nor_phone(printing_world: World) -> None:
    world = printing_world
    world.worker.start()
    visitor = await _report(world)
    await visitor.writes(job="", phone=PHONE, text="要押金三百")
    await visitor.sees("好了，举报收下了", "小票打好了")
    (body,) = _filed(world, ReportBody)
    assert isinstance(body, ReportBody)
    told = str(world.printer.slips()[-1]["text"])
    for word in (body.number, body.code, "举报回执", "要交钱、要押金"):
        assert word in told
    for secret in (PHONE, "三百"):
        assert secret not in told


async def test_without_a_pairing_both_say_where_to_go(world: World) -> None:
    world.outbox = None
    visitor = await _report(world)
    await visitor.writes(job="", phone="", text="")
    await visitor.sees("请到服务窗口说")
    await (await world.walk_in("/hiring")).sees("请到服务窗口说")


async def test_the_next_person_finds_no_choice_of_the_one_before(world: World) -> None:
    first = await world.walk_in("/hiring")
    await first.touch("trade", "A04")
    await first.sees("招钢筋工 1 人")
    touch = first.old_page()
    second = await world.walk_in("/hiring")
    await second.sees("要几个人")
    assert "招钢筋工" not in second.page()
    touch("whereto", "")
    assert "怎么算钱" not in first.page()
    world.clock.at = NOW + timedelta(seconds=94)
    await second.touch("trade", "A04")
    touch = second.old_page()
    world.clock.at += timedelta(seconds=96)
    world.hall.visits.sweep(15)
    touch("whereto", "")
    assert "怎么算钱" not in second.page()


async def test_whoever_goes_back_to_the_first_page_leaves_it_blank_and_alive(world: World) -> None:
    visitor = await world.walk_in("/hiring")
    await visitor.touch("trade", "A04")
    await visitor.go("/")
    await visitor.sees("刷身份证")
    world.clock.at = NOW + timedelta(hours=3)
    world.hall.visits.sweep(15)
    await visitor.go("/hiring")
    await visitor.sees("要几个人")
    assert "招钢筋工" not in visitor.page()
    await visitor.touch("trade", "A01")
    await visitor.sees("招建筑小工 1 人")


def _answers(world: World, answer: ReceiptAnswer | HubAway) -> list[tuple[str, str]]:
    asked: list[tuple[str, str]] = []

    def ask(number: str, code: str) -> ReceiptAnswer:
        asked.append((number, code))
        if isinstance(answer, HubAway):
            raise answer
        return answer

    object.__setattr__(world.hall, "ask_receipt", ask)
    return asked


async def test_a_receipt_answers_with_its_words_and_its_time(world: World) -> None:
    number = write_number("12", 41)
    asked = _answers(world, ReceiptAnswer(found=True, state="已办结：属实，已处理", answer="押金退了", at=NOW))
    visitor = await world.walk_in("/answer")
    await visitor.sees("请照小票上的号码点")
    await visitor.writes(number=number.replace("-", ""), code="4821")
    await visitor.sees("已办结：属实，已处理", "押金退了", "11月23日 09:30 答复")
    assert asked == [(number, "4821")]
    await visitor.touch("again")
    await visitor.sees("请照小票上的号码点")
    assert "押金退了" not in visitor.page()


async def test_a_misread_number_is_not_even_asked_for(world: World) -> None:
    asked = _answers(world, ReceiptAnswer(found=True, state="已办结", answer="押金退了", at=NOW))
    visitor = await world.walk_in("/answer")
    good = write_number("12", 41).replace("-", "")
    swapped = good[:-2] + good[-1] + good[-2]
    for number, code in ((swapped, "4821"), (good, "48"), ("", "")):
        await visitor.writes(number=number, code=code)
    await visitor.until(lambda: "请照小票上的号码点" in visitor.page(), "the same page")
    assert asked == []
    assert "押金退了" not in visitor.page()


async def test_with_the_hub_away_or_nothing_found_the_fields_stay(world: World) -> None:
    number = write_number("12", 41)
    for answer in (HubAway("联系不上"), ReceiptAnswer(found=False, state="", answer="没有查到", at=None)):
        asked = _answers(world, answer)
        visitor = await world.walk_in("/answer")
        await visitor.writes(number=number, code="4821")
        await visitor.until(lambda asked=asked: bool(asked), "the question")  # type: ignore[misc]
        await visitor.sees("请照小票上的号码点")


async def test_the_first_page_leads_to_all_three_in_two_touches_at_the_most(world: World) -> None:
    visitor = await world.walk_in("/")
    for path in ("/kiosk/hiring", "/kiosk/more"):
        assert f'href="{path}"' in visitor.source()
    visitor = await world.walk_in("/more")
    for path in ("/kiosk/report", "/kiosk/answer"):
        assert f'href="{path}"' in visitor.source()
