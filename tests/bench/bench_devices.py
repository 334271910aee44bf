"""The reader and the printer at work: a card until its fields stand on the glass, 打印 until a byte is on the line,
what a slip weighs, and what the drivers cost while nobody is there.

Each round is one of a person's: the whole kiosk, Chromium, and the twins in processes of their own, with taps on both
lines (`wire_taps`). How times are taken on the page stands in `painting`: up to one frame (17 ms) more than the truth.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from content.clock import SystemClock, calendar_day
from tests.bench.at_the_kiosk import CardTimes, PressTimes, Visitor, grown_up, visiting
from tests.bench.figures import Figure, p95, say
from tests.bench.painting import chromium
from tests.bench.running_demo import REPOSITORY
from tests.bench.slip_weights import weigh
from tests.contract.printer_process import twin as printer_twin
from tests.fixtures.readers import running_twin

_CARDS = _PRESSES = 30
_CARDS_WITHOUT_WIRE = 12
_BAUD = 115_200
_FAST = {"find_ms": 0.0, "select_ms": 0.0, "read_ms": 0.0}
_IN_THE_FIELD = {"find_ms": 60.0, "select_ms": 60.0, "read_ms": 700.0}  # hardware A.7
# request and reply of find, select, read and appended address (A.4); nothing can be shown before the last byte
_CARD_BYTES = (10 + 15) + (10 + 19) + (10 + 1295) + (10 + 11)
_CARD_MS, _FIELD_MS, _HINT_MS, _PRESS_MS, _REST_PERCENT = 150.0, 2000.0, 100.0, 150.0, 1.0


def _cards(visitor: Visitor, count: int, **delays: float) -> list[CardTimes]:
    visitor.delays(**delays)
    card, shown = grown_up(calendar_day(SystemClock().now()))
    return [visitor.lay_card(card, shown) for _ in range(count)]


def _card_figures(name: str, times: list[CardTimes], target: float, least_ms: float) -> list[Figure]:
    def of(part: Callable[[CardTimes], float]) -> str:
        taken = [part(one) for one in times]
        return f"{median(taken):.0f}/{p95(taken):.0f}"

    whole = [one.whole for one in times]
    note = (f"{len(times)} cards, worst {max(whole):.0f} ms; median/p95: until 9F {of(lambda one: one.found)}, from 9F "
            f"{of(lambda one: one.from_found)} ms; baseline: line and RF alone")  # fmt: skip
    return [Figure(name=f"card placed → fields painted, {name}, median", value=median(whole), unit="ms",
                   baseline=least_ms, note=note),
            Figure(name=f"card placed → fields painted, {name}, p95", value=p95(whole), unit="ms", target=target,
                   baseline=least_ms, note="one frame of 17 ms more than the truth, see painting"),
            Figure(name=f"card placed → fields in the page's document, {name}, p95", unit="ms", target=target,
                   value=p95([one.in_document for one in times]), baseline=least_ms)]  # fmt: skip


def _at_the_reader(visitor: Visitor) -> list[Figure]:
    wire_ms = _CARD_BYTES * 10_000 / _BAUD
    say(f"{_CARDS} cards without RF delays")
    figures = _card_figures("RF 0", _cards(visitor, _CARDS, **_FAST, baud=_BAUD), _CARD_MS, wire_ms)
    say(f"{_CARDS_WITHOUT_WIRE} cards without the line's delay too")
    figures += _card_figures("RF 0, line at once", _cards(visitor, _CARDS_WITHOUT_WIRE, **_FAST, baud=0), _CARD_MS, 0)
    say(f"{_CARDS} cards with the delays of A.7")
    field = _cards(visitor, _CARDS, **_IN_THE_FIELD, baud=_BAUD)
    figures += _card_figures("delays of A.7", field, _FIELD_MS, wire_ms + sum(_IN_THE_FIELD.values()))
    hints = [one.hint for one in field]
    return [*figures, Figure(name="9F → 正在读卡请勿移动 painted, p95", value=p95(hints), unit="ms", target=_HINT_MS,
                             note=f"median {median(hints):.0f} ms")]  # fmt: skip


def _press_figures(line: str, times: list[PressTimes]) -> list[Figure]:
    first, slip = [one.first_byte for one in times], [one.slip_byte for one in times]
    return [
        Figure(name=f"press 打印 → first byte at the port ({line}), median", value=median(first), unit="ms",
               note=f"{len(times)} presses; the slip's own first byte, after 4 status replies: {median(slip):.0f} ms"),
        Figure(name=f"press 打印 → first byte at the port ({line}), p95", value=p95(first), unit="ms",
               target=_PRESS_MS, note=f"worst {max(first):.0f} ms"),
        Figure(name=f"press 打印 → the slip's first byte ({line}), p95", value=p95(slip), unit="ms",
               target=_PRESS_MS, note=f"worst {max(slip):.0f} ms"),
    ]  # fmt: skip


def _at_the_kiosk(browser: Browser, folder: Path) -> list[Figure]:
    figures = []
    for line in ("tcp", "serial"):
        place = folder / line
        place.mkdir()
        with visiting(browser, place, serial_printer=line == "serial") as visitor:
            if line == "tcp":
                figures += _at_the_reader(visitor)
            say(f"{_PRESSES} presses of 打印, printer on {line}")
            figures += _press_figures(line, visitor.print_slips(_PRESSES))
    return figures


@contextmanager
def _resting(folder: Path) -> Iterator[Callable[[], list[Figure]]]:
    """Let the drivers rest beside whatever else is measured: their processor time is counted, not the wall's."""
    with running_twin() as reader, printer_twin("tcp", folder) as printer:
        reader.calm()
        command = [sys.executable, "-m", "tests.bench.resting_drivers", str(reader.link), f"tcp://127.0.0.1:{printer.port}"]
        process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)

        def figures() -> list[Figure]:
            said = json.loads(process.communicate(timeout=90)[0])
            note = f"reader {said['reader']}, printer {said['printer']}"
            return [Figure(name="drivers at rest, of one core", value=said["at_rest"] * 100, unit="%",
                           target=_REST_PERCENT, note=note),
                    Figure(name="drivers while a page waits for a card, of one core", value=said["armed"] * 100,
                           unit="%", note="no card on the reader")]  # fmt: skip

        try:
            yield figures
        finally:
            process.kill()
            process.wait()


def run() -> list[Figure]:
    """Measure all of it; under three minutes."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="linggong-bench-")))
        resting = stack.enter_context(_resting(folder))
        figures = _at_the_kiosk(stack.enter_context(chromium()), folder)
        say("slips in three modes on a slow line")
        return figures + weigh(folder) + resting()
