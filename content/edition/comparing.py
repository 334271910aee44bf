"""What two editions hold differently, record by record, without reading the records that are the same."""

from __future__ import annotations

import json
from dataclasses import dataclass

from content.edition.reading import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """Titles of one kind of record that came, went or changed; `kind` is "job", "policy" …"""

    kind: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def _bodies(edition: Edition) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {"job": {}}
    for record_id, body in edition.select("SELECT id, body FROM job JOIN job_body USING(place)"):
        found["job"][record_id] = body
    for kind, record_id, body in edition.select("SELECT kind, id, body FROM record WHERE kind <> 'number'"):
        found.setdefault(kind, {})[record_id] = body
    return found


def _title(body: str) -> str:
    record = json.loads(body)
    return str(record.get("title") or record.get("name") or record.get("trade_name") or "")


def differing(before: Edition, after: Edition) -> tuple[Differing, ...]:
    """Return, for each kind with a difference, what differs."""
    old, new = _bodies(before), _bodies(after)
    found = []
    for kind in sorted(old.keys() | new.keys()):
        was, now = old.get(kind, {}), new.get(kind, {})
        one = Differing(
            kind=kind,
            added=tuple(_title(body) for key, body in now.items() if key not in was),
            removed=tuple(_title(body) for key, body in was.items() if key not in now),
            changed=tuple(_title(body) for key, body in now.items() if key in was and was[key] != body),
        )
        if one.added or one.removed or one.changed:
            found.append(one)
    return tuple(found)
