"""The demonstration's promises: it names a taken port, ends as one, and keeps its parts alive."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.contract.market_rig import Demo, living, open_demo, settings_in

CTRL_C_S = 6.0
PARTS = {"content", "kiosk", "signage", "content.demo.simulator", "kiosk.reader.simulated_reader",
         "printer.simulated_printer"}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_it_names_every_port_that_is_taken_and_ends_with_1(folder: Path) -> None:
    settings = settings_in(folder)
    ports = {name: getattr(settings, f"{name}_port") for name in ("hub", "kiosk", "screen", "simulator", "printer")}
    with ExitStack() as held:
        for port in ports.values():
            held.enter_context(socket.create_server(("127.0.0.1", port)))
        demo = Demo(settings)
        assert demo.ended() == 1
    for port in ports.values():
        assert any(str(port) in line and "占着" in line for line in demo.said), demo.text()


def test_all_parts_end_within_six_seconds_of_ctrl_c(folder: Path) -> None:
    with open_demo(settings_in(folder)) as demo:
        demo.link()
        children = demo.children()
        assert set(children) == PARTS
        pressed = time.monotonic()
        demo.press_ctrl_c()
        assert demo.ended(CTRL_C_S) == 0
        assert time.monotonic() - pressed < CTRL_C_S
        assert not living(children)
