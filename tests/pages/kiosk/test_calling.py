"""叫人帮忙 at the kiosk: on every view, who comes, and what works where nobody can."""

from __future__ import annotations

import pytest
from nicegui.testing import User

from content.errors import HubAway
from content.link.envelope import open_envelope
from content.model.calls import CallAnswer, CallQuestion, CallState
from content.model.cases import StaffCallBody
from content.model.codec import from_json
from tests.pages.kiosk.world import Visitor, World
from tests.pages.kiosk_market import KEYS


class Desk:
    """The hub's answers, and what it was asked."""

    def __init__(self, world: World) -> None:
        self.asked: list[CallQuestion] = []
        self.answer: CallAnswer | HubAway = CallAnswer(state=CallState.RINGING)
        object.__setattr__(world.hall, "ask_call", self._ask)

    def _ask(self, question: CallQuestion) -> CallAnswer:
        self.asked.append(question)
        if isinstance(self.answer, HubAway):
            raise self.answer
        return self.answer


def calls(visitor: Visitor) -> None:
    """Touch 叫人帮忙, as the browser's script tells it."""
    user: User = visitor.user
    assert user.client is not None
    listener = next(one for one in user.client.layout._event_listeners.values() if one.type == "call_staff")
    with user.client:
        user.client.layout._handle_event({"listener_id": listener.id, "args": []})


def counted(world: World) -> list[StaffCallBody]:
    assert world.outbox is not None
    envelopes = world.outbox.after(0, limit=9, max_bytes=9**9)
    return [from_json(StaffCallBody, open_envelope(one, KEYS.seal)) for one in envelopes]


@pytest.mark.parametrize("path", ["/", "/jobs", "/policies", "/register", "/report", "/hiring", "/answer", "/find"])
async def test_the_button_stands_on_every_view(world: World, path: str) -> None:
    assert "data-call" in (await world.walk_in(path)).source()


async def test_the_button_stands_on_the_calm_page_and_over_a_pause_too(world: World) -> None:
    world.edition = None
    assert "data-call" in (await world.walk_in("/")).source()
    world.hall.staff.pausing.pause("今天请到窗口办")
    visitor = await world.walk_in("/jobs")
    await visitor.sees("今天请到窗口办", "叫工作人员")


async def test_a_call_rings_until_somebody_comes_and_is_counted_once(world: World) -> None:
    desk = Desk(world)
    visitor = await world.walk_in("/jobs")
    calls(visitor)
    calls(visitor)
    await visitor.sees("正在叫工作人员")
    desk.answer = CallAnswer(state=CallState.TAKEN, by="王样例")
    world.hall.call_changed.emit()
    await visitor.sees("王样例马上过来")
    await visitor.touch("close")
    await visitor.until(lambda: "王样例" not in visitor.page(), "closed call")
    assert desk.asked == [CallQuestion.RING, CallQuestion.LOOK]
    await visitor.until(lambda: len(counted(world)) == 1, "count")
    assert counted(world) == [StaffCallBody(page="jobs", reached=True)]


async def test_with_nobody_at_the_desk_it_says_when_and_what_works(world: World) -> None:
    desk = Desk(world)
    desk.answer = CallAnswer(state=CallState.UNHEARD)
    visitor = await world.walk_in("/")
    calls(visitor)
    await visitor.sees("暂时没有人应", "服务窗口", "开门时间", "找活、看岗位", "求职登记")
    desk.answer = CallAnswer(state=CallState.TAKEN, by="王样例")
    world.hall.call_changed.emit()
    await visitor.sees("王样例马上过来")


async def test_with_the_hub_away_it_says_so_and_files_the_count(world: World) -> None:
    Desk(world).answer = HubAway("断了")
    visitor = await world.walk_in("/")
    calls(visitor)
    await visitor.sees("联系不上中心", "现在自己就能办")
    await visitor.until(lambda: counted(world) == [StaffCallBody(page="", reached=False)], "count")


async def test_who_does_not_want_help_any_more_silences_the_desk(world: World) -> None:
    desk = Desk(world)
    visitor = await world.walk_in("/")
    calls(visitor)
    await visitor.sees("正在叫工作人员")
    await visitor.touch("close")
    await visitor.until(lambda: CallQuestion.DROP in desk.asked, "call-off")
