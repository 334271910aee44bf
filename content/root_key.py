"""The root from which every key of a hub derives: kept 0600, never in a database or a backup.

32 bytes, made once; each rotation of keys puts 32 more at its end.
"""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_bytes

from content.errors import SettingsError
from content.privacy import GM_MARK, MOST_PARTS, is_root, parts_of

PROFILES = ("standard", "gm")


def profile_of(root: bytes) -> str:
    """Return the profile a root was made in."""
    return "gm" if parts_of(root)[0] else "standard"


def root_of_profile(path: Path, crypto: str) -> bytes:
    """Return the root as `root_key`, made in the profile `[hub] crypto` names; that is settled by the very first start.

    SettingsError where the root is of another profile: what was encrypted cannot change its algorithms by a setting.
    """
    if crypto not in PROFILES:
        raise SettingsError(f"[hub] crypto 只能是 {' 或 '.join(PROFILES)}，请系统管理员改正。")
    if not path.exists():
        return _make(path, gm=crypto == "gm")
    root = root_key(path)
    if profile_of(root) != crypto:
        raise SettingsError("[hub] crypto 和第一次启动时定的不一样。算法定了就不能改，请系统管理员改回原来的写法。")
    return root


def root_key(path: Path) -> bytes:
    """Return the root kept at `path`, making it on the very first start; SettingsError when it is damaged or open."""
    if not path.exists():
        return _make(path)
    if path.stat().st_mode & 0o077:
        raise SettingsError(f"密钥文件 {path} 别人也能读，请系统管理员执行 chmod 600 {path}。")
    root = path.read_bytes()
    if not is_root(root):
        raise SettingsError(f"密钥文件 {path} 损坏，请系统管理员用密钥托管单恢复，不要新建。")
    return root


def was_rotated(path: Path) -> bool:
    """Say whether keys were ever changed: the next start may have every index to lay anew."""
    return path.exists() and len(parts_of(path.read_bytes())[1]) > 1


def add_part(path: Path) -> bytes:
    """Put a new part at the end of the root and return the whole; SettingsError where a rotation is under way."""
    root = root_key(path)
    if len(parts_of(root)[1]) >= MOST_PARTS:
        raise SettingsError("上几次换钥还没有收尾，请先等重新加密做完，再执行 rotate-keys --retire。")
    return replace_root(path, root + token_bytes(32))


def drop_former_parts(path: Path) -> bytes:
    """Leave the first part and the last; the caller has seen that nothing lies under those between."""
    root = root_key(path)
    gm, parts = parts_of(root)
    return replace_root(path, GM_MARK * gm + (parts[0] + parts[-1] if len(parts) > 1 else parts[0]))


def replace_root(path: Path, root: bytes) -> bytes:
    """Write the root so that a power cut leaves the old one or the new one whole; return it."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    _write(fresh, root)
    fresh.replace(path)
    _settle(path.parent)
    return root


def _make(path: Path, gm: bool = False) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    root = GM_MARK * gm + token_bytes(32)
    _write(path, root)
    _settle(path.parent)
    return root


def _write(path: Path, root: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, root)
        os.fsync(handle)
    finally:
        os.close(handle)


def _settle(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
