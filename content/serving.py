"""The hub as a server: the link, the desk and the console over one house, until SIGTERM."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import FrameType
from typing import Any, Protocol

import uvicorn
from fastapi import FastAPI

from content.admin.app import build
from content.admin.disk_card import disk_card
from content.admin.hand_over_use_cases import ending_of, open_hand_over
from content.admin.package_upload import open_package_upload
from content.admin.pages import retention
from content.admin.pages.backups import BackupsDesk
from content.admin.pages.contract_end import contract_end
from content.admin.pages.health import HealthDesk
from content.admin.pages.practice import way_to_practice
from content.admin.pages.security import SecurityDesk
from content.admin.pages.security_incidents import IncidentsDesk
from content.admin.pages.updates import UpdatesDesk
from content.admin.parts import AdminParts
from content.admin.previews import Draft
from content.admin.trust_page import door_of, open_trust
from content.admin.uploads import Tray
from content.backup.book import BackupBook
from content.clock import Clock
from content.connections import allow_files, holding
from content.console import Console
from content.feeds.intake import Intake
from content.house import House, answer, console_path, open_house, warm_up
from content.hubapi.bell import Bell
from content.hubapi.board import TicketBoard
from content.hubapi.calls import CallBoard
from content.hubapi.certificate import Shown
from content.hubapi.erasing import DailyErasing
from content.hubapi.hall_board import HallBoard
from content.hubapi.own_update import OwnUpdate
from content.hubapi.packages import PackageShelf
from content.hubapi.parts import HubParts
from content.hubapi.plain_door import open_door
from content.hubapi.projector import Projector
from content.hubapi.rekeying import Rekeying
from content.hubapi.routes import register
from content.hubapi.time_watch import TimeWatch
from content.hubapi.tls import HubTls, TlsWatch
from content.hubapi.watch import Watch
from content.practising import ask_for_link
from content.publishing.planned import PlannedRuns
from content.root_key import was_rotated
from content.security.examining import OPEN_BY_DEFAULT, Place
from content.settings import BackupSettings, HubSettings, PracticeSettings, read_settings
from content.store.database import Market
from content.watchdog import Watchdog, watch_over
from kiosk.desk import terminal, terminals
from signage.desk import screens
from signage.desk.edition_scenes import scenes_of_edition
from signage.desk.pages import screen_pages
from signage.desk.plan_view import waiting
from signage.desk.preview import open_player

log = logging.getLogger(__name__)

_LAYING_ANEW_S = 1800  # of a start after a change of keys, at the most


class _Beside(Protocol):
    """What works beside the pages for as long as the hub serves."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class HubServer(uvicorn.Server):
    """Hushes the bell as soon as it is told to end, so that listening terminals do not hold it up."""

    def __init__(self, config: uvicorn.Config, bell: Bell) -> None:
        super().__init__(config)
        self._bell = bell

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end."""
        self._bell.close()
        super().handle_exit(sig, frame)


def application(house: House, projector: Projector, tls: HubTls | None = None) -> FastAPI:
    """Return the hub's web application; threads, console and database end with it."""

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        # not earlier: NiceGUI walks gc.get_objects() on its way up, and a tuple that another thread is just
        # building then fails with SystemError
        for one in beside:
            one.start()
        warm_up(house)
        console = Console(console_path(house.settings.data), lambda request: answer(house, request))
        door = await plain_door(house)
        yield
        # here and not after run(): uvicorn raises the signal again as soon as it has served
        if door is not None:
            door.close()
        console.close()
        for one in reversed(beside):
            one.stop()
        ending.work.stop()
        house.market.close()

    shown = house.certificate.shown(house.clock.now())[0] if house.certificate is not None else None
    calls, hall, packages = CallBoard(tell=house.bell.tell_call), HallBoard(), PackageShelf()
    ending = ending_of(house.market, house.settings.data)
    own_update = OwnUpdate(house.settings.data / "package")
    board = TicketBoard(house.market, house.clock, house.bell.tell_board)
    projector.on_ticket = board.changed
    planned = PlannedRuns(house.market, house.publisher, house.clock)
    beside: tuple[_Beside, ...] = (
        projector, TimeWatch(house.market, house.clock), Watch(house.market, house.clock, hall.changed), planned,
        DailyErasing(house.market, house.clock), Rekeying(house.market, house.keys, house.clock),
        TlsWatch(tls, house.market),
    )  # fmt: skip
    backup_settings = read_settings(BackupSettings, "backup")
    backups = BackupsDesk(BackupBook(house.settings.data), backup_settings)
    here = Place(
        data=house.settings.data, market=house.market, keys=house.keys, clock=house.clock, backup=backup_settings,
        ports={("tcp", house.settings.port): "中心"} | plain_port(house) | OPEN_BY_DEFAULT,
        certificate=house.certificate,
    )  # fmt: skip
    condition = HealthDesk(here, house.clock)
    app = FastAPI(title="零工市场中心", docs_url=None, redoc_url=None, openapi_url=None, lifespan=life)

    @app.get("/health")
    async def health() -> dict[str, Any]:
        return {"ok": True}

    register(app, HubParts(
        market=house.market, shelf=house.shelf, keys=house.keys, clock=house.clock,
        site_id=house.settings.site_id, bell=house.bell, on_filed=projector.wake, calls=calls, board=board, hall=hall,
        clock_ok=lambda: house.clock.sure, packages=packages,
        authority=house.certificate.authority_pem if house.certificate else "",
    ))  # fmt: skip
    if house.certificate is not None and shown is not None:
        open_trust(app, house.certificate, house.address, shown)
    parts = AdminParts(
        market=house.market, publisher=house.publisher, keys=house.keys, clock=house.clock,
        on_retry=projector.wake, secure=house.certificate is not None, lasting=shown is Shown.MARKET,
        pin=house.certificate.pin if house.certificate else "",
        pages=(condition.page(), terminals.PAGE, terminal.PAGE, *screen_pages(), backups.page(),
               UpdatesDesk(packages, own_update).page(), contract_end(ending),
               SecurityDesk(here).page(), *IncidentsDesk(here).pages(),
               way_to_practice(ask_for_link(read_settings(PracticeSettings, "practice").data))),
        cards=(terminals.card, screens.card, screens.alarm_card, *backups.cards(),
               disk_card(house.market), condition.clock_card, condition.certificate_card,
               retention.card),
        on_errand=house.bell.call, on_planned=planned.wake, calls=calls, board=board, hall=hall,
        queue=(waiting,), alarm_scenes=scenes_of_edition(house.publisher).alarms,
        tray=Tray(Intake(house.settings.data / "tray")),
    )  # fmt: skip
    build(app, parts)
    open_package_upload(app, parts, own_update)
    open_hand_over(app, parts, ending)
    open_player(app, parts, Draft(parts))
    return app


