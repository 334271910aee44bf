"""The input panel as an element: fields and keys live in the browser, finished texts arrive here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from nicegui import ui
from nicegui.events import GenericEventArguments

_SCRIPT = Path(__file__).parent.parent / "input" / "writer.js"
CHARACTERS_URL = "/assets/name_characters.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: `kind` picks its keys, `most` is its greatest length."""

    key: str
    label: str
    kind: Literal["name", "id", "phone", "search"]
    most: int
    hint: str = ""
    text: str = ""


class Writer(ui.element, component=str(_SCRIPT)):
    """Fields with the panel that fills them; `on_done` gets all texts by key when the last one is finished."""

    def __init__(self, fields: tuple[Field, ...], submit: str, on_done: Callable[[dict[str, str]], Awaitable[None]]):
        super().__init__()
        self._most = {field.key: field.most for field in fields}
        self._props["fields"] = [asdict(field) for field in fields]
        self._props["submit"] = submit
        self._props["table"] = CHARACTERS_URL

        async def done(event: GenericEventArguments) -> None:
            await on_done(self._texts(event.args))

        self.on("done", done)

    def _texts(self, args: Any) -> dict[str, str]:
        given = args if isinstance(args, dict) else {}
        return {key: str(given.get(key, "")).strip()[:most] for key, most in self._most.items()}

    def say(self, key: str, sentence: str) -> None:
        """Show a sentence below a field and go back to it; what was typed stays."""
        self.run_method("say", key, sentence)
