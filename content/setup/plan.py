"""What the answers come to: settings, files that stand or do not, services that run or do not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from content.backup.sheet import root_from
from content.model.codes import TerminalKind
from content.root_key import profile_of
from content.setup.answers import Here, Role

TIMERS = ("linggong-backup.timer", "linggong-backup-weekly.timer", "linggong-backup-drill.timer")
HUB, PUBLIC = "linggong-hub.service", "linggong-public.service"
KIOSK, KIOSK_GLASS = "linggong-kiosk.service", "linggong-kiosk-browser.service"
SCREEN, SCREEN_GLASS = "linggong-screen.service", "linggong-screen-browser.service"
UPDATES = "update-linggong.path"
UNITS = (HUB, PUBLIC, KIOSK, KIOSK_GLASS, SCREEN, SCREEN_GLASS, UPDATES, *TIMERS)
_PORT = 8080


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One value of linggong.toml."""

    section: str
    key: str
    value: str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """A market that begins: its name and its first administrator."""

    market: str
    name: str
    login: str
    pledged_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    """A market that goes on on this box: where its last copy lies, and the key of the escrow sheet."""

    copy: str
    sheet: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything setup does, in the order of the fields."""

    settings: tuple[Setting, ...]
    founding: Founding | None
    take_over: TakeOver | None
    own_terminal: TerminalKind | None  # a hub's own glass is paired by setup itself
    escrow: bool
    public_glass: bool  # keyboards do nothing on this box
    kiosk_policy: bool  # Chromium obeys the kiosk's rules on this box
    running: tuple[str, ...]

    @property
    def still(self) -> tuple[str, ...]:
        """Return the units that do not run on this box."""
        return tuple(unit for unit in UNITS if unit not in self.running)


def plan(answers: Mapping[str, str], here: Here) -> Plan:
    """Return what a box with these answers comes to; KeyError where one is missing."""
    role = Role(answers["role"])
    own = {Role.HUB_KIOSK: TerminalKind.KIOSK, Role.HUB_SCREEN: TerminalKind.SCREEN}.get(role)
    return Plan(
        settings=(*_hub_settings(answers, role), *_kiosk_settings(answers, role), *_screen_settings(answers, role)),
        founding=_founding(answers) if role.is_hub and not here.founded and "copy" not in answers else None,
        take_over=TakeOver(copy=answers["copy"], sheet=answers["sheet"]) if "copy" in answers else None,
        own_terminal=None if here.paired else own,
        escrow=answers.get("escrow") == "yes",
        public_glass=role not in (Role.HUB, Role.WINDOW),
        # the policy shuts the line over which the screen's supervisor speaks to its browser
        kiosk_policy=role in (Role.KIOSK, Role.HUB_KIOSK),
        running=_running(answers, role),
    )  # fmt: skip


def _founding(answers: Mapping[str, str]) -> Founding:
    return Founding(market=answers["market"], name=answers["admin_name"], login=answers["admin_login"],
                    pledged_on=answers["pledged_on"])  # fmt: skip


def _hub_settings(answers: Mapping[str, str], role: Role) -> tuple[Setting, ...]:
    if not role.is_hub:
        return ()
    found = [Setting(section="hub", key="host", value=answers["address"])]
    if "site_id" in answers:
        found.append(Setting(section="hub", key="site_id", value=answers["site_id"]))
    if "crypto" in answers:
        found.append(Setting(section="hub", key="crypto", value=answers["crypto"]))
    elif "sheet" in answers:  # the key of the market that goes on says it
        found.append(Setting(section="hub", key="crypto", value=profile_of(root_from(answers["sheet"]))))
    if answers["public"] == "yes":
        found.append(Setting(section="public", key="host", value=answers["address"]))
    if answers["backup_disk"]:
        found.append(Setting(section="backup", key="disk", value=answers["backup_disk"]))
    return tuple(found)


def hub_url(answers: Mapping[str, str]) -> str:
    """Return the address at which the terminal of this box finds its hub."""
    if "hub_url" in answers:
        return answers["hub_url"].rstrip("/")
    address = answers["address"]
    host = f"[{address}]" if ":" in address else address
    return f"{'http' if address.startswith('127.') else 'https'}://{host}:{_PORT}"


def _link(answers: Mapping[str, str], section: str) -> tuple[Setting, ...]:
    code = (Setting(section=section, key="pairing_code", value=answers["code"]),) if "code" in answers else ()
    return (Setting(section=section, key="hub_url", value=hub_url(answers)), *code)


def _kiosk_settings(answers: Mapping[str, str], role: Role) -> tuple[Setting, ...]:
    if not role.has_devices:
        return ()
    panel = (Setting(section="kiosk", key="panel_mm", value=int(answers["panel"])),) if "panel" in answers else ()
    paper = (Setting(section="kiosk", key="printer_profile", value=answers["paper"]),) if "paper" in answers else ()
    return (
        *_link(answers, "kiosk"),
        Setting(section="kiosk", key="role", value="window" if role is Role.WINDOW else "kiosk"),
        Setting(section="kiosk", key="name", value=answers["kiosk_name"]),
        Setting(section="kiosk", key="reader_port", value=answers["reader"]),
        Setting(section="kiosk", key="printer", value=answers["printer"]), *paper, *panel,
    )  # fmt: skip


def _screen_settings(answers: Mapping[str, str], role: Role) -> tuple[Setting, ...]:
    if not role.has_screen:
        return ()
    return (*_link(answers, "screen"), Setting(section="screen", key="name", value=answers["screen_name"]),
            Setting(section="screen", key="hours", value=answers["hours"]))  # fmt: skip


def _running(answers: Mapping[str, str], role: Role) -> tuple[str, ...]:
    found: list[str] = []
    if role.is_hub:
        found.append(HUB)
        found += [PUBLIC] if answers["public"] == "yes" else []
        found += TIMERS if answers["backup_disk"] else ()
    if role.has_devices:
        found += [KIOSK] if role is Role.WINDOW else [KIOSK, KIOSK_GLASS]
    if role.has_screen:
        found += [SCREEN, SCREEN_GLASS]
    found.append(UPDATES)
    return tuple(found)
