"""What the desk may have this machine do: test slip, 补打, 报表条, restart, pause and resume."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from content.errors import ErrandRefused
from content.link.errands import Deed
from content.model.codec import from_json
from content.model.strips import StripOrder
from content.model.terminals import ErrandKind, ErrandOrder
from printer.errors import PrinterError
from printer.printing import Printing
from printer.receipt import Receipt
from printer.templates import Imprint, ReportStrip, report_receipt

ORDERED_BY = "后台"
_NO_PRINTER = "这台设备没有打印机。"


class Pausable(Protocol):
    """A machine that can be taken out of use with a notice."""

    def pause(self, notice: str = "") -> None:
        """Take it out of use."""
        ...

    def resume(self) -> None:
        """Put it back into use."""
        ...


def deeds(printing: Printing | None, pausing: Pausable | None, restart: Callable[[], None],
          update: Deed | None = None) -> Mapping[ErrandKind, Deed]:  # fmt: skip
    """Return what this machine can do; each raises ErrandRefused with what to do instead."""

    def counter() -> Printing:
        if printing is None:
            raise ErrandRefused(_NO_PRINTER)
        return printing

    def test_slip(order: ErrandOrder) -> str:
        # the errand's id is the slip's: whatever goes wrong on the way, it cannot come out twice
        return _printed(lambda: counter().test_slip(order.id), "试纸已交给打印机。")

    def reprint(order: ErrandOrder) -> str:
        return _printed(lambda: counter().reprint(order.argument, ORDERED_BY), "已交给打印机补打。")

    def begin_again(order: ErrandOrder) -> str:
        restart()
        return ""

    def pause(order: ErrandOrder) -> str:
        _pausable(pausing).pause(order.argument)
        return "已暂停，屏幕上显示通知。"

    def resume(order: ErrandOrder) -> str:
        _pausable(pausing).resume()
        return "已恢复使用。"

    def strip(order: ErrandOrder) -> str:
        try:
            wanted = from_json(StripOrder, order.argument)
        except ValueError:
            raise ErrandRefused("这台设备看不懂这张报表条，请系统管理员先升级它的程序。") from None
        return _printed(lambda: counter().print(strip_receipt(wanted), order.id), "报表条已交给打印机。")

    known = {ErrandKind.TEST_SLIP: test_slip, ErrandKind.REPRINT: reprint, ErrandKind.RESTART: begin_again,
             ErrandKind.PAUSE: pause, ErrandKind.RESUME: resume, ErrandKind.STRIP: strip}  # fmt: skip
    return known | ({ErrandKind.UPDATE: update} if update is not None else {})


def strip_receipt(wanted: StripOrder) -> Receipt:
    """Return the paper of a strip as the hub counted it."""
    slip = ReportStrip(number=wanted.number, title=wanted.title, period=wanted.period, figures=wanted.figures,
                       audit_head=wanted.audit_head)  # fmt: skip
    return report_receipt(slip, Imprint(market_name=wanted.market, terminal=wanted.place, printed_at=wanted.at,
                                        complaint_phone=wanted.complaint_phone))  # fmt: skip


def _printed(hand_over: Callable[[], str], sentence: str) -> str:
    try:
        hand_over()
    except PrinterError as error:
        raise ErrandRefused(str(error)) from error
    return sentence


def _pausable(pausing: Pausable | None) -> Pausable:
    if pausing is None:
        raise ErrandRefused("服务窗口不能从后台暂停，请到窗口说一声。")
    return pausing
