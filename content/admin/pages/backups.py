"""备份: how old the last copy is, what the last drill found, and what is overdue; the hub's book is handed in."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from nicegui import ui

from content.admin.cadence import card_of, workdays_of
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.listing import Cell, Flag, Row, listing, table
from content.admin.login import RUNNING
from content.admin.papers_out import hand_out_paper
from content.admin.parts import Card, CardSource, DeskPage
from content.backup.book import BackupBook
from content.backup.policy import age_words, last_drill, last_good, overdue
from content.backup.records import Attempt, BackupState, Check, TargetKind
from content.clock import local
from content.errors import ContentError
from content.rules.manager_due import backups
from content.settings import BackupSettings
from content.store.database import Tables

_COPIES = ("备份到", "什么时候", "结果", "用了", "新增")
_CHECKS = ("查了什么", "结果")
_SHOWN = 12
_PRINTED = 20
_WORDS = "中心每 15 分钟自动备份到第二块盘，每周备份到异地、读回来核对，再自动演练一次恢复。"


def copy_row(attempt: Attempt, now: datetime) -> Row:
    """Return the line of one try."""
    flag = Flag(word="好了", tone="good") if attempt.ok else Flag(word="没有成功", tone="warn")
    checked = (Flag(word="读回核对过", tone="calm"),) * attempt.checked
    return Row(id=attempt.at.isoformat(), cells=(
        Cell(text=attempt.target, look="main", small=attempt.kind.label),
        Cell(text=f"{local(attempt.at):%m-%d %H:%M}", small=age_words(now - attempt.at), look="num"),
        Cell(flags=(flag, *checked), small="" if attempt.ok else attempt.sentence),
        Cell(text=f"{attempt.seconds:.0f} 秒", look="num"),
        Cell(text=f"{attempt.copied_bytes / 1e6:.1f} MB", look="num"),
    ))  # fmt: skip


def check_row(check: Check) -> Row:
    """Return the line of one thing a drill looked at."""
    flag = Flag(word="好", tone="good") if check.ok else Flag(word="不对", tone="warn")
    return Row(id=check.about, cells=(Cell(text=check.about, look="main"),
                                      Cell(flags=(flag,), small=check.sentence)))  # fmt: skip


def drill_words(state: BackupState, now: datetime) -> str:
    """Return one sentence about the last drill."""
    drill = last_drill(state)
    if drill is None:
        return "还没有演练过。"
    how = "密钥照托管单手工输入" if drill.by_hand else "密钥按托管单的写法取自本机"
    return (f"{local(drill.at):%Y-%m-%d %H:%M}（{age_words(now - drill.at)}）从 {drill.target} 恢复，"
            f"用了 {drill.seconds:.0f} 秒，{how}：{'通过' if drill.ok else '没有通过'}。")  # fmt: skip


def records_paper(state: BackupState, market: str, now: datetime) -> dict[str, Any]:
    """Return what the template of 备份记录 is filled with."""

    def time(at: datetime) -> str:
        return f"{local(at):%Y-%m-%d %H:%M}"

    copies = tuple((kind.label, tuple(
        (time(one.at), one.target, one.ok, one.sentence, f"{one.seconds:.0f}", f"{one.copied_bytes / 1e6:.1f}",
         one.checked) for one in state.attempts if one.kind is kind)[:_PRINTED]) for kind in TargetKind)  # fmt: skip
    drills = tuple((time(one.at), one.target, f"{one.seconds:.0f}", one.ok,
                    "；".join(f"{check.about}：{check.sentence}" for check in one.checks))
                   for one in state.drills)  # fmt: skip
    return {"title": "数据备份和恢复演练记录", "market": market, "copies": copies, "drills": drills[:_PRINTED],
            "clause": "附件1 六（一）1：每周对台账数据进行备份，存储在专用硬盘和云端服务器", "printed": time(now),
            "footer": f"{market} · 备份记录"}  # fmt: skip


async def _print(desk: Desk, state: BackupState) -> None:
    market = await desk.ask(lambda tables: tables.market.get().card.name)
    await hand_out_paper(desk, "backup_records.html", records_paper(state, market, desk.now()), "备份记录")


class BackupsDesk:
    """The page and the card of one hub's backups."""

    def __init__(self, book: BackupBook, settings: BackupSettings) -> None:
        self._book = book
        self._set = {"disk": settings.disk is not None, "away": bool(settings.away)}

    def card(self, _tables: Tables, now: datetime) -> Card:
        """Return the card of 今日工作: how many things are overdue, and the first of them in words."""
        try:
            late = overdue(self._book.read(), now, **self._set)
        except ContentError as error:
            return Card(label="备份", figure=1, path="/backups", pressing=True, sentence=str(error), roles=RUNNING)
        return Card(label="备份要处理", figure=len(late), path="/backups", pressing=bool(late),
                    sentence=late[0].sentence if late else "", roles=RUNNING)  # fmt: skip

    def week_card(self, tables: Tables, now: datetime) -> Card:
        """Return whether both copies of this week are there (R182); a book that cannot be read is told by `card`."""
        try:
            state = self._book.read()
        except ContentError:
            state = BackupState()
        disk, away = (last_good(state, kind) for kind in (TargetKind.DISK, TargetKind.AWAY))
        return card_of(backups(disk.at if disk else None, away.at if away else None, now, workdays_of(tables)))

    async def body(self, desk: Desk) -> None:
        """Draw the page."""
        head("备份", _WORDS)
        try:
            state = await asyncio.to_thread(self._book.read)
        except ContentError as error:
            desk.refuse(error)
            return
        now = desk.now()
        with ui.element("div").classes("foot turn"):
            action("打印备份记录", lambda: _print(desk, state), "print-backups")
        for late in overdue(state, now, **self._set):
            with ui.element("div").classes("news wrong").mark("backup-late"):
                ui.label(f"{late.about}：{late.sentence}").classes("said")
        listing("copies").set_content(table(_COPIES, tuple(copy_row(one, now) for one in state.attempts[:_SHOWN]),
                                            "还没有备份过。"))  # fmt: skip
        ui.label("恢复演练").classes("section")
        ui.label(drill_words(state, now)).classes("sub").mark("last-drill")
        drill = last_drill(state)
        if drill is not None:
            listing("drill").set_content(table(_CHECKS, tuple(map(check_row, drill.checks)), "什么也没有查。"))

    def page(self) -> DeskPage:
        """Return the page."""
        return DeskPage(path="/backups", title="备份", menu="备份", place=66, body=self.body, roles=RUNNING,
                        count=lambda tables, now: self.card(tables, now).figure, urgent=True)  # fmt: skip

    def cards(self) -> tuple[CardSource, ...]:
        """Return what it adds to 今日工作."""
        return (self.card, self.week_card)
