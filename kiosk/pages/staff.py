"""工作人员页, behind the PIN: how the machine is, paper, slips, volume, pause, restart."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from content.clock import local
from content.model.ids import new_id
from kiosk.components.panel import Panel
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.slip import PaperSlip
from kiosk.staff.condition import lines, slip_line
from kiosk.staff.pausing import NOTICES
from kiosk.staff.pins import Entry, WeakPin
from printer.receipt import SlipKind
from printer.slip_job import SlipJob, SlipState
from printer.worker import SlipEvent

_BY = "自助机工作人员页"
_SHOWN_SLIPS = 7
_CHOOSE = ("先设一个自己的口令", ("6 到 8 位数字，不要连着的或重复的。", "记好它：忘了要请系统管理员重设。"))
_ENTER = ("请输入口令", ("本页只给工作人员用。", "要找工作、要登记，请点右上角“离开”。"))
_AGAIN = ("再输入一次", ("两次一样才算数。",))
_RESTARTING = "正在重新启动，请等半分钟。"
_STATES = {
    SlipState.QUEUED: "等着打", SlipState.SENDING: "正在打", SlipState.CONFIRMED: "打好了",
    SlipState.FAILED: "没打出来", SlipState.UNKNOWN: "不知道打好没有",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipRow:
    """One slip in the list of staff; no word of what is on it."""

    id: str
    at: str
    name: str
    number: str
    text: str
    bad: bool
    offered: bool


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /staff."""

    def staff() -> None:
        _StaffPage(hall, here).begin()

    routes["/staff"] = staff


