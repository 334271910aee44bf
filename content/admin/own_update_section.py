"""升级中心: the part of 程序升级 where an administrator brings the hub's next program and lets root install it."""

from __future__ import annotations

import asyncio
from datetime import datetime

from nicegui import ui
from nicegui.events import GenericEventArguments

from content.admin.controls import Sure, action
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.login import ADMINISTRATING
from content.admin.package_upload import take_from_stick
from content.admin.written import written
from content.clock import local
from content.errors import ContentError
from content.hubapi.own_update import OwnUpdate, Standing, Waiting
from content.hubapi.sticks import OnStick, packages_on_sticks
from content.model.audit import Action
from content.model.ids import new_id
from content.model.people import Staff
from content.rules.own_update import MB, MOST_BYTES
from content.store.database import Tables

_WAITING, _STICKS = ("等着安装的包", "校验值", "谁拿来的", "什么时候"), ("U 盘上的安装包", "大小", "签名")
_NO_STICK = "没有看到 U 盘上的安装包。U 盘插在中心主机上、已经挂上（在 /media 或 /mnt 下面）的，这里才看得到。"
_HALF: dict[tuple[str, ...], str] = {
    (".deb",): "安装包收到了，还缺它的签名文件（.sig）。", (".sig",): "签名文件收到了，还缺安装包（.deb）。",
}  # fmt: skip
_CONSEQUENCE = ("先自动备份，再停中心一两分钟，窗口这时不能办理，自助机上的登记先存在机器里，不会丢。装好后不正常，"
                "它自己换回原来的程序和数据库。请选没有人办事的时候，不要断电。")  # fmt: skip
_UNTOUCHED = ("交给安装程序一分多钟了，它没有动静。请系统管理员在中心主机上运行 "
              "systemctl enable --now update-linggong.path，就会接着装。")  # fmt: skip


def standing_words(standing: Standing) -> tuple[str, str]:
    """Return what is said of the last update, and its tone: "good", "wrong" or ""; ("", "") when there was none."""
    started, result = standing.started, standing.result
    if started is None:
        return "", ""
    began = f"{local(started.at):%m-%d %H:%M} {started.by}开始把中心升级到 {started.version}："
    if standing.untouched:
        return began + _UNTOUCHED, "wrong"
    if result is None:
        return began + "正在安装。中心会停一两分钟，这一页自己会回来。", ""
    after = f"升级后查出：{'；'.join(result.doctor)}" if result.doctor else ""
    return began + result.sentence + after, "good" if result.ok and not result.doctor else "wrong"


def waiting_row(waiting: Waiting) -> Row:
    """Return the line of the package that waits."""
    note = waiting.note
    deeds = (Do(word="升级中心", deed="start", hot=True), Do(word="扔掉", deed="discard"))
    return Row(id=note.sha256, deeds=deeds, cells=(
        Cell(text=f"零工站 {note.version}", look="main", small=f"{note.size / MB:.0f} MB，签名对"),
        Cell(text=f"{note.sha256[:16]}…", look="num"),
        Cell(text=waiting.by, small=waiting.how),
        Cell(text=f"{local(waiting.at):%m-%d %H:%M}", look="num"),
    ))  # fmt: skip


def stick_row(found: OnStick) -> Row:
    """Return the line of a package on a stick."""
    flag = Flag(word="有签名", tone="good") if found.signed else Flag(word="没有 .sig，不能用", tone="warn")
    return Row(id=str(found.path), deeds=(Do(word="拿来检查", deed="take"),) if found.signed else (), cells=(
        Cell(text=found.path.name, look="main", small=str(found.path.parent)),
        Cell(text=f"{found.size / MB:.0f} MB", look="num"), Cell(flags=(flag,)),
    ))  # fmt: skip


