"""What the desk is told about a terminal (R009: an offline device is shown within three minutes)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from content.model.codes import TerminalKind
from content.model.people import Terminal
from content.model.terminals import Errand, ErrandKind, ErrandState, TerminalReport, Trouble, errand_state, read_report
from content.rules.terminals import needs_someone, remedy, reported_troubles, troubles

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
KIOSK = Terminal(id="t-1", kind=TerminalKind.KIOSK, name="自助机 A1", prefix="01", paired_at=NOW - timedelta(days=1),
                 last_seen_at=NOW)
WELL = TerminalReport(reader="idle", printer="ready")
ERRAND = Errand(id="e", terminal_id="t-1", kind=ErrandKind.PAUSE, argument="", ordered_at=NOW, ordered_by="s",
                expires_at=NOW + timedelta(minutes=10))


def test_a_terminal_that_is_well_needs_nobody() -> None:
    assert troubles(KIOSK, WELL, NOW) == ()
    assert not needs_someone(KIOSK, WELL, NOW)


def test_silence_is_shown_within_three_minutes_and_hides_what_was_said_before() -> None:
    silent = replace(KIOSK, last_seen_at=NOW - timedelta(minutes=3))
    assert troubles(silent, replace(WELL, printer="paper_out"), NOW) == (Trouble.OFFLINE,)
    assert troubles(replace(KIOSK, last_seen_at=NOW - timedelta(seconds=60)), WELL, NOW) == ()


def test_a_terminal_never_heard_of_is_silent_since_its_pairing() -> None:
    assert troubles(replace(KIOSK, last_seen_at=None), WELL, NOW) == (Trouble.OFFLINE,)
    assert troubles(replace(KIOSK, last_seen_at=None, paired_at=NOW), WELL, NOW) == ()


def test_a_revoked_terminal_is_nobodys_trouble() -> None:
    assert troubles(replace(KIOSK, revoked_at=NOW, last_seen_at=None), WELL, NOW) == ()


@pytest.mark.parametrize(("report", "trouble"), [
    (TerminalReport(printer="paper_out", paper_low=True), Trouble.PAPER_OUT),
    (TerminalReport(printer="cover_open"), Trouble.PRINTER),
    (TerminalReport(printer="offline"), Trouble.PRINTER),
    (TerminalReport(reader="fault"), Trouble.READER),
    (TerminalReport(reader="closed"), Trouble.READER),
    (TerminalReport(clock_ok=False), Trouble.CLOCK),
    (read_report('{"card_left": true}'), Trouble.CARD_LEFT),
    (TerminalReport(printer="ready", paper_low=True), Trouble.PAPER_LOW),
])  # fmt: skip
def test_each_report_names_its_trouble_and_says_what_to_do(report: TerminalReport, trouble: Trouble) -> None:
    assert reported_troubles(report) == (trouble,)
    assert "请" in remedy(trouble, report)
    assert needs_someone(KIOSK, report, NOW) is (trouble is not Trouble.PAPER_LOW)


def test_the_printers_own_words_come_first() -> None:
    report = TerminalReport(printer="cover_open", printer_sentence="打印机的盖子开着：请把盖子按紧。")
    assert remedy(Trouble.PRINTER, report) == "打印机的盖子开着：请把盖子按紧。"


def test_a_kiosk_without_devices_or_that_does_not_say_is_not_called_broken() -> None:
    for report in (TerminalReport(), TerminalReport(reader="none", printer="none"), TerminalReport(printer="unknown")):
        assert reported_troubles(report) == ()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"slips": 3, "waiting": "x", "reader": null, "edition_number": true}',
                                  '{"slips": [1, {"id": 2}]}'])  # fmt: skip
def test_a_strange_report_is_read_as_not_said(text: str) -> None:
    report = read_report(text)
    assert (report.reader, report.waiting, report.edition_number) == ("", None, None)


def test_a_report_of_a_kiosk_is_read() -> None:
    slip = {"id": "job:100123", "kind": "job", "reference": "100123", "state": "unknown",
            "at": "2026-11-23T01:30:00.000Z"}
    said = {"version": "0.1.0", "reader": "idle", "printer": "ready", "paper_low": True, "waiting": 2, "paused": "维护",
            "clock_ok": False, "slips": [slip] * 30}
    report = read_report(json.dumps(said))
    assert (report.version, report.waiting, report.paper_low, report.paused, report.clock_ok) == (
        "0.1.0", 2, True, "维护", False)
    assert len(report.slips) == 20
    assert report.slips[0].reference == "100123"


def test_an_errand_is_never_called_undone_when_nobody_knows() -> None:
    late = NOW + timedelta(minutes=10)
    assert errand_state(ERRAND, NOW) is ErrandState.WAITING
    assert errand_state(ERRAND, late) is ErrandState.EXPIRED
    offered = replace(ERRAND, offered_at=NOW)
    assert errand_state(offered, NOW) is ErrandState.OFFERED
    assert errand_state(offered, late) is ErrandState.UNHEARD
    assert errand_state(replace(offered, done_at=late, ok=True), late) is ErrandState.DONE
    assert errand_state(replace(offered, done_at=late), late) is ErrandState.FAILED
