"""The 32-byte root from which every key of a hub derives: made once, kept 0600, never in a database or a backup."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_bytes

from content.errors import SettingsError


def root_key(path: Path) -> bytes:
    """Return the root kept at `path`, making it on the very first start; SettingsError when it is damaged or open."""
    if not path.exists():
        return _make(path)
    if path.stat().st_mode & 0o077:
        raise SettingsError(f"密钥文件 {path} 别人也能读，请系统管理员执行 chmod 600 {path}。")
    root = path.read_bytes()
    if len(root) != 32:
        raise SettingsError(f"密钥文件 {path} 损坏，请系统管理员用密钥托管单恢复，不要新建。")
    return root


def _make(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    root = token_bytes(32)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, root)
        os.fsync(handle)
    finally:
        os.close(handle)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return root
