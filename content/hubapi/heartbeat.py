"""A heartbeat as the hub takes it: how the terminal is, what came of its errands, what it is to do next."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content.clock import to_text
from content.hubapi.alarms import note_alarm
from content.hubapi.answers import refuse
from content.hubapi.handover import trusts
from content.hubapi.parts import HubParts
from content.hubapi.watch import note_report
from content.link.protocol import PROTOCOL, UNSAID, is_served, program_version
from content.model.codec import from_plain, to_plain
from content.model.people import Terminal
from content.model.terminals import ErrandKind, ErrandResult, read_report
from content.store.tables import Tables

_REPORT_LIMIT = 16_384  # characters of a report
_MOST_RESULTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What a terminal said of its program beside the heartbeat."""

    protocol: int = UNSAID
    version: str = ""


def take_beat(parts: HubParts, terminal: Terminal, plain: dict[str, Any], spoken: Spoken = Spoken()) -> dict[str, Any]:
    """Store a heartbeat in one transaction and return the answer; HTTPException 400 when it is not written right.

    An errand is offered again with every answer until its result comes or it expires: the terminal knows by its id
    that it was done already. A terminal too old for this hub is heard and seen, and offered nothing but a new program.
    """
    order, results, now = plain.get("edition_order"), _results(plain.get("errands", [])), parts.clock.now()
    said = plain.get("report", {})
    report = _report(said, spoken) if isinstance(said, dict) else ""
    if not _is_order(order) or not report or len(report) > _REPORT_LIMIT or results is None:
        raise refuse(400, "终端状态的写法不对，请系统管理员核对终端程序的版本。")
    errands = parts.market.write(lambda tables: _store(tables, terminal.id, order, report, results, now))
    if not is_served(spoken.protocol):
        errands = [one for one in errands if one["kind"] == ErrandKind.UPDATE]
    parts.hall.changed(terminal.id)
    answer: dict[str, Any] = {"now": to_text(now), "errands": errands, "protocol": PROTOCOL,
                              "version": program_version()}  # fmt: skip
    # over the channel that the terminal trusts already, so that a renewal never needs a new pairing
    if parts.authority and not trusts(read_report(report), parts.authority):
        answer["authority"] = parts.authority
    return answer | ({"moved_to": moved} if (moved := parts.market.moving_to()) else {})


def _is_order(order: Any) -> bool:
    return order is None or (isinstance(order, int) and 0 <= order < 2**53)


def _report(said: dict[str, Any], spoken: Spoken) -> str:
    """Return the report to keep: the terminal's own words, and what it said of its program beside them."""
    report = dict(said)
    if spoken.version:
        report["version"] = spoken.version
    report |= {"protocol": spoken.protocol, "too_old": not is_served(spoken.protocol)}
    return json.dumps(report, ensure_ascii=False, separators=(",", ":"))


def _store(tables: Tables, terminal_id: str, order: int | None, report: str, results: tuple[ErrandResult, ...],
           now: datetime) -> list[dict[str, Any]]:  # fmt: skip
    tables.terminals.seen(terminal_id, now, order, report)
    note_report(tables, terminal_id, report, now)
    note_alarm(tables, terminal_id, report, now)
    tables.errands.finish(terminal_id, results, now)
    return [to_plain(one) for one in tables.errands.offer(terminal_id, now)]


def _results(plain: Any) -> tuple[ErrandResult, ...] | None:
    if not isinstance(plain, list) or len(plain) > _MOST_RESULTS:
        return None
    try:
        return tuple(from_plain(ErrandResult, one) for one in plain)
    except ValueError:
        return None