class OwnUpdateSection:
    """The section on one open page; `show` draws how things stand now."""

    def __init__(self, desk: Desk, own: OwnUpdate) -> None:
        self._desk, self._own = desk, own
        ui.label("升级中心").classes("section")
        self._told = ui.label("").classes("sub").mark("own-told")
        if sentence := own.cannot():
            ui.label(sentence).classes("news wrong").mark("own-cannot")
            self._waiting = None
            return
        self._waiting = listing("own-waiting", self._deed)
        self._half = ui.label("").classes("news").mark("own-half")
        hint = f"都用开发方发来的，不要改名字。安装包最大 {MOST_BYTES // MB} MB。"
        # no tag of it is typed by people, and the sanitizer would drop the input
        drop = ui.html(written("package_drop.html", hint=hint), sanitize=False).classes("w-full").mark("own-drop")
        drop.on("taken", self._arrived, js_handler="(e) => emit(e.detail)")
        self._said = ui.label("").classes("news wrong").mark("own-said")
        with ui.element("div").classes("foot turn"):
            action("看看 U 盘上有没有", self._look_at_sticks, "own-sticks")
        self._sticks = listing("own-on-sticks", self._take)
        self._sure = Sure(_CONSEQUENCE, "现在升级", "own-sure")

        self._refuse("")

    def _refuse(self, sentence: str) -> None:
        self._said.set_text(sentence)
        self._said.set_visibility(bool(sentence))

    async def show(self) -> None:
        """Draw how things stand."""
        standing = await asyncio.to_thread(self._own.standing, self._desk.now())
        words, tone = standing_words(standing)
        self._told.set_text(words)
        self._told.classes(replace=f"news {tone}" if words else "sub")
        self._told.set_visibility(bool(words))
        if self._waiting is None:
            return
        rows = (waiting_row(standing.waiting),) if standing.waiting else ()
        self._waiting.set_content(table(_WAITING, rows, "现在没有等着安装的包。"))
        self._half.set_text(_HALF.get(standing.parts, ""))
        self._half.set_visibility(bool(self._half.text))

    async def _arrived(self, event: GenericEventArguments) -> None:
        answer = event.args if isinstance(event.args, dict) else {}
        self._refuse(str(answer.get("error", "")))
        if answer.get("waiting"):
            self._desk.say("安装包核对过了：签名对，比现在的新，放得下。")
        await self.show()

    async def _look_at_sticks(self) -> None:
        found = await asyncio.to_thread(packages_on_sticks)
        self._sticks.set_content(table(_STICKS, tuple(map(stick_row, found)), _NO_STICK))

    async def _take(self, _deed: str, path: str) -> None:
        found = next((one for one in await asyncio.to_thread(packages_on_sticks) if str(one.path) == path), None)
        if found is None:
            self._refuse("这个 U 盘已经拔掉了，请插好再看一次。")
            return
        chosen, market, own, now = found, self._desk.parts.market, self._own, self._desk.now()
        self._refuse("")
        self._desk.say("正在从 U 盘复制、核对，请先不要拔。")
        try:
            await self._desk.work(lambda staff: take_from_stick(market, own, staff, chosen, now), ADMINISTRATING)
        except ContentError as error:
            self._refuse(str(error))
        await self.show()

    async def _deed(self, deed: str, _sha256: str) -> None:
        try:
            if deed == "discard":
                now = self._desk.now()
                await self._desk.change(lambda tables, staff: _note(tables, staff, "扔掉安装包", now), ADMINISTRATING)
                await asyncio.to_thread(self._own.discard)
            elif await self._sure.ask("现在就升级中心？"):
                await self._start()
        except ContentError as error:
            self._desk.refuse(error)
        await self.show()

    async def _start(self) -> None:
        now, own = self._desk.now(), self._own
        await self._desk.change(lambda tables, staff: _note(tables, staff, "让安装程序升级中心", now), ADMINISTRATING)
        await self._desk.work(lambda staff: own.start(new_id(now), staff.name, now), ADMINISTRATING)


def _note(tables: Tables, staff: Staff, words: str, now: datetime) -> None:
    tables.audit.note(staff, now, Action.PROGRAM, subject="program", words=words)
