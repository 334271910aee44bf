"""The forms of 培训课程, 招聘会, 维权知识, 通知公示 and 工价参考: every field of their records."""

from __future__ import annotations

from collections.abc import Mapping

from content.admin.fields import Field, Group, Kind
from content.admin.hall_rows import ANNOUNCEMENTS, INVITATIONS, WAGE_LINES
from content.admin.picture_field import PICTURES
from content.model.codes import CourseKind, CourseMode, FairTheme, NoticeKind, RightsTopic


def course_groups(months: Mapping[str, str]) -> tuple[Group, ...]:
    """Return the form of a 培训课程: the six fields of R163, when and where."""
    return (
        Group(title="学什么", fields=(
            Field(name="name", label="课程名称", width=6, needed=True),
            Field(name="kind", label="种类", kind=Kind.CHOICE, needed=True, code=CourseKind),
            Field(name="month", label="推荐到哪个月", kind=Kind.CHOICE, options=months, hint="每月推荐 2—3 门"),
            Field(name="outline", label="内容大纲", kind=Kind.AREA, width=6, needed=True),
            Field(name="provider", label="机构简介", kind=Kind.AREA, width=6, needed=True),
        )),
        Group(title="什么时候、怎么报名", fields=(
            Field(name="mode", label="授课方式", kind=Kind.CHOICE, needed=True, code=CourseMode),
            Field(name="starts_at", label="开课", kind=Kind.INSTANT, needed=True),
            Field(name="ends_at", label="结束（之后自动下架）", kind=Kind.INSTANT, needed=True),
            Field(name="seats", label="名额", kind=Kind.WHOLE, hint="不限就不填"),
            Field(name="schedule", label="时间安排", kind=Kind.AREA, width=6, needed=True,
                  hint="例如：每周二、四 19:00—21:00，共 8 次"),
            Field(name="sign_up", label="报名方式", kind=Kind.AREA, width=6, needed=True),
            Field(name="place", label="上课地点", width=6, hint="线上课写网址或软件名"),
            Field(name="contact_phone", label="咨询电话"),
        )),
        PICTURES,
    )  # fmt: skip


def fair_groups() -> tuple[Group, ...]:
    """Return the form of a 招聘会 or 直播带岗, in the order its work is done (R112–R118)."""
    return (
        Group(title="什么会", fields=(
            Field(name="name", label="名称", width=6, needed=True),
            Field(name="theme", label="类型", kind=Kind.CHOICE, needed=True, code=FairTheme),
            Field(name="invited", label="大厅显示的参会单位数", kind=Kind.WHOLE, hint="不填就按下面的名单算"),
            Field(name="starts_at", label="开始", kind=Kind.INSTANT, needed=True),
            Field(name="ends_at", label="结束", kind=Kind.INSTANT, needed=True),
            Field(name="place", label="地点", width=6, needed=True),
            Field(name="summary", label="简介（大厅里看到的）", kind=Kind.AREA, width=6, needed=True),
            Field(name="stream_url", label="直播间网址", width=6, hint="直播带岗必填，大厅显示二维码"),
        )),
        Group(title="方案（提前 14 天定好）", fields=(
            Field(name="plan_fixed_at", label="方案定下的时间", kind=Kind.INSTANT, optional=True),
            Field(name="roster", label="现场人员：引导、秩序、咨询", kind=Kind.AREA, width=6),
            Field(name="plan", label="组织实施办法（条例第二十八条）", kind=Kind.AREA, width=12),
            Field(name="emergency_plan", label="应急预案（条例第二十八条）", kind=Kind.AREA, width=6),
            Field(name="security_plan", label="安全保卫工作方案（条例第二十八条）", kind=Kind.AREA, width=6),
        )),
        Group(title="发通知（提前 7 天，四个渠道）", fields=(
            Field(name="announcements", label="一行一次：渠道、时间、网址或地点", kind=Kind.AREA, width=12,
                  codec=ANNOUNCEMENTS),
        )),
        Group(title="邀请单位（20 家以上）和展位", fields=(
            Field(name="invitations", label="一行一家：单位、答复、展位、岗位数、人数", kind=Kind.AREA, width=12,
                  codec=INVITATIONS),
            Field(name="booths", label="其他展位（一行一个，如“1 号 · 政策咨询”）", kind=Kind.LINES, width=12),
        )),
        Group(title="会后（一周内）", fields=(
            Field(name="held", label="已举办", kind=Kind.FLAG),
            Field(name="followed_up_on", label="回访总结完成日期", kind=Kind.DAY, optional=True),
            Field(name="follow_up", label="回访、总结", kind=Kind.AREA, width=6),
        )),
        PICTURES,
    )  # fmt: skip


def article_groups(months: Mapping[str, str]) -> tuple[Group, ...]:
    """Return the form of a 维权知识 (R171, R172)."""
    return (
        Group(title="大白话", fields=(
            Field(name="title", label="标题", width=6, needed=True),
            Field(name="topic", label="主题", kind=Kind.CHOICE, needed=True, code=RightsTopic),
            Field(name="month", label="哪个月对外发", kind=Kind.CHOICE, options=months, hint="官网、公众号每月一篇"),
            Field(name="summary", label="一句话说清楚（大白话）", kind=Kind.AREA, width=12, needed=True),
            Field(name="body", label="正文", kind=Kind.AREA, width=12, needed=True),
        )),
        Group(title="来源", fields=(
            Field(name="source_name", label="来源", hint="法律条文、部门网站"),
            Field(name="source_url", label="来源网址", width=6),
            Field(name="expires_on", label="最后一天", kind=Kind.DAY, optional=True, hint="长期有效就不填"),
        )),
        PICTURES,
    )  # fmt: skip


def notice_groups(kind: NoticeKind = NoticeKind.NOTICE) -> tuple[Group, ...]:
    """Return the form of a 通知, or of a 公示, whose last day is counted and not typed."""
    until = Field(name="shown_until", label="最后一天", kind=Kind.UNTIL, needed=True)
    return (
        Group(title=kind.label, fields=(
            Field(name="title", label="标题", width=6, needed=True),
            Field(name="shown_from", label="从什么时候起显示", kind=Kind.INSTANT, needed=True),
            *((until,) if kind is NoticeKind.NOTICE else ()),
            Field(name="body", label="内容", kind=Kind.AREA, width=12, needed=True),
        )),
        PICTURES,
    )  # fmt: skip


def guide_groups() -> tuple[Group, ...]:
    """Return the form of a 工资指导价位 typed from a document."""
    return (
        Group(title="文件", fields=(
            Field(name="title", label="文件标题", width=6, needed=True),
            Field(name="document_number", label="文号", needed=True, hint="没有文号就写“无”"),
            Field(name="issuer", label="发布单位", needed=True),
            Field(name="issued_on", label="发布日期", kind=Kind.DAY, needed=True),
            Field(name="expires_on", label="失效日期", kind=Kind.DAY, optional=True, hint="没写就不填"),
            Field(name="source_url", label="来源网址", width=6),
        )),
        Group(title="价位（照文件抄，文件没写的空着）", fields=(
            Field(name="lines", label="一行一个工种：名称、本市场工种、单位、低、中、高", kind=Kind.AREA, width=12,
                  codec=WAGE_LINES),
        )),
    )  # fmt: skip
