"""A person before a whole kiosk with taps on its lines: a card laid down until its fields stand on the glass, 打印
pressed until a byte is on its way to the paper."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page

from content.clock import SystemClock
from kiosk.reader.base import IdCard
from kiosk.reader.demo_cards import demo_cards
from kiosk.staff.pins import PinBook
from tests.bench.painting import look_for, seen_ms, timed_page
from tests.bench.wire_taps import Passed, PtyTap, TcpTap
from tests.browser.kiosk_rig import KioskRig, wait_until
from tests.contract.printer_process import TwinProcess as PrinterTwin

_FOUND = bytes.fromhex("AAAAAA9669 0008 00009F")
_PIN_FILE = "staff-pin.json"
_SLIP_BEGINS, _SLIP_ENDS = b"\x1b\x40", b"\x1d\x72\x01"
_CLICK = """addEventListener("click", (event) => {
  window.pressedAt = performance.timeOrigin + event.timeStamp;
}, true)"""
_ANY_MOMENT_MS = 300
_REST_MS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTimes:
    """One card, in ms: from the twin's being told, and from the module's 9F on the wire, until painted.

    `found` is when 9F stood on the wire and `in_document` when the page held the fields, both from the card's being
    laid down; `hint` is from 9F until 正在读卡请勿移动 was painted.
    """

    whole: float
    from_found: float
    found: float
    in_document: float
    hint: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PressTimes:
    """One press of 打印, in ms since the click: the first byte at the port, and the first byte of the slip itself."""

    first_byte: float
    slip_byte: float


class Visitor:
    """A kiosk of its own with twins for reader and printer, and one page that is touched."""

    def __init__(self, browser: Browser, folder: Path, *, serial_printer: bool = False) -> None:
        self._reader = PtyTap(folder / "reader")
        self._tcp, self._serial = TcpTap(), PtyTap(folder / "printer")
        printer = f"serial://{folder / 'printer'}" if serial_printer else f"tcp://127.0.0.1:{self._tcp.port}"
        _choose_pin(folder / "kiosk" / _PIN_FILE)
        self.rig = KioskRig(folder, reader_port=str(folder / "reader"), printer=printer, log_level="ERROR")
        self._reader.join(self.rig.reader.link)
        self._tcp.join(self.rig.printer.port)
        self._twin, self._printer = self.rig.printer, self._tcp.record
        if serial_printer:
            (folder / "serial").mkdir()
            self._twin, self._printer = PrinterTwin("pty", folder / "serial"), self._serial.record
            self._serial.join(self._twin.link)
        self._page = timed_page(browser, 1080, 1920, touch=True)
        self._page.add_init_script(_CLICK)
        self._random = random.Random(1)
        wait_until(lambda: self.rig.health()["reader"] == "idle", "the reader to be found")
        wait_until(lambda: self.rig.health()["printer"] == "ready", "the printer to be found")

    def delays(self, **milliseconds: float) -> None:
        """Set what the module takes, as `TwinControl.delays`."""
        self.rig.reader.control.delays(**milliseconds)

    def lay_card(self, card: IdCard, shown: str) -> CardTimes:
        """Come new, agree, lay a card down at any moment of the reader's round, take it off again."""
        page, record = self._page, self._reader.record
        self._open("/kiosk/register")
        page.tap("[data-act='agree']")
        page.wait_for_selector(".card-place")
        wait_until(lambda: self.rig.health()["reader"] == "idle", "the reader to wait for a card")
        page.wait_for_timeout(self._random.uniform(0, _ANY_MOMENT_MS))
        look_for(page.main_frame, ".page", shown)
        page.evaluate(_WATCH, shown)
        mark, laid = record.mark(), time.time() * 1000
        self.rig.put_card(card)
        painted = seen_ms(page.main_frame)
        found = record.wait(lambda one: one.from_device and _FOUND in one.data, mark).at_ms
        held, hint = (float(page.evaluate(f"window.{name}")) for name in ("heldAt", "hintAt"))
        self.rig.reader.control.remove()
        return CardTimes(whole=painted - laid, from_found=painted - found, found=found - laid,
                         in_document=held - laid, hint=(hint or painted) - found)  # fmt: skip

    def print_slips(self, count: int) -> list[PressTimes]:
        """Press 打印 of one job again and again, each time once the slip before is on paper."""
        self._open(f"/kiosk/job/{self.rig.content.jobs[0].number}")
        times = []
        for _ in range(count):
            mark = self._printer.mark()
            self._page.tap("[data-act='print']")
            slip = self._printer.wait(lambda one: not one.from_device and _SLIP_BEGINS in one.data, mark)
            pressed = float(self._page.evaluate("window.pressedAt"))
            first = min(one.at_ms for one in self._printer.since(mark) if _belongs(one, slip) and one.at_ms > pressed)
            times.append(PressTimes(first_byte=first - pressed, slip_byte=slip.at_ms - pressed))
            self._printer.wait(lambda one: not one.from_device and _SLIP_ENDS in one.data, mark)
            # nobody presses again at once: what the slip before still keeps busy must not count
            self._page.wait_for_timeout(self._random.uniform(_REST_MS, 2 * _REST_MS))
        return times

    def _open(self, path: str) -> None:
        page: Page = self._page
        page.goto(self.rig.url + path, wait_until="commit")
        page.wait_for_function("window.did_handshake === true")
        page.wait_for_selector(".page")

    def close(self) -> None:
        """End the kiosk and its twins."""
        self._page.context.close()
        self.rig.stop()
        if self._twin is not self.rig.printer:
            self._twin.stop()
        self._reader.close()
        self._serial.close()
        self._tcp.close()


_WATCH = """(shown) => {
  const wall = () => performance.timeOrigin + performance.now();
  window.hintAt = window.heldAt = 0;
  new MutationObserver((_, watching) => {
    if (![...document.querySelectorAll(".page")].some((one) => one.textContent.includes(shown))) return;
    window.heldAt = wall();
    watching.disconnect();
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
  const look = () => {
    if (document.querySelector("[data-hint]"))
      requestAnimationFrame(() => { window.hintAt = wall(); });
    else if (!bench.seen) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


def _belongs(one: Passed, slip: Passed) -> bool:
    return not one.from_device and one.connection == slip.connection


def _choose_pin(path: Path) -> None:
    """Choose a PIN for the staff page, so that the kiosk does not print a first one among the figures."""
    path.parent.mkdir()
    PinBook(path, SystemClock()).choose("402917")


def grown_up(today: date) -> tuple[IdCard, str]:
    """Return a demo card and what the page shows once it knows the card's fields."""
    return demo_cards(today)[0], "身份证信息已读好"


@contextmanager
def visiting(browser: Browser, folder: Path, *, serial_printer: bool = False) -> Iterator[Visitor]:
    """Run a kiosk for a while."""
    visitor = Visitor(browser, folder, serial_printer=serial_printer)
    try:
        yield visitor
    finally:
        visitor.close()
