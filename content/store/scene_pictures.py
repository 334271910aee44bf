"""Pictures of scenes in market.db: which file shows which scene; and who said that they show an emergency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from content.clock import to_text
from content.model.screens import AlarmPainted, ScenePicture
from content.store.mapping import row_mapping


class ScenePictures:
    """One picture a scene, the first that came."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, scene_id: str) -> ScenePicture | None:
        """Return the picture of a scene."""
        return self.of((scene_id,)).get(scene_id)

    def of(self, scene_ids: Iterable[str]) -> dict[str, ScenePicture]:
        """Return the pictures there are, by scene."""
        wanted, found = tuple(dict.fromkeys(scene_ids)), {}
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            rows = self._db.query(f"SELECT * FROM scene_picture WHERE scene_id IN ({','.join('?' * len(some))})",
                                  list(some))  # fmt: skip
            found.update({row["scene_id"]: row_mapping(ScenePicture).from_row(row) for row in rows})
        return found

    def add(self, picture: ScenePicture) -> bool:
        """Keep a picture and return True; False when its scene has one already."""
        row = row_mapping(ScenePicture).to_row(picture)
        names = ", ".join(row)
        done = self._db.execute(f"INSERT INTO scene_picture ({names}) VALUES ({', '.join(f':{name}' for name in row)})"
                                " ON CONFLICT DO NOTHING RETURNING scene_id", row).fetchone()  # fmt: skip
        return done is not None

    def size(self) -> tuple[int, int]:
        """Return how many pictures there are and their bytes together."""
        count, size = self._db.execute("SELECT count(*), coalesce(sum(size), 0) FROM scene_picture").fetchone()
        return int(count), int(size)


class AlarmsPainted:
    """Which terminal showed which emergency, and since when."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, painted: AlarmPainted) -> bool:
        """Keep the first word of a terminal on a scene of an emergency; True when it is the first."""
        row = row_mapping(AlarmPainted).to_row(painted)
        names = ", ".join(row)
        done = self._db.execute(f"INSERT INTO alarm_painted ({names}) VALUES ({', '.join(f':{name}' for name in row)})"
                                " ON CONFLICT DO NOTHING RETURNING terminal_id", row).fetchone()  # fmt: skip
        return done is not None

    def of(self, declared_at: datetime) -> tuple[AlarmPainted, ...]:
        """Return what was said of one emergency, first word first."""
        rows = self._db.query("SELECT * FROM alarm_painted WHERE declared_at = ? ORDER BY painted_at",
                              [to_text(declared_at)])  # fmt: skip
        return tuple(row_mapping(AlarmPainted).from_row(row) for row in rows)
