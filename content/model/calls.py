"""呼叫工作人员: what a terminal asks of the hub, and what it is told; never stored."""

from __future__ import annotations

from dataclasses import dataclass

from content.model.codes import Labelled


class CallQuestion(Labelled):
    """What the kiosk wants with its call."""

    RING = "call", "叫人"
    LOOK = "called", "看看有没有人应"
    DROP = "call-off", "不叫了"


class CallState(Labelled):
    """How a call stands."""

    NONE = "none", "没有在叫"
    RINGING = "ringing", "正在叫"
    TAKEN = "taken", "有人来了"
    UNHEARD = "unheard", "后台没有人"  # it rings all the same, for whoever opens the desk


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnswer:
    """What the kiosk is told; `by` is the name of who comes, "" while nobody does."""

    state: CallState
    by: str = ""
