"""One account: name, login, roles, the day its pledge was signed."""

from __future__ import annotations

from datetime import date

from nicegui import ui

from content.admin.accounts import save_account
from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.login import RUNNING
from content.admin.papers_out import hand_out_paper
from content.admin.parts import DeskPage
from content.admin.security_records import pledge_paper
from content.errors import ContentError, StoreError
from content.model.codes import Role
from content.model.ids import new_id
from content.model.people import Staff

_MAY = {
    Role.EDITOR: "写岗位、企业、政策，提交审核",
    Role.REVIEWER: "审核别人写的，发布，做周五汇总审核",
    Role.CLERK: "窗口登记、叫号、台账",
    Role.COUNSELLOR: "职业指导、推荐、帮扶",
    Role.MANAGER: "全部业务，每周检查，账号",
    Role.ADMINISTRATOR: "账号、设备、备份；不审核内容",
    Role.AUDITOR: "看操作记录和台账，不能改",
    Role.ASSESSOR: "考核组：看全部，只加调整记录",
}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise StoreError("责任书日期请按年-月-日填写，例如 2026-12-01。") from None


class AccountForm:
    """The open form."""

    def __init__(self, desk: Desk, account: Staff, new: bool) -> None:
        self._desk, self._account = desk, account
        with ui.element("div").classes("form"), ui.element("div").classes("group"):
            ui.label("账号").classes("group-name")
            with ui.element("div").classes("grid"):
                self._name = ui.input("姓名", value=account.name).classes("w3").props("outlined dense").mark("name")
                self._login = ui.input("登录名（小写字母）", value=account.login).classes("w3").mark("login")
                self._login.props("outlined dense" + ("" if new else " readonly"))
                pledged = account.pledged_on.isoformat() if account.pledged_on else ""
                self._pledged = ui.input("签责任书的日期", value=pledged).classes("w3").mark("pledged")
                self._pledged.props("outlined dense type=date stack-label")
                self._enabled = ui.checkbox("启用", value=account.enabled).classes("w3").mark("enabled")
        with ui.element("div").classes("form"), ui.element("div").classes("group"):
            ui.label("角色").classes("group-name")
            self._roles = {role: self._tick(role) for role in Role}
        with ui.element("div").classes("bar"):
            action("保存", self._save, "save", "first")
            action("打印责任书", self._print, "print-pledge")
            ui.link("不改了", "/accounts").classes("act quiet")

    def _tick(self, role: Role) -> ui.checkbox:
        with ui.element("div").classes("tick"):
            box = ui.checkbox(role.label, value=role in self._account.roles).mark(f"role-{role.value}")
            ui.label(_MAY[role]).classes("sub")
        return box

    async def _print(self) -> None:
        roles = "、".join(role.label for role, box in self._roles.items() if box.value)
        market = await self._desk.ask(lambda tables: tables.market.get().card.name)
        values = pledge_paper(str(self._name.value or "").strip(), roles or "角色待定", market, self._desk.now())
        await hand_out_paper(self._desk, "pledge.html", values, "数据安全责任书")

    async def _save(self) -> None:
        try:
            wanted = Staff(
                id=self._account.id, login=str(self._login.value or "").strip(),
                name=str(self._name.value or "").strip(),
                roles=tuple(role for role, box in self._roles.items() if box.value),
                enabled=bool(self._enabled.value), pledged_on=_day(str(self._pledged.value or "")),
            )  # fmt: skip
            await self._desk.change(save_account(wanted, self._desk.now()), RUNNING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._desk.go("/accounts")


async def _body(desk: Desk) -> None:
    named = desk.named("id")
    if named == "new":
        account = Staff(id=new_id(desk.now()), login="", name="", roles=(Role.EDITOR,), enabled=False)
    else:
        found = await desk.ask(lambda tables: tables.staff.get(named))
        if found is None:
            not_there("这个账号", "账号")
            return
        account = found
    head("新账号" if named == "new" else account.name, "先让本人签数据安全责任书，填上日期，再启用。")
    AccountForm(desk, account, named == "new")


PAGE = DeskPage(path="/accounts/{id}", title="账号", body=_body, roles=RUNNING)
