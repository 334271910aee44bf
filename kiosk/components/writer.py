"""The input panel as an element: fields, ink and keys live in the browser, finished texts arrive here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from nicegui import ui
from nicegui.events import GenericEventArguments

from content.model.places import TOWNSHIPS

_SCRIPT = Path(__file__).parent.parent / "input" / "writer.js"

Kind = Literal["name", "id", "phone", "number", "search", "text", "address"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: `kind` picks its keys, `most` is its greatest length.

    name: 手写, 拼音 by surnames and given names, 生僻字; search and text: 手写, 拼音, 数字; address: a township by one
    touch, then the village as text (there is no list of villages that may be shipped); id: digits and X; phone, number:
    digits.
    """

    key: str
    label: str
    kind: Kind
    most: int
    hint: str = ""
    text: str = ""


class Writer(ui.element, component=str(_SCRIPT)):
    """Fields with the panel that fills them; `on_done` gets all texts by key when the last one is finished.

    A tap that the browser sends again after a stall is heard once.
    """

    def __init__(self, fields: tuple[Field, ...], submit: str, on_done: Callable[[dict[str, str]], Awaitable[None]]):
        super().__init__()
        self._most = {field.key: field.most for field in fields}
        self._props["fields"] = [asdict(field) for field in fields]
        self._props["submit"] = submit
        addressed = any(field.kind == "address" for field in fields)
        self._props["towns"] = list(TOWNSHIPS.values()) if addressed else []
        taps: set[str] = set()

        async def done(event: GenericEventArguments) -> None:
            given = event.args if isinstance(event.args, dict) else {}
            tap = str(given.get("tap", ""))
            if not tap or tap in taps:
                return
            taps.add(tap)
            await on_done(self._texts(given.get("texts")))

        self.on("done", done)

    def _texts(self, args: Any) -> dict[str, str]:
        given = args if isinstance(args, dict) else {}
        return {key: str(given.get(key, "")).strip()[:most] for key, most in self._most.items()}

    def say(self, key: str, sentence: str) -> None:
        """Show a sentence below a field and go back to it; what was typed stays."""
        self.run_method("say", key, sentence)
