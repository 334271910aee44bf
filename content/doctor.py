"""`linggong doctor`: the hub's own state, and what the doctors of kiosk, screen and printer say as processes."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from content.backup.book import BackupBook
from content.backup.policy import ledger_anchor
from content.clock import Clock, local
from content.diagnosis import PARTS, Level, Observation, from_lines
from content.edition.shelf import Shelf
from content.errors import ContentError, EditionError
from content.hubapi.certificate import certificate_of
from content.hubapi.handover import behind
from content.model.people import Terminal
from content.privacy import KeyRing
from content.rules.clock import MOST_AWAY, ClockState, judge
from content.rules.seals import verdict_words
from content.security import health
from content.settings import BackupSettings, HubSettings, read_settings
from content.store.checkup import damage_in, sqlite_version
from content.store.database import Readers, Tables
from content.store.room import DiskRoom

MODULES = {"kiosk": "kiosk", "screen": "signage", "printer": "printer"}
OFFLINE_AFTER = timedelta(minutes=3)  # R009
_KEY_BYTES = 32
_PATIENCE_S = 120.0


def examine(clock: Clock, options: Mapping[str, Sequence[str]], patience_s: float = _PATIENCE_S
            ) -> tuple[Observation, ...]:  # fmt: skip
    """Return what all doctors say of this box; `options` are further words for a part's doctor, by part."""
    asked = {part: _ask(module, options.get(part, ())) for part, module in MODULES.items()}
    try:
        own = examine_hub(read_settings(HubSettings, "hub"), clock)
    except ContentError as error:
        own = (_say("settings", Level.WRONG, str(error)),)
    return (*own, *(one for part, process in asked.items() for one in _heard(part, process, patience_s)))


def examine_hub(settings: HubSettings, clock: Clock) -> tuple[Observation, ...]:
    """Look at the hub's key, database, edition and terminals; a box without a hub gets one line that says so."""
    key, database = settings.data / "keys" / "root.key", settings.data / "market.db"
    if not key.exists() and not database.exists():
        return (_say("process", Level.NOTE, f"这台电脑没有中心的数据（{settings.data}）；不跑中心就不用管。"),)
    running = _listening(settings.host, settings.port)
    process = _say("process", Level.GOOD, "中心正在运行。") if running else _say(
        "process", Level.NOTE, "中心现在没有运行；应当一直开着的话，请系统管理员启动它。")  # fmt: skip
    checked_key, checked_file = _key(key), _database(database)
    found = (process, _driver(), checked_key, checked_file)
    if Level.WRONG in (checked_key.level, checked_file.level):
        return found
    try:
        keys = KeyRing.from_root(key.read_bytes())
        readers = Readers(database, keys, clock)
        try:
            with readers.reading() as tables:
                return (*found, _audit(tables), _ledgers(tables, settings.data),
                        *_surroundings(settings, clock.now()), _certificate(settings, tables, clock.now()),
                        _mark(tables, clock.now()),
                        _edition(tables, settings.data, keys), *_terminals(tables, clock.now(), running))  # fmt: skip
        finally:
            readers.close()
    except ContentError as error:
        return (*found, _say("database", Level.WRONG, str(error)))


def _surroundings(settings: HubSettings, now: datetime) -> tuple[Observation, ...]:
    limits = health.limits_of(settings.reserve_mb, settings.read_only_mb)
    room = DiskRoom(settings.data, limits).look()
    # a hub that was never started with this program has put no reserve aside yet
    return (
        health.disk(replace(room, reserve_kept=room.reserve_kept or room.free > 4 * limits.reserve), limits),
        health.backups(settings.data, read_settings(BackupSettings, "backup"), now),
        health.synced_here(now),
    )


def _certificate(settings: HubSettings, tables: Tables, now: datetime) -> Observation:
    held = certificate_of(settings)
    known = held is not None and held.authority.is_file()
    left = behind(tables.terminals.all(), held.authority_pem) if held is not None and known else ()
    return health.certificate(held, now, len(left))


def _mark(tables: Tables, now: datetime) -> Observation:
    mark = tables.clock_marks.get()
    if mark is None:
        return health.clock(ClockState.RIGHT, now, now)
    state = mark.state if not mark.clock_ok else judge(now, mark.at, MOST_AWAY, synced=False)
    return health.clock(state, now, mark.at if state is not ClockState.RIGHT else now)


def _driver() -> Observation:
    try:
        return _say("sqlite", Level.GOOD, f"SQLite {sqlite_version()}。")
    except ContentError as error:
        return _say("sqlite", Level.WRONG, str(error))


