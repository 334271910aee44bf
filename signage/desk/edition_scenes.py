"""The scenes of the edition in force, drawn as the screens draw them, so that a scene's id tells what it shows."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from content.clock import calendar_day
from content.errors import EditionError
from content.publishing.publisher import Publisher
from signage.live import read
from signage.scenes.scene import Shape
from signage.schedule import draw_up, scenes_of

_ALARM = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnScene:
    """One scene as the hub itself draws it."""

    kind: str
    content_ids: tuple[str, ...]


class EditionScenes:
    """Drawn once an edition and day; for any thread."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._lock = threading.Lock()
        self._key: tuple[int, object] | None = None
        self._scenes: dict[str, DrawnScene] = {}

    def of(self, now: datetime) -> dict[str, DrawnScene]:
        """Return the scenes of the next 36 hours by id, in both shapes; none before the first edition."""
        with self._lock:
            try:
                edition = self._publisher.current()
            except EditionError:
                return {}
            if edition is None:
                return {}
            try:
                key = (edition.manifest.order, calendar_day(now))
                if key != self._key:
                    on_air = read(edition, now)
                    drawn = [scene for shape in Shape for scene in scenes_of(draw_up(on_air, now, shape)).values()]
                    self._scenes = {one.id: DrawnScene(kind=one.kind, content_ids=one.content_ids) for one in drawn}
                    self._key = key
            finally:
                edition.close()
            return self._scenes

    def alarms(self, now: datetime) -> frozenset[str]:
        """Return the ids of the scenes of the emergency in force."""
        return frozenset(key for key, one in self.of(now).items() if one.kind == _ALARM)


_KNOWN: WeakKeyDictionary[Publisher, EditionScenes] = WeakKeyDictionary()


def scenes_of_edition(publisher: Publisher) -> EditionScenes:
    """Return the one drawer of a publisher."""
    return _KNOWN.setdefault(publisher, EditionScenes(publisher))
