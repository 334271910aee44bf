"""From a kiosk's hour to the sums of a day: pure; what is not a plain count is refused."""

from __future__ import annotations

import re

from content.clock import calendar_day
from content.hubapi.projections import NotProjectable
from content.model.codec import from_json
from content.model.usage import DayUse, TaskUse, UsageBody

_NAME = re.compile(r"[a-z0-9_-]{1,24}")
_MOST = 100_000
_WRONG = "这份使用统计的写法不对，没有算进去，请系统管理员核对自助机的程序版本。"


def read_usage(body: bytes) -> UsageBody:
    """Read the body of kind `usage`, version 1; NotProjectable when it is something else."""
    try:
        found = from_json(UsageBody, body)
    except ValueError:
        raise NotProjectable(_WRONG) from None
    if len(found.tasks) > 60 or not all(_plain(one) for one in found.tasks):
        raise NotProjectable(_WRONG)
    return found


def project_usage(body: UsageBody) -> DayUse:
    """Return what is added to the sums of the market's day."""
    return DayUse(day=calendar_day(body.hour), tasks=body.tasks)


def _plain(use: TaskUse) -> bool:
    counts = (use.started, use.finished, use.pages, use.touches, use.seconds, *(one.count for one in use.given_up))
    names = (use.task, *(one.step for one in use.given_up))
    return all(0 <= count <= _MOST for count in counts) and all(_NAME.fullmatch(name) for name in names)