def _key(path: Path) -> Observation:
    if not path.exists():
        return _say("key", Level.WRONG, f"密钥文件 {path} 不见了，请系统管理员用密钥托管单恢复，先不要启动中心。")
    if path.stat().st_mode & 0o077:
        return _say("key", Level.WRONG, f"密钥文件别人也能读，请系统管理员执行 chmod 600 {path}。")
    if path.stat().st_size != _KEY_BYTES:
        return _say("key", Level.WRONG, f"密钥文件 {path} 损坏，请系统管理员用密钥托管单恢复，不要新建。")
    return _say("key", Level.GOOD, "密钥文件完好，只有中心程序能读。")


def _database(path: Path) -> Observation:
    if not path.exists():
        return _say("database", Level.WRONG, f"数据库 {path} 不见了，请系统管理员用最近的备份恢复，先不要启动中心。")
    if damage := damage_in(path):
        return _say("database", Level.WRONG, f"数据库有损坏（{damage}），请系统管理员停掉中心，用最近的备份恢复。")
    return _say("database", Level.GOOD, f"数据库完好（{path.stat().st_size / 1_000_000:.1f} MB）。")


def _audit(tables: Tables) -> Observation:
    fault = tables.audit.first_fault()
    if fault is None:
        return _say("audit", Level.GOOD, "操作记录首尾相连，没有缺、没有改。")
    return _say("audit", Level.WRONG, f"操作记录从第 {fault} 条起对不上，有人绕过程序改过，请系统管理员拿备份核对。")


def _ledgers(tables: Tables, data: Path) -> Observation:
    verdict = tables.seals.check(ledger_anchor(BackupBook(data).read()))
    return _say("ledgers", Level.WRONG if verdict.findings else Level.GOOD, verdict_words(verdict))


def _edition(tables: Tables, data: Path, keys: KeyRing) -> Observation:
    row = tables.editions.highest()
    if row is None:
        return _say("edition", Level.NOTE, "还没有发布过；请审核员发布第一期。")
    try:
        Shelf(data / "shelf").held(row.order, (keys.edition.public,))
    except EditionError as error:
        return _say("edition", Level.WRONG, f"现行第 {row.number} 期的文件不完整（{error}）请审核员重新发布一次。")
    return _say("edition", Level.GOOD, f"现行第 {row.number} 期，{local(row.built_at):%Y-%m-%d %H:%M} 发布，文件完整。")


def _terminals(tables: Tables, now: datetime, running: bool) -> list[Observation]:
    paired = [one for one in tables.terminals.all() if one.revoked_at is None]
    if not paired:
        return [_say("terminals", Level.NOTE, "还没有配对的终端。")]
    silent = [one for one in paired if one.last_seen_at is None or now - one.last_seen_at > OFFLINE_AFTER]
    seen = _say("terminals", Level.GOOD, f"{len(paired)} 台终端，{len(paired) - len(silent)} 台在线。")
    # with the hub down nobody can be heard, which says nothing of the terminals
    level = Level.WRONG if running else Level.NOTE
    return [seen, *(_say("terminal", level, _silence(one)) for one in silent)]


def _silence(terminal: Terminal) -> str:
    if terminal.last_seen_at is None:
        return f"{terminal.name}配对后没有联系过中心，请到现场看电源和网线；不用了请在设备页吊销。"
    since = f"{local(terminal.last_seen_at):%m-%d %H:%M}"
    return f"{terminal.name}从 {since} 起没有消息，请到现场看电源和网线；不用了请在设备页吊销。"


def _listening(host: str, port: int) -> bool:
    here = "127.0.0.1" if host in ("", "0.0.0.0", "::") else host  # nosec B104 - compared, not bound to
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((here, port)) == 0


def _ask(module: str, options: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", module, "doctor", "--json", *options], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)  # fmt: skip


def _heard(part: str, process: subprocess.Popen[str], patience_s: float) -> tuple[Observation, ...]:
    """Return what a part's doctor wrote; a doctor that fails is itself something wrong."""

    def failed(why: str) -> tuple[Observation, ...]:
        sentence = f"{PARTS[part]}没有查完（{why}），请系统管理员单独运行 python -m {MODULES[part]} doctor 看原因。"
        return (Observation(part=part, about="doctor", level=Level.WRONG, sentence=sentence),)

    try:
        said, complaint = process.communicate(timeout=patience_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return failed(f"等了 {patience_s:.0f} 秒")
    try:
        found = from_lines(said)
    except ValueError:
        return failed("回答看不懂")
    last = (complaint.strip().splitlines() or [f"退出码 {process.returncode}"])[-1]
    return found if found and process.returncode in (0, 1) else (*found, *failed(last))


def _say(about: str, level: Level, sentence: str) -> Observation:
    return Observation(part="hub", about=about, level=level, sentence=sentence)
