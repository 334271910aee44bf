"""One terminal after the other: nobody's turn comes before the one ahead is back and well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from content.model.codes import TerminalKind
from content.model.people import Terminal
from content.model.terminals import Errand, ErrandKind, TerminalReport, UpdateReport, UpdateStep, read_report
from content.rules.updating import Turn, UpdateCase, is_back, turn_of, why_not

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
OLD, NEW = "0.1.0", "0.2.0"


def terminal(name: str) -> Terminal:
    return Terminal(id=name, kind=TerminalKind.KIOSK, name=name, prefix=name[-1:] * 2,
                    paired_at=NOW - timedelta(days=9), last_seen_at=NOW - timedelta(seconds=5))  # fmt: skip


TOLD = Errand(id="e1", terminal_id="A1", kind=ErrandKind.UPDATE, argument="", ordered_at=NOW - timedelta(minutes=5),
              ordered_by="staff", expires_at=NOW + timedelta(minutes=5), offered_at=NOW - timedelta(minutes=5),
              done_at=NOW - timedelta(minutes=5), ok=True)  # fmt: skip
FRESH = UpdateCase(terminal=terminal("A1"), report=TerminalReport(version=OLD), errand=None)
NEXT = UpdateCase(terminal=terminal("A2"), report=TerminalReport(version=OLD), errand=None)
WELL = TerminalReport(version=NEW, update=UpdateReport(errand="e1", step=UpdateStep.DONE))


def case(**report: object) -> UpdateCase:
    """Return A1 after it was told, with this report."""
    return replace(FRESH, errand=TOLD, report=replace(WELL, **report))  # type: ignore[arg-type]


def allowed(first: UpdateCase) -> bool:
    return why_not(NEXT, (first, NEXT), NEW, NEW, NOW) == ""


def test_the_first_may_begin_once_the_hub_itself_is_new() -> None:
    assert why_not(FRESH, (FRESH, NEXT), NEW, NEW, NOW) == ""
    assert "先把中心升级" in why_not(FRESH, (FRESH, NEXT), NEW, OLD, NOW)


@pytest.mark.parametrize("first", [
    case(version=OLD, update=UpdateReport()),
    case(version=OLD, update=UpdateReport(errand="e1", step=UpdateStep.FETCHING)),
    case(version=OLD, update=UpdateReport(errand="e1", step=UpdateStep.HANDED)),
    case(update=UpdateReport(errand="e1", step=UpdateStep.HANDED)),  # the installer has not said yet that all is well
    case(update=UpdateReport(errand="e1", step=UpdateStep.DONE, doctor=("读卡器没有反应。",))),
    case(reader="fault"),
    replace(case(), terminal=replace(FRESH.terminal, last_seen_at=NOW - timedelta(minutes=3))),
    replace(case(), terminal=replace(FRESH.terminal, last_seen_at=TOLD.ordered_at - timedelta(seconds=1))),
    replace(case(version=OLD, update=UpdateReport(errand="e1", step=UpdateStep.FAILED)),
            terminal=replace(FRESH.terminal, last_seen_at=NOW - timedelta(minutes=3))),
])  # fmt: skip
def test_the_next_waits_while_the_one_before_is_not_back_and_well(first: UpdateCase) -> None:
    assert not is_back(first, NEW, NOW)
    assert "先不升级下一台" in why_not(NEXT, (first, NEXT), NEW, NEW, NOW)


@pytest.mark.parametrize("first", [
    case(),
    case(version=OLD, update=UpdateReport(errand="e1", step=UpdateStep.FAILED)),  # went back by itself and is well
    replace(case(version=OLD), terminal=replace(FRESH.terminal, revoked_at=NOW)),
    replace(case(version=OLD, update=UpdateReport()),
            errand=replace(TOLD, offered_at=None, done_at=None, ok=False, expires_at=NOW)),  # never fetched
])  # fmt: skip
def test_the_next_may_go_when_it_is_back_or_is_not_waited_for(first: UpdateCase) -> None:
    assert allowed(first)


def test_a_terminal_is_not_sent_twice_and_not_while_it_is_silent() -> None:
    assert turn_of(case(), NEW, NOW) is Turn.NEW
    assert why_not(case(), (case(),), NEW, NEW, NOW) != ""
    under_way = case(version=OLD, update=UpdateReport())
    assert turn_of(under_way, NEW, NOW) is Turn.UNDER_WAY
    assert why_not(under_way, (under_way,), NEW, NEW, NOW) != ""
    silent = replace(FRESH, terminal=replace(FRESH.terminal, last_seen_at=NOW - timedelta(minutes=3)))
    assert "联系不上" in why_not(silent, (silent,), NEW, NEW, NOW)
    failed = case(version=OLD, update=UpdateReport(errand="e1", step=UpdateStep.FAILED))
    assert turn_of(failed, NEW, NOW) is Turn.FAILED
    assert why_not(failed, (failed,), NEW, NEW, NOW) == ""


def test_what_a_report_says_badly_about_its_update_is_nothing_said() -> None:
    assert read_report('{"update": {"step": "flown", "doctor": 7, "errand": 3}}').update == UpdateReport()
    assert read_report('{"update": []}').update == UpdateReport()
