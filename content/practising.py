"""练习: the desk over a market of its own, in a folder of its own; nothing leads from here to the real one.

The wall is the process: it is given one folder and opens no other. It serves no link, so no screen, kiosk or phone page
can follow its editions, and backups, score and audit of the real market never hear of it. The one thing that passes is
a one-time link, asked for by the real hub over this process's unix socket.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from content.admin.app import build
from content.admin.login import enter_path, issue_link
from content.admin.pages.practice import practice_anew
from content.admin.parts import AdminParts
from content.admin.practice_wall import PracticeWall
from content.admin.previews import Draft
from content.admin.trust_page import open_trust
from content.admin.uploads import Tray
from content.clock import Clock, calendar_day
from content.connections import holding
from content.console import Console, ask_hub
from content.demo.ledgers import plant_ledgers
from content.demo.plant import plant
from content.errors import HubAway, SettingsError
from content.feeds.intake import Intake
from content.house import House, console_path, open_house, warm_up
from content.hubapi.bell import Bell
from content.hubapi.board import TicketBoard
from content.hubapi.certificate import Shown
from content.hubapi.tls import HubTls, TlsWatch
from content.model.codes import Role
from content.model.ids import new_id
from content.model.people import Staff
from content.publishing.planned import PlannedRuns
from content.settings import HubSettings, PracticeSettings
from content.store.tables import Tables
from content.watchdog import Watchdog, watch_over
from signage.desk.preview import open_player

_KEPT = ("keys", "tls")  # so that browsers know the certificate again
_ANEW = "anew"  # lies in the folder when it is to be emptied at the next start
_PLANTER = "lianxi"


def own_settings(settings: PracticeSettings, hub: HubSettings) -> HubSettings:
    """Return what the practice market runs on; SettingsError unless its folder lies wholly apart from the real one."""
    own, real = settings.data.resolve(), hub.data.resolve()
    if own == real or own in real.parents or real in own.parents:
        raise SettingsError("练习的数据文件夹和中心的重叠了，请系统管理员在 [practice] 里给 data 另写一个文件夹。")
    return replace(hub, data=settings.data, port=settings.port, site_id="practice", reserve_mb=0, http_port=0)


def ask_anew(data: Path) -> None:
    """Have the folder emptied at the next start."""
    (data / _ANEW).touch()


def clear_if_asked(data: Path) -> None:
    """Empty the folder where that was asked for; a start that is cut short goes on with it at the next."""
    if not (data / _ANEW).exists():
        return
    for path in data.iterdir():
        if path.is_dir() and path.name not in _KEPT:
            shutil.rmtree(path)
        elif path.is_file() and path.name != _ANEW:
            path.unlink()
    (data / _ANEW).unlink()


def prepare(house: House) -> None:
    """Plant the invented market once a day and publish it on the shelf of here."""
    now, stamp = house.clock.now(), house.settings.data / "practice-day"
    today = calendar_day(now).isoformat()
    if stamp.exists() and stamp.read_text("utf8") == today:
        return
    house.market.write(lambda tables: plant(tables, _PLANTER, now))
    house.market.write(lambda tables: plant_ledgers(tables, house.keys, _PLANTER, now))
    house.publisher.publish(by=_PLANTER, note="练习")
    stamp.write_text(today, "utf8")


def answer(house: House, request: dict[str, Any]) -> dict[str, Any]:
    """Carry out what the real hub asks: a one-time link for somebody who is logged in there."""
    match request:
        case {"do": "practice-link", "login": str(login), "name": str(name), "roles": list(roles)}:
            now = house.clock.now()
            kept = tuple(Role(role) for role in roles if role in set(Role))
            house.market.write(lambda tables: _let_in(
                tables, Staff(id=new_id(now), login=login, name=name, roles=kept, enabled=True,
                              pledged_on=calendar_day(now))))  # fmt: skip
            return {"url": house.address + enter_path(issue_link(house.market, house.keys, login, now))}
    raise SettingsError("练习场不认识这个命令，请系统管理员把中心和练习场换成同一个版本的程序。")


def _let_in(tables: Tables, staff: Staff) -> None:
    known = tables.staff.by_login(staff.login)
    if known is None:
        tables.staff.add(staff)
    else:
        tables.staff.change(replace(staff, id=known.id))


def ask_for_link(data: Path) -> Callable[[Staff], str]:
    """Return how the real hub gets somebody into the practice market whose folder this is; HubAway when it is shut."""

    def ask(staff: Staff) -> str:
        request = {"do": "practice-link", "login": staff.login, "name": staff.name, "roles": list(staff.roles)}
        try:
            reply = ask_hub(console_path(data), request)
        except HubAway as error:
            raise HubAway("练习场没有开，请系统管理员启动它（linggong practice），再点一次。") from error
        if "url" not in reply:
            raise HubAway(str(reply.get("error", "练习场没有给出链接，请再点一次。")))
        return str(reply["url"])

    return ask


def practice_application(house: House, anew: Callable[[], None], tls: HubTls | None = None) -> FastAPI:
    """Return the web application; `anew` is called when a manager begins it anew."""

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        planned.start()
        tls_watch.start()
        warm_up(house)
        console = Console(console_path(house.settings.data), lambda request: answer(house, request))
        yield
        console.close()
        tls_watch.stop()
        planned.stop()
        house.market.close()

    planned = PlannedRuns(house.market, house.publisher, house.clock)
    tls_watch = TlsWatch(tls, house.market)
    shown = house.certificate.shown(house.clock.now())[0] if house.certificate is not None else None
    app = FastAPI(title="零工市场练习", docs_url=None, redoc_url=None, openapi_url=None, lifespan=life)

    @app.get("/health")
    async def health() -> dict[str, Any]:
        return {"ok": True}

    if house.certificate is not None and shown is not None:
        open_trust(app, house.certificate, house.address, shown)
    parts = AdminParts(
        market=house.market, publisher=house.publisher, keys=house.keys, clock=house.clock,
        secure=house.certificate is not None, lasting=shown is Shown.MARKET, pages=(practice_anew(anew),),
        on_planned=planned.wake,
        board=TicketBoard(house.market, house.clock, house.bell.tell_board),
        tray=Tray(Intake(house.settings.data / "tray")), asks_password=False,
    )  # fmt: skip
    build(app, parts)
    open_player(app, parts, Draft(parts))
    app.add_middleware(PracticeWall)  # last, so that it stands around all the others
    return app


class _Server(uvicorn.Server):
    """Ends by a signal or because it is to begin anew."""

    def __init__(self, config: uvicorn.Config, bell: Bell, data: Path) -> None:
        super().__init__(config)
        self._bell, self._data = bell, data
        self.anew = False

    def begin_anew(self) -> None:
        """Ask for an empty folder and end."""
        ask_anew(self._data)
        self.anew = self.should_exit = True
        self._bell.close()


def serve_practice(settings: PracticeSettings, hub: HubSettings, clock: Clock, watchdog: Watchdog) -> bool:
    """Serve until SIGTERM, or until it is begun anew: then the answer is True, and the caller starts it again."""
    own = own_settings(settings, hub)
    own.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    clear_if_asked(own.data)
    house = open_house(own, clock)
    prepare(house)
    servers: list[_Server] = []
    tls = house.tls()
    app = practice_application(house, lambda: servers[0].begin_anew(), tls)
    watch_over(app, lambda: house.market.write(lambda tables: None), watchdog)
    config = uvicorn.Config(app, host=own.host, port=own.port, log_level="warning", log_config=None, http=holding(),
                            proxy_headers=False, timeout_graceful_shutdown=2,
                            ssl_context_factory=tls.context if tls else None)  # fmt: skip
    servers.append(_Server(config, house.bell, own.data))
    servers[0].run()
    return servers[0].anew
