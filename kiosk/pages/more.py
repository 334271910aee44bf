"""更多服务: every service that has no tile on the first page, and those that have, by large pictures."""

from __future__ import annotations

from kiosk.components.panel import Panel
from kiosk.pages.hall import Hall, Here, Routes

# picture, title, what it is for, where
SERVICES = (
    ("window", "取号", "到窗口当面办", "/kiosk/queue"),
    ("icon:scales", "维权、纠纷预约", "工钱、工伤、合同", "/kiosk/dispute"),
    ("ask", "咨询提问", "问了等答复", "/kiosk/question"),
    ("receipt", "查回执", "看有没有回音", "/kiosk/answer"),
    ("inspect", "职业小测", "看看喜欢干哪一类", "/kiosk/test"),
    ("form", "办事指南", "失业登记、困难认定", "/kiosk/guides"),
    ("teach", "想学什么", "告诉我们开什么课", "/kiosk/survey"),
    ("face:good", "评一评", "对我们满意吗", "/kiosk/satisfaction"),
    ("poster", "通知公示", "有意见可以申诉", "/kiosk/notices"),
    ("decorate", "服务公示", "证照、不收费", "/kiosk/service"),
    ("carry", "全部岗位", "找活", "/kiosk/jobs"),
    ("icon:paper", "政策补贴", "能领哪些", "/kiosk/policies"),
    ("icon:cap", "免费学技能", "报名", "/kiosk/courses"),
    ("icon:people", "招聘会", "当天签到、找展位", "/kiosk/fairs"),
    ("stall", "用工登记", "我要招人", "/kiosk/hiring"),
    ("warn", "举报", "收钱、扣证件", "/kiosk/report"),
)


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /more."""

    def more() -> None:
        Panel().show("kiosk_more.html", who=here.person, services=SERVICES)

    routes["/more"] = more
