"""播放周报: what a week adds up to, and the paper that says so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from content.model.screens import ScenePlays
from content.reports.paper import page_of
from content.reports.plays_week import Titled, paper_values, sheet_lines, week_of_plays

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
WEEK = (date(2026, 11, 23), date(2026, 11, 29))


def plays(screen: str, scene: str, kind: str, count: int, *ids: str, day: int = 0) -> ScenePlays:
    return ScenePlays(terminal_id=screen, scene_id=scene, kind=kind, content_ids=ids, count=count,
                      milliseconds=count * 15_000, first_at=MONDAY + timedelta(days=day),
                      last_at=MONDAY + timedelta(days=day, hours=2))  # fmt: skip


RECORDS = {
    "j1": Titled(kind="岗位", title="1001 号 小工", trade_group="建筑搬运"),
    "j2": Titled(kind="岗位", title="1002 号 瓦工", trade_group="建筑搬运"),
    "p1": Titled(kind="政策", title="社保补贴 <甲>", path="/policies/p1"),
}
REPORT = week_of_plays(
    "2026-W48", WEEK,
    (plays("s1", "a", "jobs", 480, "j1", "j2", "p1"), plays("s2", "b", "policy", 4, "p1", day=2),
     plays("gone", "c", "service", 1)),
    {"s1": "大厅屏", "s2": "门口屏"}, RECORDS, {"jobs": "岗位", "policy": "政策"},
)  # fmt: skip


def test_a_week_adds_up_by_screen_kind_trade_and_record() -> None:
    assert {one.name: (one.hours, one.plays) for one in REPORT.screens} == {
        "大厅屏": (2.0, 480), "门口屏": (0.0, 4), "停用的屏": (0.0, 1)}  # fmt: skip
    assert [(one.title, one.count, one.minutes) for one in REPORT.kinds] == [
        ("岗位", 480, 120), ("政策", 4, 1), ("service", 1, 0)]  # fmt: skip
    # two jobs of a trade on one page are one showing of that trade
    assert [(one.title, one.count) for one in REPORT.groups] == [("建筑搬运", 480)]
    policy, *jobs = REPORT.records
    assert (policy.title, policy.count, policy.screens) == ("社保补贴 <甲>", 484, ("大厅屏", "门口屏"))
    assert (policy.first_at, policy.last_at) == (MONDAY, MONDAY + timedelta(days=2, hours=2))
    assert [(one.title, one.count) for one in jobs] == [("1001 号 小工", 480), ("1002 号 瓦工", 480)]


def test_the_table_has_every_line_of_the_report() -> None:
    lines = sheet_lines(REPORT)
    assert [line[0] for line in lines] == ["信息屏"] * 3 + ["画面种类"] * 3 + ["岗位工种", "政策", "岗位", "岗位"]
    assert ("政策", "社保补贴 <甲>", "484", "121", "大厅屏、门口屏", "11-23 09:00", "11-25 11:00") in lines


def test_the_paper_names_policies_one_by_one_and_jobs_by_trade() -> None:
    page = page_of("plays_week.html", paper_values(REPORT, "样例市场", MONDAY))
    assert "社保补贴 &lt;甲&gt;" in page
    assert "共 2 个岗位上过屏" in page
    assert "1001 号 小工" not in page
    empty = week_of_plays("2026-W48", WEEK, (), {}, {}, {})
    assert "这一周没有播放记录。" in page_of("plays_week.html", paper_values(empty, "样例市场", MONDAY))
