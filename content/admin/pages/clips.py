"""语音提示: every sentence the kiosk says aloud, which are missing, and a recording or a file for each."""

from __future__ import annotations

from datetime import datetime

from nicegui import ui

from content.admin.clips import Spoken, hand_in_clip, spoken, withdraw_clips
from content.admin.controls import Sure, action, head
from content.admin.desk import Desk
from content.admin.listing import listing
from content.admin.login import EDITING
from content.admin.parts import DeskPage
from content.admin.releases import CLOSING
from content.admin.uploads import FileDrop
from content.admin.written import written
from content.errors import ContentError
from content.feeds.intake import Taken
from content.feeds.recognise import LONGEST_SOUND_S, SOUND
from content.model.prompts import PROMPTS, missing_prompts
from content.store.database import Tables

_SCRIPT = '<script defer src="/theme/recorder.js"></script>'


class _Room:
    """The open page: which sentence is being recorded, and the list of all."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._edits = desk, desk.may(EDITING)
        self._prompt = ""
        self._rows: tuple[Spoken, ...] = ()
        self._count = ui.label("").classes("section").mark("missing")
        if self._edits:
            self._panel()
        self._list = listing("clips", self._deed)
        self._sure = Sure("自助机上这一句马上就不出声了；要再用，重新录一段送审。", "撤下")

    def _panel(self) -> None:
        ui.add_head_html(_SCRIPT)
        staff, tray = self._desk.staff.id, self._desk.parts.tray
        with ui.element("section").classes("group speak").mark("panel") as self._place:
            with ui.element("div").classes("speak-head"):
                self._key = ui.label("").classes("sub")
                action("下一句没录的", self._next, "next")
                action("收起", self._fold, "fold")
            self._words = ui.label("").classes("speak-words").mark("words")
            with ui.element("div").classes("speak-ways"):
                with ui.element("div"):
                    FileDrop(tray, staff, "录音", SOUND, self._took, "recorder.html", "recorder-drop")
                with ui.element("div"):
                    FileDrop(tray, staff, "或者传一段录好的", SOUND, self._took)
                    ui.label(f"手机录的 m4a、mp3、wav、ogg 都行，一句最长 {LONGEST_SOUND_S} 秒。").classes("sub")
        self._place.set_visibility(False)

    async def show(self) -> None:
        """Ask again and redraw."""
        now = self._desk.now()
        try:
            self._rows = await self._desk.ask(lambda tables: spoken(tables.media.recordings(), now))
        except ContentError as error:
            self._desk.refuse(error)
            return
        missing = sum(not row.clips for row in self._rows)
        every = len(self._rows)
        self._count.set_text(f"还有 {missing} 句没有录音，共 {every} 句" if missing else f"{every} 句都有录音了")
        self._list.set_content(written("clips.html", rows=self._rows, chosen=self._prompt, edits=self._edits,
                                       closes=self._desk.may(CLOSING)))  # fmt: skip

    async def _choose(self, prompt: str) -> None:
        self._prompt = prompt
        self._place.set_visibility(bool(prompt))
        self._key.set_text(f"照着念，慢一点、清楚一点（{prompt}）")
        self._words.set_text(PROMPTS.get(prompt, ""))
        await self.show()

    async def _next(self) -> None:
        missing = [row.key for row in self._rows if not row.clips and row.key != self._prompt]
        if missing:
            await self._choose(missing[0])
        else:
            self._desk.say("没有别的要录了。")

    async def _fold(self) -> None:
        await self._choose("")

    async def _took(self, taken: Taken) -> None:
        item = await hand_in_clip(self._desk, self._prompt, taken)
        self._desk.say(f"“{PROMPTS[item.prompt]}”的录音已送审，审核通过、发布以后自助机就说这一段。")
        await self.show()

    async def _deed(self, name: str, prompt: str) -> None:
        if name == "record":
            await self._choose(prompt)
            ui.run_javascript("scrollTo({top: 0, behavior: 'smooth'})")
            return
        if not await self._sure.ask(f"撤下“{PROMPTS.get(prompt, prompt)}”的录音？"):
            return
        try:
            reached = await withdraw_clips(self._desk, prompt)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say("录音已撤下" + ("，自助机正在更新。" if reached else "。"))
        await self.show()


async def _body(desk: Desk) -> None:
    head("语音提示", "自助机在每一步说的话。没有录音的步骤不出声，屏幕上的字照样有。")
    await _Room(desk).show()


def _missing(tables: Tables, now: datetime) -> int:
    return len(missing_prompts(frozenset(tables.media.clips())))


PAGE = DeskPage(path="/clips", title="语音提示", menu="语音提示", place=58, body=_body, count=_missing)
