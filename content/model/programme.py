"""`programme.json` of an edition: what the screens may play, before wall time decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import IntEnum


class Priority(IntEnum):
    """Who wins when several slots are on; higher wins."""

    EVERGREEN = 0
    SCHEDULED = 10
    PUBLICITY = 20  # 公示, a legal duty
    EMERGENCY = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneKind:
    """One kind of picture as staff and hall call it, and what its slot starts with."""

    label: str  # 岗位 · 按乡镇, in the editor
    foot: str = ""  # 政策 in the foot of the glass: 政策 2 / 8
    about: str  # for the editor: what it shows, and from where
    priority: Priority = Priority.SCHEDULED
    weight: int = 1


# every kind a slot can name, in the order of a round; the one table of their names
SCENES: dict[str, SceneKind] = {
    "jobs_today": SceneKind(label="日结 · 今天上工", foot="岗位", weight=2,
                            about="今天就能上工的日结岗位，急招的在前。"),
    "urgent": SceneKind(label="急招", foot="急招", about="勾了“急招”的岗位。"),
    "jobs": SceneKind(label="岗位 · 按工种", foot="岗位", about="全部岗位，按工种分页，一小时内每个岗位至少出现一次。"),
    "jobs_township": SceneKind(label="岗位 · 按乡镇", foot="岗位",
                               about="全部岗位，按乡镇分页，近的在前；岗位太多时让给按工种。"),
    "publicity": SceneKind(label="公示", foot="公示", priority=Priority.PUBLICITY, weight=3,
                           about="公示期内的考核等公示，满七个工作日自动撤下。"),
    "notice": SceneKind(label="通知", foot="通知", weight=2, about="显示期内的通知，配图接着放。"),
    "policy": SceneKind(label="政策", foot="政策", about="有效的政策大白话，带二维码。"),
    "job": SceneKind(label="单个岗位大图", foot="推荐岗位", about="急招的和最新的岗位，一个一屏，带二维码。"),
    "fair": SceneKind(label="招聘会预告", foot="招聘会", about="还没结束的招聘会和还有几天。"),
    "booths": SceneKind(label="招聘会展位表", foot="展位", about="招聘会几号展位是哪家、招什么。"),
    "live": SceneKind(label="直播带岗预告", foot="直播带岗", about="还没结束的直播带岗，带直播间二维码。"),
    "course": SceneKind(label="培训课程", foot="培训", about="还没结束的培训课程。"),
    "rights": SceneKind(label="维权知识", foot="维权知识", about="维权知识的大白话。"),
    "wages": SceneKind(label="工资指导价位", foot="工钱行情", about="文件里的价位和本市场岗位的中位数，注明出处。"),
    "shortage": SceneKind(label="紧缺工种", foot="紧缺工种", about="在招人数最多的工种，从岗位算出来。"),
    "picture": SceneKind(label="图片", foot="图片", about="素材里勾了“在大厅信息屏上轮播”的图片。"),
    "film": SceneKind(label="视频", foot="视频", about="素材里勾了“在大厅信息屏上轮播”的视频，不出声。"),
    "service": SceneKind(label="服务公示", about="免费服务、证照、服务项目、监督电话，依法必须公示。",
                         priority=Priority.EVERGREEN),
    "safety": SceneKind(label="防骗提示", about="找活三不要。", priority=Priority.EVERGREEN),
    "evacuation": SceneKind(label="消防疏散", about="着火了怎么走。", priority=Priority.EVERGREEN),
    "hotlines": SceneKind(label="常用电话", about="人社、政务、法律援助和急救电话。", priority=Priority.EVERGREEN),
    "emergency": SceneKind(label="紧急通知", about="占满全屏，到时间自动结束。", priority=Priority.EMERGENCY),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One scene kind with its window: market-local `start`/`end` of day, weekdays 1–7 (ISO), instants in UTC."""

    scene: str  # a key of `SCENES`
    priority: Priority = Priority.SCHEDULED
    weight: int = 1  # times a round
    start: time | None = None
    end: time | None = None
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    shown_from: datetime | None = None
    shown_until: datetime | None = None
    zones: tuple[str, ...] = ()
    screens: tuple[str, ...] = ()  # ids of terminals; none means every screen
    title: str = ""
    text: str = ""
    stops_kiosks: bool = False  # of an emergency: kiosks show nothing else


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The slots of one edition in the order of a round, and the line that runs along the foot."""

    slots: tuple[Slot, ...]
    ticker: tuple[str, ...] = ("免费服务 不收任何费用",)


def for_screen(programme: Programme, terminal_id: str) -> Programme:
    """Return the programme without the slots that are for other screens."""
    mine = tuple(slot for slot in programme.slots if not slot.screens or terminal_id in slot.screens)
    return programme if len(mine) == len(programme.slots) else replace(programme, slots=mine)
