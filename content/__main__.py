"""`python -m content`: the hub, its commands, and the demonstration."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
from getpass import getpass
from typing import Any

from content.clock import SystemClock, calendar_day
from content.errors import ContentError, HubAway, StoreError
from content.settings import BackupSettings, HubSettings, read_settings


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m content", description="零工市场的中心")
    commands = parser.add_subparsers(dest="command", metavar="命令")
    commands.add_parser("serve", help="运行中心（不写命令就是它）")
    commands.add_parser("demo", help="在这台电脑上把整个市场演示一遍")
    commands.add_parser("prepare-demo", help="只准备演示内容（demo 自己会用）")
    doctor = commands.add_parser("doctor", help="检查这台电脑上的中心、自助机、信息屏、打印和设备")
    doctor.add_argument("--json", action="store_true", help="每行一条 JSON，给程序读")
    doctor.add_argument("--ports", nargs="*", default=[], metavar="串口", help="再问问这些串口上是什么设备")
    doctor.add_argument("--write", action="store_true", help="把找到的设备写进 linggong.toml")
    link = commands.add_parser("staff-link", help="给一个账号打印一次性登录链接")
    link.add_argument("login", help="登录名")
    code = commands.add_parser("pairing-code", help="打印一个终端配对码")
    code.add_argument("kind", choices=["kiosk", "screen", "window"], help="终端种类")
    keys = commands.add_parser("rotate-keys", help="换一把数据密钥，重启后在后台重新加密")
    keys.add_argument("--state", action="store_true", help="只看做到哪里了")
    keys.add_argument("--retire", action="store_true", help="全部重新加密、旧备份也过期以后，注销旧密钥")
    commands.add_parser("erase", help="现在就把过了保存期限的删掉（中心每天凌晨自己做）")
    from content.backup.commands import add_backup_command

    add_backup_command(commands)
    return parser.parse_args()


def _serve(settings: HubSettings) -> int:
    from content.serving import serve
    from content.watchdog import Watchdog

    serve(settings, SystemClock(), Watchdog.of(os.environ, os.getpid()))
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


def _backup(arguments: argparse.Namespace, settings: HubSettings) -> int:
    from content.backup.commands import run_backup_command

    def ask(question: str) -> str:
        # not shown while it is typed; from a pipe it is read as it comes
        return getpass(question) if sys.stdin.isatty() else sys.stdin.readline()

    own = read_settings(BackupSettings, "backup")
    return run_backup_command(arguments, settings.data, own, SystemClock(), lambda line: print(line, flush=True), ask)


def main() -> int:
    """Run one command; return the exit code."""
    arguments = _arguments()
    if arguments.command == "demo":
        return _demo()
    if arguments.command == "doctor":
        return _doctor(arguments)
    settings = read_settings(HubSettings, "hub")
    logging.basicConfig(level=settings.log_level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    match arguments.command:
        case "prepare-demo":
            return _prepare_demo(settings)
        case "staff-link":
            return _command(settings, {"do": "staff-link", "login": arguments.login})
        case "pairing-code":
            return _command(settings, {"do": "pairing-code", "kind": arguments.kind})
        case "rotate-keys":
            do = "key-state" if arguments.state else "retire-keys" if arguments.retire else "rotate-keys"
            return _command(settings, {"do": do})
        case "erase":
            return _command(settings, {"do": "erase"})
        case "backup":
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
