"""Section [screen] of linggong.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenSettings:
    """One screen and the supervisor of its browser; `pairing_code` is read once, until the box is paired."""

    host: str = "127.0.0.1"
    port: int = 8082
    data: Path = Path("var/screen")
    hub_url: str = "http://127.0.0.1:8080"
    pairing_code: str = ""
    name: str = "大厅屏 1"
    zone: str = ""
    market_name: str = "东至县零工市场"  # shown until the first edition names the market itself
    call_volume: int = 100  # of the voice that calls numbers, in percent
    quiet_call_volume: int = 30  # and in its quiet hours
    quiet_hours: str = "20:00-08:00"  # "" for none
    log_level: str = "INFO"
    own_glass: bool = True  # False on a hub box that only serves televisions
    thin_screens: str = ""  # names of televisions served over the LAN, with commas between; `host` says where
    hours: str = ""  # when the display is on: "1-5 07:30-18:00; 6-7 08:00-12:00"; "" is always
    display_power: str = ""  # cec-ctl[:/dev/cec0], cec-client, wlopm; "" leaves the display alone
    browser: str = "cage -d -- chromium --ozone-platform=wayland"
    look_every_s: float = 60.0  # between two screenshots
