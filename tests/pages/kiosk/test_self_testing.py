"""职业小测 at the kiosk: a picture a page, back, the result, its paper, and consent before anything is filed."""

from __future__ import annotations

from datetime import timedelta

from content.link.envelope import open_envelope
from content.model.cases import SelfTestBody
from content.model.codec import from_json
from content.rules.self_test import items
from tests.pages.kiosk.world import Visitor, World
from tests.pages.kiosk_market import KEYS

LIKED = "S"  # the one type this walk-in likes


def filed(world: World) -> list[SelfTestBody]:
    assert world.outbox is not None
    envelopes = world.outbox.after(0, limit=9, max_bytes=9**9)
    return [from_json(SelfTestBody, open_envelope(one, KEYS.seal)) for one in envelopes]


async def answered(world: World) -> Visitor:
    """Return somebody who has answered all 24 in two minutes, and went back once to change one."""
    visitor = await world.walk_in("/test")
    await visitor.sees("未建立常模", "24")
    await visitor.touch("begin")
    for place, item in enumerate(items()):
        await visitor.sees(item.words, f"{place + 1} / 24")
        await visitor.touch("answer", f"{place}:{2 if item.type == LIKED else 0}")
        if place == 0:
            visitor.send("answer", "0:2")  # the same tap once more after a stall
            await visitor.touch("back")
            await visitor.touch("answer", "0:1")
        if place == len(items()) - 2:
            world.clock.at += timedelta(seconds=120)
    return visitor


async def test_the_result_names_the_type_its_limits_and_work_to_look_at_first(world: World) -> None:
    visitor = await answered(world)
    await visitor.sees("您偏向：照顾帮人", "未建立常模", "家政保洁", "全部岗位")
    assert "/kiosk/jobs?group=C" in visitor.source()
    assert "/kiosk/jobs?trade=D01" in visitor.source()
    assert filed(world) == []


async def test_it_is_filed_with_consent_and_once(world: World) -> None:
    visitor = await answered(world)
    await visitor.touch("keep")
    await visitor.sees("职业指导员能看到了")
    visitor.send("keep", "")
    (body,) = filed(world)
    assert (body.types, body.id_number, body.seconds, body.items_version) == ("S", "", 120, "自编-1")
    assert body.answers == (1, *(2 if item.type == LIKED else 0 for item in items()[1:]))


async def test_without_consent_nothing_is_filed(world: World) -> None:
    visitor = await answered(world)
    await visitor.touch("drop")
    await visitor.until(lambda: "要不要把这次结果" not in visitor.page(), "answer")
    visitor.send("keep", "")
    assert filed(world) == []


async def test_the_paper_has_the_result_and_its_limits(printing_world: World) -> None:
    world = printing_world
    world.worker.start()
    visitor = await answered(world)
    await visitor.touch("print")
    await visitor.sees("小票打好了")
    told = str(world.printer.slips()[-1]["text"])
    for word in ("职业小测结果", "照顾帮人", "家政保洁", "未建立常模"):
        assert word in told.replace("\n", "")


async def test_answers_are_gone_with_the_page(world: World) -> None:
    visitor = await world.walk_in("/test")
    await visitor.touch("begin")
    await visitor.touch("answer", "0:2")
    await visitor.sees("2 / 24")
    await visitor.go("/")
    await visitor.go("/test")
    await visitor.sees("看看您喜欢干哪一类活")
    await visitor.touch("begin")
    assert 'class="on"' not in visitor.source()
