"""One escaped template as one element, with one listener for all its buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.events import GenericEventArguments

from content.theme.templates import render

Act = Callable[[str, str], Awaitable[None]]

# a button marked data-once answers one tap; the template gives it a new data-tap when it may be tapped again
_DELEGATE = """(event) => {
  const button = event.target.closest("[data-act]");
  if (!button || button.dataset.sent) return;
  if ("once" in button.dataset) button.dataset.sent = "1";
  emit([button.dataset.act, button.dataset.value || ""]);
}"""


class Panel:
    """A rendered template on the page; `show` puts new values in without building elements anew."""

    def __init__(self, on_act: Act | None = None, *, classes: str = "panel") -> None:
        # every value passes Jinja's autoescape, so a second cleaning in the browser would only cost time
        self._html = ui.html("", sanitize=False).classes(classes)
        if on_act is None:
            return
        act = on_act

        async def heard(event: GenericEventArguments) -> None:
            name, value = event.args if isinstance(event.args, list) and len(event.args) == 2 else ("", "")
            await act(str(name), str(value))

        self._html.on("click", heard, js_handler=_DELEGATE)

    def show(self, template: str, **values: object) -> None:
        """Fill a template in and show it."""
        self._html.set_content(render(template, **values))
