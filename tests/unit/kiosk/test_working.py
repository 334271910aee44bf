"""What a walk-in is told when something is down: the fault in plain words, and what to do instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.reader.base import ReaderState
from kiosk.working import Parts, notice
from printer.condition import MUTE, PrinterReport, PrinterState

READY = PrinterReport(state=PrinterState.READY, sentence="")
WELL = Parts(reader=ReaderState.IDLE, printer=READY, paired=True, link="")
NO_PAPER = PrinterReport(state=PrinterState.PAPER_OUT, sentence="")


@pytest.mark.parametrize("path", ["/", "/register", "/job/1", "/answer", "/policies"])
def test_nothing_is_said_while_all_works(path: str) -> None:
    assert notice(WELL, path) == ""


@pytest.mark.parametrize(("down", "fault", "instead"), [
    (replace(WELL, reader=None), "读卡器用不了", "手工填写"),
    (replace(WELL, reader=ReaderState.CLOSED), "读卡器用不了", "手工填写"),
    (replace(WELL, reader=ReaderState.FAULT), "读卡器用不了", "手工填写"),
    (replace(WELL, printer=None), "小票打不了", "用手机拍下来"),
    (replace(WELL, printer=NO_PAPER), "小票打不了", "用手机拍下来"),
    (replace(WELL, link="联系不上中心主机"), "网络断了", "先存在机器里"),
    (replace(WELL, paired=False, link="没有配对"), "还不能登记", "求职登记窗口"),
])  # fmt: skip
def test_the_first_page_names_the_fault_and_what_still_goes(down: Parts, fault: str, instead: str) -> None:
    said = notice(down, "/")
    assert fault in said
    assert instead in said
    assert "找活、看政策照常" in said
    assert notice(down, "/register").count(fault) == 1


def test_a_view_tells_only_of_what_it_needs() -> None:
    down = replace(WELL, reader=None, printer=NO_PAPER, link="断")
    assert notice(down, "/policies") == ""
    assert notice(down, "/jobs?today=1") == ""
    assert notice(down, "/job/12") == "小票打不了。号码请用手机拍下来。"
    assert "查回执要等" in notice(down, "/answer")


def test_a_printer_that_never_says_how_it_is_is_not_called_broken() -> None:
    assert notice(replace(WELL, printer=MUTE), "/") == ""
