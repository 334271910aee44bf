"""What somebody typed and did not save yet, kept through a restart or a lost line: encrypted, one a person and form."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass

from content.admin.fields import Typed
from content.errors import SealError
from content.model.people import Staff
from content.privacy import ColumnCipher, KeyRing
from content.store.database import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The fields somebody changed in the form of one record; `record` is "new" for one never stored."""

    record: str
    changed: dict[str, Typed]


def _name(sort: str, staff: Staff) -> str:
    return f"draft/{sort}/{staff.id}"


def keep_draft(tables: Tables, keys: KeyRing, sort: str, staff: Staff, draft: Draft) -> None:
    """Keep a draft; the one before it of this person and form is gone."""
    plain = json.dumps({"record": draft.record, "changed": draft.changed}, ensure_ascii=False)
    # what is typed may name a person, so it lies in the file no clearer than the columns it is meant for
    box = ColumnCipher(key=keys.data).encrypt(plain, "draft", sort, staff.id)
    tables.settings.put(_name(sort, staff), json.dumps(base64.b64encode(box).decode()))


def drop_draft(tables: Tables, sort: str, staff: Staff) -> None:
    """Forget the draft, after a save or because its writer says so."""
    if tables.settings.get(_name(sort, staff)) not in (None, "null"):
        tables.settings.put(_name(sort, staff), "null")


def kept_draft(tables: Tables, keys: KeyRing, sort: str, staff: Staff, record: str,
               known: Mapping[str, Typed]) -> Draft | None:  # fmt: skip
    """Return the draft for a record, with the fields the form still has; None when there is none."""
    text = json.loads(tables.settings.get(_name(sort, staff)) or "null")
    if text is None:
        return None
    try:
        plain = json.loads(ColumnCipher(key=keys.data).decrypt(base64.b64decode(text), "draft", sort, staff.id))
    except SealError:
        return None  # of a root that was replaced: nobody can read it any more
    if plain["record"] != record:
        return None
    changed = {name: value for name, value in plain["changed"].items() if name in known and value != known[name]}
    return Draft(record=record, changed=changed) if changed else None
