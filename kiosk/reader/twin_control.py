"""The other end of the twin's control socket, for the simulator page and for tests."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

from kiosk.errors import TwinAway
from kiosk.reader.base import IdCard
from kiosk.reader.card_blocks import card_to_fields

_DEADLINE_S = 3.0


class TwinControl:
    """Puts cards on the twin's reader, takes them off, makes faults; one connection a call, from any thread.

    Every method raises `TwinAway` where the twin does not run or refuses.
    """

    def __init__(self, path: Path) -> None:
        """Keep the path of the control socket."""
        self._path = path

    def put(self, card: IdCard) -> None:
        """Lay a card on the reader."""
        self._ask({"put": card_to_fields(card)})

    def put_demo(self, place: int) -> None:
        """Lay one of the demo cards on the reader."""
        self._ask({"put": {"demo": place}})

    def cards(self) -> list[dict[str, Any]]:
        """Return `name`, `sex` and `age` of the demo cards, in their places."""
        cards: list[dict[str, Any]] = self._ask({"cards": True})["cards"]
        return cards

    def put_block(self, block: bytes, address: str | None = None) -> None:
        """Lay a card with these very bytes on the reader."""
        self._ask({"put_block": {"hex": block.hex(), "address": address}})

    def remove(self) -> None:
        """Take the card off the reader."""
        self._ask({"remove": True})

    def fault(self, name: str) -> None:
        """Begin a fault of `simulated_module.Fault` (or `status_41` and the like), end it with `none`."""
        self._ask({"fault": name})

    def delays(self, **milliseconds: float) -> None:
        """Set `find_ms`, `select_ms`, `read_ms`, and `baud` (0 sends at once)."""
        self._ask({"delays": milliseconds})

    def status(self) -> dict[str, Any]:
        """Return how things stand.

        `card` (the place of a demo card, else None), `card_on`, `card_read`, `fault`, `requests` (how many so far),
        `asked` (the same by command and parameter, such as 3001), `longest_radio_frame`, `delays`.
        """
        return self._ask({"status": True})

    def _ask(self, command: dict[str, Any]) -> dict[str, Any]:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.settimeout(_DEADLINE_S)
                line.connect(str(self._path))
                line.sendall(json.dumps(command).encode() + b"\n")
                with line.makefile("rb") as answers:
                    answer: dict[str, Any] = json.loads(answers.readline() or b"{}")
        except (OSError, ValueError) as error:
            raise TwinAway("模拟读卡器没有运行，请先启动它") from error
        if not answer.get("ok"):
            raise TwinAway(answer.get("error", "模拟读卡器没有应答，请重新启动它"))
        return answer
