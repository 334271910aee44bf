"""The spool's table, and the steps from the table of an earlier version; a step is never edited after release."""

from typing import Any

from sqlite_utils.utils import sqlite3

from printer.sealing import Sealing

_SLIPS = """
create table slips (
    id text primary key,
    reference text not null,
    kind text not null,
    copy integer not null check (copy >= 1),
    state text not null check (state in ('queued', 'sending', 'confirmed', 'failed', 'unknown')),
    attempts integer not null default 0,
    sealed blob,
    sentence text not null default '',
    findings text not null default '',
    ordered_by text not null default '',
    queued_at integer not null,
    changed_at integer not null,
    place integer not null,
    unique (reference, kind, copy)
) strict
"""
_KEPT = "id, reference, kind, copy, state, attempts, sentence, findings, queued_at, changed_at, place"


def prepare(database: sqlite3.Connection, sealing: Sealing) -> None:
    """Bring the file to the newest table; nothing of an earlier one stays readable in it."""
    (version,) = database.execute("pragma user_version").fetchone()
    if version >= 1:
        return
    database.execute("begin immediate")
    earlier = _has_plain_table(database)
    if earlier:
        _seal_plain_payloads(database, sealing)
    else:
        database.execute(_SLIPS)
    database.execute("pragma user_version = 1")
    database.execute("commit")
    if earlier:
        database.execute("vacuum")
        database.execute("pragma wal_checkpoint(truncate)").fetchall()


def _has_plain_table(database: sqlite3.Connection) -> bool:
    return bool(database.execute("select 1 from sqlite_master where name = 'slips'").fetchone())


def _seal_plain_payloads(database: sqlite3.Connection, sealing: Sealing) -> None:
    """Version 1: payloads are sealed, their clear hash goes, and a copy says who ordered it."""
    database.execute("alter table slips rename to plain_slips")
    database.execute(_SLIPS)
    database.execute(f"insert into slips ({_KEPT}) select {_KEPT} from plain_slips")
    plain: list[Any] = database.execute("select id, payload from plain_slips where payload is not null").fetchall()
    for job_id, payload in plain:
        database.execute("update slips set sealed = ? where id = ?", (sealing.seal(payload, job_id), job_id))
    database.execute("drop table plain_slips")
