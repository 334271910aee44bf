"""职业小测: one picture a page, three large answers, back at any time; the result on the page and on paper."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from content.errors import LinkError
from content.model.cases import SelfTestBody
from content.model.ids import new_id
from content.model.trades import trade_groups
from content.rules.self_test import MISSING, Liking, TestResult, interests, items, items_version, limits, score, suited
from kiosk.components.panel import Panel
from kiosk.hall_slips import assessment_receipt, trade_name
from kiosk.pages.filed import file_plain, market_of
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.slip import PaperSlip

_BY_HAND = "也可以用手机拍下这一页。"
_KEPT = "好了，职业指导员能看到了。想聊一聊，到窗口说一声。"
_VALUES = frozenset((MISSING, *(int(one.value) for one in Liking)))


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /test."""

    def test() -> None:
        _Testing(hall, here).begin()

    routes["/test"] = test


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """A finished test."""

    result: TestResult
    answers: tuple[int, ...]
    seconds: int


class _Testing:
    """One test; its answers live in this object only, and go with the view."""

    def __init__(self, hall: Hall, here: Here) -> None:
        self._hall, self._here = hall, here
        self._panel = Panel(self._act)
        self._answers = [MISSING] * len(items())
        self._place = -1
        self._began: datetime | None = None
        self._done: _Done | None = None
        self._paper = PaperSlip(hall, self._show_result)
        here.on_slip = self._paper.hear
        self._number, self._said, self._trouble, self._filed = "", "", False, False
        self._key, self._asked, self._printed = f"self_test {new_id(hall.clock.now())}", 0, 0

    def begin(self) -> None:
        """Say what it is."""
        self._place, self._done = -1, None
        self._panel.show("kiosk_test_start.html", who=self._here.person, back="/kiosk/more", count=len(items()),
                         limits=limits())  # fmt: skip

    async def _act(self, name: str, value: str) -> None:
        if self._here.over:
            return
        match name:
            case "begin":
                self._here.begun, self._began = True, self._hall.clock.now()
                self._turn_to(0)
            case "back" if self._done is not None:
                self._done = None
                self._turn_to(len(items()) - 1)
            case "back" if self._place > 0:
                self._turn_to(self._place - 1)
            case "back":
                self.begin()
            case "answer":
                self._answer(value)
            case "print":
                await self._print()
            case "keep":
                await self._keep()
            case "drop" if self._done is not None:
                self._filed = True
                self._show_result()

    def _turn_to(self, place: int) -> None:
        self._place = place
        self._panel.show("kiosk_test_item.html", who=self._here.person, place=place, count=len(items()),
                         item=items()[place], likings=tuple(reversed(Liking)),
                         chosen=str(self._answers[place]))  # fmt: skip

    def _answer(self, value: str) -> None:
        place, _, given = value.partition(":")
        # a tap replayed after a stall names the page it was made on, and that one is answered already
        if self._done is not None or place != str(self._place) or given not in {str(one) for one in _VALUES}:
            return
        self._answers[self._place] = int(given)
        if self._place + 1 < len(items()):
            self._turn_to(self._place + 1)
            return
        began = self._began or self._hall.clock.now()
        seconds = int((self._hall.clock.now() - began).total_seconds())
        answers = tuple(self._answers)
        self._done = _Done(result=score(answers, seconds), answers=answers, seconds=seconds)
        self._filed, self._said = False, ""
        self._show_result()

    def _show_result(self) -> None:
        done = self._done
        if self._here.over or done is None:
            return
        result, paper = done.result, self._paper
        self._panel.show(
            "kiosk_test_result.html", who=self._here.person, result=result, limits=limits(),
            types=[interests()[code].name for code in result.types],
            bars=[(interests()[code].name, None if points is None else round(points))
                  for code, points in result.scores.items()],
            suited=[(trade_name(place), _jobs(place)) for place in suited(result)], filed=self._filed,
            said=(self._said or paper.said) + (_BY_HAND if paper.trouble else ""), asked=self._asked,
            trouble=self._trouble or paper.trouble, taps=self._printed, prompt="" if self._said else paper.prompt,
        )  # fmt: skip

    async def _keep(self) -> None:
        done, now, person = self._done, self._hall.clock.now(), self._here.person
        if done is None or self._filed:
            return
        self._asked += 1
        body = SelfTestBody(
            items_version=items_version(), answers=done.answers, seconds=done.seconds,
            types="".join(done.result.types), id_number=person.id_number if person is not None else "",
            consented_at=now,
        )  # fmt: skip
        try:
            await file_plain(self._hall, "self_test", body, self._key)
        except LinkError as error:
            self._said, self._trouble = str(error), True
        else:
            self._said, self._trouble, self._filed = _KEPT, False, True
        self._show_result()

    async def _print(self) -> None:
        done, outbox = self._done, self._hall.outbox()
        if done is None:
            return
        self._printed, self._said, self._trouble = self._printed + 1, "", False
        if not self._number and outbox is not None:
            self._number = await asyncio.to_thread(outbox.next_number)
        market, now, number = market_of(self._hall), self._hall.clock.now(), self._number or "没有编号"
        # a tap replayed after a stall asks for the same slip again, and the spool prints it once
        reference = f"{self._here.visit.id} test {self._printed}"
        await self._paper.print(lambda: assessment_receipt(done.result, number, market, now, self._hall.terminal),
                                reference)  # fmt: skip
        self._show_result()


def _jobs(place: str) -> str:
    return f"/kiosk/jobs?{'group' if place in trade_groups() else 'trade'}={place}"
