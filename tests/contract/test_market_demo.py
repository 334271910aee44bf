"""The demonstration's promises: it names a taken port, ends as one, and keeps its parts alive."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.contract.market_rig import DEADLINE_S, Demo, health, living, open_demo, settings_in
from tests.contract.printer_process import wait_for

CTRL_C_S = 6.0
PARTS = {"content", "content.public", "kiosk", "signage", "content.demo.simulator", "kiosk.reader.simulated_reader",
         "printer.simulated_printer"}  # fmt: skip


def test_it_names_every_port_that_is_taken_and_ends_with_1(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    names = ("hub", "kiosk", "screen", "public", "simulator", "printer")
    ports = {name: getattr(settings, f"{name}_port") for name in names}
    with ExitStack() as held:
        for port in ports.values():
            held.enter_context(socket.create_server(("127.0.0.1", port)))
        demo = Demo(settings)
        assert demo.ended() == 1
    for port in ports.values():
        assert any(str(port) in line and "占着" in line for line in demo.said), demo.text()


@pytest.mark.soak
def test_whoever_takes_its_advice_about_a_taken_port_gets_an_open_market(tmp_path: Path) -> None:
    settings, other = settings_in(tmp_path), settings_in(tmp_path).printer_port
    with socket.create_server(("127.0.0.1", settings.printer_port)):
        refused = Demo(settings)
        assert refused.ended() == 1
        advised = re.search(r"LINGGONG_\w+_PORT", refused.text())
        assert advised is not None
        with open_demo(settings, **{advised[0]: str(other)}) as demo:
            demo.link()


@pytest.mark.soak
def test_all_parts_end_within_six_seconds_of_ctrl_c(tmp_path: Path) -> None:
    with open_demo(settings_in(tmp_path)) as demo:
        demo.link()
        children = demo.children()
        assert set(children) == PARTS
        pressed = time.monotonic()
        demo.press_ctrl_c()
        assert demo.ended(CTRL_C_S) == 0
        assert time.monotonic() - pressed < CTRL_C_S
        assert not living(children)
        assert "Traceback" not in demo.text()


def test_ctrl_c_while_it_is_still_preparing_leaves_nothing_behind(tmp_path: Path) -> None:
    with open_demo(settings_in(tmp_path)) as demo:
        wait_for(lambda: len(demo.children()) >= 3, DEADLINE_S, "the twins and the preparation")
        children = demo.children()
        demo.press_ctrl_c()
        demo.ended(CTRL_C_S)
        wait_for(lambda: not living(children), CTRL_C_S, "the children to be gone")
        assert "Traceback" not in demo.text()


@pytest.mark.soak
def test_a_part_that_is_killed_comes_back_and_none_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with open_demo(settings) as demo:
        demo.link()
        for module, port in (("signage", settings.screen_port), ("content", settings.hub_port)):
            killed = demo.children()[module]
            os.kill(killed, signal.SIGKILL)
            wait_for(lambda m=module, k=killed: demo.children().get(m, k) != k, DEADLINE_S, module)
            wait_for(lambda p=port: health(p), DEADLINE_S, f"{module} to answer again")
        children = demo.children()
        assert set(children) == PARTS
        demo.signal(signal.SIGKILL)
        demo.ended()
        wait_for(lambda: not living(children), CTRL_C_S, "the children to be gone")
