"""Changing one value in linggong.toml and leaving everything else in it as its owner wrote it."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from content.errors import SettingsError


def setting_line(section: str, key: str, value: str) -> str:
    """Return a setting as a doctor quotes it: `kiosk.printer = "usb:/dev/usb/lp0"`."""
    return f"{section}.{key} = {json.dumps(value, ensure_ascii=False)}"


def with_setting(text: str, section: str, key: str, value: str | int) -> str:
    """Return the file's text with one value changed or added; SettingsError where that cannot be done safely."""
    lines = text.splitlines()
    fresh = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    begin = _place(lines, rf"\s*\[\s*{re.escape(section)}\s*\]\s*(#.*)?", 0, len(lines))
    if begin is None:
        lines += [*([""] if lines and lines[-1].strip() else []), f"[{section}]", fresh]
    else:
        end = _place(lines, r"\s*\[.*", begin + 1, len(lines)) or len(lines)
        at = _place(lines, rf"\s*{re.escape(key)}\s*=.*", begin + 1, end)
        lines[begin + 1 if at is None else at : begin + 1 if at is None else at + 1] = [fresh]
    changed = "\n".join(lines) + "\n"
    wanted = _parsed(text)
    wanted[section] = {**wanted.get(section, {}), key: value}
    # a value over several lines, a section written as a dotted key: what was not foreseen must not damage the file
    if _parsed(changed) != wanted:
        raise SettingsError(f"设置文件的写法特殊，程序不敢改，请系统管理员手工写进 [{section}]：{fresh}")
    return changed


def write_setting(path: Path, line: str) -> None:
    """Write what `setting_line` made into the file, which is made where there is none; never half of it."""
    name, _, quoted = line.partition(" = ")
    section, _, key = name.partition(".")
    write_settings(path, [(section, key, json.loads(quoted))])


def write_settings(path: Path, settings: Iterable[tuple[str, str, str | int]]) -> None:
    """Write values (section, key, value) into the file, all or none."""
    try:
        changed = path.read_text("utf8") if path.exists() else ""
        for section, key, value in settings:
            changed = with_setting(changed, section, key, value)
        fresh = path.with_name(path.name + ".new")
        with fresh.open("w", encoding="utf8") as file:
            if path.exists():
                os.fchmod(file.fileno(), path.stat().st_mode & 0o777)
            file.write(changed)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise SettingsError(f"设置文件 {path} 写不了（{error.strerror}），请系统管理员检查权限。") from error


def _place(lines: list[str], pattern: str, begin: int, end: int) -> int | None:
    return next((at for at in range(begin, end) if re.fullmatch(pattern, lines[at])), None)


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"设置文件的写法不对（{error}），请系统管理员先改正，再让程序改设置。") from error
