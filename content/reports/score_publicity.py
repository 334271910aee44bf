"""What the 公示 of a signed sheet says, from the sheet alone: nobody's name stands in it. Pure (R210)."""

from __future__ import annotations

from content.clock import local
from content.kpi.filed import Assessment
from content.reports.score_sheet import ScoreSheet


def publicity_title(sheet: ScoreSheet, again: bool) -> str:
    """Return the title; `again` where the period had a 公示 before."""
    return f"{sheet.period}考核结果公示" + ("（更正）" if again else "")


def publicity_body(sheet: ScoreSheet, signed: Assessment) -> str:
    """Return the text: the total, every indicator, what it was assessed by, and where to object."""
    lines = "；".join(f"{line.label} {line.verified_points}/{line.full}" for line in sheet.lines)
    day = local(signed.signed_at)
    return (f"按{sheet.document}，县人社局会同县财政局考核小组对零工市场{sheet.period}运营情况作了考核，"
            f"数据截至{sheet.as_of.year}年{sheet.as_of.month}月{sheet.as_of.day}日，"
            f"{day.year}年{day.month}月{day.day}日定稿：{sheet.total} 分（满分 100 分）。\n{lines}。\n"
            "对结果有异议的，公示期内可向县人社局申诉，由考核小组复查：到自助机“通知公示”里点“我要申诉”，"
            "或者到综合服务窗口交。")  # fmt: skip
