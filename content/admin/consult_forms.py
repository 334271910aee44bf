"""The forms of 咨询: the line by which a question is noted, whom one asks, its correction, and a month's action."""

from __future__ import annotations

from functools import cache

from content.admin.fields import Field, Group, Kind
from content.model.codes import Channel
from content.model.consultations import ASKED_BY, ConsultTopic

_CHANNELS = {one.value: one.label for one in ASKED_BY}


def _core() -> tuple[Field, ...]:
    return (
        Field(name="topic", label="问哪方面", kind=Kind.CHOICE, needed=True, width=2, code=ConsultTopic),
        Field(name="channel", label="怎么问的", kind=Kind.CHOICE, needed=True, width=2, options=_CHANNELS,
              code=Channel),
        Field(name="day", label="哪一天", kind=Kind.DAY, needed=True, width=2),
        Field(name="question", label="问的是什么（一句话，不写姓名电话）", needed=True, width=6),
    )  # fmt: skip


def asking_fields(width: int = 3) -> tuple[Field, ...]:
    """Return the fields that say whom staff ask in turn, and by when they are to answer."""
    return (Field(name="whom", label="难的：请教谁", width=width, hint="部门或专家"),
            Field(name="due_on", label="请他哪天以前回话", kind=Kind.DAY, optional=True, width=width))  # fmt: skip


@cache
def consult_groups() -> tuple[Group, ...]:
    """Return the line by which a question is noted."""
    return (Group(title="记一条咨询", fields=(
        *_core(),
        Field(name="reply", label="怎么答的（当场答了就写）", width=6),
        Field(name="who", label="证件号码或回执号", width=6, hint="不愿说就空着，按匿名记；号码不保存"),
        *asking_fields(),
    )),)  # fmt: skip


@cache
def step_groups() -> tuple[Group, ...]:
    """Return what is done about a question that waits."""
    return (Group(title="答复，或者请教", fields=(
        Field(name="words", label="答复（不写姓名电话）", kind=Kind.AREA, width=12), *asking_fields(6))),)  # fmt: skip


@cache
def correction_groups() -> tuple[Group, ...]:
    """Return what of a question can be corrected, and why."""
    return (Group(title="更正（原来的登记会留着）", fields=(
        *_core(), Field(name="reason", label="为什么更正", needed=True, width=12),
        Field(name="void", label="整条作废（记错了）", kind=Kind.FLAG, width=12),
    )),)  # fmt: skip


@cache
def action_groups() -> tuple[Group, ...]:
    """Return what is written about a month's questions."""
    return (Group(title="分析和改进", fields=(
        Field(name="words", label="问得多的、不好懂的是什么；改了什么（不用改的写明原因）", kind=Kind.AREA, width=12,
              needed=True),
        Field(name="content", label="改了哪一条内容", kind=Kind.CHOICE, width=12, options={"": "没有改内容"}),
    )),)  # fmt: skip
