"""Terminals updated one by one: whose turn it is, and what the one before is still waited for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from content.model.codes import Labelled
from content.model.people import Terminal
from content.model.terminals import Errand, ErrandState, TerminalReport, UpdateStep, errand_state
from content.rules.terminals import is_late, needs_someone


class Turn(Labelled):
    """How a terminal stands with the package on offer."""

    NEW = "new", "已是这个版本"
    OLD = "old", "可以升级"
    UNDER_WAY = "under_way", "正在升级"
    FAILED = "failed", "没有升级成"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateCase:
    """One terminal, what it said last, and the last time it was told to update."""

    terminal: Terminal
    report: TerminalReport
    errand: Errand | None  # of kind UPDATE, the newest


def turn_of(case: UpdateCase, version: str, now: datetime) -> Turn:
    """Return how a terminal stands; the version in its own heartbeat counts, not what was meant to be."""
    errand, update = case.errand, case.report.update
    if case.report.version == version:
        return Turn.NEW
    if errand is None:
        return Turn.OLD
    state = errand_state(errand, now)
    if state is ErrandState.EXPIRED:
        return Turn.OLD
    ended = update.errand == errand.id and update.step is UpdateStep.FAILED
    return Turn.FAILED if state is ErrandState.FAILED or ended else Turn.UNDER_WAY


def is_back(case: UpdateCase, version: str, now: datetime) -> bool:
    """Say whether a terminal that was told to update is there again and well, with the new or the former program."""
    if case.errand is None or case.terminal.revoked_at is not None:
        return True
    turn = turn_of(case, version, now)
    if turn is Turn.UNDER_WAY:
        return False
    heard = case.terminal.last_seen_at is not None and case.terminal.last_seen_at >= case.errand.ordered_at
    known_well = turn is not Turn.NEW or case.report.update.step is not UpdateStep.HANDED
    return turn is Turn.OLD or (heard and known_well and not is_late(case.terminal, now)
                                and not needs_someone(case.terminal, case.report, now)
                                and not case.report.update.doctor)  # fmt: skip


def why_not(case: UpdateCase, others: Sequence[UpdateCase], version: str, hub_version: str, now: datetime) -> str:
    """Return why a terminal may not be updated now, "" when it may."""
    terminal = case.terminal
    if terminal.revoked_at is not None:
        return f"“{terminal.name}”已停用。"
    if hub_version != version:
        return f"中心自己是 {hub_version}，请先把中心升级到 {version}。"
    turn = turn_of(case, version, now)
    if turn in (Turn.NEW, Turn.UNDER_WAY):
        return f"“{terminal.name}”{turn.label}。"
    if is_late(terminal, now):
        return f"“{terminal.name}”联系不上，请先到现场看看。"
    for other in others:
        if other.terminal.id != terminal.id and not is_back(other, version, now):
            return (f"“{other.terminal.name}”升级后还没有好好回来，先不升级下一台。请到它那里看看；"
                    "要修很久的，在“设备”页停用它，就不再等它。")  # fmt: skip
    return ""
