"""导入岗位 through its page: what was looked at is stored, all of it or nothing."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User

from content.model.codes import Role, Stage
from content.store.records import Page
from tests.pages.admin.world import FIRM, World, content_of, until
from tests.unit.content.admin.test_sheet_jobs import CELLS, HEADINGS, ROW
from tests.unit.content.feeds.test_intake import workbook


async def _send(world: World, user: User, rows: list[list[str]]) -> None:
    """Send a table as the page's field does and tell the page its ticket."""
    book = workbook([list(row) for row in rows])
    answer = await user.http_client.put(
        "http://test/upload", params={"sorts": "XLSX,CSV"}, content=book, headers={"X-Name": "table.xlsx"}
    )
    assert answer.status_code == 200
    user.find(kind=ui.html, marker="file-drop").trigger("taken", answer.json())


def _jobs(world: World) -> dict[str, Stage]:
    with world.market.reading() as tables:
        jobs, _ = tables.jobs.page(Page())
    return {job.title: job.stage for job in jobs}


def _row(**changes: str) -> list[str]:
    return list((CELLS | changes).values())


async def test_rows_are_looked_at_then_all_stored_and_the_ready_ones_handed_in(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/import/jobs")
    await _send(world, user, [HEADINGS, _row(), _row(招聘岗位="缺内容的岗位", 岗位职责="")])
    await user.should_see("1 行没有问题，1 行要补内容，0 行有错", retries=80)
    assert _jobs(world) == {}
    user.find(marker="store").click()
    await until(lambda: bool(_jobs(world)))
    assert _jobs(world) == {"卸货工": Stage.SUBMITTED, "缺内容的岗位": Stage.DRAFT}
    await user.should_see("1 个交给审核，1 个留作草稿")


async def test_a_wrong_row_keeps_everything_out_until_it_is_left_out_on_purpose(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/import/jobs")
    await _send(world, user, [HEADINGS, _row(招聘岗位="好的"), _row(招聘岗位="坏的", 企业名称="没登记的厂")])
    await user.should_see("1 行没有问题，0 行要补内容，1 行有错", retries=80)
    await until(lambda: "没登记的厂" in content_of(user, "rows"))
    await user.should_not_see(marker="store")
    user.find(marker="without-wrong").click()
    await user.should_see("导入全部 1 行")
    user.find(marker="store").click()
    await until(lambda: bool(_jobs(world)))
    assert _jobs(world) == {"好的": Stage.SUBMITTED}


async def test_a_column_the_page_did_not_know_is_matched_by_hand(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/import/jobs")
    headings = ["谁家的活", *HEADINGS[2:]]
    await _send(world, user, [headings, [FIRM.name, *ROW[2:]]])
    await user.should_see("0 行没有问题，0 行要补内容，1 行有错", retries=80)
    (pick,) = user.find(kind=ui.select, marker="column-0").elements
    pick.value = "employer_id"
    await user.should_see("1 行没有问题，0 行要补内容，0 行有错", retries=80)
