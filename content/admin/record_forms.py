"""The forms of 岗位, 企业 and 政策公告: every field of domain B3 and R143, grouped as people tell them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from content.admin.fields import Codec, Field, Group, Kind
from content.model.codes import (
    EmployerKind,
    InsuranceTopic,
    JobSource,
    PayUnit,
    PolicyCategory,
    PolicyLevel,
    Settlement,
    VerifyMethod,
    WorkForm,
)
from content.model.places import TOWNSHIPS
from content.model.trades import trade_groups, trades
from content.rules.hazards import hazards
from content.store.words import found_in

EMPLOYER_KEY = "employer_id"
TRADE_KEY = "trade_code"


def _hazards_read(typed: str) -> tuple[str, ...]:
    known = {one.label: one.code for one in hazards().values()} | {code: code for code in hazards()}
    lines = tuple(line.strip() for line in re.split(r"[\n、，,；;]", typed) if line.strip())
    if unknown := [line for line in lines if line not in known]:
        labels = "、".join(one.label for one in hazards().values())
        raise ValueError(f"没有“{unknown[0]}”这一条。可以写的是：{labels}。")
    return tuple(dict.fromkeys(known[line] for line in lines))


def _hazards_written(codes: tuple[str, ...]) -> str:
    return "\n".join(hazards()[code].label if code in hazards() else code for code in codes)


HAZARDS = Codec(write=_hazards_written, read=_hazards_read)


@cache
def _trades() -> Mapping[str, str]:
    groups = trade_groups()
    return {trade.code: f"{trade.name}（{groups[trade.group]}）" for trade in trades().values()}


def trades_found(text: str, chosen: str = "") -> dict[str, str]:
    """Return the trades a typed text finds, by hanzi, pinyin or initials of trade or group; `chosen` stays among them.

    Those whose own name is meant come first, all of them for no text.
    """
    own = {trade.code: trade.name for trade in trades().values()}
    hits = [code for code, label in _trades().items() if found_in(text, label)]
    first = sorted(hits, key=lambda code: not found_in(text, own[code]))
    return {code: _trades()[code] for code in (*first, *((chosen,) if chosen in own and chosen not in hits else ()))}


@cache
def job_groups() -> tuple[Group, ...]:
    """Return the form of a 岗位; the options of its employer are the page's to add."""
    pay_units = {code.value: "包工" if code is PayUnit.JOB else f"元/{code.label}" for code in PayUnit}
    return (
        Group(title="什么活", fields=(
            Field(name="title", label="岗位名称", width=4, needed=True, hint="例如：仓库搬运"),
            Field(name=TRADE_KEY, label="职业（工种）", kind=Kind.CHOICE, width=4, needed=True, options=_trades()),
            Field(name=EMPLOYER_KEY, label="用工单位", kind=Kind.CHOICE, width=4, needed=True),
            Field(name="duties", label="工作内容", kind=Kind.AREA, width=6, needed=True),
            Field(name="requirements", label="招聘条件", kind=Kind.AREA, width=6, needed=True,
                  hint="只写干这活要会什么，不写性别、年龄、户籍"),
            Field(name="skills", label="技能要求", width=4, needed=True, hint="没有要求就写“不限”"),
            Field(name="certificates", label="证书要求", width=4, hint="要健康证、操作证等就写在这里"),
            Field(name="headcount", label="招聘人数", kind=Kind.WHOLE, width=2, needed=True),
            Field(name="form", label="用工形式", kind=Kind.CHOICE, width=2, needed=True, code=WorkForm),
        )),
        Group(title="多少钱", fields=(
            Field(name="pay_min_fen", label="薪资（元）", kind=Kind.YUAN, width=2, needed=True, hint="例如 220"),
            Field(name="pay_max_fen", label="最高（元）", kind=Kind.YUAN, width=2, hint="一口价就不填"),
            Field(name="pay_unit", label="计酬方式", kind=Kind.CHOICE, width=2, needed=True,
                  options=pay_units, code=PayUnit),
            Field(name="settlement", label="结算周期", kind=Kind.CHOICE, width=2, needed=True,
                  code=Settlement),
            Field(name="pay_note", label="薪资说明", width=4, hint="加班费、奖金怎么算"),
        )),
        Group(title="在哪里、什么时候", fields=(
            Field(name="township_code", label="工作乡镇", kind=Kind.CHOICE, needed=True, options=TOWNSHIPS),
            Field(name="address", label="工作地址", needed=True),
            Field(name="gathering", label="集合地点", width=4, hint="例如：市场东门；自己去就不填"),
            Field(name="pick_up", label="接人时间、坐什么车", width=4, hint="例如：6:10 发车，蓝色面包车"),
            Field(name="ask_for", label="到了找谁", width=4, hint="和联系人是同一个人就不填"),
            Field(name="hours", label="工作时段", needed=True, hint="例如 08:00—17:00"),
            Field(name="daily_hours_tenths", label="每日工时（小时）", kind=Kind.TENTHS, needed=True),
            Field(name="starts_on", label="开始日期", kind=Kind.DAY, optional=True),
            Field(name="ends_on", label="结束日期", kind=Kind.DAY, optional=True),
        )),
        Group(title="吃住和安全", fields=(
            Field(name="meals", label="吃饭", hint="包中饭、不包……"),
            Field(name="lodging", label="住宿"),
            Field(name="transport", label="接送"),
            Field(name="insurance", label="保险（工伤、意外）", needed=True),
            Field(name="risks", label="危险因素", width=6),
            Field(name="protection", label="防护措施", width=6),
            Field(name="hazards", label="未成年工禁忌", kind=Kind.LINES, width=6, codec=HAZARDS,
                  hint="例如：高处作业。一行一条，没有就不填"),
            Field(name="minors_allowed", label="16—17 岁可以做", kind=Kind.FLAG, width=3),
        )),
        Group(title="找谁、从哪里来", fields=(
            Field(name="contact_name", label="联系人", needed=True),
            Field(name="contact_phone", label="联系电话", needed=True),
            Field(name="valid_until", label="有效期至（最后一天）", kind=Kind.UNTIL, needed=True),
            Field(name="verified_how", label="岗位核实方式", kind=Kind.CHOICE, needed=True, optional=True,
                  code=VerifyMethod, hint="选了就记下核实人和时间"),
            Field(name="source", label="信息来源", kind=Kind.CHOICE, needed=True, code=JobSource),
            Field(name="source_name", label="来源名称", hint="中介、平台要写名称"),
            Field(name="source_url", label="来源网址", width=4),
            Field(name="urgent", label="急招", kind=Kind.FLAG, width=2),
            Field(name="is_workshop", label="零工作坊", kind=Kind.FLAG, width=2),
        )),
    )  # fmt: skip


