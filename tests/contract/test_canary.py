"""T29: one person does everything there is to do, and then nothing outside the ciphertext holds their name or numbers.

Looked through are the whole folder of the hub and of the kiosk, editions, exports, the audit record, printed papers,
what every part logged, the copies of restic and what comes back out of them; in every writing a program might use.
The controls are planted in each kind of place and must be found there, and nothing else may be.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.admin.exports import write_sheet
from content.admin.pages.audit import sheet as audit_sheet
from content.admin.scoring import at_hand, read_year
from content.admin.sheets_ledger import JOBS as JOB_LEDGER
from content.admin.sheets_ledger import SEEKERS
from content.admin.sheets_out import EMPLOYERS, JOBS, POLICIES
from content.backup import restoring
from content.backup.taking import back_up
from content.demo.plant import plant
from content.kpi.periods import PeriodKind
from content.reports.paper import draw, page_of
from content.reports.score_sheet import paper_values
from content.settings import BackupSettings
from content.store.audit import AuditPage
from content.store.database import Market
from content.store.records import Page
from tests.contract.canary import (
    KEYS,
    NAME,
    NOW,
    ROOT,
    filed_at_a_kiosk,
    files,
    hits,
    writings,
    written_at_the_desk,
)
from tests.contract.link_house import CANARY, House, Post, until


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """Everything any part logs, down to the last word."""
    told, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(told), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield told
    root.removeHandler(handler)
    root.setLevel(level)


def _at_the_kiosk(post: Post) -> int:
    """File everything a person can file with a name, a number or a phone; return how much that was."""
    bodies = filed_at_a_kiosk()
    for kind, body in bodies.items():
        post.outbox.file_numbered(kind, body, NOW, clock_ok=True)
    return len(bodies)


def _exports(market: Market, whole: bool) -> dict[str, bytes]:
    found = {}
    for sheet in (JOBS, EMPLOYERS, POLICIES, SEEKERS, JOB_LEDGER):
        for form in ("xlsx", "csv"):
            done = write_sheet(market, sheet, Page(limit=50), form, whole, "staff-1", NOW)
            with done.file as file:
                found[f"{'whole' if whole else 'masked'} {sheet.title}.{form}"] = file.read()
    return found


def _papers(market: Market) -> dict[str, bytes]:
    with market.reading() as tables:
        entries = tuple(tables.audit.every(AuditPage()))
        found = at_hand(read_year(tables, NOW.year), PeriodKind.YEAR, NOW)
    page = page_of("score_sheet.html", paper_values(found.sealed_sheet, "测试零工市场", "", NOW, "张三"))
    return {"audit.csv": audit_sheet(entries, {}), "score.pdf": draw(page)}


def test_nothing_anywhere_holds_a_person_in_the_clear(tmp_path: Path, said: io.StringIO) -> None:
    house = House(tmp_path / "hub")
    post = Post(tmp_path / "kiosk", house.pair())
    settings = BackupSettings(disk=tmp_path / "disk", same_disk=True)
    try:
        house.market.write(lambda tables: plant(tables, "demo", NOW))
        filed = _at_the_kiosk(post)
        post.courier.start()
        until(lambda: house.counts() == (0, filed, 0, 0), "everything filed is in the ledgers")
        written_at_the_desk(house.market, KEYS)
        house.publish()
        masked, whole, papers = _exports(house.market, False), _exports(house.market, True), _papers(house.market)
        key = house.data / "keys" / "root.key"
        key.parent.mkdir(exist_ok=True)
        key.write_bytes(ROOT)
        key.chmod(0o600)
        (attempt,) = back_up(house.data, settings, KEYS, house.clock)
        assert attempt.ok, attempt.sentence
        again = tmp_path / "again"
        restoring.restore(str(settings.disk), again, ROOT)
        living = files(tmp_path)
    finally:
        post.close()
        house.stop()
    logs = {"logs": said.getvalue().encode()}
    assert b"content" in logs["logs"] or b"http" in logs["logs"]  # something was said
    assert len(living) > 20
    assert {Path(name).relative_to(tmp_path).parts[0] for name in living} >= {"hub", "kiosk", "disk", "again"}
    everything = living | files(tmp_path) | masked | papers | logs
    assert hits(everything) == set()
    # the controls: a contact written whole, and one planted in each kind of place
    assert {("name", "whole 企业.csv"), ("phone", "whole 企业.csv")} <= {
        (secret, piece) for secret, piece in hits(whole) if "!" not in piece}  # fmt: skip
    assert any(piece.startswith("whole") and "xl/worksheets" in piece for _, piece in hits(whole))
    for number, writing in enumerate(sorted(writings(CANARY))):
        assert hits({"logs": b"one line\n" + writing + b"\n"}) == {("ID number", "logs")}, number
    assert ("name", "paper.pdf!words") in hits({"paper.pdf": draw(f"<p>{NAME} 的回执</p>")})
