"""Whoever holds an escrow sheet and a database: what of a list of guessed ID numbers they can confirm, and how."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlite_utils import Database

from content.errors import SealError
from content.link.envelope import associated
from content.privacy import ColumnCipher, KeyRing, blind_index, code_digest, unseal_any
from content.store.driver import open_for_reading
from content.store.inbox import envelope_of
from content.store.sealed_ledgers import BY_TABLE, body_of, columns_of, digest_of, selected

MONTHS = ("2026-10", "2026-11")


def _digests(keys: KeyRing, number: str, slips: dict[str, str]) -> dict[bytes, str]:
    """Return every digest the program makes of a number; of a slip's printed number all 10,000 codes."""
    found = {blind_index(keys.index, kind, number): kind
             for kind in ("id1", "tel1", *(f"satisfaction {month}" for month in MONTHS))}  # fmt: skip
    for slip, holder in slips.items():
        if holder == number:
            found |= {code_digest(keys.index, "slip code", f"{slip}|{code:04d}"): "slip code" for code in range(10_000)}
    return found


def _bytes(db: Database) -> Iterator[tuple[str, str, bytes]]:
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for column in [row[1] for row in db.execute(f"PRAGMA table_info({table})").fetchall()]:
            for (value,) in db.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'):
                if isinstance(value, bytes):
                    yield table, column, value
                elif isinstance(value, str) and len(value) == 64:
                    with suppress(ValueError):
                        yield table, column, bytes.fromhex(value)


def _former_rows(db: Database, keys: KeyRing, number: str) -> bool:
    """Try the number in each sealed row's person column against all digests there are, with all salts and none."""
    digests = {bytes(one) for (one,) in db.execute("SELECT digest FROM ledger_seal")}
    salts = [bytes(one) for (one,) in db.execute("SELECT salt FROM ledger_salt")] + [b""]
    guess = blind_index(keys.index, "id1", number)
    for ledger in BY_TABLE.values():
        columns = columns_of(db, ledger)
        names = [one.name for one in columns]
        if "person_index" not in names:
            continue
        for values in db.execute(f"SELECT {selected(columns, ledger.table)} FROM {ledger.table}").fetchall():
            row = [guess if name == "person_index" else value for name, value in zip(names, values, strict=True)]
            if any(digest_of(salt, body_of(row), keys.audit) in digests for salt in salts):
                return True
    return False


def _opened(db: Database, keys: KeyRing, numbers: list[str]) -> Iterator[str]:
    """Yield what opens outright: columns by the data key, filings by the seal key."""
    cipher = ColumnCipher(key=bytes(keys.data))
    for row, stored in db.execute("SELECT id, id_number FROM seeker").fetchall():
        with suppress(SealError):
            yield cipher.decrypt(stored, "seeker", "id_number", row)
    for row in db.query("SELECT * FROM inbox WHERE sealed <> ''"):
        envelope = envelope_of(row)
        with suppress(SealError, ValueError):
            told = unseal_any(keys.seals, b64decode(envelope.sealed), associated(envelope.header)).decode()
            yield from (number for number in numbers if number in told)


def confirmed(path: Path, keys: KeyRing, numbers: list[str],
              slips: dict[str, str] | None = None) -> dict[str, set[str]]:  # fmt: skip
    """Return of each number what confirms it; a number that nothing confirms is left out."""
    found: dict[str, set[str]] = {}
    db = open_for_reading(path)
    try:
        wanted = {digest: (number, kind) for number in numbers
                  for digest, kind in _digests(keys, number, slips or {}).items()}  # fmt: skip
        for table, column, value in _bytes(db):
            if value in wanted:
                number, kind = wanted[value]
                found.setdefault(number, set()).add(f"{table}.{column} {kind}")
        for number in numbers:
            if _former_rows(db, keys, number):
                found.setdefault(number, set()).add("seal of a former row")
        for number in set(_opened(db, keys, numbers)) & set(numbers):
            found.setdefault(number, set()).add("opened")
    finally:
        db.close()
    return found
