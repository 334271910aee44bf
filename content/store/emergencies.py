"""The emergency in force: what every screen shows instead of its round, until its end."""

from __future__ import annotations

from datetime import datetime

from content.model.codec import from_json, to_json
from content.model.editions import Emergency
from content.store.named_settings import Settings

_NAME = "emergency"


class Emergencies:
    """At most one at a time; the audit record keeps the earlier ones."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def get(self, now: datetime) -> Emergency | None:
        """Return the emergency that has not ended."""
        text = self._settings.get(_NAME)
        found = None if text in (None, "null") else from_json(Emergency, str(text))
        return found if found is not None and found.until > now else None

    def put(self, emergency: Emergency | None) -> None:
        """Declare an emergency in place of any other; None ends it."""
        self._settings.put(_NAME, "null" if emergency is None else to_json(emergency).decode())
