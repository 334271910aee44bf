"""`python -m content backup now | drill | restore | sheet`: what the timers run and what a person types."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from content.backup.records import Check, TargetKind
from content.backup.restoring import drill, look_over, restore
from content.backup.sheet import root_from, sheet_text
from content.backup.taking import Target, back_up, targets
from content.clock import Clock
from content.errors import BackupError
from content.link.channel import fingerprints
from content.privacy import KeyRing
from content.root_key import root_key
from content.settings import BackupSettings

Say = Callable[[str], None]
Ask = Callable[[str], str]
_TYPE_IT = "请照密钥托管单输入密钥，按回车："


def add_backup_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its words."""
    deeds = commands.add_parser("backup", help="备份、恢复和演练").add_subparsers(
        dest="deed", metavar="做什么", required=True)  # fmt: skip
    now = deeds.add_parser("now", help="现在就备份")
    now.add_argument("--disk", action="store_true", help="只备份到第二块盘（定时器每 15 分钟用）")
    now.add_argument("--check", action="store_true", help="删去过期的，再把每个字节读回来核对（定时器每周用）")
    test = deeds.add_parser("drill", help="演练：把备份恢复到空文件夹，查一遍，记下结果")
    again = deeds.add_parser("restore", help="把备份恢复到一个空文件夹")
    again.add_argument("--into", type=Path, required=True, metavar="文件夹", help="空的或还没有的文件夹")
    for one in (test, again):
        one.add_argument("--from", dest="place", metavar="位置", help="从哪里恢复；不写就用 [backup] 里的第一个")
    test.add_argument("--sheet", action="store_true", help="密钥照托管单输入，连单子一起试")
    deeds.add_parser("sheet", help="打印密钥托管单上的密钥，封进信封，放保险柜")


def run_backup_command(words: argparse.Namespace, data: Path, settings: BackupSettings, clock: Clock, say: Say,
                       ask: Ask) -> int:  # fmt: skip
    """Carry out one command; return the exit code, 1 when something did not go well."""
    match words.deed:
        case "now":
            return _now(words, data, settings, clock, say)
        case "drill":
            return _drill(words, data, settings, clock, say, ask)
        case "restore":
            return _restore(words, settings, clock, say, ask)
        case _:
            say(sheet_text(_own_root(data)))
            if authority := _authority_words(data / "tls" / "hub-ca.pem"):
                say(authority)
            return 0


def _authority_words(path: Path) -> str:
    """Return the line by which a clerk's PC is made to trust the hub; no secret, and nothing a restore needs."""
    if not path.is_file():
        return ""
    long, short = fingerprints(path.read_text("ascii"))
    return f"自己的 CA 的指纹（电脑第一次信任时核对，不是密钥）：SHA-1 {short}；SHA-256 {long}"


def _own_root(data: Path) -> bytes:
    path = data / "keys" / "root.key"
    if not path.exists():
        raise BackupError(f"密钥文件 {path} 不在，请系统管理员用密钥托管单恢复。")
    return root_key(path)


def _now(words: argparse.Namespace, data: Path, settings: BackupSettings, clock: Clock, say: Say) -> int:
    keys = KeyRing.from_root(_own_root(data))
    well = True
    for attempt in back_up(data, settings, keys, clock, disk_only=words.disk, check=words.check):
        say(f"{attempt.target}：{attempt.sentence}（{attempt.seconds} 秒，新增 {attempt.copied_bytes / 1e6:.1f} MB）")
        well &= attempt.ok
    return 0 if well else 1


def _place(words: argparse.Namespace, settings: BackupSettings) -> Target:
    known = targets(settings)
    if words.place:
        return next((one for one in known if one.place == words.place),
                    Target(place=words.place, kind=TargetKind.AWAY))  # fmt: skip
    if not known:
        raise BackupError("没有设备份的位置，请用 --from 写明从哪里恢复。")
    return known[0]


def _drill(words: argparse.Namespace, data: Path, settings: BackupSettings, clock: Clock, say: Say, ask: Ask) -> int:
    target = _place(words, settings)
    # the key always passes through the form it has on the sheet, typed or not
    text = ask(_TYPE_IT) if words.sheet else sheet_text(_own_root(data))
    done = drill(target, data, root_from(text), clock, by_hand=words.sheet)
    _tell(done.checks, say)
    say(f"演练{'通过' if done.ok else '没有通过'}，用了 {done.seconds} 秒。结果记在后台“备份”页。")
    return 0 if done.ok else 1


def _restore(words: argparse.Namespace, settings: BackupSettings, clock: Clock, say: Say, ask: Ask) -> int:
    target, root = _place(words, settings), root_from(ask(_TYPE_IT))
    note = restore(target.place, words.into, root)
    checks = look_over(words.into, note, root, clock)
    _tell(checks, say)
    say(f"恢复在 {words.into}。请系统管理员把 [hub] 的 data 指到这里，再启动中心；终端不用重新配对。")
    return 0 if all(check.ok for check in checks) else 1


def _tell(checks: tuple[Check, ...], say: Say) -> None:
    for check in checks:
        say(f"{'好' if check.ok else '不对'}　{check.about}：{check.sentence}")
