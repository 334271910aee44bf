"""`python -m content.public`: serve the phone pages, or `export --out FOLDER` to write them as files."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import uvicorn

from content.clock import SystemClock
from content.connections import Holding, holding
from content.errors import ContentError, EditionError
from content.logs import open_log
from content.public.app import make_app
from content.public.current import Current
from content.public.export import export
from content.settings import PublicSettings, read_settings
from content.timekeeping import GuardedClock
from content.watchdog import Watchdog, watch_over

_MOST = 200  # connections at once, of all and of one address: a hall's phones may come by one


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m content.public", description="手机页面")
    commands = parser.add_subparsers(dest="command", metavar="命令")
    commands.add_parser("serve", help="运行手机页面（不写命令就是它）")
    out = commands.add_parser("export", help="把手机页面写成静态网站")
    out.add_argument("--out", type=Path, required=True, help="放到哪个文件夹")
    return parser.parse_args()


def _export(settings: PublicSettings, folder: Path) -> int:
    current = Current(settings.editions)
    current.look()
    if current.edition is None:
        raise EditionError("还没有发布过，没有可以导出的内容。请先在后台发布一期。")
    print(f"写好了 {export(current.edition, folder)} 个文件：{folder}")
    return 0


def _clock(current: Current) -> GuardedClock:
    """Return the time the pages go by: it is never before the edition they show was made."""
    clock = GuardedClock(SystemClock())
    current.look()
    if current.edition is not None and clock.machine() < current.edition.manifest.built_at:
        clock.begin(current.edition.manifest.built_at)
    return clock


def main() -> int:
    """Run one command; return the exit code."""
    arguments = _arguments()
    settings = read_settings(PublicSettings, "public")
    open_log(settings.log_level, sys.stdout)
    if arguments.command == "export":
        return _export(settings, arguments.out)
    current = Current(settings.editions)
    app = make_app(current, _clock(current))
    watch_over(app, current.look, Watchdog.of(os.environ, os.getpid()))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        uvicorn.run(app, host=settings.host, port=settings.port, log_level=settings.log_level.lower(),
                    log_config=None, access_log=False, server_header=False, limit_concurrency=_MOST,
                    http=holding(Holding(most=_MOST)), timeout_graceful_shutdown=2)  # fmt: skip
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ContentError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
