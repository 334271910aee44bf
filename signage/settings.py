"""Section [screen] of linggong.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenSettings:
    """One screen process; `pairing_code` is read once, until the box is paired."""

    host: str = "127.0.0.1"
    port: int = 8082
    data: Path = Path("var/screen")
    hub_url: str = "http://127.0.0.1:8080"
    pairing_code: str = ""
    name: str = "大厅屏 1"
    zone: str = ""
    market_name: str = "东至县零工市场"  # shown until the first edition names the market itself
    log_level: str = "INFO"
