"""工位/工具 at the desk: lent to who is registered or to a name, overdue told, taken back."""

from __future__ import annotations

from datetime import timedelta

from nicegui import ui

from content.model.codes import Role
from content.model.loans import ToolLoan
from tests.pages.admin.world import NOW, World, content_of, field, press, until

EXAMPLE = "11010519491231002X"  # the example of GB 11643


def _loans(world: World) -> tuple[ToolLoan, ...]:
    with world.market.reading() as tables:
        return tables.tool_loans.page()[0]


async def test_a_tool_goes_out_is_overdue_and_comes_back(world: World) -> None:
    user = await world.user(Role.CLERK)
    await user.open("/loans")
    assert field(user, "due_at").value == "2026-11-23T17:00"
    user.find(marker="lend").click()
    await until(lambda: bool(field(user, "thing").error) and bool(field(user, "name").error))
    field(user, "thing").set_value("3 号冲击钻")
    field(user, "name").set_value("李样例")
    user.find(marker="lend").click()
    await until(lambda: "3 号冲击钻" in content_of(user, "list"))
    (loan,) = _loans(world)
    assert (loan.name_mask, loan.person_index, loan.lent_by) == ("李*例", None, "staff-clerk")
    assert "李样例" not in content_of(user, "list")
    world.clock.at = NOW + timedelta(days=1)
    later = await world.user(Role.CLERK)
    await later.open("/")
    assert "工位工具逾期没还" in content_of(later, "cards")
    await later.open("/loans")
    assert "逾期没还" in content_of(later, "list")
    press(later, "list", "back", loan.id)
    await until(lambda: any(dialog.value for dialog in later.find(kind=ui.dialog).elements))
    later.find(marker="note").elements.pop().set_value("钻头断了")  # type: ignore[attr-defined]
    later.find(marker="back-sure").click()
    await until(lambda: "钻头断了" in content_of(later, "list"))
    assert "逾期没还" not in content_of(later, "list")


async def test_a_number_the_ledger_does_not_know_is_told_and_nothing_is_lost(world: World) -> None:
    user = await world.user(Role.CLERK)
    await user.open("/loans")
    field(user, "thing").set_value("梯子")
    field(user, "id_number").set_value(EXAMPLE)
    user.find(marker="lend").click()
    await user.should_see("台账里没有这个身份证号码的人")
    assert field(user, "thing").value == "梯子"
    assert _loans(world) == ()


async def test_an_auditor_sees_the_loans_and_lends_nothing(world: World) -> None:
    user = await world.user(Role.AUDITOR)
    await user.open("/loans")
    await user.should_see("工位工具")
    await user.should_not_see(marker="lend")
