"""The frame around every page of the desk: the menu on the left, who is logged in, the page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui

from content.admin.calls import CallBanner
from content.admin.desk import KNOWN, Desk
from content.admin.login import COOKIE, IDLE_LIFE, at_the_desk, session_digest, still_here
from content.admin.parts import MOUNT, AdminParts, DeskPage
from content.admin.search_box import SearchBox
from content.admin.written import written
from content.errors import ContentError
from content.faults import note_fault
from content.model.people import Staff
from content.store.database import Tables

HEAD = (
    '<link rel="stylesheet" href="/theme/admin.css">'
    f'<script defer src="/theme/desk.js" data-idle="{int(IDLE_LIFE.total_seconds())}"></script>'
    '<script defer src="/theme/desk_lists.js"></script>'
)
_PATIENCE_S = 30.0  # a busy hub answers late; after NiceGUI's own 3 s it would answer with an error


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuLine:
    """One line of the menu as drawn."""

    word: str
    href: str
    on: bool
    count: int | None
    urgent: bool
    group: str  # the heading above it, where it is the first of its group


# from which place on, what the entries have in common
_GROUPS = ((0, ""), (20, "岗位和企业"), (40, "审核和发布"), (50, "大厅里看的"), (60, "屏和设备"), (70, "窗口和大厅"),
           (80, "求职和帮扶"), (90, "台账"), (100, "管理"))  # fmt: skip


def _group_of(place: int) -> str:
    return next(word for start, word in reversed(_GROUPS) if place >= start)


def menu_of(parts: AdminParts, pages: tuple[DeskPage, ...], here: DeskPage, staff: Staff, tables: Tables,
            now: datetime) -> tuple[MenuLine, ...]:  # fmt: skip
    """Return the lines this person sees, with their figures."""
    entries, last = [], ""
    for page in sorted(pages, key=lambda page: page.place):
        if page.menu and not page.roles.isdisjoint(staff.roles):
            count = None
            if page.count is not None:
                count = parts.figures.of(page.path, page.count, parts.market, tables, now)
            group = _group_of(page.place)
            on = here.path == page.path or here.path.startswith(f"{page.path}/")
            entries.append(MenuLine(word=page.menu, href=MOUNT + page.path, on=on, count=count,
                                 urgent=page.urgent, group="" if group == last else group))  # fmt: skip
            last = group
    return tuple(entries)


def _frame(staff: Staff, entries: tuple[MenuLine, ...]) -> None:
    roles = "、".join(role.label for role in staff.roles)
    # a plain form of the template, and nothing in it is typed by people: the browser's sanitizer would drop its action
    ui.html(written("menu.html", entries=entries, name=staff.name, roles=roles), sanitize=False, tag="nav").classes(
        "desk-menu"
    ).mark("menu")


def _refused(page: DeskPage) -> None:
    with ui.element("main").classes("desk-main"):
        ui.label(page.title).classes("title")
        ui.label("您的账号没有打开这一页的权限，需要的话请找系统管理员。").classes("sub").mark("refused")


def _no_password() -> None:
    with ui.element("div").classes("news").mark("no-password"):
        ui.label("您还没有设置密码，下次进来还得要链接。").classes("said")
        ui.link("设置密码", "/password").classes("act")


def _unforeseen(error: Exception) -> None:
    if isinstance(error, ContentError):  # a handler that leaves its words to us: a login or a role that is gone
        ui.notify(str(error), type="negative", position="top", timeout=0, close_button="知道了")
        return
    said = f"这一步出了意外，没有做成。请再试一次；还不行，请把编号 {note_fault(error)} 告诉系统管理员。"
    ui.notify(said, type="negative", position="top",
              timeout=0, actions=KNOWN)  # fmt: skip


def _route(parts: AdminParts, pages: tuple[DeskPage, ...], page: DeskPage) -> Callable[..., Awaitable[Response | None]]:
    async def show(request: Request) -> Response | None:
        def look() -> tuple[Staff, tuple[MenuLine, ...], bool] | None:
            now, token = parts.clock.now(), request.cookies.get(COOKIE, "")
            if not token or not still_here(parts.market, parts.keys, token, now):
                return None
            with parts.market.reading() as tables:
                staff = at_the_desk(tables, parts.keys, token, now)
                if staff is None:
                    return None
                has_password = tables.passwords.hash_of(staff.id) is not None
                return staff, menu_of(parts, pages, page, staff, tables, now), has_password

        found = await asyncio.to_thread(look)
        if found is None:
            return RedirectResponse("/enter?" + urlencode({"back": str(request.url.path)}), status_code=303)
        staff, entries, has_password = found
        parts.live.joined(session_digest(parts.keys, request.cookies[COOKIE]), ui.context.client)
        ui.add_head_html(HEAD)
        with ui.element("div").classes("desk"):
            _frame(staff, entries)
            if page.roles.isdisjoint(staff.roles):
                _refused(page)
                return None
            with ui.element("main").classes("desk-main"):
                ui.on_exception(_unforeseen)
                desk = Desk(parts, request, staff, page.roles)
                CallBanner(desk)
                SearchBox(desk)
                if parts.asks_password and not has_password:
                    _no_password()
                try:
                    await page.body(desk)
                except ContentError as error:
                    ui.label(str(error)).classes("news wrong")
        return None

    return show


def hang(parts: AdminParts, pages: tuple[DeskPage, ...]) -> None:
    """Register every page's route with NiceGUI."""
    for page in pages:
        shown = ui.page(page.path, title=f"{page.title} · 零工市场后台", response_timeout=_PATIENCE_S)
        shown(_route(parts, pages, page))
