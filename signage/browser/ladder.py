"""What is done when the glass is not right: scene, player, browser, then a person. A pure state machine.

Every rung gets time to work before the next; a good look brings the ladder down again, except for the count of
restarts, which holds for one boot of the box: a fault that three restarts did not cure is not cured by a fourth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from signage.browser.pixels import Verdict

MOST_RESTARTS = 3  # of Chromium by this ladder, a boot


class Deed(StrEnum):
    """What the supervisor is to do."""

    SKIP_SCENE = "skip scene"
    RECYCLE_PLAYER = "recycle player"
    RESTART_BROWSER = "restart browser"
    CALL_SOMEONE = "call someone"


SETTLING = {
    Deed.SKIP_SCENE: timedelta(seconds=10),
    Deed.RECYCLE_PLAYER: timedelta(seconds=40),
    Deed.RESTART_BROWSER: timedelta(seconds=60),
    Deed.CALL_SOMEONE: timedelta(0),
}
_RUNGS = {
    Verdict.BLANK: (Deed.SKIP_SCENE, Deed.RECYCLE_PLAYER, Deed.RESTART_BROWSER),
    Verdict.STILL: (Deed.RECYCLE_PLAYER, Deed.RESTART_BROWSER),
    Verdict.SILENT: (Deed.RESTART_BROWSER,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Where the cure stands; `boot` is the kernel's boot id, `trouble` what is being cured."""

    boot: str
    restarts: int = 0
    trouble: Verdict = Verdict.GOOD
    rung: int = 0  # rungs of this trouble already tried
    last: Deed | None = None
    acted_at: datetime | None = None


def for_boot(kept: Ladder | None, boot: str) -> Ladder:
    """Carry the count of restarts over from an earlier life of the process, not from an earlier boot."""
    return Ladder(boot=boot, restarts=kept.restarts if kept is not None and kept.boot == boot else 0)


def climb(ladder: Ladder, verdict: Verdict, scene: str, now: datetime) -> tuple[Ladder, Deed | None]:
    """Return the ladder after a look and what to do about it; None while all is well, unknown, or still settling."""
    if verdict is Verdict.UNKNOWN:
        return ladder, None
    if verdict is Verdict.GOOD:
        return Ladder(boot=ladder.boot, restarts=ladder.restarts), None
    if ladder.last is not None and ladder.acted_at is not None:
        passed = now - ladder.acted_at
        # a clock set back must not stop the cure for ever
        if timedelta(0) <= passed < SETTLING[ladder.last]:
            return ladder, None
    rungs, rung = _RUNGS[verdict], ladder.rung if verdict is ladder.trouble else 0
    if rungs[0] is Deed.SKIP_SCENE and not scene:
        rung = max(rung, 1)
    deed = rungs[min(rung, len(rungs) - 1)]
    if deed is Deed.RESTART_BROWSER and ladder.restarts >= MOST_RESTARTS:
        deed = Deed.CALL_SOMEONE
    if deed is ladder.last is Deed.CALL_SOMEONE:
        return ladder, None  # said once, not at every look
    restarts = ladder.restarts + (deed is Deed.RESTART_BROWSER)
    return replace(ladder, restarts=restarts, trouble=verdict, rung=rung + 1, last=deed, acted_at=now), deed


def sentence(ladder: Ladder) -> str:
    """Return what staff should do, "" while the ladder can still help itself."""
    if ladder.last is not Deed.CALL_SOMEONE:
        return ""
    tried = f"（本次开机已自动重启浏览器 {ladder.restarts} 次）"
    match ladder.trouble:
        case Verdict.BLANK:
            return f"大屏画面空白，自动恢复没有用{tried}，请现场人员断电重启这台主机，再不行请系统管理员来看。"
        case Verdict.STILL:
            return f"大屏画面停住不动，自动恢复没有用{tried}，请现场人员断电重启这台主机，再不行请系统管理员来看。"
        case _:
            return f"大屏的浏览器没有回应，自动恢复没有用{tried}，请现场人员看屏上有没有画面，请系统管理员检查主机。"