class _StaffPage:
    """The page while it is shown; without the PIN of this page load no act but entering it has any effect."""

    def __init__(self, hall: Hall, here: Here) -> None:
        self._hall, self._here, self._room = hall, here, hall.staff
        self._panel = Panel(self._act)
        self._view = self._desk
        self._first_pin = ""
        self._said, self._bad, self._sure = "", False, False
        self._taps = 0
        self._slip = PaperSlip(hall, self._hear)
        self._slips: tuple[SlipRow, ...] = ()
        self._deeds: dict[str, Callable[[str], Awaitable[None]]] = {
            "back": self._back, "test": self._test, "papered": self._test, "slips": self._list_slips,
            "reprint": self._reprint, "louder": self._louder, "quieter": self._quieter, "pauses": self._pause,
            "resume": self._resume, "restart": self._restart, "choose": self._choose,
        }  # fmt: skip
        here.on_slip, here.on_printer, here.on_edition = self._hear_slip, self._refresh, self._refresh
        here.on_reader = lambda event: self._refresh()

    def begin(self) -> None:
        """Ask for the PIN, unless it was given on this page load."""
        if self._here.staff:
            self._view()
        else:
            self._pad(*_ENTER, act="enter")

    async def _act(self, name: str, value: str) -> None:
        if self._here.over:
            return
        if name == "enter":
            await self._enter(value)
        elif self._here.staff:
            self._sure = name == "sure"
            views = {"paper": self._paper, "pause": self._pauses, "newpin": self._new_pin}
            if name in views:
                self._said, self._taps, self._view = "", 0, views[name]
            elif name in self._deeds:
                await self._deeds[name](value)
            self._show()

    def _show(self) -> None:
        """Show the view staff are at; over a PIN pad that waits for the first PIN nothing is ever shown."""
        if self._here.staff and not self._here.over:
            self._view()

    def _refresh(self) -> None:
        """Show what a device said, except over the PIN pad."""
        if self._view in (self._desk, self._paper):
            self._show()

    # the PIN

    def _pad(self, headline: str, told: tuple[str, ...], *, act: str, said: str = "") -> None:
        self._panel.show("kiosk_staff_pin.html", title="工作人员", headline=headline, lines=told, act=act, said=said)

    async def _enter(self, pin: str) -> None:
        answer = await asyncio.to_thread(self._room.pins.check, pin)
        if self._here.over:
            return
        if answer.entry in (Entry.OPEN, Entry.CHOOSE):
            self._here.staff = True
            self._view = self._desk if answer.entry is Entry.OPEN else self._new_pin
            self._view()
        else:
            self._pad(*_ENTER, act="enter", said=answer.sentence)

    def _new_pin(self) -> None:
        self._pad(*(_AGAIN if self._first_pin else _CHOOSE), act="choose", said=self._said)

    async def _choose(self, pin: str) -> None:
        first, self._first_pin, self._said = self._first_pin, "", ""
        if not first:
            self._first_pin = pin
            return
        try:
            if first != pin:
                raise WeakPin("两次输入的不一样，请从头再来。")
            await asyncio.to_thread(self._room.pins.choose, pin)
        except WeakPin as error:
            self._said = str(error)
            return
        self._say("口令改好了。")
        self._view = self._desk

    # the desk

    def _desk(self) -> None:
        self._panel.show(
            "kiosk_staff.html", terminal=self._hall.terminal,
            lines=lines(self._room.condition(), self._hall.clock.now()), notice=self._room.pausing.notice,
            percent=self._room.sound.percent, sure=self._sure, taps=self._taps, said=self._said, bad=self._bad,
        )  # fmt: skip

    async def _back(self, _: str) -> None:
        self._said, self._first_pin, self._view = "", "", self._desk

    def _say(self, sentence: str, *, bad: bool = False) -> None:
        self._said, self._bad = sentence, bad

    async def _louder(self, _: str) -> None:
        await self._change_volume(+1)

    async def _quieter(self, _: str) -> None:
        await self._change_volume(-1)

    async def _change_volume(self, steps: int) -> None:
        loudness = await asyncio.to_thread(self._room.sound.change, steps)
        self._say(loudness.sentence, bad=not loudness.works)

    async def _restart(self, _: str) -> None:
        self._say(_RESTARTING)
        self._room.restart()

    def _pauses(self) -> None:
        self._panel.show("kiosk_staff_pause.html", notices=NOTICES)

    async def _pause(self, value: str) -> None:
        if value.isdecimal() and int(value) < len(NOTICES):
            await asyncio.to_thread(self._room.pausing.pause, NOTICES[int(value)])
            self._say("已暂停：离开这一页后，屏幕上只有这句话。")
            self._view = self._desk

    async def _resume(self, _: str) -> None:
        await asyncio.to_thread(self._room.pausing.resume)
        self._say("已恢复使用。")

    # paper and slips

    def _paper(self) -> None:
        said, bad = self._said, self._bad
        if not said and self._hall.printing is not None:
            report = self._hall.printing.printer_state()
            said, bad = report.staff_sentence or report.sentence, False
        self._panel.show("kiosk_staff_paper.html", said=said or "这台机器没有接打印机。", bad=bad, taps=self._taps)

    async def _test(self, _: str) -> None:
        self._taps += 1
        reference = f"test {new_id(self._hall.clock.now())}"
        place = self._hall.terminal
        await self._slip.ask(lambda printing: printing.test_slip(reference, by=_BY, place=place))

    def _hear(self) -> None:
        if self._slip.state is SlipState.CONFIRMED:
            self._say("打好了：字迹清楚、纸已切好，就是好的。")
        else:
            self._say(self._slip.said, bad=self._slip.trouble)
        self._show()

    async def _hear_slip(self, event: SlipEvent) -> None:
        self._slip.hear(event)
        if self._here.staff and self._view == self._slip_list:
            await self._list_slips()
            self._show()

    async def _list_slips(self, _: str = "") -> None:
        printing = self._hall.printing
        jobs = await asyncio.to_thread(printing.recent, _SHOWN_SLIPS) if printing is not None else []
        self._slips = tuple(_row(job) for job in jobs)
        if self._view != self._slip_list:
            self._said = ""
        self._view = self._slip_list

    def _slip_list(self) -> None:
        self._panel.show("kiosk_staff_slips.html", slips=self._slips, said=self._said, bad=self._bad, taps=self._taps)

    async def _reprint(self, job_id: str) -> None:
        self._taps += 1
        await self._slip.ask(lambda printing: printing.reprint(job_id, _BY))
        await self._list_slips()


def _row(job: SlipJob) -> SlipRow:
    again = f"，第 {job.copy} 张" if job.copy > 1 else ""
    return SlipRow(
        id=job.id, at=f"{local(job.queued_at):%H:%M}", name=slip_line(job.kind),
        number="" if job.kind == SlipKind.SELF_TEST else job.number,
        text=_STATES[job.state] + again, bad=job.state in (SlipState.FAILED, SlipState.UNKNOWN),
        offered=job.can_be_reprinted,
    )  # fmt: skip
