"""播放周报: what the screens showed in one ISO week, for the assessment (R207: every figure leads to its rows; R142,
R163, R171, R210: that policies, courses, rights and 公示 hung in the hall). Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from content.clock import local
from content.model.screens import ScenePlays

HEADING = ("类别", "内容", "次数", "合计分钟", "在哪些屏", "第一次", "最后一次")
OTHER = "没有工种的岗位"


@dataclass(frozen=True, slots=True, kw_only=True)
class Titled:
    """A record as the report names it; `trade_group` is "" for what is no job."""

    kind: str
    title: str
    path: str = ""
    trade_group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenWeek:
    """One screen: hours of whole plays, their number, and on how many days."""

    name: str
    hours: float
    plays: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often something was on, for how long, where, and when first and last."""

    kind: str
    title: str
    path: str
    count: int
    minutes: int
    screens: tuple[str, ...]
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekOfPlays:
    """播放周报: an ISO week of every screen, `first` to `last` included."""

    week: str
    first: date
    last: date
    screens: tuple[ScreenWeek, ...]
    kinds: tuple[Tally, ...]  # by kind of scene
    groups: tuple[Tally, ...]  # jobs by trade group
    records: tuple[Tally, ...]  # the proof: every record that was shown


def _tally(kind: str, title: str, path: str, plays: Sequence[ScenePlays], names: Mapping[str, str]) -> Tally:
    where = dict.fromkeys(names.get(one.terminal_id, "停用的屏") for one in plays)
    return Tally(
        kind=kind, title=title, path=path, count=sum(one.count for one in plays),
        minutes=round(sum(one.milliseconds for one in plays) / 60_000), screens=tuple(where),
        first_at=min(one.first_at for one in plays), last_at=max(one.last_at for one in plays),
    )  # fmt: skip


def _ranked(found: Iterable[Tally]) -> tuple[Tally, ...]:
    return tuple(sorted(found, key=lambda one: (-one.count, one.title)))


def week_of_plays(week: str, days: tuple[date, date], plays: Sequence[ScenePlays], names: Mapping[str, str],
                  records: Mapping[str, Titled], kinds: Mapping[str, str]) -> WeekOfPlays:  # fmt: skip
    """Add up a week; `names` are screens by id, `records` by content id, `kinds` words by kind of scene."""
    by_screen: dict[str, list[ScenePlays]] = defaultdict(list)
    by_kind: dict[str, list[ScenePlays]] = defaultdict(list)
    by_group: dict[str, list[ScenePlays]] = defaultdict(list)
    by_record: dict[str, list[ScenePlays]] = defaultdict(list)
    for one in plays:
        by_screen[one.terminal_id].append(one)
        by_kind[kinds.get(one.kind, one.kind)].append(one)
        # a page with five jobs of a group is one showing of that group
        for group in {records[key].trade_group for key in one.content_ids if key in records} - {""}:
            by_group[group].append(one)
        for key in one.content_ids:
            by_record[key].append(one)
    gone = Titled(kind="已删的记录", title="已经不在库里的记录")
    return WeekOfPlays(
        week=week, first=days[0], last=days[1],
        screens=tuple(ScreenWeek(name=names.get(key, "停用的屏"), plays=sum(one.count for one in some),
                                 hours=round(sum(one.milliseconds for one in some) / 3_600_000, 1))
                      for key, some in sorted(by_screen.items(), key=lambda part: names.get(part[0], ""))),
        kinds=_ranked(_tally(kind, kind, "", some, names) for kind, some in by_kind.items()),
        groups=_ranked(_tally("岗位", group, "", some, names) for group, some in by_group.items()),
        records=tuple(sorted((
            _tally(known.kind, known.title, known.path, some, names)
            for key, some in by_record.items() for known in (records.get(key, gone),)
        ), key=lambda one: (one.kind == "岗位", one.kind, -one.count, one.title))),
    )  # fmt: skip


def lines(tallies: Iterable[Tally]) -> tuple[tuple[str, ...], ...]:
    """Return tallies as rows under `HEADING`."""
    return tuple(
        (one.kind, one.title, str(one.count), str(one.minutes), "、".join(one.screens),
         f"{local(one.first_at):%m-%d %H:%M}", f"{local(one.last_at):%m-%d %H:%M}")
        for one in tallies
    )  # fmt: skip


def sheet_lines(report: WeekOfPlays) -> tuple[tuple[str, ...], ...]:
    """Return the whole report as rows under `HEADING`, screens first."""
    screens = tuple(("信息屏", one.name, str(one.plays), str(round(one.hours * 60)), one.name, "", "")
                    for one in report.screens)  # fmt: skip
    kinds = tuple(("画面种类", *line[1:]) for line in lines(report.kinds))
    groups = tuple(("岗位工种", *line[1:]) for line in lines(report.groups))
    return (*screens, *kinds, *groups, *lines(report.records))


def paper_values(report: WeekOfPlays, market: str, printed_at: datetime) -> dict[str, object]:
    """Return what the template of the paper is filled with; of jobs it has the groups, the table has each."""
    others = tuple(one for one in report.records if one.kind != "岗位")
    return {
        "title": f"信息屏播放周报 {report.week}", "market": market, "week": report.week, "first": report.first,
        "last": report.last, "printed": f"{local(printed_at):%Y-%m-%d %H:%M}", "screens": report.screens,
        "kinds": lines(report.kinds), "groups": lines(report.groups), "records": lines(others),
        "jobs": len(report.records) - len(others), "heading": HEADING, "footer": f"{market} · 信息屏播放周报",
    }  # fmt: skip
