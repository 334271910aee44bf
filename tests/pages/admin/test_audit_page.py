"""操作记录 checks both chains: the record of who did what, and the seals of the ledgers."""

from __future__ import annotations

from nicegui import ui
from sqlite_utils.utils import sqlite3

from content.model.codes import Role, Stage
from tests.pages.admin.world import World, until


async def test_the_page_says_which_row_was_changed_past_the_program(world: World) -> None:
    world.add_job(Stage.APPROVED)
    user = await world.user(Role.AUDITOR)
    await user.open("/audit")

    def told() -> str:
        (label,) = user.find(kind=ui.label, marker="ledgers").elements
        return label.text

    user.find(marker="verify").click()
    await until(lambda: "每一条都和封记一样" in told())
    db = sqlite3.connect(world.market._path)
    db.execute("UPDATE job SET headcount = 90 WHERE id = 'job-1'")
    db.commit()
    db.close()
    user.find(marker="verify").click()
    await until(lambda: "“岗位”里编号 job-1 的一条在程序外被改过" in told())
    assert "系统管理员" in told()
