"""The handbook of operations sends people to pages that are there, and its one table names the ports as they are."""

from __future__ import annotations

import re
from pathlib import Path

from content.admin.app import own_pages
from content.settings import HubSettings, PracticeSettings, PublicSettings
from kiosk.desk import terminals
from kiosk.settings import KioskSettings
from signage.desk.pages import screen_pages
from signage.settings import ScreenSettings

TEXT = (Path(__file__).parents[2] / "docs/operations.zh-CN.md").read_text("utf8")
# pages a hub adds with what it is made of (`content/serving.py`)
OF_THE_HUB = {"运行状况", "备份", "安全检查", "安全事件", "程序升级"}


def _table(heading: str) -> list[list[str]]:
    """Return the rows of the first table below a heading."""
    below = TEXT.split(heading, 1)[1]
    lines = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert lines is not None
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[0].splitlines()[2:]]


def test_the_calendar_names_every_month_who_does_it_and_a_page_that_is_there() -> None:
    rows = _table("## 一年的日历")
    assert [row[0] for row in rows][-12:] == [f"{month} 月" for month in range(1, 13)]
    assert all(row[1] and row[2] for row in rows)
    menu = {page.menu for page in (*own_pages(), terminals.PAGE, *screen_pages())} | OF_THE_HUB
    named = {
        word for row in rows for word in re.split("[、；]", row[3]) if not word.startswith(("`", "本手册", "现场"))
    }
    assert named - menu == set()


def test_the_one_table_has_the_ports_the_programs_listen_on() -> None:
    rows = _table("### 端口、方向、校时、固定地址、电源：一张表")
    assert all(len(row) == 7 and all(row) for row in rows)
    ports = {int(number) for row in rows for number in re.findall(r"\b80\d\d\b", row[1])}
    kinds = (HubSettings, PublicSettings, PracticeSettings, KioskSettings, ScreenSettings)
    assert ports == {kind().port for kind in kinds}


def test_what_may_happen_is_told_once_each() -> None:
    bold = re.findall(r"^\*\*(.+?)。\*\*", TEXT, re.MULTILINE)
    wanted = {"打印机不出纸", "读卡器没反应", "屏是黑的", "停电了", "主机被偷了", "忘了密码", "中心主机坏了", "网断了",
              "磁盘满了", "“时钟要处理”"}  # fmt: skip
    assert wanted - set(bold) == set()
    assert [one for one in set(bold) if bold.count(one) > 1] == []
