"""Calls for staff: who rings, who is heard, who takes one, and when it is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from content.hubapi.calls import CallBoard, answer_call
from content.model.calls import CallState
from content.model.codes import TerminalKind
from content.model.people import Terminal

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def test_a_call_is_heard_by_every_open_page_until_one_takes_it() -> None:
    told: list[str] = []
    board, heard = CallBoard(tell=told.append), [0, 0]

    def hears(page: int) -> None:
        heard[page] += 1

    board.listen(lambda: hears(0), lambda: True)
    away = board.listen(lambda: hears(1), lambda: True)
    assert board.ring("t-1", "自助机 A1", NOW).state is CallState.RINGING
    assert board.ring("t-1", "自助机 A1", NOW).state is CallState.RINGING
    assert heard == [1, 1]
    assert [call.place for call in board.ringing(NOW)] == ["自助机 A1"]
    away()
    taken = board.take("t-1", "王样例", NOW)
    assert taken is not None
    assert (heard, told) == ([2, 1], ["t-1"])
    assert board.take("t-1", "李样例", NOW) is None
    answer = board.state("t-1", NOW)
    assert (answer.state, answer.by) == (CallState.TAKEN, "王样例")
    assert board.ringing(NOW) == ()
    assert board.state("t-2", NOW).state is CallState.NONE


def test_with_no_page_open_the_kiosk_is_told_and_whoever_opens_one_still_sees_it() -> None:
    board = CallBoard()
    closed = board.listen(lambda: None, lambda: False)
    assert board.ring("t-1", "自助机 A1", NOW).state is CallState.UNHEARD
    closed()
    board.listen(lambda: None, lambda: True)
    assert board.state("t-1", NOW).state is CallState.RINGING
    assert len(board.ringing(NOW)) == 1


def test_after_ten_minutes_or_when_taken_back_nothing_rings() -> None:
    board = CallBoard()
    board.ring("t-1", "A1", NOW)
    board.ring("t-2", "A2", NOW)
    board.drop("t-2")
    assert [call.terminal_id for call in board.ringing(NOW + timedelta(minutes=9))] == ["t-1"]
    assert board.ringing(NOW + timedelta(minutes=10)) == ()
    assert board.take("t-1", "王样例", NOW + timedelta(minutes=10)) is None


def test_the_reply_holds_a_state_and_a_staff_name_and_nothing_else() -> None:
    board = CallBoard()
    terminal = Terminal(id="t-1", kind=TerminalKind.KIOSK, name="自助机 A1", prefix="12", paired_at=NOW)
    board.listen(lambda: None, lambda: True)
    assert answer_call(board, terminal, "call", NOW) == {"state": "ringing", "by": ""}
    board.take("t-1", "王样例", NOW)
    assert answer_call(board, terminal, "called", NOW) == {"state": "taken", "by": "王样例"}
    assert answer_call(board, terminal, "call-off", NOW) == {"state": "none", "by": ""}
