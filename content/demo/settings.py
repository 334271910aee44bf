"""Section [demo] of linggong.toml: where the demonstration keeps its data and which ports it uses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSettings:
    """Everything is on loopback; the data folder is made when missing."""

    data: Path = Path("var")
    hub_port: int = 8080
    kiosk_port: int = 8081
    screen_port: int = 8082
    public_port: int = 8083
    practice_port: int = 8084  # 0 for no market to practise in
    simulator_port: int = 8090
    printer_port: int = 9100
    paper_mm: int = 58
    login: str = "demo"