def plain_port(house: House) -> dict[tuple[str, int], str]:
    """Return the port of the plain door, if it is meant to be open."""
    port = house.settings.http_port
    return {("tcp", port): "http 转到 https"} if port and house.certificate is not None else {}


async def plain_door(house: House) -> asyncio.Server | None:
    """Open the plain door where the settings ask for it; the hub works without it when its port is taken."""
    secured, settings = house.certificate, house.settings
    if secured is None or not settings.http_port:
        return None
    shown = secured.shown(house.clock.now())[0]
    try:
        return await open_door(door_of(secured, house.address, settings.port, shown), settings.host, settings.http_port)
    except OSError as error:
        log.error("the plain door at port %d does not open: %s; give [hub] http_port another port, or 0",
                  settings.http_port, error.strerror)  # fmt: skip
        return None


def clear_uploads(market: Market) -> int:
    """Delete files of 素材 that were uploaded and never saved, while nobody can upload; return how many went."""
    with market.reading() as tables:
        wanted = tables.media.digests()
    return market.media_files.sweep(wanted)


def serve(settings: HubSettings, clock: Clock, watchdog: Watchdog) -> None:
    """Serve until SIGTERM; ContentError when the house cannot be opened."""
    if was_rotated(settings.data / "keys" / "root.key"):
        watchdog.ask_for(_LAYING_ANEW_S)
    house = open_house(settings, clock)
    clear_uploads(house.market)
    tls = house.tls()
    app = application(house, Projector(house.market, house.keys, house.clock), tls)
    watch_over(app, lambda: house.market.write(lambda tables: None), watchdog)
    allow_files()
    config = uvicorn.Config(app, host=settings.host, port=settings.port, log_level="warning", http=holding(),
                            log_config=None, proxy_headers=False, timeout_graceful_shutdown=2,
                            ssl_context_factory=tls.context if tls else None)  # fmt: skip
    HubServer(config, house.bell).run()
