"""What each status byte SW3 means, what the driver does about it, and what the walk-in is told (hardware A.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from kiosk.reader.base import HINT_BY_HAND, HINT_FAULT, HINT_REJECTED, HINT_REPLACE, HINT_WRONG_CARD


class Verdict(Enum):
    """What the driver does about a status.

    RETRY tries again in place; RESET does so after a reset of the module; REJECT is final for this card; REFUSED is
    final for this command, a matter of settings; UNFIT is final for the module until it is powered off.
    """

    OK = auto()
    EMPTY = auto()
    RESEND = auto()
    RESET = auto()
    RETRY = auto()
    NO_CARD = auto()
    REJECT = auto()
    REFUSED = auto()
    UNFIT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class SamStatus:
    """One status: `hint` is for the walk-in once trying again in place did not help, `remedy` for staff."""

    sw3: int
    meaning: str
    verdict: Verdict
    hint: str = ""
    remedy: str = ""

    @property
    def code(self) -> str:
        """Return the code an operator quotes."""
        return f"READER-{self.sw3:02X}"


_MOVE = "请工作人员协助把证件放平放正；多次出现时换一张证件比较"
_CABLE = "请工作人员检查读卡器的数据线"
_CONFIG = "请系统管理员核对读卡器型号和设置"
_SERVICE = "请工作人员给读卡器断电十秒再通电；仍然出现时报修"


def _row(sw3: int, meaning: str, verdict: Verdict, hint: str = "", remedy: str = "") -> tuple[int, SamStatus]:
    return sw3, SamStatus(sw3=sw3, meaning=meaning, verdict=verdict, hint=hint, remedy=remedy)


STATUSES: Mapping[int, SamStatus] = MappingProxyType(
    dict(
        (
            _row(0x90, "操作成功", Verdict.OK),
            _row(0x91, "证/卡中无此项内容", Verdict.EMPTY),
            _row(0x9F, "寻找证/卡成功", Verdict.OK),
            _row(0x10, "接收业务终端数据的校验和错", Verdict.RESEND, HINT_REPLACE, _CABLE),
            _row(0x11, "接收业务终端数据的长度错", Verdict.RESEND, HINT_REPLACE, _CABLE),
            _row(0x21, "接收业务终端的命令错误", Verdict.REFUSED, HINT_FAULT, _CONFIG),
            _row(0x23, "越权操作", Verdict.REFUSED, HINT_FAULT, _CONFIG),
            _row(0x24, "无法识别的错误", Verdict.RESET, HINT_REPLACE, _SERVICE),
            _row(0x31, "证认证SAM失败", Verdict.RETRY, HINT_REPLACE, _MOVE),
            _row(0x32, "SAM认证证失败", Verdict.RETRY, HINT_REPLACE, "请工作人员查看证件是否损坏或有疑问"),
            _row(0x33, "信息验证失败", Verdict.REJECT, HINT_REJECTED, "请工作人员核对证件真伪"),
            _row(0x37, "指纹信息验证错误", Verdict.RETRY, HINT_REPLACE, _MOVE),
            _row(0x3F, "信息长度错误", Verdict.RETRY, HINT_REPLACE, _MOVE),
            _row(0x40, "无法识别的证类型", Verdict.REJECT, HINT_WRONG_CARD, "请工作人员告知只能放身份证"),
            _row(0x41, "读证/卡操作失败", Verdict.RETRY, HINT_REPLACE, _MOVE),
            _row(0x47, "取随机数失败", Verdict.RETRY, HINT_REPLACE, _MOVE),
            _row(0x60, "自检失败，不能接收命令", Verdict.UNFIT, HINT_FAULT, _SERVICE),
            _row(0x66, "SAM没经过授权，无法使用", Verdict.UNFIT, HINT_FAULT, "请报修：读卡器里的安全模块未授权"),
            _row(0x80, "寻找证/卡失败", Verdict.NO_CARD, HINT_REPLACE),
            _row(0x81, "选取证/卡失败", Verdict.RETRY, HINT_REPLACE, _MOVE),
        )
    )
)


def status_of(sw3: int) -> SamStatus:
    """Return the status; a byte no source documents counts as a failed try, under its own code."""
    known = STATUSES.get(sw3)
    if known is not None:
        return known
    return SamStatus(sw3=sw3, meaning="未知状态", verdict=Verdict.RETRY, hint=HINT_BY_HAND, remedy=_SERVICE)
