"""A fair as a line of 对外发布: which of its four channels were told, and whether the first was in time (R113)."""

from __future__ import annotations

from datetime import datetime

from content.admin.listing import Cell, Do, Flag, Row
from content.admin.parts import MOUNT
from content.clock import calendar_day, local
from content.model.codes import NoticeChannel
from content.model.notices import JobFair
from content.reports.posters import PaperSize
from content.rules.outward_due import first_notice

COLUMNS = ("招聘会", "时间", "第一次通知", "四个渠道")
_SHORT = {NoticeChannel.WEBSITE: "官网", NoticeChannel.WECHAT: "公众号", NoticeChannel.SMS: "短信",
          NoticeChannel.POSTER: "海报"}  # fmt: skip


def _first(fair: JobFair, published: bool, now: datetime) -> Flag:
    notice = first_notice(fair)
    due = f"{local(notice.due_at):%m-%d %H:%M}"
    if notice.told_at is not None:
        day = f"{local(notice.told_at):%m-%d}"
        return Flag(word=f"{day} 才发，晚了", tone="warn") if notice.late else Flag(word=f"{day} 已发", tone="good")
    if not published:
        return Flag(word=f"还没有发布，请在 {due} 前审核发布", tone="warn" if notice.pressing(now) else "calm")
    if now > notice.due_at:
        return Flag(word=f"过了 {due}，请马上发")
    return Flag(word=f"请在 {due} 前发", tone="warn" if notice.pressing(now) else "calm")


def fair_row(fair: JobFair, published: bool, now: datetime) -> Row:
    """Return the line of a fair; texts and posters are there once it stands in the edition in force."""
    told = {one.channel: one for one in fair.announcements}
    channels = tuple(
        Flag(word=f"{_SHORT[one]} {local(told[one].at):%m-%d}" if one in told else f"{_SHORT[one]}没发",
             tone="good" if one in told else "calm") for one in NoticeChannel)  # fmt: skip
    ready = (Do(word="通知文字", deed="text", hot=first_notice(fair).pressing(now)),
             *(Do(word=f"海报 {one.value}", deed=one.value) for one in PaperSize)) if published else ()  # fmt: skip
    days = (calendar_day(fair.starts_at) - calendar_day(now)).days
    return Row(id=fair.id, deeds=(*ready, Do(word="打开", href=f"{MOUNT}/fairs/{fair.id}")), cells=(
        Cell(text=fair.name, look="main", small=fair.place),
        Cell(text=f"{local(fair.starts_at):%Y-%m-%d %H:%M}", look="num", small=f"还有 {days} 天" if days else "今天"),
        Cell(flags=(_first(fair, published, now),)),
        Cell(flags=channels),
    ))  # fmt: skip
