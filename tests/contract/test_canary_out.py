"""T29 for what is made to be given away: masked ledgers, frozen reports, 事件包, the hand-over, and 练习.

One person stands in every ledger that has a place for one. The control of each is the same thing made with them in it.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from content.admin import sheets_hall, sheets_help, sheets_ledger, sheets_out
from content.admin.exports import write_sheet
from content.admin.incident_out import gathered, pack_of
from content.admin.made_reports import MadeReports
from content.admin.reporting import Maker, as_paper, as_workbook, freeze
from content.admin.sheets_out import Sheet
from content.backup.sheet import root_from
from content.clock import SetClock
from content.demo.plant import plant
from content.house import open_house
from content.hubapi.projector import Projector
from content.model.audit import Action
from content.model.codes import Role
from content.model.people import Staff
from content.model.reports import ReportKind
from content.practising import own_settings, prepare
from content.reports.paper import draw, page_of
from content.reports.report_paper import sealed
from content.security.ending import NAME as ARCHIVE
from content.security.ending import certificate_values, delete_all, hand_over, keep_as_json
from content.security.examining import Place
from content.security.pack import make_pack
from content.security.vault import open_into
from content.settings import BackupSettings, HubSettings, PracticeSettings
from content.store.database import Market
from content.store.records import Page
from tests.contract.canary import (
    KEYS,
    NAME,
    NOW,
    PHONE,
    ROOT,
    entered_in_the_ledgers,
    files,
    filings,
    hits,
    written_at_the_desk,
)
from tests.contract.link_house import CANARY
from tests.unit.content.security.test_pack import INCIDENT
from tests.unit.content.store.samples import JOB

BOSS = Staff(id="staff-1", login="lin", name="林样例", roles=(Role.MANAGER,), enabled=True, pledged_on=date(2026, 1, 5))
LISTED, MONTH = (("view", "all"), ("today", "2026-11-23"), ("owner", "")), (("month", "2026-11"),)
# what a page asks some of them for; the others are taken whole
ASKED = {"推荐台账": LISTED, "帮扶档案台账": LISTED, "咨询台账": MONTH, "培训台账": MONTH, "满意度台账": MONTH}
# ledgers without anybody's contact: what they hold of a person is a digest or nothing
NOBODY = {"满意度台账", "政策公告"}


def _fill(market: Market) -> None:
    market.write(lambda tables: plant(tables, "demo", NOW))
    market.write(lambda tables: tables.staff.add(BOSS))
    for envelope in filings(KEYS):
        market.write(lambda tables, envelope=envelope: tables.inbox.store(envelope, NOW))
    Projector(market, KEYS, SetClock(NOW)).project_pending()
    with market.reading() as tables:
        assert (tables.inbox.counts().stuck, tables.inbox.counts().pending) == (0, 0)
    written_at_the_desk(market, KEYS)
    entered_in_the_ledgers(market, KEYS)
    # whom to call about a job is on paper and screen once it is published; a table of jobs masks them all the same
    job = replace(JOB, id="job-c", number=9001, employer_id="firm-c", contact_name=NAME, contact_phone=PHONE)
    market.write(lambda tables: tables.jobs.save(job, None))
    incident = replace(INCIDENT, what=f"{NAME}（{CANARY}，{PHONE}）的号码被发到群里", measures=f"给 {PHONE} 打了电话")
    market.write(lambda tables: tables.security_incidents.add(incident))
    market.write(lambda tables: tables.audit.note(BOSS, NOW, Action.LOOKED, subject="seeker", subject_id="x",
                                                  words=f"{NAME} {PHONE}"))  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("canary") / "hub"


@pytest.fixture(scope="module")
def market(data: Path) -> Iterator[Market]:
    data.mkdir()
    opened = Market.open(data / "market.db", KEYS, SetClock(NOW))
    _fill(opened)
    yield opened
    opened.close()


def _sheets(*modules: ModuleType) -> dict[str, Sheet]:
    """Return every ledger and list that leaves the desk as a table, whoever adds one."""
    return {one.title: one for module in modules for _, one in inspect.getmembers(module)
            if isinstance(one, Sheet)}  # fmt: skip


SHEETS = _sheets(sheets_hall, sheets_help, sheets_ledger, sheets_out)


def _taken(market: Market, sheet: Sheet, form: str, whole: bool) -> dict[str, bytes]:
    page = Page(limit=50, filters=ASKED.get(sheet.title, ()))
    done = write_sheet(market, sheet, page, form, whole, BOSS.id, NOW)
    with done.file as file:
        return {f"{sheet.title}.{form}": file.read()}


@pytest.mark.parametrize("title", SHEETS)
def test_a_table_taken_masked_names_nobody_and_whole_it_does(market: Market, title: str) -> None:
    sheet = SHEETS[title]
    masked = _taken(market, sheet, "xlsx", whole=False) | _taken(market, sheet, "csv", whole=False)
    assert hits(masked) == set()
    whole = hits(_taken(market, sheet, "xlsx", whole=True))
    assert bool(whole) == (title not in NOBODY), "the control: the person stands in this ledger"


def test_a_frozen_report_names_nobody_in_any_form(market: Market) -> None:
    made = Maker(market=market, held=MadeReports()).make(ReportKind.MONTH, "2026-10", NOW)
    frozen = market.write(lambda tables: freeze(made, "", NOW)(tables, BOSS))
    everything = {"report.json": frozen.content.encode(), "report.xlsx": as_workbook(made.seal, NOW, BOSS.name),
                  "report.pdf": as_paper(made.seal, NOW, BOSS.name)}  # fmt: skip
    assert all(len(content) > 500 for content in everything.values())
    assert hits(everything) == set()
    part = made.seal.report.parts[0]
    named = sealed(replace(made.seal.report, parts=(replace(part, note=f"{NAME} {PHONE} {CANARY}"),)))
    found = hits({"a.json": named.content.encode(), "a.xlsx": as_workbook(named, NOW, BOSS.name),
                  "a.pdf": as_paper(named, NOW, BOSS.name)})  # fmt: skip
    for form in ("a.json", "a.xlsx!", "a.pdf!words"):
        assert {secret for secret, piece in found if piece.startswith(form)} == {"name", "phone", "ID number"}


def test_the_pack_of_an_incident_names_nobody_as_it_is_handed_over(market: Market, data: Path) -> None:
    place = Place(data=data, market=market, keys=KEYS, clock=SetClock(NOW), backup=BackupSettings(), ports={})
    assert hits({"pack.zip": pack_of(place, INCIDENT.id, BOSS)}) == set()
    facts = gathered(place, INCIDENT.id, BOSS)
    # of the page its text is enough here: that words in a PDF are found is shown above
    named = make_pack(replace(facts, market=f"{NAME} {CANARY} {PHONE}"),
                      lambda values: page_of("incident_pack.html", values).encode())  # fmt: skip
    assert {secret for secret, _ in hits({"pack.zip": named})} == {"name", "phone", "ID number"}


def test_the_hand_over_leaves_nobody_on_stick_certificate_or_machine(tmp_path: Path) -> None:
    data, stick, said = tmp_path / "hub", tmp_path / "stick", list[str]()
    (data / "keys").mkdir(parents=True)
    (data / "keys" / "root.key").write_bytes(ROOT)
    market = Market.open(data / "market.db", KEYS, SetClock(NOW))
    _fill(market)
    market.close()
    assert hand_over(data, KEYS, stick, "县人社局", SetClock(NOW), said.append) == 0
    archive, key = stick / ARCHIVE, root_from(said[-1])
    keep = keep_as_json(stick / "certificate.json")
    done = delete_all(data, BackupSettings(), archive, key, ("甲", "乙"), SetClock(NOW), keep)
    paper = page_of("deletion_certificate.html", certificate_values(done))
    everything = files(stick, data) | {"certificate.pdf": draw(paper), "screen": "\n".join(said).encode()}
    assert len(everything) >= 4
    assert hits(everything) == set()
    with (stick / "opened.zip").open("wb") as out:  # the control: whoever has the archive's key reads all of it
        open_into(archive, key, out)
    assert {secret for secret, _ in hits(files(stick))} == {"name", "phone", "ID number"}
    named = page_of("deletion_certificate.html", certificate_values(replace(done, by=f"{NAME} {PHONE} {CANARY}")))
    assert {secret for secret, _ in hits({"a.html": named.encode()})} == {"name", "phone", "ID number"}


def test_the_practice_market_holds_nobody_in_the_clear_and_nothing_of_the_real_one(
    market: Market, data: Path, tmp_path: Path,
) -> None:  # fmt: skip
    """A clerk practises with somebody real; and whoever stands in the real market is not in the folder at all."""
    hub = HubSettings(data=data)
    house = open_house(own_settings(PracticeSettings(data=tmp_path / "practice"), hub), SetClock(NOW))
    try:
        prepare(house)
        (real,) = _indexes(market)
        before = files(tmp_path / "practice")
        assert not any(real in content for content in before.values())
        for envelope in filings(house.keys):
            house.market.write(lambda tables, envelope=envelope: tables.inbox.store(envelope, NOW))
        Projector(house.market, house.keys, SetClock(NOW)).project_pending()
        written_at_the_desk(house.market, house.keys)
        found = files(tmp_path / "practice")
        house.market.write(lambda tables: tables.audit.note(BOSS, NOW, Action.SAVED, words=f"{NAME} {CANARY} {PHONE}"))
        control = files(tmp_path / "practice")
    finally:
        house.market.close()
    assert len(found) > 5
    assert hits(found) == set()
    assert {secret for secret, _ in hits(control)} == {"name", "phone", "ID number"}


def _indexes(market: Market) -> list[bytes]:
    with market.reading() as tables:
        return [bytes(one) for (one,) in tables._db.execute(
            "SELECT id_number_index FROM seeker WHERE name_mask LIKE '诸葛%'").fetchall()]  # fmt: skip
