"""`python -m content`: the hub, its commands, and the demonstration."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
from contextlib import suppress
from getpass import getpass
from pathlib import Path
from typing import Any

from content.clock import SystemClock, calendar_day
from content.errors import ContentError, HubAway, SettingsError, StoreError
from content.logs import open_log
from content.settings import BackupSettings, HubSettings, read_settings, settings_file


def command_line() -> argparse.ArgumentParser:
    """Return the parser of every command of the hub."""
    parser = argparse.ArgumentParser(prog="python -m content", description="零工市场的中心")
    commands = parser.add_subparsers(dest="command", metavar="命令")
    commands.add_parser("serve", help="运行中心（不写命令就是它）")
    commands.add_parser("demo", help="在这台电脑上把整个市场演示一遍")
    commands.add_parser("prepare-demo", help="只准备演示内容（demo 自己会用）")
    commands.add_parser("practice", help="开练习场：另一个文件夹里的市场，怎么点都不算数")
    doctor = commands.add_parser("doctor", help="检查这台电脑上的中心、自助机、信息屏、打印和设备")
    doctor.add_argument("--json", action="store_true", help="每行一条 JSON，给程序读")
    doctor.add_argument("--ports", nargs="*", default=[], metavar="串口", help="再问问这些串口上是什么设备")
    doctor.add_argument("--write", action="store_true", help="把找到的设备写进 linggong.toml")
    setup = commands.add_parser("setup", help="一问一答，设好这台主机：它做什么、接了什么、谁是第一位管理员")
    setup.add_argument("--answers", type=Path, metavar="文件", help="不问，照文件里的回答做")
    migrating = commands.add_parser("migrate", help="把数据库升级到这个版本（装新版本时自己会做）")
    migrating.add_argument("--back", action="store_true", help="放回升级前的副本")
    updating = commands.add_parser("update", help="从 U 盘升级：先核对、备份，装好后不正常就自己换回来")
    updating.add_argument("package", type=Path, metavar="安装包", nargs="?")
    updating.add_argument("--dropped", action="store_true", help="装中心送来的包（update-linggong 会用）")
    updating.add_argument("--again", action="store_true", help="版本不比现在新也装")
    moving = commands.add_parser("move-out", help="把中心搬到新的主机：最后备份一次，这台从此只能看")
    moving.add_argument("--to", default="", metavar="网址", help="新主机的地址，例如 https://192.168.1.20:8080；不变就不写")
    moving.add_argument("--undo", action="store_true", help="不搬了，这台照常工作")
    first = commands.add_parser("first-administrator", help="设第一位系统管理员，打印一次性登录链接（setup 会用）")
    first.add_argument("login", help="登录名")
    for name, words in (("--name", "姓名"), ("--market", "市场名称"), ("--pledged-on", "责任书签署日期")):
        first.add_argument(name, required=True, help=words)
    commands.add_parser("has-accounts", help="有没有账号：yes 或 no（setup 会用）")
    link = commands.add_parser("staff-link", help="给一个账号打印一次性登录链接")
    link.add_argument("login", help="登录名")
    code = commands.add_parser("pairing-code", help="打印一个终端配对码")
    code.add_argument("kind", choices=["kiosk", "screen", "window"], help="终端种类")
    keys = commands.add_parser("rotate-keys", help="换一把密钥：数据、查找索引和备份密码，重启后生效")
    keys.add_argument("--state", action="store_true", help="只看做到哪里了")
    keys.add_argument("--retire", action="store_true", help="全部重新加密、旧备份也过期以后，注销旧密钥")
    commands.add_parser("erase", help="现在就把过了保存期限的删掉（中心每天凌晨自己做）")
    from content.backup.commands import add_backup_command
    from content.security.hand_over_commands import add_hand_over_command

    add_backup_command(commands)
    add_hand_over_command(commands)
    return parser


def _serve(settings: HubSettings) -> int:
    from content.serving import serve
    from content.watchdog import Watchdog

    serve(settings, SystemClock(), Watchdog.of(os.environ, os.getpid()))
    return 0


def _practice(settings: HubSettings) -> int:
    from content.practising import serve_practice
    from content.settings import PracticeSettings
    from content.watchdog import Watchdog

    own = read_settings(PracticeSettings, "practice")
    if serve_practice(own, settings, SystemClock(), Watchdog.of(os.environ, os.getpid())):
        # a new program in the same process: nothing of the cleared market stays in memory
        os.execv(sys.executable, [sys.executable, "-m", "content", "practice"])
    return 0


def _demo() -> int:
    from content.demo.run import run_demo
    from content.demo.settings import DemoSettings

    def say(part: str, line: str) -> None:
        print(f"[{part}] {line}" if part else line, flush=True)

    settings = read_settings(DemoSettings, "demo")
    today = calendar_day(SystemClock().now()).isoformat()
    return asyncio.run(run_demo(settings, today, say))


def _doctor(arguments: argparse.Namespace) -> int:
    from content.diagnosis import report
    from content.doctor import examine

    words = [*(["--ports", *arguments.ports] if arguments.ports else []), *(["--write"] if arguments.write else [])]
    return report(examine(SystemClock(), {"kiosk": words}), as_json=arguments.json)


def _prepare_demo(settings: HubSettings) -> int:
    from content.house import open_house, prepare_demo

    house = open_house(settings, SystemClock())
    try:
        print(json.dumps(prepare_demo(house, "demo")))
    finally:
        house.market.close()
    return 0


def _command(settings: HubSettings, request: dict[str, Any]) -> int:
    """Ask the running hub, or take its place where none runs."""
    from content.console import ask_hub
    from content.house import answer, console_path, open_house

    try:
        reply = ask_hub(console_path(settings.data), request)
    except HubAway:
        house = open_house(settings, SystemClock())
        try:
            reply = answer(house, request)
        finally:
            house.market.close()
    if "error" in reply:
        raise StoreError(str(reply["error"]))
    print(*reply.values())
    return 0


def _move_out(arguments: argparse.Namespace, settings: HubSettings) -> int:
    from content.backup.moving import check_address, move_out, stay
    from content.console import ask_hub
    from content.house import console_path
    from content.privacy import KeyRing
    from content.root_key import root_of_profile

    def say(line: str) -> None:
        print(line, flush=True)

    def settle() -> None:
        with suppress(HubAway):  # a hub that does not run has nothing under way
            reply = ask_hub(console_path(settings.data), {"do": "settle"})
            if "error" in reply:
                raise StoreError(str(reply["error"]))

    if arguments.undo:
        return stay(settings.data, say)
    check_address(arguments.to)
    keys = KeyRing.from_root(root_of_profile(settings.data / "keys" / "root.key", settings.crypto))
    own = read_settings(BackupSettings, "backup")
    return move_out(settings.data, own, keys, SystemClock(), arguments.to.rstrip("/"), settle, say)


def _backup(arguments: argparse.Namespace, settings: HubSettings) -> int:
    from content.backup.commands import run_backup_command
    from content.security.hand_over_commands import run_hand_over

    def ask(question: str) -> str:
        # not shown while it is typed; from a pipe it is read as it comes
        return getpass(question) if sys.stdin.isatty() else sys.stdin.readline()

    own = read_settings(BackupSettings, "backup")
    run = run_hand_over if arguments.command == "hand-over" else run_backup_command
    return run(arguments, settings.data, own, SystemClock(), lambda line: print(line, flush=True), ask)


def _set_up(arguments: argparse.Namespace) -> int:
    from content.setup.box import ThisBox
    from content.setup.running import answers_from, set_up

    given = answers_from(arguments.answers) if arguments.answers is not None else None
    file = settings_file() or Path("linggong.toml")
    return set_up(ThisBox(file=file), SystemClock(), input, lambda line: print(line, flush=True), given)


def _update(arguments: argparse.Namespace) -> int:
    from content.update.updating import ThisHost, update

    if arguments.dropped:
        from content.update.dropped import Places, doctors_words, install_dropped

        return install_dropped(Places(), ThisHost(), doctors_words, lambda line: print(line, flush=True))
    if arguments.package is None:
        raise SettingsError("请写上安装包在哪里，例如：linggong update /media/U盘/linggong_版本_amd64.deb")
    return update(arguments.package, ThisHost(), lambda line: print(line, flush=True), again=arguments.again)


def _migrate(arguments: argparse.Namespace, settings: HubSettings) -> int:
    from content.update.migrating import go_back, migrate_hub

    def say(line: str) -> None:
        print(line, flush=True)

    return go_back(settings.data, say) if arguments.back else migrate_hub(settings.data, SystemClock(), say)


def _first_administrator(arguments: argparse.Namespace, settings: HubSettings) -> int:
    return _command(settings, {"do": "first-administrator", "login": arguments.login, "name": arguments.name,
                               "market": arguments.market, "pledged_on": arguments.pledged_on})  # fmt: skip


def main() -> int:
    """Run one command; return the exit code."""
    arguments = command_line().parse_args()
    if arguments.command == "demo":
        return _demo()
    if arguments.command == "doctor":
        return _doctor(arguments)
    if arguments.command == "setup":
        return _set_up(arguments)
    if arguments.command == "update":
        return _update(arguments)
    settings = read_settings(HubSettings, "hub")
    open_log(settings.log_level, sys.stderr, settings.syslog)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    match arguments.command:
        case "prepare-demo":
            return _prepare_demo(settings)
        case "practice":
            return _practice(settings)
        case "staff-link":
            return _command(settings, {"do": "staff-link", "login": arguments.login})
        case "pairing-code":
            return _command(settings, {"do": "pairing-code", "kind": arguments.kind})
        case "has-accounts":
            return _command(settings, {"do": "has-accounts"})
        case "first-administrator":
            return _first_administrator(arguments, settings)
        case "move-out":
            return _move_out(arguments, settings)
        case "migrate":
            return _migrate(arguments, settings)
        case "rotate-keys":
            do = "key-state" if arguments.state else "retire-keys" if arguments.retire else "rotate-keys"
            return _command(settings, {"do": do})
        case "erase":
            return _command(settings, {"do": "erase"})
        case "backup" | "hand-over":
            return _backup(arguments, settings)
        case _:
            return _serve(settings)


def run() -> int:
    """Run one command; what keeps it from working ends as a sentence."""
    try:
        return main()
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(run())
