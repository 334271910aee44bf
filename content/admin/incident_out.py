"""The pack of an incident on its way out: gathered in one reading, noted in the audit before it is handed over."""

from __future__ import annotations

from typing import Any

from content.admin.login import RUNNING
from content.backup.book import BackupBook
from content.errors import StoreError
from content.link.protocol import program_version
from content.model.audit import Action
from content.model.people import Staff
from content.model.terminals import read_report
from content.reports.paper import draw, page_of
from content.security.examining import Place
from content.security.pack import PackFacts, make_pack, span_of
from content.security.updates import installed_parts
from content.store.database import Tables
from content.store.sealed_columns import self_test

PACKING = RUNNING


def drawn(values: dict[str, Any]) -> bytes:
    """Return the first page as PDF."""
    return draw(page_of("incident_pack.html", values))


def gathered(place: Place, entry_id: str, by: Staff) -> PackFacts:
    """Return everything the pack of an incident is made of; StoreError when there is no such incident."""
    now = place.clock.now()
    columns = self_test(place.data / "market.db", place.keys)
    backups = BackupBook(place.data).read()
    with place.market.reading() as tables:
        incident = tables.security_incidents.standing_row(entry_id)
        if incident is None:
            raise StoreError("没有这件安全事件，请刷新列表再试。")
        start, end = span_of(incident, now)
        seq, head = tables.audit.head()
        terminals = tuple((one.name, read_report(one.report).version) for one in tables.terminals.all()
                          if one.revoked_at is None)  # fmt: skip
        return PackFacts(
            incident=incident, start=start, end=end, persons=tables.incident_facts.persons(start, end),
            columns=columns, deeds=tuple(tables.incident_facts.deeds(start, end)), backups=backups, audit_seq=seq,
            audit_head=head.hex(), audit_whole=tables.audit.first_fault() is None, program=program_version(),
            installed=installed_parts(), terminals=terminals, market=tables.market.get().card.name, made_at=now,
            made_by=by.login,
        )  # fmt: skip


def pack_of(place: Place, entry_id: str, by: Staff) -> bytes:
    """Return the pack; who took it and when is noted first."""
    facts = gathered(place, entry_id, by)
    pack = make_pack(facts, drawn)

    def note(tables: Tables) -> None:
        tables.audit.note(by, facts.made_at, Action.EXPORTED, subject="security_incident", subject_id=entry_id,
                          words=f"事件包，{len(facts.deeds)} 条操作记录")  # fmt: skip

    place.market.write(note)
    return pack