@cache
def employer_groups() -> tuple[Group, ...]:
    """Return the form of a 企业; its verification is a step of its own."""
    return (
        Group(title="单位", fields=(
            Field(name="name", label="单位名称", width=6, needed=True),
            Field(name="kind", label="单位类型", kind=Kind.CHOICE, needed=True, code=EmployerKind),
            Field(name="credit_code", label="统一社会信用代码", needed=True, hint="18 位；家庭雇主不填"),
            Field(name="industry", label="行业", width=4),
            Field(name="township_code", label="所在乡镇", kind=Kind.CHOICE, width=4, options=TOWNSHIPS),
            Field(name="address", label="地址", width=4, needed=True),
            Field(name="introduction", label="单位简介", kind=Kind.AREA, width=12, needed=True),
        )),
        Group(title="联系人和证照", fields=(
            Field(name="contact_name", label="联系人", needed=True),
            Field(name="contact_phone", label="联系电话", needed=True),
            Field(name="licence_until", label="营业执照有效期至", kind=Kind.DAY, optional=True, hint="长期有效就不填"),
            Field(name="agency_licence", label="人力资源服务许可证号", hint="劳务中介、派遣单位要写"),
            Field(name="licence_seen", label="营业执照已查验", kind=Kind.FLAG, width=2),
            Field(name="agent_id_seen", label="经办人身份证已查验", kind=Kind.FLAG, width=2),
            Field(name="authorisation_seen", label="委托证明已查验", kind=Kind.FLAG, width=2),
            Field(name="verified_note", label="核实情况", width=6, hint="问了谁、看了什么，以后查起来有据"),
            Field(name="suspended", label="暂停招聘的原因", width=6, hint="写了就不再发布它的岗位；恢复时清空"),
        )),
    )  # fmt: skip


@cache
def policy_groups() -> tuple[Group, ...]:
    """Return the form of a 政策公告: the plain words first, then the document."""
    return (
        Group(title="大白话", fields=(
            Field(name="title", label="标题", width=12, needed=True),
            Field(name="summary", label="一句话说清楚（大白话）", kind=Kind.AREA, width=6, needed=True),
            Field(name="who", label="谁能办", kind=Kind.AREA, width=6, needed=True),
            Field(name="materials", label="要带什么（一行一样）", kind=Kind.LINES, width=6, needed=True),
            Field(name="where", label="到哪里办", kind=Kind.AREA, width=6, needed=True),
        )),
        Group(title="文件", fields=(
            Field(name="level", label="级别", kind=Kind.CHOICE, needed=True, code=PolicyLevel),
            Field(name="category", label="类别", kind=Kind.CHOICE, needed=True, code=PolicyCategory),
            Field(name="insurance", label="讲的是哪项保险", kind=Kind.CHOICE,
                  options={"": "不讲保险", **{one.value: one.label for one in InsuranceTopic}}),
            Field(name="document_number", label="文号", needed=True),
            Field(name="issuer", label="发文单位", needed=True),
            Field(name="issued_on", label="发文日期", kind=Kind.DAY, needed=True),
            Field(name="effective_on", label="施行日期", kind=Kind.DAY, needed=True),
            Field(name="expires_on", label="失效日期", kind=Kind.DAY, optional=True, hint="长期有效就不填"),
            Field(name="source_name", label="来源", needed=True),
            Field(name="source_url", label="来源网址", width=12),
            Field(name="body", label="正文", kind=Kind.AREA, width=12, needed=True),
        )),
    )  # fmt: skip
