"""Where log lines go, and that no ID number and no telephone number goes with them, whoever wrote the line."""

from __future__ import annotations

import logging
import re
from logging.handlers import SysLogHandler
from typing import TextIO

from content.errors import SettingsError

_FORM = "%(levelname)s %(name)s %(message)s"
# an ID number stands anywhere, also between letters; a telephone number is not a part of a longer row of digits
_ID_NUMBER = re.compile(r"\d{17}[\dXx]")
_TELEPHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_SYSLOG_PORT = 514
# control characters, and the line ends of Unicode
_SPOKEN = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))} | {0x2028: "\\u2028", 0x2029: "\\u2029"}


def masked(text: str) -> str:
    """Return text without ID and telephone numbers."""
    return _TELEPHONE.sub("〔电话〕", _ID_NUMBER.sub("〔证件号〕", text))


class Masking(logging.Formatter):
    """Masks the finished line, traceback included: numbers come in arguments and in messages of faults alike.

    What was sent is in many a line; it ends none and begins none, and tells a terminal nothing.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Return the line before its traceback."""
        return super().formatMessage(record).translate(_SPOKEN)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it goes out, numbers of persons masked."""
        return masked(super().format(record))


def syslog_address(text: str) -> tuple[str, int]:
    """Return host and port of "host" or "host:port"; SettingsError says how it is written."""
    host, _, port = text.rpartition(":") if ":" in text else (text, "", str(_SYSLOG_PORT))
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise SettingsError("[hub] 里 syslog 的写法不对，请系统管理员写成“日志服务器地址:端口”，例如 10.0.0.5:514。")
    return host, int(port)


def open_log(level: str, stream: TextIO, syslog: str = "") -> None:
    """Send every line of this process to `stream`, and to a syslog server where one is named.

    UDP: a server that is away holds nobody up, and the lines stay here too. SettingsError when its address is wrong.
    """
    handlers: list[logging.Handler] = [logging.StreamHandler(stream)]
    if syslog:
        try:
            away = SysLogHandler(address=syslog_address(syslog), facility=SysLogHandler.LOG_LOCAL0)
        except OSError as error:
            raise SettingsError(f"日志服务器 {syslog} 的地址查不到，请系统管理员核对 [hub] 里的 syslog。") from error
        away.ident = "linggong: "
        handlers.append(away)
    for handler in handlers:
        handler.setFormatter(Masking(_FORM))
    logging.basicConfig(level=level, handlers=handlers, force=True)
