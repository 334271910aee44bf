"""Words for emergencies that cannot wait; whoever stands in the hall may send these as they are."""

from __future__ import annotations

from dataclasses import dataclass

from content.admin.login import REVIEWING, RUNNING
from content.model.codes import Role

DECLARING = REVIEWING | RUNNING | frozenset({Role.CLERK})
"""Who may send a preset; words of one's own need a reviewer (先审后发)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmPreset:
    """One emergency with its words; one without `text` has to be filled in first."""

    key: str
    word: str
    title: str
    text: str
    hours: int  # until it ends by itself
    stops_kiosks: bool = False  # the kiosks show nothing else; else people may go on


PRESETS = (
    AlarmPreset(key="fire", word="火警疏散", title="着火了，请马上离开", hours=1, stops_kiosks=True,
                text="不要乘电梯。弯腰捂住口鼻，走最近的安全出口，到门外空地集合，听工作人员指挥。"),
    AlarmPreset(key="quake", word="地震", title="地震了，先护住头", hours=1, stops_kiosks=True,
                text="就近蹲在结实的桌子或柱子旁，护住头，离开玻璃和灯。晃动停了，跟工作人员走到门外空地。"),
    AlarmPreset(key="power", word="停电", title="马上要停电", hours=3,
                text="供电检修，大厅等一会儿要停电。正在办的请先办完；要登记、打小票，请到服务窗口。"),
    AlarmPreset(key="weather", word="恶劣天气", title="天气危险，请先不要出门", hours=3,
                text="外面有暴雨大风，请在大厅里等一等，室外的活先停。需要帮忙，找工作人员。"),
    AlarmPreset(key="crowd", word="人多拥挤", title="人多，请慢走，不要挤", hours=1,
                text="请靠右慢走，照看好老人和孩子。门口拥挤，工作人员会分批引导。"),
    AlarmPreset(key="missing", word="寻人", title="寻人", hours=1, text=""),
    AlarmPreset(key="own", word="自己写", title="", hours=1, text=""),
)  # fmt: skip


def preset_of(title: str, text: str) -> AlarmPreset | None:
    """Return the preset whose words these are, unchanged."""
    return next((one for one in PRESETS if one.text and (one.title, one.text) == (title, text)), None)


def may_send(title: str, text: str) -> frozenset[Role]:
    """Return the roles that may send these words."""
    return DECLARING if preset_of(title, text) is not None else REVIEWING
