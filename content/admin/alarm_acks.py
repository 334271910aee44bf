"""Which screens and kiosks show the emergency in force, and how many seconds that took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from content.model.codes import TerminalKind
from content.model.editions import Emergency
from content.model.people import Terminal
from content.model.screens import KIOSK_ALARM, AlarmPainted, read_screen_report
from content.rules.terminals import is_late
from content.store.database import Tables

_SHOWING = (TerminalKind.SCREEN, TerminalKind.KIOSK)
_SLACK = timedelta(seconds=2)  # by how much a terminal's clock may run ahead of the hub's


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """One glass; `seconds` is None until it shows the emergency, `state` is "good", "warn" or "bad"."""

    name: str
    kind: str
    state: str
    words: str
    seconds: float | None = None


def seconds_taken(painted: AlarmPainted) -> float:
    """Return how long it took: by the terminal's own clock where that can be, else until the hub heard of it."""
    by_terminal = painted.painted_at - painted.declared_at
    plausible = timedelta(0) <= by_terminal and painted.painted_at <= painted.heard_at + _SLACK
    taken = by_terminal if plausible else painted.heard_at - painted.declared_at
    return max(round(taken.total_seconds(), 1), 0.0)


def acknowledgements(tables: Tables, emergency: Emergency, scenes: frozenset[str],
                     now: datetime) -> tuple[Acknowledgement, ...]:  # fmt: skip
    """Return every glass that should show it; `scenes` are the ids of its scenes as the hub draws them."""
    shown: dict[str, list[AlarmPainted]] = {}
    for one in tables.alarms_painted.of(emergency.declared_at):
        shown.setdefault(one.terminal_id, []).append(one)
    found = []
    for terminal in tables.terminals.all():
        if terminal.kind not in _SHOWING or terminal.revoked_at is not None:
            continue
        known = scenes if terminal.kind is TerminalKind.SCREEN else frozenset({KIOSK_ALARM})
        found.append(_acknowledged(terminal.name, terminal, shown.get(terminal.id, []), known, emergency, now))
        for thin in read_screen_report(terminal.report).thin:
            painted = shown.get(f"{terminal.id}/{thin.name}", [])
            found.append(_acknowledged(thin.name, terminal, painted, known, emergency, now))
    return tuple(found)


def _acknowledged(name: str, terminal: Terminal, painted: list[AlarmPainted], known: frozenset[str],
                  emergency: Emergency, now: datetime) -> Acknowledgement:  # fmt: skip
    kind = terminal.kind.label
    right = [one for one in painted if one.scene_id in known]
    if right:
        seconds = min(seconds_taken(one) for one in right)
        words = f"已显示，用了 {seconds:g} 秒"
        return Acknowledgement(name=name, kind=kind, state="good", words=words, seconds=seconds)
    if is_late(terminal, now):
        return Acknowledgement(name=name, kind=kind, state="bad", words="离线，收不到，请派人去喊")
    waited = max(int((now - emergency.declared_at).total_seconds()), 0)
    if painted:
        return Acknowledgement(name=name, kind=kind, state="warn", words="换上了，但画面和中心画的不一样，请看一眼")
    return Acknowledgement(name=name, kind=kind, state="warn", words=f"还没有回音，过了 {waited} 秒")


def summary(found: tuple[Acknowledgement, ...]) -> str:
    """Return the acknowledgements in a line for the record: 5 处里 4 处显示了，最慢 1.4 秒；没有：大厅屏 2."""
    taken = [one.seconds for one in found if one.seconds is not None]
    missing = "、".join(one.name for one in found if one.seconds is None)
    slowest = f"，最慢 {max(taken):g} 秒" if taken else ""
    return f"{len(found)} 处里 {len(taken)} 处显示了{slowest}" + (f"；没有：{missing}" if missing else "")
