"""The hub put together: its keys, its database, its shelf of editions, its two doors and its desk."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.admin.founding import Founder, found, has_accounts
from content.admin.login import enter_path, issue_link
from content.clock import Clock, calendar_day
from content.demo.ledgers import plant_ledgers
from content.demo.plant import plant
from content.edition.format import Manifest
from content.edition.shelf import Shelf
from content.edition.trust import keep_trusted
from content.errors import ContentError, SettingsError
from content.hubapi.bell import Bell
from content.hubapi.certificate import HubCertificate, certificate_of, prepare
from content.hubapi.erasing import erase_due, run_words
from content.hubapi.pairing import new_pairing_code
from content.hubapi.rekeying import note_begun, note_retired, papers_left, reseal, standing
from content.hubapi.tls import HubTls
from content.model.codec import from_plain
from content.model.codes import TerminalKind
from content.privacy import KeyRing
from content.publishing.publisher import Publisher
from content.root_key import add_part, drop_former_parts, root_of_profile
from content.security.health import limits_of
from content.settings import HubSettings
from content.store.database import Market
from content.store.moving import require_here
from content.timekeeping import GuardedClock


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What the hub's commands and its server work with."""

    settings: HubSettings
    clock: GuardedClock
    keys: KeyRing
    market: Market
    shelf: Shelf
    publisher: Publisher
    bell: Bell
    certificate: HubCertificate | None

    @property
    def address(self) -> str:
        """Return the address staff and terminals use."""
        if self.certificate is None:
            return f"http://{self.settings.host}:{self.settings.port}"
        return f"https://{self.certificate.usual_name(self.clock.now())}:{self.settings.port}"

    def tls(self) -> HubTls | None:
        """Return what a server of this house listens with; None on loopback."""
        return HubTls(self.certificate, self.keys.authority, self.clock) if self.certificate is not None else None


def open_house(settings: HubSettings, clock: Clock) -> House:
    """Open everything a hub owns; ContentError says what keeps it shut."""
    data = settings.data
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    require_here(data)  # two hubs of one market beside each other would tear it apart
    keys = KeyRing.from_root(root_of_profile(data / "keys" / "root.key", settings.crypto))
    guard = GuardedClock(clock)
    market = Market.open(data / "market.db", keys, guard, limits_of(settings.reserve_mb, settings.read_only_mb))
    with market.reading() as tables:
        mark = tables.clock_marks.get()
    guard.begin(mark.at if mark else None)
    shelf, bell = Shelf(data / "shelf"), Bell()
    keep_trusted(shelf.root, (keys.edition.public,))

    def ring(manifest: Manifest) -> None:
        bell.ring(manifest.order)

    publisher = Publisher(market, shelf, keys, guard, settings.site_id, on_published=ring)
    publisher.settle()
    certificate = certificate_of(settings)
    if certificate is not None:
        prepare(certificate, keys.authority, guard.now())
    return House(settings=settings, clock=guard, keys=keys, market=market, shelf=shelf, publisher=publisher,
                 bell=bell, certificate=certificate)  # fmt: skip


def console_path(data: Path) -> Path:
    """Return where the running hub's console listens."""
    return data / "console.sock"


def answer(house: House, request: dict[str, Any]) -> dict[str, Any]:
    """Carry out one command of the console; ContentError when it cannot be."""
    match request:
        case {"do": "staff-link", "login": str(login)}:
            token = issue_link(house.market, house.keys, login, house.clock.now())
            return {"url": house.address + enter_path(token)}
        case {"do": "has-accounts"}:
            return {"has": "yes" if has_accounts(house.market) else "no"}
        case {"do": "first-administrator"}:
            founder = from_plain(Founder, {key: value for key, value in request.items() if key != "do"})
            return {"url": house.address + enter_path(found(house.market, house.keys, founder, house.clock.now()))}
        case {"do": "settle"}:
            house.market.write(lambda tables: None)  # behind everything that was begun before
            return {}
        case {"do": "pairing-code", "kind": str(kind)} if kind in set(TerminalKind):
            pin = house.certificate.pin if house.certificate else ""
            now = house.clock.now()
            return {"code": new_pairing_code(house.market, house.keys, TerminalKind(kind), now, pin)}
        case {"do": "rotate-keys"}:
            return {"said": _rotate(house)}
        case {"do": "key-state"}:
            return {"said": _key_state(house)}
        case {"do": "retire-keys"}:
            return {"said": _retire(house)}
        case {"do": "erase"}:
            return {"said": run_words(erase_due(house.market, house.clock.now()))}
    raise SettingsError("不认识这个命令，请系统管理员用 linggong --help 查看有哪些命令。")


def _rotate(house: House) -> str:
    # noted first: what is in the file without its note could be retired by the date of an earlier rotation
    house.market.write(lambda tables: note_begun(tables, house.clock.now()))
    add_part(house.settings.data / "keys" / "root.key")
    return ("新的密钥已生成。请马上做两件事：一、运行 backup sheet，照新的托管单换掉信封里的旧单；二、重启中心，"
            "它先把查找索引换到新密钥下（十万条约半分钟），再在后台把全部内容重新加密，窗口照常办事；备份的密码"
            "在下一次备份时跟着换。")  # fmt: skip


def _key_state(house: House) -> str:
    with house.market.reading() as tables:
        found = standing(tables)
    if left := found.left + papers_left(house.market):
        return f"还有 {left} 处用旧密钥加密。"
    return found.why_not_retire(house.clock.now()) or "旧密钥可以注销了。"


def _retire(house: House) -> str:
    reseal(house.market)  # a terminal that had not heard of the new key may have filed since
    now, papers = house.clock.now(), papers_left(house.market)
    with house.market.reading() as tables:
        why = standing(tables).why_not_retire(now)
    if papers or why:
        raise SettingsError(why or f"还有 {papers} 份附件用旧密钥加密，请让中心开着，做完再来。")
    drop_former_parts(house.settings.data / "keys" / "root.key")
    house.market.write(lambda tables: note_retired(tables, now))
    return "旧的密钥已注销。请运行 backup sheet 换一张托管单，再重启中心。"


def prepare_demo(house: House, login: str) -> dict[str, str]:
    """Plant the invented market, publish it, and return a pairing code for each kind of terminal."""
    now = house.clock.now()
    house.market.write(lambda tables: plant(tables, login, now))
    house.market.write(lambda tables: plant_ledgers(tables, house.keys, login, now))
    house.publisher.publish(by=login, note="演示")
    codes = {kind: str(answer(house, {"do": "pairing-code", "kind": kind})["code"]) for kind in ("kiosk", "screen")}
    (house.settings.data / "demo-day").write_text(calendar_day(now).isoformat(), "utf8")
    return codes


def warm_up(house: House) -> None:
    """Load what the first publish needs, beside the serving, so that nobody waits for it."""

    def load() -> None:
        with suppress(ContentError):
            house.publisher.difference(house.clock.now())

    threading.Thread(target=load, name="warm-up", daemon=True).start()
