"""Everything the staff page may ask, in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.staff.condition import Condition
from kiosk.staff.pausing import Pausing
from kiosk.staff.pins import PinBook
from kiosk.staff.sound import Sound


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRoom:
    """`restart` only asks for the end of this process: whoever runs it starts it again."""

    pins: PinBook
    pausing: Pausing
    sound: Sound
    condition: Callable[[], Condition]
    restart: Callable[[], None]
