"""The rest of the hall at the kiosk: what each page files, prints and refuses."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from content.link.envelope import open_envelope
from content.model.cases import (
    BODIES,
    AmountClass,
    Awareness,
    CaseKind,
    DisputeKind,
    DisputeWish,
    QuestionTopic,
    Satisfaction,
    SatisfactionReason,
    TrainingTime,
    TrainingWish,
)
from content.model.codec import from_json
from content.model.codes import CourseMode, NoticeKind
from content.model.published import HardshipCategory, HardshipDisplay, PublicFair, WindowDisplay
from kiosk.pages.more import SERVICES
from tests.pages.kiosk.world import NOW, Visitor, World, card
from tests.pages.kiosk_market import KEYS

PHONE = "13805660000"  # invented


def filed(world: World) -> list[tuple[str, Any]]:
    assert world.outbox is not None
    envelopes = world.outbox.after(0, limit=50, max_bytes=9**9)
    return [(one.header.kind, from_json(BODIES[CaseKind(one.header.kind)], open_envelope(one, KEYS.seal)))
            for one in envelopes]  # fmt: skip


def replace_content(world: World, **changes: Any) -> None:
    world.content = replace(world.content, **changes)
    world.publish(2)


async def identified(world: World) -> Visitor:
    """Return somebody whose card was read."""
    visitor = await world.walk_in("/register")
    await visitor.touch("agree")
    await visitor.sees("请放好身份证")
    world.reader.put(card("man_52"))
    await visitor.sees("想干什么活")
    return visitor


@pytest.mark.parametrize("path", [href.removeprefix("/kiosk") for *_, href in SERVICES])
async def test_every_tile_of_more_services_leads_to_a_page_with_help_on_it(world: World, path: str) -> None:
    visitor = await world.walk_in(path)
    assert "没有这个页面" not in visitor.page()
    assert "data-call" in visitor.source()


async def test_the_first_page_leads_to_them_in_one_touch(world: World) -> None:
    assert "/kiosk/more" in (await world.walk_in("/")).source()


async def test_a_dispute_is_told_by_three_buttons_and_a_phone(printing_world: World) -> None:
    world = printing_world
    world.worker.start()
    visitor = await world.walk_in("/dispute")
    await visitor.sees("是什么事", "110")
    await visitor.touch("next")
    await visitor.sees("请点一样：是什么事？")
    for act, value in (("dispute", "wages"), ("amount", "below-5000"), ("wish", "mediate")):
        await visitor.touch(act, value)
    await visitor.touch("next")
    await visitor.sees("留个电话")
    await visitor.writes(phone="138")
    assert filed(world) == []
    await visitor.writes(phone=PHONE)
    await visitor.sees("好了，预约收下了", "小票打好了")
    ((kind, body),) = filed(world)
    assert (kind, body.dispute, body.amount, body.wish, body.phone) == (
        "dispute", DisputeKind.WAGES, AmountClass.BELOW_5000, DisputeWish.MEDIATE, PHONE)  # fmt: skip
    assert body.number in visitor.page()
    told = str(world.printer.slips()[-1]["text"])
    assert all(word in told for word in (body.number, body.code, "维权预约回执", "12348"))
    assert PHONE not in told


async def test_a_question_needs_a_word_or_a_phone(world: World) -> None:
    visitor = await world.walk_in("/question")
    await visitor.touch("topic", "insurance")
    await visitor.touch("next")
    await visitor.writes(text="", phone="")
    assert filed(world) == []
    await visitor.writes(text="断两年能补吗", phone="")
    await visitor.sees("好了，问题收下了")
    ((_, body),) = filed(world)
    assert (body.topic, body.text, body.phone) == (QuestionTopic.INSURANCE, "断两年能补吗", "")


async def test_a_place_in_a_course_takes_name_and_phone_and_from_a_card_the_phone_alone(printing_world: World) -> None:
    world = printing_world
    world.worker.start()
    course = world.content.courses[0]
    visitor = await world.walk_in(f"/courses/{course.id}")
    await visitor.sees(course.outline, course.schedule, course.provider, course.sign_up, "我要报名")
    await visitor.go(f"/courses/{course.id}/join")
    await visitor.writes(name="李样例", phone=PHONE)
    await visitor.sees("好了，名报上了", "小票打好了")
    told = str(world.printer.slips()[-1]["text"])
    assert "李*例" in told
    assert not any(secret in told for secret in ("李样例", PHONE))
    known = await identified(world)
    await known.go(f"/courses/{course.id}/join")
    await known.writes(phone=PHONE)
    await known.sees("好了，名报上了")
    (_, first), (_, second) = filed(world)
    assert (first.course_id, first.name, first.id_number) == (course.id, "李样例", "")
    assert (second.name, second.id_number) == (card("man_52").name, card("man_52").number)


async def test_what_people_want_to_learn_is_filed_without_a_name(world: World) -> None:
    visitor = await world.walk_in("/survey")
    await visitor.touch("next")
    await visitor.sees("请点一样想学的")
    for act, value in (("wish", "sewing"), ("wish", "phone"), ("wish", "welding"), ("wish", "welding"),
                       ("time", "evening"), ("mode", "classroom")):  # fmt: skip
        await visitor.touch(act, value)
    await visitor.touch("next")
    await visitor.sees("好了，记下了")
    visitor.send("next", "")
    ((_, body),) = filed(world)
    assert (body.wishes, body.time, body.mode) == (
        (TrainingWish.SEWING, TrainingWish.PHONE), TrainingTime.EVENING, CourseMode.CLASSROOM)  # fmt: skip


async def test_a_face_a_reason_and_whether_one_knows_the_policies_are_three_touches_and_one_filing(
    world: World,
) -> None:
    """R015."""
    visitor = await world.walk_in("/satisfaction")
    await visitor.touch("face", "poor")
    await visitor.sees("不满意，是因为什么")
    await visitor.touch("reason", "waiting")
    await visitor.sees("有哪些政策、补贴能领")
    await visitor.touch("back")
    await visitor.sees("不满意，是因为什么")
    await visitor.touch("reason", "waiting")
    await visitor.touch("aware", "unaware")
    await visitor.sees("谢谢您", "看看有哪些政策")
    visitor.send("aware", "unaware")
    ((_, body),) = filed(world)
    assert (body.face, body.reason, body.id_number) == (Satisfaction.POOR, SatisfactionReason.WAITING, "")
    assert body.awareness is Awareness.UNAWARE
    known = await identified(world)
    await known.go("/satisfaction")
    await known.sees("一个月只算一次")
    await known.touch("face", "good")
    await known.touch("reason", "none")
    await known.touch("aware", "not-asked")
    await known.sees("谢谢您", "看看今天的活")
    assert filed(world)[1][1].id_number == card("man_52").number
    assert filed(world)[1][1].awareness is Awareness.NOT_ASKED


async def test_nothing_is_filed_by_an_answer_without_the_ones_before_it(world: World) -> None:
    visitor = await world.walk_in("/satisfaction")
    visitor.send("aware", "knows")
    await visitor.touch("face", "good")
    visitor.send("aware", "knows")
    await visitor.sees("满意，是因为什么")
    assert filed(world) == []


async def test_grounds_of_hardship_are_ticked_for_the_papers_and_filed_nowhere(printing_world: World) -> None:
    world = printing_world
    world.worker.start()
    visitor = await world.walk_in("/guides/hardship")
    await visitor.sees("不记下来，不交上去")
    await visitor.touch("tick", "1")
    await visitor.sees("残疾人证")
    await visitor.touch("print")
    await visitor.sees("小票打好了")
    told = str(world.printer.slips()[-1]["text"])
    assert "残疾人证" in told
    assert "有残疾" not in told
    assert filed(world) == []
    following = await world.walk_in("/guides/hardship")
    assert "残疾人证" not in following.page()


async def test_the_grounds_are_the_markets_own_where_it_has_typed_some(world: World) -> None:
    own = HardshipDisplay(categories=(HardshipCategory(code="fishing", label="退捕渔民", evidence="退捕协议"),))
    replace_content(world, hardship=own)
    visitor = await world.walk_in("/guides/hardship")
    await visitor.sees("退捕渔民")
    assert "残疾" not in visitor.page()
    await visitor.touch("tick", "0")
    await visitor.sees("退捕协议")


async def test_a_policy_asks_its_own_conditions_and_leaves_the_rest_to_the_window(printing_world: World) -> None:
    world = printing_world
    world.worker.start()
    plain, listed = world.content.policies[:2]
    listed = replace(listed, who="1. 在本县登记失业；2. 满 16 周岁；3. 有劳动能力")
    replace_content(world, policies=(replace(plain, who="想干活的人"), listed))
    asked = await world.walk_in(f"/policies/{listed.id}/check")
    await asked.sees("在本县登记失业", "第 1 条，共 3 条")
    for place, reply in enumerate(("yes", "yes", "yes")):
        await asked.touch("reply", f"{place}:{reply}")
    await asked.sees("看起来您能办")
    asked.send("reply", "2:no")
    assert "看起来您能办" in asked.page()
    await asked.touch("again")
    for place, reply in enumerate(("yes", "no", "yes")):
        await asked.touch("reply", f"{place}:{reply}")
    await asked.sees("有一条对不上")
    await (await world.walk_in(f"/policies/{plain.id}/check")).sees("由窗口帮您看")
    reader = await world.walk_in(f"/policies/{listed.id}")
    await reader.touch("print")
    await reader.sees("小票打好了")
    told = str(world.printer.slips()[-1]["text"])
    assert "材料清单" in told
    assert listed.materials[0] in told
    assert filed(world) == []


def _fair(world: World) -> PublicFair:
    return next(one for one in world.content.fairs if one.booths)


async def test_only_on_its_day_a_fair_takes_who_comes_and_which_booth_they_want(world: World) -> None:
    fair = _fair(world)
    before = await world.walk_in(f"/fairs/{fair.id}")
    await before.sees(fair.booths[0])
    before.send("check-in", "")
    await asyncio.sleep(0)
    assert "签到" not in before.page()
    assert filed(world) == []
    world.clock.at = fair.starts_at - timedelta(hours=1)
    visitor = await world.walk_in(f"/fairs/{fair.id}")
    await visitor.touch("check-in")
    await visitor.sees("签好到了")
    await visitor.touch("booth", "1")
    await visitor.sees("记下了")
    visitor.send("check-in", "")
    visitor.send("booth", "1")
    await visitor.touch("booth", "0")
    await visitor.until(lambda: len(filed(world)) == 3, "three filings")
    kinds = [(kind, getattr(body, "booth", "")) for kind, body in filed(world)]
    assert kinds == [("fair_check_in", ""), ("fair_interest", fair.booths[1]), ("fair_interest", fair.booths[0])]


async def test_an_appeal_is_taken_inside_the_term_of_a_publicity_and_refused_outside(world: World) -> None:
    notice = world.content.notices[0]
    term = replace(notice, id="term", title="考核结果公示", kind=NoticeKind.PUBLICITY, shown_from=NOW,
                   valid_until=NOW + timedelta(days=7))  # fmt: skip
    replace_content(world, notices=(term, notice))
    await (await world.walk_in("/notices/term")).sees("我要申诉", "公示期")
    visitor = await world.walk_in("/notices/term/appeal")
    await visitor.sees("对“考核结果公示”有意见")
    await visitor.writes(text="岗位数不对", phone="")
    await visitor.sees("好了，申诉收下了")
    ((_, body),) = filed(world)
    assert (body.notice_id, body.text) == ("term", "岗位数不对")
    plain = await world.walk_in(f"/notices/{notice.id}")
    assert "我要申诉" not in plain.page()
    await (await world.walk_in(f"/notices/{notice.id}/appeal")).sees("这份通知不能申诉", "不收申诉")
    world.clock.at = term.valid_until
    await (await world.walk_in("/notices/term/appeal")).sees("公示期已经过了", "综合服务窗口")
    world.clock.at = term.shown_from - timedelta(seconds=1)
    await (await world.walk_in("/notices/term/appeal")).sees("公示还没有开始", "我要申诉")
    assert len(filed(world)) == 1


async def test_an_appeal_begun_in_the_last_second_of_the_term_and_handed_in_after_it_is_not_taken(world: World) -> None:
    term = replace(world.content.notices[0], id="term", title="考核结果公示", kind=NoticeKind.PUBLICITY, shown_from=NOW,
                   valid_until=NOW + timedelta(seconds=10))  # fmt: skip
    replace_content(world, notices=(term,))
    visitor = await world.walk_in("/notices/term/appeal")
    await visitor.sees("对“考核结果公示”有意见")
    world.clock.at = term.valid_until
    await visitor.writes(text="岗位数不对", phone="")
    await visitor.sees("已经结束")
    assert filed(world) == []
    world.clock.at = term.valid_until - timedelta(seconds=1)
    await visitor.writes(text="岗位数不对", phone="")
    await visitor.sees("好了，申诉收下了")
    assert len(filed(world)) == 1


async def test_the_display_names_licences_charges_and_whom_to_complain_to(world: World) -> None:
    licences = replace(world.content.licences, business_licence="演示执照 7", agency_licence="演示许可 8",
                       supervisor="县人社局", supervisor_phone="0566-0000000")  # fmt: skip
    replace_content(world, licences=licences)
    await (await world.walk_in("/service")).sees(
        "演示执照 7", "演示许可 8", "县人社局 0566-0000000", "不收", world.content.market.complaint_phone)  # fmt: skip


async def test_no_queue_is_pretended_where_no_window_is_set(world: World) -> None:
    replace_content(world, windows=WindowDisplay())
    await (await world.walk_in("/queue")).sees("不发号", "综合服务窗口", "叫工作人员")


@pytest.mark.parametrize(("path", "act", "value"), [
    ("/dispute", "dispute", "wages"), ("/satisfaction", "face", "good"), ("/survey", "wish", "sewing"),
])  # fmt: skip
async def test_choices_are_forgotten_when_the_page_is_left(
    world: World, path: str, act: str, value: str
) -> None:
    visitor = await world.walk_in(path)
    await visitor.touch(act, value)
    chosen = '<button class="on"'
    await visitor.until(lambda: chosen in visitor.source() or "因为什么" in visitor.page(), "the choice")
    await visitor.go("/")
    await visitor.go(path)
    assert chosen not in visitor.source()
    assert "因为什么" not in visitor.page()


async def test_without_a_pairing_it_is_said_where_to_go(world: World) -> None:
    world.outbox = None
    visitor = await world.walk_in("/satisfaction")
    await visitor.touch("face", "good")
    await visitor.touch("reason", "none")
    await visitor.touch("aware", "knows")
    await visitor.sees("请到服务窗口说")
