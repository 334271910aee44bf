"""A desk of its own for each test, on the hub's own app with NiceGUI mounted as in the product."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from content.admin.app import build
from content.admin.hand_over_use_cases import ending_of, open_hand_over
from content.admin.package_upload import open_package_upload
from content.admin.pages.backups import BackupsDesk
from content.admin.pages.contract_end import contract_end
from content.admin.pages.health import HealthDesk
from content.admin.pages.practice import way_to_practice
from content.admin.pages.security import SecurityDesk
from content.admin.pages.security_incidents import IncidentsDesk
from content.admin.pages.updates import UpdatesDesk
from content.admin.parts import AdminParts
from content.admin.uploads import Tray
from content.backup.book import BackupBook
from content.clock import SetClock
from content.edition.shelf import Shelf
from content.feeds.intake import Intake
from content.hubapi.board import TicketBoard
from content.hubapi.own_update import OwnUpdate
from content.hubapi.packages import PackageShelf
from content.practising import ask_for_link
from content.publishing.publisher import Publisher
from content.security.examining import Place
from content.settings import BackupSettings
from content.store.database import Market
from content.timekeeping import GuardedClock
from kiosk.desk import terminal, terminals
from signage.desk import screens
from signage.desk.edition_scenes import scenes_of_edition
from signage.desk.pages import screen_pages
from signage.desk.plan_view import waiting
from tests.pages.admin.world import FIRM, KEYS, NOW, STAFF, World
from tests.pages.simulation import simulated


@pytest.fixture
async def world(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[World]:
    """A hub with one verified firm and an account for each role; any ERROR in the log fails the test."""
    clock = SetClock(NOW)
    market = Market.open(tmp_path / "market.db", KEYS, clock)
    market.write(lambda tables: [tables.staff.add(staff) for staff in STAFF.values()])
    market.write(lambda tables: tables.employers.save(FIRM, None))
    publisher = Publisher(market, Shelf(tmp_path / "shelf"), KEYS, clock, "341721-01")
    app = FastAPI()
    guard = GuardedClock(clock, synced=lambda: None)
    with simulated(caplog, market.close):
        tray = Tray(Intake(tmp_path / "tray"))
        backups = BackupsDesk(BackupBook(tmp_path), BackupSettings(disk=tmp_path / "disk"))
        place = Place(data=tmp_path, market=market, keys=KEYS, clock=clock, backup=BackupSettings(), ports={})
        condition = HealthDesk(place, guard)
        ending = ending_of(market, tmp_path)
        own = OwnUpdate(tmp_path / "package", drop=tmp_path / "drop", keys=tmp_path / "release-keys",
                        version=lambda: "0.2.0")  # fmt: skip
        pages = (terminals.PAGE, terminal.PAGE, *screen_pages(), backups.page(), SecurityDesk(place).page(),
                 *IncidentsDesk(place).pages(), condition.page(),
                 UpdatesDesk(PackageShelf(tmp_path / "packages"), own).page(), contract_end(ending),
                 way_to_practice(ask_for_link(tmp_path / "practice")))  # fmt: skip
        parts = AdminParts(market=market, publisher=publisher, keys=KEYS, clock=clock, tray=tray, pages=pages,
                           cards=(terminals.card, screens.card, screens.alarm_card, *backups.cards()), queue=(waiting,),
                           board=TicketBoard(market, clock),
                           alarm_scenes=scenes_of_edition(publisher).alarms)  # fmt: skip
        build(app, parts)
        open_package_upload(app, parts, own)
        open_hand_over(app, parts, ending)
        async with app.router.lifespan_context(app):
            yield World(market=market, publisher=publisher, clock=clock, app=app, exports=parts.exports,
                        calls=parts.calls, hall=parts.hall)
