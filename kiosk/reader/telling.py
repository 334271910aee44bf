"""What a reader has told last, and the telling of what is new."""

from __future__ import annotations

import logging
from collections.abc import Callable

from kiosk.reader.base import EventKind, IdCard, ReaderEvent, ReaderState

logger = logging.getLogger(__name__)


class Telling:
    """State, hint and code of a reader; owned by its thread, `state` is read from any."""

    def __init__(self) -> None:
        """Start closed, with nobody listening."""
        self.on_event: Callable[[ReaderEvent], None] = lambda event: None
        self.state = ReaderState.CLOSED
        self.hint = ""
        self.code = ""

    def announce(self, state: ReaderState, hint: str = "", code: str = "") -> None:
        """Tell where the reader stands, unless that was told already."""
        if (state, hint, code) == (self.state, self.hint, self.code):
            return
        kind: EventKind = "state" if (state, code) != (self.state, self.code) else "hint"
        self.tell(kind, state, hint, code)

    def tell(
        self,
        kind: EventKind,
        state: ReaderState,
        hint: str = "",
        code: str = "",
        *,
        card: IdCard | None = None,
        period: int = 0,
    ) -> None:
        """Tell this; a listener that fails is logged and does no harm to the reader."""
        self.state, self.hint, self.code = state, hint, code
        event = ReaderEvent(kind=kind, state=state, card=card, hint=hint, code=code, period=period)
        try:
            self.on_event(event)
        except Exception:
            logger.exception("the page's handler of card reader events failed; report this to the makers")
