"""Which processes the demonstration runs, and what each is told by its environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from content.demo.settings import DemoSettings
from content.demo.supervisor import Part

_DOTS = {58: 384, 80: 576}  # printable width of the paper at 203 dpi


def hub_environment(settings: DemoSettings) -> dict[str, str]:
    """Return what the hub is told."""
    # a demonstration takes no room on somebody's disk for what it will never need
    return {"LINGGONG_HUB_PORT": str(settings.hub_port), "LINGGONG_HUB_DATA": str(settings.data / "hub"),
            "LINGGONG_PRACTICE_DATA": str(settings.data / "practice"), "LINGGONG_HUB_RESERVE_MB": "0"}  # fmt: skip


def socket_folder(settings: DemoSettings) -> Path:
    """Return where the twins listen."""
    return settings.data / "simulator"


def twins(settings: DemoSettings) -> tuple[Part, ...]:
    """Return the simulated reader and printer."""
    folder = socket_folder(settings)
    reader = ("--link", str(folder / "reader"), "--control", str(folder / "reader.sock"))
    printer = (
        "--tcp", str(settings.printer_port), "--control", str(folder / "printer.sock"),
        "--out", str(folder / "paper"), "--width", str(_DOTS[settings.paper_mm]),
    )  # fmt: skip
    return (
        Part(name="reader", module="kiosk.reader.simulated_reader", arguments=reader),
        Part(name="printer", module="printer.simulated_printer", arguments=printer, ports=(settings.printer_port,)),
    )


def hub(settings: DemoSettings) -> Part:
    """Return the hub."""
    return Part(name="hub", module="content", environment=hub_environment(settings), ports=(settings.hub_port,))


def terminals(settings: DemoSettings, codes: Mapping[str, str]) -> tuple[Part, ...]:
    """Return kiosk and screen; `codes` holds a pairing code for each that is not paired yet."""
    hub_url = f"http://127.0.0.1:{settings.hub_port}"
    kiosk = {
        "LINGGONG_KIOSK_PORT": str(settings.kiosk_port), "LINGGONG_KIOSK_DATA": str(settings.data / "kiosk"),
        "LINGGONG_KIOSK_HUB_URL": hub_url, "LINGGONG_KIOSK_READER_PORT": str(socket_folder(settings) / "reader"),
        "LINGGONG_KIOSK_PRINTER": f"tcp://127.0.0.1:{settings.printer_port}",
        "LINGGONG_KIOSK_PAPER_MM": str(settings.paper_mm), "LINGGONG_KIOSK_PAIRING_CODE": codes.get("kiosk", ""),
    }  # fmt: skip
    screen = {
        "LINGGONG_SCREEN_PORT": str(settings.screen_port), "LINGGONG_SCREEN_DATA": str(settings.data / "screen"),
        "LINGGONG_SCREEN_HUB_URL": hub_url, "LINGGONG_SCREEN_PAIRING_CODE": codes.get("screen", ""),
    }  # fmt: skip
    return (
        Part(name="kiosk", module="kiosk", environment=kiosk, ports=(settings.kiosk_port,)),
        Part(name="screen", module="signage", environment=screen, ports=(settings.screen_port,)),
    )


def phone_pages(settings: DemoSettings) -> Part:
    """Return the phone pages, which read the hub's editions beside it."""
    environment = {
        "LINGGONG_PUBLIC_PORT": str(settings.public_port),
        "LINGGONG_PUBLIC_EDITIONS": str(settings.data / "hub" / "shelf"),
    }
    return Part(name="public", module="content.public", environment=environment, ports=(settings.public_port,))


def practice(settings: DemoSettings) -> tuple[Part, ...]:
    """Return the market to practise in, at the hub's address; none where it is turned off."""
    if not settings.practice_port:
        return ()
    environment = hub_environment(settings) | {
        "LINGGONG_PRACTICE_PORT": str(settings.practice_port),
        "LINGGONG_PRACTICE_DATA": str(settings.data / "practice"),
    }
    return (Part(name="practice", module="content", arguments=("practice",), environment=environment,
                 ports=(settings.practice_port,)),)  # fmt: skip


def simulator(settings: DemoSettings) -> Part:
    """Return the simulator's page."""
    folder = socket_folder(settings)
    environment = {
        "LINGGONG_SIMULATOR_PORT": str(settings.simulator_port),
        "LINGGONG_SIMULATOR_READER_CONTROL": str(folder / "reader.sock"),
        "LINGGONG_SIMULATOR_PRINTER_CONTROL": str(folder / "printer.sock"),
        "LINGGONG_SIMULATOR_PAPER": str(folder / "paper"),
    }
    return Part(name="simulator", module="content.demo.simulator", environment=environment,
                ports=(settings.simulator_port,))  # fmt: skip
